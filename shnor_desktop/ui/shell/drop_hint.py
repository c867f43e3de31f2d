"""Over the page while files are dragged over the window: what happens when they are let go."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.shell.landing import Landing, Way

_EDGE = 3


class DropHint(QWidget):
    """Lies over its parent and takes no event from what is below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.title = QLabel(self)
        self.title.setObjectName("heading")
        self.text = QLabel(self)
        for label in (self.title, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        lay_column(self, 1, self.title, self.text, 1, around=(4 * theme.MARGIN,) * 4)
        self.hide()

    def tell(self, landing: Landing) -> None:
        """Say it over the whole of the parent."""
        mark = theme.state_mark("refused" if landing.way is Way.NOTHING else "only_there").glyph
        self.title.setText(f"{mark} {landing.title}")
        self.text.setText(landing.text)
        self.setAccessibleName(f"{landing.title} {landing.text}".strip())
        self._edge = theme.colour("error" if landing.way is Way.NOTHING else "accent")
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = theme.colour("window")
        ground.setAlpha(244)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(self._edge, _EDGE, Qt.PenStyle.DashLine))
        inset = theme.MARGIN
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()
