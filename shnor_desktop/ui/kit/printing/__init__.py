"""What is done with a drawn paper: it goes to the printer, or it was saved and is opened."""
