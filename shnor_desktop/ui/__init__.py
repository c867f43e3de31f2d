"""Screens, tables, forms and jobs: the only package, with app, that knows Qt."""
