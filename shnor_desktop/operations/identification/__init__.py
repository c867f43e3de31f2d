"""Which schools the rule flags and why: profiles, classification, statuses, signed lists."""
