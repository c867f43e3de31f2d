"""Offline desktop program for municipal support of schools with low educational results."""

__version__ = "0.1.0"
