"""Headings of columns in several lines; what does not fit in them is left out with an ellipsis."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

_AROUND = 8


class Headings(QHeaderView):
    """Of a table whose columns are narrower than their names; the whole name is the tip of its heading."""

    elides = True

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self._fitted: dict[tuple[str, int, int], str] = {}

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        text, width, height = str(option.text), self.sectionSize(section), self.height()  # type: ignore[attr-defined]
        key = text, width, height
        if key not in self._fitted:
            bold = QFont(self.font())
            bold.setBold(True)  # As it is above the cursor.
            self._fitted[key] = fitted(text, QFontMetrics(bold), width - _AROUND, height)
        option.text = self._fitted[key]  # type: ignore[attr-defined]


def fitted(text: str, metrics: QFontMetrics, width: int, height: int) -> str:
    """As much of the beginning as the lines have room for."""

    def fits(some: str) -> bool:
        flags = int(Qt.TextFlag.TextWordWrap)
        room = metrics.boundingRect(QRect(0, 0, width, 10_000), flags, some)
        return room.height() <= height and room.width() <= width

    if fits(text):
        return text
    least, most = 0, len(text)
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if fits(f"{text[:middle].rstrip()}…") else (least, middle)
    return f"{text[:least].rstrip()}…"
