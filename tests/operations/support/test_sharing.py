"""Two offices support the same schools: both helpers and contacts stay; a form for a school carries nobody's name."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.models.support import Assignment
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.risks import problems
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.operations.support import contacts, courses, standing
from tests.conftest import WHO
from tests.operations.copies import Copies
from tests.operations.support.district import District

ON = date(2026, 3, 1)


@pytest.fixture
def district(template: Path, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    path = tmp_path / "район.shnor"
    path.write_bytes(template.read_bytes())
    with Document.open(path, WHO, back_up=False) as document:
        made = District(document)
        for name in ("Заречная СОШ", "Береговая ООШ"):
            made.school(name, "low_result")
        made.person("Сорокопудова Виринея Карповна", school=made.uids["Заречная СОШ"], category="высшая")
        made.person("Перепечина Евлампия Саввишна")
        return path, made.uids


def test_both_offices_say_what_a_seminar_answers_and_it_is_said_once(
    district: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    path, _ = district
    with Document.open(path, WHO, back_up=False) as document:
        made = District(document)
        seminar = made.contact("seminar", "2025-10-01", title="Семинар")
        topics = problems.add(document, "первая\nвторая\nтретья", {"kind": "request", "level": "teachers"})
    copies = Copies(path, tmp_path)
    for number in range(2):
        with copies.open(number) as document:
            problems.answer_by_event(document, topics[number:][:2], seminar)
    copies.exchange()
    for number in range(2):
        assert copies.questions(number) == ()
        with copies.open(number) as document, document.read() as session:
            assert [len(one.answers) for one in problems.read(session, on=ON)] == [1, 1, 1]
            assert problems.unanswered(session, on=ON) == ()


def test_both_offices_bind_visit_and_certify_and_nothing_is_lost(
    district: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    path, uids = district
    with Document.open(path, WHO, back_up=False) as document:
        made = District(document)
        course = made.contact("course", "2025-10-01", title="Курсы")
    teacher, curator = uids["Сорокопудова Виринея Карповна"], uids["Перепечина Евлампия Саввишна"]
    copies = Copies(path, tmp_path)
    given: dict[str, Any] = {"role": "curator", "person": curator, "for_school": uids["Заречная СОШ"]}
    copies.edit(0, lambda session: save(session, "assignment", None, given))
    with copies.open(0) as ours:
        execution.note_done(ours, None, "12.02.2026 Заречная, посещение, договорились: план до 01.04", ON)
    linked = ((teacher, "удостоверение № 5"),)
    copies.edit(1, lambda session: save(session, "event", course, {"persons": linked}))
    with copies.open(1) as theirs:
        execution.note_done(theirs, None, "15.02.2026 Береговая, консультация", ON)
    copies.exchange()
    assert copies.questions(0) == copies.questions(1) == ()
    for number in range(2):
        with copies.open(number) as document, document.read() as session:
            found = standing.support(session, ON)
            assert [one.school.name for one in found.board.without_curator] == ["Береговая ООШ"]
            assert [(one.kind, one.steps) for one in found.contacts] == [
                ("consultation", 0),
                ("visit", 1),
                ("course", 0),
            ]
            (one,) = courses.courses(session)
            assert [person.certificate for person in one.persons] == ["удостоверение № 5"]


def test_a_form_carries_no_name_of_anybody_who_helps(
    district: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    path, uids = district
    out = tmp_path / "форма.shnor"
    with Document.open(path, WHO, back_up=False) as document:
        made = District(document)
        made.uids |= uids
        school, teacher = uids["Заречная СОШ"], uids["Сорокопудова Виринея Карповна"]
        made.assign("curator", "Перепечина Евлампия Саввишна", "Заречная СОШ", theme="К Сорокопудовой")
        made.assign("mentor", "Перепечина Е.С. из ИМЦ", "Заречная СОШ", for_person=teacher)
        made.assign("group", "Группа Сорокопудовой В.К.", "Заречная СОШ", note="Секретарь Перепечина Е.С.")
        made.assign("partner", "Береговая ООШ", "Заречная СОШ")
        made.contact(
            "course",
            "2025-10-01",
            "Заречная СОШ",
            title="Курсы Сорокопудовой",
            who="Сорокопудова и Перепечина",
            findings="Перепечина Е.С. отметила",
            persons=((teacher, "удостоверение Сорокопудовой № 5"),),
        )
        execution.note_done(
            document,
            None,
            "12.02.2026 Заречная, посещение, договорились: Сорокопудова сдаст план до 01.04",
            ON,
        )
        made.make("programme", kind="route", title="ИОМ", person=teacher)
        made.make("problem", kind="deficit", person=teacher, school=school, text="Сорокопудовой трудно")
        write_part(document, out, school=school, form=True)
    raw = out.read_bytes()
    for stem in ("Сорокопуд", "Перепечин"):
        for coding in ("utf-8", "utf-16-le"):
            assert stem.encode(coding) not in raw
    with Document.open(out, WHO, back_up=False) as document, document.read() as session:
        roles = sorted(one.role for one in session.query(Assignment))
        assert "partner" in roles
        assert len(contacts.contacts(session)) == 2
        standing.support(session, ON)
