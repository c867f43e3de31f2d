"""The start page and the school card: what several areas know, on one page."""
