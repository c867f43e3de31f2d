"""The card of a school on paper."""
