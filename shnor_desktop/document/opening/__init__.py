"""The ways a file may be opened, what a crash left beside it, what must be mended first."""
