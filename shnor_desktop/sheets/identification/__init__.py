"""Lists of schools that an order names, without a figure."""
