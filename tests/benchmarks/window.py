"""The real window without a display, for timing what a person waits for."""

import gc
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.benchmarks.measuring import once

_SETTLED = 30
"""So many rounds without work: what was asked is shown."""


class Stage:
    """A window with a document open on its first screen."""

    def __init__(self, path: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from shnor_desktop.app import dress
        from shnor_desktop.ui.shell.quiet import tidying
        from shnor_desktop.ui.shell.quiet.machine import MachineSettings
        from shnor_desktop.ui.shell.window import Window

        known = QApplication.instance()
        self.app = known if isinstance(known, QApplication) else QApplication([])
        settings = MachineSettings(path.with_suffix(".ini"))
        dress(self.app, settings)
        self.window = Window(settings)
        self.window.resize(1366, 728)
        self.window.show()
        self.window.files.open_path(path, read_only=True)
        self.wait(lambda: self.window.jobs.standing.path is not None and self.window.jobs.idle())
        self._looks = gc.get_threshold()
        gc.disable()
        tidying.begin()  # As the program does when a file is open.

    def __enter__(self) -> "Stage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.window.jobs.stop()
        self.window.hide()
        gc.unfreeze()
        gc.set_threshold(*self._looks)

    def wait(self, until: Any, seconds: float = 60.0) -> None:
        """Let the window work until the condition holds; like its own loop, this sleeps while nothing happens, so
        that the worker has the interpreter for itself."""
        from PySide6.QtCore import QEventLoop, QTimer

        flags = QEventLoop.ProcessEventsFlag
        beat = QTimer()
        beat.start(10)
        end = time.perf_counter() + seconds
        while not until():
            assert time.perf_counter() < end, "the window did not answer"
            self.app.processEvents(flags.AllEvents | flags.WaitForMoreEvents)

    def first_rows(self) -> float:
        """Seconds from asking for the results to rows on the screen."""
        from shnor_desktop.ui.results.screen import ResultsScreen

        self.window._drop_screens()
        self.wait(self.window.jobs.idle)
        started = time.perf_counter()
        self.window.go("results")
        self.wait(lambda: isinstance(self.window.shown_screen(), ResultsScreen))
        screen = self.window.shown_screen()
        assert isinstance(screen, ResultsScreen)
        table = screen.grid.table
        self.wait(lambda: table.model().rowCount() > 0)
        table.viewport().repaint()
        return time.perf_counter() - started

    def longest_pause(self, code: str) -> float:
        """Seconds the window did not answer at a stretch while a screen was shown for the first time."""
        from PySide6.QtCore import QEventLoop

        longest = once(lambda: self.window.go(code))
        idle = 0
        while idle < _SETTLED:
            time.sleep(0.003)
            turn = once(lambda: self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents))
            longest = max(longest, turn)
            idle = idle + 1 if self.window.jobs.idle() else 0
        return longest
