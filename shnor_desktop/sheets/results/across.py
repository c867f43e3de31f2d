"""Tables whose schools stand across the top: found by their row of names and turned, so that a school is a row again.

Addresses stay those of the file. What the figures mean is read from the labels at the left, from the headings under
the names and from the titles, by the same rules as in any other table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.reader import Cell
from shnor_desktop.sheets.book.values import Absent, Number, plain, tidy, value_of
from shnor_desktop.sheets.results.columns import is_class_heading
from shnor_desktop.sheets.results.heading_blocks import Block
from shnor_desktop.sheets.words.hints import MAX_GRADE, HintReader
from shnor_desktop.sheets.words.meaning import KEYS, MEASURES, is_code, measure_of, role_of
from shnor_desktop.sheets.words.school_lines import looks_like_school, stands_for_schools
from shnor_desktop.sheets.words.territories import area_of

FEWEST = 3
"""So many schools across make it certain that schools stand across."""
SEARCHED_ROWS = 300
LONGEST_HEAD = 4
"""Rows above the names that may say codes and municipalities."""
TITLE_ROWS = 15
FEW_ROWS = 4
"""So many rows under the names show that the labels at the left are no schools."""
TOP_MARK = 5
_IDS = {"school": "Школа", "code": "Код ОО", "municipality": "Муниципалитет"}
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Across:
    """A row of names (or codes) with the columns each of them heads."""

    row: int
    role: str
    """«school» or «code»: what the row holds."""
    sure: bool
    """The row is labelled as one of schools, so every name in it is a school."""
    spans: tuple[tuple[int, int], ...]
    """First and last column of every name, schools and totals alike."""

    @property
    def left(self) -> int:
        """The first column of figures; labels stand left of it."""
        return self.spans[0][0]


@dataclass(slots=True)
class Turned:
    """The table turned: a school a row."""

    grid: Grid
    block: Block
    doubtful: list[Place]
    """Names that are neither schools nor totals, and figures under no name: both are left out."""


@dataclass(slots=True)
class _Column:
    """One column of the turned table: its heading texts, the lowest first, and where its cells stand."""

    chain: tuple[str, ...]
    row: int
    offset: int = 0
    ids: bool = False


def find_across(grid: Grid, hints: HintReader, fewest: int = FEWEST) -> list[Across]:
    """Every row of the sheet that names schools across, with figures under them."""
    found: list[Across] = []
    for row in range(grid.height):
        if row >= SEARCHED_ROWS and not found:
            break
        across = _names(grid, row, hints, fewest) or (_codes(grid, row, fewest) if not found else None)
        if across and not any(abs(across.row - other.row) <= LONGEST_HEAD for other in found):
            found.append(across)
        elif across and across.role == "school" and found[-1].role == "code":
            found[-1] = across  # the names under their codes
    return found


def _names(grid: Grid, row: int, hints: HintReader, fewest: int) -> Across | None:
    cells = grid.rows[row]
    named = [at for at, cell in enumerate(cells) if cell.__class__ is str and len(cell) > 2]
    if len(named) < fewest:
        return None
    texts = [(at, tidy(cells[at])) for at in named]
    schools = [(at, text) for at, text in texts if looks_like_school(text)]
    if len({plain(text) for _, text in schools}) >= fewest:
        if _has_figures_or_measures(cells, schools[0][0], hints):
            return None
        across = _spanned(grid, row, "school", schools[0][0], _labelled(grid, row, schools[0][0]))
    elif role_of(texts[0][1]) == "school" and not any(_says(text, hints) for _, text in texts[1:]):
        across = _spanned(grid, row, "school", texts[1][0], True)
    else:
        return None
    return across if _holds(grid, across, hints, fewest) else None


def _has_figures_or_measures(cells: Sequence[Cell], left: int, hints: HintReader) -> bool:
    """Right of the first name stand figures or headings of figures: a line or the heading of an ordinary table, which
    names a partner and a leader school too."""
    for cell in cells[left + 1 :]:
        text = tidy(cell)
        if not text or looks_like_school(text) or stands_for_schools(text):
            continue
        if isinstance(value_of(cell), Number) or measure_of(text) or hints(text):
            return True
    return False


def _codes(grid: Grid, row: int, fewest: int) -> Across | None:
    label: Cell = ""
    for label in grid.rows[row]:
        if label != "":
            break
    if label.__class__ is not str or role_of(label) != "code":
        return None
    filled = grid.filled(row)
    if len(filled) <= fewest:
        return None
    codes = [grid.text(row, at) for at in filled[1:]]
    if len({code for code in codes if is_code(code)}) < fewest:
        return None
    across = _spanned(grid, row, "code", filled[1], True)
    return across if _figures_under(grid, across, fewest) else None


def _labelled(grid: Grid, row: int, left: int) -> bool:
    return any(role_of(grid.text(row, at)) in KEYS for at in range(left))


def _says(text: str, hints: HintReader) -> bool:
    return bool(measure_of(text) or role_of(text) or hints(text))


def _spanned(grid: Grid, row: int, role: str, left: int, sure: bool) -> Across:
    """Every filled cell from the first school on heads the columns up to the next one."""
    named = [at for at in grid.filled(row) if at >= left]
    ends = [*(at - 1 for at in named[1:]), grid.width - 1]
    spans = []
    for first, last in zip(named, ends, strict=True):
        wide = grid.spans.get((row, first), (1, 1))[1]
        while last > first + wide - 1 and not _heads(grid, row, last):
            last -= 1
        spans.append((first, last))
    return Across(row, role, sure, tuple(spans))


def _heads(grid: Grid, row: int, column: int) -> bool:
    """Is there a heading of figures under an unnamed cell?"""
    below = row + grid.spans.get((row, column), (1, 1))[0]
    return measure_of(grid.text(below, column)) in MEASURES


def _holds(grid: Grid, across: Across, hints: HintReader, fewest: int) -> bool:
    """Labels at the left that are no schools, and figures under the names."""
    if not _figures_under(grid, across, fewest):
        return False
    labels = [
        text
        for row in range(across.row + 1, min(grid.height, across.row + FEW_ROWS))
        for at in range(across.left)
        if (text := tidy(grid.own(row, at)))
    ]
    if any(looks_like_school(text) for text in labels):
        return False
    return bool(labels) and (
        not across.sure or sum(_says(text, hints) or text.isdigit() for text in labels) * 2 >= len(labels)
    )


def _figures_under(grid: Grid, across: Across, fewest: int) -> bool:
    """Under so many names stand figures or marks of missing results, before anything else or a school stands there."""
    with_figures: set[int] = set()
    any_number = False
    for row in range(across.row + 1, grid.height):
        values = {first: value_of(grid.own(row, first)) for first, _ in across.spans}
        texts = [value for value in values.values() if isinstance(value, str) and not measure_of(value)]
        filled = sum(value is not None for value in values.values())
        if texts and (len(texts) * 2 >= filled or any(looks_like_school(text) for text in texts)):
            break
        with_figures |= {first for first, value in values.items() if isinstance(value, (Number, Absent))}
        any_number = any_number or any(isinstance(value, Number) for value in values.values())
    return any_number and len(with_figures) >= fewest


def turn(grid: Grid, across: Across, first: int, end: int) -> Turned:
    """The table under the row of names up to `end`, with its titles from the row `first`, school by school."""
    turner = _Turner(grid, across, end)
    names = across.row + 1
    while names < end and turner.is_sub_heading(names):
        names += 1
    columns = [_Column((_IDS[across.role],), across.row, ids=True), *turner.ids(first, names)]
    columns += turner.figures(names)
    shown = [at for at, _ in enumerate(across.spans) if turner.is_line(at)]
    rows: list[list[Cell]] = [[" / ".join(reversed(one.chain)) for one in columns]]
    places: dict[Place, Place] = {
        (0, at): (one.row, 0 if one.ids else turner.label_at(one.row)) for at, one in enumerate(columns)
    }
    for at in shown:
        line: list[Cell] = []
        for number, one in enumerate(columns):
            place = (one.row, across.spans[at][0] + one.offset)
            inside = one.offset <= across.spans[at][1] - across.spans[at][0]
            line.append(grid.cell(*place) if one.ids else grid.own(*place) if inside else "")
            places[len(rows), number] = place
        rows.append(line)
    turned = Grid(
        grid.name, rows, grid.top + across.row, grid.left, len(columns), places=_in_file(grid, places)
    )
    titles = tuple(_titles(grid, first, across))
    turner.doubtful += turner.unnamed(names)
    return Turned(turned, Block(0, 0, tuple(one.chain for one in columns), titles), turner.doubtful)


def _in_file(grid: Grid, places: dict[Place, Place]) -> dict[Place, Place]:
    return {at: (row + grid.top, column + grid.left) for at, (row, column) in places.items()}


def _titles(grid: Grid, first: int, across: Across) -> Iterator[str]:
    """Texts above the names, the nearest first, and the corner above the labels."""
    for at in range(across.left - 1, -1, -1):
        if text := grid.text(across.row, at):
            yield text
    for row in range(across.row - 1, max(first, across.row - TITLE_ROWS) - 1, -1):
        texts = [tidy(grid.rows[row][at]) for at in grid.filled(row)]
        yield from dict.fromkeys(texts)
        if len(texts) > 1:
            yield " ".join(dict.fromkeys(texts))


@dataclass(slots=True)
class _Turner:
    grid: Grid
    across: Across
    end: int
    doubtful: list[Place] = field(default_factory=list)

    def is_sub_heading(self, row: int) -> bool:
        """Measures under the names: «кол-во», «неуд.», 2 3 4 5; nothing new at the left."""
        if any(tidy(self.grid.own(row, at)) for at in range(self.across.left)):
            return False
        texts = [text for first, last in self.across.spans for text in self._row_texts(row, first, last)]
        return bool(texts) and sum(bool(measure_of(text)) for text in texts) * 2 > len(texts)

    def _row_texts(self, row: int, first: int, last: int) -> list[str]:
        return [text for at in range(first, last + 1) if (text := tidy(self.grid.own(row, at)))]

    def ids(self, first: int, data: int) -> Iterator[_Column]:
        """Rows beside the names that hold codes or municipalities of the schools."""
        above = range(max(first, self.across.row - LONGEST_HEAD), self.across.row)
        for row in (*above, *range(data, self.end)):
            role = self._id_role(row)
            if role and role != self.across.role:
                yield _Column((_IDS[role],), row, ids=True)

    def _id_role(self, row: int) -> str:
        labels = self._row_texts(row, 0, self.across.left - 1)
        role = role_of(labels[-1]) if labels else ""
        if role in _IDS:
            return role
        texts = [text for one, last in self.across.spans for text in self._row_texts(row, one, last)]
        if not labels and texts and all(area_of(text) == "district" for text in texts):
            return "municipality"
        return ""

    def figures(self, data: int) -> Iterator[_Column]:
        """A column for every labelled row of figures and every heading under the names."""
        columns = [at for at in range(self.across.left) if not self._is_numbering(at, data)]
        classes = {at for at in columns if self._of_classes(at, data)}
        widest = max(last - first for first, last in self.across.spans)
        carried: dict[int, str] = {}
        section: tuple[str, ...] = ()
        for row in range(data, self.end):
            own = {at: tidy(self.grid.own(row, at)) for at in columns}
            if not any(self._row_texts(row, first, last) for first, last in self.across.spans):
                texts = tuple(text for text in own.values() if text)
                section = texts or section
                continue
            if self._id_role(row) or self._is_number_row(row):
                continue
            labels = _labels(own, carried, classes) or [f"строка {self.grid.ref(row, 0).row}"]
            for offset in range(widest + 1):
                chain = (*self._sub(offset, data), *labels, *reversed(section))
                yield _Column(tuple(dict.fromkeys(chain)), row, offset)

    def _texts_at(self, at: int, data: int) -> list[str]:
        return [text for row in range(data, self.end) if (text := tidy(self.grid.own(row, at)))]

    def _is_numbering(self, at: int, data: int) -> bool:
        """«№ п/п»: 1, 2, 3 … are no labels."""
        if role_of(self.grid.text(self.across.row, at)) == "number":
            return True
        texts = self._texts_at(at, data)
        return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]

    def _of_classes(self, at: int, data: int) -> bool:
        """Digits are classes when the corner says so, or when there are some that no mark can be."""
        digits = {int(text) for text in self._texts_at(at, data) if text.isdigit()}
        corner = is_class_heading(self.grid.text(self.across.row, at))
        return bool(digits) and (corner or (max(digits) > TOP_MARK and max(digits) <= MAX_GRADE))

    def _is_number_row(self, row: int) -> bool:
        """1 2 3 4 …: the numbers of the columns that official forms print."""
        values = [value_of(self.grid.own(row, at)) for at in self.grid.filled(row)]
        numbers = [value.whole for value in values if isinstance(value, Number)]
        return len(numbers) == len(values) > FEWEST and numbers == list(range(1, len(numbers) + 1))

    def _sub(self, offset: int, data: int) -> tuple[str, ...]:
        """Headings under the names; of all names the same, so those of the first one that has them."""
        for first, last in self.across.spans:
            if first + offset <= last:
                texts = [self.grid.text(row, first + offset) for row in range(data - 1, self.across.row, -1)]
                return tuple(text for text in texts if text)
        return ()

    def unnamed(self, data: int) -> Iterator[Place]:
        """Columns of figures under no name."""
        headed = {at for first, last in self.across.spans for at in range(first, last + 1)}
        for at in range(self.across.left, self.grid.width):
            if at not in headed:
                rows = range(data, self.end)
                figures = (row for row in rows if isinstance(value_of(self.grid.own(row, at)), Number))
                yield from ((row, at) for row in list(figures)[:1])

    def label_at(self, row: int) -> int:
        """The column of the label that stands nearest to the figures of the row."""
        filled = [at for at in range(self.across.left) if tidy(self.grid.own(row, at))]
        return filled[-1] if filled else 0

    def is_line(self, at: int) -> bool:
        """Is the name a school, a total or an area? What is neither is put aside."""
        place = (self.across.row, self.across.spans[at][0])
        text = self.grid.text(*place)
        if self.across.sure or looks_like_school(text) or stands_for_schools(text):
            return True
        self.doubtful.append(place)
        return False


def _labels(own: dict[int, str], carried: dict[int, str], classes: set[int]) -> list[str]:
    """The labels of a row, the nearest first; those at the left stand for the rows below them too."""
    for at, text in own.items():
        if text:
            for right in [one for one in carried if one >= at]:
                del carried[right]
            carried[at] = _class_or_mark(text, at in classes)
    nearest = max((at for at, text in own.items() if text), default=-1)
    if nearest < max(carried, default=0):
        return []
    return [carried[at] for at in sorted(carried, reverse=True)]


def _class_or_mark(text: str, is_class: bool) -> str:
    return f"{text} класс" if is_class and text.isdigit() else text
