"""What answers a problem or a risk: activities that name it with what was done about them, and what was done that names it itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.roadmap import events, execution
from shnor_desktop.rules.deadlines.states import UNDONE
from shnor_desktop.rules.words.russian import show_day

_OVER = ("done", "partly")
_VOID = ("cancelled", "not_done")
_ROLES = ("activity_problem", "event_problem")


@dataclass(frozen=True, slots=True)
class Answer:
    """An activity that answers something, or something that was done."""

    kind: str
    """«activity» or «event»."""
    uid: bytes
    text: str
    due: str
    """When it is to be done, or is set for."""
    where: str
    """The section of the plan, or the event at which it was agreed."""
    done: bool
    done_text: str
    """What was done and when; empty while nothing is."""
    events: tuple[bytes, ...] = ()
    last_on: date | None = None
    """When something was last done about it; None where nobody says."""

    def answers_since(self, day: date | None) -> bool:
        """Whether it was done after something was known of: what was done before is no answer to it."""
        return self.done and (day is None or self.last_on is None or self.last_on >= day)

    @property
    def told(self) -> str:
        """All of it in one line, for papers."""
        done = f"сделано: {self.done_text}" if self.done else ""
        if done and self.kind == "event":
            return done
        return ", ".join(filter(None, (self.text, f"срок: {self.due}" if self.due else "", done)))


@dataclass(frozen=True, slots=True)
class Offer:
    """An activity, or something that was done, that may answer a problem."""

    uid: bytes
    text: str
    where: str
    """The section of the plan, or the schools."""
    when: str


def activities(session: Session) -> tuple[Offer, ...]:
    """Rows of plans, decisions and measures that were not given up, plan by plan."""
    columns = Activity.__table__.columns
    query = select(*columns).where(columns.state.not_in(_VOID), columns.kind != "statement")
    titles = Titles(session)
    made = [
        Offer(
            one.uid,
            " ".join(filter(None, (one.number, " ".join(one.text.split())))),
            titles("event", one.event) if one.event else titles("part", one.part),
            one.due_text,
        )
        for one in session.execute(query.order_by(columns.position, columns.uid))
    ]
    return tuple(sorted(made, key=lambda one: (not one.where, one.where)))


def done(session: Session) -> tuple[Offer, ...]:
    """What was done, the last first; nothing that did not come about."""
    return tuple(
        Offer(one.uid, one.name, "; ".join(one.schools), one.when)
        for one in events.events(session)
        if one.outcome != "not_held"
    )


def answers(
    session: Session, problems: Iterable[bytes], on: date | None = None
) -> dict[bytes, tuple[Answer, ...]]:
    """What answers each problem; those that nothing answers are missing. What was given up or did not come about answers
    nothing."""
    wanted = set(problems)
    query = select(Link.problem, Link.activity, Link.event).where(Link.role.in_(_ROLES))
    links = [one for one in session.execute(query).all() if one.problem in wanted]
    day, titles = on or date.today(), Titles(session)
    made = _by_activities(session, {activity for _, activity, _ in links if activity}, titles, day)
    made |= _by_events(session, {event for _, _, event in links if event}, titles, day)
    found: dict[bytes, list[Answer]] = defaultdict(list)
    for problem, activity, event in links:
        if problem and (one := made.get(activity or event or b"")) is not None:
            found[problem].append(one)
    return {uid: tuple(sorted(held, key=lambda one: (one.text, one.uid))) for uid, held in found.items()}


def _by_activities(session: Session, wanted: set[bytes], titles: Titles, on: date) -> dict[bytes, Answer]:
    columns = Activity.__table__.columns
    rows = session.execute(select(*columns).where(columns.uid.in_(wanted))).all()
    happened = execution.happenings(session, wanted, on)
    executed = _events(session, wanted, on)
    made: dict[bytes, Answer] = {}
    for one in rows:
        if one.state in _VOID:
            continue
        held_at = executed.get(one.uid, ())
        if one.event is not None and one.state == "done":
            held_at = tuple(dict.fromkeys((one.event, *held_at)))
        done = one.state in _OVER or one.uid in happened
        lasts = [held.days.ends for held in happened.get(one.uid, ())]
        told = "; ".join(_told(session, titles, event) for event in held_at) if done else ""
        where = titles("event", one.event) if one.event else titles("part", one.part)
        made[one.uid] = Answer(
            "activity",
            one.uid,
            " ".join(one.text.split()),
            one.due_text,
            where,
            done,
            told or ("выполнено" if done else ""),
            held_at,
            max(lasts, default=None),
        )
    return made


def _by_events(session: Session, wanted: set[bytes], titles: Titles, on: date) -> dict[bytes, Answer]:
    columns = Event.__table__.columns
    query = select(*columns).where(columns.uid.in_(wanted), columns.outcome != "not_held")
    made: dict[bytes, Answer] = {}
    for one in session.execute(query):
        days = execution.days_of(one.starts, one.ends, one.date_text)
        done = one.outcome not in UNDONE and (days is None or days.starts <= on)
        name = titles("event", one.uid)
        told = ", ".join(filter(None, (name, _when(one)))) if done else ""
        due, last = ("" if done else _when(one)), (days.ends if days is not None else None)
        made[one.uid] = Answer("event", one.uid, name, due, "", done, told, (one.uid,), last)
    return made


def _events(session: Session, activities: set[bytes], on: date) -> dict[bytes, tuple[bytes, ...]]:
    """What was done about each by that day; nothing that did not come about or is set for later."""
    link, event = Link.__table__.columns, Event.__table__.columns
    query = (
        select(link.activity, event.uid)
        .join(Event.__table__, event.uid == link.event)
        .where(
            link.role == "event_activity",
            link.activity.in_(activities),
            event.outcome.not_in(UNDONE),
            event.starts <= on.isoformat(),
        )
        .order_by(event.starts, event.uid)
    )
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for activity, uid in session.execute(query):
        found[activity].append(uid)
    return {uid: tuple(held) for uid, held in found.items()}


def _told(session: Session, titles: Titles, uid: bytes) -> str:
    event = session.get(Event, uid)
    return ", ".join(filter(None, (titles("event", uid), _when(event) if event is not None else "")))


def _when(event: Any) -> str:
    days = execution.days_of(event.starts, event.ends, event.date_text)
    return show_day(days.starts) if days is not None else event.date_text
