"""The grid of results as a spreadsheet: columns kept as somebody likes them, hints beside cells, menus, print."""
