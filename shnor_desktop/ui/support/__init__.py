"""Screens of support: who is bound to which school, and contacts with schools."""
