"""A small chart of one procedure over the years: the share of those who failed, with the threshold line."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shnor_desktop.rules.figures import E4
from shnor_desktop.ui.kit import theme

_SIDE = 8
_WIDEST = 64
_LINES = 9.5
"""Height of the chart in lines of text."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One sitting: no value when there are no figures, then `text` says why."""

    label: str
    value_e4: int | None
    text: str
    note: str
    """Second line under the bar: «12 уч.»."""
    low: bool


class HistoryChart(QWidget):
    """Bars with their values in figures; low ones are marked by colour and a sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._threshold_e4 = 30 * E4
        self._title = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Диаграмма по годам")

    def show_bars(self, title: str, bars: tuple[Bar, ...], threshold: int) -> None:
        """Draw these bars; the accessible description says the same in words."""
        self._title, self._bars, self._threshold_e4 = title, bars, threshold * E4
        self.setAccessibleDescription(title + ": " + "; ".join(f"{one.label} — {one.text}" for one in bars))
        told = (", ".join(filter(None, (f"{one.label}: {one.text}", one.note))) for one in bars)
        self.setToolTip("\n".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, round(_LINES * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round((_LINES - 1) * self._line()))

    def _line(self) -> int:
        """Height of a line of text with its air; everything but the bars is measured in lines."""
        return self.fontMetrics().height() + 3

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(
            QRectF(_SIDE, 0, self.width() - 2 * _SIDE, self._line()), Qt.AlignmentFlag.AlignLeft, self._title
        )
        painter.setFont(self.font())
        if self._bars:
            self._paint_bars(painter)
        painter.end()

    def _paint_bars(self, painter: QPainter) -> None:
        top = max([self._threshold_e4 * 4 // 3, *(one.value_e4 or 0 for one in self._bars)])
        line = self._line()
        bottom, ceiling = self.height() - 2 * line - 4, 2 * line + 4
        slot = (self.width() - 2 * _SIDE) / len(self._bars)
        for place, one in enumerate(self._bars):
            middle = _SIDE + slot * (place + 0.5)
            height = (one.value_e4 or 0) / top * (bottom - ceiling)
            self._paint_bar(painter, one, middle, bottom - height, bottom, slot)
        y = bottom - self._threshold_e4 / top * (bottom - ceiling)
        painter.setPen(QPen(theme.colour("low"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(_SIDE, y), QPointF(self.width() - _SIDE, y))
        label = QRectF(_SIDE, 0, self.width() - 2 * _SIDE, line)  # Beside the title no bar stands over it.
        painter.drawText(label, Qt.AlignmentFlag.AlignRight, f"╌╌ порог {self._threshold_e4 // E4} %")
        painter.setPen(theme.colour("muted"))
        painter.drawLine(QPointF(_SIDE, bottom), QPointF(self.width() - _SIDE, bottom))

    def _paint_bar(
        self, painter: QPainter, one: Bar, middle: float, y: float, bottom: float, slot: float
    ) -> None:
        width = min(_WIDEST, slot * 0.6)
        if one.value_e4 is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("low" if one.low else "accent"))
            painter.drawRect(QRectF(middle - width / 2, y, width, max(1.0, bottom - y)))
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.setPen(theme.colour("low" if one.low else "text"))
        mark = f"{theme.state_mark('low').glyph} " if one.low else ""
        line = self._line()
        value = self._fitting((mark + one.text, one.text, one.text.rstrip("\u00a0 %")), slot)
        painter.drawText(QRectF(middle - slot / 2, y - line, slot, line), centre, value)
        painter.setPen(theme.colour("text"))
        year = one.label[-4:]
        label = self._fitting((one.label, year, f"’{year[2:]}"), slot)
        painter.drawText(QRectF(middle - slot / 2, bottom + 3, slot, line), centre, label)
        painter.setPen(theme.colour("muted"))
        note = self._fitting((one.note, one.note.split()[0] if one.note else "", ""), slot)
        painter.drawText(QRectF(middle - slot / 2, bottom + 2 + line, slot, line), centre, note)

    def _fitting(self, texts: tuple[str, ...], width: float) -> str:
        """The first text that fits, else the last: many years stand in a narrow card."""
        room = width - 2
        return next((text for text in texts if self.fontMetrics().horizontalAdvance(text) <= room), texts[-1])
