"""Edits another program made in the file: the bar that tells, the dialog that shows them, and both answers."""

import io
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shnor_desktop.document.rescue import comparison_worker
from shnor_desktop.document.state.check import CheckReport
from shnor_desktop.ui.file import bars
from shnor_desktop.ui.file.outside_edits_dialog import ExternalDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


@pytest.fixture
def edited(new_path: Callable[[str], Path]) -> Path:
    """A file in which another program renamed a subject."""
    path = new_path("Заречный район.shnor")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE subject SET name = 'чужое название' WHERE short = 'МА'")
    return path


@pytest.fixture
def opened(empty_window: Window, edited: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Window:
    """The window with that file, after the comparison has told."""
    monkeypatch.setattr(bars, "WAIT", 0)
    empty_window.open_file(edited)
    qtbot.waitUntil(empty_window.external_bar.isVisible, timeout=20_000)
    return empty_window


def _dialog(window: Window, qtbot: QtBot) -> ExternalDialog:
    window.external_bar.show_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ExternalDialog)))
    return window.findChildren(ExternalDialog)[0]


def test_the_bar_tells_and_the_dialog_shows_what_differs(opened: Window, qtbot: QtBot) -> None:
    assert "Предметы" in opened.external_bar.text.text()
    dialog = _dialog(opened, qtbot)
    line = dialog.changes.current()
    assert line is not None
    assert [(field.before, field.after) for field in line.fields] == [("Математика", "чужое название")]
    dialog.button("Позже").click()
    assert opened.external_bar.isVisible(), "later is not never"


def test_accepted_edits_become_a_line_of_history(opened: Window, qtbot: QtBot) -> None:
    _dialog(opened, qtbot).button("&Принять правки").click()
    qtbot.waitUntil(opened.external_bar.isHidden)
    assert (opened.jobs.standing.undo_title or "").startswith("Приняты правки")
    opened.command("edit.undo")
    qtbot.waitUntil(opened.jobs.idle)
    assert not (opened.jobs.standing.undo_title or "").startswith("Приняты правки")


def test_what_has_been_begun_is_waited_for(opened: Window, qtbot: QtBot, messages: Recorder) -> None:
    dialog = _dialog(opened, qtbot)
    dialog.button("&Принять правки").click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(opened.external_bar.isHidden)
    assert any("приняты в историю" in text for text in messages.told_texts)


def test_an_answer_about_an_older_copy_tells_nothing(opened: Window, qtbot: QtBot) -> None:
    bar = opened.external_bar
    bar._take_copy()
    qtbot.waitUntil(lambda: bar._process is not None)
    _dialog(opened, qtbot)
    assert bar._process is None


def test_the_check_works_in_the_folder_of_its_copy(
    edited: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Whoever ends the process half-way can take away everything it wrote."""
    folders: list[str] = []
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("shnor_desktop.system.step_back", lambda: None)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(str(edited).encode())))

    def check(connection: sqlite3.Connection) -> CheckReport:
        folders.append(tempfile.gettempdir())
        return CheckReport((), 0, 0)

    monkeypatch.setattr(comparison_worker, "check", check)
    assert comparison_worker.main() == 0
    assert folders == [str(edited.parent)]
    assert json.loads(capsysbinary.readouterr().out)["findings"] == []


def test_edits_are_taken_out(opened: Window, edited: Path, qtbot: QtBot, messages: Recorder) -> None:
    _dialog(opened, qtbot).button("&Вернуть как было").click()
    qtbot.waitUntil(opened.external_bar.isHidden)
    opened.command("file.check")
    qtbot.waitUntil(opened.jobs.idle)
    assert any("в порядке" in text for text in messages.told_texts)


def test_a_check_by_hand_leads_to_the_same_dialog(opened: Window, qtbot: QtBot) -> None:
    opened.external_bar.later_button.click()
    opened.command("file.check")
    qtbot.waitUntil(lambda: bool(opened.findChildren(ExternalDialog)), timeout=10_000)


def test_a_copy_is_not_sent_before_the_edits_are_settled(
    opened: Window, tmp_path: Path, qtbot: QtBot, messages: Recorder
) -> None:
    out = tmp_path / "копия.shnor"
    messages.answers = [out]
    opened.command("file.copy")
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "другой программой" in messages.warnings[0]
    assert not out.exists()


def test_nothing_is_told_of_a_file_nobody_else_touched(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = window.external_bar
    monkeypatch.setattr(bars, "WAIT", 0)
    window.command("file.reopen")
    qtbot.waitUntil(lambda: bar._process is not None, timeout=10_000)
    qtbot.waitUntil(lambda: bar._process is None, timeout=20_000)
    assert bar.isHidden()


def test_what_was_put_right_at_opening_is_told(
    empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot, messages: Recorder
) -> None:
    path = new_path("Порванный.shnor")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("DELETE FROM subject WHERE uid IN (SELECT subject FROM procedure LIMIT 1)")
    empty_window.open_file(path)
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "Предметы — 1" in messages.warnings[0]
