"""What the rest of the program asks the journal: of which kind a record is, who spoke last, what lies between two
moments. Only the document reads the journal's tables."""

import itertools
import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shnor_desktop.document.journal import history
from shnor_desktop.document.journal.capture import ActionId, Column, catalogue

Place = tuple[int, bytes, int]
"""A place in the order of all changes that every copy shares: Lamport time, writer, number."""
START: Place = (0, b"", 0)
END: Place = (2**62, b"", 0)


def kind_of(connection: sqlite3.Connection, uid: bytes) -> str:
    """Code of the kind of which somebody entered that record, shown or not; empty when nobody did."""
    found = connection.execute(
        "SELECT table_name FROM catalogue WHERE table_no = "
        "(SELECT table_no FROM change WHERE row_uid = ? LIMIT 1) LIMIT 1",
        (uid,),
    ).fetchone()
    return str(found[0]) if found else ""


def naming(connection: sqlite3.Connection, table: str, uid: bytes) -> tuple[bytes, ...]:
    """Rows of a table that named a record when they were entered, shown or not."""
    rows = connection.execute(
        "SELECT DISTINCT row_uid FROM change WHERE field_no = 0 AND typeof(value) = 'text' AND instr(value, ?) > 0 "
        "AND table_no = (SELECT table_no FROM catalogue WHERE table_name = ? LIMIT 1) ORDER BY row_uid",
        (uid.hex(), table),
    )
    return tuple(bytes(row[0]) for row in rows)


def shown_for(connection: sqlite3.Connection, uid: bytes) -> bytes:
    """The record that is shown for this one."""
    found = connection.execute(
        "SELECT canonical_uid FROM row_state WHERE row_uid = ? AND alive = 0", (uid,)
    ).fetchone()
    return bytes(found[0]) if found else uid


def touched(
    connection: sqlite3.Connection, action: ActionId, limit: int
) -> tuple[tuple[str, bytes, bool, bool], ...]:
    """(kind, uid, added, deleted) of the records an action touched, in the order they were written."""
    rows = connection.execute(
        "SELECT t.table_name, c.row_uid, min(c.seq), max(c.field_no = 0 AND typeof(c.value) = 'text'), "
        "max(c.field_no = 0 AND c.value = 0) FROM change c JOIN action a ON a.writer_n = c.writer_n "
        "AND c.seq > a.seq AND c.seq <= a.last_seq "
        "JOIN (SELECT DISTINCT table_no, table_name FROM catalogue) t ON t.table_no = c.table_no "
        "WHERE a.writer_n = ? AND a.seq = ? GROUP BY t.table_name, c.row_uid ORDER BY 3 LIMIT ?",
        (action.writer_n, action.seq, limit),
    )
    return tuple((table, bytes(uid), bool(added), bool(deleted)) for table, uid, _, added, deleted in rows)


def last_word(
    connection: sqlite3.Connection, uids: Sequence[bytes], field_no: int | None
) -> tuple[str, str, str, int] | None:
    """Title of the action, person, office and wall time (ms) of the newest change of these rows: of one field with the
    changes of the whole row, or of any."""
    only = "" if field_no is None else f"AND c.field_no IN (0, {field_no:d}) "
    found: tuple[str, str, str, int] | None = connection.execute(
        "SELECT a.title, w.person, w.office, a.wall_ms FROM change c JOIN writer w ON w.n = c.writer_n "
        "JOIN action a ON a.writer_n = c.writer_n AND a.seq < c.seq AND c.seq <= a.last_seq "
        f"WHERE c.row_uid IN ({', '.join('?' * len(uids))}) {only}"
        "ORDER BY c.lamport DESC, w.uid DESC, c.seq DESC LIMIT 1",
        uids,
    ).fetchone()
    return found


def entered_before(connection: sqlite3.Connection, rows: Sequence[bytes], moment: bytes) -> set[bytes]:
    """Those of these rows that were entered before a record was, in the order of all changes that every copy shares; of a
    record that was entered in this very file what came later with a merge was not there yet, however old it is."""
    entered = (
        "SELECT DISTINCT c.row_uid, (SELECT max(a.seq) FROM action a WHERE a.writer_n = c.writer_n AND a.seq < c.seq), "
        "c.writer_n, c.lamport, w.uid, c.seq FROM change c JOIN writer w ON w.n = c.writer_n "
        "WHERE c.field_no = 0 AND c.row_uid "
    )
    first = connection.execute(f"{entered} = ? ORDER BY 4, 5, 6 LIMIT 1", (moment,)).fetchone()
    before = first[3:] if first else END
    found: set[tuple[bytes, ActionId]] = set()
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        named = f"{entered} IN ({', '.join('?' * len(some))}) AND (c.lamport, w.uid, c.seq) < (?, ?, ?)"
        told = connection.execute(named, (*some, *before))
        found.update((bytes(uid), ActionId(writer, seq or 0)) for uid, seq, writer, *_ in told)
    later = _merged_after(connection, ActionId(first[2], first[1] or 0)) if first else set()
    came = history.came_with(connection, {action for _, action in found}) if later else {}
    return {uid for uid, action in found if came.get(action) not in later}


def _merged_after(connection: sqlite3.Connection, action: ActionId) -> set[int]:
    """The merges of this very file after an action that was done in it."""
    if history.came_with(connection, (action,)):
        return set()
    query = (
        "SELECT n FROM merge_log WHERE wall_ms > (SELECT wall_ms FROM action WHERE writer_n = ? AND seq = ?)"
    )
    return {n for (n,) in connection.execute(query, (action.writer_n, action.seq))}


def end_of(connection: sqlite3.Connection, action: ActionId) -> Place | None:
    """The place of the last change of an action; None when there is no such action."""
    return _place(connection, "a.writer_n = ? AND a.seq = ?", action.writer_n, action.seq)


def place_at(connection: sqlite3.Connection, wall_ms: int) -> Place:
    """The place of the last change of what was done up to a moment."""
    return _place(connection, "a.wall_ms <= ?", wall_ms) or START


def _place(connection: sqlite3.Connection, where: str, *given: int) -> Place | None:
    found = connection.execute(
        f"SELECT a.lamport, w.uid, a.last_seq FROM action a JOIN writer w ON w.n = a.writer_n WHERE {where} "
        "ORDER BY a.lamport DESC, w.uid DESC, a.last_seq DESC LIMIT 1",
        given,
    ).fetchone()
    return tuple(found) if found else None


def rows_between(connection: sqlite3.Connection, after: Place, until: Place) -> set[tuple[int, bytes]]:
    """(table number, uid) of what was changed after one place up to another."""
    return set(
        connection.execute(
            "SELECT DISTINCT c.table_no, c.row_uid FROM change c JOIN writer w ON w.n = c.writer_n "
            "WHERE (c.lamport, w.uid, c.seq) > (?, ?, ?) AND (c.lamport, w.uid, c.seq) <= (?, ?, ?)",
            (*after, *until),
        )
    )


def changes(connection: sqlite3.Connection) -> int:
    """How many changes the journal holds."""
    return int(connection.execute("SELECT count(*) FROM change").fetchone()[0])


def about_part(connection: sqlite3.Connection) -> dict[str, str]:
    """`kind`, `scope` and `whom` of the file, as the maker of a part wrote them; `kind` is «full» for a whole one."""
    rows = connection.execute(
        "SELECT k, substr(CAST(v AS TEXT), 1, 1000) FROM meta WHERE k IN ('kind', 'scope', 'whom')"
    )
    return {"kind": "full"} | {str(key): str(value) for key, value in rows}


_BY_PROGRAM = ("import", "fill", "merge", "undo", "redo", "revert")
_TAKEN_BACK = ("undo", "redo", "revert")
_AT_ONCE = 500


def entered_by_hand(
    connection: sqlite3.Connection, wanted: Mapping[bytes, Collection[str]]
) -> dict[bytes, tuple[str, int]]:
    """Person and wall time (ms) of the newest value in any of the named columns of a row, where a person entered it and
    no import. What an undo put back belongs to whoever entered it first."""
    placeholders = ", ".join("?" * len(_BY_PROGRAM))
    touched = {
        bytes(row[0])
        for row in connection.execute(
            "SELECT DISTINCT c.row_uid FROM action a JOIN change c ON c.writer_n = a.writer_n AND c.seq > a.seq "
            f"AND c.seq <= a.last_seq WHERE a.kind NOT IN ({placeholders})",
            _BY_PROGRAM,
        )
    }
    rows = [uid for uid in wanted if uid in touched]
    columns = {number: names for number, names in catalogue(connection).values()}
    found: dict[bytes, tuple[str, int]] = {}
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        changes = connection.execute(
            "SELECT c.row_uid, c.table_no, c.field_no, c.value, a.kind, w.person, a.wall_ms FROM change c "
            "JOIN writer w ON w.n = c.writer_n JOIN action a ON a.writer_n = c.writer_n AND a.seq = "
            "(SELECT max(b.seq) FROM action b WHERE b.writer_n = c.writer_n AND b.seq < c.seq) "
            f"WHERE c.row_uid IN ({', '.join('?' * len(some))}) "
            "ORDER BY c.row_uid, c.lamport DESC, w.uid DESC, c.seq DESC",
            some,
        )
        for uid, of_row in itertools.groupby(changes, key=lambda row: bytes(row[0])):
            who = _newest_hand(list(of_row), columns, wanted[uid])
            if who is not None:
                found[uid] = who
    return found


def _newest_hand(
    changes: list[tuple[Any, ...]], columns: Mapping[int, tuple[Column, ...]], wanted: Collection[str]
) -> tuple[str, int] | None:
    """`changes` of one row, newest first."""
    for place, column in enumerate(columns[changes[0][1]]):
        if column.name not in wanted:
            continue
        said = [
            (_value_of(field, value, place), kind, person, wall)
            for _, _, field, value, kind, person, wall in changes
            if field == column.field_no or (field == 0 and isinstance(value, str))
        ]
        if not said:
            continue
        newest = said[0]
        if newest[1] in _TAKEN_BACK:
            newest = next(
                (one for one in said[1:] if one[0] == newest[0] and one[1] not in _TAKEN_BACK), newest
            )
        if newest[1] not in _BY_PROGRAM and newest[0] is not None:
            return newest[2], newest[3]
    return None


def _value_of(field_no: int, value: Any, place: int) -> Any:
    """The value of a column in a change of it, or in that of the whole row."""
    if field_no:
        return value
    fields = json.loads(value)
    return fields[place] if place < len(fields) else None
