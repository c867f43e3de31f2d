"""Papers of roadmaps: plans, what was done and what confirms it, minutes of meetings."""
