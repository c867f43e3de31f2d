"""The grid as somebody looks at it: which schools, in which order, what a selection adds up to, and the same on paper."""
