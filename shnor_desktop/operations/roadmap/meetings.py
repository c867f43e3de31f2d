"""Decisions, steps agreed at visits and points of papers: what was decided, who answers for it by when, what is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.programme import Part
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.records import periods, saving
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.roadmap import execution, rows
from shnor_desktop.operations.roadmap.rows import PlanRow
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.states import State
from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.russian import show_day

_FEW = 500
PLACES = ("decisions", "points")
"""Parts that hold decisions; of a paper any part may, those of a programme are rows of its plan."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something decided or agreed, where, and how it stands."""

    row: PlanRow
    taken_at: str
    """«Совещание руководителей, 12.10.2026», or the paper it stands in, with «проект» behind one that nobody signed."""
    taken_on: str
    """ISO date; empty when unknown."""
    source: tuple[str, bytes]
    """The event or the paper."""
    votes: str = ""
    """«за – 5, против – нет», as it was typed."""

    @property
    def last_day(self) -> date | None:
        """The end of the first window that is still to be done."""
        ends = [one.days.ends for one in self.row.standings if one.days and one.state not in _DONE]
        return min(ends, default=None)

    @property
    def is_overdue(self) -> bool:
        return self.row.state == State.OVERDUE


_DONE = (State.DONE, State.DONE_LATE)


def add_decision(document: Document, event: bytes, given: Mapping[str, Value | Linked]) -> bytes:
    """A decision of a meeting, or a step agreed at a visit."""
    return saving.save_record(document, "activity", None, {**given, "event": event})


def decisions(
    session: Session,
    on: date,
    *,
    event: bytes | None = None,
    events: Collection[bytes] | None = None,
    named: Collection[bytes] = (),
) -> tuple[Decision, ...]:
    """All decisions in the order in which they were taken; or those of one event, or of these and those named."""
    wanted = events if event is None else (event,)
    if wanted is not None:
        columns = Activity.__table__.columns
        query = select(*columns).order_by(columns.position, columns.uid)
        named_or_of = columns.event.in_(list(wanted)) | columns.uid.in_(list(named))
        found = session.execute(query.where(named_or_of)).all()
        of_papers = select(Part.uid, Part.paper).where(Part.paper.is_not(None))
        parts = dict(session.execute(of_papers).all()) if named else {}
    else:
        found, parts = _everything(session)
    told = _Told(session, on, found)
    made = [told.decision(one, parts.get(one.part)) for one in found]
    return tuple(sorted(made, key=lambda one: one.taken_on or "9999"))


def _everything(session: Session) -> tuple[Sequence[Any], dict[bytes, bytes | None]]:
    """All that was decided in their places, and the papers of the parts they stand in; nobody waits for what a cancelled
    paper says."""
    of_decisions = (Part.place.in_(PLACES) & Part.programme.is_(None)) | Part.paper.is_not(None)
    cancelled = select(Paper.uid).where(Paper.state == "cancelled")
    in_force = Part.paper.is_(None) | Part.paper.not_in(cancelled)
    parts = dict(session.execute(select(Part.uid, Part.paper).where(of_decisions, in_force)).all())
    columns = Activity.__table__.columns
    query = select(*columns).where(columns.event.is_not(None) | columns.part.in_(parts))
    return session.execute(query.order_by(columns.position, columns.uid)).all(), parts


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision says, without where it stands: checks need no more of many."""

    uid: bytes
    kind: str
    text: str
    has_due: bool
    has_addressee: bool
    event: bytes | None


def asked(session: Session, every: Iterable[Any]) -> tuple[Asked, ...]:
    """All decisions in the order in which they were taken; `every` are all events, which have been read."""
    found, parts = _everything(session)
    papers = dict(session.execute(select(Paper.uid, Paper.date)).all())
    events = {one.uid: one for one in every}
    persons = rows.linked(session, Person, "activity_person")

    def taken_on(one: Any) -> str:
        if one.event is None:
            return papers.get(parts.get(one.part) or b"") or "9999"
        event = events[one.event]
        days = execution.days_of(event.starts, event.ends, event.date_text)
        return days.starts.isoformat() if days is not None else "9999"

    return tuple(
        Asked(
            one.uid,
            one.kind,
            one.text,
            bool(one.due_text.strip() or one.due_dates.strip()),
            bool(one.responsible.strip() or one.uid in persons),
            one.event,
        )
        for one in sorted(found, key=taken_on)
    )


def open_decisions(session: Session, on: date) -> tuple[Decision, ...]:
    """Those of which something is still awaited: the overdue first, then by their last day."""
    return still_open(decisions(session, on))


def still_open(every: Iterable[Decision]) -> tuple[Decision, ...]:
    """The same of decisions that have been read."""
    found = [one for one in every if not one.row.closed]
    return tuple(sorted(found, key=lambda one: (not one.is_overdue, one.last_day or date.max)))


class _Told:
    """What decisions are told by, read once."""

    def __init__(self, session: Session, on: date, found: Sequence[Any]) -> None:
        self._session, self._on = session, on
        self._titles = Titles(session)
        self._titles.ahead(BY_CODE["activity"], [one for one in found if not one.event])
        self._events = _events(session, {one.event for one in found if one.event})
        uids = [one.uid for one in found]
        self._terms = outline.calendar(session)
        self._happened = execution.happenings(session, uids, on)
        self._schools = rows.linked(session, School, "activity_school")
        self._persons = rows.linked(session, Person, "activity_person")

    def decision(self, one: Any, paper: bytes | None) -> Decision:
        taken_at, taken_on, period = (
            self._at_event(one.event) if one.event else self._in_paper(one.part, paper)
        )
        due = rows.read_due(one.due_dates or one.due_text, period, self._terms)
        happened = self._happened.get(one.uid, ())
        row = rows.row_of(
            one,
            taken_at,
            due,
            self._on,
            happened,
            self._schools.get(one.uid, ()),
            self._persons.get(one.uid, ()),
        )
        source = ("event", one.event) if one.event else ("paper", paper) if paper else ("part", one.part)
        row = replace(row, text=marks.bare(row.text))
        return Decision(row, taken_at, taken_on, source, one.votes)

    def _at_event(self, uid: bytes) -> tuple[str, str, Period | None]:
        event = self._events.get(uid)
        if event is None:
            return "", "", None
        name, days = (
            self._titles.of("event", event),
            execution.days_of(event.starts, event.ends, event.date_text),
        )
        if days is None:
            return name, "", None
        day = days.starts
        return (
            f"{name}, {day.day:02}.{day.month:02}.{day.year:04}",
            day.isoformat(),
            periods.from_day(days.starts, days.ends),
        )

    def _in_paper(self, part: bytes, uid: bytes | None) -> tuple[str, str, Period | None]:
        paper = self._session.get(Paper, uid) if uid is not None else None
        if paper is None:
            return self._titles("part", part), "", None
        draft = " — проект" if paper.state == "draft" else ""
        return f"{self._titles('paper', paper.uid)}{draft}", paper.date, periods.of_paper(paper)


def _events(session: Session, wanted: set[bytes]) -> dict[bytes, Any]:
    """What names them and says when they were, read at once."""
    columns = Event.__table__.columns
    query = select(columns.uid, columns.kind, columns.title, columns.date_text, columns.starts, columns.ends)
    if len(wanted) <= _FEW:
        query = query.where(columns.uid.in_(wanted))
    return {one.uid: one for one in session.execute(query).all()}


def minutes_of(session: Session, event: bytes) -> Paper | None:
    """The paper of the minutes of a meeting, where one was registered."""
    found = session.scalars(
        select(Paper).where(Paper.event == event, Paper.kind == "minutes").order_by(Paper.uid)
    )
    return next(iter(found), None)


def meetings(session: Session) -> tuple[tuple[bytes, str], ...]:
    """Events of which minutes may be made, the last first: those with an agenda, people or decisions, and meetings."""
    told_of = set(session.scalars(select(Link.event).where(Link.role == "event_person")))
    told_of |= set(session.scalars(select(Activity.event).where(Activity.event.is_not(None))))
    found = [
        one
        for one in session.execute(select(*Event.__table__.columns))
        if one.kind.endswith("meeting") or one.agenda or one.uid in told_of
    ]
    found.sort(key=lambda one: (one.starts, one.uid), reverse=True)
    titles = Titles(session)
    titles.ahead(BY_CODE["event"], found)
    return tuple((one.uid, _dated(titles, one)) for one in found)


def _dated(titles: Titles, one: Any) -> str:
    days = execution.days_of(one.starts, one.ends, one.date_text)
    return " ".join(filter(None, (show_day(days.starts) if days else "", titles.of("event", one))))
