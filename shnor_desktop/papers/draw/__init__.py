"""A composed paper drawn as PDF, DOCX, XLSX and as a picture."""
