"""How large the tables of a packed workbook really are, found on streams of bytes without building them."""

import re
from collections.abc import Iterator

from shnor_desktop.sheets.book.cell_notes import CellNotes
from shnor_desktop.sheets.book.hidden import Hidden, Unseen

MAX_ROW = 200_000
MAX_COLUMN = 400
MAX_AREA = 8_000_000
SHORT_ROWS = 99_999
MAX_STRINGS = 2_000_000
LAST_ROW = 1_048_576
MAX_TAG = 1 << 16

# Patterns are compiled when they are first needed, as in the modules beside: the start of the worker counts.
_CELL = rb"<(?:\w+:)?c(\s[^<>]*)?(?<!/)>"
_REF = rb"\br\s*=\s*[\"']([A-Za-z]{0,9})(\d{1,12})[\"']"
_QUICK = rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>'
_NOT_SMALL = rb'<c(?! r="(?:[A-N]?[A-Z]|O[A-J])\d{1,4}"[ >/])(?=[\s>/])'
"""A cell beyond 9,999 rows by 400 columns, or an unusual one."""
_UNUSUAL = (
    rb'<c(?! r="[A-Z]{1,2}\d{1,5}"[ >/])(?=[\s>/])',
    rb'r="(?:O[K-Z]|[P-Z][A-Z])\d',
)
"""Each begins with what it is looked for by: one pattern for both is ten times as slow."""
_PREFIXED = rb"<\w+:c[\s>]"
_LONG = rb'<c r="[A-Z]+\d{5}'
_LETTERS = rb'<c r="([A-Z]+)'
_ROW = rb"<(?:\w+:)?row(\s[^<>]*)?>"
_FAR_ROW = rb"<row\s[^<>]*\br\s*=\s*[\"'][A-Za-z]{0,9}\d{7}"
_COUNT = rb"ount\s*=\s*[\"']\s*(\d{7,})"
_ODS = (
    rb"<(?:\w+:)?(table-row|table-cell|covered-table-cell|table-column|table)\b(?!-)([^<>]*)>"
    rb"|</(?:\w+:)?(table-row|table)>"
)
_NOT_SHOWN = rb"visibility\s*=\s*[\"'](?:collapse|filter)"
_TABLE_NAME = rb"table:name\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
_REPEAT = rb"number-(?:columns|rows)-repeated\s*=\s*[\"']\s*(\d{1,20})"


class TooLarge(Exception):
    """The table, or a number that claims to be its size, is beyond what any results workbook needs."""


class Extent:
    """The rectangle that holds the non-empty cells of one sheet, grown cell by cell."""

    __slots__ = ("bottom", "left", "right", "top")

    def __init__(self) -> None:
        self.top = self.left = LAST_ROW
        self.bottom = self.right = 0

    def add(self, row: int, column: int) -> None:
        """Take in one cell; raises TooLarge as soon as the rectangle is beyond the limits."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)
        if row > MAX_ROW or column > MAX_COLUMN:
            raise TooLarge
        if (self.bottom - self.top + 1) * (self.right - self.left + 1) > MAX_AREA:
            raise TooLarge


def column_number(letters: bytes) -> int:
    """«A» → 1, «OJ» → 400."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def tags(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes cut so that no tag is split between two pieces."""
    rest = b""
    for chunk in chunks:
        piece = rest + chunk
        cut = piece.rfind(b"<")
        if cut < 0 or piece.find(b">", cut) >= 0:
            rest = b""
            yield piece
            continue
        rest = piece[cut:]
        if len(rest) > MAX_TAG:
            raise ValueError("a tag without end")
        yield piece[:cut]
    if rest:
        yield rest


def scan_xlsx(
    chunks: Iterator[bytes], extent: Extent | None, noted: tuple[Hidden, CellNotes] | None = None
) -> None:
    """Check a part of an .xlsx: declared counts everywhere, cell references when it is a sheet."""
    rows = 0
    columns: dict[bytes, int] = {}
    for piece in tags(chunks):
        for found in re.finditer(_COUNT, piece):
            if int(found[1]) > MAX_STRINGS:
                raise TooLarge
        if extent is None:
            continue
        for one in noted or ():
            one.note(piece)
        rows += _scan_rows(piece)
        if rows > LAST_ROW:
            raise TooLarge
        _scan_cells(piece, extent, columns, rows)


def _scan_rows(piece: bytes) -> int:
    if b":row" not in piece and not re.search(_FAR_ROW, piece):
        return piece.count(b"<row")
    rows = 0
    for found in re.finditer(_ROW, piece):
        rows += 1
        ref = re.search(_REF, found[1] or b"")
        if ref and int(ref[2]) > LAST_ROW:
            raise TooLarge
    return rows


def _scan_cells(piece: bytes, extent: Extent, columns: dict[bytes, int], rows: int) -> None:
    """Excel writes `<c r="B6" …>`; anything unusual about a cell, or a very large table, takes the slow road."""
    prefixed = b":c" in piece and re.search(_PREFIXED, piece)
    if not prefixed and not re.search(_NOT_SMALL, piece):
        return
    if not prefixed and not any(re.search(one, piece) for one in _UNUSUAL):
        if not re.search(_LONG, piece):
            return  # at most 9,999 rows by 400 columns
        widest = max(map(column_number, set(re.findall(_LETTERS, piece))), default=0)
        if widest * SHORT_ROWS <= MAX_AREA:
            return
    quick = 0
    for letters, digits in re.findall(_QUICK, piece):
        quick += 1
        column = columns.get(letters) or columns.setdefault(letters, column_number(letters))
        extent.add(int(digits), column)
    if quick == len(re.findall(_CELL, piece)):
        return
    for found in re.finditer(_CELL, piece):
        ref = re.search(_REF, found[1] or b"")
        if ref and ref[1]:
            extent.add(int(ref[2]), column_number(ref[1]))
        elif rows > MAX_ROW:
            raise TooLarge


def scan_ods(chunks: Iterator[bytes], unseen: Unseen) -> None:
    """Check content.xml: what repeats of rows and cells unfold to, empty tails not counted; note what is unseen."""
    content = _OdsContent(unseen)
    for piece in tags(chunks):
        for found in re.finditer(_ODS, piece):
            if found[1]:
                content.opened(found[1], found[2] or b"")
            else:
                content.closed(found[3])


class _OdsContent:
    """Where in the tables of a content.xml the scan stands."""

    __slots__ = ("column", "columns", "extent", "hidden", "last", "notes", "repeat", "row", "unseen")

    def __init__(self, unseen: Unseen) -> None:
        self.unseen = unseen
        self.extent, self.hidden, self.notes, self.columns = Extent(), Hidden(), CellNotes(), 0
        self.row, self.repeat, self.column, self.last = 0, 1, 0, 0

    def opened(self, tag: bytes, attributes: bytes) -> None:
        if tag.endswith(b"cell"):
            first, self.column = self.column, self.column + _repeat(attributes)
            if b'value-type="percentage"' in attributes and self.column <= MAX_COLUMN:
                self.notes.percents += [(self.row, at) for at in range(first, self.column)]
            if not attributes.endswith(b"/") or b"value" in attributes:
                self.last = self.column
        elif tag == b"table-row":
            self.repeat, self.column, self.last = _repeat(attributes), 0, 0
            if re.search(_NOT_SHOWN, attributes):
                self.hidden.add(self.hidden.rows, self.row, self.row + self.repeat - 1)
            if attributes.endswith(b"/"):
                self.row, self.repeat = self.row + self.repeat, 1
        elif tag == b"table":
            self.hidden, self.notes, self.columns = Hidden(), CellNotes(), 0
            name = _table_name(attributes)
            self.unseen.hidden.setdefault(name, self.hidden)
            self.unseen.notes.setdefault(name, self.notes)
        else:
            first, self.columns = self.columns, self.columns + _repeat(attributes)
            if re.search(_NOT_SHOWN, attributes):
                self.hidden.add(self.hidden.columns, first, self.columns - 1)

    def closed(self, tag: bytes) -> None:
        if tag == b"table":
            self.extent, self.row = Extent(), 0
            return
        self.row += self.repeat
        if self.last:
            self.extent.add(self.row, self.last)
        self.repeat, self.column, self.last = 1, 0, 0


def _table_name(attributes: bytes) -> str:
    import html

    found = re.search(_TABLE_NAME, attributes)
    return html.unescape((found[1] or found[2] or b"").decode(errors="replace")) if found else ""


def _repeat(attributes: bytes) -> int:
    found = re.search(_REPEAT, attributes)
    number = int(found[1]) if found else 1
    if number > 100_000_000:
        raise TooLarge
    return number


def scan_xlsb(chunks: Iterator[bytes]) -> None:
    """Check a binary sheet or string table: row headers (0), cells (1–11), declared strings (159)."""
    data = b"".join(chunks)
    extent, row, at, end = Extent(), 0, 0, len(data)
    while at < end:
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        if kind == 0 and size >= 4:
            row = int.from_bytes(data[at : at + 4], "little") + 1
        elif 2 <= kind <= 11 and size >= 4:
            extent.add(row, int.from_bytes(data[at : at + 4], "little") + 1)
        elif kind == 159 and int.from_bytes(data[at : at + 4], "little") > MAX_STRINGS:
            raise TooLarge
        at += size


def _number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    number = shift = 0
    for byte in data[at : at + longest]:
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            break
    return number, at
