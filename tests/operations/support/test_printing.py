"""Papers of support: every number with its records, names of schools and helpers in their places, in every format."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.operations.support import printing
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.support import support as composing
from shnor_desktop.papers.tree.paper import Paper, plain, runs_of
from tests.operations.support.district import District

ON = date(2026, 3, 1)


@pytest.fixture
def district(document: Document) -> District:
    made = District(document)
    for name in ("Заречная СОШ", "Береговая ООШ", "Луговая СОШ"):
        made.school(name, "low_result")
    made.school("Горная СОШ № 5")
    made.person("Белова Н.К.", post="методист")
    teacher = made.person("Азова А.А.", school=made.uids["Заречная СОШ"])
    made.assign("curator", "Белова Н.К.", "Заречная СОШ", since="2025-09-01", basis_text="приказ № 5")
    made.assign("curator", "Белова Н.К.", "Береговая ООШ", since="2025-09-01")
    made.assign("partner", "Горная СОШ № 5", "Заречная СОШ")
    made.assign("mentor", "Белова Н.К.", for_person=teacher)
    made.assign("curator", "ИМЦ", "Луговая СОШ", until="2025-12-31")
    for line in (
        "12.02.2026 Заречная, посещение уроков МА 7, 2 ч, договорились: тренажёр до 20.02; план до 01.06",
        "23 вебинара для всех школ",
        "15.10.2025 консультация, Береговая, 4 педагога, следующая встреча 20.03.2026",
    ):
        execution.note_done(document, None, line, ON)
    made.contact("visit", "2026-04-10", "Береговая ООШ", title="Открытый урок", agenda="Урок\nРазбор")
    request = {"kind": "request", "school": made.uids["Береговая ООШ"], "text": "Оценивание работ"}
    made.uids["запрос"] = made.make("problem", **request)
    return made


def texts(paper: Paper) -> str:
    told = "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block))
    return told.replace("\N{NO-BREAK SPACE}", " ")


def checked(session: Session, paper: Paper) -> str:
    """The text of a paper whose every number names records that are there."""
    runs = [run for block in paper.blocks() for inline in runs_of(block) for run in inline]
    assert [run.text for run in runs if run.is_untraced] == []
    for kind, uid in {source for run in runs for source in run.source}:
        assert session.get(BY_CODE[kind].record, uid) is not None, kind
    return texts(paper)


def test_who_is_bound_to_whom(district: District) -> None:
    with district.document.read() as session:
        told = checked(session, composing.compose_assignments(printing.assignments_facts(session, ON)))
    assert "Заречная СОШ\nБелова Н.К.\n–\nГорная СОШ № 5\nприказ № 5; с 01.09.2025" in told
    assert "Без куратора 1 школа: Луговая СОШ." in told
    assert "Белова Н.К.\nкуратор\n2\nБереговая ООШ, Заречная СОШ" in told
    assert "наставник\n1\nАзова А.А." in told


def test_contacts_of_a_period(district: District) -> None:
    with district.document.read() as session:
        facts = printing.contacts_facts(session, printing.YEAR, ON, (), ON)
        told = checked(session, composing.compose_contacts(facts))
        one = printing.contacts_facts(session, printing.MONTH, ON, (district.uids["Береговая ООШ"],), ON)
        alone = checked(session, composing.compose_contacts(one))
    assert told.startswith("КОНТАКТЫ СО ШКОЛАМИ\n2025/26 учебный год")
    assert "Проведено: выезд, посещение – 1, консультация – 1, вебинар – 23 (без даты 23)." in told
    assert told.index("15.10.2025") < told.index("12.02.2026")
    assert "Тренажёр – до 20.02 (просрочено); План – до 01.06 (пора)" in told
    assert "Контактов с датой не было с 1 школой: Луговая СОШ." in told
    assert "Открытый урок" not in told, "it is still to come"
    assert "Береговая ООШ\nмарт 2026 года" in alone and "контактов с датой не отмечено" in alone


def test_contacts_of_a_branch_and_of_a_closed_school_are_not_those_of_all(district: District) -> None:
    district.school("Филиал в Дубках", parent=district.uids["Береговая ООШ"])
    district.school("Старая НОШ", closed_on="2025-08-31")
    with district.document.read() as session:
        of = [
            composing.compose_contacts(
                printing.contacts_facts(session, printing.YEAR, ON, (district.uids[name],), ON)
            )
            for name in ("Береговая ООШ", "Филиал в Дубках", "Старая НОШ")
        ]
    whole, branch, closed = map(texts, of)
    assert branch == whole and "Береговая ООШ" in branch
    assert closed.startswith("КОНТАКТЫ СО ШКОЛ") and "Старая НОШ" in closed and "15.10.2025" not in closed


def test_the_plan_and_the_report_of_a_curator(district: District) -> None:
    who = district.uids["Белова Н.К."]
    with district.document.read() as session:
        plan = printing.helper_facts(session, who, printing.YEAR, ON, ON, report=False)
        report = printing.helper_facts(session, who, printing.YEAR, ON, ON, report=True)
        planned = checked(session, composing.compose_helper(plan))
        reported = checked(session, composing.compose_helper(report))
        assert [text for _, text in printing.helpers(session)] == [
            "Белова Н.К., куратор",
            "ИМЦ, куратор",
            "Горная СОШ № 5, партнёр",
        ]
    assert planned.startswith("ПЛАН РАБОТЫ\nБелова Н.К., методист\n2025/26 учебный год")
    assert "Закреплён за сотрудниками: Азова А.А." in planned
    assert "10.04.2026\nОткрытый урок (выезд, посещение)" in planned
    assert "20.03.2026\nСледующая встреча" in planned
    assert "Тренажёр\nдо 20.02" in planned and "Без мер: Оценивание работ." in planned
    assert "последнее посещение 12.02.2026" in planned
    assert "Проведено: выезд, посещение – 1, консультация – 1." in reported
    assert "Открытый урок" not in reported and "вебинар" not in reported


def test_a_time_without_assignments_is_refused(district: District) -> None:
    with district.document.read() as session, pytest.raises(UserError, match="никто не закреплён"):
        printing.helper_facts(session, "ИМЦ", printing.MONTH, ON, ON, report=True)


def test_a_sheet_before_a_visit_and_a_memo_after_it(district: District) -> None:
    with district.document.read() as session:
        offered = {text: uid for uid, text in printing.visits(session)}
        ahead = offered["10.04.2026 Береговая ООШ: Открытый урок"]
        sheet = checked(session, composing.compose_visit(printing.visit_facts(session, ahead, ON)))
        held = offered["12.02.2026 Заречная СОШ: Посещение уроков МА 7"]
        memo = checked(session, composing.compose_visit(printing.visit_facts(session, held, ON)))
    assert sheet.startswith("ЛИСТ ПОСЕЩЕНИЯ\nБереговая ООШ\n10.04.2026")
    assert "запрос: Оценивание работ" in sheet and "Класс, предмет, учитель" in sheet and "Разбор" in sheet
    assert memo.startswith("СПРАВКА\nЗаречная СОШ\n12.02.2026")
    assert "Сколько: 2 ч." in memo and "План\nдо 01.06" in memo
    assert "куратор Белова Н.К.; партнёр Горная СОШ № 5" in memo
    with district.document.write("Выводы") as session:
        given: dict[str, Any] = {
            "findings": "Нет тетрадей\nМало практики",
            "persons": ((district.uids["Белова Н.К."], "эксперт"),),
            "problems": ((district.uids["запрос"], ""),),
        }
        save(session, "event", held, given)
    with district.document.read() as session:
        memo = checked(session, composing.compose_visit(printing.visit_facts(session, held, ON)))
        assert "Участвовали: Белова Н.К. (эксперт)." in memo and "Мало практики" in memo
        assert "По каким проблемам и запросам проведено\nзапрос: Оценивание работ" in memo
        with pytest.raises(UserError):
            printing.visit_facts(session, b"\x01" * 16, ON)


def test_a_visit_of_today_needs_its_sheet_until_something_is_noted(district: District) -> None:
    uid = district.contact("visit", ON.isoformat(), "Заречная СОШ")

    def held() -> bool:
        with district.document.read() as session:
            return printing.visit_facts(session, uid, ON).held

    assert not held()
    with district.document.write("Выводы") as session:
        save(session, "event", uid, {"findings": "Всё в порядке"})
    assert held()


def test_former_steps_that_are_open_stand_on_the_next_sheet(district: District) -> None:
    uid = district.contact("visit", "2026-05-10", "Заречная СОШ")
    with district.document.read() as session:
        facts = printing.visit_facts(session, uid, ON)
    assert [one.text for one in facts.former] == ["Тренажёр", "План"]


@pytest.mark.parametrize(
    ("span", "day", "starts", "ends", "words"),
    [
        (printing.WEEK, date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 8), "неделя 02.03–08.03.2026"),
        (printing.MONTH, ON, date(2026, 3, 1), date(2026, 3, 31), "март 2026 года"),
        (printing.HALF, ON, date(2026, 1, 1), date(2026, 8, 31), "второе полугодие, 2025/26 учебный год"),
        (
            printing.HALF,
            date(2026, 9, 1),
            date(2026, 9, 1),
            date(2026, 12, 31),
            "первое полугодие, 2026/27 учебный год",
        ),
        (printing.YEAR, ON, date(2025, 9, 1), date(2026, 8, 31), "2025/26 учебный год"),
    ],
)
def test_times_around_a_day(span: str, day: date, starts: date, ends: date, words: str) -> None:
    days, told = printing.window(span, day)
    assert (days.starts, days.ends, told) == (starts, ends, words)


def test_every_paper_is_written_in_every_format(district: District, tmp_path: Path) -> None:
    with district.document.read() as session:
        for code, given in (
            ("assignments", {}),
            ("contacts", {"lasting": "учебный год", "of_school": "Заречная"}),
            ("helper-plan", {"helper": "Белова Н.К., куратор", "day": "01.03.2026"}),
            ("helper-report", {"helper": "Белова Н.К., куратор", "day": "01.03.2026"}),
            ("visit", {"visit": "12.02.2026 Заречная СОШ: Посещение уроков МА 7"}),
        ):
            paper = registry.compose(session, code, **given)
            for suffix in (".pdf", ".docx", ".xlsx"):
                render.write(paper, tmp_path / f"{code}{suffix}")


def test_an_empty_file_says_what_to_enter(document: Document) -> None:
    with document.read() as session:
        for code in ("assignments", "contacts", "helper-plan", "helper-report", "visit", "courses"):
            assert "экране" in registry.PAPERS[code].nothing(session)
    district = District(document)
    district.contact("document", "2026-01-01", title="Приказ")
    with document.read() as session:
        assert registry.PAPERS["contacts"].nothing(session)
    district.contact("webinar", "2026-01-01")
    with document.read() as session:
        assert not registry.PAPERS["contacts"].nothing(session)
        assert "школа не названа" in registry.PAPERS["visit"].nothing(session)
    district.contact("course", "2026-01-01", all_schools=True)
    with document.read() as session:
        assert not registry.PAPERS["visit"].nothing(session) and not registry.PAPERS["courses"].nothing(
            session
        )
