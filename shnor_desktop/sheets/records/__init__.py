"""Workbooks of records: how the export lays them out with their keys, and such books read back."""
