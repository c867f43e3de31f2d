"""A text of points: a line a point, points under a point indented; points of one list with the signs at their ends."""

from collections.abc import Iterable

INDENT = "  "
"""Of one level."""


def tidy(text: str) -> str:
    """The text as it is kept: no empty lines, no blanks at the ends, two spaces a level, whatever was typed or pasted."""
    kept: list[str] = []
    widths: list[int] = []
    for line in text.splitlines():
        line = line.expandtabs(4).replace("\u00a0", " ").rstrip()
        words = line.lstrip()
        if not words:
            continue
        width = len(line) - len(words)
        while widths and widths[-1] >= width:
            widths.pop()
        widths.append(width)
        kept.append(INDENT * (len(widths) - 1) + words)
    return "\n".join(kept)


def points(text: str) -> tuple[tuple[int, str], ...]:
    """(level from 0, words) of every point of a tidy text."""
    lines = ((line, line.lstrip()) for line in text.splitlines() if line.strip())
    return tuple(((len(line) - len(words)) // len(INDENT), words) for line, words in lines)


def listed(texts: Iterable[str]) -> tuple[str, ...]:
    """Points of one list: a semicolon between them, a full stop behind the last; what asks or cries out keeps its sign."""
    bare = [text.rstrip(" .;,") for text in texts]
    return tuple(
        text if text.endswith(("!", "?", "…", ":")) else f"{text}{'.' if at == len(bare) else ';'}"
        for at, text in enumerate(bare, start=1)
    )
