"""Who is bound to whom: schools without a curator, loads, what runs out, teachers chosen for help."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.support import assignments
from shnor_desktop.operations.support.assignments import Board
from tests.operations.support.district import District

ON = date(2026, 3, 1)


@pytest.fixture
def district(document: Document) -> District:
    made = District(document)
    made.school("Заречная СОШ", "low_result", form="secondary")
    made.school("Береговая ООШ", "low_result", form="basic")
    made.school("Луговая СОШ", "adverse_social")
    made.school("Горная СОШ", "resilient")
    made.person("Белова Н.К.")
    made.person("Ершов П.С.")
    return made


def board(district: District, on: date = ON) -> Board:
    with district.document.read() as session:
        return assignments.board(session, on)


def test_supported_schools_without_a_curator_stand_out(district: District) -> None:
    district.assign("curator", "Белова Н.К.", "Заречная СОШ", since="2025-09-01")
    district.assign("partner", "Горная СОШ", "Береговая ООШ")
    found = board(district)
    assert [one.school.name for one in found.people] == [
        "Береговая ООШ", "Горная СОШ", "Заречная СОШ", "Луговая СОШ"
    ]  # fmt: skip
    assert [one.school.name for one in found.without_curator] == ["Береговая ООШ", "Луговая СОШ"]
    assert [one.school.name for one in found.alone] == ["Луговая СОШ"]
    (luggage,) = [one for one in found.asked if one.school.name == "Луговая СОШ"]
    assert luggage.school.why == ("ШНСУ",)


def test_an_assignment_counts_from_its_first_to_its_last_day(district: District) -> None:
    district.assign("curator", "Белова Н.К.", "Заречная СОШ", since="2025-09-01", until="2026-03-01")
    district.assign("curator", "Ершов П.С.", "Береговая ООШ", since="2026-03-02")
    assert [one.school.name for one in board(district).without_curator] == ["Береговая ООШ", "Луговая СОШ"]
    later = board(district, date(2026, 3, 2))
    assert [one.school.name for one in later.without_curator] == ["Заречная СОШ", "Луговая СОШ"]


def test_a_curator_of_a_branch_is_the_curator_of_its_school(district: District) -> None:
    district.school("Филиал в Дубках", parent=district.uids["Луговая СОШ"])
    district.assign("curator", "Белова Н.К.", "Филиал в Дубках")
    found = board(district)
    assert "Филиал в Дубках" not in [one.school.name for one in found.people]
    assert "Луговая СОШ" not in [one.school.name for one in found.without_curator]


def test_a_closed_school_needs_nobody_and_programmes_make_schools_supported(district: District) -> None:
    district.school("Старая НОШ", "low_result", closed_on="2025-08-31")
    district.school("Полевая ООШ")
    project = district.make("programme", kind="external", title="«500+»", starts="2026-01-01")
    district.assign("participant", "Полевая ООШ", programme=project)
    found = board(district)
    names = {one.school.name: one.school.why for one in found.asked}
    assert "Старая НОШ" not in names
    assert names["Полевая ООШ"] == ("«500+»",)
    assert "Полевая ООШ" not in {one.school.name for one in board(district, date(2025, 12, 1)).asked}


def test_where_no_school_is_supported_all_are_asked_for(document: Document) -> None:
    district = District(document)
    district.school("Горная СОШ")
    found = board(district)
    assert not found.schools.listed
    assert [one.school.name for one in found.without_curator] == ["Горная СОШ"]


def test_loads_are_told_by_role_and_the_largest_first(district: District) -> None:
    teacher = district.person("Зимина О.А.", school=district.uids["Заречная СОШ"])
    for school in ("Заречная СОШ", "Береговая ООШ"):
        district.assign("curator", "Белова Н.К.", school)
    district.assign("curator", "Ершов П.С.", "Луговая СОШ")
    district.assign("curator", "Ершов П.С.", "Горная СОШ", until="2025-12-31")
    district.assign("mentor", "Ершов П.С.", "Заречная СОШ", for_person=teacher)
    told = [(one.role, one.who, one.schools, one.people) for one in board(district).loads]
    assert told == [
        ("curator", "Белова Н.К.", ("Береговая ООШ", "Заречная СОШ"), ()),
        ("curator", "Ершов П.С.", ("Луговая СОШ",), ()),
        ("mentor", "Ершов П.С.", (), ("Зимина О.А.",)),
    ]


def test_what_runs_out_soon_is_named_and_what_is_over_is_not(district: District) -> None:
    for until in ("2026-04-30", "2026-03-01", "2026-02-28", "2026-05-01"):
        district.assign("curator", "Белова Н.К.", "Заречная СОШ", until=until)
    assert [one.until for one in board(district).expiring] == ["2026-03-01", "2026-04-30"]


def test_chosen_teachers_are_those_with_a_problem_of_their_own_or_a_route(district: District) -> None:
    school = district.uids["Заречная СОШ"]
    one, two, three = (
        district.person(name, school=school) for name in ("Азова А.А.", "Бурова Б.Б.", "Ветров В.В.")
    )
    district.make("problem", kind="deficit", level="teachers", person=one, text="ОВЗ")
    district.make("programme", kind="route", title="ИОМ", person=two, starts="2025-09-01", ends="2026-05-31")
    district.make("problem", kind="request", person=three, text="Оценивание", closed_on="2026-01-15")
    district.assign("mentor", "Ершов П.С.", for_person=two)
    found = board(district)
    (home,) = [one for one in found.people if one.uid == school]
    assert [one.who for one in home.held] == [
        "Ершов П.С."
    ] and home.alone  # A teacher's mentor is not the school's.
    assert [(t.name, t.why, t.alone) for t in found.teachers] == [
        ("Азова А.А.", ("дефицит",), True),
        ("Бурова Б.Б.", ("маршрут (ИОМ)",), False),
    ]
    assert [t.name for t in found.teachers_alone] == ["Азова А.А."]


def test_ending_is_one_action_that_can_be_undone(district: District) -> None:
    uid = district.assign("curator", "Белова Н.К.", "Заречная СОШ")
    assert assignments.end(district.document, [uid], ON) == 1
    assert not board(district, date(2026, 3, 2)).people[2].held
    district.document.undo()
    assert board(district, date(2026, 3, 2)).people[2].held
