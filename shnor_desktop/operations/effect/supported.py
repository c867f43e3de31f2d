"""Which schools had support in a period, and by what records: assignments, programmes, statuses."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.support import ROLES
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.papers.tree.paper import Source

ASSIGNMENT, PROGRAMME, STATUS, HELP = "assignment", "programme", "status", "help"
WAYS = {
    HELP: "закрепление или программа",
    ASSIGNMENT: "закрепление: куратор, наставник, партнёр",
    PROGRAMME: "участие в программе",
    STATUS: "статус ШНОР",
}
"""By what a school counts as supported."""
_HELPERS = ("coordinator", "curator", "mentor", "tutor", "partner", "leader")
_KINDS = ("municipal", "roadmap", "school", "external")
"""Programmes that support schools; a route is of one teacher."""


class Days(NamedTuple):
    """From one ISO date to another."""

    starts: str
    ends: str

    def meets(self, since: str, until: str) -> bool:
        """Whether something ran in these days; what has no date is taken to have no end on that side."""
        return (not since or since <= self.ends) and (not until or until >= self.starts)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a school counts as supported."""

    text: str
    """«куратор с 01.09.2021», never a name of a person."""
    since: str
    until: str
    source: Source


@dataclass(frozen=True, slots=True)
class Supports:
    """All grounds of the file by way and school, read once."""

    grounds: dict[str, dict[bytes, tuple[Ground, ...]]]

    def within(self, way: str, days: Days) -> dict[bytes, tuple[Ground, ...]]:
        """Supported schools of these days, each with its grounds."""
        ways = (ASSIGNMENT, PROGRAMME) if way == HELP else (way,)
        found: dict[bytes, list[Ground]] = defaultdict(list)
        for one in ways:
            for school, grounds in self.grounds[one].items():
                found[school] += [ground for ground in grounds if days.meets(ground.since, ground.until)]
        return {school: tuple(grounds) for school, grounds in found.items() if grounds}

    def usual(self) -> str:
        """By what to judge where nobody said: by statuses only where the file knows of no help."""
        return HELP if self.grounds[ASSIGNMENT] or self.grounds[PROGRAMME] else STATUS


def supports(session: Session) -> Supports:
    """Read all grounds."""
    connection = raw_of(session)
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'assignment'"
    # A file that an earlier program made and that is only looked at knows of statuses alone.
    known = connection.execute(query).fetchone() is not None
    statuses = {
        school: tuple(Ground(one.label, one.since, one.until, ("school_status", one.uid)) for one in lines)
        for school, lines in statuses_of_kind(connection, LOW_RESULT).items()
    }
    return Supports(
        {
            ASSIGNMENT: _by_school(_assignments(session)) if known else {},
            PROGRAMME: _by_school(_programmes(session)) if known else {},
            STATUS: statuses,
        }
    )


def _by_school(found: Iterator[tuple[bytes, Ground]]) -> dict[bytes, tuple[Ground, ...]]:
    grouped: dict[bytes, list[Ground]] = defaultdict(list)
    for school, ground in found:
        grouped[school].append(ground)
    return {school: tuple(grounds) for school, grounds in grouped.items()}


def _assignments(session: Session) -> Iterator[tuple[bytes, Ground]]:
    """A helper of a school, or of a teacher of it."""
    rows = raw_of(session).execute(
        "SELECT a.uid, a.role, coalesce(a.for_school, p.school), a.since, a.until FROM assignment a "
        "LEFT JOIN person p ON p.uid = a.for_person ORDER BY a.since, a.uid"
    )
    roles = dict(ROLES)
    for uid, role, school, since, until in rows:
        if school is not None and role in _HELPERS:
            yield school, Ground(roles[role], since, until, ("assignment", uid))


def _programmes(session: Session) -> Iterator[tuple[bytes, Ground]]:
    """A school that a programme names or that is bound to it as one who takes part."""
    rows = raw_of(session).execute(
        "SELECT p.uid, p.kind, coalesce(nullif(p.short_title, ''), p.title), p.starts, p.ends, m.school, m.since, m.until "
        "FROM programme p JOIN (SELECT programme, school, '' AS since, '' AS until FROM link WHERE role = 'programme_school' "
        "UNION SELECT uid, school, '', '' FROM programme WHERE school IS NOT NULL "
        "UNION SELECT programme, coalesce(for_school, school), since, until FROM assignment WHERE role = 'participant') m "
        "ON m.programme = p.uid ORDER BY p.starts, p.uid"
    )
    for uid, kind, title, starts, ends, school, since, until in rows:
        if school is not None and kind in _KINDS:
            until = min(filter(None, (ends, until)), default="")
            yield school, Ground(title, max(starts, since), until, ("programme", uid))
