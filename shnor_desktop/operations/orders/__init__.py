"""Orders: drafted, registered, put into cases, signed for good."""
