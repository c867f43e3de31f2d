"""Tables of a page of HTML, as office programs put them on the clipboard: cells with their spans. Nothing is loaded that the
page names, and nothing of it is drawn."""

import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

from shnor_desktop.rules.admissible import clean
from shnor_desktop.sheets.book.reader import Cell, RawBook, RawSheet

_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 20_000, 400, 300_000
_BREAKS = frozenset(["p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(["style", "script", "head", "title", "xml"])
_ABOVE = 12


@dataclass(slots=True)
class _Open:
    """A table that is being read."""

    rows: list[dict[int, str]] = field(default_factory=list)
    boxes: list[tuple[int, int, int, int]] = field(default_factory=list)
    covered: dict[tuple[int, int], bool] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    spans: tuple[int, int] = (1, 1)
    text: list[str] | None = None

    def begin_row(self) -> None:
        if len(self.rows) < _MOST_ROWS:
            self.rows.append({})

    def end_cell(self) -> None:
        if self.text is None:
            return
        if not self.rows:
            self.begin_row()
        row, down, across = len(self.rows) - 1, *self.spans
        column = 0
        while (row, column) in self.covered:
            column += 1
        text, self.text = "".join(self.text), None
        if column + across > _MOST_COLUMNS or len(self.covered) + down * across > _MOST_CELLS:
            return
        for at in range(down):
            for beside in range(across):
                self.covered[row + at, column + beside] = True
        self.rows[-1][column] = _lines(text)
        if down > 1 or across > 1:
            self.boxes.append((row, column, row + down - 1, column + across - 1))

    def sheet(self, name: str) -> RawSheet:
        width = max((column + 1 for _, column in self.covered), default=0)
        rows = [list[Cell](row.get(column, "") for column in range(width)) for row in self.rows]
        return RawSheet(name, rows, merged=tuple(self.boxes), above=self.above)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Open] = []
        self._open: list[_Open] = []
        self._above: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            above = _lines("".join(self._above)).splitlines()[-_ABOVE:]
            self._above = []
            self._open.append(_Open(above=tuple(above)))
        elif self._open and tag == "tr":
            self._open[-1].end_cell()
            self._open[-1].begin_row()
        elif self._open and tag in ("td", "th"):
            self._open[-1].end_cell()
            said = dict(attrs)
            self._open[-1].spans = (_whole(said.get("rowspan")), _whole(said.get("colspan")))
            self._open[-1].text = []
        elif tag in _BREAKS:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._end_table()
        elif tag in _BREAKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._say(" ".join(data.split()) if data.strip() else " ", data)

    def _say(self, text: str, data: str = "") -> None:
        """White space of a page is one blank; only elements break lines."""
        if data.strip():
            text = (" " if data[:1].isspace() else "") + text + (" " if data[-1:].isspace() else "")
        for table in reversed(self._open):
            if table.text is not None:
                table.text.append(text)
            return
        self._above.append(text)

    def _end_table(self) -> None:
        table = self._open.pop()
        table.end_cell()
        if self._open and self._open[-1].text is not None:
            inner = (" ".join(filter(None, row.values())) for row in table.rows)
            self._open[-1].text.append("\n" + "\n".join(inner) + "\n")
        elif table.rows:
            self.found.append(table)

    def finish(self) -> None:
        """Tables the page did not close."""
        self.close()
        while self._open:
            self._end_table()


def raw_html(page: str) -> RawBook:
    """The tables of a page."""
    reader = _Reader()
    reader.feed(clean(page))
    reader.finish()
    digest = hashlib.sha256(page.encode(errors="replace")).hexdigest()
    several = len(reader.found) > 1
    sheets = (one.sheet(f"таблица {at}" if several else "") for at, one in enumerate(reader.found, start=1))
    return RawBook("буфер обмена", digest, tuple(sheets))


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\u00a0", " ").splitlines())
    return "\n".join(line for line in lines if line)


def _whole(text: str | None) -> int:
    try:
        return min(max(int(text or 1), 1), 1000)
    except ValueError:
        return 1
