"""What the tables show, derived from everything that was said of a row."""
