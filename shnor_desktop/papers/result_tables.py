"""Tables of results by sittings, shared by the memo and the school card: schools down, sittings across."""

from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.papers.facts import (
    ChangeFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
)
from shnor_desktop.papers.frame import Tables
from shnor_desktop.papers.paper import Align, Cell, Column, Inline, Row, RowKind, Run, Table
from shnor_desktop.papers.wording import run, words

PORTRAIT, LANDSCAPE = 170.0, 257.0
NUMBER_WIDTH, NAME_WIDTH = 10.0, 52.0
ABSENT = {"не получен": "н/п", "исключён": "искл."}
SIZE = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """One column under a sitting."""

    code: str
    head: str
    width: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What columns a procedure's table has."""

    procedure: ProcedureFacts
    measures: tuple[Measure, ...]
    changes: bool

    def width(self, sittings: tuple[SittingFacts, ...]) -> float:
        """Millimetres that these sittings need, the name column included."""
        return NUMBER_WIDTH + NAME_WIDTH + sum(self.group(one) for one in sittings)

    def of(self, sitting: SittingFacts) -> tuple[Measure, ...]:
        """Columns of one sitting: the first has no change."""
        first = sitting == self.procedure.sittings[0]
        return tuple(one for one in self.measures if one.code != "change" or (self.changes and not first))

    def group(self, sitting: SittingFacts) -> float:
        """Width of the columns of one sitting."""
        return sum(one.width for one in self.of(sitting))


def plan(subject: SubjectFacts, procedure: ProcedureFacts) -> Plan:
    """Columns that have something to show."""
    results = [one for row in procedure.rows for one in row.results]
    exam = subject.family_code == "ege"
    failed = "Ниже порога" if exam else "«2»"
    high = "Высокие баллы" if exam else "«5»"
    measures = [
        (any(one.participants is not None for one in results), Measure("n", "Всего, чел.", 14)),
        (any(one.failed is not None for one in results), Measure("failed", f"{failed}, чел.", 15)),
        (True, Measure("percent", f"{failed}, %", 15)),
        (any(one.mean for one in results), Measure("mean", "Средний балл", 17)),
        (any(one.high_percent for one in results), Measure("high_percent", f"{high}, %", 17)),
        (
            any(one.high is not None and not one.high_percent for one in results),
            Measure("high", f"{high}, чел.", 17),
        ),
        (any(row.changes for row in procedure.rows), Measure("change", "Изм., п.п.", 15)),
    ]
    shown = tuple(measure for show, measure in measures if show)
    return Plan(procedure, shown, any(row.changes for row in procedure.rows))


def is_wide(subject: SubjectFacts) -> bool:
    """Whether some table of the subject does not fit on an upright page."""
    plans = [plan(subject, one) for one in subject.procedures]
    return any(one.width(one.procedure.sittings) > PORTRAIT for one in plans)


def tables(
    subject: SubjectFacts,
    procedure: ProcedureFacts,
    path: str,
    numbers: Tables,
    *,
    small_n: int,
    threshold: int,
) -> Iterator[Table]:
    """The procedure's table, or several when its sittings do not fit on one page's width."""
    layout = plan(subject, procedure)
    for part in _parts(layout):
        yield Table(
            columns=_columns(layout, part),
            head=_head(layout, part),
            rows=tuple(_rows(layout, part, path)),
            caption=numbers.caption(f"{subject.family}. {procedure.title}"),
            notes=_notes(layout, part, small_n, threshold),
            sheet=f"{subject.family} {subject.subject}",
            size=SIZE,
            middle=True,
        )


def _parts(layout: Plan) -> Iterator[tuple[SittingFacts, ...]]:
    part: tuple[SittingFacts, ...] = ()
    for sitting in layout.procedure.sittings:
        if part and layout.width((*part, sitting)) > LANDSCAPE:
            yield part
            part = ()
        part = (*part, sitting)
    if part:
        yield part


def _columns(layout: Plan, part: tuple[SittingFacts, ...]) -> tuple[Column, ...]:
    measures = [one for sitting in part for one in layout.of(sitting)]
    numbers = tuple(Column(one.width, align=Align.CENTER) for one in measures)
    return (Column(NUMBER_WIDTH, align=Align.CENTER), Column(NAME_WIDTH, stretch=1), *numbers)


def _head(layout: Plan, part: tuple[SittingFacts, ...]) -> tuple[Row, Row]:
    groups = tuple(Cell(words(sitting.name), span=len(layout.of(sitting))) for sitting in part)
    names = tuple(Cell(words(one.head)) for sitting in part for one in layout.of(sitting))
    first = (Cell(words("№\nп/п"), rows=2), Cell(words("Школа"), rows=2), *groups)
    return Row(first), Row(names)


def _rows(layout: Plan, part: tuple[SittingFacts, ...], path: str) -> Iterator[Row]:
    school = 0
    for at, row in enumerate(layout.procedure.rows):
        here = f"{path}.rows[{at}]"
        school += not row.area
        number = Cell() if row.area else Cell((Run(str(school)),), number=True)
        cells = [cell for sitting in part for cell in _cells(layout, sitting, row, here)]
        kind = RowKind.TOTAL if row.area else RowKind.ROW
        yield Row((number, Cell((run(row.name, f"{here}.name"),)), *cells), kind)


def _cells(layout: Plan, sitting: SittingFacts, row: RowFacts, path: str) -> Iterator[Cell]:
    found = next(((at, one) for at, one in enumerate(row.results) if one.sitting == sitting.key), None)
    for measure in layout.of(sitting):
        if measure.code == "change":
            yield _change(sitting, row.changes, path)
        elif found is None or found[1].absent:
            yield Cell((Run(absent_text(found[1] if found else None)),))
        else:
            yield figure_cell(measure.code, found[1], f"{path}.results[{found[0]}]")


def absent_text(result: ResultFacts | None) -> str:
    """What stands in place of figures."""
    return ABSENT.get(result.absent, "–") if result else "–"


def figure_cell(code: str, result: ResultFacts, path: str) -> Cell:
    """One figure of a result, traced to its fact."""
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
    name = "participants" if code == "n" else code
    share = code == "percent"
    runs = (Run(text, fact=f"{path}.{name}"),)
    return Cell(runs, number=True, mark=_mark(result) if share else "", strong=share and result.low)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _mark(result: ResultFacts) -> str:
    mark = "**" if result.fragile else "*" if result.small else ""
    return mark + ("≈" if result.border else "") + ("!" if result.flagged else "")


def _change(sitting: SittingFacts, changes: tuple[ChangeFacts, ...], path: str) -> Cell:
    for at, change in enumerate(changes):
        if change.later == sitting.key:
            return Cell((Run(change.points, fact=f"{path}.changes[{at}].points"),), number=True)
    return Cell((Run("–"),))


def _notes(layout: Plan, part: tuple[SittingFacts, ...], small_n: int, threshold: int) -> tuple[Inline, ...]:
    keys = {sitting.key for sitting in part}
    rows = layout.procedure.rows
    results = [one for row in rows for one in row.results if one.sitting in keys]
    codes = {one.code for one in layout.measures}
    said = [
        *result_notes(results, small_n, threshold, counted="n" in codes),
        (
            _dashes(rows, keys),
            "«–» – процедура не проводилась, участников не было или данных для сравнения нет.",
        ),
        (
            "change" in codes and layout.of(part[-1])[-1].code == "change",
            "Изм. – изменение доли к предыдущему проведению по программе того же класса, в процентных пунктах.",
        ),
    ]
    text = " ".join(note for holds, note in said if holds)
    return (words(text),) if text else ()


def result_notes(
    results: list[ResultFacts], small_n: int, threshold: int, *, counted: bool
) -> list[tuple[bool, str]]:
    """What the marks beside figures mean, each with whether it is met; `counted`: participants have a column."""
    valid = [one for one in results if not one.absent]
    return [
        (any(one.low for one in valid), f"Полужирным на сером выделены доли не менее {threshold} %."),
        (
            any(one.small and not one.fragile for one in valid),
            f"* – менее {small_n} участников: доля зависит от отметки одного-двух обучающихся.",
        ),
        (
            any(one.fragile for one in valid),
            f"** – результат одного участника решает, достигает ли доля {threshold} %.",
        ),
        (any(one.border for one in valid), "≈ – точная доля может отличаться из-за округления в источнике."),
        (any(one.flagged for one in valid), "! – признак необъективности."),
        (
            not counted or any(one.participants is None for one in valid),
            "Источник приводит только доли, без числа участников" + (" (н/д)." if counted else "."),
        ),
        (any(one.absent == "не получен" for one in results), "н/п – результат не получен."),
        (any(one.absent == "исключён" for one in results), "искл. – результат исключён из рассмотрения."),
    ]


def _dashes(rows: tuple[RowFacts, ...], keys: set[str]) -> bool:
    for row in rows:
        by_key = {one.sitting: one for one in row.results}
        if any(
            key not in by_key or by_key[key].absent in ("не проводилась", "нет участников") for key in keys
        ):
            return True
    return False
