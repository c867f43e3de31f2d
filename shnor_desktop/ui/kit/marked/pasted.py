"""What an office program put on the clipboard as HTML, as a text with light marks: bold, lists and tables stay, all else goes.

Nothing of it is drawn or fetched: only its words are read.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from shnor_desktop.rules.words.marks import DEEPEST, MOST_CELLS, Chunk, Grid, Item, Items, Line, Span, Spans

_SKIPPED = frozenset(("style", "script", "head", "title", "xml", "object", "template"))
_VOID = frozenset(("br", "img", "hr", "meta", "link", "col", "input", "wbr", "base"))
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "dt", "dd")
)
_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)")
_LEVEL = re.compile(r"mso-list\s*:\s*\S+\s+level(\d)")
_LABEL = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_COUNTED = re.compile(r"\s*\(?\w{1,3}[.)]")
MOST_LETTERS = 2_000_000
"""Of HTML that is looked at."""


def read(html: str) -> tuple[Chunk, ...]:
    """The words of a pasted text with their marks."""
    reader = _Reader()
    reader.feed(html[:MOST_LETTERS])
    reader.close()
    reader.end()
    return tuple(reader.chunks)


@dataclass
class _Place:
    """What an open tag brought."""

    tag: str
    bold: bool
    skipped: bool
    label: bool


@dataclass
class _Table:
    rows: list[list[Spans]] = field(default_factory=list)
    below: dict[int, int] = field(default_factory=dict)
    """Columns that a cell from above still covers, and for how many rows."""
    depth: int = 1

    def row(self) -> None:
        """The next row begins."""
        if self.rows:
            self.cover()
        self.rows.append([])

    def cell(self, spans: Spans, across: int, down: int) -> None:
        """A cell behind those that are there and those that are covered."""
        row = self.rows[-1] if self.rows else []
        self.rows = self.rows or [row]
        self.cover()
        for number in range(across):
            if down > 1:
                self.below[len(row)] = down - 1
            row.append(() if number else spans)

    def cover(self) -> None:
        """Leave room for cells from above."""
        row = self.rows[-1]
        while self.below.get(len(row), 0) > 0:
            self.below[len(row)] -= 1
            row.append(())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.chunks: list[Chunk] = []
        self._open: list[_Place] = []
        self._depths: Counter[str] = Counter()
        """How often each tag is open."""
        self._items: list[Item] = []
        self._pieces: list[Span] = []
        self._lists: list[bool] = []
        """Whether each open list is numbered."""
        self._item: tuple[bool, int] | None = None
        """Of the block that is read: numbered, level."""
        self._label = ""
        self._table: _Table | None = None
        self._spanned, self._cell = (1, 1), False
        """Of the cell that is read."""

    # --- tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = next((value or "" for name, value in attrs if name == "style"), "")
        if tag == "br":
            self._break()
        if tag in _BLOCKS and self._table is None:
            self.flush()
        elif tag in ("p", "div", "li"):
            self._pieces.append(Span(" "))
        self._begin(tag, style, dict(attrs))
        if tag not in _VOID:
            self._open.append(self._place(tag, style))
            self._depths[tag] += 1

    def _place(self, tag: str, style: str) -> _Place:
        over = self._open[-1] if self._open else _Place("", bold=False, skipped=False, label=False)
        weight = _WEIGHT.search(style)
        bold = over.bold or tag in ("b", "strong")
        if weight:
            bold = weight[1] in ("bold", "bolder") or (weight[1].isdigit() and int(weight[1]) >= 600)
        return _Place(tag, bold, over.skipped or tag in _SKIPPED, over.label or bool(_LABEL.search(style)))

    def _begin(self, tag: str, style: str, given: dict[str, str | None]) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(tag == "ol")
        elif tag == "li":
            self._item = (bool(self._lists) and self._lists[-1], max(0, len(self._lists) - 1))
        elif tag == "p" and (level := _LEVEL.search(style)):
            self._item = (False, int(level[1]) - 1)
        elif tag == "table":
            self._begin_table()
        elif tag == "tr":
            self._end_cell()
            if self._table is not None and self._table.depth == 1:
                self._table.row()
        elif tag in ("td", "th") and self._outer():
            self._end_cell()
            self._pieces, self._cell = [], True
            self._spanned = _number(given.get("colspan")), _number(given.get("rowspan"))

    def _begin_table(self) -> None:
        if self._table is None:
            self._table = _Table()
        else:
            self._table.depth += 1

    def _outer(self) -> bool:
        """Whether the cells that are read are those of the table, not of one inside it."""
        return self._table is not None and self._table.depth == 1

    def _end_cell(self) -> None:
        if self._cell and self._table is not None and self._table.depth == 1:
            self._table.cell(_tidy(self._pieces), *self._spanned)
            self._pieces, self._cell = [], False

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and self._table is None:
            self.flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._table is not None:
            self._table.depth -= 1
            if not self._table.depth:
                self._end_table(self._table)
        while self._depths[tag]:
            last = self._open.pop()
            self._depths[last.tag] -= 1
            if last.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        place = self._open[-1] if self._open else None
        if place is not None and place.skipped:
            return
        if place is not None and place.label:
            self._label += data
            return
        self._pieces.append(Span(re.sub(r"[ \t\r\n\u00a0]+", " ", data), place is not None and place.bold))

    def end(self) -> None:
        """Nothing more comes: what is still open ends."""
        if self._table is not None:
            self._table.depth = 1
            self._end_table(self._table)
        self.flush()
        if self._items:
            self.chunks.append(Items(tuple(self._items)))

    # --- blocks

    def _break(self) -> None:
        if self._table is not None or self._item is not None:
            self._pieces.append(Span(" "))
        else:
            self.flush()

    def flush(self) -> None:
        """End the block that is read."""
        spans, item, label = _tidy(self._pieces), self._item, self._label
        self._pieces, self._label = [], ""
        if not spans:
            return
        self._item = None
        if item is None:
            self._add(Line(spans))
            return
        numbered, level = item
        one = Item(spans, numbered or bool(_COUNTED.match(label)), min(level, DEEPEST))
        self._items.append(one)

    def _add(self, chunk: Chunk) -> None:
        """A chunk behind the list that ends before it."""
        if self._items:
            self.chunks.append(Items(tuple(self._items)))
            self._items = []
        self.chunks.append(chunk)

    def _end_table(self, table: _Table) -> None:
        table.depth = 1
        self._end_cell()
        self._table, self._cell = None, False
        rows = [row for row in table.rows if any(row)]
        width = max(map(len, rows), default=0)
        while width and not any(any(row[width - 1 : width]) for row in rows):
            width -= 1
        full = tuple(tuple((row + [()] * width)[:width]) for row in rows)
        if len(full) > 1 and 1 < width <= MOST_CELLS:
            self._add(Grid(full))
            return
        for row in full:
            told = [piece for cell in row if cell for piece in (Span(" "), *cell)]
            self._add(Line(_tidy(told)))


def _number(text: str | None) -> int:
    return min(MOST_CELLS, int(text)) if text and text.isdigit() and int(text) else 1


def _tidy(pieces: list[Span]) -> Spans:
    """Spans with single blanks, neighbours of one face as one."""
    made: list[Span] = []
    for one in pieces:
        text = re.sub(r" +", " ", one.text)
        if text.startswith(" ") and (not made or made[-1].text.endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if made and (made[-1].bold == one.bold or not text.strip()):
            made[-1] = Span(made[-1].text + text, made[-1].bold)
        else:
            made.append(Span(text, one.bold))
    if made:
        made[-1] = Span(made[-1].text.rstrip(), made[-1].bold)
    return tuple(one for one in made if one.text)
