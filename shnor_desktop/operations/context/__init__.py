"""The social passport of schools: its dictionary, values, index, and the statuses that are proposed from it."""
