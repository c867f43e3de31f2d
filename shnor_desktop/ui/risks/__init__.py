"""Matrices of risks and of documents of schools, and the list of problems and requests."""
