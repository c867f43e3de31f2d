"""Copies under a password in the window: the password is shown once, one that came is asked for and opened or merged."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.file.passwords import PasswordShown
from shnor_desktop.ui.kit.form import FormDialog
from shnor_desktop.ui.sharing.merge_dialog import MergeDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder
from tests.ui.dropping import drop_files

T = TypeVar("T", bound=QDialog)


def dialog(kind: type[T]) -> T:
    """The open dialog of that kind."""
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


@pytest.fixture
def district(empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot) -> Window:
    """The window with a file of its own."""
    empty_window.open_file(new_path("Район.shnor"))
    qtbot.waitUntil(empty_window.jobs.idle)
    return empty_window


def copied(window: Window, messages: Recorder, qtbot: QtBot, out: Path) -> str:
    """Write a copy under a password by the menu; the password it was shown under."""
    messages.answers = [out]
    window.context.command("file.copy")
    qtbot.waitUntil(lambda: any(isinstance(one, PasswordShown) for one in QApplication.topLevelWidgets()))
    shown = dialog(PasswordShown)
    password = shown.shown.text()
    shown.button("Скопировать пароль").click()
    assert QGuiApplication.clipboard().text() == password
    shown.reject()
    return password


def typed(password: str) -> FormDialog:
    """Answer the question for a password."""
    asked = dialog(FormDialog)
    asked.form.set_values({"password": password})
    asked.button("Открыть").click()
    return asked


def test_a_copy_goes_under_a_password_and_comes_back(
    district: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    window = district
    locked = tmp_path / "На дорогу.zip"
    password = copied(window, messages, qtbot, locked)
    assert locked.exists()
    drop_files(window, locked)
    asked = typed("AAAA-BBBB-CCCC-DDDD")
    qtbot.waitUntil(lambda: "не подходит" in asked.mistake.text())
    typed(password.lower())
    qtbot.waitUntil(lambda: any(isinstance(one, MergeDialog) for one in QApplication.topLevelWidgets()))
    qtbot.waitUntil(window.jobs.idle)
    dialog(MergeDialog).reject()


def test_without_an_open_file_the_copy_is_kept_and_opened(
    district: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    window = district
    locked, kept = tmp_path / "На дорогу.zip", tmp_path / "Принято.shnor"
    password = copied(window, messages, qtbot, locked)
    window.files.close()
    qtbot.waitUntil(lambda: window.jobs.idle() and window.jobs.standing.path is None)
    drop_files(window, locked)
    assert not window.welcome.create_button.isHidden(), "whoever has no password can choose another file"
    messages.answers = [
        tmp_path / "На дорогу.zip",
        True,
        kept,
    ]  # The place is asked for after the password; one was taken.
    typed(password)
    qtbot.waitUntil(lambda: window.jobs.idle() and window.jobs.standing.path == kept)
    assert "уже" in messages.questions[-1]


def test_the_dialogs_of_opening_and_merging_take_the_copy(
    district: Window, messages: Recorder, qtbot: QtBot, tmp_path: Path
) -> None:
    window = district
    locked, kept = tmp_path / "На дорогу.ZIP", tmp_path / "Принято.shnor"
    password = copied(window, messages, qtbot, locked.with_suffix(".zip"))
    locked.with_suffix(".zip").rename(locked)
    messages.answers = [[locked]]
    window.context.command("file.merge")
    typed(password)
    qtbot.waitUntil(lambda: any(isinstance(one, MergeDialog) for one in QApplication.topLevelWidgets()))
    qtbot.waitUntil(window.jobs.idle)
    looked_at = dialog(MergeDialog)
    plain = looked_at.paths[0]
    looked_at.reject()
    messages.answers = [kept]
    window.merging.open_file(plain)  # What is kept is not the file that goes when the program ends.
    qtbot.waitUntil(lambda: window.jobs.idle() and window.jobs.standing.path == kept)
    kept = tmp_path / "Ещё раз.shnor"
    messages.answers = [[locked]]
    window.context.command("file.open")
    messages.answers = [kept]
    typed(password)
    qtbot.waitUntil(lambda: window.jobs.idle() and window.jobs.standing.path == kept)
