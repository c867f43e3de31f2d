"""The first screen: what is in the file, the next step, and what its buttons do."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.records import records
from shnor_desktop.ui.kit.form import FormDialog
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.shell.start_screen import StartScreen
from shnor_desktop.ui.shell.window import Window


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.jobs.idle)


def start(window: Window, qtbot: QtBot) -> StartScreen:
    window.go("start")
    settle(window, qtbot)
    screen = window.shown_screen()
    assert isinstance(screen, StartScreen)
    return screen


def add_results(document: Document, progress: Progress) -> None:
    with document.write("Загружены результаты", kind="import") as session:
        office = {"name": "Информационно-методический центр", "short_name": "ИМЦ"}
        records.save(session, "office", None, dict(office))
        school = records.save(session, "school", None, {"name": "Заречная СОШ"})
        parcel = records.save(session, "parcel", None, {"title": "ВПР 2021", "imported_on": "2026-11-20"})
        for short in ("МА", "РУ"):
            procedure = uids.procedure("vpr", uids.subject(short), "", 5)
            held: dict[str, Any] = {
                "procedure": procedure,
                "school_year": 2020,
                "season": "spring",
                "sitting_grade": 5,
            }
            sitting = records.save(session, "sitting", None, held)
            figures: dict[str, Any] = {"state": "valid", "participants": 10, "failed": 4, "parcel": parcel}
            records.save(session, "school_result", None, {"sitting": sitting, "school": school, **figures})


def words(screen: StartScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen))


def test_a_new_file_says_what_to_do_first(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    assert screen.heading.text() == "Заречный район"
    assert screen.summary.text() == "Файл пока пуст."
    qtbot.waitUntil(lambda: "Результатов ещё нет" in words(screen))
    assert [card.button.objectName() for card in screen.cards] == ["main", "", "", "", ""]
    QTest.mouseClick(screen.cards[0].button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    dialog = window.findChild(FormDialog)
    assert dialog is not None
    dialog.form.editors["person"].set_value("Ольхина В.П.")
    dialog.form.editors["name"].set_value("Информационно-методический центр")
    dialog.save()
    settle(window, qtbot)
    assert offices.machine() == offices.Machine("Ольхина В.П.", "ИМЦ")
    assert window.bar.person.text() == "Ольхина В.П., ИМЦ"


def test_a_filled_file_says_what_is_in_it(window: Window, qtbot: QtBot) -> None:
    offices.remember(offices.Machine("Ольхина В.П.", "ИМЦ"))
    screen = start(window, qtbot)
    window.jobs.change(window, add_results)
    settle(window, qtbot)
    assert screen.summary.text() == "В файле: 1\u00a0школа, 2\u00a0результата."
    qtbot.waitUntil(lambda: "2020/21" in words(screen))  # New widgets appear with the next layout.
    shown = words(screen)
    for text in ("2020/21", "ВПР", "20.11.2026  ВПР 2021 — 2\u00a0результата", "По расчёту: 1\u00a0школа"):
        assert text in shown
    assert [card.button.objectName() for card in screen.cards] == ["", "", "main", "", ""]


def test_the_rule_is_applied_when_somebody_looks(window: Window, qtbot: QtBot) -> None:
    """What stands in the file is told at once; the answer of the rule comes after it."""
    screen = start(window, qtbot)
    window.jobs.change(window, add_results)
    settle(window, qtbot)
    screen.reload()
    window.go("schools")
    settle(window, qtbot)
    assert screen.cards[3].text.text().startswith("Методика применяется… Статус ШНОР сейчас: 0.")
    window.go("start")
    settle(window, qtbot)
    assert screen.cards[3].text.text().startswith("По расчёту: 1\u00a0школа.")
    assert "По расчёту: 1\u00a0школа." in screen.cards[3].button.accessibleDescription()


@pytest.mark.parametrize(("step", "title"), [(2, "Результаты"), (3, "Перечень"), (4, "Бумаги")])
def test_steps_lead_to_their_screens(window: Window, qtbot: QtBot, step: int, title: str) -> None:
    offices.remember(offices.Machine("Ольхина В.П.", "ИМЦ"))
    screen = start(window, qtbot)
    screen.reload()
    settle(window, qtbot)
    QTest.mouseClick(screen.cards[step].button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    shown = window.shown_screen()
    assert shown is not None and shown.title == title


def test_a_narrow_window_puts_the_columns_below_each_other(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    window.resize(1300, 700)
    qtbot.waitUntil(lambda: screen._contents.x() > screen._steps.x())
    window.resize(800, 500)
    qtbot.waitUntil(lambda: screen._contents.y() > screen._steps.y())
    assert screen._steps.width() <= screen.width()


def test_papers_have_no_mark_because_the_file_does_not_know_of_them(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    qtbot.waitUntil(lambda: len(screen.cards) == 5)
    assert [bool(card.glyph.text()) for card in screen.cards] == [True, True, True, True, False]
    assert not screen.cards[4].glyph.accessibleName()


def test_plans_and_decisions_of_today_stand_first(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    assert screen.today is None

    def fill(document: Document, progress: Progress) -> None:
        with document.write("План") as session:
            programme: dict[str, Any] = {"kind": "roadmap", "title": "Дорожная карта района"}
            programme |= {"starts": "2020-01-01", "ends": "2099-12-31"}
            part: dict[str, Any] = {"programme": records.save(session, "programme", None, programme)}
            plan = records.save(session, "part", None, {**part, "place": "plan"})
            row: dict[str, Any] = {
                "part": plan,
                "text": "Создать рабочую группу",
                "due_text": "до 15.10.2020",
            }
            records.save(session, "activity", None, row)
            event = records.save(session, "event", None, {"kind": "group_meeting", "starts": "2020-10-20"})
            records.save(session, "activity", None, {"event": event, "text": "Сдать отчёт"})

    window.jobs.change(window, fill)
    qtbot.waitUntil(lambda: "Проверка плана:" in words(screen))
    told = words(screen)
    assert "Просрочено: 1\n– Создать рабочую группу (Дорожная карта района)" in told
    assert "Открытые решения: 1\n– Сдать отчёт" in told
    assert screen.today is not None
    screen.today.buttons[2].click()
    settle(window, qtbot)
    shown = window.shown_screen()
    assert shown is not None and shown.title == "Выполнение"


def test_schools_that_stand_alone_are_told(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    assert screen.support is None

    def fill(document: Document, progress: Progress) -> None:
        with document.write("Школа") as session:
            school = records.save(session, "school", None, {"name": "Заречная СОШ"})
            given: dict[str, Any] = {"school": school, "kind": "low_result", "basis": "order"}
            records.save(
                session, "school_status", None, {**given, "basis_text": "приказ № 1", "since": "2020-09-01"}
            )

    window.jobs.change(window, fill)
    qtbot.waitUntil(lambda: "Без куратора:" in words(screen))
    told = words(screen)
    assert "Без куратора: 1\n– Заречная СОШ" in told and "Закрепления кончаются: нет" in told
    assert screen.support is not None
    screen.support.buttons[0].click()
    settle(window, qtbot)
    shown = window.shown_screen()
    assert shown is not None and shown.title == "Закрепления"
