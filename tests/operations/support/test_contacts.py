"""Contacts with schools: the last visit, what has no day, several schools at once, numbers that are vague."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import execution, meetings
from shnor_desktop.operations.support import contacts
from shnor_desktop.operations.support import schools as schools_of
from shnor_desktop.operations.support.contacts import Contact, Seen
from shnor_desktop.operations.support.view import month_of, view
from shnor_desktop.rules.deadlines.calendar import month, school_year
from tests.operations.support.district import District

ON = date(2026, 3, 1)


@pytest.fixture
def district(document: Document) -> District:
    made = District(document)
    for name in ("Заречная СОШ", "Береговая ООШ", "Луговая СОШ"):
        made.school(name, "low_result")
    return made


def every(district: District) -> tuple[Contact, ...]:
    with district.document.read() as session:
        return contacts.contacts(session)


def seen(district: District, on: date = ON) -> dict[str, Seen]:
    with district.document.read() as session:
        found = contacts.seen(contacts.contacts(session), schools_of.schools(session, on))
    return {one.school.name: one for one in found}


def test_the_last_visit_is_that_of_any_school_it_names(district: District) -> None:
    district.contact("visit", "2025-10-05", "Заречная СОШ", "Береговая ООШ")
    district.contact("visit", "2026-01-20", "Береговая ООШ")
    district.contact("consultation", "2026-02-20", "Луговая СОШ")
    found = seen(district)
    assert found["Заречная СОШ"].last_on == date(2025, 10, 5)
    assert found["Береговая ООШ"].last_on == date(2026, 1, 20)
    assert found["Луговая СОШ"].last_on is None
    missing = {name for name, one in found.items() if one.before(date(2025, 12, 1))}
    assert missing == {"Заречная СОШ", "Луговая СОШ"}


def test_what_did_not_come_about_or_lies_ahead_is_no_visit(district: District) -> None:
    district.contact("visit", "2026-04-10", "Заречная СОШ")
    uid = district.contact("visit", "2026-02-10", "Береговая ООШ", next_on="2026-03-15")
    with district.document.write("Не состоялось") as session:
        save(session, "event", uid, {"outcome": "not_held"})
    found = seen(district)
    assert (found["Заречная СОШ"].last, found["Заречная СОШ"].ahead) == (None, date(2026, 4, 10))
    assert (found["Береговая ООШ"].last, found["Береговая ООШ"].ahead) == (None, date(2026, 3, 15))


def test_visits_without_a_day_are_counted_apart_and_do_not_say_when(district: District) -> None:
    district.contact("visit", "", "Заречная СОШ", times=3)
    one = seen(district)["Заречная СОШ"]
    assert (one.last_on, one.undated, one.before(date(2020, 1, 1))) == (None, 3, True)


def test_a_month_counts_to_its_last_day_that_has_come(district: District) -> None:
    district.contact("visit", "2026-02-01", "Заречная СОШ", ends="2026-02-28", date_text="в феврале 2026")
    assert seen(district)["Заречная СОШ"].last_on == date(2026, 2, 28)
    assert seen(district, date(2026, 2, 10))["Заречная СОШ"].last_on == date(2026, 2, 10)


def test_a_contact_with_all_schools_is_one_of_each(district: District) -> None:
    district.contact("landing", "2026-02-02", all_schools=True)
    assert {one.last_on for one in seen(district).values()} == {date(2026, 2, 2)}


def test_branches_are_visited_with_their_school(district: District) -> None:
    district.school("Филиал в Дубках", parent=district.uids["Луговая СОШ"])
    district.contact("visit", "2026-02-03", "Филиал в Дубках")
    assert seen(district)["Луговая СОШ"].last_on == date(2026, 2, 3)


def test_numbers_without_days_are_counted_and_told_apart(district: District) -> None:
    district.contact("webinar", "", times=6)
    district.contact("webinar", "2025-10-01", times=23, at_least=True)
    district.contact("webinar", "2024-10-01")
    district.contact("document", "2025-11-01", "Заречная СОШ")
    found = contacts.counts(every(district), ON, school_year(2025))
    assert [(one.kind, one.times, one.at_least, one.undated) for one in found] == [
        ("webinar", 29, True, 6),
        ("document", 1, False, 0),
    ]
    assert found[0].text == "вебинар – не менее 29"


def test_what_is_done_without_schools_is_no_contact(district: District) -> None:
    district.contact("document", "2025-11-01", title="Приказ")
    district.contact("publication", "2025-11-01", title="Заметка")
    district.contact("heads_meeting", "2025-11-02")
    assert [one.kind for one in every(district)] == ["heads_meeting"]


def test_months_of_a_school_year_hold_what_meets_them(district: District) -> None:
    district.contact("visit", "2025-09-20", "Заречная СОШ", ends="2025-10-10", times=2)
    district.contact("consultation", "2026-01-10", "Заречная СОШ", times=12, at_least=True)
    district.contact("visit", "2026-05-10", "Заречная СОШ")
    with district.document.read() as session:
        found = view(session, ON)
    months = found.months(2025)[district.uids["Заречная СОШ"]]
    assert months[:5] == ((2, False), (2, False), (0, False), (0, False), (12, True))
    assert months[8] == (0, False)  # It is still to come.
    assert found.years() == (2025,)
    visits = found.months(2025, contacts.VISITS)[district.uids["Заречная СОШ"]]
    assert visits[4] == (0, False)


def test_a_line_makes_a_visit_with_its_school_and_a_step_with_its_due(district: District) -> None:
    line = (
        "12.02 Заречная, посещение уроков МА 7, 2 ч, договорились: тренажёр до 01.04, следующая встреча 15.04"
    )
    uid = execution.note_done(district.document, None, line, ON)
    (one,) = every(district)
    assert (one.uid, one.names, one.kind, one.title) == (
        uid, ("Заречная СОШ",), "visit", "Посещение уроков МА 7"
    )  # fmt: skip
    assert (one.hours_e4, one.steps, one.next_on) == (20_000, 1, "2026-04-15")
    with district.document.read() as session:
        (step,) = meetings.open_decisions(session, ON)
    assert (step.row.text, step.last_day, step.row.schools) == (
        "Тренажёр",
        date(2026, 4, 1),
        ("Заречная СОШ",),
    )
    district.document.undo()
    assert every(district) == ()
    with district.document.read() as session:
        assert meetings.open_decisions(session, ON) == ()


def test_a_month_has_contacts_on_their_days_and_the_next_meetings(district: District) -> None:
    district.school("МБОУ «Горная СОШ»")
    district.contact("visit", "2026-02-05", "МБОУ «Горная СОШ»", title="Уроки", next_on="2026-02-20")
    district.contact("course", "2026-01-30", ends="2026-02-02", title="Курсы")
    district.contact("monitoring", "2026-02-01", ends="2026-02-28", title="Опрос")
    district.contact("webinar", "")
    on = date(2026, 2, 10)
    found = month_of(every(district), month(2026, 2), on)
    told = {day.day: [(one.text, one.planned) for one in entries] for day, entries in found.entries.items()}
    assert told == {
        5: [("Горная СОШ: Уроки", False)],
        20: [("Горная СОШ: следующая встреча", True)],
        1: [("Курсы", False)],
        2: [("Курсы", False)],
    }
    assert [one.title for one in found.whole] == ["Опрос"]
    assert [one.title for one in found.contacts_of(date(2026, 2, 20))] == ["Уроки"]
