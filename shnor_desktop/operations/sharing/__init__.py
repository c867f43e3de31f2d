"""Two copies of a file: differences, merging, questions and decisions, parts, repair."""
