"""Texts that must not be longer than their place, moments as people write them, and how far a work is."""

import re
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QProgressBar

from shnor_desktop.rules.words.russian import few

NAMED = 2
"""So many of what went are named in a passing note."""
_LONGEST = 44
_WORD = re.compile(r"\S{24}(?=\S)")


def shortened(text: str) -> str:
    """A long text with its middle left out, so that it does not widen the window."""
    if len(text) <= _LONGEST:
        return text
    half = (_LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def breakable(text: str) -> str:
    """A text whose endless words go on in the next line, so that they do not widen what they stand in."""
    return _WORD.sub("\\g<0>\u200b", text)


def cut(text: str, longest: int) -> str:
    """The beginning of a long text."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def moment_text(at: datetime) -> str:
    """«05.09.2026 12:05» in the time of this machine."""
    return f"{at.astimezone():%d.%m.%Y %H:%M}"


def cleared_text(names: Sequence[str]) -> str:
    """What went because its cell was left empty, said before what was entered."""
    return f"Убрано: {len(names)} (пустые ячейки): {few(names, NAMED)}."


def moving_range(bar: QProgressBar, step: int, total: int) -> None:
    """Show how far a work is; while its first step is not done the bar moves all the same."""
    bar.setRange(0, total if step else 0)
    bar.setValue(step)
