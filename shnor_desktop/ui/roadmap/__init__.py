"""The roadmap: its table, its months, the work of the week."""
