"""What is remembered on the machine is written beside the window."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from shnor_desktop.ui.shell.quiet import machine
from shnor_desktop.ui.shell.quiet.machine import MachineSettings


def test_what_is_remembered_is_written_on_another_thread(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once for all that was remembered together, and nothing before or beside it."""
    path = tmp_path / "settings.ini"
    settings, writers, write = MachineSettings(path), [], machine._write

    def written(name: str) -> None:
        write(name)
        writers.append(threading.current_thread())

    monkeypatch.setattr(machine, "_write", written)
    settings._later.setInterval(600_000)
    for width in range(5):
        settings.setValue("columns/Школы", str(width))
        qtbot.wait(1)
    assert settings.value("columns/Школы") == "4" and not path.exists()
    settings._later.timeout.emit()
    qtbot.waitUntil(lambda: len(writers) == 1)
    assert "4" in path.read_text("utf-8")
    settings.remove("columns/Школы")
    assert settings._later.isActive()
    settings._later.timeout.emit()
    qtbot.waitUntil(lambda: len(writers) == 2)
    assert "columns" not in path.read_text("utf-8")
    assert threading.main_thread() not in writers


def test_what_is_left_is_written_in_the_end(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.ini"
    settings = MachineSettings(path)
    settings.setValue("view/scheme", "dark")
    settings.sync()
    assert QSettings(str(path), QSettings.Format.IniFormat).value("view/scheme") == "dark"
    assert "dark" in path.read_text("utf-8")
