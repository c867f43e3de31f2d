"""PDF renderer: draws a paper with reportlab, the same bytes for the same paper."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import takewhile
from typing import Any, NamedTuple

from shnor_desktop import places
from shnor_desktop.papers.draw.package import moment
from shnor_desktop.papers.draw.pdf_styles import MM, Styles
from shnor_desktop.papers.draw.pdf_tables import table_flowable
from shnor_desktop.papers.draw.spots import Spot, traced
from shnor_desktop.papers.tree import contents
from shnor_desktop.papers.tree import paper as tree
from shnor_desktop.papers.tree.frame import on_one_line
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Align, Block, Paper, Run, Section

LEADS = tree.Heading | tree.Title | tree.Corner | tree.Letterhead | tree.Requisites
"""What never ends a page: the beginning of what it leads to stands under it."""
CLOSERS = tree.Signature | tree.Executor
MOST_NEEDED = 0.8
"""Of the height of a page, asked for together."""
AIR = 6
"""Over and under a chart."""
_ANEW = "-anew"
_ENDLESS = 1e6
CORNER_WIDTH = 85.0
LINES = 3.2
"""Of text that stand under a heading."""
SMALL = 12
"""Tables of so many rows are measured, and kept whole if they take less than 40 % of a page."""
START_OF_TABLE, CAPTION = 45 * MM, 12 * MM


Step = Callable[[int, int], None]
"""Hears of so many parts done of so many; may raise to stop the drawing."""


class Drawn(NamedTuple):
    """A paper on pages."""

    pdf: bytes
    spots: tuple[Spot, ...]


def data(paper: Paper, settings: PageSettings) -> bytes:
    """The paper as a PDF file."""
    return draw(paper, settings).pdf


def draw(paper: Paper, settings: PageSettings, step: Step | None = None) -> Drawn:
    """The paper as a PDF file, and where its figures stand."""
    held = contents.of(paper)
    told = _Steps(step, 2 * sum(len(section.blocks) for section in paper.sections), passes=1 + bool(held))
    pages = _drawn(BytesIO(), paper, settings, told).marks if held else []
    stream = BytesIO()
    canvas = _drawn(stream, paper, settings, told, pages)
    return Drawn(stream.getvalue(), tuple(canvas.spots))


def pages_of_marks(paper: Paper, settings: PageSettings) -> list[int]:
    """The pages of titles and headings, as they are numbered."""
    marks: list[int] = _drawn(BytesIO(), paper, settings, _Steps(None, 0)).marks
    return marks


def _drawn(
    stream: BytesIO, paper: Paper, settings: PageSettings, told: "_Steps", pages: Sequence[int] = ()
) -> Any:
    """The canvas of a paper drawn once; without `pages` its contents have no numbers."""
    from reportlab.platypus import NextPageTemplate, PageBreak

    from shnor_desktop.papers.draw.contents import flowables
    from shnor_desktop.papers.draw.noting import NotingCanvas

    document = _document(stream, paper, settings)
    told.begin()
    document.setProgressCallBack(told.placed)
    styles, held = Styles(settings), contents.of(paper)
    story: list[Any] = []
    for at, section in enumerate(paper.sections):
        if story:
            first = f"{_template(section)}{_ANEW if section.anew else ''}"
            story += [NextPageTemplate(first), PageBreak(), NextPageTemplate(_template(section))]
        story += _Flow(styles, section, told).flowables()
        if at in held:
            over = [PageBreak()] if contents.is_title_page(section) else []
            story += [*over, *flowables(styles, held[at], pages)]
    document.build(
        story or [NextPageTemplate("portrait")], canvasmaker=partial(NotingCanvas, day=moment(paper.created))
    )
    return document.canv


class _Steps:
    """Tells of the progress: half of it is making what is drawn, half is placing it on pages."""

    def __init__(self, step: Step | None, total: int, passes: int = 1) -> None:
        self._step, self._each, self._total = step, max(1, total), max(1, total) * passes
        self._made, self._all, self._placed = 0, 1, 0
        self._before = -self._each

    def begin(self) -> None:
        """Once for each time the paper is drawn."""
        self._before += self._each
        self._made, self._all, self._placed = 0, 1, 0

    def made(self) -> None:
        """One block more."""
        self._made += 1
        if self._step is not None:
            self._step(self._before + self._made, self._total)

    def placed(self, what: str, value: int) -> None:
        """As reportlab tells it."""
        if what == "SIZE_EST":
            self._all = max(1, value)
        elif what == "PROGRESS" and self._step is not None:
            half = self._each // 2
            self._placed = max(self._placed, min(half, half * value // self._all))
            self._step(self._before + half + self._placed, self._total)


def _template(section: Section) -> str:
    return "landscape" if section.landscape else "portrait"


def _document(stream: BytesIO, paper: Paper, settings: PageSettings) -> Any:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    document = BaseDocTemplate(
        stream,
        title=paper.title,
        author=paper.author,
        subject="",
        creator=places.APP_NAME,
        displayDocTitle=True,
        lang="ru-RU",
        invariant=1,
        pageCompression=1,
    )
    shapes = [Section((), landscape=False), Section((), landscape=True)]
    if paper.sections and paper.sections[0].landscape:
        shapes.reverse()
    for shape in shapes:
        width, height = (side * MM for side in settings.paper_size(shape))
        frame = Frame(
            settings.left * MM,
            settings.bottom * MM,
            settings.text_width(shape) * MM,
            height - (settings.top + settings.bottom) * MM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        document.addPageTemplates(
            [
                PageTemplate(
                    id=f"{_template(shape)}{_ANEW if anew else ''}",
                    frames=[frame],
                    onPage=_number_page(settings, anew=anew),
                    pagesize=(width, height),
                )
                for anew in (False, True)
            ]
        )
    return document


def _number_page(settings: PageSettings, *, anew: bool) -> Any:
    """Counts the pages of each paper of the file."""

    def draw(canvas: Any, document: Any) -> None:
        if anew:
            canvas.before = canvas.getPageNumber() - 1
        number = canvas.getPageNumber() - canvas.before
        if number > 1:
            width, height = document.pageTemplate.pagesize
            middle = settings.left * MM + (width - (settings.left + settings.right) * MM) / 2
            canvas.setFont(Styles(settings).family, 12)
            canvas.drawCentredString(middle, height - settings.top * MM * 0.6, str(number))

    return draw


def _charted(
    block: tree.ChartBlock | tree.PlotBlock,
) -> tuple[tree.Chart | tree.Funnel | tree.Slope, tree.Inline]:
    """What is drawn, and what is told of its parts."""
    if isinstance(block, tree.PlotBlock):
        return block.plot, tuple(Run(f"{one.label}: {one.text}", source=one.source) for one in block.marks)
    bars = [(group.label, bar) for group in block.chart.groups for bar in group.bars if bar.text]
    return block.chart, tuple(Run(f"{label}: {bar.text}", source=bar.source) for label, bar in bars)


def _closed(story: list[Any], together: list[Any]) -> Any:
    """What stands together under the end of the story."""
    from reportlab.platypus import KeepTogether

    from shnor_desktop.papers.draw.closing import Closing
    from shnor_desktop.papers.draw.noting import Grid, Text

    if story and isinstance(story[-1], KeepTogether):
        return KeepTogether([*story.pop()._content, *together])  # noqa: SLF001 - a chart cannot be parted
    if not story or not isinstance(story[-1], Text | Grid):
        return KeepTogether(together)
    last = story.pop()
    captioned = isinstance(last, Grid) and story and isinstance(story[-1], Text)
    return Closing([story.pop()] if captioned else [], last, together)


class _Flow:
    """Turns the blocks of one section into reportlab flowables."""

    def __init__(self, styles: Styles, section: Section, steps: "_Steps") -> None:
        self.styles = styles
        self.steps = steps
        self.settings = styles.settings
        self.section = section
        self.width = self.settings.text_width(section) * MM
        height = self.settings.paper_size(section)[1]
        self.frame_height = (height - self.settings.top - self.settings.bottom) * MM
        self.made: dict[int, tuple[Any, float]] = {}
        """Tables and charts by the places of their blocks: what is measured for a heading is drawn later."""

    def flowables(self) -> list[Any]:
        """Everything of the section; a signature takes the end of what stands before it along."""
        story: list[Any] = []
        together: list[Any] = []
        for at, block in enumerate(self.section.blocks):
            if isinstance(block, tree.PageBreak) and not story:
                continue
            parts = list(self._draw(at, block))
            self.steps.made()
            if isinstance(block, CLOSERS):
                together += parts
                continue
            if together:
                story.append(_closed(story, together))
                together = []
            story += parts
        if together:
            story.append(_closed(story, together))
        return story

    def _draw(self, at: int, block: Block) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak, PageBreak

        match block:
            case tree.Paragraph():
                yield self._body(block.runs, block.align, steps=int(block.indent))
            case tree.Points():
                yield from self._points(block)
            case tree.Table():
                yield from self._table(at, block)
            case tree.Notes():
                yield from self._notes(block.lines)
            case tree.ChartBlock() | tree.PlotBlock():
                yield self._chart(at, block)[0]
            case tree.Signature():
                yield from self._signature(block)
            case tree.Executor():
                yield from self._executor(block)
            case tree.PageBreak():
                yield PageBreak()
            case _:
                yield CondPageBreak(self._needed(at))
                yield from self._lead(block)

    def _lead(self, block: Block) -> Iterator[Any]:
        match block:
            case tree.Heading():
                yield self._heading(block)
            case tree.Letterhead():
                yield from self._letterhead(block)
            case tree.Corner():
                yield from self._corner(block)
            case tree.Requisites():
                yield from self._requisites(block)
            case tree.Title():
                yield from self._title(block)

    def _text(self, runs: tree.Inline, style: Any) -> Any:
        from shnor_desktop.papers.draw.noting import Text

        text = Text(self.styles.markup(runs), style)
        text.runs = traced(runs)
        return text

    def _body(self, runs: tree.Inline, align: Align = Align.JUSTIFY, *, steps: int = 1) -> Any:
        """`steps` is how many indents its first line has."""
        from shnor_desktop.papers.draw.noting import broken

        style = self.styles.text(
            self.settings.body_size,
            align,
            firstLineIndent=self.settings.indent * MM * steps,
            spaceAfter=4,
            allowWidows=0,
            hyphenationLang=broken if align in (Align.JUSTIFY, Align.LEFT) else "",
            hyphenationMinWordLength=8,
        )
        return self._text(runs, style)

    def _heading(self, block: tree.Heading) -> Any:
        size = self.settings.body_size + (1 if block.level == 1 else 0)
        style = self.styles.text(
            size if block.level < 3 else self.settings.body_size,
            Align.CENTER if block.level == 1 else Align.LEFT,
            fontName=self.styles.face(bold=True, italic=block.level == 3),
            spaceBefore=10 if block.level == 1 else 8,
            spaceAfter=6 if block.level == 1 else 4,
        )
        text = self._text(block.runs, style)
        text.bookmark = (tree.plain(block.runs), block.level)
        return text

    def _needed(self, at: int) -> float:
        """Height that a heading asks for: itself, headings after it and the start of what they head."""
        height = 0.0
        for place, block in enumerate(self.section.blocks[at:], at):
            if isinstance(block, LEADS):
                height += sum(map(self._tall, self._lead(block)))
                continue
            height += self._start(place, block)
            break
        return min(height, self.frame_height * MOST_NEEDED)

    def _start(self, at: int, block: Block) -> float:
        """Height of the beginning of a block."""
        match block:
            case tree.Table():
                return self._made(at, block)[1] if block.head or block.rows else 0.0
            case tree.ChartBlock() | tree.PlotBlock():
                return self._chart(at, block)[1] + self._closers(at + 1)
            case tree.PageBreak():
                return 0.0
        return LINES * self.settings.body_size * self.settings.line_spacing

    def _closers(self, at: int) -> float:
        """Height of what closes a text and stands there."""
        closing = takewhile(lambda one: isinstance(one, CLOSERS), self.section.blocks[at:])
        return sum(self._tall(part) for one in closing for part in self._draw(at, one))

    def _tall(self, one: Any) -> float:
        height = one.wrap(self.width, _ENDLESS)[1]
        return float(height + one.getSpaceBefore() + one.getSpaceAfter())

    def _points(self, block: tree.Points) -> Iterator[Any]:
        for label, point in zip(block.labels(), block.points, strict=True):
            deeper = block.marks is not tree.Marks.NUMBERS and point.level > 1
            yield self._body((Run(f"{label}\u00a0"), *point.runs), steps=2 if deeper else 1)

    def _table(self, at: int, block: tree.Table) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak

        if not block.head and not block.rows:
            return
        table, needed = self._made(at, block)
        yield CondPageBreak(needed)
        if block.caption:
            style = self.styles.text(self.settings.table_size, Align.LEFT, spaceBefore=6, spaceAfter=3)
            yield self._text(block.caption, style)
        yield table
        yield from self._notes(block.notes)

    def _made(self, at: int, block: tree.Table) -> tuple[Any, float]:
        """The table, and the height it asks for: all of a small one, the beginning of a long one."""
        if at not in self.made:
            table = table_flowable(block, self.styles, self.width / MM, self.frame_height)
            needed = max(START_OF_TABLE, table.beginning + CAPTION)
            if len(block.rows) <= SMALL:
                whole = table.wrap(self.width, self.frame_height)[1] + CAPTION
                needed = whole if whole < self.frame_height * 0.4 else needed
            self.made[at] = table, min(needed, self.frame_height * MOST_NEEDED)
        return self.made[at]

    def _notes(self, lines: tuple[tree.Inline, ...]) -> Iterator[Any]:
        size = self.settings.note_size
        for at, line in enumerate(lines):
            last = at == len(lines) - 1
            yield self._text(line, self.styles.text(size, Align.LEFT, spaceAfter=8 if last else 1))

    def _chart(self, at: int, block: tree.ChartBlock | tree.PlotBlock) -> tuple[Any, float]:
        from reportlab.platypus import KeepTogether, Spacer

        from shnor_desktop.papers.draw import chart
        from shnor_desktop.papers.draw.noting import Mark

        if at not in self.made:
            drawn, told = _charted(block)
            width = min(self.width, chart.widest(drawn) * MM)
            drawing = chart.drawing(drawn, width, family=self.styles.family)
            drawing.hAlign = "CENTER"
            mark = Mark(self.width, drawing.height, traced(told))
            kept = KeepTogether([Spacer(0, AIR), drawing, mark, Spacer(0, AIR)])
            self.made[at] = kept, drawing.height + 2 * AIR
        return self.made[at]

    def _letterhead(self, block: tree.Letterhead) -> Iterator[Any]:
        from reportlab.platypus import HRFlowable

        style = self.styles.text(self.settings.body_size, Align.CENTER, fontName=self.styles.face(bold=True))
        for line in block.lines:
            yield self._text((Run(line),), style)
        yield HRFlowable(width="100%", thickness=1, color="black", spaceBefore=4, spaceAfter=10)

    def _corner(self, block: tree.Corner) -> Iterator[Any]:
        from reportlab.platypus import Spacer

        size, stamp = self.settings.body_size, block.kind is tree.CornerKind.STAMP
        style = (
            self.styles.text(size, Align.RIGHT, fontName=self.styles.face(bold=True))
            if stamp
            else self.styles.text(size, leftIndent=max(0.0, self.width - CORNER_WIDTH * MM))
        )
        for line in block.lines:
            yield self._text((Run(line),), style)
        yield Spacer(0, 8 if stamp else 14)

    def _requisites(self, block: tree.Requisites) -> Iterator[Any]:
        size = self.settings.body_size
        cells = [
            self._text((Run(text),), self.styles.text(size, align)) for text, align, _ in on_one_line(block)
        ]
        shares = [share / 100 for _, _, share in on_one_line(block)]
        yield self._side_by_side(cells, shares, after=0 if block.is_wide else 12)
        if block.is_wide:
            yield self._text((Run(block.place),), self.styles.text(size, Align.CENTER, spaceAfter=12))

    def _title(self, block: tree.Title) -> Iterator[Any]:
        size = self.settings.body_size
        bold = self.styles.face(bold=True)
        lines = [line for line in (block.kind, *block.lines) if line]
        made = []
        for at, line in enumerate(lines):
            last = at == len(lines) - 1
            style = self.styles.text(
                size, Align.CENTER, fontName=bold, spaceAfter=12 if last else 0, spaceBefore=0 if at else 8
            )
            text = self._text((Run(line),), style)
            if not at:
                text.bookmark = (" ".join(lines), 0)
            made.append(text)
        if not block.foot:
            yield from made
            return
        from shnor_desktop.papers.draw.noting import Cover

        yield Cover(made, self._text((Run(block.foot),), self.styles.text(size, Align.CENTER)))

    def _signature(self, block: tree.Signature) -> Iterator[Any]:
        size = self.settings.body_size
        cells = [
            self._text((Run(block.post),), self.styles.text(size, Align.LEFT)),
            self._text((Run(block.name),), self.styles.text(size, Align.RIGHT)),
        ]
        yield self._side_by_side(cells, (0.6, 0.4), before=28, valign="BOTTOM")

    def _side_by_side(
        self,
        cells: list[Any],
        shares: Sequence[float],
        before: int = 0,
        after: int = 0,
        valign: str = "TOP",
    ) -> Any:
        from reportlab.platypus import Table as Grid

        style = [
            ("VALIGN", (0, 0), (-1, -1), valign),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ]
        widths = [self.width * share for share in shares]
        return Grid(
            [cells], colWidths=widths, style=style, spaceBefore=before, spaceAfter=after, hAlign="LEFT"
        )

    def _executor(self, block: tree.Executor) -> Iterator[Any]:
        from reportlab.platypus import Spacer

        yield Spacer(0, 24)
        style = self.styles.text(11, Align.LEFT)
        for line in (block.name, block.phone):
            if line:
                yield self._text((Run(line),), style)
