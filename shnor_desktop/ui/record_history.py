"""The history of one record: who changed what, when, from what to what."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from shnor_desktop.ui.plain_table import PlainRow, PlainTable
from shnor_desktop.ui.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.history import RecordLine
    from shnor_desktop.ui.jobs import Progress

_HEADINGS = ("Когда", "Кто", "Что", "Было", "Стало", "Действие")


class RecordHistory(QDialog):
    """Newest change first."""

    def __init__(
        self, context: Context, title: str, lines: "tuple[RecordLine, ...]", parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("История записи")
        room = self.screen().availableSize()
        self.resize(min(900, room.width() - 40), min(480, room.height() - 80))
        heading = QLabel(title, self)
        heading.setObjectName("subheading")
        heading.setWordWrap(True)
        self.table = PlainTable("record_history", _HEADINGS, context.settings, self)
        self.table.setAccessibleName("Изменения записи")
        self.table.set_rows([_row(place, line) for place, line in enumerate(lines)])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)


def _row(place: int, line: "RecordLine") -> PlainRow:
    who = ", ".join(part for part in (line.person, line.office) if part)
    texts = (moment_text(line.at), who, line.field, line.before, line.after, line.action)
    return PlainRow(texts, place, (line.at.timestamp(), *texts[1:]))


def moment_text(at: datetime) -> str:
    """«05.09.2026 12:05» in the time of this machine."""
    return f"{at.astimezone():%d.%m.%Y %H:%M}"


def show_record_history(context: Context, parent: QWidget, code: str, uid: bytes) -> None:
    """Open the history of a record."""

    def work(document: "Document", progress: "Progress") -> "tuple[str, tuple[RecordLine, ...]]":
        from shnor_desktop.operations import history

        return history.record_lines(document, code, uid)

    def show(answer: "tuple[str, tuple[RecordLine, ...]]") -> None:
        dialog = RecordHistory(context, *answer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.jobs.ask(parent, work, show)
