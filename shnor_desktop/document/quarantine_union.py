"""Brings two staging files of one document together: the file alone and the file with its sidecar.

Both are sound by themselves and of our own make, so this is the plain union of two journals.
"""

import sqlite3
from pathlib import Path
from typing import Any

_KEY = {"action": "seq", "change": "seq, field_no"}
_MAPPED = {
    "action": ("writer_n", "target_writer_n"),
    "change": ("writer_n", "pred_writer_n"),
    "change_pred": ("writer_n", "pred_writer_n"),
}


def unite(into: Path, other: Path) -> dict[str, Any]:
    """Add to `into` what only `other` holds. Returns the new counts; nothing changes when the two disagree."""
    connection = sqlite3.connect(into, isolation_level=None)
    try:
        connection.execute("ATTACH ? AS other", (str(other),))
        connection.execute("BEGIN")
        _map_writers(connection)
        if _disagree(connection):
            connection.execute("ROLLBACK")
            return {}
        for table in _MAPPED:
            connection.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM temp.{table}_of_other")
        connection.execute("INSERT OR IGNORE INTO main.attachment SELECT * FROM other.attachment")
        connection.execute(
            "UPDATE main.writer SET (last_seq, chain, whole) = (SELECT o.last_seq, o.chain, o.whole "
            "FROM other.writer o WHERE o.uid = main.writer.uid) WHERE EXISTS (SELECT 1 FROM other.writer o "
            "WHERE o.uid = main.writer.uid AND (o.last_seq, o.whole, length(o.chain)) > "
            "(main.writer.last_seq, main.writer.whole, length(main.writer.chain)))"
        )
        connection.execute("COMMIT")
        counts = {
            name: connection.execute(f"SELECT count(*) FROM main.{name[:-1]}").fetchone()[0]
            for name in ("writers", "actions", "changes", "attachments")
        }
        (partial,) = connection.execute("SELECT count(*) FROM main.writer WHERE whole = 0").fetchone()
        return {"counts": counts | {"partial": partial}}
    finally:
        connection.close()


def _map_writers(connection: sqlite3.Connection) -> None:
    """Give the writers of `other` the numbers they have here, and show its rows under these."""
    connection.execute(
        "INSERT INTO main.writer SELECT (SELECT max(n) FROM main.writer) + row_number() OVER (), uid, office, "
        "person, device, app_version, started_wall, last_seq, chain, here, whole FROM other.writer "
        "WHERE uid NOT IN (SELECT uid FROM main.writer)"
    )
    connection.execute("CREATE TEMP TABLE same (theirs INTEGER PRIMARY KEY, ours INTEGER)")
    connection.execute(
        "INSERT INTO temp.same SELECT o.n, w.n FROM other.writer o JOIN main.writer w ON w.uid = o.uid"
    )
    for table, mapped in _MAPPED.items():
        names = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
        taken = ", ".join(
            f"(SELECT ours FROM temp.same WHERE theirs = t.{name}) AS {name}" if name in mapped else name
            for name in names
        )
        connection.execute(f"CREATE TEMP VIEW {table}_of_other AS SELECT {taken} FROM other.{table} t")


def _disagree(connection: sqlite3.Connection) -> bool:
    """Whether both have a row of the same name with different content."""
    for table, key in _KEY.items():
        both = connection.execute(
            f"SELECT 1 FROM (SELECT * FROM temp.{table}_of_other EXCEPT SELECT * FROM main.{table}) t "
            f"JOIN main.{table} m USING (writer_n, {key}) LIMIT 1"
        ).fetchone()
        if both:
            return True
    return False
