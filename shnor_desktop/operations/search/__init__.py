"""Search over the whole file: an index in memory, and where what was found is shown."""
