"""From the bytes of a workbook to raw cells, in a guarded process."""
