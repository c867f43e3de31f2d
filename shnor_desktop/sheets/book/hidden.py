"""Which rows and columns of a workbook are hidden, and what is noted of cells: the workbook library does not say, the
bytes of the file do."""

import re
import struct
from collections.abc import Iterator, Sequence

from shnor_desktop.sheets.book.cell_notes import (
    CELL_RECORDS,
    FAULT_RECORDS,
    GLOBAL_RECORDS,
    CellNotes,
    XlsFormats,
    note_record,
)

Span = tuple[int, int]

_HIDDEN = rb"(?i)<(?:\w+:)?(row|col)\s([^<>]*\bhidden\s*=\s*[\"'](?:1|true|on)[\"'][^<>]*)>"
_SHEET = rb"<(?:\w+:)?sheet\s([^<>]*)>"
_RELATION = rb"<(?:\w+:)?Relationship\s([^<>]*)>"
_ATTRIBUTE = rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
MAX_ROW_SPANS, MAX_COLUMN_SPANS = 200_000, 2_000

_BOF, _EOF, _BOUND_SHEET, _ROW, _COLUMN = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D
_NO_SECTOR = 0xFFFF_FFF0
_ENTRY, _IN_HEADER = 128, 109
_SMALLEST_RECORD = 4
MAX_RECORDS = 3_000_000


class Hidden:
    """First and last of what is hidden on one sheet, from 0; there may be overlaps.

    No dataclass: this runs in the worker, whose start counts.
    """

    __slots__ = ("columns", "rows")

    def __init__(self) -> None:
        self.rows: list[Span] = []
        self.columns: list[Span] = []

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns)

    def add(self, spans: list[Span], first: int, last: int) -> None:
        """Note a span, joined to the one before when it follows it."""
        if spans and spans[-1][0] <= first <= spans[-1][1] + 1:
            spans[-1] = spans[-1][0], max(last, spans[-1][1])
        elif len(spans) < (MAX_ROW_SPANS if spans is self.rows else MAX_COLUMN_SPANS):
            spans.append((first, last))

    def note(self, piece: bytes) -> None:
        """Look through a piece of the XML of an .xlsx sheet that splits no tag."""
        if b"hidden" not in piece:
            return
        for found in re.finditer(_HIDDEN, piece):
            if found[1].lower() == b"row":
                if row := _number(b"r", found[2]):
                    self.add(self.rows, row - 1, row - 1)
            else:
                first, last = _number(b"min", found[2]), _number(b"max", found[2])
                if first and last:
                    self.add(self.columns, first - 1, last - 1)


def _number(name: bytes, attributes: bytes) -> int:
    """The attribute of that name; 0 when there is none, or when it is 0."""
    found = re.search(rb"(?<![\w:])" + name + rb"\s*=\s*[\"'](\d{1,7})[\"']", attributes)
    return int(found[1]) if found else 0


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Name of the sheet by the name of its part inside an .xlsx, in lower case."""
    targets: dict[str, str] = {}
    for found in re.finditer(_RELATION, relations):
        values = _attributes(found[1])
        target = values.get("target", "").lower()
        targets[values.get("id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names: dict[str, str] = {}
    for found in re.finditer(_SHEET, workbook):
        values = _attributes(found[1])
        part = targets.get(values.get("r:id") or values.get("id", ""), "")
        names[part] = values.get("name", "")
    return names


def _attributes(text: bytes) -> dict[str, str]:
    import html

    return {
        name.decode(errors="replace").lower(): html.unescape((one or other).decode(errors="replace"))
        for name, one, other in re.findall(_ATTRIBUTE, text)
    }


class Unseen:
    """What the library does not say, by the names of sheets (while an .xlsx is looked through, of its parts)."""

    __slots__ = ("hidden", "notes", "percent_cell")

    def __init__(self, percent_cell: "re.Pattern[bytes] | None" = None) -> None:
        self.hidden: dict[str, Hidden] = {}
        self.notes: dict[str, CellNotes] = {}
        self.percent_cell = percent_cell

    def __bool__(self) -> bool:
        return any(self.hidden.values()) or any(self.notes.values())

    def take(self, by_part: "Unseen", sheets: dict[str, str]) -> None:
        """What was found in the parts of a file; `sheets` are the names of the parts' sheets, {} when they are one."""
        self.hidden |= {sheets.get(part, part): one for part, one in by_part.hidden.items() if one}
        self.notes |= {sheets.get(part, part): one for part, one in by_part.notes.items() if one}


def unseen_in_xls(content: bytes, unseen: Unseen) -> None:
    """What is hidden and noted in an .xls, by sheet; nothing when its records cannot be followed."""
    found = Unseen()
    try:
        _look_through(_workbook_stream(content), found)
    except (struct.error, IndexError, ValueError):
        return  # what is damaged the library refuses; here it only stays unsaid
    unseen.take(found, {})


def _look_through(stream: bytes, found: Unseen) -> None:
    records, formats = _Records(stream), XlsFormats()
    sheets: dict[int, str] = {}
    for kind, data in records.read(0, GLOBAL_RECORDS | {_BOUND_SHEET}):
        if kind != _BOUND_SHEET:
            formats.take(kind, data)
        elif len(data) > 8 and data[5] == 0:
            wide = bool(data[7] & 1)
            size = data[6] * (2 if wide else 1)
            name = data[8 : 8 + size].decode("utf-16-le" if wide else "latin-1", errors="replace")
            sheets.setdefault(int.from_bytes(data[:4], "little"), name)
    for start, name in sheets.items():
        found.hidden[name], found.notes[name] = Hidden(), CellNotes()
        _on_sheet(records, start, found.hidden[name], found.notes[name], formats.percents)


def _on_sheet(
    records: "_Records", start: int, hidden: Hidden, notes: CellNotes, percents: frozenset[int]
) -> None:
    cells = CELL_RECORDS if percents else FAULT_RECORDS
    for kind, values in records.read(start, cells | {_ROW, _COLUMN}):
        if kind == _ROW:
            if len(values) >= 14 and values[12] & 0x20:
                row = int.from_bytes(values[:2], "little")
                hidden.add(hidden.rows, row, row)
        elif kind == _COLUMN:
            if len(values) >= 10 and values[8] & 1:
                first, last = struct.unpack_from("<HH", values)
                hidden.add(hidden.columns, first, last)
        else:
            note_record(notes, kind, values, percents)


class _Records:
    """The records of a stream. Sheets do not share any, so there are never more to look at than fit into the stream;
    a file that leads into the same ones again and again is not followed further."""

    __slots__ = ("left", "stream")

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.left = min(MAX_RECORDS, len(stream) // _SMALLEST_RECORD)

    def read(self, at: int, wanted: frozenset[int]) -> Iterator[tuple[int, bytes]]:
        """Records of these kinds from a BOF to its EOF; those of charts inside are passed over."""
        stream = self.stream
        depth, end = 0, len(stream)
        while self.left > 0 and at + _SMALLEST_RECORD <= end:
            self.left -= 1
            kind, size = struct.unpack_from("<HH", stream, at)
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1 and kind in wanted:
                yield kind, stream[at + 4 : at + 4 + size]
            at += _SMALLEST_RECORD + size


def _workbook_stream(content: bytes) -> bytes:
    """The stream «Workbook» of a compound file."""
    shift = struct.unpack_from("<H", content, 30)[0]
    if not 7 <= shift <= 16:
        raise ValueError("no such sectors")
    size = 1 << shift
    table = _sector_table(content, size)
    directory = _chain(content, table, size, struct.unpack_from("<I", content, 48)[0])
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        if name.lower() in ("workbook", "book"):
            start, wanted = struct.unpack_from("<II", directory, at + 116)
            return _chain(content, table, size, start)[:wanted]
    return b""


def _sector_table(content: bytes, size: int) -> list[int]:
    """Which sector follows which; a file has no more entries than sectors."""
    most = len(content) // size
    table: list[int] = []
    for sector in _table_sectors(content, size):
        if len(table) >= most:
            break
        table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return table


def _table_sectors(content: bytes, size: int) -> Iterator[int]:
    """Sectors that hold the table, each once: some named in the header, further ones in sectors of their own."""
    seen: set[int] = set()
    named: Sequence[int] = struct.unpack_from(f"<{_IN_HEADER}I", content, 76)
    more = struct.unpack_from("<I", content, 68)[0]
    while True:
        for sector in named:
            if sector < _NO_SECTOR and sector not in seen:
                seen.add(sector)
                yield sector
        if more >= _NO_SECTOR or more in seen:
            return
        seen.add(more)
        *named, more = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)


def _chain(content: bytes, table: list[int], size: int, sector: int) -> bytes:
    parts = []
    for _ in range(len(table)):
        if sector >= _NO_SECTOR:
            break
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)
