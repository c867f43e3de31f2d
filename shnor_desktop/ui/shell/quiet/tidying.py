"""When the program looks for values that hold each other and nobody else does. A look among all there is takes tenths of a
second with a large file, whichever thread does it, and the window stands still as long; so all are looked through only
while nobody waits. The young ones go as always: they are few, and most of what the program makes holds no circles."""

import gc
import sys
import time

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

from shnor_desktop.ui.kit.jobs import Jobs

_YOUNG = (700, 10)
"""After so many new values those are looked through; after so many such looks those that outlived them."""
_NEVER = 1_000_000_000
_TOO_MANY = 5_000_000
"""Values more than after the last look, some hundreds of megabytes: then all are looked through whoever works."""
_WORTH = 10
"""Looks at the second age after which a look through all is worth the while."""
_REST_S = 20.0
"""Whoever has touched neither mouse nor keyboard so long reads, or is away."""
_PULSE_MS = 5_000
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
}


def begin() -> None:
    """What is needed is loaded, or nobody waits for it: begin to look for garbage, but not among that, for it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*_YOUNG, _NEVER)
        gc.enable()


class Tidying(QObject):
    """Looks through all there is while another program is in front, or while nobody touches this one and nothing runs."""

    def __init__(self, jobs: Jobs, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._application = jobs, application
        self._touched_at = time.monotonic()
        self._left = sys.getallocatedblocks()
        application.focusWindowChanged.connect(self._watch)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tidy)
        self._timer.start(_PULSE_MS)

    def tidy(self) -> bool:
        """Look, if it is worth the while and nobody waits."""
        due = (
            gc.isenabled() and gc.get_count()[2] >= _WORTH and (self._nobody_waits() or self._are_too_many())
        )
        if due:
            gc.collect()
            if not gc.get_freeze_count():
                gc.freeze()  # An import thawed what `begin` left out: what outlived this look is left out again.
            self._left = sys.getallocatedblocks()
        return due

    def _are_too_many(self) -> bool:
        return sys.getallocatedblocks() - self._left >= _TOO_MANY

    def _nobody_waits(self) -> bool:
        away = self._application.applicationState() != QtCore.Qt.ApplicationState.ApplicationActive
        return self._jobs.idle() and (away or time.monotonic() - self._touched_at >= _REST_S)

    def _watch(self, window: QWindow | None) -> None:
        self._touched_at = time.monotonic()
        if window is not None:
            window.installEventFilter(self)  # A second time it only moves to the front.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched_at = time.monotonic()
        return False
