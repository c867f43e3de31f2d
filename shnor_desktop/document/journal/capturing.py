"""Which tables are captured: the triggers of a table are made when the first statement writes to it. Until then a guard stands
there, so that a write nobody saw coming is refused instead of passing the journal by."""

import re
import sqlite3

from shnor_desktop.document.journal.capture import Catalogue, catalogue, edits, triggers

_WRITES = re.compile(
    r'\s*(?:INSERT|REPLACE|UPDATE|DELETE)\b(?:\s+OR\s+\w+)?(?:\s+(?:INTO|FROM))?\s+"?(\w+)"?', re.I
)
BY_SESSION = frozenset(("edit", "import"))
"""Kinds of actions that write by statements of a session alone."""
_DEEDS = ("insert", "update", "delete")
_OPEN = "(SELECT open FROM j_now)"


class Capturing:
    """One a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tables: Catalogue = {}
        self._captured: set[str] = set()

    def begin(self, kind: str) -> None:
        """At the start of an action. What an earlier one made may have gone with it, so it is looked up. Kinds of
        actions that write without a session have everything captured."""
        names = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_temp_schema")}
        if "j_now" not in names:
            self._prepare()
        self._captured = {table for table in self._tables if f"j_{table}_known" in names}
        if kind not in BY_SESSION:
            for table in self._tables:
                self._capture(table)

    def before(self, statement: str) -> None:
        """Called with every statement of a session before it runs."""
        found = _WRITES.match(statement)
        if found and found[1] in self._tables:
            self._capture(found[1])

    def _prepare(self) -> None:
        ask = self._connection.execute
        ask(
            "CREATE TEMP TABLE j_now (writer_n INTEGER, seq INTEGER, lamport INTEGER, back INTEGER, open INTEGER, "
            "doubt INTEGER)"
        )
        ask("INSERT INTO j_now VALUES (0, 0, 0, 0, 0, 0)")
        for statement in edits():
            ask(statement)
        self._tables = catalogue(self._connection)
        for table in self._tables:
            for deed in _DEEDS:
                ask(
                    f"CREATE TEMP TRIGGER j_{table}_no_{deed} BEFORE {deed} ON main.{table} WHEN {_OPEN} "
                    "BEGIN SELECT RAISE(ABORT, 'this table is not captured yet'); END"
                )

    def _capture(self, table: str) -> None:
        if table in self._captured:
            return
        for deed in _DEEDS:
            self._connection.execute(f"DROP TRIGGER temp.j_{table}_no_{deed}")
        for statement in triggers(table, *self._tables[table]):
            self._connection.execute(statement)
        self._captured.add(table)
