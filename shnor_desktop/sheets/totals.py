"""Subtotals and areas."""

from shnor_desktop.sheets.results import TableReader, TableRows


def settle_totals(reader: TableReader, rows: TableRows) -> int:
    """stub while the first road is laid"""
    return 0
