"""What is said: every change with its author and the change it replaces, its history and undo."""
