"""Many rows at once are journaled exactly as row by row."""

import sqlite3
from itertools import product

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal import bulk
from shnor_desktop.document.merge.questions import conflicts
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.errors import DocumentError
from shnor_desktop.models import uids
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.models.schools import School
from shnor_desktop.rules.figures import ResultState
from tests.document import states

NAMES = ("uid", "sitting", "school", "state", "objectivity_flag", "parcel", "participants", "failed", "high")
Row = tuple[object, ...]


@pytest.fixture
def document(empty: Document) -> Document:
    states.ground(empty)
    return empty


def rows(session: Session, *, failed: int = 1) -> list[Row]:
    pairs = product(session.scalars(select(Sitting.uid)).all(), session.scalars(select(School.uid)).all())
    return [
        (uids.school_result(*pair), *pair, ResultState.VALID, n % 2 == 0, None, n + 9, failed, None)
        for n, pair in enumerate(pairs)
    ]


def one_by_one(session: Session, made: list[Row]) -> None:
    statement = f"INSERT INTO school_result ({', '.join(NAMES)}) VALUES ({', '.join('?' * len(NAMES))})"
    session.connection().exec_driver_sql(statement, list(made))


def in_bulk(session: Session, made: list[Row]) -> None:
    bulk.insert(session, "school_result", NAMES, made)


def said(session: Session) -> list[Row]:
    """All that the journal says of results, and of what it replaces."""
    query = (
        "SELECT c.*, p.pred_field_no, p.pred_writer_n, p.pred_seq, (SELECT seq FROM j_now) FROM change c "
        "LEFT JOIN change_pred p USING (writer_n, seq, field_no) "
        "WHERE c.table_no = (SELECT max(table_no) FROM catalogue WHERE table_name = 'school_result') ORDER BY c.seq"
    )
    return [tuple(row) for row in session.execute(text(query))]


def sound(document: Document) -> bool:
    with document.raw() as connection:
        return differences(connection) == {} and document.check().sound


@pytest.mark.parametrize("deleted", [False, True])
def test_the_journal_says_the_same(document: Document, deleted: bool) -> None:
    """Also of rows that were there and return."""
    if deleted:
        with document.write("Загрузка") as session:
            in_bulk(session, rows(session)[:3])
        with document.write("Удалены") as session:
            session.execute(delete(SchoolResult))
    found = []
    for write in (one_by_one, in_bulk):
        with pytest.raises(ZeroDivisionError), document.write("Взято назад") as session:
            session.execute(update(School).values(note="до"))
            write(session, rows(session))
            session.execute(update(SchoolResult).values(reason="после"))
            found.append(said(session))
            raise ZeroDivisionError
    assert found[0] == found[1] and len(found[0]) >= 40
    with document.write("Загрузка") as session:
        in_bulk(session, rows(session))
    assert len(states.state(document)["school_result"]) == 20 and sound(document)
    document.undo()
    assert not states.state(document)["school_result"] and sound(document)


def test_nobody_has_such_figures(document: Document) -> None:
    with document.write("Загрузка") as session:
        one = rows(session)[0]
        in_bulk(session, [*rows(session, failed=9)[1:], (*one[:6], 9, 10, None)])
    assert [one.kind for one in conflicts(document)] == ["rule"]
    assert sound(document)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [(6, 10**15, "поле «Участников»: число вне пределов"), (3, "ерунда", "поле «Состояние»")],
)
def test_what_no_office_takes_is_not_written(
    document: Document, place: int, value: object, told: str
) -> None:
    before = states.state(document), len(document.actions())
    with pytest.raises(DocumentError, match=told), document.write("Загрузка") as session:
        made = rows(session)
        made[10] = (*made[10][:place], value, *made[10][place + 1 :])
        in_bulk(session, made)
    assert (states.state(document), len(document.actions())) == before


def test_all_or_none_and_what_follows_is_journaled(document: Document) -> None:
    with document.write("Загрузка") as session:
        made = rows(session)
        with pytest.raises(sqlite3.IntegrityError):
            in_bulk(session, [*made, made[0]])
        session.add(School(name="Новая"))
    with document.read() as session:
        assert "Новая" in session.scalars(select(School.name)).all()
    assert not states.state(document)["school_result"] and sound(document)
