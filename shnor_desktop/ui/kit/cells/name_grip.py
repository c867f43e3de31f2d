"""The edge of the names beside a grid: dragged it makes them wider, a double click gives them what they need."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTableView, QWidget

_WIDE = 7
NARROWEST = 60


class NameGrip(QWidget):
    """Lies over the line between the names and the cells of a view."""

    dragged = Signal(int)
    """The width that is wished."""
    released = Signal()
    fit_wanted = Signal()

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._from: tuple[QPoint, int] | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip("Ширина названий: потяните; двойной щелчок — по самому длинному")
        self.setFixedWidth(_WIDE)
        for watched in (view, view.verticalHeader()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The names have another width, or the view another height."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            names = self._view.verticalHeader().geometry()
            self.setGeometry(names.right() - _WIDE // 2, 0, _WIDE, self._view.height())
            self.raise_()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().toPoint(), self._view.verticalHeader().width()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            start, width = self._from
            most = max(self._view.width() - NARROWEST, NARROWEST)
            wished = width + event.globalPosition().toPoint().x() - start.x()
            self.dragged.emit(min(max(wished, NARROWEST), most))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._from = None
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.fit_wanted.emit()
