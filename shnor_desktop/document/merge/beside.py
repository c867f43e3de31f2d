"""Two journals beside each other, for reading: which rows and actions only one of them knows."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shnor_desktop.document.file import access
from shnor_desktop.document.journal.history import moment
from shnor_desktop.document.merge.merge import NewAction
from shnor_desktop.document.state.row import RowId


@contextmanager
def beside(connection: sqlite3.Connection, staged: Path) -> Iterator[None]:
    """The other journal as `other`, and the writers both know but not equally much of."""
    with access.attached(connection, staged, "other"):
        try:
            connection.execute("CREATE TEMP TABLE d_pair (there INTEGER PRIMARY KEY, here INTEGER)")
            connection.execute(
                "INSERT INTO d_pair SELECT t.n, h.n FROM other.writer t JOIN main.writer h ON h.uid = t.uid "
                "WHERE NOT (t.whole AND h.whole AND t.last_seq = h.last_seq AND t.chain = h.chain)"
            )
            yield
        finally:
            connection.execute("DROP TABLE IF EXISTS temp.d_pair")


def _apart(table: str, have: str, lack: str, more: str) -> str:
    """Rows of a journal table of one file that the other lacks."""
    mine, its = ("here", "there") if have == "main" else ("there", "here")
    return (
        f"FROM {have}.{table} x WHERE x.writer_n IN (SELECT n FROM {have}.writer WHERE uid NOT IN "
        f"(SELECT uid FROM {lack}.writer)) OR EXISTS (SELECT 1 FROM d_pair p WHERE p.{mine} = x.writer_n "
        f"AND NOT EXISTS (SELECT 1 FROM {lack}.{table} o WHERE o.writer_n = p.{its} AND o.seq = x.seq{more}))"
    )


def rows_apart(connection: sqlite3.Connection, *, whole: bool) -> set[RowId]:
    """Rows of which one file knows something the other does not. A part knows nothing of most rows."""
    query = "SELECT DISTINCT x.table_no, x.row_uid " + "{} "
    same_field = " AND o.field_no = x.field_no"
    found = set(connection.execute(query.format(_apart("change", "other", "main", same_field))))
    here = set(connection.execute(query.format(_apart("change", "main", "other", same_field))))
    if not whole:
        here &= set(connection.execute("SELECT DISTINCT table_no, row_uid FROM other.change"))
    return found | here


def actions_apart(connection: sqlite3.Connection, have: str, lack: str) -> tuple[NewAction, ...]:
    """What the one file knows was done and the other does not."""
    rows = connection.execute(
        "SELECT x.title, x.kind, w.person, w.office, x.wall_ms, x.last_seq - x.seq FROM "
        f"(SELECT * {_apart('action', have, lack, '')}) x JOIN {have}.writer w ON w.n = x.writer_n "
        "ORDER BY x.lamport, w.uid, x.seq"
    )
    return tuple(
        NewAction(title, kind, person, office, moment(wall).isoformat(), count)
        for title, kind, person, office, wall, count in rows
    )
