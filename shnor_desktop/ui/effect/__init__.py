"""The screen «Эффект»."""
