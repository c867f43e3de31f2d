"""Composes an order, a decree or another paper with points: letterhead, ground, points, signature, appendices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from shnor_desktop.papers.programme import indicators, programme
from shnor_desktop.papers.programme.facts import IndicatorFacts, Line, Plan, ProgrammeFacts, ResultFacts
from shnor_desktop.papers.roadmap import plan
from shnor_desktop.papers.roadmap.facts import PlanFacts
from shnor_desktop.papers.tree import marked
from shnor_desktop.papers.tree.frame import PaperMeta, closing, opening
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Corner,
    CornerKind,
    Heading,
    Marks,
    Notes,
    Paper,
    Paragraph,
    Point,
    Points,
    Requisites,
    Says,
    Section,
    Signature,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import (
    date_digits,
    date_words,
    form,
    named,
    ordinal,
    run,
    stick,
    words,
    years_joined,
)
from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.marks import Chunk
from shnor_desktop.rules.words.russian import inside

_SIZE = 11
_LINE = "____________"
_SPACED = ("ПОСТАНОВЛЕНИЕ", "РАСПОРЯЖЕНИЕ")
"""Printed with spaces between the letters, as bodies of power do."""


@dataclass(frozen=True, slots=True)
class OrderPoint:
    """A point: whole, with its addressee and due, and what stands under it; both with their marks."""

    text: str
    under: tuple[Chunk, ...]
    source: Sources


@dataclass(frozen=True, slots=True)
class Listing:
    """A table: words over its columns, then rows with the record each was made of."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    """Millimetres; the widest takes what is left over."""
    rows: tuple[tuple[tuple[str, ...], Sources], ...]
    notes: tuple[str, ...] = ()
    """What its marks mean."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What records give to a piece of a paper: lines, then at most one table."""

    lines: tuple[tuple[Line, Sources], ...] = ()
    numbered: bool = False
    """Lines under a line are counted; otherwise they have dashes."""
    listing: Listing | None = None
    plan: Plan | None = None
    """As it is promised."""
    standing: PlanFacts | None = None
    """As it is carried out."""
    indicators: IndicatorFacts | None = None
    results: ResultFacts | None = None
    programme: ProgrammeFacts | None = None
    nothing: str = ""
    """Said where the records have nothing of it."""

    @property
    def is_wide(self) -> bool:
        """Whether it needs a page in landscape."""
        return not self.nothing and (self.plan or self.standing or self.indicators) is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """A section of a paper or an appendix: its title, its text, its points, what it draws."""

    title: str
    text: str
    """With its marks."""
    source: Sources
    drawing: Drawing = Drawing()
    points: tuple[OrderPoint, ...] = ()
    approved: str = ""
    """«утверждён», of an appendix that a point approves."""


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Everything an order is composed of."""

    meta: PaperMeta
    """Requisites of its issuer, its date, number, signatory."""
    kind: str
    """«ПРИКАЗ»; empty for a letter."""
    addressee: tuple[str, ...]
    """Lines in the corner of a letter."""
    of_kind: str
    """«приказу», in the mark over an appendix."""
    by_kind: str
    """«приказом», over one that the paper approves."""
    of_issuer: str
    """«управления образования» there; empty where unknown."""
    title: str
    preamble: str
    """With its grounds."""
    operative: str
    """«ПРИКАЗЫВАЮ:», a line of its own; in small letters, «постановляет:», the end of the sentence before it."""
    points: tuple[OrderPoint, ...]
    pieces: tuple[Piece, ...]
    """Sections of its text."""
    appendices: tuple[Piece, ...]
    distribution: tuple[str, ...]
    familiar: tuple[tuple[str, Sources], ...]
    """Who has to sign that they read it."""
    stamp: str
    """«ПРОЕКТ», «ОТМЕНЁН»."""
    doubts: tuple[str, ...]
    schools: tuple[str, ...]
    source: Sources
    about_time: str = ""
    """Under the title: «по состоянию на 01.06.2022», «за период с … по …»."""


def compose(facts: OrderFacts) -> Paper:
    """The order as a tree."""
    is_numbered = bool(facts.meta.number or not (facts.points or facts.addressee))
    meta = facts.meta if is_numbered else replace(facts.meta, number="______")
    blocks: list[Block] = [*_opening(facts, meta)]
    ends_in_verb = facts.operative[:1].islower()
    if facts.preamble and ends_in_verb:
        told = f"{facts.preamble.rstrip(' ,.;:')}, {inside(meta.office)} {facts.operative}"
        blocks.append(Paragraph((run(told, facts.source, says=Says.TYPED),)))
    elif facts.preamble:
        blocks.append(Paragraph((run(facts.preamble, facts.source, says=Says.TYPED),)))
    if facts.operative and not (facts.preamble and ends_in_verb):
        blocks.append(Paragraph(words(named(facts.operative)), Align.LEFT, indent=False))
    if facts.points:
        blocks += _points(facts.points)
    sections: list[Section] = []
    for piece in facts.pieces:
        if piece.drawing.is_wide:
            sections += [Section(tuple(blocks))] if blocks else []
            sections.append(Section(tuple(_piece(piece)), landscape=True))
            blocks = []
        else:
            blocks += _piece(piece)
    end = [*_signed(meta), *_distribution(facts.distribution), *_familiar(facts.familiar)]
    if blocks:
        sections.append(Section((*blocks, *end)))
    else:
        # After a table in landscape: a signature does not stand on a page alone.
        sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *end))
    for number, one in enumerate(facts.appendices, start=1):
        sections += _appendix(facts, one, number if len(facts.appendices) > 1 else 0)
    return Paper(
        title=_called(facts),
        sections=tuple(sections),
        author=meta.office,
        schools=facts.schools,
        created=meta.date,
        doubts=facts.doubts,
    )


def _opening(facts: OrderFacts, meta: PaperMeta) -> list[Block]:
    """Letterhead, kind, date and number, place below them, title; whatever is no order has the usual order."""
    lines = tuple(filter(None, (years_joined(facts.title), facts.about_time)))
    if not facts.points:
        blocks = opening(meta, Title(facts.kind, lines, facts.stamp), contents=False)
        if facts.addressee:
            blocks.insert(-1, Corner(tuple(map(stick, facts.addressee)), CornerKind.APPENDIX))
        return blocks
    kind = "\u00a0".join(facts.kind) if facts.kind in _SPACED else facts.kind
    head = opening(replace(meta, date="", number="", place=""), Title(kind, (), facts.stamp), contents=False)
    head.append(Requisites(date_words(meta.date), stick(meta.place), stick(f"№ {meta.number}")))
    return [*head, Title("", tuple(map(stick, lines)))] if lines else head


def _signed(meta: PaperMeta) -> list[Block]:
    """Who signs; a line to write on where nobody knows."""
    blocks = closing(meta)
    return blocks if meta.signatory.post or meta.signatory.name else [Signature(_LINE, _LINE), *blocks]


def _called(facts: OrderFacts) -> str:
    """For files and bookmarks: «Приказ от 01.09.2026 № 5-од О рабочей группе», of a letter with its school."""
    kind, school = (facts.kind.capitalize(), "") if not facts.addressee else ("Письмо", facts.schools[0])
    return " ".join(filter(None, (kind, school, _requisites(facts.meta), facts.title)))


def _requisites(meta: PaperMeta) -> str:
    date = f"от {date_digits(meta.date)}" if meta.date else ""
    return " ".join(filter(None, (date, f"№ {meta.number}" if meta.number else "")))


def _points(points: Iterable[OrderPoint]) -> list[Block]:
    """Points with what stands under them; behind a table they are counted on."""
    blocks: list[Block] = []
    number, told = 1, list[Point]()
    for at, one in enumerate(points, start=1):
        told.append(Point(marked.inline(one.text, one.source)))
        for chunk in one.under:
            match chunk:
                case marks.Grid():
                    blocks += [Points(tuple(told), start=number), marked.table(chunk, one.source)]
                    number, told = at + 1, []
                case marks.Items():
                    told += [marked.point(item, one.source, under=1) for item in chunk.items]
                case _:
                    told.append(Point(marked.runs(chunk.spans, one.source), 2))
    return [*blocks, Points(tuple(told), start=number)] if told else blocks


def _piece(piece: Piece) -> list[Block]:
    """Heading, text, what is drawn; «нет» is said only where nothing else stands there."""
    blocks: list[Block] = []
    if piece.title:
        blocks.append(Heading((run(piece.title, piece.source, says=Says.TYPED),), 2))
    blocks += marked.blocks(marks.read(piece.text), piece.source)
    blocks += _drawn(piece)
    return blocks + _points(piece.points)


def _drawn(piece: Piece) -> list[Block]:
    drawing = piece.drawing
    if drawing.nothing:
        return [] if piece.text.strip() else [Paragraph((run(drawing.nothing, says=Says.FORM),))]
    blocks = _lines(drawing.lines, Marks.NUMBERS if drawing.numbered else Marks.DASHES)
    if drawing.listing is not None:
        blocks.append(_listing(drawing.listing, piece.title))
    if drawing.plan is not None:
        blocks.append(programme.plan_table(drawing.plan))
    if drawing.standing is not None:
        blocks += [*plan.standing_summary(drawing.standing), plan.standing_table(drawing.standing)]
    if drawing.indicators is not None:
        blocks.append(indicators.account(drawing.indicators))
    if drawing.results is not None:
        blocks += programme.results_tables(drawing.results)
    return blocks


def _lines(lines: Iterable[tuple[Line, Sources]], marks: Marks = Marks.DASHES) -> list[Block]:
    """Paragraphs; lines under them as points."""
    blocks: list[Block] = []
    for level, group in groupby(lines, key=lambda each: each[0].level > 1):
        told = [(run(line.text, source, says=Says.TYPED),) for line, source in group]
        if level:
            blocks.append(Points(tuple(map(Point, told)), marks))
        else:
            blocks += map(Paragraph, told)
    return blocks


def _distribution(lines: tuple[str, ...]) -> list[Block]:
    if not lines:
        return []
    told = "Направлено: " + "; ".join(line.strip().rstrip(";.") for line in lines) + "."
    return [Notes(((run(told, says=Says.TYPED),),))]


def _familiar(people: tuple[tuple[str, Sources], ...]) -> list[Block]:
    if not people:
        return []
    rows = tuple(row_of(named(name, source), Cell(), Cell()) for name, source in people)
    head = (row_of("Фамилия, инициалы", "Подпись", "Дата"),)
    columns = (Column(80, stretch=1), Column(45), Column(40))
    heading = Paragraph(words("С приказом ознакомлены:"), Align.LEFT, indent=False)
    return [heading, Table(columns, head, rows, sheet="Ознакомление", size=_SIZE)]


def _appendix(facts: OrderFacts, one: Piece, number: int) -> list[Section]:
    """The pages of an appendix under its mark."""
    numbered = f"Приложение № {number}" if number else "Приложение"
    date = date_digits(facts.meta.date) if facts.meta.date else _LINE
    of_paper = f"к {facts.of_kind}", facts.of_issuer
    if one.approved:
        of_paper = one.approved.upper(), f"{facts.by_kind} {facts.of_issuer}".strip()
    lines = [numbered, *of_paper, f"от {date} № {facts.meta.number or '_____'}"]
    corner = Corner(tuple(stick(line) for line in lines if line), CornerKind.APPENDIX)
    if one.drawing.programme is not None:
        first, *rest = programme.compose(replace(one.drawing.programme, approved=True)).sections
        kept = tuple(block for block in first.blocks if not isinstance(block, Corner))
        return [replace(first, blocks=(corner, *kept)), *rest]
    blocks: list[Block] = [corner, Title("", (years_joined(one.title),)), *_piece(replace(one, title=""))]
    return [Section(tuple(blocks), landscape=one.drawing.is_wide)]


def _is_figures(listing: Listing, column: int) -> bool:
    """Whether nothing but figures stands in a column."""
    return not any(any(map(str.isalpha, cells[column])) for cells, _ in listing.rows)


def _listing(given: Listing, title: str) -> Table:
    """Columns without any text are left out."""
    kept = [at for at in range(len(given.columns)) if any(cells[at] for cells, _ in given.rows)]
    listing = Listing(
        tuple(given.columns[at] for at in kept),
        tuple(given.widths[at] for at in kept),
        tuple((tuple(cells[at] for at in kept), source) for cells, source in given.rows),
        given.notes,
    )
    widest = max(range(len(listing.widths)), key=listing.widths.__getitem__)
    columns = (
        Column(12.0, align=Align.CENTER),
        *(
            Column(width, float(place == widest), Align.CENTER if _is_figures(listing, place) else Align.LEFT)
            for place, width in enumerate(listing.widths)
        ),
    )
    rows = tuple(
        row_of(ordinal(number), *(run(text, source, says=Says.TYPED) for text in cells))
        for number, (cells, source) in enumerate(listing.rows, start=1)
    )
    head = (row_of(*(form(one) for one in ("№", *listing.columns))),)
    notes = tuple((form(one),) for one in listing.notes)
    return Table(columns, head, rows, notes=notes, sheet=title[:30] or "Приложение", size=_SIZE)
