"""Composes the social passport: of all schools, a table a group of indicators, or of one school with the account of its index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta, Tables, closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Inline,
    Notes,
    Paper,
    Paragraph,
    Row,
    RowKind,
    Run,
    Says,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import form, named, run, stick, words

_SIZE = 9
_ACROSS = 9


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a school with its share."""

    text: str = ""
    share: str = ""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with what is known of all schools."""

    group: str
    text: str
    unit: str
    total: Value = Value()
    """The sum over the schools, or what was said of the district."""
    middle: Value = Value()
    """The median of the schools, as they are compared."""


@dataclass(frozen=True, slots=True)
class SchoolValues:
    """A school and its figures in the order of the indicators."""

    school: str
    values: tuple[Value, ...]
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class IndexPart:
    """What one indicator adds to the index of a school."""

    text: str
    value: str
    border: str
    weight: str
    points: str
    adverse: bool
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class IndexLine:
    """The index of a school."""

    school: str
    headline: str
    parts: tuple[IndexPart, ...]
    missing: tuple[str, ...]
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class PassportFacts:
    """The passport of a year, of all schools or of one."""

    meta: PaperMeta
    year: str
    indicators: tuple[Indicator, ...]
    schools: tuple[SchoolValues, ...]
    indexes: tuple[IndexLine, ...]
    formula: tuple[str, ...]
    statuses: tuple[tuple[str, Sources], ...] = ()
    """Of one school: its statuses in words."""
    single: bool = False
    some: bool = False
    """Not of all schools."""


def compose(facts: PassportFacts) -> Paper:
    """The passport as it was asked for."""
    year = f"на {facts.year}"
    named = ", ".join(one.school for one in facts.schools) if facts.single or facts.some else ""
    about = (named, year) if named else (f"школ {year}",)
    title = Title("СОЦИАЛЬНЫЙ ПАСПОРТ", about)
    blocks: list[Block] = opening(facts.meta, title)
    blocks += _of_one(facts) if facts.single else _of_all(facts)
    schools = tuple(one.school for one in facts.schools) if facts.single else ()
    return paper_of(
        stick(title.text),
        (*blocks, *closing(facts.meta)),
        facts.meta,
        landscape=not facts.single,
        schools=schools,
        years=(facts.year,),
    )


# --- all schools -----------------------------------------------------------------------------------------------------


def _of_all(facts: PassportFacts) -> list[Block]:
    tables = Tables()
    blocks: list[Block] = []
    groups = list(dict.fromkeys(one.group for one in facts.indicators))
    for group in groups:
        places = [at for at, one in enumerate(facts.indicators) if one.group == group]
        for first in range(0, len(places), _ACROSS):
            part = places[first : first + _ACROSS]
            blocks.append(_group(facts, part, tables.caption(group or "Показатели")))
    if not blocks:
        blocks.append(Paragraph(words("Сведений за этот год нет.")))
    if any(one.parts for one in facts.indexes):
        blocks.append(_indexes(facts.indexes, tables))
        blocks.append(Notes(tuple((form(text),) for text in facts.formula)))
    return blocks


def _group(facts: PassportFacts, places: list[int], caption: Inline) -> Table:
    shown = [facts.indicators[at] for at in places]
    head = row_of("Школа", *(named(_heading(one)) for one in shown))
    rows = [
        row_of(named(one.school, one.source), *(_cell(one.values[at]) for at in places))
        for one in facts.schools
    ]
    rows.append(row_of("Всего по району", *(_cell(one.total) for one in shown), kind=RowKind.TOTAL))
    median = "Медиана всех школ" if facts.some else "Медиана школ"
    rows.append(row_of(median, *(_cell(one.middle) for one in shown), kind=RowKind.TOTAL))
    note = form("В скобках – доля от названного в показателе целого; н/д – сведений нет; пусто – не собрано.")
    return Table(
        (Column(55, 2), *(Column(24, 1, Align.CENTER) for _ in shown)),
        (head,),
        tuple(rows),
        caption,
        ((note,),),
        "Паспорт",
        _SIZE,
        middle=True,
    )


def _heading(one: Indicator) -> str:
    return f"{one.text}, {one.unit}" if one.unit else one.text


def _cell(one: Value) -> Cell:
    if not one.text:
        return Cell()
    text = f"{one.text} ({one.share})" if one.share else one.text
    return Cell((run(text, one.source),), number=not one.share and bool(one.source))


def _indexes(lines: Iterable[IndexLine], tables: Tables) -> Table:
    rows = tuple(
        row_of(
            named(one.school),
            run(one.headline, one.source),
            _list((part.text, part.source) for part in one.parts if part.adverse),
            run("; ".join(one.missing), says=Says.NAME),
        )
        for one in lines
    )
    heads = (
        "Школа",
        "Индекс социального неблагополучия",
        "По каким показателям хуже порога",
        "Чего не хватает",
    )
    return Table(
        (Column(55, 1), Column(60, 1), Column(80, 2), Column(60, 1)),
        (row_of(*heads),),
        rows,
        tables.caption("Индекс социального неблагополучия, школы по алфавиту"),
        sheet="Индекс",
        size=_SIZE,
    )


def _list(texts: Iterable[tuple[str, Sources]]) -> Inline:
    runs: list[Run] = []
    for text, source in texts:
        runs += ([run("; ")] if runs else []) + [named(text, source)]
    return tuple(runs) or (form("–"),)


# --- one school ------------------------------------------------------------------------------------------------------


def _of_one(facts: PassportFacts) -> list[Block]:
    if not facts.schools:
        return [Paragraph(words("Школы в паспорте этого года нет."))]
    tables = Tables()
    school = facts.schools[0]
    blocks: list[Block] = []
    if facts.statuses:
        told: list[str | Run] = ["Статусы: "]
        for at, (text, source) in enumerate(facts.statuses):
            told += [*(["; "] if at else []), named(text, source)]
        blocks.append(Paragraph(words(*told, ".")))
    if not any(one.text for one in school.values):
        about = "о школе " if facts.indicators else ""
        blocks.append(Paragraph(words(f"Сведений {about}за этот год нет.")))
    if facts.indicators:
        blocks.append(_indicators(facts.indicators, school, tables))
    for line in facts.indexes:
        blocks += _account(line, tables, facts.formula)
    return blocks


def _indicators(indicators: Sequence[Indicator], school: SchoolValues, tables: Tables) -> Table:
    """What is known of one school, group by group."""
    rows: list[Row] = []
    group = ""
    for one, value in zip(indicators, school.values, strict=True):
        if one.group != group:
            group = one.group
            rows.append(across(named(group or "Без группы"), 4))
        rows.append(
            row_of(
                named(_heading(one)),
                run(value.text, value.source) if value.text else form("–"),
                run(value.share, value.source) if value.share else Cell(),
                run(one.middle.text, one.middle.source) if one.middle.text else Cell(),
            )
        )
    heads = ("Показатель", "Значение", "Доля", "Медиана школ района")
    return Table(
        (Column(90, 3), *(Column(25, 1, Align.CENTER) for _ in range(3))),
        (row_of(*heads),),
        tuple(rows),
        tables.caption("Показатели"),
        sheet="Паспорт",
        size=10,
    )


def _account(line: IndexLine, tables: Tables, formula: tuple[str, ...]) -> list[Block]:
    heads = ("Показатель", "Значение", "Порог", "Вес", "В индекс")
    rows = tuple(
        row_of(
            named(one.text),
            run(one.value, one.source),
            run(one.border, one.source),
            run(one.weight, one.source),
            Cell((run(one.points, one.source),), strong=one.adverse),
        )
        for one in line.parts
    )
    blocks: list[Block] = [Paragraph(words(run(line.headline, line.source), "."))]
    if rows:
        blocks.append(
            Table(
                (Column(55, 2), Column(28, 1), Column(45, 1), Column(14, 0, Align.CENTER), Column(20)),
                (row_of(*heads),),
                rows,
                tables.caption("Из чего сложился индекс"),
                sheet="Индекс",
                size=_SIZE,
            )
        )
    if line.missing:
        blocks.append(Paragraph(words("Не хватает: ", named("; ".join(line.missing)), ".")))
    blocks.append(Notes(tuple((form(text),) for text in formula)))
    return blocks
