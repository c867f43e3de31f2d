"""What was done, read for lists, panels and papers: when, where, for whom, which activities it executes, what confirms it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import Link
from shnor_desktop.models.orders import Evidence
from shnor_desktop.models.roadmap import EVENT_KINDS, OUTCOMES, Activity, Event
from shnor_desktop.models.values import Linked
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.quick_line import day_words
from shnor_desktop.rules.words.russian import size_text, times

KINDS = dict(EVENT_KINDS)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A paper or a file that confirms something."""

    uid: bytes
    title: str
    requisites: str
    file_name: str
    file_size: int
    file_sha: str

    @property
    def text(self) -> str:
        """«Приказ от 15.12.2021 № 324 (скан.pdf, 120 КБ)»."""
        told = " ".join(filter(None, (self.title, self.requisites)))
        return f"{told} ({self.file_name}, {size_text(self.file_size)})" if self.file_name else told


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done or is set for a day, as its record says it."""

    uid: bytes
    kind: str
    title: str
    days: Window | None
    date_text: str
    times: int | None
    at_least: bool
    people: int | None
    who: str
    outcome: str
    findings: str
    next_on: str
    all_schools: bool

    @property
    def kind_text(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def name(self) -> str:
        """The title, else the kind."""
        kind = self.kind_text
        return self.title or kind[:1].upper() + kind[1:]

    @property
    def when(self) -> str:
        """Words as typed, else the days; «без даты»."""
        return self.date_text or (day_words(self.days) if self.days is not None else "без даты")


_PLAIN = ("uid", "kind", "title", "date_text", "times", "people", "who", "outcome", "findings", "next_on")


def deed_of(record: Any) -> dict[str, Any]:
    """The fields of a `Deed`."""
    return {
        **{name: getattr(record, name) for name in _PLAIN},
        "days": execution.days_of(record.starts, record.ends, record.date_text),
        "at_least": bool(record.at_least),
        "all_schools": bool(record.all_schools),
    }


def when(one: Deed) -> tuple[bool, int]:
    """Sorts the last first, what has no day at the end."""
    return one.days is None, -(one.days.starts.toordinal() if one.days else 0)


@dataclass(frozen=True, slots=True)
class EventLine(Deed):
    """Something that was done, with everything around it."""

    place: str
    agenda: str
    schools: tuple[str, ...]
    activities: tuple[tuple[bytes, str], ...]
    """Uid and title of those it executes."""
    persons: tuple[tuple[str, str], ...]
    """Name and what the person was there."""
    evidence: tuple[EvidenceLine, ...]
    decisions: int
    """How many were taken or agreed upon."""

    @property
    def numbers(self) -> str:
        """«не менее 23 раз, 12 чел.»."""
        many = self.times if self.times is not None and self.times > 1 else None
        told = times(many, "не менее" * self.at_least) if many is not None else ""
        people = self.who or (f"{self.people} чел." if self.people is not None else "")
        return ", ".join(filter(None, (told, people)))

    @property
    def outcome_text(self) -> str:
        return dict(OUTCOMES)[self.outcome] if self.outcome in ("partly", "not_held") else ""


def events(session: Session, only: Iterable[bytes] | None = None) -> tuple[EventLine, ...]:
    """What was done, the last first and what has no day at the end; everything, or those named."""
    columns = Event.__table__.columns
    query = select(*columns)
    named = None if only is None else list(only)
    if named is not None:
        query = query.where(columns.uid.in_(named))
    found = session.execute(query).all()
    titles, links = Titles(session), linking.linked(session, BY_CODE["event"], named)
    for name, code in (("schools", "school"), ("activities", "activity"), ("persons", "person")):
        titles.ahead_of(code, (uid for held in links.values() for uid, _ in held.get(name, ())))
    evidence, decisions = _evidence(session, named, titles), _decisions(session, named)
    made = [
        _line(one, titles, links.get(one.uid, {}), tuple(evidence[one.uid]), decisions[one.uid])
        for one in found
    ]
    made.sort(key=lambda one: (one.name.casefold(), one.uid))
    made.sort(key=when)
    return tuple(made)


def of_activity(session: Session, activity: bytes) -> tuple[EventLine, ...]:
    """What was done about one activity."""
    uids = session.scalars(select(Link.event).where(Link.role == "event_activity", Link.activity == activity))
    return events(session, [uid for uid in uids if uid is not None])


def _line(
    one: Any, titles: Titles, links: dict[str, Linked], evidence: tuple[EvidenceLine, ...], decisions: int
) -> EventLine:
    return EventLine(
        **deed_of(one),
        place=one.place,
        agenda=one.agenda,
        schools=tuple(titles("school", uid) for uid, _ in links.get("schools", ())),
        activities=tuple((uid, titles("activity", uid)) for uid, _ in links.get("activities", ())),
        persons=tuple((titles("person", uid), note) for uid, note in links.get("persons", ())),
        evidence=evidence,
        decisions=decisions,
    )


def _evidence(
    session: Session, named: list[bytes] | None, titles: Titles
) -> dict[bytes | None, list[EvidenceLine]]:
    columns = Evidence.__table__.columns
    query = select(*columns).where(columns.event.is_not(None)).order_by(columns.title, columns.uid)
    if named is not None:
        query = query.where(columns.event.in_(named))
    found: dict[bytes | None, list[EvidenceLine]] = defaultdict(list)
    for one in session.execute(query):
        title, requisites = one.title, one.requisites
        if one.paper is not None and not requisites:
            # A paper of the office is named in full, once.
            paper = titles("paper", one.paper)
            said = paper.casefold().startswith(title.casefold())
            title, requisites = (paper, "") if said else (title, paper)
        found[one.event].append(
            EvidenceLine(one.uid, title, requisites, one.file_name, one.file_size or 0, one.file_sha)
        )
    return found


def _decisions(session: Session, named: list[bytes] | None) -> dict[bytes | None, int]:
    query = select(Activity.event).where(Activity.event.is_not(None))
    if named is not None:
        query = query.where(Activity.event.in_(named))
    counts: dict[bytes | None, int] = defaultdict(int)
    for uid in session.scalars(query):
        counts[uid] += 1
    return counts
