"""Where undecided values stand on the screens, and whether anything waits to be decided at all."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state import undecided
from shnor_desktop.models.kind import Editor
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.results import SchoolResult


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


def waiting(session: Session) -> Waiting:
    """For the navigation; cheap."""
    connection = raw_of(session)
    return Waiting(undecided.open_count(connection), undecided.ever_merged(connection))


def marks(session: Session) -> Marks:
    """Everything undecided."""
    values = undecided.undecided(raw_of(session))
    if not values:
        return Marks()
    schools = frozenset(_schools(session, values))
    wanted = {uid for code, uid, _ in values if code == "school_result"}
    places: frozenset[tuple[bytes, bytes]] = frozenset()
    if wanted:
        query = select(SchoolResult.uid, SchoolResult.school, SchoolResult.sitting)
        places = frozenset(
            (school, sitting) for uid, school, sitting in session.execute(query) if uid in wanted
        )
    return Marks(values, places, schools)


def _schools(session: Session, values: frozenset[tuple[str, bytes, str]]) -> Iterator[bytes]:
    by_kind: dict[str, set[bytes]] = {}
    for code, uid, _ in values:
        by_kind.setdefault(code, set()).add(uid)
    yield from by_kind.pop("school", ())
    for code, uids in by_kind.items():
        kind = BY_CODE[code]
        columns = kind.record.__table__.columns
        for field in kind.fields:
            if field.refers == "school" or (field.editor is Editor.RECORD and not field.refers):
                found = session.execute(select(columns.uid, columns[field.name]))
                yield from (school for uid, school in found if uid in uids and school)


def labels_of_result(session: Session, school: bytes, sitting: bytes) -> tuple[str, ...]:
    """What of one result is undecided: «Участников»."""
    found = marks(session)
    if (school, sitting) not in found.results:
        return ()
    query = select(SchoolResult.uid).where(SchoolResult.school == school, SchoolResult.sitting == sitting)
    kind = BY_CODE["school_result"]
    names: set[str] = set()
    for uid in session.scalars(query):
        names |= found.fields("school_result", uid)
    return tuple(field.label for field in kind.fields if field.name in names) or (kind.one.lower(),)
