"""The SQL of a new kind is drafted from its declaration: what it would draft for the standing kinds is what they have."""

import json
import sqlite3

import draft_migration

from shnor_desktop.document.file import schema
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.limits import declared, limits
from shnor_desktop.rules.admissible import heard


def described(connection: sqlite3.Connection, table: str) -> object:
    """Columns, references and indexes of a table, whatever order its columns were added in."""
    columns = sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({table})"))
    checks = sorted(
        line.strip().rstrip(",")
        for (text,) in connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
        for line in text.splitlines()
        if "CHECK" in line
    )
    references = sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({table})"))
    return columns, checks, references


def test_the_newest_format_holds_every_kind() -> None:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(memory, 0)
    assert draft_migration.draft(memory) == ""
    memory.close()


def test_the_frozen_tables_are_what_the_kinds_declare() -> None:
    frozen, drafted = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    schema.migrate(frozen, 0)
    drafted.execute(
        "CREATE TABLE catalogue (table_no INTEGER, field_no INTEGER, table_name TEXT, column_name TEXT, type TEXT)"
    )
    drafted.executescript(draft_migration.draft(drafted))
    for kind in KINDS:
        assert described(drafted, kind.code) == described(frozen, kind.code), kind.code
        unique = "SELECT sql FROM sqlite_schema WHERE name = ?"
        name = (f"{kind.code}_key",)
        assert drafted.execute(unique, name).fetchall() == frozen.execute(unique, name).fetchall()
    numbers = [number for number, _ in catalogue(drafted).values()]
    assert numbers == list(range(1, len(KINDS) + 1))
    for connection in (frozen, drafted):
        connection.close()


def test_a_column_that_is_missing_is_added_behind_the_others() -> None:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(memory, 0)
    memory.executescript(
        "DROP INDEX person_office; ALTER TABLE person DROP COLUMN office; ALTER TABLE person DROP COLUMN post;"
        "DELETE FROM catalogue WHERE table_name = 'person' AND column_name IN ('post', 'office')"
    )
    text = draft_migration.draft(memory)
    assert "ALTER TABLE person ADD COLUMN post TEXT NOT NULL DEFAULT '';" in text
    assert "CREATE INDEX person_office ON person (office);" in text
    last = max(column.field_no for column in catalogue(memory)["person"][1])
    assert f"(2, {last + 1}, 'person', 'post', 'TEXT')" in text
    memory.executescript(text)
    assert draft_migration.draft(memory) == ""
    memory.close()


def test_the_frozen_limits_are_what_the_kinds_declare() -> None:
    assert limits() == declared()
    assert heard(json.loads(draft_migration.listed())) == declared()
