"""Figures in the texts of a draft: told where the records say otherwise, with the text to go to; never where they agree."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.operations.orders import contents, drafts, signing
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from tests.operations.district import District


def save(session: Session, code: str, **given: Any) -> bytes:
    return records.save(session, code, None, given)


@pytest.fixture
def made(document: Document) -> dict[str, bytes]:
    """Two schools on the list, one of them in the programme with a plan of two rows; results of a spring."""
    with document.write("Район") as session:
        district = District(session)
        schools = [district.school(name) for name in ("Береговая ООШ", "Горная СОШ", "Дальняя ООШ")]
        held = district.sitting("vpr", "МА", 5, 2023, "spring")
        for school, failed in zip(schools, (10, 2, 3), strict=True):
            district.result(school, held, 30, failed)
        for school in schools[:2]:
            save(session, "school_status", school=school, kind="low_result", basis="order", basis_text="№ 3")
        programme = save(session, "programme", kind="roadmap", title="Поддержка", schools=((schools[0], ""),))
        plan = save(session, "part", programme=programme, place="plan", title="План")
        for text in ("Провести семинар", "Посетить уроки"):
            save(session, "activity", part=plan, text=text)
    paper = drafts.prepare(document, "info", {"programme": programme, "date": "2026-09-01"})
    return {"paper": paper, "programme": programme, "school": schools[0]}


def told(document: Document, paper: bytes, text: str) -> tuple[str, ...]:
    with document.write("Текст") as session:
        part = save(session, "part", paper=paper, place="section", title="Итоги", text=text, position=5_000)
    with document.read() as session:
        found = contents.contents(session, paper).remarks
    assert all(one.source == ("part", part) for one in found)
    return tuple(one.text for one in found)


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("В перечень включены 3 школы.", "«3 школы», а по данным файла сейчас 2 школы"),
        ("В программе участвуют **две школы**.", "«две школы», а по данным файла сейчас 1 школа"),
        (
            "Дорожная карта включает 12 мероприятий.",
            "«12 мероприятий», а по данным файла сейчас 2 мероприятия",
        ),
        (
            "С ВПР по математике в 5 классе весной 2024 года в Береговой ООШ не справились 40,0 % учеников.",
            "«40,0 %», а по данным файла сейчас 33,3\u00a0%",
        ),
        (
            "В целом по району с ВПР по математике в 2023/24 учебном году не справились 20 % учеников.",
            "«20 %», а по данным файла сейчас 17\u00a0%",
        ),
    ],
)
def test_a_figure_that_no_longer_agrees_is_told(
    document: Document, made: dict[str, bytes], text: str, now: str
) -> None:
    (found,) = told(document, made["paper"], text)
    assert now.replace("\u00a0", " ") in found.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "В перечень включены 2 школы.",
        "В программе участвует 1 школа.",
        "План включает 2 мероприятия.",
        "С ВПР по математике в 5 классе весной 2024 года в Береговой ООШ не справились 33,3 % учеников.",
        "В целом по району с ВПР по математике в 2024 году не справились 16,7 % учеников.",
        "С ВПР по математике в 2024 году не справились 99 % учеников.",
        "По району с ВПР по русскому языку в 2024 году не справились 99 % учеников.",
        "С ВПР по математике в 2024 году в Береговой ООШ и Горной СОШ не справились 99 % учеников.",
    ],
)
def test_what_agrees_or_is_unknown_is_not_told(document: Document, made: dict[str, bytes], text: str) -> None:
    assert told(document, made["paper"], text) == ()


def test_it_is_told_where_the_paper_is_printed_and_not_of_what_was_signed(
    document: Document, made: dict[str, bytes]
) -> None:
    (found,) = told(document, made["paper"], "В перечень включены 7 школ.")
    sheet = registry.sheet(document, "order", {"order": made["paper"]}, lambda *_: None)
    assert found in sheet.findings and sheet.leads[found][0] == "part"
    signing.sign(document, made["paper"], "1")
    sheet = registry.sheet(document, "order", {"order": made["paper"]}, lambda *_: None)
    assert found not in sheet.findings and not sheet.leads
    with document.read() as session:
        assert contents.contents(session, made["paper"]).remarks == ()


def test_texts_of_a_programme_are_held_against_its_plan(document: Document, made: dict[str, bytes]) -> None:
    with document.write("Раздел") as session:
        part = save(
            session,
            "part",
            programme=made["programme"],
            place="section",
            title="Содержание",
            text="Дорожная карта содержит 9 мероприятий.",
        )
    sheet = registry.sheet(document, "programme", {"programme": made["programme"]}, lambda *_: None)
    assert [source for text, source in sheet.leads.items() if "9 мероприятий" in text] == [("part", part)]


def test_the_day_of_a_visit_that_was_moved_is_told(document: Document, made: dict[str, bytes]) -> None:
    with document.write("Выезд") as session:
        event = save(
            session,
            "event",
            kind="visit",
            title="Выезд",
            starts="2026-03-12",
            schools=((made["school"], ""),),
        )
    paper = drafts.prepare(document, "visit", {"event": event, "date": "2026-03-01"})

    def days() -> list[str]:
        with document.read() as session:
            return [one.text for one in contents.contents(session, paper).remarks]

    assert days() == []
    with document.write("Перенос") as session:
        records.save(session, "event", event, {"starts": "2026-03-16", "ends": "2026-03-17"})
    (found,) = days()
    assert found.startswith(
        "В тексте назван день 12.03.2026, а по данным файла сейчас 16.03.2026 – 17.03.2026"
    )
    with document.write("Вернули") as session:
        records.save(session, "event", event, {"starts": "2026-03-11", "ends": "2026-03-12"})
    assert days() == []
