"""Texts of any length in a few lines: what does not fit is scrolled to."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

_LEAST = 2


def scrolled(page: QWidget) -> QScrollArea:
    """A page of controls that may be higher than its room, never wider: the cursor brings what it stands on into sight."""
    area = QScrollArea(page.parentWidget())
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    return area


class ScrolledLabel(QScrollArea):
    """As high as its label, at most so many lines; seen while the label is wanted."""

    def __init__(self, label: QLabel, name: str, *, lines: int = 6) -> None:
        """`name` is what screen readers call it where it has to be scrolled."""
        super().__init__(label.parentWidget())
        self._label, self._lines = label, lines
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._take_cursor)
        hidden = label.isHidden()
        self.setWidget(label)
        label.installEventFilter(self)
        label.setVisible(not hidden)
        self.setVisible(not hidden)

    def _take_cursor(self, _least: int, most: int) -> None:
        """Only what must be scrolled is a stop of the Tab key."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)

    def heightForWidth(self, width: int) -> int:
        self._label.ensurePolished()
        # A bar that was needed for a moment narrows the text: then it must find room, too, and go.
        bar = self.verticalScrollBar().sizeHint().width()
        needed = max(self._label.heightForWidth(width - bar), 0)
        return needed if needed <= self._high(self._lines + 1) else self._high(self._lines)

    def sizeHint(self) -> QSize:
        hint = self._label.sizeHint()
        return QSize(hint.width(), self.heightForWidth(max(self.width(), hint.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._label.minimumSizeHint().width(), self._high(_LEAST))

    def _high(self, lines: int) -> int:
        return lines * self._label.fontMetrics().lineSpacing() + 2

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if event.type() in (kinds.ShowToParent, kinds.HideToParent):
            self.setVisible(event.type() == kinds.ShowToParent)
        return super().eventFilter(watched, event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().viewportEvent(event)
