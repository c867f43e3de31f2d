"""Records in which a merge puts together what nobody reported together, two figures, or the name and the bytes of a file: one
copy changed the one, another copy the other, and no question is open about either.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from shnor_desktop.document.file.attachments import FILE
from shnor_desktop.document.state.undecided import TOGETHER

Changed = tuple[str, bytes, Mapping[str, object], Mapping[str, object]]
"""Table, uid, values before and after."""


def mixed(connection: sqlite3.Connection, changed: Iterable[Changed]) -> list[tuple[str, bytes]]:
    """While the other copy is attached as `other`: of these records those of which it did not know what stayed unchanged."""
    found = []
    for table, uid, before, after in changed:
        for names in (TOGETHER, FILE):
            kept = [name for name in names if before.get(name) == after.get(name)]
            if (
                after.keys() >= set(names)
                and 0 < len(kept) < len(names)
                and not all(_known_there(connection, table, uid, name) for name in kept)
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
