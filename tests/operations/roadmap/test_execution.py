"""What was done: events of a plan's rows, how they count, and the quick line."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import Happening


def plan_with(session: Session, *texts: str) -> list[bytes]:
    """A programme of 2021/22 with a plan of these rows; the uids of the rows."""
    programme = records.save(
        session,
        "programme",
        None,
        {"kind": "roadmap", "title": "Дорожная карта", "starts": "2021-09-01", "ends": "2022-08-31"},
    )
    part = records.save(session, "part", None, {"programme": programme, "place": "plan"})
    return [records.save(session, "activity", None, {"part": part, "text": text}) for text in texts]


def event_of(session: Session, *activities: bytes, **given: Any) -> bytes:
    values = {"kind": "seminar", "activities": tuple((uid, "") for uid in activities), **given}
    return records.save(session, "event", None, values)


def test_events_are_happenings_of_every_row_they_execute(document: Document) -> None:
    with document.write("План") as session:
        first, second, third = plan_with(session, "Семинар", "Выезд", "Договор")
        event_of(session, first, second, starts="2021-11-01", ends="2021-11-30", times=3)
        event_of(session, first, starts="2021-10-05")
        found = execution.happenings(session, [first, second, third])
    november = Happening(Window(date(2021, 11, 1), date(2021, 11, 30)), 3)
    assert found == {
        first: (Happening(Window(date(2021, 10, 5), date(2021, 10, 5))), november),
        second: (november,),
    }


@pytest.mark.parametrize("outcome", ["not_held", "partly"])
def test_what_was_not_held_or_only_partly_is_still_to_be_done(document: Document, outcome: str) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Семинар")
        event_of(session, row, starts="2021-11-01", outcome=outcome)
        assert execution.happenings(session, [row]) == {}


def test_an_event_without_days_meets_any_window(document: Document) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Семинар")
        event_of(session, row)
        (happening,) = execution.happenings(session, [row])[row]
    assert happening.days.holds(Window(date(2021, 9, 1), date(2022, 8, 31)))
