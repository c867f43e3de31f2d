"""What keeps a window narrow: names of any length in the room there is."""
