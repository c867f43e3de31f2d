"""Where the keyboard is in a list of pages: a thin frame in its row, for those who work by keys and for nobody else."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shnor_desktop.ui.kit import theme

Index = QModelIndex | QPersistentModelIndex
_INSIDE, _ROUND = 2.5, 4


class FramedRows(QStyledItemDelegate):
    """Draws the rows of a list; the frame comes with a key and goes with a click of the mouse."""

    def __init__(self, rows: QListWidget) -> None:
        super().__init__(rows)
        self._list = rows
        self.by_keys = False
        """Whether the list was reached or moved along by keys last."""
        for one in (rows, rows.viewport()):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            self._on_focus(event.reason())  # type: ignore[attr-defined]
        elif kind == QEvent.Type.MouseButtonPress:
            self._go_by_keys(False)
        elif (
            watched is self._list
            and isinstance(event, QKeyEvent)
            and kind == QEvent.Type.KeyPress
            and event.key() not in _held()
        ):
            self._go_by_keys(True)
        return False

    def _on_focus(self, reason: "QtCore.Qt.FocusReason") -> None:
        """Coming back from a dialog or another window changes nothing."""
        every = QtCore.Qt.FocusReason
        if reason in (every.TabFocusReason, every.BacktabFocusReason, every.ShortcutFocusReason):
            self._go_by_keys(True)
        elif reason == every.MouseFocusReason:
            self._go_by_keys(False)

    def _go_by_keys(self, by_keys: bool) -> None:
        if by_keys != self.by_keys:
            self.by_keys = by_keys
            self._list.viewport().update()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not (self.by_keys and self._list.hasFocus() and index.row() == self._list.currentRow()):
            return
        selected = option.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("on_accent" if selected else "link"))
        room = QRectF(option.rect).adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)  # type: ignore[attr-defined]
        painter.drawRoundedRect(room, _ROUND, _ROUND)
        painter.restore()


def _held() -> tuple[int, ...]:
    """Keys that do nothing by themselves."""
    key = QtCore.Qt.Key
    return key.Key_Alt, key.Key_Control, key.Key_Shift, key.Key_Meta
