"""One line in which is typed what was done, with what was understood of it beside."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.operations.roadmap import execution
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.narrow.names import hint
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import plain_label

_HINT = "Что сделано: 15.12 совещание, 12 чел., приказ 324 (Enter)"


class QuickEntry(QWidget):
    """Enter keeps it; nothing is kept before."""

    noted = Signal(bytes)
    """The event that was made."""

    def __init__(self, context: Context, parent: QWidget, words: str = _HINT) -> None:
        super().__init__(parent)
        self._context = context
        self._activity: bytes | None = None
        self.line = QLineEdit(self)
        hint(self.line, words)
        self.line.setAccessibleName("Что сделано, одной строкой")
        self.line.setClearButtonEnabled(True)
        self.line.setEnabled(not context.read_only)
        self.line.textChanged.connect(self._ask)
        self.line.returnPressed.connect(self.keep)
        self.reading = plain_label("muted", self)
        self.reading.hide()
        lay_column(self, self.line, self.reading, gap=2)
        self.setFocusProxy(self.line)

    def set_activity(self, activity: bytes | None) -> None:
        """What is typed executes this row of the plan; None: it stands alone."""
        if activity != self._activity:
            self._activity = activity
            self.line.clear()

    def _ask(self, text: str) -> None:
        self.reading.setVisible(bool(text.strip()))
        if not text.strip():
            self.reading.clear()
            return
        asked = with_session(_understood, self._activity, text, date.today())
        self._context.jobs.ask(self, asked, self._show, latest="quick")

    def _show(self, told: str) -> None:
        if self.line.text().strip():
            self.reading.setText(told)

    def keep(self) -> None:
        """Enter: keep what is typed."""
        text = self.line.text()
        if not text.strip() or self._context.read_only:
            return
        self.line.setEnabled(False)
        self._context.jobs.change(
            self, with_document(execution.note_done, self._activity, text), self._on_kept, self._on_refused
        )

    def _on_kept(self, uid: bytes) -> None:
        self.line.setEnabled(True)
        self.line.clear()
        self.line.setFocus()
        self.noted.emit(uid)
        self._context.offer_undo("Отмечено, что сделано.")

    def _on_refused(self, error: Exception) -> None:
        self.line.setEnabled(True)
        if isinstance(error, UserError):
            self.reading.setText(f"{error.what_happened} {error.what_to_do}")
            self.reading.show()


def _understood(session: Any, activity: bytes | None, line: str, today: date) -> str:
    read = execution.read_line(session, activity, line, today)
    return " ".join((f"Понято: {execution.told(session, read)}.", *read.asks))
