"""What the tables of a damaged document still show, and bringing a recovered one to the same state.

Only values cross over, each held against our own tables; whatever refers to lost rows is left out.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from shnor_desktop.document.file import access, schema, schema_pages
from shnor_desktop.document.foreign.rows import MOST, Admission, Fault
from shnor_desktop.document.foreign.rules import FieldRule, Rules
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.document.journal.undo import Value

Tables = dict[str, dict[bytes, tuple[Value, ...]]]
"""Table → uid → values in the order of the catalogue."""

_FORMATS = range(schema.FORMAT, 0, -1)
_BLANKS = {None: "NULL", "": "''", 0: "0"}
"""What a column younger than the file would hold."""
_MOST_FAILURES = 20_000
_LAST_ROWID = 2**31


def read_tables(copy: Path) -> Tables:
    """Rows of all record tables that can still be read; empty when not even the schema is sound. `copy` is
    ours alone and without sidecars."""
    try:
        version = next((n for n in _FORMATS if not schema_pages.strangers(copy, n)), 0)
        if not version:
            return {}
        connection = access.connect(copy, writable=False)
    except (schema_pages.Unreadable, sqlite3.Error):
        return {}
    rules = Rules()
    admission = Admission(rules, MOST)
    there = {(part[1], part[2]) for part in schema.golden(version) if part[0] == "catalogue"}
    found: Tables = {}
    try:
        for number, name in rules.names.items():
            fields = rules.fields[number]
            names = ", ".join(
                f'"{column.name}"' if (name, column.name) in there else _BLANKS[column.blank]
                for column in rules.columns[number]
            )
            rows = found.setdefault(name, {})
            for uid, *values in _rows(connection, name, f"uid, {names}"):
                if isinstance(uid, bytes) and len(uid) == 16 and _fit(admission, fields, values):
                    rows[uid] = tuple(values)
    finally:
        connection.close()
    return found


def _fit(admission: Admission, fields: tuple[FieldRule, ...], values: list[Value]) -> bool:
    try:
        return all(admission.fits(rule, value) for rule, value in zip(fields, values, strict=True))
    except Fault:
        return False


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[list[Value]]:
    """Rows by their place in the table; where a page is lost, ever smaller ranges around it."""
    failures = 0
    waiting = [(1, _LAST_ROWID)]
    while waiting and failures < _MOST_FAILURES:
        low, high = waiting.pop()
        last = low - 1
        try:
            cursor = connection.execute(
                f"SELECT rowid, {columns} FROM {table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
                (low, high),
            )
            for rowid, *row in cursor:
                last = rowid
                yield row
        except (sqlite3.Error, UnicodeDecodeError):
            failures += 1
            low = last + 1
            if low < high:
                middle = low + min((high - low) // 2, 1_000)
                waiting += [(middle + 1, high), (low, middle)]


def put_tables_right(connection: sqlite3.Connection, tables: Tables) -> int:
    """Inside a write: insert and change what the damaged file showed otherwise. Returns the records touched.

    A row is written only when everything it refers to is there, so that the journal never names lost rows.
    """
    work = _Work(connection)
    waiting = [(name, uid, values) for name, rows in tables.items() for uid, values in rows.items()]
    while waiting:
        left = [one for one in waiting if not work.write(*one)]
        if len(left) == len(waiting):
            # What refers to lost rows goes without the reference where it may, and not at all where it may not.
            left = [one for row in left if (one := work.without_lost(*row)) is not None]
            if left == waiting:
                break
        waiting = left
    return len(work.touched)


class _Work:
    """The recovered document while the tables are brought over."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns = {name: columns for name, (_, columns) in catalogue(connection).items()}
        rules = Rules()
        self._fields = {rules.names[number]: fields for number, fields in rules.fields.items()}
        self._names = rules.names
        self._shown = {name: self._read(name) for name in self._columns}
        self.touched: set[tuple[str, bytes]] = set()

    def _read(self, name: str) -> dict[bytes, tuple[Value, ...]]:
        names = ", ".join(f'"{column.name}"' for column in self._columns[name])
        rows = self._connection.execute(f"SELECT uid, {names} FROM {name}")
        return {uid: tuple(values) for uid, *values in rows}

    def _lost(self, name: str, values: tuple[Value, ...]) -> list[int]:
        """Indexes of references to rows that are not there."""
        return [
            index
            for index, (rule, value) in enumerate(zip(self._fields[name], values, strict=True))
            if rule.parent is not None
            and value is not None
            and value not in self._shown[self._names[rule.parent]]
        ]

    def without_lost(
        self, name: str, uid: bytes, values: tuple[Value, ...]
    ) -> tuple[str, bytes, tuple[Value, ...]] | None:
        """The row with lost references emptied; None when it cannot be without one."""
        lost = self._lost(name, values)
        if not all(self._fields[name][index].nullable for index in lost):
            return None
        return name, uid, tuple(None if index in lost else value for index, value in enumerate(values))

    def write(self, name: str, uid: bytes, values: tuple[Value, ...]) -> bool:
        """Whether the row is settled: written, as it should be already, or kept out by another one's key."""
        before = self._shown[name].get(uid)
        if before == values:
            return True
        if self._lost(name, values):
            return False
        try:
            done = (
                self._insert(name, uid, values) if before is None else self._change(name, uid, values, before)
            )
        except sqlite3.IntegrityError:
            return True
        if done:
            self._shown[name][uid] = values
            self.touched.add((name, uid))
        return True

    def _insert(self, name: str, uid: bytes, values: tuple[Value, ...]) -> bool:
        names = ", ".join(f'"{column.name}"' for column in self._columns[name])
        marks = ", ".join("?" * (len(values) + 1))
        statement = f"INSERT INTO {name} (uid, {names}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        return self._connection.execute(statement, (uid, *values)).rowcount > 0

    def _change(self, name: str, uid: bytes, values: tuple[Value, ...], before: tuple[Value, ...]) -> bool:
        """Only what differs, so that the journal names only that."""
        different = [
            (column.name, new)
            for column, new, old in zip(self._columns[name], values, before, strict=True)
            if new != old
        ]
        parts = ", ".join(f'"{column}" = ?' for column, _ in different)
        found = (*(new for _, new in different), uid)
        return self._connection.execute(f"UPDATE {name} SET {parts} WHERE uid = ?", found).rowcount > 0
