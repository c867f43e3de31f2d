"""Risks, documents, problems and requests of schools: who has what, what is missing, what answers it."""
