"""Workbooks of social passports and of the collection of context data: which column says what of which school."""
