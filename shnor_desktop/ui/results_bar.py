"""The bar above the results grid: what to show, a school to find, what can be done; two lines in a narrow window."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.results_filters import ResultsFilters

_NARROW = 700


class ResultsBar(QWidget):
    """Its widgets are connected by the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = ResultsFilters(self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Найти школу")
        self.search.setAccessibleName("Найти школу")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.wide(80))
        self.add = QPushButton("Новый столбец…", self)
        self.add.setToolTip("Добавить проведение: предмет, класс, год")
        self.load = QPushButton("Загрузить…", self)
        self.load.setToolTip("Загрузить книгу с результатами (Ctrl+I)")
        self.card = QPushButton("Карточка", self)
        self.card.setObjectName("chip")
        self.card.setCheckable(True)
        self.card.setChecked(True)
        self.card.setToolTip("Показывать справа все числа результата (F4 — перейти в карточку и обратно)")
        find = QHBoxLayout()
        find.addWidget(self.filters)
        find.addWidget(self.search, 1)
        act = QHBoxLayout()
        for button in (self.add, self.load, self.card):
            act.addWidget(button)
        act.addStretch(1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addLayout(find, 1)
        self._lines.addLayout(act)
        for line in (self._lines, find, act):
            line.setSpacing(theme.GAP)

    def set_writable(self, writable: bool) -> None:
        """Whether anything may be added."""
        self.add.setEnabled(writable)
        self.load.setEnabled(writable)

    def say_found(self, found: bool) -> None:
        """Whether the school that is looked for is there."""
        self.search.setStyleSheet("" if found else f"color: {theme.colour('error').name()};")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < theme.wide(_NARROW)
        self._lines.setDirection(way.TopToBottom if narrow else way.LeftToRight)
