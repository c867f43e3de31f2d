"""Classes of reportlab that tell where their runs are drawn, and where its words may be broken. Loaded with reportlab, when
the first paper is drawn."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import accumulate, takewhile
from typing import Any, NamedTuple

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, paragraph

from shnor_desktop.papers.draw.pdf_styles import HIGH, LINE
from shnor_desktop.papers.draw.spots import Line, Spot
from shnor_desktop.papers.tree.paper import Inline

NUMBER_WIDTH = 24.0
"""Points between the last dot and the right edge."""

_WORTH_FILLING, _EMPTY = 0.2, 0.9
"""Parts of a page: room in which a high row begins, and from which on nothing is gained by going on to the next page."""
_BOOKMARK = 120
"""Letters of a bookmark."""
BROKEN = 6
"""Letters from which a part of a word is broken."""
LEFT = 3
"""Letters that go over at least."""
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]\.\s?$")

# reportlab takes a word with «ё», with Russian quotes or with a no-break space for one that cannot be broken: what stands
# beside the letters is told from them here, and what is within them is left to `broken`.
paragraph._hy_pfx_pat = re.compile(r"^(?:[^\w]|_)+")  # noqa: SLF001 - it has no public way
paragraph._hy_sfx_pat = re.compile(r"(?:[^\w]|_)+$")  # noqa: SLF001
paragraph._hy_letters_pat = re.compile(r"^[^@]+$")  # noqa: SLF001


def broken(word: str) -> Iterator[tuple[str, str]]:
    """Where a word may be broken, the longest beginning first; parts behind hyphens and no-break spaces each for itself."""
    for at in _breaks(word):
        yield word[:at], word[at:]


@cache
def _breaks(word: str) -> tuple[int, ...]:
    from pyphen import Pyphen

    rules = Pyphen(lang="ru_RU")
    found = []
    for part in _LETTERS.finditer(word):
        if part.start() and word[part.start() - 1] == "-" and len(part[0]) > 1:
            found.append(part.start())
        if len(part[0]) >= BROKEN and not _INITIAL.search(word[: part.start()]):
            places = (int(at) for at in rules.positions(part[0]))
            found += [part.start() + at for at in places if at <= len(part[0]) - LEFT]
    return tuple(sorted((at for at in found if at > 1), reverse=True))


def _one_line(text: str) -> str:
    """What a bookmark is called."""
    told = " ".join(text.split())
    return told if len(told) <= _BOOKMARK else told[:_BOOKMARK].rsplit(" ", 1)[0] + "…"


def bookmark(mark: int) -> str:
    """The name of a bookmark."""
    return f"mark{mark + 1}"


class NotingCanvas(Canvas):  # type: ignore[misc]
    """Keeps the spots of its pages. The file says that it was made on the day of its paper."""

    def __init__(self, *given: Any, day: datetime, **options: Any) -> None:
        super().__init__(*given, **options)
        self.setDateFormatter(lambda *now: f"D:{day:%Y%m%d%H%M%S}Z")
        self.spots: list[Spot] = []
        self.before = 0
        """Pages of other papers in the same file."""
        self.marks: list[int] = []
        """Pages of the titles and headings, counted as they are printed."""
        self._depth = -1

    def outline(self, title: str, depth: int) -> None:
        """A bookmark that leads here; one under another is at most one deeper."""
        self._depth = min(depth, self._depth + 1)
        key = bookmark(len(self.marks))
        self.marks.append(self.getPageNumber() - self.before)
        self.bookmarkPage(key)
        self.addOutlineEntry(_one_line(title), key, self._depth)

    def note(self, left: float, bottom: float, width: float, height: float, runs: Inline) -> None:
        """Runs in a rectangle of the present axes."""
        x, y = self.absolutePosition(left, bottom)
        self.spots.append(Spot(self.getPageNumber() - 1, x, y, x + width, y + height, runs))


class Text(Paragraph):  # type: ignore[misc]
    """A paragraph with its runs; parts of it have them all."""

    runs: Inline = ()
    bookmark: tuple[str, int] | None = None
    """What a bookmark here is called and how deep it stands."""

    def split(self, width: float, height: float) -> list[Any]:
        """As reportlab splits it over pages."""
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.runs = self.runs
        if parts:
            parts[0].bookmark = self.bookmark
        return parts

    def draw(self) -> None:
        """Draw and note the place."""
        if self.bookmark is not None:
            self.canv.outline(*self.bookmark)
        super().draw()
        if self.runs:
            self.canv.note(0, 0, self.width, self.height, self.runs)


class Entry(Text):
    """A line of the contents, a link to its page: dots lead to the number."""

    page, mark = "", 0

    def split(self, width: float, height: float) -> list[Any]:
        """Never."""
        return []

    def draw(self) -> None:
        """Text, dots, number; the dots are drawn, so that who copies the text does not take them along."""
        super().draw()
        canvas, style = self.canv, self.style
        base = style.leading - style.fontSize
        end = self.getActualLineWidths0()[-1] - style.rightIndent
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setLineWidth(0.9)
        canvas.setDash([0.1, 4])
        canvas.line(self.width - NUMBER_WIDTH, base, end + 4, base)
        canvas.restoreState()
        canvas.setFont(style.fontName, style.fontSize)
        canvas.drawRightString(self.width, base, self.page)
        canvas.linkRect("", bookmark(self.mark), (0, 0, self.width, self.height), relative=1)


class Named(NamedTuple):
    """What a row of a table is called by."""

    column: int
    above: bool
    """In a cell that began in a row above."""
    again: Callable[[], Any]
    """The cell as it is repeated: «МБОУ «Луговая СОШ» (продолжение)»; empty where it would take too much of the page."""


class Grid(LongTable):  # type: ignore[misc]
    """A table whose cells have their runs."""

    names: Sequence[Named | None] = ()
    """Of its rows, where they have any."""
    beginning: float = 0.0
    """Height of its heading and its first row."""
    page_height: float = 0.0
    _nosplitCmds: list[Any]

    def split(self, width: float, height: float) -> list[Any]:
        """As reportlab splits it over pages: between rows. A high row is parted in its middle, and rows that should stay
        together do not where all of them are higher than a page."""
        self._calc(width, height)
        whole, heads = self.page_height, sum(self._rowHeights[: self.repeatRows])
        # Rows far below the page are not measured yet.
        ends = list(accumulate(takewhile(lambda tall: tall is not None, self._rowHeights)))
        over = next((row for row, end in enumerate(ends) if end > height), len(ends))
        left = height - (ends[over - 1] if over else 0.0)
        high = over < len(ends) and heads + self._rowHeights[over] > whole * HIGH
        if high and over >= self.repeatRows and left > whole * _WORTH_FILLING:
            parts = self._parted(width, height, over)
        else:
            parts = super().split(width, height)
            if not parts and height > whole * _EMPTY:
                parts = self._parted(width, height)
        for part in parts:
            part.page_height = whole
        if len(parts) > 1:
            self._named_again(*parts)
        return parts

    def _named_again(self, upper: Any, lower: Any) -> None:
        """What goes on over the page says again whose it is: the rest of a parted row, and rows beside a cell that stays above."""
        heads, behind = self.repeatRows, len(self._cellvalues) - len(lower._cellvalues) + self.repeatRows  # noqa: SLF001
        lower.names = (*self.names[:heads], *self.names[behind:])
        name = lower.names[heads] if self.names else None
        parted = behind < len(upper._cellvalues)  # noqa: SLF001 - of one row parts stand in both
        if name is None or not (parted or name.above) or lower._cellvalues[heads][name.column]:  # noqa: SLF001
            return
        lower._cellvalues[heads][name.column] = name.again()  # noqa: SLF001
        lower._argH[heads] = None  # noqa: SLF001 - to be measured

    def _parted(self, width: float, height: float, within: int | None = None) -> list[Any]:
        """Parted within that row, else between rows, whatever should stay together."""
        together, self._nosplitCmds = self._nosplitCmds, []
        if within is None:
            at = self._getFirstPossibleSplitRowPosition(height)
        else:
            at = within
            self.splitInRow, self.splitByRow = 1, 0
            for style in self._cellStyles[at]:
                style.valign = "TOP"
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.splitInRow, part.splitByRow = 0, 1
        if len(parts) > 1:
            parts[1]._nosplitCmds = list(self._left_together(together, at))  # noqa: SLF001 - one of ours
            # Of a row that goes on the library leaves both edges open.
            parts[0].setStyle([("LINEBELOW", (0, -1), (-1, -1), LINE, black)])
            parts[1].setStyle([("LINEABOVE", (0, self.repeatRows), (-1, self.repeatRows), LINE, black)])
        return parts

    def _left_together(self, together: list[Any], at: int) -> Iterator[Any]:
        """What should stay together behind the row at which the table was parted."""
        for command, (left, first), (right, last) in together:
            first, last = (row % self._nrows for row in (first, last))
            if first >= at:
                yield command, (left, first - at + self.repeatRows), (right, last - at + self.repeatRows)

    def _drawCell(self, cell: Any, style: Any, place: Any, size: Any) -> None:
        super()._drawCell(cell, style, place, size)
        if type(cell) is Line:
            self.canv.note(*place, *size, cell.runs)


class Mark(Flowable):  # type: ignore[misc]
    """Takes no room; notes what is drawn above it."""

    def __init__(self, width: float, height: float, runs: Inline) -> None:
        super().__init__()
        self.room, self.runs = (width, height), runs

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """No room."""
        return width, 0

    def draw(self) -> None:
        """Note the place above."""
        self.canv.note(0, 0, *self.room, self.runs)


class Cover(Flowable):  # type: ignore[misc]
    """Takes the rest of a page: some texts over its middle, one at its foot."""

    def __init__(self, middle: list[Text], foot: Text) -> None:
        super().__init__()
        self.middle, self.foot = middle, foot
        self.room = (0.0, 0.0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All there is."""
        self.room = (width, height)
        return width, height

    def draw(self) -> None:
        """Each text on its place."""
        width, height = self.room
        tall = [text.wrap(width, height)[1] for text in self.middle]
        top = min(height, height * 0.6 + sum(tall) / 2)
        for text, one in zip(self.middle, tall, strict=True):
            top -= one
            text.drawOn(self.canv, 0, top)
        self.foot.wrap(width, height)
        self.foot.drawOn(self.canv, 0, 0)
