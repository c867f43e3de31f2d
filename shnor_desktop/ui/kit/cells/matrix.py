"""Cells under two headings, ready to be painted: what people compare down and across. Nothing is computed while painting."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.table_rows import Index

Role = Qt.ItemDataRole
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class Painted(NamedTuple):
    """A cell as Qt asks for it."""

    text: str
    edit: str = ""
    tip: str = ""
    fore: QBrush | None = None
    back: QBrush | None = None

    def answer(self, role: int) -> Any:
        """What Qt gets of the cell."""
        if role == Role.DisplayRole:
            return self.text
        if role == Role.EditRole:
            return self.edit
        if role in (Role.ToolTipRole, Role.AccessibleTextRole, Role.AccessibleDescriptionRole):
            return self.tip
        if role == Role.ForegroundRole:
            return self.fore
        return self.back if role == Role.BackgroundRole else None


EMPTY = Painted("")


def undecided(one: Painted) -> Painted:
    """A cell organisations disagree about; its other marks stay."""
    mark = theme.state_mark("undecided")
    tip = f"{one.tip if one.text else ''}\n{mark.glyph} {mark.word}: раздел «Нужно решить»".strip()
    back = one.back or QBrush(theme.colour(f"{mark.role}_back"))
    return one._replace(text=f"{mark.glyph} {one.text}".strip(), tip=tip, back=back)


class Matrix(QAbstractTableModel):
    """Set whole."""

    def __init__(self, parent: QObject | None = None, *, centred: bool = False) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[str, ...] = ()
        self._cells: tuple[tuple[Painted, ...], ...] = ()
        self._align = _CENTRE if centred else None

    def set_cells(
        self, columns: Sequence[str], rows: Sequence[str], cells: Sequence[tuple[Painted, ...]]
    ) -> None:
        """Show these cells, a tuple a row."""
        self.beginResetModel()
        self._columns, self._rows, self._cells = tuple(columns), tuple(rows), tuple(cells)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Role.TextAlignmentRole:
            return self._align
        return self._cells[index.row()][index.column()].answer(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        return (self._columns if orientation == Qt.Orientation.Horizontal else self._rows)[section]
