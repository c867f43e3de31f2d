"""Contacts with schools: what was done with whom and when, the last time anybody was there, how much of what in a period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School
from shnor_desktop.operations.roadmap.events import KINDS as KINDS
from shnor_desktop.operations.roadmap.events import Deed, deed_of, when
from shnor_desktop.operations.support.schools import SchoolLine, Schools
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import UNDONE
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import decimal_e4, times

VISITS = frozenset(("visit", "landing"))
"""Somebody came to the school."""
PAPERWORK = frozenset(("document", "publication"))
"""What is done without the school."""
LONG_AGO = timedelta(days=90)
"""A school nobody has visited for so long stands out, unless another day is asked for."""


@dataclass(frozen=True, slots=True)
class Contact(Deed):
    """Something done with schools, or set for a day."""

    hours_e4: int | None
    schools: tuple[bytes, ...]
    names: tuple[str, ...]
    """Of the schools, as they stand there."""
    steps: int
    """How many were agreed."""

    @property
    def where(self) -> str:
        """«все школы», or their names."""
        return "все школы" if self.all_schools else ", ".join(self.names)

    @property
    def count(self) -> int:
        """How many times it was."""
        return 1 if self.times is None else self.times

    @property
    def counted(self) -> str:
        """«не менее 23 раз», «»."""
        if self.times is None or (self.times == 1 and not self.at_least):
            return ""
        return times(self.times, "не менее" * self.at_least)

    def held(self, on: date) -> bool:
        """Whether it came about by that day."""
        return self.outcome not in UNDONE and (self.days is None or self.days.starts <= on)

    def ahead(self, on: date) -> bool:
        """Whether it is set for a later day."""
        return self.days is not None and self.days.starts > on and self.outcome not in UNDONE

    def meets(self, days: Window) -> bool:
        """Whether any of its days lies in these; never where it has none."""
        return self.days is not None and self.days.shared(days) is not None


def contacts(
    session: Session, only: Collection[bytes] | None = None, *, kinds: Collection[str] | None = None
) -> tuple[Contact, ...]:
    """All contacts with schools: what names one or all, whatever it is, and what is nothing but work with schools, though
    none is named; or only those with some schools or of these kinds. The last first, what has no day at the end."""
    columns = Event.__table__.columns
    names = {uid: name for uid, name in session.execute(select(School.uid, School.name))}
    schools: dict[bytes | None, list[bytes]] = defaultdict(list)
    query = select(Link.event, Link.school).where(Link.role == "event_school")
    for event, school in session.execute(query.order_by(Link.position, Link.uid)).all():
        if school in names:
            schools[event].append(school)
    steps: dict[bytes | None, int] = {
        event: count
        for event, count in session.execute(
            select(Activity.event, func.count()).where(Activity.event.is_not(None)).group_by(Activity.event)
        )
    }
    made = [
        _contact(one, tuple(schools[one.uid]), names, steps.get(one.uid, 0))
        for one in session.execute(select(*columns).where(_of(only), _among(kinds))).all()
        if schools[one.uid] or one.all_schools or one.kind not in PAPERWORK
    ]
    made.sort(key=lambda one: (by_name(one.name), one.uid))
    made.sort(key=when)
    return tuple(made)


def _of(only: Collection[bytes] | None) -> Any:
    """Which events are read."""
    if only is None:
        return true()
    named = select(Link.event).where(Link.role == "event_school", Link.school.in_(list(only)))
    return Event.uid.in_(named) | Event.all_schools


def _among(kinds: Collection[str] | None) -> Any:
    return true() if kinds is None else Event.kind.in_(list(kinds))


def any_contacts(session: Session, *, named: bool = False) -> bool:
    """Whether there is any, or any that names a school or all of them."""
    with_school = Event.all_schools | Event.uid.in_(select(Link.event).where(Link.role == "event_school"))
    wanted = with_school if named else with_school | Event.kind.not_in(PAPERWORK)
    return session.scalar(select(Event.uid).where(wanted).limit(1)) is not None


def _contact(one: Any, schools: tuple[bytes, ...], names: Mapping[bytes, str], steps: int) -> Contact:
    return Contact(
        **deed_of(one),
        hours_e4=one.hours_e4,
        schools=schools,
        names=tuple(names[uid] for uid in schools),
        steps=steps,
    )


def by_day(one: Contact) -> date:
    """Sorts from the first to the last; what has no day stands at the end."""
    return one.days.starts if one.days is not None else date.max


def with_school(every: Iterable[Contact], family: Collection[bytes]) -> tuple[Contact, ...]:
    """Those with a school or one of its branches."""
    return tuple(one for one in every if one.all_schools or any(uid in family for uid in one.schools))


def numbers(one: Contact) -> str:
    """«не менее 23 раз, 12 чел., 2 ч»."""
    people = one.who or (f"{one.people} чел." if one.people is not None else "")
    hours = f"{decimal_e4(one.hours_e4, 0 if one.hours_e4 % 10_000 == 0 else 1)} ч" if one.hours_e4 else ""
    return ", ".join(filter(None, (one.counted, people, hours)))


# --- when somebody was there -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """When a school was last met in a certain way."""

    school: SchoolLine
    last: Contact | None
    """The last of those whose day is known."""
    undated: int
    """So many have no day: it may have been any."""
    ahead: date | None
    """The nearest day that is set."""
    on: date

    @property
    def uid(self) -> bytes:
        return self.school.uid

    @property
    def last_on(self) -> date | None:
        """Its last day, of a month the last of those that have come."""
        days = self.last.days if self.last is not None else None
        return min(days.ends, self.on) if days is not None else None

    def before(self, since: date) -> bool:
        """Whether nobody is known to have been there from that day on."""
        return self.last_on is None or self.last_on < since


def seen(
    every: Iterable[Contact], known: Schools, kinds: Collection[str] = VISITS, *, asked: bool = True
) -> tuple[Seen, ...]:
    """When each supported school, or each of all, was last met by contacts of these kinds."""
    on = known.on
    wanted = [one for one in every if one.kind in kinds]
    here: dict[bytes, list[Contact]] = defaultdict(list)
    for_all = [one for one in wanted if one.all_schools]
    for one in wanted:
        for uid in known.of(one.schools) if not one.all_schools else ():
            here[uid].append(one)
    return tuple(
        _seen(school, [*here[school.uid], *for_all], on) for school in (known.asked if asked else known.lines)
    )


def _seen(school: SchoolLine, met: list[Contact], on: date) -> Seen:
    held = [one for one in met if one.held(on)]
    dated = [one for one in held if one.days is not None]
    last = max(dated, key=lambda one: min(one.days.ends, on) if one.days else on, default=None)
    days = [one.days.starts for one in met if one.ahead(on) and one.days is not None]
    days += [day for one in met if (day := iso_day(one.next_on)) is not None and day >= on]
    return Seen(school, last, sum(one.count for one in held if one.days is None), min(days, default=None), on)


def iso_day(iso: str) -> date | None:
    """The day of an ISO date; None where there is none."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


# --- how much of what ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """So many contacts of one kind in a period."""

    kind: str
    times: int
    at_least: bool
    people: int
    hours_e4: int
    undated: int
    """So many of them have no day; they are counted in whatever period is asked for."""
    uids: tuple[bytes, ...]

    @property
    def kind_text(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def text(self) -> str:
        """«вебинар – не менее 23»."""
        return f"{self.kind_text} – {'не менее ' * self.at_least}{self.times}"


def counts(every: Iterable[Contact], on: date, days: Window | None = None) -> tuple[Count, ...]:
    """How many contacts of each kind came about by a day, in these days or ever; what has no day is counted as well and
    told apart."""
    by_kind: dict[str, list[Contact]] = defaultdict(list)
    for one in every:
        if one.held(on) and (days is None or one.days is None or one.meets(days)):
            by_kind[one.kind].append(one)
    return tuple(
        Count(
            kind,
            sum(one.count for one in by_kind[kind]),
            any(one.at_least for one in by_kind[kind]),
            sum(one.people or 0 for one in by_kind[kind]),
            sum(one.hours_e4 or 0 for one in by_kind[kind]),
            sum(one.count for one in by_kind[kind] if one.days is None),
            tuple(one.uid for one in by_kind[kind]),
        )
        for kind in KINDS
        if kind in by_kind
    )
