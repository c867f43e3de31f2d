"""Taking another copy in: union of two journals, the questions that remain, parts that travel."""
