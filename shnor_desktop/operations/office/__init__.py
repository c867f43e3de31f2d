"""Who works here and in which organisation."""
