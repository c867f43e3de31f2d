"""The office's verbs, a module an area: the window and the commands call the same functions."""
