"""The history of one record: who changed what, when, from what to what; a former value can be given back."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import history
from shnor_desktop.operations.records.history import RecordLine
from shnor_desktop.operations.sharing import differences
from shnor_desktop.operations.sharing.questions import doubtful
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.texts import cut, moment_text
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label

_LONGEST = 28


def clock_text(at: datetime) -> str:
    """The moment, with a mark when the clock of that computer cannot have been right."""
    told = moment_text(at)
    return f"{theme.state_mark('warning').glyph} {told} (часы сомнительны)" if doubtful(at) else told


COLUMNS = (
    Column[RecordLine]("Когда", lambda one: clock_text(one.at), lambda one: one.at.timestamp()),
    Column[RecordLine]("Кто", lambda one: one.who),
    Column[RecordLine]("Что", lambda one: one.field),
    Column[RecordLine]("Было", lambda one: one.before),
    Column[RecordLine]("Стало", lambda one: one.after),
    Column[RecordLine]("Действие", lambda one: one.action),
)


class RecordHistory(Dialog):
    """Newest change first."""

    def __init__(
        self,
        context: Context,
        title: str,
        lines: tuple[RecordLine, ...],
        parent: QWidget,
        record: tuple[str, bytes] | None = None,
    ) -> None:
        super().__init__("История изменений", parent, size=(900, 480))
        self._context = context
        self._lines = lines
        self._record = record
        self.column.addWidget(plain_label("subheading", self, title))
        self.table = Table(COLUMNS, self, name="Изменения", settings=context.settings, keep="record_history")
        self.column.addWidget(self.table, 1)
        former, later = (
            Act("Было", lambda: self._restore(before=True)),
            Act("Стало", lambda: self._restore(before=False)),
        )
        self.close_with(leave="&Закрыть", beside=(former, later))
        self.give_back, self.give_after = self.button("Было"), self.button("Стало")
        self.table.chosen.connect(self._show_possible)
        self.table.set_rows(lines)

    def _show_possible(self, line: RecordLine | None) -> None:
        last = next((one for one in self._lines if one.field == history.WHOLE), None)
        gone = last is not None and last.after == history.GONE
        able = not (gone or self._record is None or self._context.read_only)
        for button, text, value in (
            (self.give_back, line.before if line else "", line.old if line else None),
            (self.give_after, line.after if line else "", line.new if line else None),
        ):
            useful = able and line is not None and bool(line.name) and value != self._now(line.name)
            button.setVisible(useful)
            button.setText(f"Вернуть {quoted(cut(text, _LONGEST))}" if text else "Вернуть пустое значение")
            button.setToolTip(f"{line.field}: {text}" if line else "")

    def _now(self, name: str) -> Value:
        """The value the field has now."""
        return next((one.new for one in self._lines if one.name == name), None)

    def _restore(self, *, before: bool) -> None:
        line, record = self.table.current(), self._record
        if line is None or record is None:
            return
        value, text = (line.old, line.before) if before else (line.new, line.after)

        def done(_: None) -> None:
            self.accept()
            self._context.offer_undo(f"Возвращено: {line.field} — {text or 'пусто'}.")

        self.run(
            self._context.jobs.change,
            with_document(differences.restore_value, *record, line.name, value),
            done,
        )


def show_record_history(context: Context, parent: QWidget, code: str, uid: bytes) -> None:
    """Open the history of a record."""

    def show(answer: tuple[str, tuple[RecordLine, ...]]) -> None:
        RecordHistory(context, *answer, parent, (code, uid)).open()

    context.jobs.ask(parent, with_document(history.record_lines, code, uid), show)
