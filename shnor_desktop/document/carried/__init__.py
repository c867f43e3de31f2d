"""Files on sticks and shares: worked on in a copy, returned whole."""
