"""The social passport of a school year, or of a calendar year where values are kept by those: what is known of every school, in figures and as shares, with the index and where the
district stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.programme import Indicator, IndicatorValue, year_label
from shnor_desktop.models.values import show_e4
from shnor_desktop.operations.context import dictionary
from shnor_desktop.operations.context.dictionary import CONTEXT, Dictionary, Line
from shnor_desktop.operations.schools.rows import SchoolRow, school_rows
from shnor_desktop.rules import context_index
from shnor_desktop.rules.context_index import Index, Measure
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import CALENDAR, LESS, SCHOOL
from shnor_desktop.rules.words.russian import percent_e4

NO_DATA = "н/д"
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of a school, or of the district, by one indicator."""

    uid: bytes
    """Of its record."""
    value_e4: int | None
    share_e4: int | None = None
    """Of the indicator that its denominator names."""
    no_data: bool = False
    beyond: bool = False
    """More than what it is a part of."""
    source: str = ""

    @property
    def text(self) -> str:
        """As it is shown and typed."""
        return NO_DATA if self.value_e4 is None else show_e4(self.value_e4)

    @property
    def share(self) -> str:
        """«20,5 %»; empty where it is no share."""
        return "" if self.share_e4 is None else percent_e4(self.share_e4, 1)

    @property
    def compared_e4(self) -> int | None:
        """What schools are compared by."""
        return self.share_e4 if self.share_e4 is not None else self.value_e4


@dataclass(frozen=True, slots=True)
class Passport:
    """Schools by indicators in one year."""

    year: int
    kind: str
    """«school» or «calendar»."""
    years: tuple[int, ...]
    """School years with values, and the one that runs; the newest first."""
    calendar_years: tuple[int, ...]
    """Calendar years with values."""
    dictionary: Dictionary
    schools: tuple[SchoolRow, ...]
    cells: Mapping[tuple[bytes, bytes], Cell]
    """By school and indicator."""
    district: Mapping[bytes, Cell]
    """What was typed of the district as a whole, by indicator."""
    indexes: Mapping[bytes, Index]

    @property
    def label(self) -> str:
        """«2021/22», «2021 год»."""
        return year_label(self.year, self.kind)

    @property
    def title(self) -> str:
        """«2021/22 учебный год», «2021 год»."""
        return f"{self.label} учебный год" if self.kind == SCHOOL else self.label

    @property
    def earlier(self) -> int | None:
        """The last year of the kind before this one."""
        every = self.years if self.kind == SCHOOL else self.calendar_years
        return max((one for one in every if one < self.year), default=None)

    def middle(self, line: Line) -> tuple[int, int] | None:
        """The median of the schools, as they are compared, and of how many it is."""
        known = [
            value
            for one in self.schools
            if (cell := self.cells.get((one.uid, line.uid))) and (value := cell.compared_e4) is not None
        ]
        return (median_low(known), len(known)) if known else None

    def total(self, line: Line) -> int | None:
        """The sum over the schools where one makes sense: of people and things."""
        if line.unit not in ("чел.", "шт.") or line.unit == "":
            return None
        known = [
            cell.value_e4
            for one in self.schools
            if (cell := self.cells.get((one.uid, line.uid))) and cell.value_e4 is not None
        ]
        return sum(known) if known else None


def current_year(today: date | None = None) -> int:
    """The school year that runs."""
    day = today or date.today()
    return day.year - (day.month < 9)


def read(session: Session, year: int | None = None, kind: str = SCHOOL) -> Passport:
    """The passport of a year; without one, of the newest school year with values, or calendar year where no other has."""
    found = dictionary.read(session)
    years, calendar_years = _years(session, SCHOOL), _years(session, CALENDAR)
    if year is None and not years and calendar_years:
        kind = CALENDAR
    known = years if kind == SCHOOL else calendar_years
    chosen = year if year is not None else (known[0] if known else current_year())
    schools = standing_schools(session, chosen, kind)
    cells, district = _cells(session, found, chosen, kind)
    shown = {chosen}
    return Passport(
        chosen,
        kind,
        tuple(sorted({*years, current_year()} | (shown if kind == SCHOOL else set()), reverse=True)),
        tuple(sorted({*calendar_years} | (shown if kind == CALENDAR else set()), reverse=True)),
        found,
        schools,
        cells,
        district,
        indexes(found, schools, cells),
    )


def standing_schools(session: Session, year: int, kind: str = SCHOOL) -> tuple[SchoolRow, ...]:
    """Schools that were not closed before that year, in the order of their names."""
    begins = date(year, 9 if kind == SCHOOL else 1, 1).isoformat()
    return tuple(one for one in school_rows(raw_of(session)) if not one.closed_on or one.closed_on >= begins)


def _years(session: Session, kind: str) -> tuple[int, ...]:
    query = (
        select(IndicatorValue.year)
        .join(Indicator, Indicator.uid == IndicatorValue.indicator)
        .where(
            Indicator.use == CONTEXT,
            Indicator.programme.is_(None),
            IndicatorValue.year_kind == kind,
            IndicatorValue.stage == "",
        )
        .distinct()
    )
    return tuple(sorted((one for one in session.scalars(query) if one), reverse=True))


def values_of(session: Session, year: int, kind: str = SCHOOL) -> list[IndicatorValue]:
    """The records of a year, of every indicator of the dictionary."""
    query = (
        select(IndicatorValue)
        .join(Indicator, Indicator.uid == IndicatorValue.indicator)
        .where(
            Indicator.use == CONTEXT,
            Indicator.programme.is_(None),
            IndicatorValue.year == year,
            IndicatorValue.year_kind == kind,
            IndicatorValue.stage == "",
        )
    )
    return list(session.scalars(query))


def _cells(
    session: Session, found: Dictionary, year: int, kind: str
) -> tuple[dict[tuple[bytes, bytes], Cell], dict[bytes, Cell]]:
    held: dict[bytes | None, dict[bytes, IndicatorValue]] = defaultdict(dict)
    for one in values_of(session, year, kind):
        held[one.school][one.indicator] = one
    cells: dict[tuple[bytes, bytes], Cell] = {}
    district: dict[bytes, Cell] = {}
    for school, values in held.items():
        for line in found.lines:
            record = values.get(line.uid)
            if record is None or (record.fact_e4 is None and record.state != "no_data"):
                continue
            whole = values.get(line.of) if line.of else None
            cell = _cell(record, whole.fact_e4 if whole is not None else None)
            if school is None:
                district[line.uid] = cell
            else:
                cells[school, line.uid] = cell
    return cells, district


def _cell(record: IndicatorValue, whole: int | None) -> Cell:
    value = record.fact_e4
    share = None
    if value is not None and whole is not None and whole > 0 and 0 <= value <= whole:
        share = (2 * _HUNDRED * E4 * value + whole) // (2 * whole)
    beyond = value is not None and whole is not None and value > whole
    return Cell(record.uid, value, share, value is None, beyond, record.source)


def measures(found: Dictionary) -> tuple[Measure, ...]:
    """What the index is made of."""
    return tuple(
        Measure(one.uid, one.weight_e4, one.direction == LESS, one.limit_e4)
        for one in found.lines
        if one.counts
    )


def indexes(
    found: Dictionary, schools: Iterable[SchoolRow], cells: Mapping[tuple[bytes, bytes], Cell]
) -> dict[bytes, Index]:
    """Of every school. What should be a share and is none for want of its whole is not known."""
    values: dict[bytes, dict[bytes, int]] = {}
    counted = [one for one in found.lines if one.counts]
    for school in schools:
        values[school.uid] = {
            line.uid: value
            for line in counted
            if (cell := cells.get((school.uid, line.uid)))
            and (value := cell.share_e4 if line.of else cell.value_e4) is not None
        }
    return context_index.indexes(measures(found), values, found.border_e4)
