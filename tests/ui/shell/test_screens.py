"""Screens are loaded before they are asked for, and nothing heavy with them."""

import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from threading import current_thread as current

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from shnor_desktop import places
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.shell import screens
from shnor_desktop.ui.shell import screens as preload
from tests.ui.conftest import Recorder

ROOT = Path(__file__).parents[3]


def test_modules_are_loaded_one_by_one_while_nothing_is_to_be_done(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(preload, "QUIET_MS", 1)
    monkeypatch.setattr(preload, "import_module", loaded.append)
    owner = QObject()
    monkeypatch.setattr(preload, "SOON_MS", 1)
    on_worker: list[bool] = []
    monkeypatch.setattr(
        preload, "_load", lambda names: on_worker.append(threading.main_thread() is not current())
    )
    kept = preload.Preload(jobs, ("first", "second"), owner)
    told: list[int] = []
    kept.operations_loaded.connect(lambda: told.append(len(loaded)))
    jobs.ask(owner, lambda document, progress: 1, lambda answer: None)
    assert loaded == []
    qtbot.waitUntil(lambda: loaded == ["first", "second"])
    assert told == [0]
    assert on_worker == [True], "what the operations need comes first and once, beside the window"
    jobs.ask(owner, lambda document, progress: 1, lambda answer: None)
    qtbot.waitUntil(jobs.idle)
    assert kept.parent() is owner and len(loaded) == 2


def test_nothing_is_loaded_before_a_file_is_open(
    messages: Recorder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy would come along and hold the window up."""
    loaded: list[str] = []
    monkeypatch.setattr(preload, "SOON_MS", 1)
    monkeypatch.setattr(preload, "QUIET_MS", 1)
    monkeypatch.setattr(preload, "import_module", loaded.append)
    jobs, owner = Jobs(messages), QObject()
    preload.Preload(jobs, ("first",), owner)
    jobs.alone(owner, lambda progress: 1, lambda answer: None)
    qtbot.waitUntil(jobs.idle)
    qtbot.wait(30)
    jobs.stop()
    assert loaded == []


def test_every_screen_is_named_and_brings_no_heavy_library() -> None:
    code = (
        "import sys; from importlib import import_module\n"
        f"for name in {screens.MODULES!r}: import_module(name)\n"
        "heavy = {'openpyxl', 'reportlab', 'docx', 'python_calamine', 'lxml', 'pypdfium2'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


def test_an_entry_is_a_title_a_picture_and_a_dotted_name() -> None:
    for entry in screens.SCREENS:
        module, _, name = entry.where.partition(":")
        assert getattr(import_module(f"shnor_desktop.ui.{module}"), name).title == entry.title
        assert (places.resources() / "icons" / f"{entry.icon}.svg").exists()
    assert [one.code for one in screens.SCREENS if screens.starts_group(one.code)] == ["papers"]


def test_shortcuts_go_on_beyond_nine() -> None:
    asked = [screens.keys(number) for number in (1, 9, 10, 11, 19, 20)]
    assert asked == ["Ctrl+1", "Ctrl+9", "Ctrl+0", "Alt+1", "Alt+9", ""]
