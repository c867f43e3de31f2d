"""The programme as a paper: approval, title, passport, sections, plans in landscape."""

from collections.abc import Iterable, Iterator

from shnor_desktop.papers.programme import indicators
from shnor_desktop.papers.programme.facts import (
    Line,
    PassportRow,
    Plan,
    ProgrammeFacts,
    ResultFacts,
    SectionFacts,
)
from shnor_desktop.papers.tree.frame import opening
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Marks,
    Paper,
    Paragraph,
    Point,
    Points,
    Row,
    RowKind,
    Run,
    Says,
    Section,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.wording import dated, form, named, run, words

_SIZE = 11
_NOTHING = "–"
_PLAN_SIZE = 10
_WIDTHS = {"number": 14.0, "text": 80.0, "due": 34.0, "responsible": 48.0, "expected": 48.0}
_STRETCH = {"text": 3.0, "responsible": 1.0, "expected": 1.5}


def compose(facts: ProgrammeFacts) -> Paper:
    """The whole programme."""
    stamp = "" if facts.approved else "ПРОЕКТ"
    title = Title(facts.kind.upper(), tuple(filter(None, (facts.title, facts.period))), stamp)
    upright: list[Block] = [*opening(facts.meta, title)]
    if facts.passport:
        upright += [Heading(words("ПАСПОРТ")), _passport(facts.passport)]
    sections: list[Section] = []
    for one in facts.sections:
        blocks = list(_section(one))
        if one.plan is None:
            upright += blocks
            continue
        if upright:
            sections.append(Section(tuple(upright)))
            upright = []
        sections.append(Section(tuple(blocks), landscape=True))
    if upright:
        sections.append(Section(tuple(upright)))
    return Paper(
        title=title.text,
        sections=tuple(sections),
        author=facts.meta.office,
        schools=facts.schools,
        period=facts.period,
        created=facts.meta.date,
    )


def _passport(rows: Iterable[PassportRow]) -> Table:
    return Table(
        columns=(Column(60), Column(110, stretch=1)),
        head=(),
        rows=tuple(
            Row(
                (
                    Cell((run(row.title, says=Says.TYPED),)),
                    Cell(
                        (
                            Run(
                                "\n".join(_shown(one) for one in row.lines),
                                source=row.source,
                                says=Says.TYPED,
                            ),
                        )
                    ),
                )
            )
            for row in rows
        ),
        sheet="Паспорт",
        size=_SIZE,
    )


def _shown(line: Line) -> str:
    return line.text if line.level == 1 else f"– {line.text}"


def _pointed(text: str) -> str:
    """A text of a cell with its points under points marked: indents do not show in every format."""
    lines = (line for line in text.splitlines() if line.strip())
    return "\n".join(_shown(Line(line.strip(), 2 if line[:1].isspace() else 1)) for line in lines)


def _section(one: SectionFacts) -> Iterator[Block]:
    heading = " ".join(filter(None, (one.number, one.title)))
    if heading:
        yield Heading((run(heading, one.source, says=Says.TYPED),), min(one.level, 3))
    under: list[Point] = []
    for line in one.lines:
        if line.level == 1:
            yield from _points(under)
            under = []
            yield Paragraph((run(line.text, one.source, says=Says.TYPED),))
        else:
            under.append(Point((run(line.text, one.source, says=Says.TYPED),)))
    yield from _points(under)
    if one.indicators is not None:
        yield indicators.targets(one.indicators)
    if one.results is not None:
        yield results_table(one.results)
    if one.plan is not None:
        yield plan_table(one.plan)


def results_table(facts: ResultFacts) -> Block:
    """A row of every year under each procedure."""
    if not facts.lines:
        return Paragraph((form("Результатов за эти годы нет."),))
    titles = ("Год", "Участников", "Доля «2», %", "Доля «4» и «5», %", "Средний")
    rows: list[Row] = []
    for line in facts.lines:
        rows.append(Row((Cell((named(line.name),), span=len(titles)),), RowKind.SECTION))
        for year, one in zip(facts.years, line.cells, strict=True):
            figures = (one.pupils, one.failed, one.quality, one.mean)
            if any(figures):
                cells = (_figure(text, one.source) for text in figures)
                rows.append(Row((Cell((dated(year),)), *cells)))
    notes: list[Inline] = [(form(f"Считаются {facts.schools}, каждый участник один раз."),)]
    if any(one.partial for line in facts.lines for one in line.cells):
        notes.append((form("Результаты без числа участников в доли и средние не вошли."),))
    return Table(
        columns=tuple(Column(30, 1, Align.CENTER) for _ in titles),
        head=(Row(tuple(Cell(words(title)) for title in titles)),),
        rows=tuple(rows),
        notes=tuple(notes),
        sheet="Результаты",
        size=_SIZE,
    )


def _figure(text: str, source: Sources) -> Cell:
    return Cell((Run(text, source=source),), number=True) if text else Cell((form(_NOTHING),))


def _points(points: list[Point]) -> Iterator[Block]:
    if points:
        yield Points(tuple(points), Marks.DASHES)


def plan_table(plan: Plan) -> Table:
    """A plan with its own columns."""
    return Table(
        columns=tuple(
            Column(
                _WIDTHS.get(code, 40.0),
                _STRETCH.get(code, 0.0),
                Align.CENTER if code == "number" else Align.LEFT,
            )
            for code, _ in plan.columns
        ),
        head=(Row(tuple(Cell(words(title)) for _, title in plan.columns)),),
        rows=tuple(
            Row(
                (Cell((run(row.title, row.source, says=Says.TYPED),), span=len(plan.columns)),),
                RowKind.SECTION,
            )
            if row.title
            else Row(tuple(Cell((run(_pointed(text), row.source, says=Says.TYPED),)) for text in row.cells))
            for row in plan.rows
        ),
        sheet="План",
        size=_PLAN_SIZE,
    )
