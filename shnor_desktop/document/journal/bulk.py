"""Many new rows of one table at once: entered past the capture and then written down by one statement, which says of
them, in their order, what the triggers would say row by row. That takes a third of the time."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from shnor_desktop.document.journal import limits
from shnor_desktop.document.journal.capture import Column, entered

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_FEW = 20
_EXACT: dict[type, type] = {bytes: bytearray, str: str, int: int}
"""Types of values and of what the driver takes for them without a search."""
_PIECE = 500
_LAST = 2**62
"""Of the numbers that SQLite gives to rows one after the other; after its very last one it takes any."""


def insert(session: "Session", table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Enter rows of `names`, the first of which is the uid, within an action: all of them or none."""
    session.flush()
    connection: sqlite3.Connection = session.connection().connection.driver_connection  # type: ignore[assignment]
    (last,) = connection.execute(f"SELECT ifnull(max(rowid), 0) FROM {table}").fetchone()
    if len(rows) < _FEW or last + len(rows) > _LAST or _were_there(connection, [row[0] for row in rows]):
        session.connection().exec_driver_sql(_statement(table, names), list(rows))
        return
    connection.execute("SAVEPOINT bulk")
    try:
        with _uncaptured(connection, table):
            _enter(connection, table, names, rows)
        _write_down(connection, table, last)
    except BaseException:
        if connection.in_transaction:  # A full disk may have ended it already.
            connection.execute("ROLLBACK TO bulk")
        raise
    connection.execute("RELEASE bulk")


def _at_a_glance(values: Sequence[Any]) -> Iterable[Any]:
    kinds = set(map(type, values))
    exact = next((_EXACT[kind] for kind in _EXACT if all(issubclass(one, kind) for one in kinds)), None)
    return map(exact, values) if exact else values


@contextmanager
def _uncaptured(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """The block enters rows past the triggers, which even when closed are asked of every row. An error takes back that they
    are gone, too."""
    query = "SELECT name, sql FROM sqlite_temp_schema WHERE type = 'trigger' AND name IN (?, ?, ?, ?)"
    names = [f"j_{table}_{deed}" for deed in ("no_insert", "known", "insert", "return")]
    made = connection.execute(query, names).fetchall()
    for name, _ in made:
        connection.execute(f"DROP TRIGGER temp.{name}")
    yield
    for _, statement in made:
        connection.execute(statement.replace("CREATE TRIGGER", "CREATE TEMP TRIGGER", 1))


def _statement(table: str, names: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _enter(
    connection: sqlite3.Connection, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """What the driver would look up adapters for, every None among them, takes it longer than the row takes SQLite: columns
    in which nothing is said are left out, and the rest is handed over as the types it knows at a glance."""
    query = 'SELECT name FROM pragma_table_info(?) WHERE dflt_value IS NULL AND NOT "notnull"'
    may_be_left = {name for (name,) in connection.execute(query, (table,))}
    told: dict[str, Iterable[Any]] = {}
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        if name not in may_be_left or values.count(None) < len(values):
            told[name] = values if type(values[0]) in (int, str) else _at_a_glance(values)
    connection.executemany(_statement(table, list(told)), zip(*told.values(), strict=True))


def _were_there(connection: sqlite3.Connection, uids: Sequence[bytes]) -> bool:
    """Did the file ever have one of the rows? Then it returns, and replaces what was said of it: that is for the triggers."""
    for at in range(0, len(uids), _PIECE):
        piece = uids[at : at + _PIECE]
        query = f"SELECT EXISTS (SELECT 1 FROM change WHERE field_no = 0 AND row_uid IN ({', '.join('?' * len(piece))}))"
        if connection.execute(query, piece).fetchone()[0]:
            return True
    return False


def _write_down(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Into the journal go all rows of the table after `last`."""
    numbers = connection.execute(
        "SELECT table_no, field_no, column_name, type FROM catalogue WHERE table_name = ? ORDER BY field_no",
        (table,),
    ).fetchall()
    columns = [Column(*row[1:]) for row in numbers]
    new = f"FROM main.{table} NEW WHERE NEW.rowid > ?"
    _require_limits(connection, table, columns, new, last)
    written = connection.execute(
        "INSERT INTO change (writer_n, seq, field_no, table_no, row_uid, lamport, value) "
        f"SELECT n.writer_n, n.seq + NEW.rowid - ?, 0, ?, NEW.uid, n.lamport, {entered(columns)} "
        f"FROM j_now n CROSS JOIN main.{table} NEW WHERE NEW.rowid > ? ORDER BY NEW.rowid",
        (last, numbers[0][0], last),
    )
    connection.execute(
        f"UPDATE j_now SET seq = seq + ?, doubt = doubt OR EXISTS (SELECT 1 {new} AND ({limits.doubt(table)}))",
        (written.rowcount, last),
    )


def _require_limits(
    connection: sqlite3.Connection, table: str, columns: Sequence[Column], new: str, last: int
) -> None:
    """DocumentError for a number or a code nobody takes."""
    held = {column.name: holds for column in columns if (holds := limits.held(table, column.name))}
    if not held:
        return
    broken = " ".join(f"WHEN NOT ({holds}) THEN '{name}'" for name, holds in held.items())
    query = f"SELECT CASE {broken} END {new} AND NOT ({' AND '.join(held.values())}) LIMIT 1"
    found = connection.execute(query, (last,)).fetchone()
    if found:
        raise limits.bad_value(table, found[0])
