"""The programme as a paper: approval, title, passport, sections, plans in landscape."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from shnor_desktop.papers.programme import indicators
from shnor_desktop.papers.programme.facts import (
    FOR_HELP,
    ContextFacts,
    Line,
    MatrixFacts,
    PassportRow,
    Plan,
    PlanRow,
    ProgrammeFacts,
    ResultCell,
    ResultFacts,
    ResultLine,
    SectionFacts,
    SittingHead,
)
from shnor_desktop.papers.tree import marked
from shnor_desktop.papers.tree.frame import Tables, opening
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Corner,
    CornerKind,
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
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import dated, form, named, run, stick, words, years_joined
from shnor_desktop.rules.figures import FAMILY_LABELS, Family
from shnor_desktop.rules.words import marks, points
from shnor_desktop.rules.words.russian import quoted

_SIZE, _MATRIX_SIZE = 11, 9
_SCHOOL, _CELL, _ACROSS = 46.0, 11.0, 211.0
"""Millimetres of a school's name, of a figure, and of all figures beside it on a page in landscape."""
_MARK = re.compile(r"Приложение\s*(?:№\s*)?\d*[.:]?\s*", re.IGNORECASE)
_BULLET = re.compile(r"^[-–—·•*]\s+")
_RESULTS = "Результаты школ по оценочным процедурам"
_END = Paragraph((Run("—" * 9, says=Says.FORM),), Align.CENTER, indent=False)
"""The rule under the last page."""
_FIGURES: tuple[tuple[str, Callable[[ResultCell], str]], ...] = (
    ("Участников", lambda one: one.pupils),
    ("Преодолели порог", lambda one: one.passed),
    ("Доля «2», %", lambda one: one.failed),
    ("Доля «4» и «5», %", lambda one: one.quality),
    ("Средний балл", lambda one: one.mean),
    ("Средний балл по району", lambda one: one.district),
)
_FOR_HELP_ONLY = FAMILY_LABELS[Family.VPR]
_EXAM = FAMILY_LABELS[Family.EGE]
_OF_EXAM = {"Доля «2», %": "Ниже порога, %"}
"""An examination in scores gives no «2»."""
_NOTHING = "–"
_LEGEND = (
    ("–", "не проводилось или сведений нет"),
    ("н/п", "результат не получен"),
    ("искл.", "результат исключён"),
)
_MEASURES = (
    ("n", "число участников"),
    ("выс., %", "высокие результаты"),
    ("средн.", "средняя отметка"),
    ("балл", "средний балл"),
)
_PLAN_SIZE = 10
_WIDTHS = {"number": 14.0, "text": 80.0, "due": 34.0, "responsible": 48.0, "expected": 48.0}
_STRETCH = {"text": 3.0, "responsible": 1.0, "expected": 1.5}


def compose(facts: ProgrammeFacts) -> Paper:
    """The whole programme."""
    stamp = "" if facts.approved else "ПРОЕКТ"
    period = "" if facts.period in facts.title else years_joined(facts.period)
    lines = tuple(filter(None, (facts.title, period)))
    title = Title(facts.kind.upper(), lines, stamp, facts.foot)
    upright: list[Block] = [*opening(facts.meta, title, contents=bool(facts.foot))]
    if facts.passport:
        upright += [Heading(words("ПАСПОРТ")), *_of_what(facts), _passport(facts.passport)]
    sections: list[Section] = []
    if facts.foot:
        end = next(at for at, block in enumerate(upright, start=1) if isinstance(block, Title))
        sections, upright = [Section(tuple(upright[:end]))], upright[end:]
    tables = Tables()
    over = _marks(facts)
    for one in facts.sections:
        blocks = list(_section(one, tables))
        if one.appendix:
            blocks = [*_under_mark(one, over.pop(0), facts.to_kind), *blocks[_has_heading(one) :]]
        if not one.is_wide and not one.appendix:
            upright += blocks
            continue
        if upright:
            sections.append(Section(tuple(upright)))
            upright = []
        sections.append(Section(tuple(blocks), landscape=one.is_wide))
    if upright:
        sections.append(Section(tuple(upright)))
    sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, _END))
    return Paper(
        title=title.text,
        sections=tuple(sections),
        author=facts.meta.office,
        schools=facts.schools,
        period=facts.period,
        created=facts.meta.date,
        doubts=facts.doubts,
    )


def _of_what(facts: ProgrammeFacts) -> Iterator[Block]:
    """Whose passport it is, under the word."""
    if facts.of_kind:
        yield Paragraph(words(named(f"{facts.of_kind} {quoted(facts.title)}")), Align.CENTER, indent=False)


def _marks(facts: ProgrammeFacts) -> list[str]:
    """Over each appendix; its number only where there are several. A mark that somebody typed stays."""
    appendices = [one for one in facts.sections if one.appendix]
    made = [f"Приложение № {at}" for at in range(1, len(appendices) + 1)]
    made = made if len(made) > 1 else ["Приложение"] * len(made)
    typed = [_MARK.match(one.title) for one in appendices]
    return [found[0].strip(" .:–-") if found else mark for found, mark in zip(typed, made, strict=True)]


def _under_mark(one: SectionFacts, mark: str, to_kind: str) -> Iterator[Block]:
    lines = (mark, f"к {to_kind}" if to_kind else "")
    yield Corner(tuple(stick(line) for line in lines if line), CornerKind.APPENDIX)
    title = _MARK.sub("", one.title).strip() or (_RESULTS if one.matrix or one.results else "")
    if title:
        yield Title("", (stick(" ".join(filter(None, (one.number, title)))),))


def _has_heading(one: SectionFacts) -> bool:
    return bool(one.number or one.title)


def _passport(rows: Iterable[PassportRow]) -> Table:
    return Table(
        columns=(Column(60), Column(110, stretch=1)),
        head=(),
        rows=tuple(
            row_of(
                run(row.title, says=Says.TYPED),
                Run(
                    "\n".join(_shown(one) for one in row.lines),
                    source=row.source,
                    says=Says.TYPED,
                ),
            )
            for row in rows
        ),
        sheet="Паспорт",
        size=_SIZE,
    )


def _shown(line: Line) -> str:
    """In a cell: without marks of faces, whatever mark of a point somebody typed as a dash."""
    text = marks.said(marks.spans(line.text))
    plain = _BULLET.sub("", text)
    return text if line.level == 1 and plain == text else f"– {plain}"


def _pointed(text: str) -> str:
    """A text of a cell with its points under points marked: indents do not show in every format."""
    lines = (line for line in text.splitlines() if line.strip())
    return "\n".join(_shown(Line(line.strip(), 2 if line[:1].isspace() else 1)) for line in lines)


def _section(one: SectionFacts, tables: Tables) -> Iterator[Block]:
    heading = " ".join(filter(None, (one.number, one.title)))
    if heading:
        yield Heading((run(heading, one.source, says=Says.TYPED),), min(one.level, 3))
    for composed, lines in groupby(one.lines, key=lambda line: bool(line.source)):
        if composed:
            yield from _composed(lines)
        else:
            text = "\n".join(points.INDENT * (line.level - 1) + line.text for line in lines)
            yield from marked.blocks(marks.read(text), one.source)
    if one.indicators is not None:
        yield indicators.targets(one.indicators)
    for context in one.context:
        yield _context_table(context, tables)
    if one.results is not None:
        yield from results_tables(one.results, tables)
    for family in one.matrix:
        yield from _matrix_tables(family, tables)
    if one.plan is not None:
        yield plan_table(one.plan)


def _composed(lines: Iterable[Line]) -> Iterator[Block]:
    """Sentences made of records; what stands under them has dashes."""
    for under, same in groupby(lines, key=lambda line: line.level > 1):
        told = [(run(line.text, line.source, says=Says.TYPED),) for line in same]
        if under:
            yield Points(tuple(map(Point, told)), Marks.DASHES)
        else:
            yield from map(Paragraph, told)


def results_tables(facts: ResultFacts, tables: Tables | None = None) -> Iterator[Block]:
    """A table a family, a row of every year under each procedure; figures that nobody has have no column."""
    families = [(family, list(lines)) for family, lines in groupby(facts.lines, key=lambda one: one.family)]
    for family, lines in families:
        caption = tables.caption(f"Результаты {family}") if tables is not None else words(named(family))
        notes = list(_doubts(facts, family, lines))
        if family == families[-1][0]:
            notes.append((form(f"Считаются {facts.schools}, каждый участник один раз."),))
        yield _results(facts.years, lines, caption, tuple(notes))


def _doubts(facts: ResultFacts, family: str, lines: list[ResultLine]) -> Iterator[Inline]:
    """What is doubtful in the table of a family and what it is for, under it."""
    if any(one.partial for line in lines for one in line.cells):
        yield (form("Результаты без числа участников в доли и средние не вошли."),)
    if doubted := [name for of, name in facts.doubted if of == family]:
        yield words("Признаки необъективности отмечены: ", named("; ".join(doubted)), ".")
    if family == _FOR_HELP_ONLY:
        yield (form(FOR_HELP),)


def _results(
    years: tuple[str, ...], lines: list[ResultLine], caption: Inline, notes: tuple[Inline, ...]
) -> Table:
    known = [
        (_OF_EXAM.get(title, title) if lines[0].family == _EXAM else title, get)
        for title, get in _FIGURES
        if any(get(one) for line in lines for one in line.cells)
    ]
    told = [
        (line, [(year, one) for year, one in zip(years, line.cells, strict=True) if _is_told(one, known)])
        for line in lines
    ]
    # Procedures of one year each need no line of their own.
    single = all(len(cells) <= 1 for _, cells in told)
    rows: list[Row] = []
    for line, cells in told:
        name = Cell((named(line.name),), span=1 if single else len(known) + 1)
        rows += [] if single else [row_of(name, kind=RowKind.SECTION)]
        for year, one in cells:
            figures = (_figure(get(one), one.source) for _, get in known)
            rows.append(row_of(*((name,) if single else ()), dated(year), *figures))
    heads = (*(("Процедура",) if single else ()), "Год", *(title for title, _ in known))
    return Table(
        columns=(
            *((Column(50, 1),) if single else ()),
            *(Column(30, 1, Align.CENTER) for _ in range(len(known) + 1)),
        ),
        head=(row_of(*(form(title) for title in heads)),),
        rows=tuple(rows),
        caption=caption,
        notes=notes,
        sheet="Результаты",
        size=_SIZE,
    )


def _is_told(one: ResultCell, known: Iterable[tuple[str, Callable[[ResultCell], str]]]) -> bool:
    return any(get(one) for _, get in known)


def _context_table(facts: ContextFacts, tables: Tables) -> Table:
    """What, whose, then a figure a year."""
    head = (
        (*words("Показатель"),),
        (*words("Ед."),),
        (*words("Чей"),),
        *((dated(year),) for year in facts.years),
    )
    rows = []
    before = ""
    for what, unit, whose, figures in facts.rows:
        name = (named(what),) if what != before else (form("то же"),)
        cells = (Cell(name), Cell((named(unit or _NOTHING),)), Cell((named(whose),)))
        rows.append(row_of(*cells, *(_figure(one.text, one.source) for one in figures)))
        before = what
    return Table(
        columns=(
            Column(46, 2),
            Column(14, align=Align.CENTER),
            Column(40, 1),
            *(Column(20, align=Align.CENTER) for _ in facts.years),
        ),
        head=(row_of(*head),),
        rows=tuple(rows),
        caption=tables.caption("Показатели школ и муниципалитета по годам"),
        sheet="Показатели по годам",
        size=_SIZE,
    )


def _matrix_tables(facts: MatrixFacts, tables: Tables) -> Iterator[Block]:
    """Schools down, sittings across; a family with many sittings takes several tables of so many as a page holds."""
    at, group = 0, list[tuple[int, SittingHead]]()
    for sitting in facts.sittings:
        if group and (sum(len(one.measures) for _, one in group) + len(sitting.measures)) * _CELL > _ACROSS:
            yield _matrix(facts, group, tables)
            group = []
        group.append((at, sitting))
        at += len(sitting.measures)
    if group:
        yield _matrix(facts, group, tables)


def _matrix(facts: MatrixFacts, group: list[tuple[int, SittingHead]], tables: Tables) -> Table:
    measures = [(at + place, name) for at, one in group for place, name in enumerate(one.measures)]
    upper = [
        Cell(words("Школа"), rows=2),
        *(Cell((named(one.name),), span=len(one.measures)) for _, one in group),
    ]
    return Table(
        columns=(Column(_SCHOOL, 1), *(Column(_CELL, 0.2, Align.CENTER) for _ in measures)),
        head=(Row(tuple(upper)), row_of(*(form(name) for _, name in measures))),
        rows=tuple(
            row_of(
                named(school, source), *(_figure(figures[at].text, figures[at].source) for at, _ in measures)
            )
            for school, source, figures in facts.rows
        ),
        caption=tables.caption(f"{facts.family}: результаты школ"),
        notes=(
            *_legend(
                {name for _, name in measures},
                {figures[at].text or _NOTHING for _, _, figures in facts.rows for at, _ in measures},
            ),
            *(((form(FOR_HELP),),) if facts.family == _FOR_HELP_ONLY else ()),
        ),
        sheet=facts.family,
        size=_MATRIX_SIZE,
        middle=True,
    )


def _legend(heads: set[str], told: set[str]) -> tuple[Inline, ...]:
    """What is shortened over the columns, and what the marks mean that stand in the table."""
    meant = [f"{head.partition(',')[0]} – {what}" for head, what in _MEASURES if head in heads]
    meant += [f"{quoted(mark)} – {what}" for mark, what in _LEGEND if mark in told]
    return ((form(f"{'; '.join(meant)}."),),) if meant else ()


def _figure(text: str, source: Sources) -> Cell:
    return Cell((Run(text, source=source),), number=True) if text else Cell((form(_NOTHING),))


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
        head=(row_of(*(named(title) for _, title in plan.columns)),),
        rows=tuple(
            across(run(row.title, row.source, says=Says.TYPED), len(plan.columns))
            if row.title
            else row_of(
                *(_planned(row, text, code) for text, (code, _) in zip(row.cells, plan.columns, strict=True))
            )
            for row in plan.rows
        ),
        sheet="План",
        size=_PLAN_SIZE,
    )


def _planned(row: PlanRow, text: str, code: str) -> Inline:
    told = run(_pointed(text), row.source, says=Says.TYPED)
    if code != "text" or not row.lead:
        return (told,)
    apart = "\n" if text[:1].isspace() else " "
    return run(row.lead, row.source, says=Says.TYPED, italic=True), replace(told, text=f"{apart}{told.text}")
