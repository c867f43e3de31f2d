"""How parts stand beside and below each other."""
