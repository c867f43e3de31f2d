"""What the workbook library does not say of single cells: shown as percent, an error, a formula without its value.

The bytes of the file say it. Runs in the worker; what is found is written into the cells, so that «0.35» under a percent
format is read as the «35 %» that people see, and an error or an uncalculated formula is not taken for an empty cell.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import Any

Place = tuple[int, int]
"""Row and column of the sheet, from 0."""

UNCALCULATED = "#ФОРМУЛА!"
MAX_NOTES = 400_000
MAX_REST = 1 << 16
_RUSSIAN = {
    "#N/A": "#Н/Д",
    "#DIV/0!": "#ДЕЛ/0!",
    "#VALUE!": "#ЗНАЧ!",
    "#REF!": "#ССЫЛКА!",
    "#NAME?": "#ИМЯ?",
    "#NUM!": "#ЧИСЛО!",
    "#NULL!": "#ПУСТО!",
}
_ERROR_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_CELL_XFS = rb"(?s)<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>"
_XF = rb"<(?:\w+:)?xf\b([^<>]*)>"
_FORMAT_ID = rb"numFmtId\s*=\s*[\"'](\d{1,6})[\"']"
_FORMAT = rb"<(?:\w+:)?numFmt\b([^<>]*)>"
_FORMAT_CODE = rb"formatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
_LITERAL = r'"[^"]*"|\\.|_.|\*.'
_PERCENT_IDS = (9, 10)
_ERROR = rb"<(?:\w+:)?c\s([^<>]*\bt=[\"']e[\"'][^<>]*)>(?:\s*<f[^<>]*(?:/>|>[^<>]*</f>))?\s*<v[^<>]*>([^<>]{1,20})</v>"
_NO_VALUE = (
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<f\b[^<>]*(?:/>|>[^<>]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</(?:\w+:)?c>"
)
_TEXT_CELL = rb"\bt=[\"'](?:str|s|inlineStr|e)[\"']"
_REF = rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']"

_FORMULA, _FORMAT_RECORD, _XF_RECORD = 0x0006, 0x041E, 0x00E0
_NUMBER, _RK, _MULRK, _BOOLERR = 0x0203, 0x027E, 0x00BD, 0x0205
GLOBAL_RECORDS = frozenset((_FORMAT_RECORD, _XF_RECORD))
FAULT_RECORDS = frozenset((_FORMULA, _BOOLERR))
CELL_RECORDS = FAULT_RECORDS | {_NUMBER, _RK, _MULRK}


def is_percent_format(code: str) -> bool:
    """Does the format multiply by a hundred? A percent sign in quotes or behind a backslash is only a letter."""
    return "%" in re.sub(_LITERAL, "", code)


class CellNotes:
    """What is known of the cells of one sheet.

    No dataclass: this runs in the worker, whose start counts.
    """

    __slots__ = ("_percent_cell", "_rest", "faults", "percents")

    def __init__(self, percent_cell: "re.Pattern[bytes] | None" = None) -> None:
        self.percents: list[Place] = []
        self.faults: dict[Place, str] = {}
        self._percent_cell = percent_cell
        self._rest = b""

    def __bool__(self) -> bool:
        return bool(self.percents or self.faults)

    def note(self, piece: bytes) -> None:
        """Look through a piece of the XML of an .xlsx sheet that splits no tag."""
        if self._percent_cell is not None and len(self.percents) < MAX_NOTES:
            self.percents += [(row - 1, column) for row, column in _refs(self._percent_cell.findall(piece))]
        told = any(sign in part for part in (self._rest, piece) for sign in (b"<f", b't="e"'))
        text = self._rest + piece if told else piece
        end = text.rfind(b"</c>") + 4 if b"</c>" in text else 0
        self._rest = text[end:] if len(text) - end < MAX_REST else b""
        if told:
            self._faults_in(text[:end])

    def _faults_in(self, text: bytes) -> None:
        if b't="e"' in text:
            for found in re.finditer(_ERROR, text):
                self._fault(found[1], found[2].decode(errors="replace"))
        if b"<f" in text:
            for found in re.finditer(_NO_VALUE, text):
                if not re.search(_TEXT_CELL, found[1]):
                    self._fault(found[1], UNCALCULATED)

    def _fault(self, attributes: bytes, name: str) -> None:
        ref = re.search(_REF, attributes)
        if ref and len(self.faults) < MAX_NOTES:
            self.faults[int(ref[2]) - 1, _column(ref[1])] = _RUSSIAN.get(name, name)

    def write(self, rows: list[list[Any]], top: int, left: int) -> None:
        """Put the notes into the cells of the sheet."""
        for row, column in self.percents:
            cell = _at(rows, row - top, column - left)
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                rows[row - top][column - left] = f"{cell * 100:.6f}".rstrip("0").rstrip(".") + "%"
        for (row, column), name in self.faults.items():
            if _at(rows, row - top, column - left) == "":
                rows[row - top][column - left] = name


def _at(rows: list[list[Any]], row: int, column: int) -> Any:
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        return rows[row][column]
    return None


def _refs(found: Iterable[tuple[bytes, bytes]]) -> Iterator[Place]:
    known: dict[bytes, int] = {}
    for letters, digits in found:
        yield (
            int(digits),
            known.get(letters, -1) if letters in known else known.setdefault(letters, _column(letters)),
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def percent_cells(styles: bytes) -> "re.Pattern[bytes] | None":
    """How cells shown as percent begin in the sheets of an .xlsx with these styles; None when there are none."""
    own = {
        int(number[1])
        for found in re.finditer(_FORMAT, styles)
        if (number := re.search(_FORMAT_ID, found[1])) and is_percent_format(_code_of(found[1]))
    }
    section = re.search(_CELL_XFS, styles)
    shown = []
    for at, found in enumerate(re.finditer(_XF, section[0]) if section else ()):
        number = re.search(_FORMAT_ID, found[1])
        if number and (int(number[1]) in own or int(number[1]) in _PERCENT_IDS):
            shown.append(str(at).encode())
    if not shown:
        return None
    return re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})" s="(?:' + b"|".join(shown[:5_000]) + rb')"')


def _code_of(attributes: bytes) -> str:
    import html

    found = re.search(_FORMAT_CODE, attributes)
    return html.unescape((found[1] or found[2] or b"").decode(errors="replace")) if found else ""


class XlsFormats:
    """The formats of an .xls: which of them show percent."""

    __slots__ = ("_own", "_xf")

    def __init__(self) -> None:
        self._own: set[int] = set()
        self._xf: list[int] = []

    def take(self, kind: int, data: bytes) -> None:
        """One record of the globals."""
        if kind == _XF_RECORD and len(data) >= 4:
            self._xf.append(int.from_bytes(data[2:4], "little"))
        elif kind == _FORMAT_RECORD and len(data) > 5:
            text = data[5:].decode("utf-16-le" if data[4] & 1 else "latin-1", errors="replace")
            if is_percent_format(text):
                self._own.add(int.from_bytes(data[:2], "little"))

    @property
    def percents(self) -> frozenset[int]:
        """Numbers of the cell formats that show percent."""
        return frozenset(at for at, one in enumerate(self._xf) if one in self._own or one in _PERCENT_IDS)


def note_record(notes: CellNotes, kind: int, data: bytes, percents: frozenset[int]) -> None:
    """One record of a cell of an .xls."""
    if len(data) < 6 or len(notes.percents) > MAX_NOTES:
        return
    row, column, xf = struct.unpack_from("<HHH", data)
    if kind == _BOOLERR:
        if len(data) >= 8 and data[7]:
            notes.faults[row, column] = _error(data[6])
    elif kind == _MULRK:
        for at in range((len(data) - 6) // 6):
            if int.from_bytes(data[4 + 6 * at : 6 + 6 * at], "little") in percents:
                notes.percents.append((row, column + at))
    elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff":
        if data[6] == 2:
            notes.faults[row, column] = _error(data[8])
    elif xf in percents:
        notes.percents.append((row, column))


def _error(code: int) -> str:
    name = _ERROR_CODES.get(code, "#N/A")
    return _RUSSIAN[name]
