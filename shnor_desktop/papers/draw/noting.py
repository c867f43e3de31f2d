"""Classes of reportlab that tell where their runs are drawn. Loaded with reportlab, when the first paper is drawn."""

from datetime import datetime
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph

from shnor_desktop.papers.draw.spots import Line, Spot
from shnor_desktop.papers.tree.paper import Inline

NUMBER_WIDTH = 24.0
"""Points between the last dot and the right edge."""


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
        self.addOutlineEntry(title, key, self._depth)

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


class Grid(LongTable):  # type: ignore[misc]
    """A table whose cells have their runs."""

    beginning: float = 0.0
    """Height of its heading and its first row."""

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
