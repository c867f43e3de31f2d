"""The pen of the screen: pictures made of primitives, in the colours of the theme, with tips and clicks."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from shnor_desktop.papers.draw.primitives import Box, Curve, Disc, Face, Line, Picture, Spot, Text
from shnor_desktop.ui.kit import theme

_ROLES = {
    "axis": "muted",
    "grid": "line",
    "plate": "window",
    "threshold": "low",
    "strong": "accent",
    "weak": "muted",
    "series0": "accent",
    "series1": "muted",
    "series2": "line",
    "series3": "link",
}
"""What primitives mean, in colours of the theme; other roles are the theme's own."""


def face_of(font: QFont) -> Face:
    """How texts are set on the screen in that font."""
    bold = QFont(font)
    bold.setBold(True)
    plain_metrics, bold_metrics = QFontMetricsF(font), QFontMetricsF(bold)
    return Face(
        plain_metrics.ascent(),
        plain_metrics.height() + 3,
        lambda text, is_bold: (bold_metrics if is_bold else plain_metrics).horizontalAdvance(text),
    )


def draw(picture: Picture, painter: QPainter) -> None:
    """Draw with the lower left corner of the picture at the origin, upwards."""
    font, colour_of = QFont(painter.font()), cache(theme.colour)
    for shape in picture.shapes:
        colour = colour_of(_ROLES.get(shape.role, shape.role))
        match shape:
            case Line():
                style = Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine
                painter.setPen(QPen(colour, max(1.0, shape.width), style))
                painter.drawLine(QLineF(shape.x, -shape.y, shape.to_x, -shape.to_y))
            case Curve():
                style = Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine
                painter.setPen(QPen(colour, max(1.0, shape.width), style))
                painter.drawPolyline(QPolygonF([QPointF(x, -y) for x, y in shape.points]))
            case Disc():
                painter.setPen(QPen(colour, 1.2))
                painter.setBrush(colour if shape.filled else colour_of("window"))
                painter.drawEllipse(QPointF(shape.x, -shape.y), shape.radius, shape.radius)
            case Box():
                painter.fillRect(QRectF(shape.x, -shape.y - shape.height, shape.width, shape.height), colour)
            case Text():
                font.setBold(shape.bold)
                painter.setFont(font)
                painter.setPen(colour)
                wide = QFontMetricsF(font).horizontalAdvance(shape.text)
                left = shape.x - {"start": 0.0, "middle": wide / 2}.get(shape.anchor, wide)
                painter.drawText(QPointF(left, -shape.y), shape.text)


class PictureView(QWidget):
    """A picture made anew for every size: `make(width, height, face)`."""

    clicked = Signal(object)
    """The key of the place under the mouse."""

    def __init__(
        self, make: Callable[[float, float, Face], Picture], parent: QWidget | None = None, *, side: int = 8
    ) -> None:
        super().__init__(parent)
        self._make, self._side = make, side

    def picture(self) -> Picture:
        """What is drawn now."""
        return self._make(self.width() - 2 * self._side, self.height(), face_of(self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._side, self.height())
        draw(self.picture(), painter)
        painter.end()

    def spot_at(self, position: QPointF) -> Spot | None:
        """The place under a point of the widget."""
        x, y = position.x() - self._side, self.height() - position.y()
        return next((one for one in self.picture().spots if one.holds(x, y)), None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self.spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), spot.tip if spot else self.toolTip(), self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None and spot.key is not None:
            self.clicked.emit(spot.key)
        super().mouseReleaseEvent(event)
