"""Walks through the window as a process of its own, because the size of its screen and the scale are given to a process:

    python -m tests.ui.shell.walk.walker FOLDER [sample] [long] [empty] [screens] [dialogs] [dark] [only=CLASS] [pictures]

prints as JSON what was found wrong and which classes of dialogs were seen. FOLDER holds the files of `district`; with
`pictures` it gets one of every window.
"""

import json
import os
import shutil
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QTabBar, QWidget

from shnor_desktop import places
from shnor_desktop.app import dress
from shnor_desktop.document.document import Document
from shnor_desktop.operations.sharing import outside_edits
from shnor_desktop.ui.file import bars
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.dialog import Verb
from shnor_desktop.ui.kit.messages import Messages
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.shell import screens
from shnor_desktop.ui.shell.window import Window
from tests import here
from tests.ui.conftest import Recorder
from tests.ui.shell.walk import checkers, district, roads

_BAR = 40
"""What the bar of the desktop takes of the screen."""
_PATIENCE = 60
_TURN, _SECTIONS = 10, 60
_MOMENT = 500
"""Milliseconds."""


class Walk:
    """One window with one file, and what was found wrong in it."""

    def __init__(self, folder: Path, look: Callable[[QWidget, str], None] | None = None) -> None:
        self.folder = folder
        self.found: list[str] = []
        self.seen: set[str] = set()
        self.look = look
        """What is done with every window after it was checked: to take a picture of it."""
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.messages = Recorder()
        self.window = Window(settings, self.messages)
        self.messages.window = self.window
        self.room = QApplication.primaryScreen().availableGeometry()
        self.room.setHeight(self.room.height() - _BAR)
        frame = self.room.adjusted(0, 0, 0, -24)
        self.window.resize(frame.size())
        self.window.show()
        self.window.activateWindow()

    def settle(self) -> None:
        """Until the window has done what it began."""
        end = time.monotonic() + _PATIENCE
        QTest.qWait(5)
        while not self.window.jobs.idle() or self._waits():
            assert time.monotonic() < end, "the window does not come to rest"
            QTest.qWait(5)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        before: object = None
        while (now := self._looks()) != before or not self.window.jobs.idle() or self._waits():
            assert time.monotonic() < end, "the window does not come to rest"
            before = now
            QTest.qWait(_TURN)

    def _looks(self) -> object:
        """How everything lies that is seen: what was asked for by the last event is laid out after it."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        widgets = [one for top in QApplication.topLevelWidgets() for one in (top, *top.findChildren(QWidget))]
        seen = [one for one in widgets if one.isVisible()]
        headings = [one for one in seen if isinstance(one, QHeaderView)]
        return [(id(one), one.geometry().getRect()) for one in seen], [
            [one.sectionSize(number) for number in range(min(one.count(), _SECTIONS))] for one in headings
        ]

    def _waits(self) -> bool:
        """Whether something follows by itself a moment later: what is chosen is shown only when the cursor has come to rest."""
        return any(
            one.isSingleShot() and one.isActive() and one.interval() <= _MOMENT
            for one in self.window.findChildren(QTimer)
        )

    def open(self, path: Path) -> None:
        """Open a file."""
        self.window.open_file(path)
        self.settle()

    def check(self, window: QWidget, place: str, page: QWidget | None = None) -> None:
        """Note what is wrong there."""
        QApplication.processEvents()
        if not window.isWindow():
            window, page = window.window(), window
        self.found += [f"{place}: {fault}" for fault in checkers.faults(window, self.room, page)]
        if self.look is not None:
            self.look(window, place)

    def screens(self, of: str) -> None:
        """Every screen of the navigation, with each of its tabs."""
        for entry in screens.SCREENS:
            self.window.go(entry.code)
            self.settle()
            screen = self.window.shown_screen()
            assert screen is not None
            self.check(self.window, f"{of} · {entry.title}")
            self.found += [
                f"{of} · {entry.title}: {one}" for one in checkers.too_large(screen, self.window.rect())
            ]
            for tabs, number in _tabs(screen):
                tabs.setCurrentIndex(number)
                self.settle()
                self.check(self.window, f"{of} · {entry.title} · {tabs.tabText(number)}")

    def menus(self) -> None:
        """Letters within every menu."""
        for title, menu in self.window.menus.menus.items():
            self.found += [f"menu: {one}" for one in checkers.same_letters_in_menu(menu, title)]

    def shown(self, name: str) -> bool:
        """Whether a window of that class stands over the main one."""
        return any(type(one).__name__ == name for one in roads.shown_windows(self.window))

    # --- dialogs -------------------------------------------------------------------------------------------------

    @property
    def context(self) -> Context:
        return self.window.context

    @property
    def real_messages(self) -> Messages:
        """The voice of the program itself."""
        return Messages(self.window)

    def asked(self, work: Verb) -> Any:
        """The answer of the worker."""
        found: list[Any] = []
        self.window.jobs.ask(self.window, work, found.append)
        self.settle()
        return found[0]

    def screen(self, code: str) -> Any:
        """That screen, at rest."""
        self.window.go(code)
        self.settle()
        return self.window.shown_screen()

    def statuses(self) -> Any:
        """The page of statuses on the screen of the social passport."""
        screen = self.screen("context")
        screen.tabs.setCurrentIndex(screen.tabs.count() - 1)
        self.settle()
        return screen.statuses

    def edited_outside(self, path: Path) -> Any:
        """What another program changed in a file."""
        shutil.copyfile(self.folder / "empty.shnor", path)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("UPDATE subject SET name = ?", (district.LONG_FILE,))
        with Document.open(path, district.OURS, back_up=False) as document:
            return outside_edits.find(document)

    def _steps(self, road: roads.Road, place: str) -> Iterator[str]:
        """What the road stops at; a road that breaks off is a fault as well."""
        try:
            steps = road.go(self)
            yield from steps if isinstance(steps, Iterator) else [""]
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.found.append(
                f"{place}: the road breaks off: {error!r} at {Path(where.filename).name}:{where.lineno}"
            )

    def dialogs(self, of: str, only: str = "") -> None:
        """Every road to a dialog."""
        for road in roads.ROADS:
            if only and only not in (road.leads_to, road.title) or road.unsettled and of == "sample":
                continue
            place = f"{of} · {road.leads_to} · {road.title}"
            for step in self._steps(road, place):
                self.settle()
                opened = roads.shown_windows(self.window)
                if not opened:
                    self.found.append(f"{place}: the road leads nowhere. {self.messages.warnings[-1:]}")
                    break
                window = next((one for one in opened if type(one).__name__ == road.leads_to), opened[-1])
                self.seen.add(f"{road.leads_to} {road.module}".strip())
                if type(window).__name__ != road.leads_to:
                    self.found.append(f"{place}: leads to {type(window).__name__}")
                self.check(window, f"{place} {step}".strip())
                for tabs, number in _tabs(window):
                    tabs.setCurrentIndex(number)
                    self.settle()
                    self.check(window, f"{place} · {tabs.tabText(number)}")
            for window in roads.shown_windows(self.window):
                window.hide()
                window.deleteLater()
            self.settle()

    def close(self) -> None:
        """Leave nothing running."""
        self.settle()
        self.window.jobs.stop()
        self.window.close()


def _tabs(screen: QWidget) -> Iterator[tuple[QTabBar, int]]:
    """The other tabs of every row of tabs that is seen, and those on what they show."""
    for tabs in screen.findChildren(QTabBar):
        first = tabs.currentIndex()
        for number in range(tabs.count()):
            if (
                tabs.isVisible()
                and tabs.isTabEnabled(number)
                and tabs.isTabVisible(number)
                and number != first
            ):
                yield tabs, number
        if tabs.isVisible():
            tabs.setCurrentIndex(first)


def prepare(folder: Path, *, dark: bool) -> QApplication:
    """The dressed application on the screen of this process; nothing of this machine is read."""
    patch = pytest.MonkeyPatch()
    here.install(patch)
    patch.setattr(places, "user_data", lambda: folder)
    patch.setattr(bars, "WAIT", 1_000_000)
    app = QApplication([sys.argv[0], *theme.STYLE])
    settings = QSettings(str(folder / "dress.ini"), QSettings.Format.IniFormat)
    settings.setValue("view/scheme", "dark" if dark else "light")
    theme.register_fonts("Sans")
    theme.register_fonts("Serif")
    app.setFont(QFont("Liberation Sans", 10))
    dress(app, settings)
    return app


def _picture(folder: Path) -> Callable[[QWidget, str], None]:
    def take(window: QWidget, place: str) -> None:
        made = folder / "pictures"
        made.mkdir(exist_ok=True)
        window.grab().save(str(made / f"{place.replace(' · ', '-').replace('/', ' ')[:90]}.png"))

    return take


def main(arguments: list[str]) -> None:
    """Walk and print."""
    folder, what = Path(arguments[0]), arguments[1:]
    kept = prepare(folder, dark="dark" in what)
    assert kept.platformName() == "offscreen"
    found: list[str] = []
    seen: set[str] = set()
    walks: list[Walk] = []
    for name in ("sample", "long", "empty"):
        if name not in what:
            continue
        walk = Walk(folder, _picture(folder) if "pictures" in what else None)
        walks.append(walk)
        walk.open(Path(shutil.copyfile(folder / f"{name}.shnor", folder / f"walked {name}.shnor")))
        walk.menus()
        if "screens" in what:
            walk.screens(name)
        if "dialogs" in what and name != "empty":
            walk.dialogs(name, next((one[5:] for one in what if one.startswith("only=")), ""))
        walk.close()
        found += walk.found
        seen |= walk.seen
    sys.stdout.write(json.dumps({"found": found, "seen": sorted(seen)}, ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)  # What is still to be taken down is no part of the walk.


if __name__ == "__main__":
    main(sys.argv[1:])
