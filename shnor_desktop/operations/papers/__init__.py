"""The papers of the office: what is gathered for each, and how it is written."""
