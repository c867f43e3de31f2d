"""Texts that must not be longer than their place."""

_LONGEST = 44


def shortened(text: str) -> str:
    """A long text with its middle left out, so that it does not widen the window."""
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
