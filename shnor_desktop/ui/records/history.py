"""The history of one record: who changed what, when, from what to what; a former value can be given back."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.plain_table import PlainRow, PlainTable
from shnor_desktop.ui.kit.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.models.values import Value
    from shnor_desktop.operations.records.history import RecordLine
    from shnor_desktop.ui.kit.jobs import Progress

_HEADINGS = ("Когда", "Кто", "Что", "Было", "Стало", "Действие")
_LONGEST = 28


class RecordHistory(QDialog):
    """Newest change first."""

    def __init__(
        self,
        context: Context,
        title: str,
        lines: "tuple[RecordLine, ...]",
        parent: QWidget,
        record: tuple[str, bytes] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._lines = lines
        self._record = record
        self.setWindowTitle("История записи")
        theme.give_size(self, 900, 480)
        heading = QLabel(title, self)
        heading.setObjectName("subheading")
        heading.setWordWrap(True)
        self.table = PlainTable("record_history", _HEADINGS, context.settings, self)
        self.table.setAccessibleName("Изменения записи")
        self.give_back = QPushButton(self)
        self.give_after = QPushButton(self)
        self.close_button = QPushButton("&Закрыть", self)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for button in (self.give_back, self.give_after):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.table.chosen.connect(self._show_possible)
        self.give_back.clicked.connect(lambda: self._restore(before=True))
        self.give_after.clicked.connect(lambda: self._restore(before=False))
        self.close_button.clicked.connect(self.reject)
        self.table.set_rows([_row(place, line) for place, line in enumerate(lines)])
        self._show_possible(self.table.current())

    def _line(self) -> "RecordLine | None":
        place = self.table.current()
        return self._lines[place] if place is not None else None

    def _now(self, name: str) -> "Value":
        """The value the field has now."""
        return next((one.new for one in self._lines if one.name == name), None)

    def _show_possible(self, place: int | None) -> None:
        line = self._lines[place] if place is not None else None
        gone = bool(self._lines) and self._lines[0].after == "удалена"
        able = (
            line is not None
            and bool(line.name)
            and not gone
            and self._record is not None
            and not self._context.read_only
        )
        for button, text, value in (
            (self.give_back, line.before if line else "", line.old if line else None),
            (self.give_after, line.after if line else "", line.new if line else None),
        ):
            useful = able and line is not None and value != self._now(line.name)
            button.setVisible(useful)
            button.setText(f"Вернуть {quoted(_cut(text))}" if text else "Вернуть пустое значение")
            button.setToolTip(f"{line.field}: {text}" if line else "")

    def _restore(self, *, before: bool) -> None:
        line, record = self._line(), self._record
        if line is None or record is None:
            return
        code, uid = record
        name, value = line.name, line.old if before else line.new
        told = f"Возвращено: {line.field} — {(line.before if before else line.after) or 'пусто'}."

        def work(document: "Document", progress: "Progress") -> None:
            from shnor_desktop.operations.sharing import differences

            differences.restore_value(document, code, uid, name, value)

        def done(_: None) -> None:
            self.accept()
            self._context.messages.undo_bar(told, lambda: self._context.command("edit.undo"))

        self._context.jobs.change(self, work, done)


def _row(place: int, line: "RecordLine") -> PlainRow:
    who = ", ".join(part for part in (line.person, line.office) if part)
    texts = (clock_text(line.at), who, line.field, line.before, line.after, line.action)
    return PlainRow(texts, place, (line.at.timestamp(), *texts[1:]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def moment_text(at: datetime) -> str:
    """«05.09.2026 12:05» in the time of this machine."""
    return f"{at.astimezone():%d.%m.%Y %H:%M}"


def clock_text(at: datetime) -> str:
    """The same with a mark when the clock of that computer cannot have been right."""
    from shnor_desktop.operations.sharing.questions import doubtful

    told = moment_text(at)
    return f"{theme.state_mark('warning').glyph} {told} (часы сомнительны)" if doubtful(at) else told


def show_record_history(context: Context, parent: QWidget, code: str, uid: bytes) -> None:
    """Open the history of a record."""

    def work(document: "Document", progress: "Progress") -> "tuple[str, tuple[RecordLine, ...]]":
        from shnor_desktop.operations.records import history

        return history.record_lines(document, code, uid)

    def show(answer: "tuple[str, tuple[RecordLine, ...]]") -> None:
        dialog = RecordHistory(context, *answer, parent, (code, uid))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    context.jobs.ask(parent, work, show)
