"""One school with everything the file knows of it, as its card shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode
from shnor_desktop.models.values import Value
from shnor_desktop.operations.identification.slots import spec
from shnor_desktop.operations.identification.status_lines import StatusLine
from shnor_desktop.operations.identification.statuses import school_statuses
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.operations.schools.find import known_school
from shnor_desktop.rules.figures import STATE_LABELS, ResultState, by_marks, state_of
from shnor_desktop.rules.identification.explanation import plain_share
from shnor_desktop.rules.results.facts import Result, Sitting
from shnor_desktop.rules.results.low_share import counts, is_low, share_e4
from shnor_desktop.rules.results.quality import Aspect, value_of
from shnor_desktop.rules.results.sitting_names import sitting_name
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import alphabetical, by_name
from shnor_desktop.rules.words.school_words import SYSTEMS

EDITABLE = tuple(column.name for column in School.__table__.columns if column.name != "uid")
"""Fields of a school that people type."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code of a school."""

    uid: bytes
    system: str
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Point:
    """The result of a school at one sitting, ready to be shown."""

    sitting: Sitting
    year: str
    state: str
    participants: int | None
    failed: int | None
    percent: str
    """«33,3», without the sign; empty when there is none."""
    percent_e4: int | None
    low: bool
    mean_e4: int | None
    source: str
    aspects: tuple[tuple[Aspect, str], ...] = ()
    """Успеваемость, качество and the others that are known, with their unit."""


@dataclass(frozen=True, slots=True)
class History:
    """Results of one procedure from the earliest sitting to the latest."""

    procedure: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class SchoolView:
    """A school with everything the file knows of it."""

    uid: bytes
    name: str
    values: Mapping[str, Value]
    parent: str
    predecessor: str
    branches: tuple[str, ...]
    successors: tuple[str, ...]
    codes: tuple[CodeLine, ...]
    aliases: tuple[tuple[bytes, str], ...]
    statuses: tuple[StatusLine, ...]
    people: tuple[str, ...]
    history: tuple[History, ...]
    threshold: int
    """Of the default profile: what `Point.low` is judged by."""


def view(session: Session, uid: bytes) -> SchoolView:
    """One school with everything known of it."""
    school, threshold = known_school(session, uid), spec(session).threshold
    named = session.execute(select(School.uid, School.name, School.parent, School.successor_of)).all()
    names = {row.uid: row.name for row in named}
    return SchoolView(
        uid=uid,
        name=school.name,
        values={name: getattr(school, name) for name in EDITABLE},
        parent=names.get(school.parent, "") if school.parent else "",
        predecessor=names.get(school.successor_of, "") if school.successor_of else "",
        branches=_sorted(row.name for row in named if row.parent == uid),
        successors=_sorted(row.name for row in named if row.successor_of == uid),
        codes=_codes(session, uid),
        aliases=_aliases(session, uid),
        statuses=school_statuses(session, uid),
        people=_sorted(
            ", ".join(part for part in row if part)
            for row in session.execute(select(Person.name, Person.post).where(Person.school == uid))
        ),
        history=_history(session, uid, threshold),
        threshold=threshold,
    )


def _codes(session: Session, school: bytes) -> tuple[CodeLine, ...]:
    systems = dict(SYSTEMS)
    query = select(SchoolCode).where(SchoolCode.school == school).order_by(SchoolCode.system, SchoolCode.code)
    return tuple(
        CodeLine(one.uid, one.system, systems.get(one.system, one.system), one.code)
        for one in session.scalars(query)
    )


def _aliases(session: Session, school: bytes) -> tuple[tuple[bytes, str], ...]:
    found = session.scalars(select(SchoolAlias).where(SchoolAlias.school == school))
    return tuple(sorted(((one.uid, one.spelling) for one in found), key=lambda pair: alphabetical(pair[1])))


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=by_name))


def _history(session: Session, uid: bytes, threshold: int) -> tuple[History, ...]:
    rows = {
        row.sitting: row for row in session.scalars(select(SchoolResult).where(SchoolResult.school == uid))
    }
    grouped: dict[str, list[Point]] = {}
    for held in held_sittings(session):
        row = rows.get(held.sitting.uid)
        if row is not None:
            one = held.sitting
            procedure = one.name.removesuffix(sitting_name("", one.school_year, one.season))
            grouped.setdefault(procedure, []).append(_point(one, row, threshold))
    return tuple(
        History(
            name,
            tuple(sorted(points, key=lambda one: (one.sitting.school_year, one.sitting.season != "autumn"))),
        )
        for name, points in grouped.items()
    )


def _point(sitting: Sitting, row: SchoolResult, threshold: int) -> Point:
    """A stored result as it is shown; counts decide over the printed percentage."""
    state = state_of(row.state)
    result = Result(row.sitting, state, row.participants, row.failed, row.failed_pct_e4, row.pct_decimals)
    valid = state is ResultState.VALID
    known = counts(result) if valid else None
    percent_e4 = row.failed_pct_e4
    if known is not None and row.failed is not None:
        percent_e4 = share_e4(known[1], known[0])
    percent_e4 = percent_e4 if valid else None
    return Point(
        sitting=sitting,
        year=school_years.label(sitting.school_year),
        state="" if valid else STATE_LABELS[state],
        participants=row.participants,
        failed=known[1] if known else row.failed,
        percent=plain_share(sitting, result, percent_e4, known, threshold),
        percent_e4=percent_e4,
        low=valid and is_low(row.participants, known[1] if known else None, row.failed_pct_e4, threshold),
        mean_e4=row.mean_e4,
        source=row.source,
        aspects=_aspects(sitting, row) if valid else (),
    )


def _aspects(sitting: Sitting, row: SchoolResult) -> tuple[tuple[Aspect, str], ...]:
    figures = as_figures(tuple(getattr(row, name) for name in FIGURE_NAMES))
    marks = by_marks(sitting.family, sitting.level)
    found = [(one, value_of(one, figures, marks)) for one in Aspect if one is not Aspect.FAILED]
    return tuple(
        (one, f"{value.text}\u00a0%" if one in (Aspect.PASSED, Aspect.QUALITY) else value.text)
        for one, value in found
        if value is not None
    )
