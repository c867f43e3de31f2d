"""The first screen: what is in the file, the next step, and what its buttons do."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.operations.cards import overview
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.records import records
from shnor_desktop.ui.identification.profile_form import ProfileForm
from shnor_desktop.ui.kit.form import FormDialog
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.shell.start_screen import StartScreen
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


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


def ticked(screen: StartScreen) -> list[str]:
    return [code for code, card in screen.guide.cards.items() if card.glyph.accessibleName() == "готово"]


def main_steps(screen: StartScreen) -> list[str]:
    return [code for code, card in screen.guide.cards.items() if card.button.objectName() == "main"]


def words(screen: StartScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen))


def test_a_new_file_says_what_to_do_first(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    assert screen.heading.text() == "Заречный район"
    assert screen.summary.text() == "Файл пока пуст."
    qtbot.waitUntil(lambda: "Результатов ещё нет" in words(screen))
    assert main_steps(screen) == ["person"] and ticked(screen) == []
    assert screen.guide.heading.text() == "Первые шаги: сделано 0 из 7"
    QTest.mouseClick(screen.guide.cards["person"].button, Qt.MouseButton.LeftButton)
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
    assert ticked(screen) == ["person", "import"] and main_steps(screen) == ["look"]


def test_the_rule_is_applied_when_somebody_looks(window: Window, qtbot: QtBot) -> None:
    """What stands in the file is told at once; the answer of the rule comes after it."""
    screen = start(window, qtbot)
    window.jobs.change(window, add_results)
    settle(window, qtbot)
    screen.reload()
    window.go("schools")
    settle(window, qtbot)
    assert screen.guide.cards["list"].text.text().startswith("Методика применяется… Статус ШНОР сейчас: 0.")
    window.go("start")
    settle(window, qtbot)
    assert screen.guide.cards["list"].text.text().startswith("По расчёту: 1\u00a0школа.")
    assert "По расчёту: 1\u00a0школа." in screen.guide.cards["list"].button.accessibleDescription()


@pytest.mark.parametrize("code", ["look", "list", "papers"])
def test_steps_lead_to_their_screens(window: Window, qtbot: QtBot, code: str) -> None:
    screen = start(window, qtbot)
    button = screen.guide.cards[code].button
    title = button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    shown = window.shown_screen()
    assert shown is not None and shown.title == title


def test_the_method_is_opened_by_its_step_and_ticks_it(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    screen.guide.cards["method"].button.click()
    qtbot.waitUntil(lambda: window.findChild(ProfileForm) is not None)
    start(window, qtbot)
    qtbot.waitUntil(lambda: "method" in ticked(screen))


def test_what_was_looked_at_counts_once_results_are_there_and_undo_unticks(
    window: Window, qtbot: QtBot
) -> None:
    window.go("schools")
    screen = start(window, qtbot)
    assert window.context.marks() == frozenset()
    window.jobs.change(window, add_results)
    settle(window, qtbot)
    assert ticked(screen) == ["import"]
    for code in ("schools", "results"):
        window.go(code)
    start(window, qtbot)
    assert ticked(screen) == ["import", "look"]
    window.command("edit.undo")
    settle(window, qtbot)
    assert ticked(screen) == [] and window.context.marks() == frozenset()


def test_finished_steps_fold_away_and_are_shown_again(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    screen = start(window, qtbot)
    facts = overview.Overview(
        1, 2, (), (), overview.Listed(1, "Перечень", "2026-09-01"), "УО", "Ольхина В.П."
    )
    monkeypatch.setattr(overview, "overview", lambda connection: facts)
    screen.reload()
    settle(window, qtbot)
    assert ticked(screen) == ["person", "import", "list"], "a signed list tells nothing of what was opened"
    for mark in ("schools", "results", "profile", "papers", "copy"):
        window.context.mark(mark)
    settle(window, qtbot)
    guide = screen.guide
    assert guide.heading.text() == "✓ Первые шаги: сделано 7 из 7"
    assert guide.folded and not guide.cards["person"].isVisible()
    assert "Подписан «Перечень» 01.09.2026" in screen.listed.text() and screen.listed.isVisible()
    guide.fold.click()
    assert guide.cards["person"].isVisible() and not screen.listed.isVisible()
    screen.reload()
    settle(window, qtbot)
    assert guide.cards["person"].isVisible()  # As it was wished.
    window.context.unmark("copy")
    settle(window, qtbot)
    assert not guide.folded and main_steps(screen) == ["copy"]
    guide.fold.click()
    assert not guide.cards["copy"].isVisible() and guide.fold.text() == "Показать шаги"


def test_papers_and_copies_are_remembered_on_this_machine(
    window: Window, messages: Recorder, tmp_path: Path, qtbot: QtBot
) -> None:
    screen = start(window, qtbot)
    messages.answers = [tmp_path / "копия.shnor"]
    screen.guide.cards["copy"].button.click()
    settle(window, qtbot)
    assert ticked(screen) == ["copy"]
    window.open_file(tmp_path / "копия.shnor")  # The same document.
    qtbot.waitUntil(lambda: window.windowTitle().startswith("копия") and window.jobs.idle())
    assert window.context.marks() == {"copy"}


def test_a_narrow_window_puts_the_columns_below_each_other(window: Window, qtbot: QtBot) -> None:
    screen = start(window, qtbot)
    window.resize(1300, 700)
    qtbot.waitUntil(lambda: screen._contents.x() > screen.guide.x())
    window.resize(800, 500)
    qtbot.waitUntil(lambda: screen._contents.y() > screen.guide.y())
    assert screen.guide.width() <= screen.width()


def test_endless_words_do_not_push_the_buttons_out(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    screen = start(window, qtbot)
    facts = overview.Overview(0, 0, (), (), overview.Listed(0, "", ""), "<b>" + "Ы" * 237, "Ф" * 240)
    monkeypatch.setattr(overview, "overview", lambda connection: facts)
    screen.reload()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: "ЫЫЫ" in screen.guide.cards["person"].text.text())
    assert screen.guide.minimumSizeHint().width() < screen.width()
    assert "<b>" in screen.guide.cards["person"].text.text()  # As it was written.


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
    qtbot.waitUntil(lambda: "Замечания к плану:" in words(screen))
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
