"""Where undecided values stand on the screens, and whether anything waits to be decided at all."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.document.state import undecided


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions are open; `seen` tells whether this file ever was merged or decided in."""

    open: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """Undecided values for tables, forms and cards."""

    values: frozenset[tuple[str, bytes, str]] = frozenset()
    """(kind, uid, field); a whole record has the field «»."""
    results: frozenset[tuple[bytes, bytes]] = frozenset()
    """(school, sitting) of results of which anything is undecided."""
    schools: frozenset[bytes] = frozenset()
    """Schools of which, or of whose records, anything is undecided."""

    def fields(self, code: str, uid: bytes) -> frozenset[str]:
        """Undecided fields of a record; «» stands for the whole of it."""
        return frozenset(field for kind, one, field in self.values if (kind, one) == (code, uid))

    def of_kind(self, code: str) -> frozenset[tuple[bytes, str]]:
        """(uid, field) of one kind."""
        return frozenset((uid, field) for kind, uid, field in self.values if kind == code)


def waiting(connection: sqlite3.Connection) -> Waiting:
    """For the navigation; cheap."""
    return Waiting(undecided.open_count(connection), undecided.ever_merged(connection))


def marks(connection: sqlite3.Connection) -> Marks:
    """Everything undecided."""
    values = undecided.undecided(connection)
    if not values:
        return Marks()
    schools = frozenset(_schools(connection, values))
    wanted = {uid for code, uid, _ in values if code == "school_result"}
    places: frozenset[tuple[bytes, bytes]] = frozenset()
    if wanted:
        found = connection.execute("SELECT uid, school, sitting FROM school_result")
        places = frozenset((school, sitting) for uid, school, sitting in found if uid in wanted)
    return Marks(values, places, schools)


def _schools(connection: sqlite3.Connection, values: frozenset[tuple[str, bytes, str]]) -> Iterator[bytes]:
    from shnor_desktop.models.kind import (
        Editor,  # Loading the kinds takes longer than to read the first screen.
    )
    from shnor_desktop.models.kinds import BY_CODE

    by_kind: dict[str, set[bytes]] = {}
    for code, uid, _ in values:
        by_kind.setdefault(code, set()).add(uid)
    yield from by_kind.pop("school", ())
    for code, uids in by_kind.items():
        for field in BY_CODE[code].fields:
            if field.refers == "school" or (field.editor is Editor.RECORD and not field.refers):
                found = connection.execute(f'SELECT uid, "{field.name}" FROM {code}')
                yield from (school for uid, school in found if uid in uids and school)


def labels_of_result(connection: sqlite3.Connection, school: bytes, sitting: bytes) -> tuple[str, ...]:
    """What of one result is undecided: «Участников»."""
    found = marks(connection)
    if (school, sitting) not in found.results:
        return ()
    from shnor_desktop.models.kinds import BY_CODE

    query = "SELECT uid FROM school_result WHERE school = ? AND sitting = ?"
    kind = BY_CODE["school_result"]
    names: set[str] = set()
    for (uid,) in connection.execute(query, (school, sitting)):
        names |= found.fields("school_result", uid)
    return tuple(field.label for field in kind.fields if field.name in names) or (kind.one.lower(),)
