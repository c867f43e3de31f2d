"""The list of schools with low results."""
