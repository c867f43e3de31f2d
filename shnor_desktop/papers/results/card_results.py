"""Results on the school card: a table a family, procedures down, sittings across, the district under the school."""

from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.papers.results.facts import (
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SchoolCardFacts,
    SittingFacts,
)
from shnor_desktop.papers.results.result_tables import (
    LANDSCAPE,
    PORTRAIT,
    SIZE,
    Note,
    absent_text,
    figure_cell,
    noted,
    partial_notes,
    result_notes,
)
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import Align, Block, Cell, Column, Inline, Row, RowKind, Run, Table
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import dated, form, named, words

NAME_WIDTH = 50.0
_DASH = "«–» – процедура не проводилась, участников не было или сведений нет."


@dataclass(frozen=True, slots=True)
class _Measure:
    code: str
    head: str
    width: float


@dataclass(frozen=True, slots=True)
class _Held:
    """A procedure of a subject."""

    subject: str
    procedure: ProcedureFacts


def is_wide(facts: SchoolCardFacts) -> bool:
    """Whether some table does not fit on an upright page."""
    families = dict.fromkeys(one.family for one in facts.subjects)
    return any(_width(facts, family, _sittings(_held(facts, family))) > PORTRAIT for family in families)


def family_tables(facts: SchoolCardFacts, family: str, numbers: Tables) -> Iterator[Block]:
    """The table of one family, or several when its sittings do not fit on a page's width."""
    held = _held(facts, family)
    measures = _measures(held, _is_exam(facts, family))
    for part in _parts(facts, family, _sittings(held)):
        rows = tuple(_rows(held, part, measures))
        if not rows:
            continue
        yield Table(
            columns=(
                Column(NAME_WIDTH, stretch=1),
                *(Column(one.width, align=Align.CENTER) for _ in part for one in measures),
            ),
            head=_head(part, measures),
            rows=rows,
            caption=numbers.caption(f"Результаты: {family}"),
            notes=_notes(facts, held, part, measures),
            sheet=family,
            size=SIZE,
            middle=True,
        )


def _held(facts: SchoolCardFacts, family: str) -> list[_Held]:
    return [
        _Held(subject.subject, procedure)
        for subject in facts.subjects
        if subject.family == family
        for procedure in subject.procedures
    ]


def _is_exam(facts: SchoolCardFacts, family: str) -> bool:
    return any(one.family == family and one.family_code == "ege" for one in facts.subjects)


def _sittings(held: list[_Held]) -> tuple[SittingFacts, ...]:
    """One of every name («весна 2024») in the order of time."""
    found: dict[str, SittingFacts] = {}
    for one in held:
        for sitting in one.procedure.sittings:
            found.setdefault(sitting.name, sitting)
    return tuple(
        sorted(found.values(), key=lambda one: (one.name.split()[-1], one.name != _spring(one), one.name))
    )


def _spring(sitting: SittingFacts) -> str:
    """Within a calendar year spring comes before autumn."""
    return f"весна {sitting.name.split()[-1]}"


def _measures(held: list[_Held], exam: bool) -> tuple[_Measure, ...]:
    results = [one for each in held for row in each.procedure.rows for one in row.results]
    failed = "Ниже порога" if exam else "«2»"
    measures = [
        (any(one.participants is not None for one in results), _Measure("n", "Всего, чел.", 13)),
        (
            any(one.failed is not None for one in results),
            _Measure("failed", f"{failed}, чел.", 16 if exam else 13),
        ),
        (True, _Measure("percent", f"{failed}, %", 16 if exam else 14)),
        (exam and any(one.mean for one in results), _Measure("mean", "Ср. балл", 13)),
    ]
    return tuple(measure for shown, measure in measures if shown)


def _width(facts: SchoolCardFacts, family: str, part: tuple[SittingFacts, ...]) -> float:
    measures = _measures(_held(facts, family), _is_exam(facts, family))
    return NAME_WIDTH + len(part) * sum(one.width for one in measures)


def _parts(
    facts: SchoolCardFacts, family: str, sittings: tuple[SittingFacts, ...]
) -> Iterator[tuple[SittingFacts, ...]]:
    part: tuple[SittingFacts, ...] = ()
    for sitting in sittings:
        if part and _width(facts, family, (*part, sitting)) > LANDSCAPE:
            yield part
            part = ()
        part = (*part, sitting)
    if part:
        yield part


def _head(part: tuple[SittingFacts, ...], measures: tuple[_Measure, ...]) -> tuple[Row, Row]:
    groups = tuple(Cell((dated(sitting.name),), span=len(measures)) for sitting in part)
    names = tuple(Cell((form(one.head),)) for _ in part for one in measures)
    return row_of(Cell(words("Процедура"), rows=2), *groups), Row(names)


def _rows(held: list[_Held], part: tuple[SittingFacts, ...], measures: tuple[_Measure, ...]) -> Iterator[Row]:
    for one in held:
        for row in one.procedure.rows:
            cells = [cell for sitting in part for cell in _cells(one, row, sitting, measures)]
            if not any(result for sitting in part if (result := _result(one, row, sitting))):
                continue
            title = named(row.name if row.area else one.procedure.title)
            yield row_of(title, *cells, kind=RowKind.TOTAL if row.area else RowKind.ROW)


def _result(held: _Held, row: RowFacts, sitting: SittingFacts) -> ResultFacts | None:
    """The result at the procedure's own sitting of that name."""
    key = next((one.key for one in held.procedure.sittings if one.name == sitting.name), "")
    for one in row.results:
        if one.sitting == key and (one.percent or one.absent or one.participants is not None):
            return one
    return None


def _cells(
    held: _Held, row: RowFacts, sitting: SittingFacts, measures: tuple[_Measure, ...]
) -> Iterator[Cell]:
    found = _result(held, row, sitting)
    for measure in measures:
        if found is None or found.is_empty:
            yield Cell((Run(absent_text(found)),))
        else:
            yield figure_cell(measure.code, found)


def _notes(
    facts: SchoolCardFacts, held: list[_Held], part: tuple[SittingFacts, ...], measures: tuple[_Measure, ...]
) -> tuple[Inline, ...]:
    found = [_result(one, row, sitting) for one in held for row in one.procedure.rows for sitting in part]
    results = [one for one in found if one]
    counted = any(one.code == "n" for one in measures)
    said: list[Note] = [
        *result_notes(results, facts.small_n, facts.threshold, facts.method, counted=counted),
        *(note for one in facts.subjects for note in partial_notes(one, results)),
        (len(results) < len(found) or any(absent_text(one) == "–" for one in results if one.absent), _DASH),
    ]
    return noted(said)
