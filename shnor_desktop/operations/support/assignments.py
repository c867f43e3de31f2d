"""Who is bound to what: people, schools and bodies as they stand on a day, by school; how much each carries, what runs
out, who stands without anyone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.support import ROLES, Assignment
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.support import schools as schools_of
from shnor_desktop.operations.support.schools import SchoolLine, Schools
from shnor_desktop.rules.words.name_order import alphabetical, by_name

CURATOR, MENTOR, PARTNER = "curator", "mentor", "partner"
HELPERS = (CURATOR, MENTOR, "tutor", PARTNER, "leader")
"""Roles of those who help a school or a teacher."""
PARTNERS = (PARTNER, "leader")
EXPIRES_IN = timedelta(days=60)
"""So long before its end an assignment is named as running out."""
ROLE_WORDS = dict(ROLES)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One assignment."""

    uid: bytes
    role: str
    who_kind: str
    """«person», «school»; "" for a body named in words."""
    who_uid: bytes | None
    who: str
    for_school: bytes | None
    school: str
    for_person: bytes | None
    person: str
    programme: str
    of: bytes | None
    group: str
    """Of a member the group, its head and its secretary included."""
    since: str
    until: str
    basis: str
    """The paper, or what is told of it in words."""
    theme: str
    note: str

    @property
    def role_text(self) -> str:
        return ROLE_WORDS.get(self.role, self.role)

    @property
    def whom(self) -> str:
        """For whom or for what it is."""
        return ", ".join(filter(None, (self.person, self.school))) or self.group or self.programme

    def in_force(self, on: date) -> bool:
        """Whether it stands on that day."""
        day = on.isoformat()
        return (not self.since or self.since <= day) and (not self.until or self.until >= day)

    def ended(self, on: date) -> bool:
        """Whether it is over before that day."""
        return bool(self.until) and self.until < on.isoformat()

    def expires(self, on: date) -> bool:
        """Whether it runs out soon."""
        return self.in_force(on) and bool(self.until) and self.until <= (on + EXPIRES_IN).isoformat()


@dataclass(frozen=True, slots=True)
class SchoolPeople:
    """A school and everybody who helps it on that day."""

    school: SchoolLine
    held: tuple[Assigned, ...]
    """In force, in the order of roles."""

    @property
    def uid(self) -> bytes:
        return self.school.uid

    def of(self, *roles: str) -> tuple[Assigned, ...]:
        """Those with these roles for the school as a whole."""
        return tuple(one for one in self.held if one.role in roles and one.for_person is None)

    @property
    def alone(self) -> bool:
        """Whether nobody helps it at all."""
        return not self.of(*HELPERS)

    @property
    def without_curator(self) -> bool:
        return not self.of(CURATOR)


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody carries in one role."""

    role: str
    who_kind: str
    who_uid: bytes | None
    who: str
    schools: tuple[str, ...]
    people: tuple[str, ...]

    @property
    def role_text(self) -> str:
        return ROLE_WORDS.get(self.role, self.role)

    @property
    def count(self) -> int:
        return len(self.schools) + len(self.people)


@dataclass(frozen=True, slots=True)
class Teacher:
    """A teacher chosen for help: one with a deficit or request of their own, or with a route."""

    uid: bytes
    name: str
    school: str
    school_uid: bytes | None
    subject: str
    why: tuple[str, ...]
    held: tuple[Assigned, ...]

    @property
    def alone(self) -> bool:
        return not any(one.role in HELPERS for one in self.held)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about people of a day."""

    schools: Schools
    people: tuple[SchoolPeople, ...]
    """Of every school."""
    every: tuple[Assigned, ...]
    loads: tuple[Load, ...]
    teachers: tuple[Teacher, ...]

    @property
    def on(self) -> date:
        return self.schools.on

    @property
    def asked(self) -> tuple[SchoolPeople, ...]:
        """Of the schools that are supported; of all where none is said to be."""
        uids = {one.uid for one in self.schools.asked}
        return tuple(one for one in self.people if one.uid in uids)

    @property
    def without_curator(self) -> tuple[SchoolPeople, ...]:
        return tuple(one for one in self.asked if one.without_curator)

    @property
    def alone(self) -> tuple[SchoolPeople, ...]:
        """Schools that nobody helps."""
        return tuple(one for one in self.asked if one.alone)

    @property
    def expiring(self) -> tuple[Assigned, ...]:
        """Those that run out soon, the nearest first."""
        return tuple(sorted((one for one in self.every if one.expires(self.on)), key=lambda one: one.until))

    @property
    def teachers_alone(self) -> tuple[Teacher, ...]:
        return tuple(one for one in self.teachers if one.alone)


def board(session: Session, on: date) -> Board:
    """Who is bound to whom on a day."""
    known = schools_of.schools(session, on)
    every = assignments(session)
    now = [one for one in every if one.in_force(on)]
    by_school: dict[bytes, list[Assigned]] = defaultdict(list)
    works_at = {
        uid: school
        for uid, school in session.execute(select(Person.uid, Person.school))
        if school is not None
    }
    for one in now:
        school = one.for_school or works_at.get(one.for_person or b"")
        if school is not None:
            by_school[known.heads.get(school, school)].append(one)
    people = tuple(SchoolPeople(one, tuple(by_school[one.uid])) for one in known.lines)
    return Board(known, people, every, loads(now), _teachers(session, on, now))


def assignments(session: Session, school: bytes | None = None) -> tuple[Assigned, ...]:
    """All of them, also past ones, in the order of roles; or those for one school and its people."""
    columns = Assignment.__table__.columns
    query = select(*columns)
    if school is not None:
        query = query.where((columns.for_school == school) | (columns.school == school))
    titles = Titles(session)
    rows = session.execute(query).all()
    titles.ahead(BY_CODE["assignment"], rows)
    found = [_assigned(one, titles) for one in rows]
    order = list(ROLE_WORDS)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order.index(one.role) if one.role in order else len(order),
                alphabetical(one.who),
                one.since,
                one.uid,
            ),
        )
    )


def _assigned(one: Any, titles: Titles) -> Assigned:
    kind, uid = ("person", one.person) if one.person else ("school", one.school) if one.school else ("", None)
    return Assigned(
        one.uid,
        one.role,
        kind,
        uid,
        (titles(kind, uid) if kind else "") or one.body or _NOBODY,
        one.for_school,
        titles("school", one.for_school),
        one.for_person,
        titles("person", one.for_person),
        titles("programme", one.programme),
        one.of,
        titles("assignment", one.of).partition(": ")[2],
        one.since,
        one.until,
        titles("paper", one.basis) or one.basis_text,
        one.theme,
        one.note,
    )


_NOBODY = "не указан"


def loads(now: Iterable[Assigned]) -> tuple[Load, ...]:
    """What each helper carries, by role; who carries most stands first, for it is a load and no merit."""
    schools: dict[tuple[str, str, bytes | None, str], dict[str, None]] = defaultdict(dict)
    people: dict[tuple[str, str, bytes | None, str], dict[str, None]] = defaultdict(dict)
    for one in now:
        if one.role not in HELPERS or not (one.for_school or one.for_person):
            continue
        key = (one.role, one.who_kind, one.who_uid, one.who)
        if one.for_person is not None:
            people[key][one.person] = None
        elif one.school:
            schools[key][one.school] = None
    made = [
        Load(*key, tuple(sorted(schools[key], key=by_name)), tuple(sorted(people[key], key=alphabetical)))
        for key in dict.fromkeys((*schools, *people))
    ]
    order = list(ROLE_WORDS)
    return tuple(sorted(made, key=lambda one: (order.index(one.role), -one.count, alphabetical(one.who))))


def _teachers(session: Session, on: date, now: Sequence[Assigned]) -> tuple[Teacher, ...]:
    day = on.isoformat()
    why: dict[bytes | None, dict[str, None]] = defaultdict(dict)
    own = session.execute(
        select(Problem.person, Problem.kind).where(
            Problem.person.is_not(None), (Problem.closed_on == "") | (Problem.closed_on > day)
        )
    )
    for person, kind in own:
        why[person][_OWN.get(kind, "дефицит")] = None
    routes = session.execute(
        select(Programme.person, Programme.starts, Programme.ends).where(
            Programme.kind == "route", Programme.person.is_not(None)
        )
    )
    for person, starts, ends in routes:
        if (not starts or starts <= day) and (not ends or ends >= day):
            why[person]["маршрут (ИОМ)"] = None
    helped: dict[bytes | None, list[Assigned]] = defaultdict(list)
    for one in now:
        helped[one.for_person].append(one)
    titles = Titles(session)
    found = session.execute(select(*Person.__table__.columns).where(Person.uid.in_(list(why)))).all()
    made = [
        Teacher(
            one.uid,
            one.name,
            titles("school", one.school),
            one.school,
            titles("subject", one.subject),
            tuple(why[one.uid]),
            tuple(helped[one.uid]),
        )
        for one in found
    ]
    return tuple(sorted(made, key=lambda one: (alphabetical(one.name), one.uid)))


_OWN = {"request": "запрос", "deficit": "дефицит", "problem": "проблема", "risk": "риск"}


def end(document: Document, uids: Sequence[bytes], on: date) -> int:
    """Assignments last no longer than to that day; how many were ended."""
    with document.read() as session:
        names = [records.title(session, "assignment", uid) for uid in uids]
    with document.write(records.action_title("assignment", "Прекращено", names)) as session:
        for uid in uids:
            records.save(session, "assignment", uid, {"until": on.isoformat()})
    return len(uids)
