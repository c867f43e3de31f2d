"""The schools, one school's card, joining and telling apart."""
