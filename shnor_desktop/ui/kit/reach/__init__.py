"""What the keyboard comes to."""
