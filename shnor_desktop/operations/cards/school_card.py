"""Schools of the document as they are read: the lines of the table, and one school with everything known of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import FORMS, SYSTEMS, School, SchoolAlias, SchoolCode
from shnor_desktop.models.values import Value
from shnor_desktop.operations.identification.slots import spec
from shnor_desktop.operations.identification.statuses import (
    BASIS_LABELS,
    KIND_LABELS,
    StatusLine,
    school_statuses,
)
from shnor_desktop.operations.identification.statuses import statuses as statuses_of_kind
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.schools.find import found_by, known_school, search_text
from shnor_desktop.rules import school_years
from shnor_desktop.rules.certainty import counts, is_low, share_e4
from shnor_desktop.rules.explanation import plain_share
from shnor_desktop.rules.facts import Result, Sitting
from shnor_desktop.rules.figures import STATE_LABELS, ResultState, state_of
from shnor_desktop.rules.names import alphabetical, by_name
from shnor_desktop.rules.sitting_names import sitting_name

EDITABLE = tuple(column.name for column in School.__table__.columns if column.name != "uid")
"""Fields of a school that people type."""


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One line of the table of schools."""

    uid: bytes
    name: str
    form: str
    municipality: str
    place: str
    codes: tuple[str, ...]
    statuses: tuple[str, ...]
    """Those in force today: «ШНОР (по перечню)»."""
    branch_of: str
    closed: bool
    results: int
    search: str
    """Everything the school may be found by, lower case, «ё» as «е»."""

    def found_by(self, text: str) -> bool:
        """Whether every word of the text occurs in what the school may be found by."""
        return found_by(self.search, text)


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


def lines(session: Session) -> tuple[SchoolLine, ...]:
    """All schools, alphabetically."""
    today = date.today().isoformat()
    codes, aliases, statuses = _codes(session), _aliases(session), _statuses_in_force(session, today)
    counting = select(SchoolResult.school, func.count()).group_by(SchoolResult.school)
    counted = {uid: count for uid, count in session.execute(counting)}
    schools = list(session.scalars(select(School)))
    names = {one.uid: one.name for one in schools}
    made = [
        SchoolLine(
            uid=one.uid,
            name=one.name,
            form=_form(one.form),
            municipality=one.municipality,
            place=one.place,
            codes=tuple(code.code for code in codes[one.uid]),
            statuses=statuses.get(one.uid, ()),
            branch_of=names.get(one.parent, "") if one.parent else "",
            closed=bool(one.closed_on) and one.closed_on <= today,
            results=counted.get(one.uid, 0),
            search=search_text(
                one, (code.code for code in codes[one.uid]), (spelling for _, spelling in aliases[one.uid])
            ),
        )
        for one in schools
    ]
    return tuple(sorted(made, key=lambda one: (by_name(one.name), one.uid)))


def view(session: Session, uid: bytes) -> SchoolView:
    """One school with everything known of it."""
    school, threshold = known_school(session, uid), spec(session).threshold
    codes, aliases = _codes(session, uid), _aliases(session, uid)
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
        codes=tuple(codes[uid]),
        aliases=tuple(sorted(aliases[uid], key=lambda pair: alphabetical(pair[1]))),
        statuses=school_statuses(session, uid),
        people=_sorted(
            ", ".join(part for part in row if part)
            for row in session.execute(select(Person.name, Person.post).where(Person.school == uid))
        ),
        history=_history(session, uid, threshold),
        threshold=threshold,
    )


def status_label(line: StatusLine) -> str:
    """«ШНОР (по перечню)»."""
    kind = KIND_LABELS.get(line.kind, line.kind)
    return f"{kind} ({BASIS_LABELS.get(line.basis, line.basis)})"


def _statuses_in_force(session: Session, today: str) -> dict[bytes, tuple[str, ...]]:
    found: dict[bytes, dict[str, None]] = defaultdict(dict)
    for kind in KIND_LABELS:
        for school, given in statuses_of_kind(session, kind).items():
            found[school].update((status_label(line), None) for line in given if line.in_force(today))
    return {school: tuple(labels) for school, labels in found.items()}


def _codes(session: Session, school: bytes | None = None) -> dict[bytes, list[CodeLine]]:
    systems, found = dict(SYSTEMS), defaultdict(list)
    for code in session.scalars(_of(SchoolCode, school).order_by(SchoolCode.system, SchoolCode.code)):
        label = systems.get(code.system, code.system)
        found[code.school].append(CodeLine(code.uid, code.system, label, code.code))
    return found


def _aliases(session: Session, school: bytes | None = None) -> dict[bytes, list[tuple[bytes, str]]]:
    found = defaultdict(list)
    for alias in session.scalars(_of(SchoolAlias, school)):
        found[alias.school].append((alias.uid, alias.spelling))
    return found


def _of(record: Any, school: bytes | None) -> Any:
    query = select(record)
    return query if school is None else query.where(record.school == school)


def _form(code: str) -> str:
    return dict(FORMS).get(code, code) if code else ""


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=alphabetical))


def _history(session: Session, uid: bytes, threshold: int) -> tuple[History, ...]:
    rows = {row.sitting: row for row in session.scalars(_of(SchoolResult, uid))}
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
    )
