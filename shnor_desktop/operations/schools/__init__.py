"""Schools: which one is meant, joining two records of one, edits that touch more than one record."""
