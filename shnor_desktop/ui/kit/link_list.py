"""Several records of one kind, ticked in a list: those chosen stand first, a text above finds the others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from shnor_desktop.models.kind import Field
from shnor_desktop.models.values import Linked
from shnor_desktop.ui.kit import theme

_UID = Qt.ItemDataRole.UserRole
_LINES = 6


class LinkList(QWidget):
    """Space ticks, F2 writes the note of a record where the field has notes; typing above narrows the list."""

    changed = Signal()

    def __init__(
        self, field: Field, choices: tuple[tuple[bytes, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._field, self._choices = field, choices
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Найти в списке")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setColumnCount(2 if field.noted else 1)
        self.list.setHeaderHidden(not field.noted)
        self.list.setHeaderLabels(["Запись", field.noted.capitalize()][: self.list.columnCount()])
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFixedHeight(theme.row_height() * _LINES)
        self.list.setAccessibleName(field.label)
        self.search.setAccessibleName(f"{field.label}: найти в списке")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.setFocusProxy(self.search)
        self.list.itemChanged.connect(lambda item, place: self.changed.emit())
        self.list.itemActivated.connect(self._write_note)

    def set_value(self, value: Linked) -> None:
        """Tick these, in their order, before the others."""
        self.list.blockSignals(True)
        self.list.clear()
        titles, notes = dict(self._choices), dict(value)
        known = [uid for uid in notes if uid in titles]
        for uid in [*known, *(uid for uid in titles if uid not in notes)]:
            item = QTreeWidgetItem([titles[uid], notes.get(uid, "")][: self.list.columnCount()])
            item.setData(0, _UID, uid)
            flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if self._field.noted else flags)
            item.setCheckState(0, Qt.CheckState.Checked if uid in notes else Qt.CheckState.Unchecked)
            self.list.addTopLevelItem(item)
        if self._field.noted:
            self.list.resizeColumnToContents(0)
        self.list.blockSignals(False)
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def value(self) -> Linked:
        """What is ticked, as the list shows it."""
        items = (self.list.topLevelItem(place) for place in range(self.list.topLevelItemCount()))
        return tuple(
            (bytes(item.data(0, _UID)), " ".join(item.text(1).split()) if self._field.noted else "")
            for item in items
            if item is not None and item.checkState(0) == Qt.CheckState.Checked
        )

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for place in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(place)
            if item is not None:
                item.setHidden(not all(word in item.text(0).casefold() for word in words))

    def _write_note(self, item: QTreeWidgetItem, place: int) -> None:
        if self._field.noted:
            self.list.editItem(item, 1)
