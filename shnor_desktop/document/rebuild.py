"""The document again from its journal alone: for checking, for repair, and to prove that nothing else counts."""

import sqlite3
import tempfile
from pathlib import Path

from shnor_desktop.document import schema
from shnor_desktop.document.derived import Derivation
from shnor_desktop.document.shape import Shape

_JOURNAL = ("writer", "action", "change", "change_pred", "attachment", "merge_log", "meta")
DERIVED = ("head", "conflict", "row_state")
"""Tables that only repeat what the journal says."""


def rebuild(connection: sqlite3.Connection, out: Path) -> None:
    """Write to `out` a file with the same journal and tables derived anew. `out` must not exist; the
    connection must be outside a transaction."""
    made = sqlite3.connect(out, isolation_level=None)
    try:
        made.execute("PRAGMA synchronous = OFF")
        made.execute("PRAGMA journal_mode = MEMORY")
        schema.migrate(made, 0)
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("BEGIN IMMEDIATE")
        for table in _JOURNAL:
            rows = connection.execute(f"SELECT * FROM {table}")
            width = len(rows.description)
            made.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)
        touched = made.execute("SELECT DISTINCT table_no, row_uid FROM change").fetchall()
        Derivation(made).run(touched)
        made.execute("COMMIT")
        made.execute("PRAGMA journal_mode = DELETE")
    finally:
        made.close()


def differences(connection: sqlite3.Connection) -> dict[str, int]:
    """Table name → rows in which the tables differ from what the journal alone gives."""
    with tempfile.TemporaryDirectory(prefix="shnor-check-") as folder:
        out = Path(folder) / "again.shnor"
        rebuild(connection, out)
        again = sqlite3.connect(out)
        try:
            return compare(connection, again)
        finally:
            again.close()


def compare(connection: sqlite3.Connection, again: sqlite3.Connection) -> dict[str, int]:
    """Table name → rows in which the tables differ from those of the rebuilt file."""
    names = [*Shape(connection).by_name, *DERIVED]
    found = {name: len(_rows(connection, name) ^ _rows(again, name)) for name in names}
    return {name: count for name, count in found.items() if count}


def _rows(connection: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    return set(connection.execute(f"SELECT * FROM {table}"))
