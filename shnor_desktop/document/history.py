"""Reading the journal: the list of actions and the history of one record."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from shnor_desktop.document.journal import ActionId, Column, catalogue
from shnor_desktop.document.undo import Value, fold


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One commit as the history shows it."""

    action: ActionId
    title: str
    kind: str
    person: str
    office: str
    at: datetime
    changes: int
    undone: bool
    target: ActionId | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one record. `field` is empty when the whole record was added or deleted."""

    action: ActionId
    at: datetime
    person: str
    office: str
    title: str
    what: str
    """«added», «changed» or «deleted»."""
    field: str
    before: Value
    after: Value


def moment(wall_ms: int) -> datetime:
    """UTC moment of a stored time; impossible clocks give the epoch."""
    try:
        return datetime.fromtimestamp(wall_ms / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def actions(connection: sqlite3.Connection, limit: int) -> tuple[ActionLine, ...]:
    """Newest first. `undone` follows undo and redo of undo to the end."""
    rows = connection.execute(
        "SELECT a.writer_n, a.seq, a.last_seq, a.title, a.kind, w.person, w.office, a.wall_ms, "
        "a.target_writer_n, a.target_seq FROM action a JOIN writer w ON w.n = a.writer_n "
        "ORDER BY a.lamport DESC, w.uid DESC, a.seq DESC LIMIT ?",
        (limit,),
    ).fetchall()
    taken_back = _taken_back(connection)
    return tuple(
        ActionLine(
            ActionId(n, seq),
            title,
            kind,
            person,
            office,
            moment(wall),
            last - seq,
            ActionId(n, seq) in taken_back,
            ActionId(target_n, target_seq) if target_n is not None else None,
        )
        for n, seq, last, title, kind, person, office, wall, target_n, target_seq in rows
    )


def _taken_back(connection: sqlite3.Connection) -> set[ActionId]:
    """Actions whose effect is undone now: an undo that was itself undone does not count."""
    found: set[ActionId] = set()
    rows = connection.execute(
        "SELECT a.writer_n, a.seq, a.target_writer_n, a.target_seq FROM action a JOIN writer w "
        "ON w.n = a.writer_n WHERE a.target_writer_n IS NOT NULL ORDER BY a.lamport DESC, w.uid DESC, a.seq DESC"
    )
    for n, seq, target_n, target_seq in rows:
        if ActionId(n, seq) not in found:
            found.add(ActionId(target_n, target_seq))
    return found


def record_history(connection: sqlite3.Connection, table: str, uid: bytes) -> tuple[FieldChange, ...]:
    """Everything that happened to one record, oldest first."""
    _, columns = catalogue(connection)[table]
    rows = connection.execute(
        "SELECT c.writer_n, c.seq, c.field_no, c.value, w.person, w.office FROM change c "
        "JOIN writer w ON w.n = c.writer_n WHERE c.row_uid = ? ORDER BY c.lamport, w.uid, c.seq",
        (uid,),
    ).fetchall()
    found: list[FieldChange] = []
    so_far: list[tuple[int, Value]] = []
    for writer_n, seq, field_no, value, person, office in rows:
        before = fold(so_far, columns)
        so_far.append((field_no, value))
        action, title, wall = _action_of(connection, writer_n, seq)
        what, name, old, new = _describe(columns, field_no, value, before)
        found.append(FieldChange(action, moment(wall), person, office, title, what, name, old, new))
    return tuple(found)


def _action_of(connection: sqlite3.Connection, writer_n: int, seq: int) -> tuple[ActionId, str, int]:
    row = connection.execute(
        "SELECT seq, title, wall_ms FROM action WHERE writer_n = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
        (writer_n, seq),
    ).fetchone()
    return (ActionId(writer_n, row[0]), row[1], row[2]) if row else (ActionId(writer_n, seq), "", 0)


def _describe(
    columns: tuple[Column, ...], field_no: int, value: Value, before: list[Value] | None
) -> tuple[str, str, Value, Value]:
    if not field_no:
        return ("added", "", None, None) if isinstance(value, str) else ("deleted", "", None, None)
    index = next(i for i, column in enumerate(columns) if column.field_no == field_no)
    return "changed", columns[index].name, before[index] if before else None, value
