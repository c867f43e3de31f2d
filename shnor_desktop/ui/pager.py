"""Pages of a long list: which part is shown, and the way to the newer and the older ones."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from shnor_desktop.ui import theme


class Pager(QWidget):
    """Hidden while one page holds everything."""

    moved = Signal(int)
    """The first line of the page to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = 0
        self._size = 1
        self.label = QLabel(self)
        self.newer = QPushButton("‹ Новее", self)
        self.older = QPushButton("Старее ›", self)
        self.newer.clicked.connect(lambda: self.moved.emit(max(0, self._start - self._size)))
        self.older.clicked.connect(lambda: self.moved.emit(self._start + self._size))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for widget in (self.label, self.newer, self.older):
            row.addWidget(widget)
        self.hide()

    def show_page(self, start: int, shown: int, total: int, size: int) -> None:
        """Tell which of how many lines are shown."""
        self._start, self._size = start, size
        self.label.setText(f"{_number(start + 1)}–{_number(start + shown)} из {_number(total)}")
        self.newer.setEnabled(start > 0)
        self.older.setEnabled(start + shown < total)
        self.setVisible(total > size)


def _number(n: int) -> str:
    """«12 345», with spaces that do not break."""
    return f"{n:,}".replace(",", "\u00a0")
