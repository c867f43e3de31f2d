"""The rows of a plan in their order: each with its due as it is read, where it stands on a day, and what was done."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.programme import Part
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.models.schools import School
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import Outline, PartNode, ProgrammeLine
from shnor_desktop.operations.roadmap import execution, standing
from shnor_desktop.rules.deadlines.calendar import Calendar
from shnor_desktop.rules.deadlines.due import Due, Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.deadlines.states import Happening, Standing, standings

PLAN, PLAN_SECTION = "plan", "plan_section"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One activity of a plan."""

    uid: bytes
    number: str
    text: str
    due_text: str
    due: Due
    standings: tuple[Standing, ...]
    responsible: str
    expected: str
    section: str
    """Title of the section it stands in."""
    state: str
    """One word for all windows, a code of `standing.WORDS`."""
    done: int
    """How many times something was done for it."""
    schools: tuple[str, ...]
    part: bytes | None
    position: int
    kind: str
    due_dates: str
    by_hand: str
    """The state a person set; else it follows from what was done."""
    state_note: str
    all_schools: bool
    expected_kind: str
    persons: tuple[str, ...]
    """Names of the people it is assigned to, beside the posts as typed."""
    note: str = ""

    @property
    def state_text(self) -> str:
        """«просрочено: 2 из 4»."""
        return standing.told(self.state, self.due, self.standings)

    @property
    def closed(self) -> bool:
        """Whether nothing more is awaited."""
        return self.state in standing.CLOSED

    def window_state(self, one: Standing) -> str:
        """The state of one of its windows."""
        return standing.window_state(self.by_hand, one)


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A part of the programme that holds activities, or parts with some."""

    uid: bytes
    title: str
    """With its number."""
    number: str
    depth: int
    is_plan: bool
    columns: str
    rows: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of a programme, or of one of its parts, as they stand on a day."""

    programme: ProgrammeLine
    period: Period | None
    approved_on: str
    """Of the paper that approved the programme, as an ISO date."""
    on: date
    sections: tuple[PlanSection, ...]
    """In the order of the plan; rows of a section follow it before the next."""
    rows: tuple[PlanRow, ...]
    terms: Calendar


def plan(session: Session, uid: bytes, on: date) -> Plan:
    """The plan of a programme, or of one part of it, by its uid."""
    part = session.get(Part, uid)
    programme = _programme_of(session, part) if part is not None else uid
    whole = outline.outline(session, programme)
    period = outline.period(whole.programme)
    parts = _parts(whole, uid if part is not None else None)
    found = _activities(session, Activity.part.in_([one.uid for one in parts]))
    terms = outline.calendar(session)
    rows = tuple(_rows(session, found, parts, period, terms, on))
    approved = approved_on(session, whole.programme)
    return Plan(whole.programme, period, approved, on, _sections(parts, rows), rows, terms)


def _programme_of(session: Session, part: Part) -> bytes:
    seen = set()
    at: Part | None = part
    while at is not None and at.uid not in seen:
        if at.programme is not None:
            return at.programme
        seen.add(at.uid)
        at = session.get(Part, at.parent) if at.parent is not None else None
    raise UserError("Этот раздел не относится к программе.", "Выберите раздел программы.")


def approved_on(session: Session, programme: ProgrammeLine) -> str:
    """The day of the paper that approved a programme."""
    paper = session.get(Paper, programme.approved_by) if programme.approved_by else None
    return paper.date if paper is not None else ""


def _parts(whole: Outline, only: bytes | None) -> list[PartNode]:
    if only is None:
        return list(whole.walk())
    top = whole.part(only)
    return list(top.walk()) if top is not None else []


def _sections(parts: list[PartNode], rows: tuple[PlanRow, ...]) -> tuple[PlanSection, ...]:
    counts: dict[bytes | None, int] = defaultdict(int)
    for row in rows:
        counts[row.part] += 1
    return tuple(
        PlanSection(
            one.uid,
            " ".join(one.heading.split()) or ("План" if one.place == PLAN else "Без названия"),
            one.number,
            one.depth,
            one.place == PLAN,
            one.columns,
            counts[one.uid],
        )
        for one in parts
        if one.place in (PLAN, PLAN_SECTION) or counts[one.uid]
    )


def _activities(session: Session, which: Any) -> list[Any]:
    columns = Activity.__table__.columns
    return list(session.execute(select(*columns).where(which).order_by(columns.position, columns.uid)))


def _rows(
    session: Session,
    found: list[Any],
    parts: Iterable[PartNode],
    period: Period | None,
    terms: Calendar,
    on: date,
) -> Iterable[PlanRow]:
    uids = [one.uid for one in found]
    happened = execution.happenings(session, uids, on)
    schools, persons = linked(session, School, "activity_school"), linked(session, Person, "activity_person")
    inside: dict[bytes | None, list[Any]] = defaultdict(list)
    for one in found:
        inside[one.part].append(one)
    for part in parts:
        title = " ".join(part.heading.split())
        for one in inside[part.uid]:
            due = read_due(one.due_dates or one.due_text, period, terms)
            done = happened.get(one.uid, ())
            yield row_of(one, title, due, on, done, schools.get(one.uid, ()), persons.get(one.uid, ()))


def row_of(
    one: Any,
    section: str,
    due: Due,
    on: date,
    happened: tuple[Happening, ...],
    schools: tuple[str, ...] = (),
    persons: tuple[str, ...] = (),
) -> PlanRow:
    """An activity as it stands on a day."""
    stands = standing.settled(one.state, standings(due, on, happened))
    return PlanRow(
        one.uid,
        one.number,
        one.text,
        one.due_text,
        due,
        stands,
        one.responsible,
        one.expected,
        section,
        standing.summary(one.state, one.kind, due, stands),
        sum(done.times for done in happened),
        schools,
        one.part,
        one.position,
        one.kind,
        one.due_dates,
        one.state,
        one.state_note,
        bool(one.all_schools),
        one.expected_kind,
        persons,
        one.note,
    )


@lru_cache(maxsize=4096)
def read_due(text: str, period: Period | None, terms: Calendar) -> Due:
    """A due text as it is read; the same texts stand in many rows and are read again on every look."""
    return parse(text, period, terms)


def linked(session: Session, kind: type[School] | type[Person], role: str) -> dict[bytes, tuple[str, ...]]:
    """Names of the schools or people that activities are linked to."""
    found: dict[bytes, list[str]] = defaultdict(list)
    there = Link.school if kind is School else Link.person
    query = (
        select(Link.activity, kind.name)
        .join(kind, kind.uid == there)
        .where(Link.role == role, Link.activity.is_not(None))
        .order_by(Link.position, Link.uid)
    )
    for uid, name in session.execute(query):
        assert uid is not None
        found[uid].append(name)
    return {uid: tuple(names) for uid, names in found.items()}
