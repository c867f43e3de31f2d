"""Grids of cells under two headings, with the habits of a spreadsheet: typed, pasted, filled down, cleared."""
