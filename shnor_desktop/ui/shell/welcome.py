"""The page shown while no file is open: create, open, the files opened lately."""

from pathlib import Path

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme


class WelcomePage(QWidget):
    """Light: it is the first thing painted."""

    create_chosen = Signal()
    open_chosen = Signal()
    recent_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN * 2, theme.MARGIN * 2, theme.MARGIN * 2, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        self.heading = QLabel("Школы с низкими результатами", self)
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        self._choices = QWidget(self)
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        self.create_button = QPushButton("Создать файл", self)
        self.create_button.setObjectName("main")
        self.create_button.clicked.connect(self.create_chosen)
        self.open_button = QPushButton("Открыть файл…", self)
        self.open_button.clicked.connect(self.open_chosen)
        for button in (self.create_button, self.open_button):
            button.setAutoDefault(True)  # Enter presses the button that has the keyboard.
        row.addWidget(self.create_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        column.addWidget(self._choices)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column.addLayout(self._recent)
        column.addStretch(1)
        self.show_waiting(None)

    def show_waiting(self, path: Path | None) -> None:
        """Say that a file is being opened, or with None offer the choices."""
        self._choices.setVisible(path is None)
        if path is None:
            self.text.setText(
                "Вся работа района хранится в одном файле. Создайте новый или откройте имеющийся; файл можно "
                "перетащить на это окно."
            )
        else:
            self.text.setText(f"Открывается файл «{path.name}»…")

    def show_recent(self, paths: list[Path]) -> None:
        """The files opened lately as links."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if paths:
            label = QLabel("Последние файлы", self)
            label.setObjectName("subheading")
            self._recent.addWidget(label)
        for path in paths:
            button = QPushButton(path.stem, self)
            button.setFlat(True)
            button.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
            button.setToolTip(str(path))
            button.setStyleSheet("text-align: left; padding: 4px; color: palette(link);")
            button.clicked.connect(lambda checked=False, path=path: self.recent_chosen.emit(path))
            self._recent.addWidget(button)
