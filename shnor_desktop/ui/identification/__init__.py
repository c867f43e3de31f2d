"""The list of schools: verdicts, their explanation, profiles, signing."""
