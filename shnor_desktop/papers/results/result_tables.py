"""Tables of results by sittings, shared by the memo and the school card: schools down, sittings across."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.papers.results.facts import (
    ChangeFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
)
from shnor_desktop.papers.results.incomplete import amount, of_keys
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import (
    Align,
    Cell,
    Column,
    Inline,
    Row,
    RowKind,
    Run,
    Sources,
    Table,
    plain,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import dated, form, named, ordinal, ruled, run, words
from shnor_desktop.rules.results.shortfall import NO_SHARE, Shortfall
from shnor_desktop.rules.words.russian import counted_of

PORTRAIT, LANDSCAPE = 170.0, 257.0
NUMBER_WIDTH = 8.0
NAME_WIDTHS = 36.0, 58.0
"""The narrowest and the widest column of names, in millimetres."""
WRAPPED_NAMES = 46.0
"""Names may be squeezed to this width when all the years then stand side by side."""
LETTER = 1.8
"""Millimetres that a letter of a name takes."""
ABSENT = {"не получен": "н/п", NO_SHARE: "н/д", "исключён": "искл."}
SIZE = 10
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Measure:
    """One column under a sitting."""

    code: str
    head: str
    width: float


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one name of a sitting: «весна 2021», with that sitting of every procedure held then."""

    name: str
    sittings: dict[int, SittingFacts]
    """By the place of the procedure in the subject."""
    measures: tuple[Measure, ...]

    @property
    def keys(self) -> set[str]:
        """Keys of its sittings."""
        return {one.key for one in self.sittings.values()}

    @property
    def width(self) -> float:
        """Millimetres its columns need."""
        return sum(one.width for one in self.measures)


@dataclass(frozen=True, slots=True)
class Plan:
    """What columns the table of a subject has."""

    subject: SubjectFacts
    groups: tuple[Group, ...]
    name_width: float

    def width(self, groups: tuple[Group, ...]) -> float:
        """Millimetres that these groups need, the name column included."""
        return NUMBER_WIDTH + self.name_width + sum(one.width for one in groups)

    def fits(self, groups: tuple[Group, ...], page: float) -> bool:
        """Whether these groups stand side by side on a page of this width, if need be with names wrapped."""
        return self.width(groups) - max(0.0, self.name_width - WRAPPED_NAMES) <= page


def plan(subject: SubjectFacts) -> Plan:
    """Groups from the earliest to the latest; columns that have something to show."""
    held: dict[tuple[str, int], dict[int, SittingFacts]] = {}
    for at, procedure in enumerate(subject.procedures):
        met: Counter[str] = Counter()
        for sitting in procedure.sittings:
            held.setdefault((sitting.name, met[sitting.name]), {})[at] = sitting
            met[sitting.name] += 1
    groups = [
        Group(name, sittings, _measures(subject, {one.key for one in sittings.values()}))
        for (name, _), sittings in sorted(held.items(), key=_moment)
    ]
    names = [row.name for procedure in subject.procedures for row in procedure.rows]
    least, most = NAME_WIDTHS
    width = min(most, max(least, LETTER * max((len(name) for name in names), default=0)))
    return Plan(subject, tuple(groups), width)


def _moment(held: tuple[tuple[str, int], dict[int, SittingFacts]]) -> tuple[str, str]:
    """School year, then the calendar year of the name: autumn stands before spring."""
    (name, _), sittings = held
    year = _YEAR.search(name)
    return min(one.school_year for one in sittings.values()), year.group() if year else ""


def _measures(subject: SubjectFacts, keys: set[str]) -> tuple[Measure, ...]:
    rows = [row for procedure in subject.procedures for row in procedure.rows]
    results = [one for row in rows for one in row.results if one.sitting in keys]
    exam = subject.family_code == "ege"
    failed = "Ниже мин." if exam else "«2»"
    high = "Выс. балл" if exam else "«5»"
    measures = [
        (any(one.participants is not None for one in results), Measure("n", "Чел.", 9.5)),
        (
            any(one.failed is not None for one in results),
            Measure("failed", f"{failed}, чел.", 11 if exam else 10),
        ),
        (True, Measure("percent", f"{failed}, %", 12.5)),
        (any(one.mean for one in results), Measure("mean", "Ср. балл", 10)),
        (any(one.high_percent for one in results), Measure("high_percent", f"{high}, %", 10.5)),
        (
            any(one.high is not None and not one.high_percent for one in results),
            Measure("high", f"{high}, чел.", 10.5),
        ),
        (
            any(change.later in keys for row in rows for change in row.changes),
            Measure("change", "Изм., п.п.", 11.5),
        ),
    ]
    return tuple(measure for show, measure in measures if show)


def is_wide(subject: SubjectFacts) -> bool:
    """Whether the table of the subject does not fit on an upright page."""
    layout = plan(subject)
    return not layout.fits(layout.groups, PORTRAIT)


def tables(
    subject: SubjectFacts, numbers: Tables, *, small_n: int, threshold: int, method: Sources
) -> Iterator[Table]:
    """The subject's table, its procedures one under another; several when its years do not fit on a page."""
    layout = plan(subject)
    only = subject.procedures[0].title if len(subject.procedures) == 1 else subject.subject
    for part in _parts(layout):
        yield Table(
            columns=_columns(layout, part),
            head=_head(part),
            rows=tuple(_rows(layout, part)),
            caption=numbers.caption(f"{subject.family}. {only}"),
            notes=_notes(layout, part, small_n, threshold, method),
            sheet=f"{subject.family} {subject.subject}",
            size=SIZE,
            middle=True,
        )


def _parts(layout: Plan) -> Iterator[tuple[Group, ...]]:
    part: tuple[Group, ...] = ()
    for group in layout.groups:
        if part and not layout.fits((*part, group), LANDSCAPE):
            yield part
            part = ()
        part = (*part, group)
    if part:
        yield part


def _columns(layout: Plan, part: tuple[Group, ...]) -> tuple[Column, ...]:
    """Spare width goes to names and figures alike, so that names do not take half a page."""
    numbers = (Column(one.width, 1, Align.CENTER) for group in part for one in group.measures)
    page = PORTRAIT if layout.fits(layout.groups, PORTRAIT) else LANDSCAPE
    spared = max(0.0, layout.width(part) - page)
    names = Column(layout.name_width - spared, stretch=2)
    return (Column(NUMBER_WIDTH, align=Align.CENTER), names, *numbers)


def _head(part: tuple[Group, ...]) -> tuple[Row, Row]:
    groups = tuple(Cell((dated(group.name),), span=len(group.measures)) for group in part)
    names = tuple(Cell((form(one.head),)) for group in part for one in group.measures)
    first = (Cell(words("№"), rows=2), Cell(words("Школа"), rows=2), *groups)
    return Row(first), Row(names)


def _rows(layout: Plan, part: tuple[Group, ...]) -> Iterator[Row]:
    """Rows of the procedures held at these sittings, each under its title when there are several."""
    procedures = layout.subject.procedures
    for at, procedure in enumerate(procedures):
        if not any(at in group.sittings for group in part):
            continue
        if len(procedures) > 1:
            yield row_of(named(procedure.title), kind=RowKind.SECTION)
        yield from _of_procedure(part, at, procedure)


def _of_procedure(part: tuple[Group, ...], place: int, procedure: ProcedureFacts) -> Iterator[Row]:
    school = 0
    for row in procedure.rows:
        school += not row.area
        number = Cell() if row.area else Cell((ordinal(school),), number=True)
        cells = [cell for group in part for cell in _cells(group, place, row)]
        kind = RowKind.TOTAL if row.area else RowKind.ROW
        yield row_of(number, named(row.name, row.source), *cells, kind=kind)


def _cells(group: Group, place: int, row: RowFacts) -> Iterator[Cell]:
    sitting = group.sittings.get(place)
    key = sitting.key if sitting else ""
    found = next((one for one in row.results if one.sitting == key), None)
    for measure in group.measures:
        if measure.code == "change":
            yield _change(key, row.changes)
        elif found is None or found.is_empty:
            yield Cell((Run(absent_text(found)),))
        else:
            yield figure_cell(measure.code, found)


def absent_text(result: ResultFacts | None) -> str:
    """What stands in place of figures."""
    return ABSENT.get(result.absent, "–") if result else "–"


def figure_cell(code: str, result: ResultFacts) -> Cell:
    """One figure of a result, traced to its records."""
    text = {
        "n": _number(result.participants),
        "failed": _number(result.failed),
        "percent": result.percent,
        "mean": result.mean,
        "high_percent": result.high_percent,
        "high": _number(result.high),
    }[code]
    if not text:
        return Cell((Run("н/д"),))
    share = code == "percent"
    runs = (Run(text, source=result.source),)
    return Cell(runs, number=True, mark=_mark(result) if share else "", strong=share and result.low)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _mark(result: ResultFacts) -> str:
    mark = "**" if result.fragile else "*" if result.small else ""
    signs = ((result.border, "≈"), (result.flagged, "!"), (result.partial, "†"))
    return mark + "".join(sign for holds, sign in signs if holds)


def _change(key: str, changes: tuple[ChangeFacts, ...]) -> Cell:
    for change in changes:
        if change.later == key:
            return Cell((Run(change.points, source=change.source),), number=not change.incomparable)
    return Cell((Run("–"),))


def _notes(
    layout: Plan, part: tuple[Group, ...], small_n: int, threshold: int, method: Sources
) -> tuple[Inline, ...]:
    keys = {key for group in part for key in group.keys}
    rows = [row for procedure in layout.subject.procedures for row in procedure.rows]
    results = [one for row in rows for one in row.results if one.sitting in keys]
    codes = {one.code for group in part for one in group.measures}
    said: list[Note] = [
        *result_notes(results, small_n, threshold, method, counted="n" in codes),
        (
            _dashes(layout, part),
            "«–» – процедура не проводилась, участников не было или сведений о ней нет.",
        ),
        (
            layout.subject.family_code == "ege",
            "Ниже мин. – не преодолели минимальный порог; выс. балл – высокие баллы."
            if codes & {"high", "high_percent"}
            else "Ниже мин. – не преодолели минимальный порог.",
        ),
        *partial_notes(layout.subject, results),
        ("n" in codes, "Чел. – всего участников."),
        ("change" in codes, "Изм. – изменение доли к предыдущему проведению по программе того же класса."),
    ]
    whys = dict.fromkeys(
        change.incomparable
        for row in rows
        for change in row.changes
        if change.later in keys and change.incomparable
    )
    said.append((bool(whys) and "change" in codes, f"н/с – несопоставимо: {'; '.join(whys)}."))
    return noted(said)


Note = tuple[bool, "str | Run"]
"""A sentence under a table, and whether it is met."""


def noted(said: list[Note]) -> tuple[Inline, ...]:
    """One line of the sentences that are met; those that say no figures stand there whatever the records say."""
    parts = [note if isinstance(note, Run) else form(note) for holds, note in said if holds]
    line = [part for at, one in enumerate(parts) for part in ((form(" "), one) if at else (one,))]
    return (tuple(line),) if line else ()


def partial_notes(subject: SubjectFacts, results: list[ResultFacts]) -> list[Note]:
    """What sums over sittings of which something lacks are made of."""
    keys = {one.sitting for one in results if one.partial}
    lacking = of_keys(subject.incomplete, keys)
    told = [
        f"{', '.join(one.name for one in group)} – {plain(amount(*group))}; остальное не загружено"
        for group in _as_much(lacking)
    ]
    source = tuple(("sitting", one.sitting) for one in lacking)
    return [(bool(told), run(f"† – сумма неполная: {'; '.join(told)}.", source))]


def _as_much(lacking: list[Shortfall]) -> list[list[Shortfall]]:
    found: dict[str, list[Shortfall]] = {}
    for one in lacking:
        found.setdefault(plain(amount(one)), []).append(one)
    return list(found.values())


def result_notes(
    results: list[ResultFacts], small_n: int, threshold: int, method: Sources, *, counted: bool
) -> list[Note]:
    """What the marks beside figures mean, each with whether it is met; `counted`: participants have a column."""
    valid = [one for one in results if one.known]
    return [
        (
            any(one.low for one in valid),
            ruled(f"Полужирным на сером выделены доли не менее {threshold} %.", method),
        ),
        (
            any(one.small and not one.fragile for one in valid),
            f"* – менее {counted_of(small_n, 'участника', 'участников')}: доля зависит от отметки одного-двух обучающихся.",
        ),
        (
            any(one.fragile for one in valid),
            ruled(f"** – результат одного участника решает, достигает ли доля {threshold} %.", method),
        ),
        (any(one.border for one in valid), "≈ – точная доля может отличаться из-за округления в источнике."),
        (any(one.flagged for one in valid), "! – признак необъективности."),
        (
            not counted or any(one.participants is None for one in valid),
            "Источник приводит только доли, без числа участников" + (" (н/д)." if counted else "."),
        ),
        (any(one.absent == "не получен" for one in results), "н/п – результат не получен."),
        (
            counted and any(one.absent == NO_SHARE for one in results),
            "н/д – доля не справившихся неизвестна: источник её не приводит.",
        ),
        (any(one.absent == "исключён" for one in results), "искл. – результат исключён из рассмотрения."),
    ]


def _dashes(layout: Plan, part: tuple[Group, ...]) -> bool:
    """Whether some printed cell has a dash for its figure."""
    for at, procedure in enumerate(layout.subject.procedures):
        held = [group for group in part if at in group.sittings]
        for row in procedure.rows if held else ():
            cells = (cell for group in part for cell in _cells(group, at, row))
            if any(cell.text == "–" for cell in cells):
                return True
    return False
