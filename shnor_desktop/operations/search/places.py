"""Where people know a record: the screen that shows it and what that is asked to show."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Part

Place = tuple[str, dict[str, Any]]
"""Code of a screen and what `arrive` is given."""


def place_of(session: Session, kind: str, record: Any) -> Place:
    """A record, or any row with its fields, on the screen of its area, else in the dictionaries."""
    own = _OWN.get(kind)
    return (own(session, record) if own else None) or ("dictionaries", {"kind": kind, "uid": record.uid})


def _activity(session: Session, one: Any) -> Place | None:
    if one.event is not None:
        return "done", {"event": one.event, "decision": one.uid}
    part = _outermost(session, one.part)
    if part is None or (part.programme is None and part.paper is None):
        return None
    if part.programme is not None:
        return "roadmap", {"programme": part.programme, "activity": one.uid}
    return "orders", {"order": part.paper, "piece": one.uid}


def _part(session: Session, one: Any) -> Place | None:
    part = _outermost(session, one.uid)
    if part is None or (part.programme is None and part.paper is None):
        return None
    if part.programme is not None:
        return "programme", {"programme": part.programme, "part": one.uid}
    return "orders", {"order": part.paper, "piece": one.uid}


def _outermost(session: Session, uid: bytes | None) -> Part | None:
    """The part that stands in a programme or paper itself; parts inside it may say nothing of these."""
    part, seen = session.get(Part, uid) if uid else None, set[bytes]()
    while part is not None and not (part.programme or part.paper) and part.parent and part.uid not in seen:
        seen.add(part.uid)
        part = session.get(Part, part.parent)
    return part


_OWN: dict[str, Callable[[Session, Any], Place | None]] = {
    "school": lambda session, one: ("schools", {"school": one.uid}),
    "person": lambda session, one: ("dictionaries", {"kind": "person", "uid": one.uid}),
    "activity": _activity,
    "event": lambda session, one: ("done", {"event": one.uid}),
    "paper": lambda session, one: ("orders", {"order": one.uid}),
    "indicator": lambda session, one: (
        ("programme", {"programme": one.programme, "indicator": one.uid}) if one.programme else None
    ),
    "programme": lambda session, one: ("programme", {"programme": one.uid}),
    "part": _part,
    "problem": lambda session, one: ("problems", {"problem": one.uid}),
    "status_list": lambda session, one: ("papers", {"paper": "list", "signed": one.uid}),
    "school_status": lambda session, one: ("schools", {"school": one.school}),
    "sitting": lambda session, one: ("results", {"year": one.school_year, "sitting": one.uid}),
    "parcel": lambda session, one: ("history", {"record": ("parcel", one.uid)}),
}
ORDER = {kind: place for place, kind in enumerate(_OWN)}
"""Kinds as people look for them; the others, which stand in dictionaries, come last."""
