"""What each field of each table may hold, asked of our own tables."""

import sqlite3
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shnor_desktop.document.file import schema
from shnor_desktop.document.journal.capture import Column, catalogue
from shnor_desktop.models.limits import limit
from shnor_desktop.rules.admissible import MOST

if TYPE_CHECKING:
    from shnor_desktop.models.kind import RecordKind


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What one field may hold."""

    name: str
    """Table and column."""
    type: str
    nullable: bool
    parent: int | None
    """Number of the table it refers to."""
    free: bool
    """Whether the table takes any number; otherwise it is asked itself."""
    least: int = -MOST
    most: int = MOST
    codes: frozenset[str] | None = None
    """Of an enumerated field."""

    @property
    def label(self) -> str:
        """«Школа», поле «Телефон»: as sentences name it."""
        table, column = self.name.split(".")
        kind = _kind(table)
        told = next((f", поле «{field.label}»" for field in kind.fields if field.name == column), "")
        return f"«{kind.one}»{told}"


class _Trial:
    """Our own tables, empty, to try numbers in: the same for every file of today's format, so they are made once."""

    def __init__(self) -> None:
        # Files are opened from several threads; what is tried is taken back before the next one may ask.
        self.memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        schema.migrate(self.memory, 0)
        self.tables = catalogue(self.memory)
        self._columns = {
            table: self.memory.execute(f"PRAGMA table_info({table})").fetchall() for table in self.tables
        }
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], bool] = {}

    def takes(self, name: str, number: int) -> bool:
        """Whether the table of that column accepts the number in it, in a row it accepts otherwise."""
        with self._lock:
            known = self._known.get((name, number))
            if known is None:
                known = self._tried(name, number)
                if len(self._known) < 10_000:
                    self._known[name, number] = known
            return known

    def _tried(self, name: str, number: int) -> bool:
        table, column = name.split(".")
        plain = {"TEXT": "", "INTEGER": 0, "BLOB": bytes(16)}
        row = {one: plain[kind] for _, one, kind, *_ in self._columns[table]} | {column: number}
        names = ", ".join(f'"{one}"' for one in row)
        self.memory.execute("BEGIN")
        try:
            self.memory.execute(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
            )
            return True
        except sqlite3.IntegrityError:
            return False
        finally:
            self.memory.execute("ROLLBACK")

    def fields(self, table: str, columns: tuple[Column, ...]) -> tuple[FieldRule, ...]:
        """Rules in the order of the field numbers."""
        needed = {name: bool(told) for _, name, _, told, *_ in self._columns[table]}
        parents = {
            row[3]: self.tables[row[2]][0] for row in self.memory.execute(f"PRAGMA foreign_key_list({table})")
        }
        return tuple(
            FieldRule(
                f"{table}.{column.name}",
                column.type,
                not needed[column.name],
                parents.get(column.name),
                column.type != "INTEGER" or self._is_free(f"{table}.{column.name}"),
                *(limit(table, column.name).range or (-MOST, MOST)),
                limit(table, column.name).codes,
            )
            for column in columns
        )

    def _is_free(self, name: str) -> bool:
        return self.takes(name, -1) and self.takes(name, 2**40)


class _Described(NamedTuple):
    """What our own tables say, the same for every file of today's format."""

    trial: _Trial
    fields: dict[int, tuple[FieldRule, ...]]
    lengths: dict[int, set[int]]


@cache
def _described(_newest: int) -> _Described:
    trial = _Trial()
    fields = {number: trial.fields(table, columns) for table, (number, columns) in trial.tables.items()}
    return _Described(trial, fields, {number: _lengths(number) for number, _ in trial.tables.values()})


class Rules:
    """The fields of every table, as our own tables describe them."""

    def __init__(self) -> None:
        self._trial, self.fields, self.lengths = _described(schema.FORMAT)
        """Table number → rules in the order of the field numbers; → how many fields an insert had in any format so far."""
        tables = self._trial.tables
        self.names = {number: table for table, (number, _) in tables.items()}
        self.columns = {number: columns for number, columns in tables.values()}

    def called(self, table_no: int) -> str:
        """«Школа»: what the records of a table are called."""
        return _kind(self.names[table_no]).one

    def takes(self, name: str, number: int) -> bool:
        """Whether our own table accepts the number in that column."""
        return self._trial.takes(name, number)


def _kind(table: str) -> "RecordKind":
    """Words are needed for a refusal only: the process starts in half the time without the record kinds, that is
    without SQLAlchemy."""
    from shnor_desktop.models.kinds import BY_CODE

    return BY_CODE[table]


def _lengths(table_no: int) -> set[int]:
    """Rows inserted by older programs have fewer fields; they are never rewritten."""
    formats = (schema.golden(number) for number in range(1, schema.FORMAT + 1))
    return {
        sum(part[0] == "catalogue" and part[4] == str(table_no) for part in golden) for golden in formats
    } - {0}
