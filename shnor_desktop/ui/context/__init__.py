"""The social passport as a grid, its index explained, statuses confirmed."""
