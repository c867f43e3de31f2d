"""Rows of a table of indicators compared with those the programme has, and written with their targets and facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Indicator, IndicatorValue, year_label
from shnor_desktop.models.values import show_e4
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap.planned.lines import CHANGED, NEW, SAME, alike, where
from shnor_desktop.sheets.roadmap import columns
from shnor_desktop.sheets.roadmap.columns import year_of
from shnor_desktop.sheets.roadmap.indicators import Figure, IndicatorRow
from shnor_desktop.sheets.roadmap.tables import Table


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """A target or a fact of a year."""

    year: int
    year_kind: str
    stage: str
    name: str
    """`target_e4` or `fact_e4`."""
    value_e4: int | None
    decimals: int
    no_data: bool = False

    @property
    def told(self) -> str:
        """«2021/22: план 40»."""
        what = "план" if self.name == "target_e4" else "факт"
        value = "нет данных" if self.value_e4 is None else show_e4(self.value_e4, self.decimals)
        return f"{year_label(self.year, self.year_kind)}: {what} {value}"


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """A row of the table and what becomes of it."""

    row: IndicatorRow
    where: str
    becomes: str
    values: tuple[PlannedValue, ...]
    uid: bytes | None = None
    doubts: tuple[str, ...] = ()


def match(
    session: Session,
    programme: ProgrammeLine,
    rows: Sequence[IndicatorRow],
    tables: Sequence[Table],
    year: int | None,
) -> tuple[PlannedIndicator, ...]:
    """The indicators with what becomes of each."""
    known = list(session.scalars(select(Indicator).where(Indicator.programme == programme.uid)))
    found = []
    for row in rows:
        record = next((one for one in known if _key(one) == _key(row)), None)
        if record is not None:
            known.remove(record)
        values, doubts = _values(row.figures, programme, year)
        becomes = NEW if record is None else CHANGED if _edits(session, record, row, values) else SAME
        told = tuple(filter(None, (row.doubt, *doubts)))
        uid = record.uid if record is not None else None
        found.append(
            PlannedIndicator(row, where(tuple(tables), row.table, row.line), becomes, values, uid, told)
        )
    return tuple(found)


def _key(one: Indicator | IndicatorRow) -> tuple[str, str, str]:
    return alike(one.group), alike(one.criterion), alike(one.text)


def _values(
    figures: Sequence[Figure], programme: ProgrammeLine, year: int | None
) -> tuple[tuple[PlannedValue, ...], tuple[str, ...]]:
    usual = _usual_year(programme, year)
    found: dict[tuple[int, str, str, str], PlannedValue] = {}
    doubts = []
    for one in figures:
        placed = _placed(one, usual)
        if placed is None:
            doubts.append(f"«{one.text}»: год не назван ни в таблице, ни в программе, значение не взято.")
            continue
        name = "target_e4" if one.column.role == columns.TARGET else "fact_e4"
        found[(*placed, name)] = PlannedValue(*placed, name, one.value_e4, one.decimals, one.no_data)
    return tuple(found.values()), tuple(doubts)


def _usual_year(programme: ProgrammeLine, year: int | None) -> tuple[int, str] | None:
    """The year of figures whose heading names none: the one that was said, else the last of the programme."""
    period = outline.period(programme)
    if period is None:
        return (year, programme.year_kind or "school") if year else None
    if period.school:
        return year or period.ends.year - (period.ends.month < 9), "school"
    return year or period.ends.year, "calendar"


def _placed(figure: Figure, usual: tuple[int, str] | None) -> tuple[int, str, str] | None:
    named = year_of(figure.column.heading)
    if named is not None:
        return named[0], "school" if named[1] else "calendar", ""
    if usual is None:
        return None
    return (*usual, "input" if figure.column.role == columns.BASE else "")


def _given(row: IndicatorRow) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("number", "text", "group", "criterion", "unit")}
    return {name: value for name, value in told.items() if value}


def _edits(session: Session, record: Indicator, row: IndicatorRow, values: Sequence[PlannedValue]) -> bool:
    if any(getattr(record, name) != value for name, value in _given(row).items()):
        return True
    return any(_differs(_standing(session, record.uid, one), one) for one in values)


def _differs(standing: IndicatorValue | None, value: PlannedValue) -> bool:
    if standing is None:
        return True
    said = value.value_e4 is not None and getattr(standing, value.name) != value.value_e4
    return said or (value.no_data and standing.state != "no_data")


def _standing(session: Session, indicator: bytes, value: PlannedValue) -> IndicatorValue | None:
    query = select(IndicatorValue).where(
        IndicatorValue.indicator == indicator,
        IndicatorValue.school.is_(None),
        IndicatorValue.year == value.year,
        IndicatorValue.year_kind == value.year_kind,
        IndicatorValue.stage == value.stage,
    )
    return session.scalars(query).first()


def write(session: Session, programme: bytes, rows: Sequence[PlannedIndicator]) -> None:
    """Add and change what the preview says."""
    for one in rows:
        if one.becomes == SAME:
            continue
        given: dict[str, Any] = _given(one.row) | (
            {} if one.uid else {"programme": programme, "use": "programme"}
        )
        uid = records.save(session, "indicator", one.uid, given)
        for value in one.values:
            standing = _standing(session, uid, value)
            if not _differs(standing, value):
                continue
            told: dict[str, Any] = {"state": "no_data"} if value.no_data else {value.name: value.value_e4}
            if not value.no_data:
                told |= {"state": "", "decimals": max(value.decimals, standing.decimals if standing else 0)}
            whose: dict[str, Any] = {
                "indicator": uid,
                "year": value.year,
                "year_kind": value.year_kind,
                "stage": value.stage,
            }
            records.save(
                session,
                "indicator_value",
                standing.uid if standing else None,
                told if standing else whose | told,
            )
