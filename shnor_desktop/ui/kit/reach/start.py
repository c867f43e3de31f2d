"""Where the cursor comes when a page is turned to."""

from typing import Any

from PySide6.QtWidgets import QWidget


class StartingPage(QWidget):
    """A page whose cursor begins at one of its parts. A focus proxy of Qt would do the same, but the Tab key would then jump
    to that part, and never come to what stands above it."""

    _first: QWidget | None = None

    def start_at(self, part: QWidget) -> None:
        """The part that gets the cursor in place of the page."""
        self._first = part

    def setFocus(self, *reason: Any) -> None:
        if self._first is None:
            super().setFocus(*reason)
        else:
            self._first.setFocus(*reason)
