"""Results: which figures can be true, how sure they are, how they are added up and compared."""
