"""Screens are loaded before they are asked for, and nothing heavy with them."""

import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import current_thread as current
from types import ModuleType

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop import places
from shnor_desktop.models import uids
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.records.records import Row
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.records.history import RecordHistory
from shnor_desktop.ui.records.page import RecordPage
from shnor_desktop.ui.shell import screens
from shnor_desktop.ui.shell import screens as preload
from shnor_desktop.ui.shell.help_window import page_path
from shnor_desktop.ui.shell.window import Window
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


def test_the_worker_loads_what_the_screens_need_of_everything_below() -> None:
    """What they or their dialogs import is there before the thread of the window asks for it."""
    light = [module for entry in screens.SCREENS if entry.light for module in entry.modules]
    code = (
        "import sys; from importlib import import_module\n"
        f"for name in {[*light, *screens.OPERATIONS]!r}: import_module(name)\n"
        "there = set(sys.modules)\n"
        f"for name in {screens.MODULES!r}: import_module(name)\n"
        "ours = [name for name in sys.modules if name.startswith('shnor_desktop.') and name not in there]\n"
        "print([name for name in ours if not name.startswith('shnor_desktop.ui')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "[]\n"), f"{done.stdout} are not in OPERATIONS {done.stderr}"


def test_an_entry_is_a_title_a_picture_and_a_dotted_name() -> None:
    for entry in screens.SCREENS:
        module, _, name = entry.where.partition(":")
        screen = getattr(import_module(f"shnor_desktop.ui.{module}"), name)
        assert screen.title == entry.title and page_path(screen.help_page).exists()
        assert screen.paper in ("", *registry.PAPERS)
        assert (places.resources() / "icons" / f"{entry.icon}.svg").exists()
    assert [one.code for one in screens.SCREENS if screens.starts_group(one.code)] == [
        "context",
        "programme",
        "orders",
    ]


def test_shortcuts_go_on_beyond_nine() -> None:
    asked = [screens.keys(number) for number in (1, 9, 10, 11, 20, 21, 31)]
    assert asked == ["Ctrl+1", "Ctrl+9", "Ctrl+0", "Alt+1", "Alt+0", "Alt+Shift+1", ""]


class InventedScreen(Screen):
    """As the README tells a newcomer to make one: subjects stand in for what it would show."""

    title = "Выдуманное"
    paper = "contacts"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        columns = (Column[Row]("Название", lambda one: one.title),)
        self.table = Table(columns, self, name="Выдуманное", empty="Выдуманного пока нет.")
        acts = (Act("Удалить", self.remove, when=lambda: bool(self.table.selected()), writes=True),)
        self.bar = Bar(context, acts, self, table=self.table, search="Найти (Ctrl+F)")
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self.table)
        self.page = RecordPage(context, BY_CODE["subject"], self)
        column.addWidget(self.page)

    def reload(self) -> None:
        self.context.jobs.ask(self, with_session(records.rows, "subject"), self.table.set_rows)
        self.page.reload()

    def remove(self) -> None:
        story = with_document(saving.delete_records, "subject", [self.table.current().uid])
        self.context.jobs.change(self, story, self.context.offer_undo)


def test_a_screen_by_the_recipe_of_the_readme(
    messages: Recorder,
    settings: QSettings,
    new_path: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    entry = screens.Entry("invented", "Выдуманное", "schools", "nowhere:InventedScreen")
    made = ModuleType("nowhere")
    made.InventedScreen = InventedScreen  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "shnor_desktop.ui.nowhere", made)
    window = Window(settings, messages, (*screens.SCREENS, entry))
    qtbot.addWidget(window)
    window.show()
    window.open_file(new_path("Район.shnor"))
    qtbot.waitUntil(lambda: window.jobs.idle() and window.jobs.standing.path is not None)
    QTest.keySequence(window, QKeySequence(screens.keys(len(screens.SCREENS) + 1)))
    qtbot.waitUntil(window.jobs.idle)
    screen = window.shown_screen()
    assert isinstance(screen, InventedScreen)
    count = screen.table.rows.rowCount()
    assert screen.table.select(uids.subject("МУ"))
    QTest.mouseClick(screen.bar.button("Удалить"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.table.rows.rowCount() == count - 1)
    assert messages.undo[-1][0] == "Удалена 1\u00a0карточка"
    screen.page.select(uids.subject("ФИ"))
    next(act for act in screen.page._acts() if act.title == "История изменений").do()
    qtbot.waitUntil(lambda: window.findChild(RecordHistory) is not None)
    history = window.findChild(RecordHistory)
    assert isinstance(history, RecordHistory)
    history.reject()
    qtbot.waitUntil(lambda: window.findChild(RecordHistory) is None)
    window.command("edit.find")
    assert window.focusWidget() is screen.bar.search
    window.command("file.print")
    qtbot.waitUntil(window.jobs.idle)
    papers = window.shown_screen()
    assert isinstance(papers, PapersScreen)
    assert papers.offers[papers.papers.currentRow()].kind.code == "contacts"
    window.close()
    window.jobs.stop()
