"""Everything of the document as one workbook: a sheet a record kind, headings and values as people read them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field, RecordKind, kind_of
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.results import Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import show
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.figures import (
    E4,
    FAMILY_LABELS,
    LEVELS,
    SEASONS,
    STATE_LABELS,
    Figures,
    ResultState,
    by_marks,
)
from shnor_desktop.rules.results.low_share import share_e4
from shnor_desktop.rules.results.quality import Aspect, value_of
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.sheets.results.own_export import HEADINGS, LAST_HEADINGS

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

RESULTS_SHEET = "results"
Value = str | int | float | None
Row = tuple[Value, ...]
Progress = Callable[[int, int, str], None]

_FIGURES = tuple(
    name
    for name in (field.name for field in kind_of(SchoolResult).fields)
    if name not in ("school", "sitting", "state", "participants", "failed", "failed_pct_e4", "pct_decimals")
)
_OF_FIGURES = frozenset(one.name for one in dataclass_fields(Figures))
_COMPUTED = (Aspect.PASSED, Aspect.QUALITY, Aspect.MEAN)
_COMPUTED_HEADINGS = ("Успеваемость (расчёт), %", "Качество (расчёт), %", "Средний (расчёт)")
"""Read back, columns marked «расчёт» are passed over: they follow from the others."""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet of the exported workbook."""

    name: str
    rows: int


def export_workbook(
    document: "Document", out: Path, progress: Progress | None = None
) -> tuple[SheetReport, ...]:
    """Write everything of the document to `out`; the same data give the same bytes."""
    from shnor_desktop.sheets.writing.workbook import ExportTable, write_tables

    with document.read() as session:
        names = Titles(session)
        tables = []
        for step, kind in enumerate(KINDS):
            if progress:
                progress(step, len(KINDS), kind.many)
            headings, rows = (
                _results(session, names) if kind.record is SchoolResult else _records(session, kind, names)
            )
            name = RESULTS_SHEET if kind.record is SchoolResult else kind.many
            tables.append(ExportTable(name, headings, rows))
        with _told(out):
            write_tables(tables, out)
    return tuple(SheetReport(table.title, len(table.rows)) for table in tables)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """What may go wrong with the file, in a sentence."""
    if out.suffix.lower() != ".xlsx":
        raise UserError(f"Книгу нельзя записать как «{out.name}».", "Выберите имя с расширением .xlsx.")
    if not out.absolute().parent.is_dir():
        raise UserError(f"Папки «{out.parent}» нет.", "Создайте её или выберите другую.")
    if out.is_dir():
        raise UserError(f"«{out.name}» — это папка.", "Укажите имя файла.")
    try:
        yield
    except OSError as error:
        raise UserError(
            f"Книгу «{out.name}» не удалось записать: она открыта в другой программе, запись запрещена или нет места.",
            "Закройте её или сохраните под другим именем.",
        ) from error


def _shown(kind: RecordKind) -> tuple[Field, ...]:
    """Fields a person ever sees; the others are for the program."""
    return tuple(field for field in kind.fields if field.in_table or field.in_form)


def _records(session: Session, kind: RecordKind, names: Titles) -> tuple[tuple[str, ...], Sequence[Row]]:
    fields = _shown(kind)
    headings = tuple(_heading(field) for field in fields)
    columns = [getattr(kind.record, field.name) for field in fields]
    made = [
        (_key(row := tuple(map(cell, fields, values, (names,) * len(values)))), uid, row)
        for uid, *values in session.execute(select(kind.record.uid, *columns))
    ]
    made.sort(key=lambda one: one[:2])
    return headings, [row for _, _, row in made]


def _key(row: Row) -> tuple[tuple[int, int | float, str], ...]:
    """Sort key: texts alphabetically, numbers by size."""
    return tuple(
        (0, one, "") if isinstance(one, int | float) else (1, 0, alphabetical(one or "")) for one in row
    )


def cell(field: Field, value: Any, names: Titles) -> Value:
    """A stored value as it stands in a workbook: numbers stay numbers."""
    if value is None:
        return None
    if field.editor is Editor.RECORD:
        return names(field.refers, value)
    if field.editor is Editor.INTEGER:
        return int(value)
    if field.editor is Editor.DECIMAL_E4:
        return number(value)
    return show(field, value)


def _heading(field: Field) -> str:
    return f"{field.label}, {field.unit}" if field.unit else field.label


def number(value_e4: int) -> int | float:
    """Ten-thousandths as a number; whole ones as integers."""
    return value_e4 // E4 if value_e4 % E4 == 0 else value_e4 / E4


def _results(session: Session, names: Titles) -> tuple[tuple[str, ...], Sequence[Row]]:
    """Results with their sitting spelled out, by school and then in the order of sittings."""
    fields = [kind_of(SchoolResult).field(name) for name in _FIGURES]
    headings = (*HEADINGS, *(_heading(one) for one in fields), *LAST_HEADINGS, *_COMPUTED_HEADINGS)
    query = select(
        School.uid,
        School.name,
        SchoolResult.sitting,
        SchoolResult.state,
        SchoolResult.participants,
        SchoolResult.failed,
        SchoolResult.failed_pct_e4,
        School.municipality,
        SchoolResult.pct_decimals,
        *(getattr(SchoolResult, name) for name in _FIGURES),
    ).join(School, School.uid == SchoolResult.school)
    sittings = _sittings(session)
    school_key = cache(alphabetical)
    found = session.execute(query)
    rows = sorted(found, key=lambda row: (school_key(row[1]), row[0], sittings[row[2]][0]))
    return headings, _Lazy(rows, lambda row: _result_row(row, sittings[row[2]][1:], fields, names))


class _Lazy(Sequence[Row]):
    """Rows made as they are asked for: a region's results need not stand in memory twice."""

    def __init__(self, rows: Sequence[Any], make: Callable[[Any], Row]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._make(row) for row in self._rows[at]]
        return self._make(self._rows[at])


def _result_row(row: Any, sitting: tuple[Row, bool], fields: list[Field], names: Titles) -> Row:
    _, school, _, state, n, failed, percent, municipality, decimals, *figures = row
    *told_of, writing_grade = sitting[0]
    computed: tuple[Value, ...] = (None,) * len(_COMPUTED)
    if state == ResultState.VALID:
        given = {
            one.name: value for one, value in zip(fields, figures, strict=True) if one.name in _OF_FIGURES
        }
        whole = Figures(
            participants=n, failed=failed, failed_pct_e4=percent, pct_decimals=decimals or 0, **given
        )
        computed = tuple(_computed(one, whole, sitting[1]) for one in _COMPUTED)
    if n and failed is not None:
        percent = share_e4(failed, n)
    told = tuple(cell(field, value, names) for field, value in zip(fields, figures, strict=True))
    return (
        school,
        *told_of,
        STATE_LABELS.get(state, state),
        n,
        failed,
        None if percent is None else number(percent),
        *told,
        municipality,
        writing_grade,
        decimals,
        *computed,
    )


def _computed(aspect: Aspect, figures: Figures, marks: bool) -> Value:
    """A computed figure as it is shown everywhere: rounded to its decimals."""
    found = value_of(aspect, figures, marks)
    return float(found.text.replace(",", ".")) if found else None


def _sittings(session: Session) -> dict[bytes, tuple[tuple[Any, ...], Row, bool]]:
    """Sort key and columns of every sitting, and whether it is measured by marks."""
    query = (
        select(
            Sitting.uid,
            Procedure.family,
            Subject.position,
            Subject.name,
            Procedure.level,
            Procedure.programme_grade,
            Sitting.school_year,
            Sitting.season,
            Sitting.sitting_grade,
        )
        .join(Procedure, Procedure.uid == Sitting.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
    )
    order = {code: place for place, code in enumerate(FAMILY_LABELS)}
    found: dict[bytes, tuple[tuple[Any, ...], Row, bool]] = {}
    for uid, family, position, subject, level, grade, year, season, written in session.execute(query):
        key = (order.get(family, len(order)), position, subject, level, grade, year, season != "autumn", uid)
        columns = (
            FAMILY_LABELS.get(family, family),
            subject,
            LEVELS.get(level, level),
            grade or None,
            school_years.calendar_year_of(year, season),
            SEASONS.get(season, season),
            school_years.label(year),
            written or None,
        )
        found[uid] = (key, columns, by_marks(family, level))
    return found
