"""Formats of the document: numbered frozen migrations and the exact schema each of them must leave."""

import sqlite3
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

APPLICATION_ID = 0x53484E52
"""«SHNR» in the header of every document."""


class Asked(Protocol):
    """A connection of either SQLite library that answers questions."""

    def execute(self, sql: str, /) -> Iterable[Any]:
        """Rows of the answer."""


def _folder() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) / "shnor_desktop" / "document" / "file" if frozen else Path(__file__).parent
    return base / "migrations"


FORMAT = max(int(file.stem) for file in _folder().glob("*.sql"))
"""Number of the newest migration; stands in `user_version`."""


def path(number: int) -> Path:
    """Where a migration lies."""
    return _folder() / f"{number:04d}.sql"


@cache
def migration(number: int) -> str:
    """Text of one migration."""
    return path(number).read_text("utf-8")


def migrate(connection: sqlite3.Connection, have: int) -> None:
    """Bring a file of format `have` to FORMAT, one transaction a migration. 0 is an empty file."""
    for number in range(have + 1, FORMAT + 1):
        connection.execute("BEGIN EXCLUSIVE")
        try:
            for statement in _statements(number):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@cache
def _statements(number: int) -> tuple[str, ...]:
    """Single statements, because `executescript` would commit the transaction they belong to."""
    found, part = [], ""
    for line in migration(number).splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return tuple(found)


@cache
def golden(number: int) -> frozenset[tuple[str, ...]]:
    """Everything a file of that format may contain, as `contents` tells it."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for step in range(1, number + 1):
            memory.executescript(migration(step))
        return contents(memory)
    finally:
        memory.close()


def contents(connection: Asked) -> frozenset[tuple[str, ...]]:
    """(type, name, sql) of every object and («catalogue», table, column, numbers) of every journaled field.

    The catalogue is part of it because its names are written into the capture triggers.
    """
    rows = connection.execute(
        "SELECT substr(table_name, 1, 200), substr(column_name, 1, 200), substr(type, 1, 200), table_no, field_no "
        "FROM catalogue LIMIT 10000"
    )
    fields = {("catalogue", *(str(part) for part in row)) for row in rows}
    return frozenset({*objects(connection), *fields})


def strangers(connection: Asked, number: int) -> tuple[str, ...]:
    """Names of what a file of that format has too much or lacks. The texts of the schema are compared
    before anything is read from it: a view or generated column of a hostile file must not run."""
    return named(objects(connection) ^ golden_objects(number)) or named(contents(connection) ^ golden(number))


@cache
def golden_objects(number: int) -> frozenset[tuple[str, ...]]:
    """The golden contents without the catalogue, which is data."""
    return frozenset(part for part in golden(number) if part[0] != "catalogue")


def named(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Names of objects for a sentence; a hostile name may be long and hold anything."""
    return tuple(sorted({"".join(c for c in part[1][:60] if c.isprintable()) for part in parts}))


def objects(connection: Asked) -> frozenset[tuple[str, ...]]:
    """(type, name, sql) of everything in the schema that counts."""
    rows = connection.execute("SELECT type, name, sql FROM main.sqlite_schema")
    return frozenset((str(kind), str(name), str(sql)) for kind, name, sql in rows if counts(kind, name, sql))


def counts(kind: object, name: object, sql: object) -> bool:
    """Whether an object is part of the comparison: automatic indexes have no text, and statistics are
    harmless exactly as SQLite writes them."""
    if kind == "index" and sql is None and str(name).startswith("sqlite_autoindex_"):
        return False
    return (kind, name, sql) != ("table", "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)")
