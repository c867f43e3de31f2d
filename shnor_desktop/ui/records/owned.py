"""What belongs to a record, in its form: added, edited, moved and deleted at once, each a step of its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.records.records import Row
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ButtonRow

Edit = Callable[..., None]
"""`ui.records.form.edit_record`."""
_LINES = 5


class OwnedRows(QWidget):
    """Titles of the records, and what can be done with them."""

    def __init__(
        self, context: Context, code: str, field: str, owner: bytes, edit: Edit, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._kind, self._field, self._owner = context, BY_CODE[code], field, owner
        self._edit = edit
        self.list = QListWidget(self)
        self.list.setAccessibleName(self._kind.many)
        self.list.setFixedHeight(theme.row_height() * _LINES)
        self.list.itemActivated.connect(lambda item: self.edit())
        buttons = ButtonRow()
        acts = [("Добавить…", self.add), ("Изменить…", self.edit), ("Удалить", self.delete)]
        if self._kind.has_position:
            acts += [("Выше", lambda: self._move(up=True)), ("Ниже", lambda: self._move(up=False))]
        for title, act in acts:
            button = QPushButton(title, self)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{self._kind.many}: {title}")
            button.setEnabled(not context.read_only or act == self.edit)
            button.clicked.connect(act)
            buttons.addWidget(button)
        lay_column(self, self.list, buttons, gap=2)
        self.setFocusProxy(self.list)
        self.reload()

    def reload(self) -> None:
        """Ask for the records again."""
        asked = with_session(records.owned, self._kind.code, self._field, self._owner)
        self._context.jobs.ask(self, asked, self._show)

    def _show(self, rows: tuple[Row, ...]) -> None:
        chosen = self._chosen()
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(row.title or self._kind.one)
            item.setData(Qt.ItemDataRole.UserRole, row.uid)
            item.setToolTip(item.text())
            self.list.addItem(item)
            if row.uid == chosen:
                self.list.setCurrentItem(item)

    def _chosen(self) -> bytes | None:
        item = self.list.currentItem()
        return bytes(item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def add(self) -> None:
        """The form of a new one that belongs to this record."""
        given = {self._field: self._owner}
        self._edit(self._context, self, self._kind.code, None, lambda uid: self.reload(), given=given)

    def edit(self) -> None:
        """The form of the chosen one."""
        if (uid := self._chosen()) is not None:
            self._edit(self._context, self, self._kind.code, uid, lambda uid: self.reload())

    def delete(self) -> None:
        """Delete the chosen one, and offer to take it back."""
        if (uid := self._chosen()) is not None:
            self._context.jobs.change(
                self, with_document(saving.delete_records, self._kind.code, [uid]), self._on_deleted
            )

    def _on_deleted(self, text: str) -> None:
        self.reload()
        self._context.offer_undo(text)

    def _move(self, *, up: bool) -> None:
        if (uid := self._chosen()) is not None:
            self._context.jobs.change(
                self,
                with_document(saving.move_record, self._kind.code, uid, up=up),
                lambda answer: self.reload(),
            )
