"""Due texts of plans: read into windows of days by the school calendar, and what became of them."""
