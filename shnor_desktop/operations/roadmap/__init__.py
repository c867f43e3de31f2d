"""Roadmaps: rows of plans and where they stand, what was done about them, meetings and their decisions."""
