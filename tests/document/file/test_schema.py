"""The frozen SQL and the mapped classes describe the same tables, and the catalogue numbers all of them."""

import sqlite3

from sqlalchemy import Boolean, Integer, LargeBinary, String

from shnor_desktop.document.file import schema
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.models.kinds import KINDS

_TYPES = {LargeBinary: "BLOB", String: "TEXT", Integer: "INTEGER", Boolean: "INTEGER"}


def _fresh() -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(memory, 0)
    return memory


def test_tables_equal_the_mapped_classes() -> None:
    memory = _fresh()
    for kind in KINDS:
        have = {
            name: (type_, bool(notnull))
            for _, name, type_, notnull, _, _ in memory.execute(f"PRAGMA table_info({kind.code})")
            if name != "_dup"
        }
        want = {
            column.name: (
                next(text for cls, text in _TYPES.items() if isinstance(column.type, cls)),
                not column.nullable,
            )
            for column in kind.record.__table__.columns
        }
        assert have == want, kind.code
    memory.close()


def test_the_catalogue_numbers_every_field_once() -> None:
    memory = _fresh()
    known = catalogue(memory)
    for kind in KINDS:
        _, columns = known[kind.code]
        names = [column.name for column in columns]
        assert sorted(names) == sorted(c.name for c in kind.record.__table__.columns if c.name != "uid")
        assert [column.field_no for column in columns] == list(range(1, len(columns) + 1))
    memory.close()


def test_every_described_field_is_a_column() -> None:
    for kind in KINDS:
        columns = set(kind.record.__table__.columns.keys())
        assert {field.name for field in kind.fields} <= columns, kind.code
        assert len({field.label for field in kind.fields}) == len(kind.fields), kind.code


def test_a_migrated_file_has_the_golden_schema() -> None:
    memory = _fresh()
    assert schema.contents(memory) == schema.golden(schema.FORMAT)
    memory.close()
