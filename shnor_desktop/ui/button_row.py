"""A row of buttons that goes on in the next line where the window is too narrow for whole captions."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from shnor_desktop.ui import theme


class ButtonRow(QLayout):
    """Every widget keeps its own width; the height follows from how many lines they take."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.GAP)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._places(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        found: list[tuple[QLayoutItem, QRect]] = []
        line: list[tuple[QLayoutItem, QRect]] = []
        across, down = 0, 0
        for item in self._shown():
            size = item.sizeHint()
            if line and across + size.width() > width:
                found += _levelled(line)
                across, down, line = 0, down + _tallest(line) + self.spacing(), []
            room = QSize(min(size.width(), max(width, 1)), size.height())
            line.append((item, QRect(QPoint(across, down), room)))
            across += size.width() + self.spacing()
        return found + _levelled(line)


def _tallest(line: list[tuple[QLayoutItem, QRect]]) -> int:
    return max((place.height() for _, place in line), default=0)


def _levelled(line: list[tuple[QLayoutItem, QRect]]) -> list[tuple[QLayoutItem, QRect]]:
    """The same line with low buttons in the middle of its height."""
    tallest = _tallest(line)
    return [(item, place.translated(0, (tallest - place.height()) // 2)) for item, place in line]
