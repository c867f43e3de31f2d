"""What the papers of support are made of, read from the records."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.roadmap import Event
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.risks import problems
from shnor_desktop.operations.roadmap import meetings
from shnor_desktop.operations.roadmap.meetings import Decision
from shnor_desktop.operations.roadmap.week import joined_lines
from shnor_desktop.operations.support import assignments as verbs
from shnor_desktop.operations.support import contacts as contact_verbs
from shnor_desktop.operations.support.assignments import (
    CURATOR,
    HELPERS,
    PARTNERS,
    Assigned,
    Board,
    SchoolPeople,
)
from shnor_desktop.operations.support.contacts import Contact, Count
from shnor_desktop.operations.support.schools import SchoolLine
from shnor_desktop.papers.support.facts import (
    AssignmentsFacts,
    Bound,
    Carried,
    ContactRow,
    ContactsFacts,
    Helped,
    HelperFacts,
    HelperSchool,
    KindCount,
    StepRow,
    Told,
    VisitFacts,
)
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.telling import MONTHS
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import show_date, show_day

YEAR, HALF, MONTH, WEEK = "year", "half", "month", "week"
SPANS = {YEAR: "учебный год", HALF: "полугодие", MONTH: "месяц", WEEK: "неделя"}
Whose = bytes | str
"""A helper: the uid of a person or school, or a body in words."""


def window(span: str, day: date) -> tuple[Window, str]:
    """The days of a span around a day, and how they are called."""
    year = day.year if day.month >= 9 else day.year - 1
    if span == WEEK:
        days = next(calendar.weeks_of(Window(day, day)))
        return days, f"неделя {days.starts:%d.%m}–{days.ends:%d.%m.%Y}"
    if span == MONTH:
        return calendar.month(day.year, day.month), f"{MONTHS[day.month - 1]} {day.year} года"
    label = f"{school_years.label(year)} учебный год"
    if span == HALF:
        first = day.month >= 9
        days = calendar.months(year, 9, 12) if first else calendar.months(year + 1, 1, 8)
        return days, f"{'первое' if first else 'второе'} полугодие, {label}"
    return calendar.school_year(year), label


def meta_of(session: Session, on: date) -> PaperMeta:
    """Who prints it; without a letterhead, for these are papers of daily work."""
    return replace(paper_meta(session, on=on.isoformat()), letterhead=(), date="", place="", number="")


# --- who helps whom --------------------------------------------------------------------------------------------------


def assignments_facts(session: Session, on: date) -> AssignmentsFacts:
    """Everybody who is bound to a supported school on a day."""
    board = verbs.board(session, on)
    sources = tuple(("assignment", one.uid) for one in board.every)
    return AssignmentsFacts(
        meta_of(session, on),
        on.isoformat(),
        not board.schools.listed,
        tuple(map(_helped, board.asked)),
        tuple(_carried(board)),
        tuple(_school(one.school) for one in board.without_curator),
        tuple(
            Bound(
                one.who,
                one.role_text,
                ", ".join(
                    filter(None, (one.group or one.whom, one.programme if one.school else "", one.theme))
                ),
                "; ".join(filter(None, (one.basis, _term(one)))),
                _source(one),
            )
            for one in board.every
            if one.role not in HELPERS and one.in_force(on)
        ),
        sources,
    )


def _school(line: SchoolLine) -> Told:
    return Told(line.name, (("school", line.uid),))


def _source(one: Assigned) -> Sources:
    return (("assignment", one.uid),)


def _helped(one: SchoolPeople) -> Helped:
    def named(*roles: str) -> tuple[Told, ...]:
        return tuple(Told(held.who, _source(held)) for held in one.of(*roles))

    helpers = one.of(*HELPERS)
    basis = dict.fromkeys(
        Told("; ".join(filter(None, (held.basis, _term(held)))), _source(held))
        for held in helpers
        if held.basis or held.since or held.until
    )
    return Helped(
        _school(one.school), named(CURATOR), named("mentor", "tutor"), named(*PARTNERS), tuple(basis)
    )


def _term(one: Assigned) -> str:
    since = f"с {show_date(one.since)}" if one.since else ""
    until = f"по {show_date(one.until)}" if one.until else ""
    return " ".join(filter(None, (since, until)))


def _carried(board: Board) -> Iterable[Carried]:
    for load in board.loads:
        sources = tuple(
            ("assignment", one.uid)
            for one in board.every
            if one.in_force(board.on)
            and (one.role, one.who_uid, one.who) == (load.role, load.who_uid, load.who)
        )
        names = ", ".join((*load.schools, *load.people))
        yield Carried(Told(load.who, sources), load.role_text, load.count, names, sources)


# --- contacts --------------------------------------------------------------------------------------------------------


def contacts_facts(
    session: Session, span: str, day: date, schools: Collection[bytes], on: date
) -> ContactsFacts:
    """Contacts of a week, a month, a half-year or a school year, with these schools or with all."""
    days, period = window(span, day)
    board = verbs.board(session, on)
    every = contact_verbs.contacts(session)
    heads = {board.schools.heads.get(uid, uid) for uid in schools}
    lines = [one for one in board.schools.lines if one.uid in heads]
    family = {uid for one in lines for uid in one.family}
    closed = [Titles(session)("school", uid) for uid in sorted(heads - {one.uid for one in lines})]
    mine = contact_verbs.with_school(every, family | heads) if heads else every
    held = [one for one in mine if one.held(on)]
    steps = _steps_by_event(session, on)
    row = _row_of(steps)
    dated = [one for one in held if one.meets(days)]
    undated = [one for one in held if one.days is None]
    met = {uid for one in dated for uid in board.schools.of(one.schools)}
    for_all = any(one.all_schools for one in dated)
    not_met = [] if heads or for_all else [one for one in board.schools.asked if one.uid not in met]
    return ContactsFacts(
        meta_of(session, on),
        period,
        on.isoformat(),
        ", ".join((*(one.name for one in lines), *closed)),
        _kinds(contact_verbs.counts(mine, on, days)),
        tuple(map(row, sorted(dated, key=contact_verbs.by_day))),
        tuple(map(row, undated)),
        tuple(map(_school, not_met)),
        tuple(("event", one.uid) for one in held),
    )


def _kinds(counts: Iterable[Count]) -> tuple[KindCount, ...]:
    return tuple(
        KindCount(
            one.kind_text, one.times, one.at_least, one.undated, tuple(("event", uid) for uid in one.uids)
        )
        for one in counts
    )


def _agreed(session: Session, on: date) -> Mapping[bytes, list[Decision]]:
    """What was agreed upon at each event."""
    found: dict[bytes, list[Decision]] = defaultdict(list)
    for one in meetings.decisions(session, on):
        kind, uid = one.source
        if kind == "event":
            found[uid].append(one)
    return found


def _steps_by_event(session: Session, on: date) -> Mapping[bytes, list[StepRow]]:
    return {uid: list(map(_step, several)) for uid, several in _agreed(session, on).items()}


def _step(one: Decision) -> StepRow:
    return StepRow(
        " ".join(one.row.text.split()),
        " ".join(one.row.due_text.split()),
        joined_lines((*one.row.responsible.splitlines(), *one.row.persons)),
        one.row.state_text,
        (("activity", one.row.uid),),
    )


def _row_of(steps: Mapping[bytes, Sequence[StepRow]]) -> Callable[[Contact], ContactRow]:
    def made(one: Contact) -> ContactRow:
        return ContactRow(
            one.when,
            one.where,
            one.kind_text,
            one.name,
            contact_verbs.numbers(one),
            "; ".join(" ".join(line.split()) for line in one.findings.splitlines() if line.strip()),
            tuple(steps.get(one.uid, ())),
            (("event", one.uid),),
        )

    return made


# --- a helper --------------------------------------------------------------------------------------------------------


def helpers(session: Session) -> tuple[tuple[Whose, str], ...]:
    """Everybody who is or was bound to a school or a teacher, curators first."""
    found: dict[Whose, str] = {}
    for one in verbs.assignments(session):
        if one.role in HELPERS and (one.for_school or one.for_person):
            found.setdefault(one.who_uid or one.who, f"{one.who}, {one.role_text}")
    return tuple(found.items())


def helper_facts(
    session: Session, whose: Whose, span: str, day: date, on: date, *, report: bool
) -> HelperFacts:
    """What a helper has to do in a period, or did in it, school by school."""
    days, period = window(span, day)
    board = verbs.board(session, on)
    mine = [
        one
        for one in board.every
        if (one.who_uid or one.who) == whose and one.role in HELPERS and _overlaps(one, days)
    ]
    if not mine:
        raise UserError("В эти дни за ним никто не закреплён.", "Выберите другое время или другого куратора.")
    every = contact_verbs.contacts(session)
    steps = _steps_by_event(session, on)
    visits = {one.uid: one for one in contact_verbs.seen(every, board.schools, asked=False)}
    schools = []
    counted: dict[bytes, Contact] = {}
    for line in board.schools.lines:
        bound = [one for one in mine if one.for_school in line.family and one.for_person is None]
        if not bound:
            continue
        theirs = contact_verbs.with_school(every, line.family)
        wanted = [one for one in theirs if one.meets(days) and (one.held(on) if report else one.ahead(on))]
        counted.update((one.uid, one) for one in wanted)
        open_steps = [step for one in theirs for step in steps.get(one.uid, ())]
        unanswered = problems.unanswered(session, line.uid, on)
        seen = visits.get(line.uid)
        last = seen.last if seen is not None else None
        schools.append(
            HelperSchool(
                _school(line),
                ", ".join(dict.fromkeys(one.role_text for one in bound)),
                "; ".join(filter(None, dict.fromkeys(map(_term, bound)))),
                tuple(map(_row_of(steps), sorted(wanted, key=contact_verbs.by_day)))
                + (() if report else tuple(_next(theirs, days, on))),
                tuple(dict.fromkeys(open_steps)) if not report else (),
                tuple(Told(" ".join(one.words.split()), (("problem", one.uid),)) for one in unanswered),
                show_day(seen.last_on) if seen is not None and seen.last_on else "",
                (("event", last.uid),) if last is not None else (),
            )
        )
    person = session.get(Person, whose) if isinstance(whose, bytes) else None
    return HelperFacts(
        meta_of(session, on),
        report,
        mine[0].who,
        person.post if person is not None else "",
        period,
        on.isoformat(),
        tuple(schools),
        _kinds(contact_verbs.counts(counted.values(), on)) if report else (),
        tuple(Told(one.person, _source(one)) for one in mine if one.for_person is not None),
        tuple(("assignment", one.uid) for one in mine),
    )


def _overlaps(one: Assigned, days: Window) -> bool:
    return (not one.since or one.since <= days.ends.isoformat()) and (
        not one.until or one.until >= days.starts.isoformat()
    )


def _next(every: Iterable[Contact], days: Window, on: date) -> Iterable[ContactRow]:
    """The next meetings that were agreed upon and lie in these days."""
    for one in every:
        day = contact_verbs.iso_day(one.next_on)
        if day is not None and days.starts <= day <= days.ends and day >= on:
            yield ContactRow(
                f"{day:%d.%m.%Y}",
                one.where,
                "",
                f"Следующая встреча ({one.name})",
                "",
                "",
                (),
                (("event", one.uid),),
            )


# --- a visit ---------------------------------------------------------------------------------------------------------


def visits(session: Session) -> tuple[tuple[bytes, str], ...]:
    """Contacts with schools of which a sheet or a memo can be made, the last first."""
    return tuple(
        (one.uid, " ".join(filter(None, (one.when, f"{one.where}:" if one.where else "", one.name))))
        for one in contact_verbs.contacts(session)
        if one.schools or one.all_schools
    )


def visit_facts(session: Session, event: bytes, on: date) -> VisitFacts:
    """A visit that is to come, or what came of one."""
    every = contact_verbs.contacts(session)
    one = next((contact for contact in every if contact.uid == event), None)
    record = session.get(Event, event)
    if one is None or record is None:
        raise UserError("Этого посещения больше нет в файле.", "Его удалили; выберите другое.")
    board = verbs.board(session, on)
    heads = board.schools.of(one.schools)
    lines = [line for line in board.schools.lines if line.uid in heads]
    agreed = _agreed(session, on)
    steps = list(map(_step, agreed.get(event, ())))
    former = [
        _step(decision)
        for line in lines
        for before in contact_verbs.with_school(every, line.family)
        if before.uid != event and not before.all_schools
        for decision in agreed.get(before.uid, ())
        if not decision.row.closed
    ]
    unanswered = [found for line in lines for found in problems.unanswered(session, line.uid, on)]
    source: Sources = (("event", event),)
    return VisitFacts(
        meta_of(session, on),
        _is_over(one, steps, on),
        on.isoformat(),
        one.when,
        one.name,
        one.kind_text,
        tuple(map(_school, lines)) or ((Told("все школы", source),) if one.all_schools else ()),
        tuple(_present(session, event)),
        tuple(
            Told(f"{held.role_text} {held.who}", _source(held))
            for people in board.people
            if people.uid in heads
            for held in people.of(*HELPERS)
        ),
        contact_verbs.numbers(one),
        record.agenda,
        record.findings,
        tuple(steps),
        tuple(dict.fromkeys(former)),
        tuple(map(_problem, unanswered)),
        tuple(_problem(found) for found in problems.answered_by(session, event, on)),
        show_date(one.next_on),
        source,
    )


def _problem(one: problems.ProblemLine) -> Told:
    return Told(" ".join(f"{one.kind_text}: {one.words}".split()), (("problem", one.uid),))


def _is_over(one: Contact, steps: Sequence[StepRow], on: date) -> bool:
    """Whether there is something to tell of it: a visit of today still needs its sheet until anything is noted."""
    today = one.days is not None and one.days.starts == on
    return one.held(on) and (not today or bool(one.findings.strip() or steps))


def _present(session: Session, event: bytes) -> Iterable[Told]:
    titles = Titles(session)
    query = select(Link.person, Link.note).where(Link.role == "event_person", Link.event == event)
    for person, note in session.execute(query.order_by(Link.position, Link.uid)):
        if person is not None:
            name = titles("person", person)
            yield Told(f"{name} ({note})" if note else name, (("person", person),))
