"""What a file may hold: signs of texts, lengths, sizes of numbers, codes of enumerated fields.

Everything that writes (forms, commands, imports, the journal) and the quarantine of foreign files ask here, so that no
office ever writes what another must refuse. It needs neither record kinds nor a database: bounds and codes are declared by
the kinds, and the quarantine, which starts without them, is told them with its request.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from shnor_desktop.errors import UserError

LONGEST_TEXT = 8_000_000
"""Letters of one value, of all values of a new record together, too."""
LONGEST_NAME = 100_000
"""Letters of the title of an action and of the names of a writer."""
LONGEST_LINE = 10_000
"""Letters of a line people type: a name, a reason."""
LONGEST_TYPED = 100_000
"""Letters of a text of several lines people type."""
LONGEST_WHOM = 200
"""Letters of the addressee of a part."""
LARGEST_FILE = 10_000_000
"""Bytes of one file a record keeps: photographs and scans fit, and a document with a hundred of them can be carried."""
MOST = 2**53

# What people paste from other programs stays: breaks of lines, columns and pages, Word's two hyphens.
_REFUSED = re.compile("[\x00-\x08\x0e-\x1d\x7f\ud800-\udfff\ufffe\uffff]")
_UNCLEAN = re.compile("\r\n?|[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_BREAKS = dict.fromkeys(("\r", "\r\n", "\x0b", "\x0c"), "\n") | {"\x1e": "-", "\x1f": ""}
_NOTHING = frozenset("\x00\ufffe\uffff")
_MARK = "\ufffd"
"""Stands for a letter that is none: half a pair, a byte of a name that is not UTF-8."""
_UNPRINTABLE = dict.fromkeys((*(code for code in range(32) if code not in (9, 10, 13)), 0xFFFE, 0xFFFF)) | (
    dict.fromkeys(range(0xD800, 0xE000), _MARK)
)


def refused(text: str) -> bool:
    """Whether a text has signs that no office accepts."""
    return _REFUSED.search(text) is not None


def require_letters(text: str) -> None:
    """Raises UserError when typed bytes are no text in UTF-8: nobody can say what was meant."""
    if _HALVES.search(text):
        raise UserError("Введённый текст не читается: он не в кодировке UTF-8.", "Введите его заново.")


def clean(text: str) -> str:
    """The text as it is kept: control signs become spaces or go, other programs' line breaks become ours."""
    return _UNCLEAN.sub(_replacement, text) if _UNCLEAN.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _BREAKS:
        return _BREAKS[sign]
    if sign in _NOTHING:
        return ""
    return _MARK if "\ud800" <= sign <= "\udfff" else " "


def line(text: str, longest: int = LONGEST_NAME) -> str:
    """A name or a title for the journal: clean, and cut where it is too long."""
    made = clean(text)
    return made if len(made) <= longest else f"{made[: longest - 1]}…"


def printable(text: str) -> str:
    """The text without what XML, hence no workbook and no Word file can hold; whatever a table holds."""
    return text.translate(_UNPRINTABLE)


class Limit(NamedTuple):
    """Of one field: bounds of a number, codes of a choice; either is None for a field without them."""

    range: tuple[int, int] | None = None
    codes: frozenset[str] | None = None

    def fits(self, value: object) -> bool:
        """Whether a value may stand there, as far as signs, lengths, sizes and codes go."""
        if isinstance(value, str):
            known = self.codes is None or value in self.codes
            return known and len(value) <= LONGEST_TEXT and not refused(value)
        if isinstance(value, int):
            least, most = self.range or (-MOST, MOST)
            return least <= value <= most
        return True


FREE = Limit()
Limits = Mapping[str, Limit]
"""«table.column» → limit, of every field that has one; told by `models.limits`."""


def told(limits: Limits) -> dict[str, list[list[int] | list[str] | None]]:
    """The limits as JSON holds them, for a process that knows no kinds: «table.column» → [range, codes]."""
    return {
        name: [list(one.range) if one.range else None, sorted(one.codes) if one.codes is not None else None]
        for name, one in limits.items()
    }


def heard(words: Mapping[str, Sequence[Any]]) -> dict[str, Limit]:
    """What `told` said."""
    return {
        name: Limit(
            None if bounds is None else (int(bounds[0]), int(bounds[1])),
            None if codes is None else frozenset(map(str, codes)),
        )
        for name, (bounds, codes) in words.items()
    }
