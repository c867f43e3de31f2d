"""Reading the school × sitting grid: what a filter shows, page by page, every cell ready to be painted.

Schools stand in the order of their names, never of their results.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state.row import marks as placeholders
from shnor_desktop.models import uids as identity
from shnor_desktop.models.identification import MethodProfile
from shnor_desktop.models.results import AreaResult, Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.operations.results.grid_cells import (
    NO_FIGURE,
    GridCell,
    Measure,
    aspect_cell,
    cell,
    pooled_cell,
)
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.operations.results.snapshot import ONE_OF_A_KIND
from shnor_desktop.rules.figures import FAMILY_LABELS, ResultState, by_marks
from shnor_desktop.rules.results.quality import Aspect, pooled
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import by_name


@dataclass(frozen=True, slots=True)
class GridFilter:
    """What the grid shows; an empty tuple is everything."""

    families: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Short names."""
    years: tuple[int, ...] = ()
    aspect: Aspect = Aspect.FAILED
    """Which figure of the results the cells show."""


@dataclass(frozen=True, slots=True)
class GridChoices:
    """What can be chosen in the filters, and how the file stands."""

    families: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    years: tuple[tuple[int, str], ...]
    """Newest first."""
    schools: int
    latest: int | None
    """The last school year with results; else the last with sittings."""


def still_offered(choices: GridChoices, wanted: GridFilter) -> GridFilter:
    """What of a filter the file still has; what it has no more is not asked for."""
    return GridFilter(
        tuple(one for one in wanted.families if one in dict(choices.families)),
        tuple(one for one in wanted.subjects if one in dict(choices.subjects)),
        tuple(one for one in wanted.years if one in dict(choices.years)),
        wanted.aspect,
    )


class GridSitting(NamedTuple):
    """A column."""

    uid: bytes
    name: str
    family: str
    heading: str
    """Two short lines for the heading: «ВПР МА 5» and «весна 2021»."""
    by_marks: bool


class GridSchool(NamedTuple):
    """A row."""

    uid: bytes
    name: str
    where: str
    """Municipality, when the file has several; else the settlement."""


GridLine = tuple[GridCell | None, ...]


@dataclass(frozen=True, slots=True)
class GridPage:
    """A part of the grid; `first` is the number of its first school, `total` that of all schools."""

    sittings: tuple[GridSitting, ...]
    schools: tuple[GridSchool, ...]
    lines: tuple[GridLine, ...]
    first: int
    total: int
    district: GridLine = ()
    """Over all schools of the file; given with the last part."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The beginning of the grid together with what can be chosen; `wanted` is the filter it was read by."""

    choices: GridChoices
    wanted: GridFilter
    page: GridPage


def read_first(session: Session, foreseen: Callable[[GridChoices], GridFilter], schools: int) -> FirstPage:
    """What can be chosen, and so many schools by the filter that will be chosen of it."""
    choices = read_choices(session)
    wanted = foreseen(choices)
    return FirstPage(choices, wanted, read_grid(session, wanted, 0, schools))


def read_choices(session: Session) -> GridChoices:
    """Families, subjects and years that have sittings."""
    rows = session.execute(
        select(Procedure.family, Subject.short, Subject.name, Subject.position, Sitting.school_year)
        .select_from(Sitting)
        .join(Procedure, Procedure.uid == Sitting.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
        .distinct()
    ).all()
    families = {row[0] for row in rows}
    subjects = {(row[3], row[1], row[2]) for row in rows}
    years = sorted({row[4] for row in rows}, reverse=True)
    return GridChoices(
        tuple((code, label) for code, label in FAMILY_LABELS.items() if code in families),
        tuple((short, name) for _, short, name in sorted(subjects)),
        tuple((year, school_years.label(year)) for year in years),
        session.scalar(select(func.count()).select_from(School)) or 0,
        _latest(session, years),
    )


def read_subjects(session: Session) -> list[tuple[str, str]]:
    """Short name and name of every subject, in the order of the dictionary."""
    rows = session.execute(select(Subject.short, Subject.name).order_by(Subject.position, Subject.short))
    return [(row[0], row[1]) for row in rows]


def _latest(session: Session, years: Sequence[int]) -> int | None:
    for year in years:
        query = select(SchoolResult.uid).join(Sitting, Sitting.uid == SchoolResult.sitting)
        if session.execute(query.where(Sitting.school_year == year).limit(1)).first():
            return year
    return years[0] if years else None


def read_grid(session: Session, wanted: GridFilter, first: int = 0, limit: int | None = None) -> GridPage:
    """Schools from number `first`; the line of the district comes with the part that ends the list."""
    schools = _schools(session)
    sittings = read_sittings(session, wanted)
    shown = schools[first : None if limit is None else first + limit]
    measure = read_measure(session)
    shape = _Shape(sittings, measure, wanted.aspect)
    lines = _lines(session, shape, shown, len(shown) == len(schools))
    last = first + len(shown) >= len(schools)
    return GridPage(
        sittings,
        tuple(shown),
        lines,
        first,
        len(schools),
        _district(session, shape) if last and sittings else (),
    )


def read_lines(session: Session, wanted: GridFilter, schools: Sequence[bytes]) -> GridPage:
    """Some schools only, after they were changed; with the line of the district."""
    found = {one.uid: one for one in _schools(session)}
    sittings = read_sittings(session, wanted)
    shown = [found[uid] for uid in schools if uid in found]
    shape = _Shape(sittings, read_measure(session), wanted.aspect)
    lines = _lines(session, shape, shown, False)
    return GridPage(sittings, tuple(shown), lines, 0, len(found), _district(session, shape))


def read_measure(session: Session) -> Measure:
    """Threshold and watch width of the usual profile."""
    query = select(MethodProfile.threshold, MethodProfile.watch_width)
    row = session.execute(query.where(MethodProfile.uid == identity.DEFAULT_PROFILE)).first()
    return Measure(row[0], row[1]) if row else Measure()


def _schools(session: Session) -> list[GridSchool]:
    rows = raw_of(session).execute("SELECT uid, name, municipality, place FROM school").fetchall()
    several = len({row[2] for row in rows if row[2]}) > 1
    found = [GridSchool(row[0], row[1], row[2] if several else row[3]) for row in rows]
    return sorted(found, key=lambda one: (by_name(one.name), one.where, one.uid))


def read_sittings(session: Session, wanted: GridFilter) -> tuple[GridSitting, ...]:
    """Columns of a filter: newest year first, then family, grade and subject."""
    query = (
        select(
            Sitting.uid,
            Procedure.family,
            Subject.short,
            Procedure.level,
            Procedure.programme_grade,
            Procedure.title,
            Sitting.school_year,
            Sitting.season,
            Subject.position,
        )
        .select_from(Sitting)
        .join(Procedure, Procedure.uid == Sitting.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
    )
    if wanted.families:
        query = query.where(Procedure.family.in_(wanted.families))
    if wanted.subjects:
        query = query.where(Subject.short.in_(wanted.subjects))
    if wanted.years:
        query = query.where(Sitting.school_year.in_(wanted.years))
    found: list[Any] = list(session.execute(query))
    rows = sorted(found, key=_sitting_order)
    return tuple(_sitting(row) for row in rows)


_FAMILY_ORDER = {code: place for place, code in enumerate(FAMILY_LABELS)}


def _sitting_order(row: Row[Any]) -> tuple[object, ...]:
    return (
        -row.school_year,
        _FAMILY_ORDER.get(row.family, 99),
        row.season != "autumn",
        row.programme_grade,
        row.position,
        row.short,
        row.level,
        row.title,
    )


def _sitting(row: Row[Any]) -> GridSitting:
    procedure = row.title or procedure_name(row.family, row.short, row.level, row.programme_grade)
    name = sitting_name(procedure, row.school_year, row.season)
    rest = name.removeprefix(procedure).strip(", ")
    return GridSitting(
        row.uid,
        name,
        row.family,
        f"{procedure}\n{rest}",
        by_marks(row.family, row.level),
    )


class _Shape(NamedTuple):
    """What all lines of a grid share."""

    sittings: Sequence[GridSitting]
    measure: Measure
    aspect: Aspect

    @property
    def columns(self) -> str:
        """What is read of a result: all its figures where another one than the usual is shown."""
        return _FIGURES if self.aspect is Aspect.FAILED else f"{_FIGURES}, {', '.join(FIGURE_NAMES)}"


def _lines(
    session: Session, shape: _Shape, schools: Sequence[GridSchool], all_schools: bool
) -> tuple[GridLine, ...]:
    sittings = shape.sittings
    marks = [one.by_marks for one in sittings]
    columns = {one.uid: at for at, one in enumerate(sittings)}
    rows: list[list[GridCell | None]] = [[None] * len(sittings) for _ in schools]
    places = {one.uid: at for at, one in enumerate(schools)}
    made: dict[tuple[Any, ...], GridCell] = {}
    uids = () if all_schools else tuple(places)
    only = "" if all_schools else f" AND school IN ({placeholders(uids)})"
    for at in range(0, len(sittings), 500):
        part = [one.uid for one in sittings[at : at + 500]]
        # Bare rows: mapped ones take longer to make than all the rest of a page.
        found = raw_of(session).execute(
            f"SELECT {shape.columns}, school, sitting FROM school_result WHERE _dup = 0 AND sitting IN ({placeholders(part)})"
            + only,
            (*part, *uids),
        )
        for *figures, school, sitting in found:
            key = (marks[columns[sitting]], *figures)
            one = made.get(key)
            if one is None:
                one = made[key] = _cell(shape, *key)
            rows[places[school]][columns[sitting]] = one
    return tuple(tuple(row) for row in rows)


_FIGURES = "state, participants, failed, failed_pct_e4, pct_decimals, objectivity_flag, reason"


def _cell(shape: _Shape, by_marks: bool, *row: Any) -> GridCell:
    """The cell of one row of `_Shape.columns`."""
    state, n, failed, pct, decimals, flag, reason, *more = row
    one = cell(state, n, failed, pct, decimals, flag, shape.measure, reason)
    return aspect_cell(as_figures(tuple(more)), by_marks, shape.aspect, state, flag, one) if more else one


def _district(session: Session, shape: _Shape) -> GridLine:
    """Pupils of all schools added up; where only percentages are known, the line the file gives."""
    if shape.aspect is not Aspect.FAILED:
        return _district_aspect(session, shape)
    sittings, measure = shape.sittings, shape.measure
    uids = [one.uid for one in sittings]
    counted: dict[bytes, tuple[int, int]] = {}
    given: dict[bytes, list[Any]] = {}
    for at in range(0, len(uids), 500):
        part = uids[at : at + 500]
        sums = (
            select(SchoolResult.sitting, func.sum(SchoolResult.participants), func.sum(SchoolResult.failed))
            .where(
                SchoolResult.sitting.in_(part),
                SchoolResult.state == ResultState.VALID,
                ONE_OF_A_KIND,
                SchoolResult.participants > 0,
                SchoolResult.failed.is_not(None),
            )
            .group_by(SchoolResult.sitting)
        )
        counted |= {row[0]: (row[1] or 0, row[2] or 0) for row in session.execute(sums)}
        areas = select(
            AreaResult.sitting,
            AreaResult.participants,
            AreaResult.failed,
            AreaResult.failed_pct_e4,
            AreaResult.pct_decimals,
        ).where(AreaResult.sitting.in_(part), AreaResult.area == "district")
        for row in session.execute(areas):
            given.setdefault(row[0], []).append(row)
    line: list[GridCell | None] = []
    for uid in uids:
        if uid in counted:
            total, low = counted[uid]
            line.append(cell(ResultState.VALID, total, low, None, 0, False, measure)._replace(small=False))
        elif len(given.get(uid, ())) == 1:
            _, n, failed, pct, decimals = given[uid][0]
            line.append(cell(ResultState.VALID, n, failed, pct, decimals, False, measure))
        else:
            line.append(None)
    return tuple(line)


def _district_aspect(session: Session, shape: _Shape) -> GridLine:
    """The figure over all schools, by pupils; where none can be added, the line the file gives."""
    columns = [getattr(SchoolResult, name) for name in FIGURE_NAMES]
    line: list[GridCell | None] = []
    for one in shape.sittings:
        results = session.execute(
            select(*columns).where(
                SchoolResult.sitting == one.uid, SchoolResult.state == ResultState.VALID, ONE_OF_A_KIND
            )
        )
        found = pooled(shape.aspect, [(as_figures(tuple(row)), one.by_marks) for row in results])
        line.append(pooled_cell(found, shape.aspect) or _given_aspect(session, one, shape))
    return tuple(line)


def _given_aspect(session: Session, sitting: GridSitting, shape: _Shape) -> GridCell | None:
    columns = [getattr(AreaResult, name) for name in FIGURE_NAMES]
    rows = session.execute(
        select(*columns).where(AreaResult.sitting == sitting.uid, AreaResult.area == "district")
    ).all()
    if len(rows) != 1:
        return None
    usual = GridCell("", "", False, False, "")
    made = aspect_cell(
        as_figures(tuple(rows[0])), sitting.by_marks, shape.aspect, ResultState.VALID, False, usual
    )
    return None if made.text == NO_FIGURE else made
