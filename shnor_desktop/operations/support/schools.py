"""Which schools are supported on a day, and why: those with a status that asks for it, and those of programmes. A branch
stands under its school."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.links import Link
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.schools import School
from shnor_desktop.models.support import Assignment
from shnor_desktop.operations.identification.status_lines import KIND_LABELS, all_statuses
from shnor_desktop.rules.words.name_order import by_name

NEEDY = ("low_result", "adverse_social")
"""Statuses that ask for support."""
_PROGRAMMES = ("municipal", "roadmap", "external")


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school that works on that day, with its branches."""

    uid: bytes
    name: str
    form: str
    place: str
    statuses: tuple[str, ...]
    """Codes of those in force."""
    why: tuple[str, ...]
    """For what it is supported: «ШНОР», the name of a programme; none where it is not."""
    family: frozenset[bytes]
    """Itself and its branches."""

    @property
    def supported(self) -> bool:
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class Schools:
    """The schools of a day by their names."""

    on: date
    lines: tuple[SchoolLine, ...]
    heads: Mapping[bytes, bytes]
    """Of every school of the file, closed ones too, the one it stands under."""

    @property
    def listed(self) -> bool:
        """Whether the file says of any school that it is supported."""
        return any(one.supported for one in self.lines)

    @property
    def asked(self) -> tuple[SchoolLine, ...]:
        """The supported ones; all where the file says of none that it is."""
        return tuple(one for one in self.lines if one.supported) if self.listed else self.lines

    def of(self, uids: Iterable[bytes]) -> frozenset[bytes]:
        """The schools over these."""
        return frozenset(self.heads.get(uid, uid) for uid in uids)


def schools(session: Session, on: date) -> Schools:
    """Read the schools as they are on a day."""
    columns = School.__table__.columns
    found = session.execute(
        select(
            columns.uid,
            columns.name,
            columns.form,
            columns.place,
            columns.parent,
            columns.opened_on,
            columns.closed_on,
        )
    ).all()
    heads = _heads({one.uid: one.parent for one in found})
    family: dict[bytes, set[bytes]] = defaultdict(set)
    for uid, head in heads.items():
        family[head].add(uid)
    statuses = _statuses(session, on, heads)
    why = _why(session, on, heads, statuses)
    day = on.isoformat()
    lines = [
        SchoolLine(
            one.uid,
            one.name,
            one.form,
            one.place,
            tuple(statuses[one.uid]),
            tuple(why[one.uid]),
            frozenset(family[one.uid]),
        )
        for one in found
        if heads[one.uid] == one.uid and _works(one, day)
    ]
    return Schools(on, tuple(sorted(lines, key=lambda one: (by_name(one.name), one.uid))), heads)


def _works(one: Any, day: str) -> bool:
    return (not one.closed_on or one.closed_on > day) and (not one.opened_on or one.opened_on <= day)


def _heads(parents: Mapping[bytes, bytes | None]) -> dict[bytes, bytes]:
    """The topmost school over each; schools that are branches of each other are each their own."""
    heads = {}
    for uid in parents:
        at, seen = uid, {uid}
        while (above := parents.get(at)) is not None and above in parents and above not in seen:
            seen.add(above)
            at = above
        heads[uid] = at if parents.get(at) is None or parents[at] not in parents else uid
    return heads


def _statuses(session: Session, on: date, heads: Mapping[bytes, bytes]) -> dict[bytes, dict[str, None]]:
    """Codes of statuses in force by school, in the order of the dictionary."""
    found: dict[bytes, set[str]] = defaultdict(set)
    for uid, lines in all_statuses(raw_of(session)).items():
        for one in lines:
            if one.in_force(on.isoformat()):
                found[heads.get(uid, uid)].add(one.kind)
    return defaultdict(
        dict, {uid: {code: None for code in KIND_LABELS if code in codes} for uid, codes in found.items()}
    )


def _why(
    session: Session, on: date, heads: Mapping[bytes, bytes], statuses: Mapping[bytes, dict[str, None]]
) -> dict[bytes, dict[str, None]]:
    why: dict[bytes, dict[str, None]] = defaultdict(dict)
    for uid, codes in statuses.items():
        why[uid].update({KIND_LABELS[code]: None for code in codes if code in NEEDY})
    day = on.isoformat()
    columns = Programme.__table__.columns
    running = {
        one.uid: one.short_title or one.title
        for one in session.execute(
            select(
                columns.uid, columns.title, columns.short_title, columns.starts, columns.ends, columns.kind
            )
        )
        if one.kind in _PROGRAMMES
        and (not one.starts or one.starts <= day)
        and (not one.ends or one.ends >= day)
    }
    taking_part = session.execute(
        select(Assignment.school, Assignment.programme).where(
            Assignment.role == "participant",
            (Assignment.since == "") | (Assignment.since <= day),
            (Assignment.until == "") | (Assignment.until >= day),
        )
    )
    linked = session.execute(select(Link.school, Link.programme).where(Link.role == "programme_school"))
    for school, programme in (*taking_part, *linked):
        if school is not None and programme in running:
            why[heads.get(school, school)][running[programme]] = None
    return why
