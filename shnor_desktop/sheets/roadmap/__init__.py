"""Tables of plans, indicators and passports as offices keep them: read by meaning, written for others."""
