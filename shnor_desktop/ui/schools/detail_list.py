"""A short list on the card of a school, codes or spellings, with a line to add one and Delete to take one away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.widgets import ChoiceBox, push_button


class DetailList(QWidget):
    """A short list of codes or spellings with a line to add one and Delete to take one away."""

    added = Signal(str, str)
    """System code (empty for spellings) and the typed text."""
    removed = Signal(bytes)

    def __init__(
        self, title: str, hint: str, systems: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.returnPressed.connect(self._on_add)
        self.systems = ChoiceBox("Система кодов", self, systems)
        self.systems.setVisible(bool(systems))
        self.add = push_button("Добавить", self, self._on_add)
        self.remove = push_button("Удалить", self, self._on_remove, "Delete")
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self._on_remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        heading = QLabel(title, self)
        heading.setObjectName("subheading")
        above = in_row((heading, 1), self.remove, gap=None)
        row = in_row(self.systems, (self.line, 1), self.add, gap=None)
        lay_column(self, above, (self.list, 1), row, gap=None)

    def show_items(self, items: Sequence[tuple[bytes, str]]) -> None:
        """Show these lines."""
        self.list.clear()
        for uid, text in items:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, uid)
            item.setToolTip(text)
            self.list.addItem(item)

    def set_writable(self, writable: bool) -> None:
        """Whether lines may be added and taken away."""
        for widget in (self.line, self.systems, self.add, self.remove):
            widget.setEnabled(writable)

    def _on_add(self) -> None:
        if self.line.text().strip():
            self.added.emit(str(self.systems.currentData() or ""), self.line.text())
            self.line.clear()

    def _on_remove(self) -> None:
        item = self.list.currentItem()
        if item is not None and self.remove.isEnabled():
            self.removed.emit(bytes(item.data(Qt.ItemDataRole.UserRole)))
