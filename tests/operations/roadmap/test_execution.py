"""What was done: events of a plan's rows, how they count, and the quick line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.errors import UserError
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import events, evidence, execution
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import Happening
from tests.conftest import WHO
from tests.operations.copies import Copies

ON = date(2022, 9, 1)


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
        found = execution.happenings(session, [first, second, third], ON)
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
        assert execution.happenings(session, [row], ON) == {}


def test_what_is_set_for_a_later_day_is_not_done_yet(document: Document) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Семинар")
        event_of(session, row, starts="2021-11-01")
        event_of(session, row, ends="2021-11-20")
        event_of(session, row, date_text="в декабре 2021")
        counts = [
            len(execution.happenings(session, [row], day).get(row, ()))
            for day in (date(2021, 10, 31), date(2021, 11, 1), date(2021, 11, 20), date(2021, 12, 1))
        ]
    assert counts == [0, 1, 2, 3]


def test_an_event_without_days_meets_any_window(document: Document) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Семинар")
        event_of(session, row)
        (happening,) = execution.happenings(session, [row], ON)[row]
    assert happening.days.holds(Window(date(2021, 9, 1), date(2022, 8, 31)))


def fields_of(document: Document, code: str, uid: bytes) -> dict[str, Any]:
    with document.read() as session:
        return dict(records.form(session, code, uid).values)


def all_of(document: Document, code: str) -> list[dict[str, Any]]:
    with document.read() as session:
        return [dict(records.form(session, code, row.uid).values) for row in records.rows(session, code)]


def test_a_line_becomes_an_event_with_its_evidence_in_one_step(document: Document) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Провести совещание")
        school = records.save(session, "school", None, {"name": "Заречная СОШ"})
        records.save(session, "activity", row, {"schools": ((school, ""),)})
    uid = execution.note_done(document, row, "15.12 совещание, 12 чел., приказ 324", date(2026, 11, 28))
    event = fields_of(document, "event", uid)
    assert (event["starts"], event["ends"], event["people"]) == ("2021-12-15", "2021-12-15", 12)
    assert (event["activities"], event["schools"]) == (((row, ""),), ((school, ""),))
    (evidence,) = all_of(document, "evidence")
    assert (evidence["event"], evidence["title"], evidence["requisites"]) == (uid, "Приказ", "№ 324")
    document.undo()
    assert all_of(document, "event") == all_of(document, "evidence") == []


def test_the_kind_follows_from_the_row_where_the_line_is_silent(document: Document) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Выезд в школу")
        records.save(session, "activity", row, {"kind": "visit"})
    uid = execution.note_done(document, row, "12.10", date(2022, 1, 10))
    assert fields_of(document, "event", uid)["kind"] == "visit"


def test_nothing_is_not_noted(document: Document) -> None:
    with pytest.raises(UserError, match="Не сказано"):
        execution.note_done(document, None, "  ")


def test_days_in_words_count_where_they_name_a_year(document: Document) -> None:
    with document.write("План") as session:
        (row,) = plan_with(session, "Собеседование")
        event_of(session, row, date_text="в ноябре 2021")
        event_of(session, row, date_text="весной")
        found = execution.happenings(session, [row], ON)[row]
    november, unknown = sorted((one.days for one in found), key=lambda days: days.days)
    assert november == Window(date(2021, 11, 1), date(2021, 11, 30))
    assert unknown.holds(Window(date(2021, 9, 1), date(2022, 8, 31)))


def test_an_event_executes_several_rows_and_lets_go_of_one(document: Document) -> None:
    with document.write("План") as session:
        first, second = plan_with(session, "Семинар", "Выезд")
        event = event_of(session, first, starts="2021-10-05")
    execution.execute(document, event, [second])
    execution.execute(document, event, [first], also=False)
    assert fields_of(document, "event", event)["activities"] == ((second, ""),)


def test_both_offices_note_the_same_row_and_nothing_is_lost(
    new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    path = new_path("район.shnor")
    with Document.open(path, WHO, back_up=False) as document, document.write("План") as session:
        (row,) = plan_with(session, "Семинар")
    copies = Copies(path, tmp_path)
    for number, line in enumerate(("12.10.2021 семинар", "14.11.2021 семинар, приказ 7")):
        with copies.open(number) as document:
            execution.note_done(document, row, line, date(2022, 1, 10))
    copies.exchange()
    for number in (0, 1):
        with copies.open(number) as document, document.read() as session:
            assert len(execution.happenings(session, [row], ON)[row]) == 2
            assert len(records.rows(session, "evidence")) == 1
        assert copies.questions(number) == ()


def test_the_part_for_a_school_takes_what_was_done_there_with_its_evidence(
    document: Document, tmp_path: Path
) -> None:
    with document.write("План") as session:
        schools = [records.save(session, "school", None, {"name": name}) for name in ("Береговая", "Горная")]
        rows = plan_with(session, "Выезд в Береговую", "Выезд в Горную")
        for row, school in zip(rows, schools, strict=True):
            records.save(session, "activity", row, {"schools": ((school, ""),)})
    (tmp_path / "справка.txt").write_text("Посещены уроки.")
    for row, day in zip(rows, ("5.10", "6.10"), strict=True):
        event = execution.note_done(document, row, f"{day} выезд, справка", date(2022, 1, 10))
        evidence.attach_files(document, event, [tmp_path / "справка.txt"])
    write_part(document, out := tmp_path / "часть.shnor", school=schools[0])
    with Document.open(out, WHO, back_up=False) as part:
        with part.read() as session:
            (line,) = events.events(session)
        assert (line.when, line.schools) == ("05.10.2021", ("Береговая",))
        assert [one.title for one in line.evidence] == ["Справка", "справка"]
        assert evidence.open_copy(part, line.evidence[1].uid, tmp_path).read_text() == "Посещены уроки."
        assert part.check().sound
