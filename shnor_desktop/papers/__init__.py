"""Composed papers and their PDF, DOCX and XLSX renderers."""
