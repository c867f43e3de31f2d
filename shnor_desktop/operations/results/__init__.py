"""Results: workbooks planned and taken in, the grid, dictionaries."""
