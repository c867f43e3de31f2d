"""Meetings: decisions with addressees and dues, what is open, and the minutes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import meetings, minutes
from shnor_desktop.papers.tree.paper import Paper, plain, runs_of


def meeting(session: Session, **given: Any) -> bytes:
    values = {"kind": "heads_meeting", "title": "Итоги полугодия", "starts": "2021-10-12", **given}
    return records.save(session, "event", None, values)


def decide(document: Document, event: bytes, text: str, **given: Any) -> bytes:
    return meetings.add_decision(document, event, {"text": text, **given})


def texts(paper: Paper) -> list[str]:
    return [plain(inline) for block in paper.blocks() for inline in runs_of(block)]


@pytest.fixture
def event(document: Document) -> bytes:
    with document.write("Совещание") as session:
        head = records.save(session, "person", None, {"name": "Образцова Анна Петровна", "post": "начальник"})
        clerk = records.save(
            session, "person", None, {"name": "Примерова Вера Ильинична", "post": "методист"}
        )
        guest = records.save(session, "person", None, {"name": "Гостев Иван Иванович", "post": "директор"})
        people = ((head, "председатель"), (clerk, "секретарь"), (guest, "приглашён"))
        agenda = "О результатах ВПР\n  Докладчик: методист\nО кадрах"
        return meeting(session, agenda=agenda, findings="2. Вакансий три", people=15, persons=people)


def test_decisions_are_read_from_the_day_of_the_meeting_and_stay_open_until_done(
    document: Document, event: bytes
) -> None:
    decide(document, event, "Провести консультации", due_text="до 15 ноября", responsible="методисты")
    decide(document, event, "Принять к сведению", kind="statement")
    later = decide(document, event, "Сдать отчёт", due_text="до 20 января")
    done = decide(document, event, "Издать приказ", due_text="октябрь", state="done")
    with document.read() as session:
        found = meetings.open_decisions(session, date(2021, 12, 1))
        assert [(one.row.text, one.is_overdue, one.last_day) for one in found] == [
            ("Провести консультации", True, date(2021, 11, 15)),
            ("Сдать отчёт", False, date(2022, 1, 20)),
        ]
        assert {one.taken_at for one in found} == {"Итоги полугодия, 12.10.2021"}
        assert len(meetings.decisions(session, date(2021, 12, 1), event=event)) == 4
    with document.write("Сделано") as session:
        records.save(
            session,
            "event",
            None,
            {"kind": "document", "starts": "2022-01-15", "activities": ((later, ""),)},
        )
        assert [one.row.uid for one in meetings.open_decisions(session, date(2022, 2, 1))].count(later) == 0
    assert done


def test_points_of_papers_are_decisions_too(document: Document) -> None:
    with document.write("Приказ") as session:
        paper = records.save(session, "paper", None, {"kind": "order", "date": "2021-09-05", "number": "12"})
        part = records.save(session, "part", None, {"paper": paper, "place": "points"})
        records.save(
            session, "activity", None, {"part": part, "text": "Назначить кураторов", "due_text": "до 01.10"}
        )
        (found,) = meetings.open_decisions(session, date(2021, 10, 2))
    assert found.is_overdue and found.source == ("paper", paper) and "№ 12" in found.taken_at


def test_the_minutes_say_who_what_and_by_when(document: Document, event: bytes, tmp_path: Path) -> None:
    decide(
        document,
        event,
        "Провести консультации",
        number="1.1",
        due_text="до 15 ноября",
        responsible="методисты",
    )
    decide(
        document,
        event,
        "Принять к сведению",
        number="2.1",
        kind="statement",
        votes="за – 14, против – нет, воздержались – 1",
    )
    decide(document, event, "Провести совещание ещё раз")
    with document.read() as session:
        assert registry.PAPERS["minutes"].asks[0].choices(session)[0].text == "12.10.2021 Итоги полугодия"
        paper = registry.compose(session, "minutes", meeting="12.10.2021 Итоги полугодия")
    told = texts(paper)
    for wanted in (
        "совещания руководителей",
        "Итоги полугодия",
        "12 октября 2021 г.",
        "Председатель: Образцова Анна Петровна",
        "Гостев Иван Иванович – директор",
        "О результатах ВПР",
        "О результатах ВПР (докладчик: методист)",
        "А.П. Образцова",
        "Вакансий три.",
        "1.1. Провести консультации. Ответственные: методисты. Срок: до 15 ноября.",
        "2.1. Принять к сведению.",
        "Голосовали: за – 14, против – нет, воздержались – 1.",
    ):
        assert any(wanted in one.replace("\u00a0", " ") for one in told), wanted
    assert told.index("РЕШИЛИ:") > told.index("СЛУШАЛИ:")
    assert any(one.startswith("1. Провести совещание ещё раз. Ответственные: ____") for one in told)
    registry.print_paper(document, "minutes", out := tmp_path / "протокол.pdf", meeting=event)
    assert out.stat().st_size > 1000


def test_what_belongs_to_one_question_stands_under_it(document: Document) -> None:
    with document.write("Совещание") as session:
        one = meeting(session, agenda="Разное", findings="Первое\nВторое")
        two = meeting(session, agenda="Первый\nВторой", findings="О первом\nО втором")
        assert [item.heard for item in minutes.gather(session, one).items] == [("Первое", "Второе")]
        assert [item.heard for item in minutes.gather(session, two).items] == [("О первом",), ("О втором",)]


def test_no_number_of_the_minutes_is_without_a_source(document: Document, event: bytes) -> None:
    decide(document, event, "Купить 5 компьютеров", due_text="до 15.11.2021")
    with document.read() as session:
        paper = registry.compose(session, "minutes", meeting=event)
    assert [
        run.text for block in paper.blocks() for runs in runs_of(block) for run in runs if run.is_untraced
    ] == []
