"""What a screen shows while it has nothing to show: why, and the button of the next step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.ui import theme


class EmptyPage(QWidget):
    """A heading, an explanation and one button in the middle of the page; the screen fills and connects them."""

    def __init__(self, parent: QWidget, title: str = "", text: str = "", act: str = "") -> None:
        super().__init__(parent)
        self.title = QLabel(title, self)
        self.title.setObjectName("subheading")
        self.text = QLabel(text, self)
        self.text.setWordWrap(True)
        self.act = QPushButton(act, self)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
