"""Programmes: their parts and texts, indicators with targets and facts, the next year's from this year's."""
