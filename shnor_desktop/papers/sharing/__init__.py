"""The protocol of a merge."""
