"""What was done about the rows of a plan: events that execute them, as happenings for the states of their windows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.roadmap import Event
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import Happening

_SOME_DAY = Window(date(1950, 1, 1), date(2150, 12, 31))
"""Of what was done nobody knows when: it meets any window and is late for none."""
_UNDONE = ("not_held", "partly")
"""Outcomes after which the work is still to be done."""
_PIECE = 500
"""So many records are named in one statement."""


def happenings(session: Session, activities: Iterable[bytes]) -> dict[bytes, tuple[Happening, ...]]:
    """What was done about each of these activities; those nothing was done about are missing."""
    link, event = Link.__table__.columns, Event.__table__.columns
    wanted = list(dict.fromkeys(activities))
    found: dict[bytes, list[Happening]] = defaultdict(list)
    for at in range(0, len(wanted), _PIECE):
        query = (
            select(link.activity, event.starts, event.ends, event.times)
            .join(Event.__table__, event.uid == link.event)
            .where(
                link.role == "event_activity",
                link.activity.in_(wanted[at : at + _PIECE]),
                event.outcome.not_in(_UNDONE),
            )
            .order_by(event.starts, event.uid)
        )
        for activity, starts, ends, times in session.execute(query):
            found[activity].append(Happening(days_of(starts, ends), 1 if times is None else times))
    return {uid: tuple(done) for uid, done in found.items()}


def days_of(starts: Any, ends: Any) -> Window:
    """The days of an event as it keeps them; one that names a single day keeps it in either field."""
    first, last = _day(starts or ends), _day(ends or starts)
    if first is None or last is None:
        return _SOME_DAY
    return Window(min(first, last), max(first, last))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
