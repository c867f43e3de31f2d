"""Triggers are made for the tables an action writes to; nothing is written past the journal."""

import sqlite3

import pytest
from sqlalchemy import text, update

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.office import Person
from shnor_desktop.models.schools import School


def captured(document: Document) -> set[str]:
    rows = document._connection.execute("SELECT name FROM sqlite_temp_schema WHERE name LIKE '%known'")
    return {name.removeprefix("j_").removesuffix("_known") for (name,) in rows}


def said(document: Document) -> int:
    return int(document._connection.execute("SELECT count(*) FROM change").fetchone()[0])


def test_a_table_is_captured_when_it_is_first_written_to(document: Document) -> None:
    before = said(document)
    with document.write("Школа") as session:
        session.add(School(name="Ивовская СОШ"))
    assert (captured(document), said(document)) == ({"school"}, before + 1)
    with document.write("Сразу") as session:
        session.execute(update(School).values(director="Ивов И.И."))
        session.execute(text("INSERT OR IGNORE INTO \"subject\" (uid, short, name) VALUES (x'00', 'Я', '')"))
    assert captured(document) == {"school", "subject"}
    document.undo()
    assert captured(document) == {kind.code for kind in KINDS}
    assert document.check().sound


def test_what_was_taken_back_is_captured_again(document: Document) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), document.write("Ошибка") as session:
            session.add(School(name="Ивовская СОШ"))
            session.flush()
            raise ZeroDivisionError
    before = said(document)
    with document.write("Школа") as session:
        session.add(School(name="Ивовская СОШ"))
        session.flush()
        for _ in session.execute(text("SELECT uid FROM school")):  # While something is being read.
            session.add(Person(name="Ивова А.А."))
            session.flush()
    assert said(document) == before + 2


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO school (uid, name) VALUES (x'01', 'Мимо')",
        "UPDATE subject SET name = 'мимо'",
        "DELETE FROM subject",
        "REPLACE INTO main.school (uid, name) VALUES (x'01', 'Мимо')",
    ],
)
def test_a_write_past_the_session_is_refused(document: Document, statement: str) -> None:
    before = said(document)
    with pytest.raises(sqlite3.IntegrityError, match="not captured"), document.write("Мимо"):
        document._connection.execute(statement)
    assert said(document) == before
