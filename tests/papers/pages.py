"""What stands on the pages of a drawn PDF: letters with their boxes and faces, and rows of tables read from the ruled lines."""

import ctypes
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2
from pypdfium2 import raw

from shnor_desktop.papers.tree.fonts import UNPRINTABLE

_UNSEEN = re.compile(r"[\s\u00a0\u00ad\u2010\u2011\u202f\ufffe\uffff\x02\x00-]+")
_HYPHENS = {2: "-", 0xFFFE: "-"}
"""As pdfium tells those at the end of a line."""
_SAME = 0.4
"""Points; lines nearer than that are one."""


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which come and go where lines break."""
    return UNPRINTABLE.sub("", _UNSEEN.sub("", text))


class Letter(NamedTuple):
    """A letter, its box in points from the lower left corner of the page, and its face."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    face: str

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass
class Cell:
    """A cell between ruled lines."""

    left: float
    bottom: float
    right: float
    top: float
    letters: list[Letter] = field(default_factory=list)

    @property
    def text(self) -> str:
        return squeezed("".join(one.text for one in self.letters))


@dataclass
class Page:
    """A page: `letters` are those outside tables, in the order in which they were drawn."""

    width: float
    height: float
    letters: list[Letter]
    rows: list[list[Cell]]

    @property
    def text(self) -> str:
        return squeezed("".join(one.text for one in self.letters))

    def everything(self) -> Iterator[Letter]:
        """Letters in and outside tables."""
        yield from self.letters
        for row in self.rows:
            for cell in row:
                yield from cell.letters


def read(pdf: bytes) -> list[Page]:
    """All pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[at]) for at in range(len(document))]
    finally:
        document.close()


def _page(page: Any) -> Page:
    width, height = page.get_size()
    grid = _Grid(page)
    outside: list[Letter] = []
    for letter in _letters(page):
        cell = grid.cell(*letter.middle)
        (outside if cell is None else cell.letters).append(letter)
    return Page(width, height, outside, grid.rows())


def _letters(page: Any) -> Iterator[Letter]:
    text = page.get_textpage()
    faces: dict[Any, str] = {}
    box = [ctypes.c_double() for _ in range(4)]
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if raw.FPDFText_IsGenerated(text, at) == 1 or chr(code).isspace():
            continue
        raw.FPDFText_GetCharBox(text, at, *box)
        left, right, bottom, top = (one.value for one in box)
        drawn = raw.FPDFText_GetTextObject(text, at)
        font = raw.FPDFTextObj_GetFont(drawn)
        key = ctypes.cast(font, ctypes.c_void_p).value
        if key not in faces:
            faces[key] = _name(font)
        yield Letter(_HYPHENS.get(code, chr(code)), left, bottom, right, top, faces[key])


def _name(font: Any) -> str:
    room = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(font, room, 200)
    return room.value.decode().rpartition("+")[2]


class _Grid:
    """Cells between the lines of a page. A white line over a black one joins what it divided: a row in several pieces."""

    def __init__(self, page: Any) -> None:
        lines = list(_lines(page))
        self.xs = _places(x for a, b, _ in lines for x in (a[0], b[0]))
        self.ys = _places(y for a, b, _ in lines for y in (a[1], b[1]))
        self._below: dict[tuple[int, int], bool] = {}
        self._left: dict[tuple[int, int], bool] = {}
        for (x1, y1), (x2, y2), black in lines:
            a, b = sorted((_at(self.xs, x1), _at(self.xs, x2)))
            c, d = sorted((_at(self.ys, y1), _at(self.ys, y2)))
            for across in range(a, b if c == d else a):
                self._below[across, c] = black
            for up in range(c, d if a == b else c):
                self._left[a, up] = black
        self._of: dict[tuple[int, int], Cell | None] = {}
        self._join()

    def cell(self, x: float, y: float) -> Cell | None:
        """The cell a point lies in."""
        return self._of.get((bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1))

    def rows(self) -> list[list[Cell]]:
        """Cells by the row they begin in, from top to bottom."""
        found: dict[float, list[Cell]] = defaultdict(list)
        for cell in {id(one): one for one in self._of.values() if one is not None}.values():
            found[cell.top].append(cell)
        return [sorted(found[top], key=lambda one: one.left) for top in sorted(found, reverse=True)]

    def _join(self) -> None:
        for start in ((x, y) for x in range(len(self.xs) - 1) for y in range(len(self.ys) - 1)):
            if start in self._of:
                continue
            units, bounded, waiting = {start}, True, [start]
            while waiting:
                for wall, other in _beside(*waiting.pop()):
                    line = (self._below if wall[0] else self._left).get(wall[1:])
                    inside = 0 <= other[0] < len(self.xs) - 1 and 0 <= other[1] < len(self.ys) - 1
                    if line or (line is False and not self._closed(other)) or other in units:
                        continue
                    if not inside:
                        bounded = bounded and line is not None
                        continue
                    units.add(other)
                    waiting.append(other)
            cell = self._cell(units) if bounded else None
            self._of.update(dict.fromkeys(units, cell))

    def _closed(self, unit: tuple[int, int]) -> bool:
        """Whether there is any line about it: a white line at the foot of a page has nothing below."""
        return any((self._below if wall[0] else self._left).get(wall[1:]) for wall, _ in _beside(*unit))

    def _cell(self, units: set[tuple[int, int]]) -> Cell:
        columns, lines = [x for x, _ in units], [y for _, y in units]
        return Cell(
            self.xs[min(columns)], self.ys[min(lines)], self.xs[max(columns) + 1], self.ys[max(lines) + 1]
        )


def _beside(x: int, y: int) -> Iterator[tuple[tuple[bool, int, int], tuple[int, int]]]:
    """The four walls (is it level, where) and the units behind them."""
    yield (True, x, y), (x, y - 1)
    yield (True, x, y + 1), (x, y + 1)
    yield (False, x, y), (x - 1, y)
    yield (False, x + 1, y), (x + 1, y)


def _places(values: Iterator[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _at(places: list[float], value: float) -> int:
    return max(0, bisect_right(places, value + _SAME) - 1)


def _lines(page: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float], bool]]:
    """Solid lines along the sides of the page, and whether they are black; fills and dashes of charts are none."""
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        count = raw.FPDFPath_CountSegments(one)
        colour = [ctypes.c_uint() for _ in range(4)]
        if not count or count % 2 or not raw.FPDFPageObj_GetStrokeColor(one, *colour):
            continue
        if raw.FPDFPageObj_GetDashCount(one) > 0:
            continue
        shades = {shade.value for shade in colour[:3]}
        points = [_point(one, at) for at in range(count)]
        if [kind for kind, _ in points] != [raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO] * (count // 2):
            continue
        for (_, a), (_, b) in zip(points[::2], points[1::2], strict=True):
            if shades in ({0}, {255}) and (abs(a[0] - b[0]) < _SAME or abs(a[1] - b[1]) < _SAME):
                yield a, b, shades == {0}


def _point(path: Any, at: int) -> tuple[int, tuple[float, float]]:
    segment = raw.FPDFPath_GetPathSegment(path, at)
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return raw.FPDFPathSegment_GetType(segment), path.get_matrix().on_point(x.value, y.value)
