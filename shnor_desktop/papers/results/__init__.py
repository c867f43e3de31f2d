"""Papers about results: memo, school card and their tables."""
