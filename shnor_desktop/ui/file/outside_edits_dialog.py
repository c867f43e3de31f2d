"""Edits another program made in the file: what they are, and whether they are taken over or taken out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.records.changes_view import ChangesView

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.sharing.outside_edits import ExternalEdits
    from shnor_desktop.ui.kit.jobs import Progress

_ABOUT = (
    "Этих правок нет в истории файла: другие организации их не получат, а при объединении они помешали бы. Примите их, "
    "и они станут строкой истории, которую можно отменить, или верните записям прежний вид. Перед тем и другим "
    "делается резервная копия."
)
_HELPERS = "Записи целы: изменены только служебные таблицы, программа построит их заново по истории."
_MOST_REFUSED = 5


class ExternalDialog(QDialog):
    """The records that differ, field by field, and three ways on; Esc leaves everything as it is."""

    def __init__(self, context: Context, found: "ExternalEdits", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.found = found
        self._working = False
        self.setWindowTitle("Правки другой программы")
        theme.give_size(self, 980, 620)
        heading = plain_label("subheading", self)
        heading.setText(
            f"Файл правили другой программой. Записей, которые отличаются от истории: {found.total}"
            if found.total
            else "Файл правили другой программой"
        )
        about = plain_label("muted", self)
        about.setText(_ABOUT if found.total else _HELPERS)
        self.changes = ChangesView(context.settings, self, sides=("По истории", "В файле"))
        self.changes.show_changes(found.counts, found.records)
        self.changes.setVisible(bool(found.total))
        self.refused = plain_label("", self)
        self.refused.setText(_refused(found))
        self.refused.setVisible(bool(found.refused))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(heading)
        column.addWidget(about)
        column.addWidget(self.changes, 1)
        column.addWidget(self.refused)
        if not found.total:
            column.addStretch(1)
        column.addLayout(self._button_row())
        QShortcut(QKeySequence.StandardKey.Find, self, self.changes.search.setFocus)

    def _button_row(self) -> QHBoxLayout:
        acceptable = len(self.found.refused) < self.found.total
        self.accept_button = QPushButton("&Принять правки", self)
        self.back_button = QPushButton("&Вернуть как было" if self.found.total else "&Построить заново", self)
        self.later_button = QPushButton("Позже", self)
        main = self.accept_button if acceptable else self.back_button
        main.setObjectName("main")
        self.accept_button.setVisible(acceptable)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addStretch(1)
        for button in (self.accept_button, self.back_button, self.later_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        main.setDefault(True)
        self.accept_button.clicked.connect(lambda: self._change(accept=True))
        self.back_button.clicked.connect(lambda: self._change(accept=False))
        self.later_button.clicked.connect(self.reject)
        return row

    def _change(self, *, accept: bool) -> None:
        def work(document: "Document", progress: "Progress") -> "ExternalEdits":
            from shnor_desktop.operations.sharing import outside_edits

            return (outside_edits.accept if accept else outside_edits.put_back)(document, progress)

        def done(found: "ExternalEdits") -> None:
            told = "Правки приняты в историю." if accept else "Записям возвращён прежний вид."
            self._context.messages.tell(f"{told} Прежний файл — в резервных копиях.")
            self.accept()

        self._working = True
        for button in (self.accept_button, self.back_button, self.later_button):
            button.setEnabled(False)
        self._context.jobs.change(self, work, done, self._failed)

    def reject(self) -> None:
        """Later; but what has been begun is waited for."""
        if not self._working:
            super().reject()

    def _failed(self, error: Exception) -> None:
        from shnor_desktop.errors import UserError

        if isinstance(error, UserError):
            self._context.messages.warn(error.what_happened, error.what_to_do)
        self._working = False
        self.reject()


def show_edits(context: Context, parent: QWidget, settled: Callable[[], None]) -> None:
    """Compare the file with its journal and show what differs; `settled` is called when nothing does any more."""

    def work(document: "Document", progress: "Progress") -> "ExternalEdits":
        from shnor_desktop.operations.sharing import outside_edits

        return outside_edits.find(document, progress)

    def show(found: "ExternalEdits") -> None:
        if not found:
            context.messages.tell("Файл в порядке: правок другой программы нет.")
            settled()
            return
        dialog = ExternalDialog(context, found, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(settled)
        dialog.open()

    context.jobs.ask(parent, work, show)


def _refused(found: "ExternalEdits") -> str:
    told = [f"{one.title} — {one.why}" for one in found.refused[:_MOST_REFUSED]]
    more = len(found.refused) - len(told)
    rest = f"; и ещё {more}" if more > 0 else ""
    mark = theme.state_mark("changed").glyph
    return f"{mark} Принять нельзя, будет возвращён прежний вид: {'; '.join(told)}{rest}."
