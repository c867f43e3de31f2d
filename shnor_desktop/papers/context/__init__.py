"""The social passport of the district and of one school."""
