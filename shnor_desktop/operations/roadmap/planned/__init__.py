"""Rows of tables that are about to be taken in: compared with the records of a programme, then written."""
