"""What the program remembers on the machine: widths, orders, last choices."""

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSettings, QTimer

_SOON_MS = 300
"""So long nothing must be remembered before all of it is written: columns are dragged through many widths."""


class MachineSettings(QSettings):
    """Written on a thread of its own: writing waits until the disk holds it, which a slow one takes tenths of a second
    for, and Qt would let the window wait as long after every click on a heading."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), QSettings.Format.IniFormat)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SOON_MS)
        self._later.timeout.connect(self._write)

    def setValue(self, key: str, value: Any) -> None:
        super().setValue(key, value)
        self._later.start()

    def remove(self, key: str) -> None:
        super().remove(key)
        self._later.start()

    def event(self, event: QEvent) -> bool:
        """Qt asks itself to write; what is left when the program ends it writes all the same."""
        return event.type() == QEvent.Type.UpdateRequest or super().event(event)

    def _write(self) -> None:
        threading.Thread(target=_write, args=(self.fileName(),), name="settings").start()


def _write(path: str) -> None:
    """All objects of one file share what is to be written to it."""
    QSettings(path, QSettings.Format.IniFormat).sync()
