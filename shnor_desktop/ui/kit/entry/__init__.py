"""What is typed or chosen: the search line, names, files, and undoing that belongs to the text with the cursor."""
