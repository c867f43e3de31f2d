"""Courses with names and certificates, the share of teachers by subject, routes with their steps."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.results import Subject
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import editing
from shnor_desktop.operations.support import courses
from shnor_desktop.operations.support.courses import CoursesView
from shnor_desktop.papers.support.courses import compose_courses
from shnor_desktop.papers.tree.paper import runs_of
from shnor_desktop.rules.deadlines.calendar import Window, school_year
from tests.operations.support.district import District

ON = date(2026, 3, 1)


@pytest.fixture
def district(document: Document) -> District:
    made = District(document)
    zarechnaya = made.school("Заречная СОШ", "low_result")
    gornaya = made.school("Горная СОШ")
    with document.read() as session:
        maths = session.scalars(select(Subject.uid).where(Subject.short == "МА")).one()
        russian = session.scalars(select(Subject.uid).where(Subject.short == "РУ")).one()
    for name, school, subject in (
        ("Азова А.А.", zarechnaya, maths),
        ("Бурова Б.Б.", zarechnaya, maths),
        ("Ветров В.В.", gornaya, maths),
        ("Грач Г.Г.", zarechnaya, russian),
        ("Дымов Д.Д.", zarechnaya, None),
    ):
        made.person(name, school=school, subject=subject)
    return made


def course(district: District, day: str, *names: str, note: str = "", **given: Any) -> bytes:
    linked = tuple((district.uids[name], note) for name in names)
    return district.contact("course", day, persons=linked, **given)


def seen(district: District, on: date = ON) -> CoursesView:
    with district.document.read() as session:
        return courses.view(session, on)


def shares(
    view: CoursesView, days: Window | None = None, *, asked: bool = True
) -> dict[str, tuple[int, int]]:
    return {one.subject: (len(one.covered), len(one.teachers)) for one in view.coverage(days, asked=asked)}


def test_teachers_of_a_subject_who_passed_any_course_count_once(district: District) -> None:
    course(district, "2025-10-01", "Азова А.А.", "Грач Г.Г.")
    course(district, "2026-01-15", "Азова А.А.", "Ветров В.В.")
    found = seen(district)
    assert shares(found) == {"Математика": (1, 2), "Русский язык": (1, 1), "": (0, 1)}
    assert shares(found, asked=False)["Математика"] == (2, 3)
    maths = found.coverage(None)[0]
    assert (maths.missing, maths.share_e4) == (("Бурова Б.Б.",), 500_000)


def test_only_courses_of_the_time_that_came_about_count(district: District) -> None:
    course(district, "2022-10-01", "Азова А.А.")
    course(district, "2026-04-01", "Бурова Б.Б.")
    found = seen(district)
    assert shares(found, school_year(2025))["Математика"] == (0, 2)
    assert shares(found)["Математика"] == (1, 2)


def test_numbers_without_names_are_told_apart(district: District) -> None:
    course(district, "2025-10-01", "Азова А.А.", people=9)
    course(district, "2025-11-01", people=11, at_least=True)
    told = seen(district).trained(school_year(2025))
    assert (told.named, told.unnamed, told.count, told.at_least) == (1, 19, 20, True)


def test_a_certificate_stands_beside_the_name_and_nothing_else_moves(district: District) -> None:
    uid = course(district, "2025-10-01", "Азова А.А.", "Грач Г.Г.", hours_e4=720_000)
    assert seen(district).courses[0].without_certificate == 2
    courses.certify(district.document, uid, district.uids["Грач Г.Г."], " удостоверение № 15 ")
    (one,) = seen(district).courses
    assert [(p.name, p.certificate) for p in one.persons] == [
        ("Азова А.А.", ""),
        ("Грач Г.Г.", "удостоверение № 15"),
    ]
    assert (one.without_certificate, one.contact.hours_e4) == (1, 720_000)
    district.document.undo()
    assert seen(district).courses[0].without_certificate == 2


def test_a_route_tells_its_steps_and_the_next(district: District) -> None:
    route = district.make(
        "programme",
        kind="route",
        title="ИОМ",
        person=district.uids["Азова А.А."],
        starts="2025-09-01",
        ends="2026-05-31",
        year_kind="school",
    )
    district.make("programme", kind="route", title="Старый", ends="2020-05-31")
    document = district.document
    steps = [
        editing.new_row(document, route, None, None, text) for text in ("Курсы", "Открытый урок", "Отчёт")
    ]
    for uid, due in zip(steps, ("октябрь", "февраль", "май"), strict=True):
        with document.write("Срок") as session:
            save(session, "activity", uid, {"due_text": due})
    district.contact("course", "2025-10-10", activities=((steps[0], ""),))
    current, old = seen(district).routes
    assert (current.person, current.school, current.subject) == ("Азова А.А.", "Заречная СОШ", "Математика")
    assert (current.steps, current.done, current.overdue) == (3, 1, 1)
    assert (current.following, current.over) == ("Открытый урок (февраль)", False)
    assert (old.steps, old.over, old.following) == (0, True, "")


def test_courses_are_printed_with_their_reach_and_routes(district: District) -> None:
    course(district, "2025-10-01", "Азова А.А.", note="удостоверение № 5", title="Курсы", hours_e4=720_000)
    course(district, "2026-01-15", people=11, at_least=True, title="Без имён")
    course(district, "2020-01-15", "Грач Г.Г.", title="Давно")
    district.make("programme", kind="route", title="ИОМ", person=district.uids["Азова А.А."])
    with district.document.read() as session:
        facts = courses.courses_facts(session, "year", ON, ON)
    paper = compose_courses(facts)
    runs = [run for block in paper.blocks() for inline in runs_of(block) for run in inline]
    assert [run.text for run in runs if run.is_untraced] == []
    told = " ".join(run.text for run in runs).replace("\N{NO-BREAK SPACE}", " ")
    assert "12 (названы 1, ещё 11 без имён" in told and "Давно" not in told
    assert "Азова А.А. (удостоверение № 5)" in told and "не менее 11" in told and "72" in told
    assert "Математика 2 1 50 % Бурова Б.Б." in told and "ИОМ" in told
