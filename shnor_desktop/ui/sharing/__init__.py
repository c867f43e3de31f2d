"""Merging, questions, parts and the history of the file."""
