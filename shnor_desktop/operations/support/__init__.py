"""Who helps which school and teacher, and every contact with them: assignments, visits, courses, what is still open."""
