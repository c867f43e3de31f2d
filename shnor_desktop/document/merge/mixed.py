"""Records in which a merge puts two figures together that nobody reported together: one copy changed the one, another
copy the other, and no question is open about either.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from shnor_desktop.document.state.undecided import TOGETHER

Changed = tuple[str, bytes, Mapping[str, object], Mapping[str, object]]
"""Table, uid, values before and after."""


def mixed(connection: sqlite3.Connection, changed: Iterable[Changed]) -> list[tuple[str, bytes]]:
    """While the other copy is attached as `other`: of these records those whose unchanged figure it did not know."""
    found = []
    for table, uid, before, after in changed:
        if not set(TOGETHER).issubset(after):
            continue
        kept = [name for name in TOGETHER if before[name] == after[name]]
        if (
            len(kept) == 1
            and not _known_there(connection, table, uid, kept[0])
            and not _asked(connection, uid)
        ):
            found.append((table, uid))
    return found


def _known_there(connection: sqlite3.Connection, table: str, uid: bytes, column: str) -> bool:
    """Whether the other copy holds the last word about a field."""
    last = connection.execute(
        "SELECT w.uid, c.seq FROM main.change c JOIN main.writer w ON w.n = c.writer_n "
        "JOIN main.catalogue k ON k.table_no = c.table_no AND k.table_name = ? AND k.column_name = ? "
        "WHERE c.row_uid = ? AND (c.field_no = k.field_no OR (c.field_no = 0 AND typeof(c.value) = 'text')) "
        "ORDER BY c.lamport DESC, w.uid DESC, c.seq DESC LIMIT 1",
        (table, column, uid),
    ).fetchone()
    if last is None:
        return True
    there = connection.execute(
        "SELECT 1 FROM other.change c JOIN other.writer w ON w.n = c.writer_n WHERE w.uid = ? AND c.seq = ?",
        last,
    ).fetchone()
    return there is not None


def _asked(connection: sqlite3.Connection, uid: bytes) -> bool:
    return connection.execute("SELECT 1 FROM conflict WHERE row_uid = ?", (uid,)).fetchone() is not None
