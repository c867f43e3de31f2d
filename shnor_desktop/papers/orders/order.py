"""Composes an order, a decree or another paper with points: letterhead, ground, points, signature, appendices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shnor_desktop.papers.programme import programme
from shnor_desktop.papers.programme.facts import Line, Plan, ProgrammeFacts
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
    Paper,
    Paragraph,
    Point,
    Points,
    Row,
    Says,
    Section,
    Signature,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.wording import date_digits, named, ordinal, run, stick, words

_SIZE = 11
_LINE = "____________"


@dataclass(frozen=True, slots=True)
class OrderPoint:
    """A point: whole, with its addressee and due, and the points under it."""

    text: str
    under: tuple[str, ...]
    source: Sources


@dataclass(frozen=True, slots=True)
class Body:
    """A piece of text under its own heading."""

    title: str
    lines: tuple[Line, ...]
    source: Sources


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of an appendix: words over its columns, then rows with the record each was made of."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    """Millimetres; the widest takes what is left over."""
    rows: tuple[tuple[tuple[str, ...], Sources], ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """What is attached: a title and what stands under it."""

    title: str
    lines: tuple[Line, ...]
    source: Sources
    listing: Listing | None = None
    plan: Plan | None = None
    programme: ProgrammeFacts | None = None


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Everything an order is composed of."""

    meta: PaperMeta
    """Requisites of its issuer, its date, number, signatory."""
    kind: str
    """«ПРИКАЗ»."""
    of_kind: str
    """«приказу», in the mark over an appendix."""
    of_issuer: str
    """«управления образования» there; empty where unknown."""
    title: str
    preamble: str
    """With its grounds."""
    operative: str
    """«ПРИКАЗЫВАЮ:», a line of its own."""
    points: tuple[OrderPoint, ...]
    bodies: tuple[Body, ...]
    appendices: tuple[Appendix, ...]
    distribution: tuple[str, ...]
    familiar: tuple[tuple[str, Sources], ...]
    """Who has to sign that they read it."""
    stamp: str
    """«ПРОЕКТ», «ОТМЕНЁН»."""
    doubts: tuple[str, ...]
    schools: tuple[str, ...]
    source: Sources


def compose(facts: OrderFacts) -> Paper:
    """The order as a tree."""
    meta = facts.meta if facts.meta.number else replace(facts.meta, number="______")
    title = Title(facts.kind, (facts.title,) if facts.title else (), facts.stamp)
    blocks: list[Block] = [*opening(meta, title)]
    if facts.preamble:
        blocks.append(Paragraph((run(facts.preamble, facts.source, says=Says.TYPED),)))
    if facts.operative:
        blocks.append(Paragraph(words(named(facts.operative)), Align.LEFT, indent=False))
    if facts.points:
        blocks.append(Points(tuple(_points(facts.points))))
    for body in facts.bodies:
        blocks += _body(body)
    blocks += closing(meta)
    if not meta.signatory.post and not meta.signatory.name:
        blocks.append(Signature("", ""))
    blocks += _distribution(facts.distribution)
    blocks += _familiar(facts.familiar)
    sections = [Section(tuple(blocks))]
    for number, one in enumerate(facts.appendices, start=1):
        sections += _appendix(facts, one, number if len(facts.appendices) > 1 else 0)
    return Paper(
        title=" ".join(filter(None, (facts.kind.capitalize(), _requisites(facts.meta), facts.title))),
        sections=tuple(sections),
        author=meta.office,
        schools=facts.schools,
        created=meta.date,
        doubts=facts.doubts,
    )


def _requisites(meta: PaperMeta) -> str:
    date = f"от {date_digits(meta.date)}" if meta.date else ""
    return " ".join(filter(None, (date, f"№ {meta.number}" if meta.number else "")))


def _points(points: Iterable[OrderPoint]) -> Iterable[Point]:
    for one in points:
        yield Point((run(one.text, one.source, says=Says.TYPED),))
        yield from (Point((run(text, one.source, says=Says.TYPED),), 2) for text in one.under)


def _body(body: Body) -> list[Block]:
    blocks: list[Block] = []
    if body.title:
        blocks.append(Heading((run(body.title, body.source, says=Says.TYPED),), 2))
    return [*blocks, *_lines(body.lines, body.source)]


def _lines(lines: Iterable[Line], source: Sources) -> list[Block]:
    blocks: list[Block] = []
    under: list[Point] = []
    for line in (*lines, None):
        if line is not None and line.level > 1:
            under.append(Point((run(line.text, source, says=Says.TYPED),)))
            continue
        if under:
            blocks.append(Points(tuple(under), Marks.DASHES))
            under = []
        if line is not None:
            blocks.append(Paragraph((run(line.text, source, says=Says.TYPED),)))
    return blocks


def _distribution(lines: tuple[str, ...]) -> list[Block]:
    if not lines:
        return []
    told = "Направлено: " + "; ".join(line.strip().rstrip(";.") for line in lines) + "."
    return [Paragraph((run(told, says=Says.TYPED),), Align.LEFT, indent=False)]


def _familiar(people: tuple[tuple[str, Sources], ...]) -> list[Block]:
    if not people:
        return []
    rows = tuple(Row((Cell((named(name, source),)), Cell(), Cell())) for name, source in people)
    head = (Row(tuple(Cell(words(one)) for one in ("Фамилия, инициалы", "Подпись", "Дата"))),)
    columns = (Column(80, stretch=1), Column(45), Column(40))
    heading = Paragraph(words("С приказом ознакомлены:"), Align.LEFT, indent=False)
    return [heading, Table(columns, head, rows, sheet="Ознакомление", size=_SIZE)]


def _appendix(facts: OrderFacts, one: Appendix, number: int) -> list[Section]:
    """The pages of an appendix under its mark."""
    numbered = f"Приложение № {number}" if number else "Приложение"
    date = date_digits(facts.meta.date) if facts.meta.date else _LINE
    lines = [numbered, f"к {facts.of_kind}", facts.of_issuer, f"от {date} № {facts.meta.number or '_____'}"]
    corner = Corner(tuple(stick(line) for line in lines if line), CornerKind.APPENDIX)
    if one.programme is not None:
        first, *rest = programme.compose(replace(one.programme, approved=True)).sections
        kept = tuple(block for block in first.blocks if not isinstance(block, Corner))
        return [replace(first, blocks=(corner, *kept)), *rest]
    blocks: list[Block] = [corner, Title("", (one.title,)), *_lines(one.lines, one.source)]
    if one.listing is not None:
        blocks.append(_listing(one.listing, one.title))
    if one.plan is not None:
        blocks.append(programme.plan_table(one.plan))
    return [Section(tuple(blocks), landscape=one.plan is not None)]


def _listing(listing: Listing, title: str) -> Table:
    widest = max(range(len(listing.widths)), key=listing.widths.__getitem__)
    columns = (
        Column(12.0, align=Align.CENTER),
        *(Column(width, stretch=float(place == widest)) for place, width in enumerate(listing.widths)),
    )
    rows = tuple(
        Row(
            (
                Cell((ordinal(number),)),
                *(Cell((run(text, source, says=Says.TYPED),)) for text in cells),
            )
        )
        for number, (cells, source) in enumerate(listing.rows, start=1)
    )
    head = (Row(tuple(Cell(words(one)) for one in ("№", *listing.columns))),)
    return Table(columns, head, rows, sheet=title[:30] or "Приложение", size=_SIZE)
