"""What is typed: the one search line, and undoing that belongs to the text with the cursor."""
