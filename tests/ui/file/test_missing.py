"""A file that is gone: the window offers its copies, and the chosen one takes the place."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shnor_desktop import app
from shnor_desktop.ui.kit.dialog import ChoiceDialog
from shnor_desktop.ui.shell.window import Window
from tests.ui.conftest import Recorder


def _dialog(qtbot: QtBot) -> ChoiceDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ChoiceDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChoiceDialog)
    return dialog


def _open_and_lose(window: Window, path: Path, qtbot: QtBot) -> Path:
    """Open a file, close it, and rename it past the program."""
    window.open_file(path)
    qtbot.waitUntil(lambda: window.jobs.standing.path == path and window.jobs.idle())
    window.jobs.close_document(window, lambda _: None)
    qtbot.waitUntil(lambda: window.jobs.standing.path is None and window.jobs.idle())
    return path.rename(path.with_name("переименовано.shnor"))


def test_a_copy_takes_the_place_of_a_missing_file(
    empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Район.shnor")
    copy = _open_and_lose(empty_window, path, qtbot)
    empty_window.open_file(path)
    dialog = _dialog(qtbot)
    assert dialog.button("Вернуть на место").isDefault() and f"«{copy.name}»" in dialog.list.item(0).text()
    dialog.accept()
    qtbot.waitUntil(lambda: empty_window.jobs.standing.path == path and empty_window.jobs.idle())
    assert copy.exists()


def test_it_is_offered_at_the_start_and_may_be_declined(
    empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Район.shnor")
    _open_and_lose(empty_window, path, qtbot)
    app.begin(empty_window, None)
    _dialog(qtbot).reject()
    qtbot.waitUntil(empty_window.jobs.idle)
    assert not path.exists() and empty_window.jobs.standing.path is None


def test_the_file_of_last_time_is_opened_at_the_start(
    window: Window, settings: QSettings, messages: Recorder, qtbot: QtBot
) -> None:
    path = window.jobs.standing.path
    window.jobs.stop()
    again = Window(settings, messages)
    qtbot.addWidget(again)
    app.begin(again, None)
    qtbot.waitUntil(lambda: again.jobs.standing.path == path and again.jobs.idle())
    again.jobs.stop()


def test_a_file_that_was_opened_meanwhile_stays(
    window: Window, settings: QSettings, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = window.jobs.standing.path
    assert path is not None
    window.jobs.stop()
    other = shutil.copy(path, new_path("Другой.shnor"))
    again = Window(settings, messages)
    qtbot.addWidget(again)
    app.begin(again, None)  # The last one is looked for first.
    again.files.open_path(Path(other), read_only=True)
    qtbot.waitUntil(again.jobs.idle)
    assert again.jobs.standing.path == Path(other)
    assert again.files.recent.last() == path, "it is only looked at"
    app.begin(again, None)
    qtbot.waitUntil(again.jobs.idle)
    assert again.jobs.standing.path == Path(other)
    again.jobs.stop()


def test_without_copies_it_is_only_told(
    empty_window: Window, messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot
) -> None:
    path = new_path("Район.shnor")
    path.rename(path.with_suffix(".забыто"))
    empty_window.open_file(path)
    qtbot.waitUntil(lambda: bool(messages.warnings))
    assert "не найден" in messages.warnings[0]
