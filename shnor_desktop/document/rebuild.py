"""The document again from its journal alone: for checking, for repair, and to prove that nothing else counts."""

import sqlite3
import tempfile
from pathlib import Path

from shnor_desktop.document import schema
from shnor_desktop.document.derived import Derivation, Values, impossible
from shnor_desktop.document.said import RowId
from shnor_desktop.document.shape import Shape, Table
from shnor_desktop.document.undo import unpack

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
        shape = Shape(made)
        Derivation(made, shape).run(_not_plain(made, shape))
        made.execute("COMMIT")
        made.execute("PRAGMA journal_mode = DELETE")
    finally:
        made.close()


def _not_plain(made: sqlite3.Connection, shape: Shape) -> set[RowId]:
    """Write the rows of which nothing was ever said but how they were entered, many at once, and return all
    others. Verdicts, figures nobody can have and rows that share a natural key are never plain: deriving them
    changes more than the row itself."""
    often = "SELECT row_uid FROM change GROUP BY row_uid HAVING count(*) > 1"
    left = set(made.execute(f"SELECT DISTINCT table_no, row_uid FROM change WHERE row_uid IN ({often})"))
    plain: dict[int, list[Values]] = {number: [] for number in shape.tables}
    for number, uid, value in made.execute("SELECT table_no, row_uid, value FROM change"):
        if (number, uid) in left:
            continue
        table = shape.tables[number]
        values = unpack(value, table.columns) if isinstance(value, str) else None
        if values is None or table.name == "identity_verdict" or impossible(table, tuple(values)):
            left.add((number, uid))
        else:
            plain[number].append((uid, *values))
    for table in shape.tables.values():
        places = ", ".join("?" * (len(table.columns) + 1))
        made.executemany(
            f"INSERT OR IGNORE INTO {table.name} (uid, {table.names}) VALUES ({places})", plain[table.number]
        )
        written = {uid for (uid,) in made.execute(f"SELECT uid FROM {table.name}")}
        left.update((table.number, row[0]) for row in plain[table.number] if row[0] not in written)
        left.update((table.number, uid) for uid in _sharing(made, table))
    return left


def _sharing(made: sqlite3.Connection, table: Table) -> list[bytes]:
    """Rows whose natural key another row has too, where no index keeps them apart."""
    if not table.key:
        return []
    key = ", ".join(f'"{table.columns[index].name}"' for index in table.key)
    found = made.execute(
        f"SELECT uid FROM {table.name} WHERE ({key}) IN "
        f"(SELECT {key} FROM {table.name} GROUP BY {key} HAVING count(*) > 1)"
    )
    return [uid for (uid,) in found]


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
