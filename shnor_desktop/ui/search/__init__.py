"""Search over the whole file: the window of Ctrl+K."""
