"""What screens are built of: tables, editors, jobs, messages, theme."""
