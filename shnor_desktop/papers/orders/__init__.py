"""Orders with their appendices, and the journal they are registered in."""
