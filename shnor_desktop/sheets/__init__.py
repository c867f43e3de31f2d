"""Workbooks to frozen rows and problems, and frozen rows to workbooks."""
