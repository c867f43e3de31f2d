"""A box for a number, whose edge is seen in the dark too."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSpinBox

from shnor_desktop.ui.kit import theme


class NumberBox(QSpinBox):
    """The sheet of the style cannot give it an edge without taking its arrows away, so that one is drawn."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if theme.is_dark():
            painter = QPainter(self)
            painter.setPen(
                theme.colour("link" if self.hasFocus() else "muted" if self.isEnabled() else "line")
            )
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 2, 2)
            painter.end()
