"""Prints the SQL that the record kinds need beyond the newest migration, for `dev.py migration`; with `--save` it becomes the
next number in `document/file/migrations/`, beside its list of limits, to be looked at and never edited after its release."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Boolean, Integer, LargeBinary
from sqlalchemy.sql.schema import Column, Table

from shnor_desktop.document.file import schema
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.limits import LIST, declared, limits
from shnor_desktop.rules.admissible import told

_QUOTED = frozenset(
    {
        "list",
        "group",
        "order",
        "index",
        "references",
        "values",
        "check",
        "default",
        "to",
        "from",
        "as",
        "case",
        "of",
    }
)


def main(arguments: list[str]) -> int:
    """Print it, or save it."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(memory, 0)
    files = {}
    if text := draft(memory):
        files[schema.path(schema.FORMAT + 1)] = text.lstrip() + "\n"
    if limits() != declared():
        files[LIST] = listed()
    for path, content in files.items():
        if arguments == ["--save"]:
            path.write_text(content, "utf-8")
            print(f"Written: {path}")
        else:
            print(f"-- {path}\n\n{content}")
    if not files:
        print(f"-- Format {schema.FORMAT} holds every kind.")
    return 0


def listed() -> str:
    """The list of limits, a line a field."""
    lines = (f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in told(declared()).items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def draft(connection: sqlite3.Connection) -> str:
    """The statements that bring a schema up to the kinds; empty when it holds them all."""
    known = catalogue(connection)
    numbers = [number for number, _ in known.values()]
    next_number = max(numbers, default=0) + 1
    statements: list[str] = []
    entries: list[tuple[int, int, str, Column[Any]]] = []
    for kind in KINDS:
        table = cast(Table, kind.record.__table__)
        columns = [one for one in table.columns if one.name != "uid"]
        if kind.code not in known:
            statements.extend(_table(kind, columns))
            entries += [(next_number, place, kind.code, one) for place, one in enumerate(columns, 1)]
            next_number += 1
            continue
        number, have = known[kind.code]
        names = {one.name for one in have}
        new = [one for one in columns if one.name not in names]
        last = max(one.field_no for one in have)
        for place, one in enumerate(new, last + 1):
            statements.append(f"ALTER TABLE {kind.code} ADD COLUMN {_column(one)};")
            statements.extend(_references(kind.code, [one]))
            entries.append((number, place, kind.code, one))
    return "\n".join(statements + list(_entries(entries)))


def _table(kind: RecordKind, columns: list[Column[Any]]) -> Iterator[str]:
    about = kind.about
    lines = ["uid BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16)", *map(_column, columns)]
    if about.key and about.kept_once:
        lines.append("_dup INTEGER NOT NULL DEFAULT 0 CHECK (_dup IN (0, 1))")
    yield f"\nCREATE TABLE {kind.code} (\n    " + ",\n    ".join(lines) + "\n) STRICT;"
    if about.key and about.kept_once and about.key_indexed:
        key = ", ".join(map(_name, about.key))
        yield f"CREATE UNIQUE INDEX {kind.code}_key ON {kind.code} ({key}) WHERE _dup = 0;"
    yield from _references(kind.code, columns)


def _column(column: Column[Any]) -> str:
    """«school BLOB NOT NULL REFERENCES school (uid) DEFERRABLE INITIALLY DEFERRED»."""
    name, kind = _name(column.name), column.type
    needed = "" if column.nullable else " NOT NULL"
    if isinstance(kind, LargeBinary):
        for key in column.foreign_keys:
            parent = key.target_fullname.partition(".")[0]
            return f"{name} BLOB{needed} REFERENCES {parent} (uid) DEFERRABLE INITIALLY DEFERRED"
        return f"{name} BLOB{needed} CHECK (length({name}) = 16)"
    if isinstance(kind, Boolean):
        return f"{name} INTEGER NOT NULL DEFAULT 0 CHECK ({name} IN (0, 1))"
    if isinstance(kind, Integer):
        return f"{name} INTEGER" + ("" if column.nullable else " NOT NULL DEFAULT 0")
    return f"{name} TEXT NOT NULL DEFAULT ''"


def _references(table: str, columns: list[Column[Any]]) -> Iterator[str]:
    """What is deleted looks for those that refer to it: every reference has an index."""
    for one in columns:
        if isinstance(one.type, LargeBinary):
            yield f"CREATE INDEX {table}_{one.name} ON {table} ({_name(one.name)});"


def _entries(entries: list[tuple[int, int, str, Column[Any]]]) -> Iterator[str]:
    if entries:
        yield "\nINSERT INTO catalogue (table_no, field_no, table_name, column_name, type) VALUES"
        rows = [
            f"    ({number}, {place}, '{table}', '{one.name}', '{_type(one)}')"
            for number, place, table, one in entries
        ]
        yield ",\n".join(rows) + ";"


def _type(column: Column[Any]) -> str:
    if isinstance(column.type, LargeBinary):
        return "BLOB"
    return "INTEGER" if isinstance(column.type, Integer | Boolean) else "TEXT"


def _name(name: str) -> str:
    return f'"{name}"' if name in _QUOTED else name


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
