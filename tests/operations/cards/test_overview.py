"""What the first screen says of a document."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.operations.cards.overview import Computed, Held, computed, overview
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.records import records


def school(session: Session, name: str) -> bytes:
    return records.save(session, "school", None, {"name": name})


def result(session: Session, of: bytes, short: str, year: int, failed: int, state: str = "valid") -> None:
    procedure = uids.procedure("vpr", uids.subject(short), "", 5)
    sitting = uids.sitting(procedure, year, "spring")
    if not records.title(session, "sitting", sitting):
        held: dict[str, Any] = {
            "procedure": procedure,
            "school_year": year,
            "season": "spring",
            "sitting_grade": 5,
        }
        records.save(session, "sitting", None, held)
    figures: dict[str, Any] = {"participants": 10, "failed": failed} if state == "valid" else {}
    records.save(
        session, "school_result", None, {"sitting": sitting, "school": of, "state": state, **figures}
    )


def test_a_new_document_is_empty(document: Document) -> None:
    with document.rows() as connection:
        facts = overview(connection)
    assert (facts.schools, facts.results, facts.held, facts.parcels) == (0, 0, (), ())
    assert (facts.office, facts.person, facts.listed.in_force) == ("", "", 0)


def test_results_are_counted_by_year_and_family(document: Document) -> None:
    with document.write("Загружено") as session:
        one, other = school(session, "Заречная СОШ"), school(session, "Ключевская ООШ")
        result(session, one, "МА", 2020, 4)
        result(session, one, "РУ", 2020, 4)
        result(session, other, "МА", 2020, 0, state="not_conducted")
        result(session, other, "МА", 2018, 1)
    with document.rows() as connection:
        facts = overview(connection)
    assert facts.held == (Held(2020, "ВПР", 2, 1, 2), Held(2018, "ВПР", 1, 1, 1))
    assert (facts.schools, facts.results) == (2, 4)
    assert (facts.listed.in_force, facts.listed.last_on) == (0, "")
    with document.read() as session:
        assert computed(session) == Computed(computed=1)


def test_statuses_in_force_today_are_counted_once_a_school(document: Document) -> None:
    today = date.today()
    with document.write("Включено") as session:
        one, other, left = (
            school(session, name) for name in ("Заречная СОШ", "Ключевская ООШ", "Горная ООШ")
        )
        for of, kind, basis, since, until in (
            (one, "low_result", "regional", today - timedelta(days=10), None),
            (one, "low_result", "order", today, today),
            (other, "low_result", "order", today + timedelta(days=1), None),
            (left, "low_result", "order", today - timedelta(days=9), today - timedelta(days=1)),
            (left, "watch", "order", today, None),
        ):
            given: dict[str, Any] = {"school": of, "kind": kind, "basis": basis, "since": since.isoformat()}
            records.save(
                session, "school_status", None, {**given, "until": until.isoformat() if until else ""}
            )
    with document.rows() as connection:
        assert overview(connection).listed.in_force == 1


def test_the_last_workbooks_are_named_with_their_results(document: Document) -> None:
    with document.write("Загружено") as session:
        of = school(session, "Заречная СОШ")
        for number in range(7):
            given: dict[str, Any] = {"title": f"Книга {number}", "imported_on": f"2026-09-0{number + 1}"}
            parcel = records.save(session, "parcel", None, given)
        result(session, of, "МА", 2020, 4)
        (row,) = records.rows(session, "school_result")
        records.save(session, "school_result", row.uid, {"parcel": parcel})
    with document.rows() as connection:
        found = overview(connection).parcels
    assert [one.title for one in found] == [f"Книга {number}" for number in (6, 5, 4, 3, 2)]
    assert [one.results for one in found] == [1, 0, 0, 0, 0]


def test_who_works_and_for_whom(document: Document) -> None:
    with document.write("Добавлено") as session:
        records.save(
            session, "office", None, {"name": "Информационно-методический центр", "short_name": "ИМЦ"}
        )
    offices.remember(offices.Machine("Ольхина В.П.", "ИМЦ"))
    with document.rows() as connection:
        facts = overview(connection)
    assert (facts.person, facts.office) == ("Ольхина В.П.", "ИМЦ")


def test_the_watch_group_is_the_one_the_list_shows(document: Document) -> None:
    """A school that waits for results or for counts is counted once, under that answer."""
    with document.write("Загружено") as session:
        watched, waiting = school(session, "Заречная СОШ"), school(session, "Ключевская ООШ")
        for of, state in ((watched, "valid"), (waiting, "not_received")):
            result(session, of, "МА", 2020, 4)
            result(session, of, "РУ", 2020, 0, state=state)
    with document.read() as session:
        told = computed(session)
        assert told == Computed(watch=1, insufficient=1)
        assert told.incomplete == 1
