"""The file: create, open, lock, migrate, journal, undo, backup, check."""
