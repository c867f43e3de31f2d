"""Fixtures of the window: the dressed application, a recorder in place of boxes, jobs and the real window."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.app import dress
from shnor_desktop.document.document import Document
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.sharing import merging
from shnor_desktop.ui.file import bars
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.messages import Messages, NoteAct
from shnor_desktop.ui.shell import screens
from shnor_desktop.ui.shell.window import Window
from tests.ui.two_offices import OURS, Copies, copies, opened

Settle = Callable[[], None]

if sys.platform == "win32":
    _wait_until = QtBot.waitUntil

    def _wait_longer(self: QtBot, callback: Callable[[], object], *, timeout: int = 5000) -> None:
        """Wine beside others is a slow computer, and what is waited for comes or comes not."""
        _wait_until(self, callback, timeout=max(timeout, 300_000))

    QtBot.waitUntil = _wait_longer  # type: ignore[method-assign]

# Windows of tests do not appear on the screen of whoever runs them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
screens.load_operations()


class Recorder(Messages):
    """Remembers what the user would have been told; answers questions from `answers`, then with «Отмена»."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.told_texts: list[str] = []
        self.warnings: list[str] = []
        self.questions: list[str] = []
        self.reports: list[str] = []
        self.undo: list[tuple[str, Callable[[], None]]] = []
        self.answers: list[Any] = []
        """Next answers: a number for `choose`, a bool for `ask`, paths for the file dialogs."""

    def tell(self, text: str) -> None:
        self.told_texts.append(text)
        super().tell(text)

    def undo_bar(self, text: str, undo: Callable[[], None]) -> None:
        self.undo.append((text, undo))
        super().undo_bar(text, undo)

    def offer(self, text: str, acts: Sequence[NoteAct], *, lasting: bool = False) -> None:
        self.told_texts.append(text)
        super().offer(text, acts, lasting=lasting)

    def wrote(self, text: str, path: Path | None = None) -> None:
        self.told_texts.append(text)
        super().wrote(text, path)

    def warn(self, what_happened: str, what_to_do: str = "", *, wait: bool = False) -> None:
        self.warnings.append(f"{what_happened} {what_to_do}".strip())

    def choose(self, question: str, details: str, answers: tuple[str, ...], no: str = "Отмена") -> int:
        self.questions.append(f"{question} {details}".strip())
        answer = self.answers.pop(0) if self.answers else -1
        return (0 if answer else -1) if isinstance(answer, bool) else int(answer)

    def report(self, details: str) -> None:
        self.reports.append(details)

    def open_files(
        self, title: str, filters: str, *, many: bool = False, folder: Path | None = None
    ) -> list[Path]:
        return list(self.answers.pop(0)) if self.answers else []

    def choose_folder(self, title: str, folder: Path | None = None) -> Path | None:
        return Path(self.answers.pop(0)) if self.answers else None

    def save_file(
        self, title: str, suggested: Path, filters: str, *, replace: bool = True, other: str = ""
    ) -> Path | None:
        return Path(self.answers.pop(0)) if self.answers else None


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, user_folder: Path) -> QApplication:
    """The application with bundled fonts, Russian buttons and the light palette."""
    if not qapp.property("dressed"):
        settings = QSettings(str(user_folder / "dress.ini"), QSettings.Format.IniFormat)
        settings.setValue("view/scheme", "light")
        dress(qapp, settings)
        theme.register_fonts("Sans")
        theme.register_fonts("Serif")
        qapp.setFont(QFont("Liberation Sans", 10))  # The system's font is another on every machine.
        qapp.setProperty("dressed", True)
    return qapp


@pytest.fixture(autouse=True)
def no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process beside the tests that do not ask for one."""
    monkeypatch.setattr(bars, "WAIT", 1_000_000)


@pytest.fixture
def messages() -> Iterator[Recorder]:
    """The recorder; a report of a fault nobody expected fails the test."""
    recorder = Recorder()
    yield recorder
    assert not recorder.reports, recorder.reports[0]


@pytest.fixture
def settings(user_folder: Path) -> QSettings:
    """Empty settings of the machine."""
    return QSettings(str(user_folder / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def jobs(messages: Recorder, new_path: Callable[[str], Path], qtbot: QtBot) -> Iterator[Jobs]:
    """The worker with an open document."""
    worker = Jobs(messages)
    path = new_path("Заречный район.shnor")
    worker.open_document(worker, lambda progress: Document.open(path, offices.who()))
    qtbot.waitUntil(worker.idle)
    yield worker
    worker.stop()


@pytest.fixture
def empty_window(messages: Recorder, settings: QSettings, qtbot: QtBot) -> Iterator[Window]:
    """The real window before any file is open."""
    window = Window(settings, messages)
    messages.window = window
    qtbot.addWidget(window)
    window.resize(1180, 740)
    window.show()
    yield window
    window.jobs.cancel()
    window.jobs.stop()
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.hide()  # Questions of the next test would stand over it, and go with it.


@pytest.fixture
def window(empty_window: Window, new_path: Callable[[str], Path], qtbot: QtBot) -> Window:
    """The real window with a fresh document open on the first screen."""
    empty_window.open_file(new_path("Заречный район.shnor"))
    qtbot.waitUntil(empty_window.jobs.idle)
    return empty_window


@pytest.fixture
def settle(window: Window, qtbot: QtBot) -> Settle:
    """Waits until the window has done what it began."""

    def wait() -> None:
        qtbot.wait(1)
        qtbot.waitUntil(window.jobs.idle, timeout=20_000)
        qtbot.wait(1)

    return wait


@pytest.fixture(scope="session")
def apart(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """One document after two organisations worked on it, made once a run."""
    folder = tmp_path_factory.mktemp("apart")
    return copies(Path(shutil.copyfile(template, folder / "начало.shnor")), folder)


@pytest.fixture(scope="session")
def together(apart: Copies, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The same with theirs merged into ours, made once a run."""
    merged = apart.copied(tmp_path_factory.mktemp("together") / "файлы")
    with opened(merged.ours, OURS) as document:
        merging.apply(document, merged.theirs)
    return merged


@pytest.fixture
def both(apart: Copies, tmp_path: Path) -> Copies:
    """Two copies that both organisations worked on."""
    return apart.copied(tmp_path)


@pytest.fixture
def merged(together: Copies, tmp_path: Path) -> Copies:
    """Our copy with theirs merged in."""
    return together.copied(tmp_path)
