"""Days of a plan as a calendar that mail and calendar programs take: whole days, plain text."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

_OCTETS = 74
"""Of one line before it is folded, besides the blank that a folded line begins with."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


class Entry(NamedTuple):
    """Something on one day or on several."""

    uid: str
    starts: date
    ends: date
    title: str
    text: str


def calendar(entries: Sequence[Entry], name: str, made_on: date) -> bytes:
    """The calendar as a file holds it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//shnor-desktop//RU",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{name.translate(_ESCAPED)}",
    ]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}",
            f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.starts:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.ends + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{one.title.translate(_ESCAPED)}",
            f"DESCRIPTION:{one.text.translate(_ESCAPED)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _folded(line: str) -> Iterable[str]:
    """Pieces of at most 75 octets, cut between letters; a further one begins with a blank."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode(errors="replace"))
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
