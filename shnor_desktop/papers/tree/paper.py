"""The tree of a composed paper: what composers build and the three renderers draw.

Frozen values only. A `Run` that prints a number names the records behind it, so every number can be traced.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Align(StrEnum):
    """How text stands in a paragraph or a cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


Source = tuple[str, bytes]
"""A record behind what is printed: the code of its kind and its uid."""
Sources = tuple[Source, ...]


class Says(StrEnum):
    """What the digits of a text are. In plain words a digit is a figure and has its sources."""

    WORDS = ""
    NAME = "name"
    """What a record or a paper is called: digits of a school, a procedure, an order."""
    DATE = "date"
    """A date or a period: «2020/21 учебный год»."""
    ORDER = "order"
    """The paper's own numbering: of rows, tables, parts."""
    FORM = "form"
    """Printed the same whatever the records say: «95 %», «критерий 1», «4» и «5»."""
    TYPED = "typed"
    """Typed at length by people: kept whole."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one face, with the records it was made of."""

    text: str
    bold: bool = False
    italic: bool = False
    source: Sources = ()
    says: Says = Says.WORDS

    @property
    def is_untraced(self) -> bool:
        """Whether it prints a figure that nobody can trace."""
        return self.says is Says.WORDS and not self.source and any(map(str.isdigit, self.text))


Inline = tuple[Run, ...]


def plain(runs: Inline) -> str:
    """The text of the runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Lines over the paper: the founder, the office."""

    lines: tuple[str, ...]


class CornerKind(StrEnum):
    """What stands in the upper right corner."""

    APPROVAL = "approval"
    APPENDIX = "appendix"
    STAMP = "stamp"
    """«ПРОЕКТ»: of a title, put there when the paper is drawn."""


@dataclass(frozen=True, slots=True)
class Corner:
    """Block in the upper right corner: «УТВЕРЖДЁН …» or «Приложение № 1 к приказу …»."""

    lines: tuple[str, ...]
    kind: CornerKind = CornerKind.APPROVAL


_PLACE = 24
"""Letters of a place between a date and a number."""


@dataclass(frozen=True, slots=True)
class Requisites:
    """The line «date — place — №» under the letterhead; a long place stands below it."""

    date: str = ""
    place: str = ""
    number: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether the place needs a line of its own."""
        return len(self.place) > _PLACE


@dataclass(frozen=True, slots=True)
class Title:
    """Kind of the paper in capitals and its title."""

    kind: str
    lines: tuple[str, ...] = ()
    stamp: str = ""
    """«ПРОЕКТ», printed in the corner over everything that leads to the title."""
    foot: str = ""
    """At the bottom of a page that the title has for itself: «г. Заречный, 2021»."""
    contents: bool = False
    """Whether a page behind it tells the parts of the paper and where they stand."""

    @property
    def text(self) -> str:
        """In one line: «Перечень школ … на 2021/22 учебный год»."""
        return " ".join((self.kind.capitalize(), *self.lines))


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading of a part, level 1–3; its number, if any, is part of the text."""

    runs: Inline
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text."""

    runs: Inline
    align: Align = Align.JUSTIFY
    indent: bool = True


class Marks(StrEnum):
    """How points are marked."""

    NUMBERS = "numbers"
    DASHES = "dashes"
    ROUND = "round"
    """«1)», as in a list within a text; anew under every point that is numbered otherwise."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list; `level` 2 is numbered «1.1.»."""

    runs: Inline
    level: int = 1
    marks: Marks | None = None
    """Its own, where it is marked otherwise than the list."""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points; renderers number them."""

    points: tuple[Point, ...]
    marks: Marks = Marks.NUMBERS
    start: int = 1
    """The number of the first: more where a list goes on behind a table."""

    def labels(self) -> tuple[str, ...]:
        """«1.», «1.1.», «2)» or dashes, one for each point."""
        labels: list[str] = []
        first, under, rounds = self.start - 1, 0, [0, 0]
        for point in self.points:
            marks = point.marks or self.marks
            deep = point.level > 1
            if marks is Marks.DASHES:
                labels.append("–")
            elif marks is Marks.ROUND:
                rounds = [rounds[0], rounds[1] + 1] if deep else [rounds[0] + 1, 0]
                labels.append(f"{rounds[deep]})")
            else:
                first, under, rounds = (first, under + 1, [0, 0]) if deep else (first + 1, 0, [0, 0])
                labels.append(f"{first}.{under}." if deep else f"{first}.")
        return tuple(labels)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: width in millimetres and its share of the width that is left over."""

    width: float
    stretch: float = 0.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. Spans are counted in columns and rows; cells they cover are not listed."""

    runs: Inline = ()
    span: int = 1
    rows: int = 1
    number: bool = False
    """Holds a number: XLSX writes a value, not a text."""
    mark: str = ""
    """Note mark printed after the text: «*»."""
    strong: bool = False
    """Bold on a grey ground: a low result."""

    @property
    def text(self) -> str:
        """What is printed in the cell."""
        return plain(self.runs) + self.mark


class RowKind(StrEnum):
    """`SECTION` is one cell over the whole width, `TOTAL` a line of a district or a sum."""

    ROW = "row"
    SECTION = "section"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, printed whole."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.ROW


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading of one or more rows, repeated on every page. Rows above head spans: `Cell.rows`."""

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: Inline = ()
    notes: tuple[Inline, ...] = ()
    sheet: str = ""
    """Name of the worksheet in XLSX; tables of one name share a sheet."""
    size: int = 0
    """Font size in points; 0 is the size of the page settings."""
    middle: bool = False
    """Text stands in the middle of the row's height (tables of numbers)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: value in ten-thousandths, its label as printed; None and `text` say why there is no bar."""

    value_e4: int | None
    text: str
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars standing together over one word of the axis."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in groups with an optional threshold line; readable in black and white."""

    title: str
    series: tuple[str, ...]
    """What the bars of a group mean, in their order."""
    groups: tuple[BarGroup, ...]
    unit: str = "%"
    threshold_e4: int | None = None
    threshold_label: str = ""
    small: bool = False
    """One of many: lower and narrower."""


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart in the flow of the paper."""

    chart: Chart


@dataclass(frozen=True, slots=True)
class Dot:
    """A school at one sitting: across the number of pupils, up the share in ten-thousandths."""

    label: str
    across: int
    value_e4: int
    text: str
    """«33,3 % из 24», as it is told."""
    strong: bool = False
    """Of those the plot is about: filled; the others are hollow."""
    named: bool = False
    """Its label stands beside it."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A line of a funnel: up to where chance alone brings a school of so many pupils."""

    across: int
    value_e4: int


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One side of the limits of one level."""

    points: tuple[Limit, ...]
    outer: bool = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """Schools of one sitting by their size, with the limits of chance about the share of all. Nobody is ranked by it."""

    title: str
    dots: tuple[Dot, ...]
    centre_e4: int
    centre_label: str
    limits: tuple[LimitLine, ...]
    limit_labels: tuple[str, ...]
    """Of the inner and of the outer limits."""
    across_label: str
    series: tuple[str, ...]
    """What filled and hollow dots are."""


@dataclass(frozen=True, slots=True)
class Step:
    """A school at two sittings."""

    label: str
    before_e4: int
    after_e4: int
    text: str
    strong: bool = False
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class Slope:
    """Schools of two sittings, a line each, in the order of their names."""

    title: str
    ends: tuple[str, ...]
    """Words under the two axes."""
    steps: tuple[Step, ...]
    series: tuple[str, ...]
    threshold_e4: int | None = None
    threshold_label: str = ""


@dataclass(frozen=True, slots=True)
class PlotBlock:
    """A plot of schools in the flow of the paper."""

    plot: Funnel | Slope

    @property
    def marks(self) -> tuple[Dot | Step, ...]:
        """Its schools."""
        return self.plot.dots if isinstance(self.plot, Funnel) else self.plot.steps


@dataclass(frozen=True, slots=True)
class Notes:
    """Small text under a table or at the end of a part."""

    lines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """«Post … Name», kept on the page of the text before it."""

    post: str
    name: str


@dataclass(frozen=True, slots=True)
class Executor:
    """Who prepared the paper, small, at the end."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a page."""


Block = (
    Letterhead
    | Corner
    | Requisites
    | Title
    | Heading
    | Paragraph
    | Points
    | Table
    | ChartBlock
    | PlotBlock
    | Notes
    | Signature
    | Executor
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one orientation; a section starts a page."""

    blocks: tuple[Block, ...]
    landscape: bool = False
    anew: bool = False
    """The first of another paper in the same file: its pages are counted from 1 again."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A composed paper. `schools` and `years` are what the paper names officially, for the check."""

    title: str
    sections: tuple[Section, ...]
    author: str = ""
    schools: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    """School years the paper is about: «2020/2021»."""
    period: str = ""
    """Calendar period, «2021–2024», when the paper has one."""
    created: str = field(default="")
    """ISO date written into the file's properties."""
    doubts: tuple[str, ...] = ()
    """What the composer could not know and a person has to look at: sentences."""

    def blocks(self) -> Iterator[Block]:
        """All blocks in the order of reading."""
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> Iterator[Table]:
        """All tables in the order of reading."""
        return (block for block in self.blocks() if isinstance(block, Table))


def runs_of(block: Block) -> Iterator[Inline]:
    """Texts of a block in the order of reading."""
    match block:
        case Heading() | Paragraph():
            yield block.runs
        case Points():
            yield from (point.runs for point in block.points)
        case Notes():
            yield from block.lines
        case Table():
            yield block.caption
            for row in (*block.head, *block.rows):
                yield from (cell.runs for cell in row.cells)
            yield from block.notes
        case ChartBlock():
            yield (Run(block.chart.title, says=Says.NAME),)
            for group in block.chart.groups:
                label = Run(group.label, says=Says.NAME)
                yield (label, *(Run(bar.text, source=bar.source) for bar in group.bars))
        case PlotBlock():
            yield (Run(block.plot.title, says=Says.NAME),)
            for one in block.marks:
                yield Run(one.label, says=Says.NAME), Run(one.text, source=one.source)
        case _:
            yield from ((Run(line, says=Says.NAME),) for line in _requisite_lines(block) if line)


def _requisite_lines(block: Block) -> tuple[str, ...]:
    match block:
        case Letterhead() | Corner():
            return block.lines
        case Title():
            return (block.stamp, block.kind, *block.lines, block.foot)
        case Requisites():
            return (block.date, block.place, block.number)
        case Signature():
            return (block.post, block.name)
        case Executor():
            return (block.name, block.phone)
        case _:
            return ()
