"""The cells of one refused row, to be said anew before the book is read again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QWidget

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.amending import RowCells
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.texts import shortened
from shnor_desktop.ui.kit.widgets import plain_label


class CellDialog(Dialog):
    """A field for every cell of the row; the cell that was refused has the cursor."""

    def __init__(
        self,
        row: RowCells,
        why: str,
        alike: Sequence[CellRef],
        *,
        for_all: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        height = min(240 + 44 * len(row.cells), 560)
        super().__init__("Исправить ячейки строки", parent, about=why, size=(560, height))
        self._row, self._alike = row, alike
        self.fields: dict[CellRef, QLineEdit] = {}
        page = QWidget(self)
        form = QFormLayout(page)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for where, heading, text in row.cells:
            self._add(form, where, heading, text)
        scroll = QScrollArea(self)
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.for_all = QCheckBox(self)
        more = counted(len(alike), "такой же ячейке", "таких же ячейках", "таких же ячейках")
        self.for_all.setText(f"&Так же в {more} этой книги")
        self.for_all.setChecked(for_all)
        self.for_all.setVisible(bool(alike))
        note = "Сама книга не меняется: исправление действует при этой загрузке."
        self.column.addWidget(scroll, 1)
        self.column.addWidget(self.for_all)
        self.column.addWidget(plain_label("muted", self, note))
        self.close_with(Act("&Исправить", self.accept, main=True))
        wrong = self.fields.get(row.where)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            wrong.selectAll()

    def _add(self, form: QFormLayout, where: CellRef, heading: str, text: str) -> None:
        letters = where.address.rpartition("!")[2]
        field = QLineEdit(text, self)
        field.setCursorPosition(0)
        label = QLabel(f"{shortened(heading.split(' / ')[-1])} ({letters})", self)
        label.setWordWrap(True)
        label.setToolTip(heading)
        label.setBuddy(field)
        name = f"{heading}, ячейка {letters}"
        field.setAccessibleName(f"{name}, отклонена" if where == self._row.where else name)
        if where == self._row.where:
            label.setText(f"▲ {label.text()}")
        self.fields[where] = field
        form.addRow(label, field)

    def changes(self) -> dict[CellRef, str]:
        """The cells that were said anew; what is said of the refused cell goes for those alike too, when wanted."""
        before = {where: text for where, _, text in self._row.cells}
        found = {where: field.text().strip() for where, field in self.fields.items()}
        changed = {where: text for where, text in found.items() if text != before[where]}
        if self.for_all.isChecked() and self._row.where in changed:
            changed |= dict.fromkeys(self._alike, changed[self._row.where])
        return changed
