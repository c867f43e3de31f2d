"""Record kinds: what is stored and what it is called in Russian."""
