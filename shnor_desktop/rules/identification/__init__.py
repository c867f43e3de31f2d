"""The rule that flags schools, and the sentences that explain it."""
