"""Titles of records are asked for what is shown: a kind is read whole only where many of it are named."""

import sqlite3

import pytest

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles

MANY = 60


@pytest.fixture
def schools(document: Document) -> list[bytes]:
    with document.write("Школы") as session:
        return [records.save(session, "school", None, {"name": f"Школа № {n}"}) for n in range(MANY)]


def reads(connection: sqlite3.Connection) -> list[str]:
    """Statements that are made from now on."""
    made: list[str] = []
    connection.set_trace_callback(made.append)
    return made


@pytest.mark.parametrize("number", [1, 10, MANY])
def test_few_titles_do_not_read_the_kind_whole(document: Document, schools: list[bytes], number: int) -> None:
    with document.read() as session:
        made, titles = reads(raw_of(session)), Titles(session)
        assert [titles("school", uid) for uid in schools[:number]] == [f"Школа № {n}" for n in range(number)]
        assert titles("school", b"gone") == ""
        whole = [one for one in made if "FROM school" in one and "WHERE" not in one]
        assert len(made) <= MANY and len(whole) == (number == MANY)
        assert len(titles.all("school")) == MANY and titles("school", schools[-1]) == f"Школа № {MANY - 1}"
        raw_of(session).set_trace_callback(None)
