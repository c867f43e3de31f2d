"""The document again from its journal alone: for checking, for repair, and to prove that nothing else counts."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.file import access, attachments, schema
from shnor_desktop.document.journal.undo import unpack
from shnor_desktop.document.state.derivation import Derivation, Values, impossible
from shnor_desktop.document.state.row import RowId
from shnor_desktop.document.state.tables import Shape, Table

_JOURNAL = ("writer", "action", "change", "change_pred", "merge_log", "meta")
DERIVED = ("head", "conflict", "row_state")
"""Tables that only repeat what the journal says."""


def rebuild(connection: sqlite3.Connection, out: Path, *, files: bool = True) -> None:
    """Write to `out` a file with the same journal, its sound attached `files` and tables derived anew. `out` must not
    exist; the connection must be outside a transaction."""
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
        if files:
            made.executemany(
                "INSERT INTO attachment (sha256, bytes) VALUES (?, ?)",
                attachments.carried(connection, attachments.held(connection)),
            )
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


def attached(connection: sqlite3.Connection, path: Path) -> AbstractContextManager[None]:
    """Another document as `again` beside `main`, for comparing. Outside a transaction."""
    return access.attached(connection, path, "again")


@contextmanager
def rebuilt(connection: sqlite3.Connection) -> Iterator[None]:
    """The document as its journal alone gives it, attached as `again`. Outside a transaction."""
    with places.private_folder("check") as folder:
        out = folder / "again.shnor"
        rebuild(connection, out, files=False)
        with attached(connection, out):
            yield


def differences(connection: sqlite3.Connection) -> dict[str, int]:
    """Table name → rows in which the tables differ from what the journal alone gives."""
    with rebuilt(connection):
        return compare(connection)


def compare(connection: sqlite3.Connection) -> dict[str, int]:
    """Table name → rows in which the tables differ from those of the attached `again`."""
    found = {}
    for name in Shape(connection).by_name:
        here = f"SELECT count(*) FROM ({changed(connection, name)})"
        there = f"SELECT count(*) FROM again.{name} WHERE uid NOT IN (SELECT uid FROM main.{name})"
        found[name] = sum(connection.execute(query).fetchone()[0] for query in (here, there))
    for name in DERIVED:
        found[name] = sum(
            connection.execute(
                f"SELECT count(*) FROM (SELECT * FROM {one}.{name} EXCEPT SELECT * FROM {other}.{name})"
            ).fetchone()[0]
            for one, other in (("main", "again"), ("again", "main"))
        )
    return {name: count for name, count in found.items() if count}


def changed(connection: sqlite3.Connection, name: str) -> str:
    """Query for the uids of a table whose rows `again` has not, or not so."""
    columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({name})")]
    mine, its = (", ".join(f'{side}."{column}"' for column in columns) for side in "ma")
    return (
        f"SELECT m.uid FROM main.{name} m LEFT JOIN again.{name} a ON a.uid = m.uid "
        f"WHERE ({mine}) IS NOT ({its})"
    )
