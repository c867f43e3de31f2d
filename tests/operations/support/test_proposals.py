"""Who could help, with the reasons told; and what is said where nobody can."""

from datetime import date

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.results import Procedure, Subject
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.support import proposals
from shnor_desktop.operations.support.proposals import Proposals
from tests.operations.support.district import District

ON = date(2026, 3, 1)


@pytest.fixture
def district(document: Document) -> District:
    made = District(document)
    made.school("Заречная СОШ", "low_result", form="secondary")
    made.school("Горная СОШ", "resilient", form="secondary")
    made.school("Дальняя СОШ", "leader", form="secondary")
    made.school("Большая СОШ", "leader", form="secondary")
    made.school("Береговая ООШ", "resilient", form="basic")
    made.school("Луговая СОШ", "resilient", "low_result", form="secondary")
    with document.read() as session:
        for short in ("МА", "РУ"):
            subject = session.scalars(select(Subject.uid).where(Subject.short == short)).one()
            made.uids[short] = subject
    return made


def pupils(district: District, **counts: int) -> None:
    indicator = district.make("indicator", use="context", text="Обучающихся всего", unit="чел.")
    for name, count in counts.items():
        school = next(uid for title, uid in district.uids.items() if title.startswith(name))
        district.make(
            "indicator_value",
            indicator=indicator,
            school=school,
            year=2025,
            year_kind="school",
            fact_e4=count * 10_000,
        )


def result(district: District, subject: str, school: str, n: int, failed: int, year: int = 2024) -> None:
    with district.document.read() as session:
        of_subject = (Procedure.family == "oge") & (Procedure.subject == district.uids[subject])
        procedure = session.scalars(select(Procedure.uid).where(of_subject)).first()
    key = f"{subject} {year}"
    sitting = district.uids.get(key) or district.make("sitting", procedure=procedure, school_year=year)
    district.uids[key] = sitting
    district.make(
        "school_result",
        school=district.uids[school],
        sitting=sitting,
        state="valid",
        participants=n,
        failed=failed,
    )


def asked(district: District, school: str = "Заречная СОШ") -> Proposals:
    with district.document.read() as session:
        return proposals.for_school(session, district.uids[school], ON)


def test_partners_are_strong_schools_of_the_same_form_the_nearest_in_size_first(district: District) -> None:
    pupils(district, Заречная=120, Горная=200, Дальняя=140, Большая=700, Береговая=110)
    found = [one for one in asked(district).proposals if one.role == "partner"]
    assert [one.name for one in found] == ["Дальняя СОШ", "Горная СОШ"]
    assert found[0].reasons == ("школа-лидер", "тоже СОШ", "обучающихся 140, здесь 120")


def test_a_partner_that_is_bound_already_is_not_proposed_again(district: District) -> None:
    district.assign("partner", "Дальняя СОШ", "Заречная СОШ")
    district.assign("partner", "Горная СОШ", "Береговая ООШ")
    found = [one for one in asked(district).proposals if one.role == "partner"]
    assert [one.name for one in found] == ["Большая СОШ", "Горная СОШ"]
    assert "размер школ сравнить нельзя" in found[0].reasons
    assert any(one.startswith("уже партнёр") for one in found[1].reasons)


def test_mentors_teach_the_subject_have_a_category_and_no_low_results_at_home(district: District) -> None:
    result(district, "МА", "Заречная СОШ", 10, 6)
    result(district, "РУ", "Заречная СОШ", 10, 1)
    result(district, "МА", "Горная СОШ", 10, 1)
    result(district, "МА", "Дальняя СОШ", 10, 4)
    for name, school, category, subject in (
        ("Азова А.А.", "Горная СОШ", "первая", "МА"),
        ("Белова Б.Б.", "Горная СОШ", "высшая", "МА"),
        ("Бурова Б.Б.", "Дальняя СОШ", "высшая", "МА"),
        ("Ветров В.В.", "Горная СОШ", "", "МА"),
        ("Зимин З.З.", "Горная СОШ", "соответствие должности", "МА"),
        ("Грач Г.Г.", "Большая СОШ", "высшая", "МА"),
        ("Дымов Д.Д.", "Заречная СОШ", "высшая", "МА"),
        ("Ельцов Е.Е.", "Горная СОШ", "высшая", "РУ"),
    ):
        district.person(name, school=district.uids[school], category=category, subject=district.uids[subject])
    found = [one for one in asked(district).proposals if one.role == "mentor"]
    assert [(one.name, one.subject) for one in found] == [
        ("Белова Б.Б.", "Математика"),
        ("Азова А.А.", "Математика"),
    ]
    assert "высшая" in found[0].reason and "Горная СОШ: низких результатов по предмету нет" in found[0].reason
    with district.document.read() as session:
        own = proposals.for_teacher(session, district.uids["Дымов Д.Д."], ON)
    assert [one.name for one in own.proposals] == ["Белова Б.Б.", "Азова А.А."]


def test_results_of_former_years_tell_nothing(district: District) -> None:
    result(district, "МА", "Заречная СОШ", 10, 6, 2020)
    result(district, "МА", "Горная СОШ", 10, 1, 2023)
    result(district, "МА", "Горная СОШ", 10, 1, 2024)
    assert any("низких результатов у школы" in one.casefold() for one in asked(district).told)


def test_what_lacks_is_said(district: District) -> None:
    result(district, "МА", "Заречная СОШ", 10, 6)
    told = " ".join(asked(district).told)
    assert "Математика: учителей с категорией в других школах в файле нет." in told
    teacher = district.person("Азова А.А.", school=district.uids["Горная СОШ"], subject=district.uids["МА"])
    with district.document.write("Категория") as session:
        save(session, "person", teacher, {"category": "высшая"})
    assert "результаты низкие или их за 2024/25 нет в файле" in " ".join(asked(district).told)
    assert "того же вида (ООШ) в файле нет" in " ".join(asked(district, "Береговая ООШ").told)
    district.school("Полевая школа")
    assert "Вид школы не указан" in " ".join(asked(district, "Полевая школа").told)
    nobody = district.person("Без Предмета")
    with district.document.read() as session:
        assert proposals.for_teacher(session, nobody, ON).told
        assert proposals.for_school(session, b"\x01" * 16, ON).told


def test_where_no_passport_is_filled_the_size_is_that_of_the_works(district: District) -> None:
    for school, n in (("Заречная СОШ", 10), ("Горная СОШ", 24), ("Дальняя СОШ", 11), ("Большая СОШ", 90)):
        result(district, "МА", school, n, 0)
    found = [one for one in asked(district).proposals if one.role == "partner"]
    assert [one.name for one in found] == ["Дальняя СОШ", "Горная СОШ"]
    assert "до 11\u00a0участников в работе 2024/25, здесь 10" in found[0].reason
