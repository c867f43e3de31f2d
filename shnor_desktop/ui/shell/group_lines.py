"""The lines between the groups of the navigation."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from shnor_desktop.ui.kit import theme

Index = QModelIndex | QPersistentModelIndex
_GAP = 11


class GroupLines(QStyledItemDelegate):
    """Draws a line above the first entry of a group."""

    def __init__(self, navigation: QListWidget) -> None:
        super().__init__(navigation)
        self._rows: set[int] = set()

    def add(self, row: int) -> None:
        """A group begins there."""
        self._rows.add(row)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return size + QSize(0, _GAP) if index.row() in self._rows else size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.row() in self._rows:
            rect = option.rect  # type: ignore[attr-defined]
            painter.setPen(theme.colour("line"))
            middle = rect.top() + _GAP // 2
            painter.drawLine(rect.left() + 4, middle, rect.right() - 4, middle)
            option.rect = rect.adjusted(0, _GAP, 0, 0)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
