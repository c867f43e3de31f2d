"""«Программа»: its parts at the left, the editor of the chosen one, the composed page beside it; the grid of indicators."""
