"""Where undecided values stand on the screens, and whether anything waits to be decided at all."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from shnor_desktop.operations import decisions


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

    def fields(self, code: str, uid: bytes) -> frozenset[str]:
        """Undecided fields of a record; «» stands for the whole of it."""
        return frozenset(field for kind, one, field in self.values if (kind, one) == (code, uid))

    def of_kind(self, code: str) -> frozenset[tuple[bytes, str]]:
        """(uid, field) of one kind."""
        return frozenset((uid, field) for kind, uid, field in self.values if kind == code)


def waiting(session: Session) -> Waiting:
    """For the navigation; cheap."""
    query = text(
        "SELECT (SELECT count(*) FROM conflict), EXISTS (SELECT 1 FROM merge_log) "
        "OR EXISTS (SELECT 1 FROM action WHERE kind = 'decide')"
    )
    count, seen = session.execute(query).one()
    return Waiting(int(count), bool(seen))


def marks(session: Session) -> Marks:
    """Everything undecided."""
    values = decisions.undecided(session)
    if not values:
        return Marks()
    results = {uid for code, uid, _ in values if code == "school_result"}
    if not results:
        return Marks(values)
    places = session.execute(text("SELECT uid, school, sitting FROM school_result"))
    return Marks(
        values,
        frozenset(
            (bytes(school), bytes(sitting)) for uid, school, sitting in places if bytes(uid) in results
        ),
    )
