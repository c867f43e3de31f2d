"""Damaged files and edits past the program: what can be read, compared and put back."""
