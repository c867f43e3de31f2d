"""The dialog that joins two records of one school: which one stays, and what will happen to everything."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.schools.join import JoinReport, join_records, plan_join
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session

Pair = tuple[tuple[bytes, str], tuple[bytes, str]]


class SchoolJoinDialog(QDialog):
    """Two choices, a preview, one button."""

    def __init__(self, context: Context, pair: Pair, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._pair = pair
        self.setWindowTitle("Соединить две записи одной школы")
        theme.give_size(self, 600, 460)
        text = QLabel(
            "Какая запись остаётся? Результаты, коды, написания и статусы другой перейдут к ней.", self
        )
        text.setWordWrap(True)
        self.choices = tuple(QRadioButton(name, self) for _, name in pair)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName("Что произойдёт")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.join = buttons.addButton("Соединить", QDialogButtonBox.ButtonRole.AcceptRole)
        self.join.setEnabled(False)
        buttons.accepted.connect(self._on_join)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        for choice in self.choices:
            choice.toggled.connect(self._ask_preview)
            column.addWidget(choice)
        column.addWidget(QLabel("Что произойдёт:", self))
        column.addWidget(self.preview, 1)
        column.addWidget(buttons)
        self.choices[0].setChecked(True)

    def _uids(self) -> tuple[bytes, bytes]:
        """Kept and dropped."""
        first, second = self._pair[0][0], self._pair[1][0]
        return (first, second) if self.choices[0].isChecked() else (second, first)

    def _ask_preview(self, checked: bool) -> None:
        if not checked:
            return
        work = with_session(plan_join, *self._uids())
        self._context.jobs.ask(self, work, self._show, latest="preview")

    def _show(self, report: JoinReport) -> None:
        self.preview.setPlainText("\n".join(report.told()))
        self.join.setEnabled(True)

    def _on_join(self) -> None:
        self.join.setEnabled(False)
        self._context.jobs.change(self, with_document(join_records, *self._uids()), self._on_joined)

    def _on_joined(self, report: JoinReport) -> None:
        self.accept()
        self._context.messages.undo_bar(
            f"Записи соединены: {report.kept}.", lambda: self._context.command("edit.undo")
        )


def join_schools(context: Context, pair: Pair, parent: QWidget) -> None:
    """Open the dialog for these two schools."""
    dialog = SchoolJoinDialog(context, pair, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
