"""Workbooks written: the export, and a workbook returned with its refused cells marked."""
