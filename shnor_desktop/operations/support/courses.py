"""Courses with those who passed them, the share of teachers they reach by subject, and routes of teachers with their steps."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.values import Linked
from shnor_desktop.operations.records import linking, records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.roadmap import rows as plan_rows
from shnor_desktop.operations.support import contacts as contact_verbs
from shnor_desktop.operations.support import printing
from shnor_desktop.operations.support.contacts import Contact, contacts
from shnor_desktop.operations.support.schools import Schools, schools
from shnor_desktop.papers.support.facts import CourseRow, CoursesFacts, CoverageRow, RouteRow, Told
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import State
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.training import Course as Counted
from shnor_desktop.rules.training import Trained, trained
from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.rules.words.russian import decimal_e4, percent_e4, show_date

PERCENT_E4 = 100 * E4
YEARS = 3
"""Every so many years a teacher passes a course."""


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who passed a course."""

    uid: bytes
    name: str
    school: str
    subject: str
    certificate: str
    """What stands beside the name: «удостоверение № 5», a role."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course with those who passed it."""

    contact: Contact
    persons: tuple[Passed, ...]

    @property
    def uid(self) -> bytes:
        return self.contact.uid

    @property
    def without_certificate(self) -> int:
        """How many of the named have nothing beside their name."""
        return sum(not one.certificate for one in self.persons)

    @property
    def counted(self) -> Counted:
        return Counted(frozenset(one.uid for one in self.persons), self.contact.people, self.contact.at_least)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many teachers of a subject passed a course in a period."""

    subject: str
    """Empty: teachers of whom no subject is told."""
    teachers: tuple[str, ...]
    covered: tuple[str, ...]
    uids: tuple[bytes, ...]
    """Of the teachers."""

    @property
    def uid(self) -> str:
        return self.subject

    @property
    def share_e4(self) -> int:
        return (2 * PERCENT_E4 * len(self.covered) + len(self.teachers)) // (2 * len(self.teachers))

    @property
    def missing(self) -> tuple[str, ...]:
        """Those who passed none."""
        done = set(self.covered)
        return tuple(one for one in self.teachers if one not in done)


@dataclass(frozen=True, slots=True)
class Route:
    """A teacher's own programme with its steps."""

    uid: bytes
    title: str
    person: str
    person_uid: bytes | None
    school: str
    subject: str
    days: str
    steps: int
    done: int
    overdue: int
    following: str
    """The next step and its due."""
    over: bool
    """Its days are past."""


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who works at a school."""

    uid: bytes
    name: str
    head: bytes
    subject: str
    """Its name; empty where none is told."""


@dataclass(frozen=True, slots=True)
class CoursesView:
    """All courses, teachers and routes of a day."""

    on: date
    courses: tuple[Course, ...]
    routes: tuple[Route, ...]
    teachers: tuple[Teacher, ...]
    schools: Schools

    def held(self, days: Window | None) -> tuple[Course, ...]:
        """Courses that came about in these days, and those without a day."""
        return tuple(
            one
            for one in self.courses
            if one.contact.held(self.on)
            and (days is None or one.contact.days is None or one.contact.meets(days))
        )

    def trained(self, days: Window | None) -> Trained:
        """Everybody who passed one of them."""
        return trained(one.counted for one in self.held(days))

    def coverage(self, days: Window | None, *, asked: bool = True) -> tuple[Coverage, ...]:
        """By subject, of the teachers of supported schools or of all; those without a subject stand last."""
        wanted: Collection[bytes] = {one.uid for one in self.schools.asked} if asked else ()
        passed = {one.uid for course in self.held(days) for one in course.persons}
        by_subject: dict[str, list[Teacher]] = defaultdict(list)
        for one in self.teachers:
            if not asked or one.head in wanted:
                by_subject[one.subject].append(one)
        return tuple(
            Coverage(
                subject,
                tuple(one.name for one in found),
                tuple(one.name for one in found if one.uid in passed),
                tuple(one.uid for one in found),
            )
            for subject, found in sorted(
                by_subject.items(), key=lambda pair: (not pair[0], alphabetical(pair[0]))
            )
        )


def view(session: Session, on: date) -> CoursesView:
    """Everything the screen needs."""
    known = schools(session, on)
    return CoursesView(on, courses(session), routes(session, on), tuple(_teachers(session, known)), known)


def any_courses(session: Session) -> bool:
    """Whether there is a course or a route."""
    course = select(Event.uid).where(Event.kind == "course").limit(1)
    route = select(Programme.uid).where(Programme.kind == "route").limit(1)
    return session.scalar(course) is not None or session.scalar(route) is not None


def courses(session: Session, every: Iterable[Contact] | None = None) -> tuple[Course, ...]:
    """All courses, the last first."""
    found = [one for one in (contacts(session) if every is None else every) if one.kind == "course"]
    titles, people = Titles(session), {one.uid: one for one in session.scalars(select(Person))}
    linked: dict[bytes | None, list[Passed]] = defaultdict(list)
    query = select(Link.event, Link.person, Link.note).where(Link.role == "event_person")
    for event, person, note in session.execute(query.order_by(Link.position, Link.uid)):
        one = people.get(person) if person is not None else None
        if one is not None:
            linked[event].append(
                Passed(one.uid, one.name, titles("school", one.school), titles("subject", one.subject), note)
            )
    return tuple(Course(one, tuple(linked[one.uid])) for one in found)


def _teachers(session: Session, known: Schools) -> Iterable[Teacher]:
    titles = Titles(session)
    query = select(Person.uid, Person.name, Person.school, Person.subject).where(Person.school.is_not(None))
    found = [
        Teacher(one.uid, one.name, known.heads.get(one.school, one.school), titles("subject", one.subject))
        for one in session.execute(query)
        if one.school is not None
    ]
    return sorted(found, key=lambda one: (alphabetical(one.name), one.uid))


def routes(session: Session, on: date) -> tuple[Route, ...]:
    """Routes of teachers, those that run first, then by name."""
    titles = Titles(session)
    found = [
        _route(session, titles, one, on)
        for one in session.scalars(select(Programme).where(Programme.kind == "route"))
    ]
    return tuple(sorted(found, key=lambda one: (one.over, alphabetical(one.person), one.uid)))


def _route(session: Session, titles: Titles, one: Programme, on: date) -> Route:
    plan = plan_rows.plan(session, one.uid, on)
    person = session.get(Person, one.person) if one.person is not None else None
    open_rows = [row for row in plan.rows if not row.closed]
    ends = {
        row.uid: min(
            (s.days.ends for s in row.standings if s.days and s.state not in _DONE), default=date.max
        )
        for row in open_rows
    }
    following = min(open_rows, key=lambda row: ends[row.uid], default=None)
    due = f" ({' '.join(following.due_text.split())})" if following and following.due_text.strip() else ""
    return Route(
        one.uid,
        one.short_title or one.title,
        person.name if person is not None else "",
        one.person,
        titles("school", person.school if person is not None else one.school),
        titles("subject", person.subject) if person is not None else "",
        one.period_label or "–".join(filter(None, (show_date(one.starts), show_date(one.ends)))),
        len(plan.rows),
        sum(row.state in _DONE for row in plan.rows),
        sum(row.state == State.OVERDUE for row in plan.rows),
        f"{' '.join(following.text.split())}{due}" if following is not None else "",
        bool(one.ends) and one.ends < on.isoformat(),
    )


_DONE = (State.DONE, State.DONE_LATE)


def certify(document: Document, course: bytes, person: bytes, certificate: str) -> None:
    """Keep what stands beside somebody who passed a course."""
    kind = BY_CODE["event"]
    with document.read() as session:
        linked: Linked = linking.linked(session, kind, [course]).get(course, {}).get("persons", ())
        name = records.title(session, "person", person)
    wanted = tuple((uid, certificate.strip() if uid == person else note) for uid, note in linked)
    with document.write(records.action_title("event", "Удостоверение", [name])) as session:
        records.save(session, "event", course, {"persons": wanted})


# --- printed ---------------------------------------------------------------------------------------------------------


def courses_facts(session: Session, span: str, day: date, on: date) -> CoursesFacts:
    """Courses of a time around a day, whom they reached, and the routes."""
    days, period = printing.window(span, day)
    found = view(session, on)
    held = [one for one in found.held(days) if one.contact.days is not None]
    people = trained(one.counted for one in held)
    sources: Sources = tuple(("event", one.uid) for one in held)
    asked = found.schools.listed
    return CoursesFacts(
        printing.meta_of(session, on),
        period,
        on.isoformat(),
        f"{people.count} ({people.told})" if people.count else "",
        tuple(map(_course_row, sorted(held, key=lambda one: contact_verbs.by_day(one.contact)))),
        tuple(_coverage_row(one, sources) for one in found.coverage(days, asked=asked)),
        not asked,
        tuple(
            RouteRow(
                one.person,
                one.school,
                one.title,
                one.days,
                f"{one.done} из {one.steps}" if one.steps else "",
                one.following,
                (("programme", one.uid),),
            )
            for one in found.routes
            if not one.over
        ),
        sources,
    )


def _course_row(one: Course) -> CourseRow:
    contact = one.contact
    hours = decimal_e4(contact.hours_e4, 0 if contact.hours_e4 % E4 == 0 else 1) if contact.hours_e4 else ""
    number = contact.people if contact.people is not None else len(one.persons) or None
    least = "не менее " if contact.at_least else ""
    source: Sources = (("event", one.uid),)
    return CourseRow(
        contact.when,
        contact.name,
        hours,
        f"{least}{number}" if number is not None else "",
        tuple(
            Told(f"{who.name} ({who.certificate})" if who.certificate else who.name, (("person", who.uid),))
            for who in one.persons
        ),
        source,
    )


def _coverage_row(one: Coverage, courses: Sources) -> CoverageRow:
    teachers: Sources = tuple(("person", uid) for uid in one.uids)
    return CoverageRow(
        one.subject or "предмет не указан",
        len(one.teachers),
        len(one.covered),
        percent_e4(one.share_e4, 0),
        ", ".join(one.missing),
        teachers,
        (*teachers, *courses),
    )
