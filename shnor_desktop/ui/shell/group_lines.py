"""The lines of the navigation: as high as there is room for, with a line between the groups."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QStyleOptionViewItem

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.reach.framed_rows import FramedRows, Index

_GAP = 11
_EDGE = 4
_LEAST_AROUND = 6


class GroupLines(FramedRows):
    """Draws a line above the first entry of a group. In a low window the entries come closer together, so that none is
    out of sight."""

    def __init__(self, navigation: QListWidget) -> None:
        super().__init__(navigation)
        self._navigation = navigation
        self._rows: set[int] = set()
        navigation.setResizeMode(QListWidget.ResizeMode.Adjust)

    def add(self, row: int) -> None:
        """A group begins there."""
        self._rows.add(row)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._height() + (_GAP if index.row() in self._rows else 0))

    def _height(self) -> int:
        """Of one entry without a line."""
        list_ = self._navigation
        shown = [row for row in range(list_.count()) if not list_.isRowHidden(row)]
        lines = _GAP * sum(row in self._rows for row in shown)
        room = (list_.viewport().height() - lines - _EDGE) // max(1, len(shown))
        return max(list_.fontMetrics().height() + _LEAST_AROUND, min(room, theme.navigation_height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.row() in self._rows:
            rect = option.rect  # type: ignore[attr-defined]
            painter.setPen(theme.colour("line"))
            middle = rect.top() + _GAP // 2
            painter.drawLine(rect.left() + 4, middle, rect.right() - 4, middle)
            option.rect = rect.adjusted(0, _GAP, 0, 0)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
