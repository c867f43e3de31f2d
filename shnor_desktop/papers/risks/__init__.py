"""Papers of risks, documents of schools, problems and requests."""
