"""What a workbook of records says to the program besides its cells: whose every row is, what stood in it when it was
written, and for which file. Written and read by these few functions alone, so that both sides agree."""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from shnor_desktop.rules.admissible import clean, printable

Cell = str | int | float | date | None

KEY = "Ключ записи (не изменять)"
"""The hidden column's heading begins so; the code of the kind and the columns follow, parted by «|»."""
FACTS = "Служебные сведения (не изменять)"
LISTS = "Списки для выбора (не изменять)"
"""First cells of the two hidden sheets."""
COMPUTED = "="
"""Before a column that only shows what follows from others."""
GUIDE = "Форма для школы"
"""The sheet that tells a school what to do begins so."""
LONGEST_CELL = 32_767
_PIECE = 30_000
_SUM, _MARK = 6, 8
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def canonical(text: str) -> str:
    """The text without what editing in a spreadsheet changes unasked: kinds of spaces, blanks at the ends."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    lines = clean(printable(text)).replace("\u00a0", " ").split("\n")
    if len(lines) == 1:
        return " ".join(lines[0].split())
    return "\n".join(line.rstrip() for line in lines).strip("\n")


@lru_cache(maxsize=200_000)
def text_of(cell: Cell) -> str:
    """The one text of a cell, whether it is about to be written or was read."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year}"
    if isinstance(cell, str):
        return canonical(cell[:LONGEST_CELL])
    if isinstance(cell, int) or cell.is_integer():
        return str(int(cell))
    return f"{cell:.10f}".rstrip("0").rstrip(".").replace(".", ",")


# --- keys --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heading of the key column says: the kind and the columns whose sums stand in the keys."""

    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What the key of a row says: the record and what its cells held when it was written."""

    uid: bytes
    sums: Mapping[str, str] = field(default_factory=dict)


def key_heading(kind: str, columns: Sequence[str]) -> str:
    """The heading of the key column."""
    return f"{KEY} " + "|".join((kind, *columns))


def heading_of(text: str) -> Heading | None:
    """What a heading of a key column says; None for any other."""
    if not text.startswith(KEY):
        return None
    kind, *columns = text.removeprefix(KEY).strip().split("|")
    return Heading(kind, tuple(columns))


@lru_cache(maxsize=200_000)
def sum_of(text: str) -> str:
    """Six signs by which a changed text is told from the one that was written."""
    return base64.urlsafe_b64encode(zlib.crc32(text.encode(errors="replace")).to_bytes(4, "big"))[
        :_SUM
    ].decode()


def key_text(uid: bytes, cells: Iterable[Cell]) -> str:
    """The key of a row with the sums of its cells."""
    return f"k{_packed(uid)}{''.join(sum_of(text_of(cell)) for cell in cells)}"


def key_of(text: str, columns: Sequence[str]) -> Key | None:
    """What a key says; None when it is none. Sums of other columns than those named are no sums."""
    packed, sums = text[1:23], text[23:]
    try:
        uid = base64.urlsafe_b64decode(packed + "==")
    except (binascii.Error, ValueError):
        return None
    if text[:1] != "k" or len(packed) != 22 or len(uid) != 16:
        return None
    if len(sums) != _SUM * len(columns):
        return Key(uid)
    return Key(uid, {name: sums[at * _SUM : (at + 1) * _SUM] for at, name in enumerate(columns)})


def _packed(uid: bytes) -> str:
    return base64.urlsafe_b64encode(uid).decode().rstrip("=")


def mark_of(uid: bytes) -> str:
    """Eight signs that tell the records of one book apart."""
    return base64.urlsafe_b64encode(uid[-6:]).decode()


# --- about the book ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What the book says of itself on a hidden sheet."""

    document: str = ""
    """uid of the file it was written from, in hexadecimal."""
    written: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Code of a kind → marks of the records the book was written with."""
    school: str = ""
    """A form: uid of the school it is for, in hexadecimal."""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A form: code of a kind → the fields that are asked for."""
    sent: tuple[str, ...] = ()
    """A form: marks of all the schools it was sent to."""


def facts_rows(facts: Facts) -> list[tuple[str]]:
    """The rows of the hidden sheet."""
    told = {
        "document": facts.document,
        "written": {code: "".join(sorted(marks)) for code, marks in facts.written.items()},
        "school": facts.school,
        "asked": {code: list(names) for code, names in facts.asked.items()},
        "sent": list(facts.sent),
    }
    text = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return [(text[at : at + _PIECE],) for at in range(0, len(text), _PIECE)]


def facts_of(texts: Iterable[str]) -> Facts:
    """What the hidden sheet says; empty when it says nothing that can be understood."""
    try:
        told = json.loads("".join(texts))
        return Facts(
            document=str(told["document"]),
            written={str(code): _marks(str(marks)) for code, marks in told["written"].items()},
            school=_uid(str(told["school"])),
            asked={str(code): tuple(map(str, names)) for code, names in told["asked"].items()},
            sent=tuple(map(str, told["sent"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Facts()


def _uid(text: str) -> str:
    if text and len(bytes.fromhex(text)) != 16:
        raise ValueError(text)
    return text


def _marks(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _MARK] for at in range(0, len(text), _MARK))


def plain_cell(value: Any) -> Cell:
    """A cell as the reader of workbooks gives it, none for an empty one."""
    return value if value != "" else None
