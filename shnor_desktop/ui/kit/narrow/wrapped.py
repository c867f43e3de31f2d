"""Lines of a list over as many rows as their texts need: none is cut."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
_AIR, _ABOVE = 4, 2
_FLAGS = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class WrappedLines(QStyledItemDelegate):
    """Of a list that is never scrolled sideways; Qt's own cuts a line that nearly fits."""

    def __init__(self, shown: QListWidget) -> None:
        super().__init__(shown)
        self._list = shown
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.setResizeMode(QListWidget.ResizeMode.Adjust)
        shown.setItemDelegate(self)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # The bar comes after the lines are laid out, and narrows them.
        bar = self._list.verticalScrollBar().sizeHint().width()
        width = self._list.contentsRect().width() - bar - 2 * self._list.spacing()
        room = QRect(0, 0, width - 2 * _AIR, 10_000)
        height = self._list.fontMetrics().boundingRect(room, _FLAGS, str(index.data() or "")).height()
        return QSize(width, height + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Any = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        style = self._list.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, cell, painter, self._list)
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        ink = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        enabled = bool(cell.state & QStyle.StateFlag.State_Enabled)
        room = cell.rect.adjusted(_AIR, 0, -_AIR, 0)
        painter.save()
        painter.setFont(cell.font)
        style.drawItemText(painter, room, _FLAGS, cell.palette, enabled, cell.text, ink)
        painter.restore()
