"""One page of a paper on the screen: a picture that is drawn when it is looked at, and the figures that can be asked about."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.ui.kit import theme

_SCREEN_DPI = 96
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""


class PageLabel(QLabel):
    """Blank until it is looked at, drawn dot for dot then."""

    asked = Signal(int, float, float)
    """Page and point, in points from the lower left corner: the figure there was clicked."""
    menu_wanted = Signal(int, float, float, object)
    """The same for the context menu, with the place on the screen."""

    def __init__(
        self, number: int, total: int, size: tuple[float, float], boxes: tuple[Box, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.number = number
        self.points = size
        self.natural = QSize(*(round(side * _SCREEN_DPI / 72) for side in size))
        """Size in dots of the screen at 100 %."""
        self.sharp_at = 0
        """Percent the present picture was drawn for; 0 for none."""
        self.boxes = boxes
        self._framed: Box | None = None
        self.setMouseTracking(True)
        self.setAccessibleName(f"Страница {number + 1} из {total}")
        self.setStyleSheet("background: white; border: 1px solid #9aa4b0;")

    def scale_to(self, percent: int) -> None:
        """Take the size of this zoom."""
        if percent != self.sharp_at:
            self.setFixedSize(self.natural * (percent / 100))
            self.setScaledContents(True)

    def sharpen(self, picture: QPixmap, percent: int) -> None:
        """Show a picture drawn for this zoom."""
        self.sharp_at = percent
        self.setScaledContents(False)
        self.setPixmap(picture)
        self.setFixedSize(picture.deviceIndependentSize().toSize() + QSize(2, 2))

    def forget(self) -> None:
        """Give the memory of the picture back."""
        if self.sharp_at:
            size = self.size()
            self.setPixmap(QPixmap())
            self.setFixedSize(size)
            self.sharp_at = 0

    # --- figures -------------------------------------------------------------------------------------------------

    def frame(self, box: Box | None) -> None:
        """Put a frame around a figure, the only one of the page."""
        self._framed = box
        self.update()

    def place_of(self, box: Box) -> QRectF:
        """Where a box of the page stands in the label."""
        across, down = self.width() / self.points[0], self.height() / self.points[1]
        left, bottom, right, top = box
        return QRectF(
            left * across, (self.points[1] - top) * down, (right - left) * across, (top - bottom) * down
        )

    def point_at(self, place: QPointF) -> tuple[float, float]:
        """The point of the page under a place of the label."""
        across, down = self.points[0] / max(1, self.width()), self.points[1] / max(1, self.height())
        return place.x() * across, self.points[1] - place.y() * down

    def is_figure(self, x: float, y: float) -> bool:
        """Whether something that can be asked about stands at the point."""
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self.boxes)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = self.is_figure(*self.point_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.setToolTip("Щёлкните, чтобы увидеть, откуда это число" if hand else "")
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = self.point_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self.is_figure(*point):
            self.asked.emit(self.number, *point)
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = self.point_at(QPointF(event.pos()))
        if self.is_figure(*point):
            self.menu_wanted.emit(self.number, *point, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._framed is not None:
            with QPainter(self) as painter:
                painter.setPen(QPen(theme.colour("error"), 2))
                painter.drawRect(self.place_of(self._framed).adjusted(-2, -2, 2, 2))
