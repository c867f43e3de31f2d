"""Loads the modules of the screens while nobody waits for anything: the first look at a screen is as quick as the next,
also where a slow disk would have to find them first."""

from collections.abc import Iterable
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from shnor_desktop.ui.jobs import Jobs

QUIET_MS = 1_500
"""So long after the first work is done: the file is open then, and SQLAlchemy loaded."""
_NEXT_MS = 150


class Preload(QObject):
    """One module at a time, on the thread of the window, because they make kinds of widgets; none takes long."""

    def __init__(self, jobs: Jobs, modules: Iterable[str], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._left = list(modules)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._load_next)
        jobs.busy_changed.connect(self._on_busy)

    def _on_busy(self, busy: bool) -> None:
        if busy or not self._left or self._jobs.standing.path is None:
            self._timer.stop()
        else:
            self._timer.start(QUIET_MS)

    def _load_next(self) -> None:
        if self._left and self._jobs.idle():
            import_module(self._left.pop(0))
            self._timer.start(_NEXT_MS)
