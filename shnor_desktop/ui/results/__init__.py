"""The grid of results and the import of workbooks."""
