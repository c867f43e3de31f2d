"""The one voice: boxes that say what to do, questions with named buttons, reports to copy; and nobody beside it."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMessageBox,  # noqa: TID251
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import shnor_desktop
from shnor_desktop import places
from shnor_desktop.ui.kit.entry import file_dialog
from shnor_desktop.ui.kit.messages import Messages, catch_faults

SOURCES = sorted(Path(shnor_desktop.__file__).parent.rglob("*.py"))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    found = QWidget()
    qtbot.addWidget(found)
    found.show()
    return found


def box_of(window: QWidget) -> QMessageBox:
    found = window.findChild(QMessageBox)
    assert found is not None
    return found


def press(window: QWidget, text: str) -> None:
    buttons = [one for one in box_of(window).findChildren(QPushButton) if one.text().replace("&", "") == text]
    buttons[0].click()


def test_a_warning_says_what_happened_and_what_to_do_without_stopping_the_window(window: QWidget) -> None:
    Messages(window).warn("Книга не прочитана.", "Сохраните её заново.")
    box = box_of(window)
    assert box.isVisible()
    assert (box.text(), box.informativeText()) == ("Книга не прочитана.", "Сохраните её заново.")
    box.accept()


@pytest.mark.parametrize(("button", "answer"), [("Остановить", True), ("Отмена", False)])
def test_a_question_has_buttons_that_name_what_they_do(window: QWidget, button: str, answer: bool) -> None:
    QTimer.singleShot(50, lambda: press(window, button))
    assert Messages(window).ask("Работа ещё идёт.", yes="Остановить") is answer


def test_a_choice_gives_its_number_and_esc_none(window: QWidget) -> None:
    answers = ("Открыть для просмотра", "Создать копию")
    QTimer.singleShot(50, lambda: press(window, "Создать копию"))
    assert Messages(window).choose("Файл занят.", "", answers) == 1
    QTimer.singleShot(50, lambda: box_of(window).reject())
    assert Messages(window).choose("Файл занят.", "", answers) == -1


def test_a_question_of_a_dialog_stands_over_the_dialog(window: QWidget, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    dialog.open()
    parents: list[QObject | None] = []

    def look() -> None:
        parents.append(box_of(dialog).parent())
        box_of(dialog).reject()

    QTimer.singleShot(50, look)
    assert Messages(window).ask("Отменить объединение?") is False
    assert parents == [dialog]


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("список", "список.pdf"),
        ("список от 05.09", "список от 05.09.pdf"),
        ("список.PDF", "список.PDF"),
        ("список за 2025.", "список за 2025.pdf"),
        ("список за 2025..pdf", "список за 2025.pdf"),
    ],
)
def test_a_saved_file_has_the_suffix_of_its_kind(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, saved: str
) -> None:
    name = str(tmp_path / typed)
    monkeypatch.setattr(file_dialog, "save_name", lambda *words, **options: (name, ""))
    messages = Messages(window)
    assert messages.save_file("Сохранить", tmp_path / "бумага.pdf", "PDF (*.pdf)") == tmp_path / saved


def test_nothing_is_proposed_where_the_program_keeps_its_own_files(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proposed: list[str] = []

    def choose(
        parent: object, title: str, start: str, name: str, *words: object, **options: object
    ) -> tuple[str, str]:
        proposed.append(str(Path(start) / name))
        return "", ""

    monkeypatch.setattr(file_dialog, "save_name", choose)
    messages = Messages(window)
    messages.folder = tmp_path
    kept = places.user_data() / "sample"
    kept.mkdir(exist_ok=True)
    messages.save_file("Сохранить", kept / "Перечень.pdf", "PDF (*.pdf)")
    messages.folder = kept
    messages.save_file("Сохранить", Path("Перечень.pdf"), "PDF (*.pdf)")
    assert proposed[0] == str(tmp_path / "Перечень.pdf")
    assert not Path(proposed[1]).is_relative_to(places.user_data())
    messages.folder = tmp_path
    messages.save_file("Сохранить", Path("Карточка школы: всё «сразу»?.pdf"), "PDF (*.pdf)")
    assert Path(proposed[2]).name == "Карточка школы всё сразу.pdf", "no system refuses it"


def test_a_file_the_dialog_did_not_ask_about_is_not_replaced_silently(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "список.pdf").write_text("прежний")
    name = str(tmp_path / "список")
    monkeypatch.setattr(file_dialog, "save_name", lambda *words, **options: (name, ""))
    QTimer.singleShot(50, lambda: press(window, "Отмена"))
    assert Messages(window).save_file("Сохранить", tmp_path / "бумага.pdf", "PDF (*.pdf)") is None


def test_a_report_can_be_copied_and_stays_open(window: QWidget) -> None:
    speaker = Messages(window)
    speaker.report("Traceback: запнулась")
    speaker.report("Traceback: и дальше")
    box = box_of(window)
    assert "прежние данные целы" in box.text()
    press(window, "Скопировать отчёт")
    assert QGuiApplication.clipboard().text() == "Traceback: запнулась"
    assert box.isVisible()
    assert len(window.findChildren(QMessageBox)) == 1
    press(window, "Закрыть")
    assert not box.isVisible()


def test_faults_outside_of_work_are_reported_too(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    reports: list[str] = []
    speaker = Messages(window)
    monkeypatch.setattr(speaker, "report", reports.append)
    catch_faults(speaker)
    try:
        raise ZeroDivisionError("в щелчке")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(reports))
    assert "ZeroDivisionError: в щелчке" in reports[0]
    assert "ZeroDivisionError: в щелчке" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"\bQMessageBox\b", {"messages.py"}),
        (r"\bprocessEvents\b|\bQEventLoop\b", set()),
        (r"\bQThread\b|\bQThreadPool\b", set()),
        (r"^(?:from|import) (?:sqlalchemy|sqlite3)", None),
    ],
)
def test_nobody_else_does(pattern: str, allowed: set[str] | None) -> None:
    ui = [path for path in SOURCES if "ui" in path.parts[-4:-1] or path.name == "app.py"]
    assert len(ui) > 50
    found = {path.name for path in ui if re.search(pattern, path.read_text("utf-8"), re.MULTILINE)}
    assert found == (allowed or set())


def test_the_recorder_stands_for_every_kind_of_message(qapp: QApplication) -> None:
    from tests.ui.conftest import Recorder

    spoken = {name for name, one in vars(Messages).items() if callable(one) and not name.startswith("_")}
    assert spoken - {"ask", "told", "undo_offered", "offered", "written", "start_folder"} <= set(
        vars(Recorder)
    )
