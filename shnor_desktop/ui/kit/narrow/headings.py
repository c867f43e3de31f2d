"""Headings of columns in several lines; what does not fit in them is left out with an ellipsis."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionHeader, QWidget

_AROUND, _ABOVE, _MOST_LINES = 8, 6, 3


class Headings(QHeaderView):
    """Of a table whose columns are narrower than their names; the whole name is the tip of its heading."""

    elides = True

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.sortIndicatorChanged.connect(lambda section, order: self._fitted.clear())
        self._fitted: dict[tuple[str, int, int], str] = {}

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        text, width, height = str(option.text), self._room(section), self.height()  # type: ignore[attr-defined]
        key = text, width, height
        if key not in self._fitted:
            self._fitted[key] = fitted(text, self._metrics(), width, height)
        option.text = self._fitted[key]  # type: ignore[attr-defined]

    def _room(self, section: int) -> int:
        """For the text, beside the arrow of the order."""
        arrow = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        mark = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, self) if arrow else 0
        return self.sectionSize(section) - _AROUND - mark

    def _metrics(self) -> QFontMetrics:
        font = QFont(self.font())
        font.setBold(self.highlightSections())  # Above the cursor.
        return QFontMetrics(font)

    def _text(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")

    def folded(self, section: int) -> int:
        """The width a heading needs over two lines."""
        metrics, words = self._metrics(), self._text(section).split()
        whole = self.sectionSizeHint(section)
        if "\n" in self._text(section) or len(words) < 2:
            return whole
        wide = metrics.horizontalAdvance
        halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
        return whole - wide(" ".join(words)) + min(max(map(wide, pair)) for pair in halves)

    def fit_height(self) -> None:
        """As high as the headings are at the widths they have, at most three lines."""
        metrics, flags = self._metrics(), int(Qt.TextFlag.TextWordWrap)
        lines = 1
        for section in range(self.count()):
            room = QRect(0, 0, self._room(section), 10_000)
            if room.width() > 0:
                height = metrics.boundingRect(room, flags, self._text(section)).height()
                lines = max(lines, round(height / metrics.lineSpacing()))
        self.setFixedHeight(metrics.height() + (min(lines, _MOST_LINES) - 1) * metrics.lineSpacing() + _ABOVE)


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
