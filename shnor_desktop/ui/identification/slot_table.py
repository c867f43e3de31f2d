"""The table in which a profile names its sittings: a box for year A and a box for year B."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from shnor_desktop.operations.results.held import HeldSitting
from shnor_desktop.rules.words.school_years import label
from shnor_desktop.ui.kit import theme

_HEADINGS = ("Год А", "Год Б", "Проведение", "Учебный год")
SLOT_A, SLOT_B, NAME, YEAR = range(len(_HEADINGS))


class SlotTable(QTableWidget):
    """One line a sitting, the latest year first; a sitting stands in one of the years."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADINGS), parent)
        self.setHorizontalHeaderLabels(list(_HEADINGS))
        self.setAccessibleName("Процедуры годов А и Б")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = self.horizontalHeader()
        for column in (SLOT_A, SLOT_B, YEAR):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self._uids: list[bytes] = []
        self.itemChanged.connect(self._on_item_changed)

    def set_sittings(
        self, held: Sequence[HeldSitting], slot_a: Collection[bytes], slot_b: Collection[bytes]
    ) -> None:
        """Show these sittings with the boxes of the two years ticked."""
        ordered = sorted(held, key=lambda one: -one.year)
        self.blockSignals(True)
        self.setRowCount(len(ordered))
        self._uids = [one.sitting.uid for one in ordered]
        for number, one in enumerate(ordered):
            for column, slot in ((SLOT_A, slot_a), (SLOT_B, slot_b)):
                box = QTableWidgetItem()
                box.setFlags(
                    Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                )
                box.setToolTip(f"{one.sitting.name}: {_HEADINGS[column].lower()}")
                box.setCheckState(_state(one.sitting.uid in slot))
                self.setItem(number, column, box)
            for column, text in ((NAME, one.sitting.name), (YEAR, label(one.year))):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.setItem(number, column, item)
        self.blockSignals(False)

    def show_automatic(self, slot_a: Collection[bytes], slot_b: Collection[bytes]) -> None:
        """Tick what was chosen by itself; it becomes the beginning of a choice of one's own."""
        self.blockSignals(True)
        for number, uid in enumerate(self._uids):
            self._box(number, SLOT_A).setCheckState(_state(uid in slot_a))
            self._box(number, SLOT_B).setCheckState(_state(uid in slot_b))
        self.blockSignals(False)

    def chosen(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """Sittings of year A and of year B."""
        return self._ticked(SLOT_A), self._ticked(SLOT_B)

    def _ticked(self, column: int) -> tuple[bytes, ...]:
        return tuple(
            uid
            for number, uid in enumerate(self._uids)
            if self._box(number, column).checkState() == Qt.CheckState.Checked
        )

    def _box(self, number: int, column: int) -> QTableWidgetItem:
        item = self.item(number, column)
        assert item is not None
        return item

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        """Ticking one year clears the other."""
        if item.column() not in (SLOT_A, SLOT_B):
            return
        if item.checkState() == Qt.CheckState.Checked:
            other = self._box(item.row(), SLOT_B if item.column() == SLOT_A else SLOT_A)
            self.blockSignals(True)
            other.setCheckState(Qt.CheckState.Unchecked)
            self.blockSignals(False)
            self.viewport().update()
        self.changed.emit()


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
