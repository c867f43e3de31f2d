"""The first columns of a grid stay in view while the others are scrolled: the same cells once more, laid over them."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QTableView

_MOST = 0.7
"""So much of the room frozen columns may take; more of them are cut."""


class FrozenColumns(QTableView):
    """Shows the first `count` columns of `host` over it; keys and typing stay with the host."""

    widened = Signal(int, int)
    """A heading was dragged: the column and its width."""

    def __init__(self, host: QTableView) -> None:
        super().__init__(host)
        self.host, self.count = host, 0
        self._following = False
        self.setModel(host.model())
        own = self.selectionModel()
        self.setSelectionModel(host.selectionModel())
        own.deleteLater()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(host.selectionMode())
        self.setAlternatingRowColors(host.alternatingRowColors())
        self.setWordWrap(False)
        self.setAutoScroll(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(host.verticalScrollMode())
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(host.verticalHeader().defaultSectionSize())
        heading = self.horizontalHeader()
        heading.setDefaultAlignment(host.horizontalHeader().defaultAlignment())
        heading.setVisible(not host.horizontalHeader().isHidden())
        heading.sectionResized.connect(self._on_resized)
        host.horizontalHeader().sectionResized.connect(self._follow_width)
        host.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(host.verticalScrollBar().setValue)
        for watched in (host, host.viewport(), host.horizontalHeader(), host.verticalHeader()):
            watched.installEventFilter(self)
        self.hide()

    def freeze(self, count: int) -> None:
        """Keep so many columns in view; called again when the columns are others."""
        self.count, self._following = count, True
        for at in range(self.model().columnCount()):
            self.setColumnHidden(at, at >= count)
            if at < count:
                self.setColumnWidth(at, self.host.columnWidth(at))
        self._following = False
        self._place()

    def covered(self) -> int:
        """Pixels at the left of the cells that it lies over."""
        return self.width() if self.count else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The host has another size, or its headings have."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Move):
            self._place()
        return False

    def _follow_width(self, section: int, before: int, now: int) -> None:
        if section < self.count:
            self._following = True
            self.setColumnWidth(section, now)
            self._following = False
            self._place()

    def _on_resized(self, section: int, before: int, now: int) -> None:
        if not self._following and section < self.count:
            self.widened.emit(section, now)

    def _place(self) -> None:
        if not self.count:
            self.hide()
            return
        heading, room = self.host.horizontalHeader(), self.host.viewport()
        high = 0 if heading.isHidden() else heading.height()
        self.horizontalHeader().setFixedHeight(heading.height())
        wide = sum(self.columnWidth(at) for at in range(self.count))
        place = room.geometry()
        self.setGeometry(
            place.x(), place.y() - high, min(wide, round(room.width() * _MOST)), room.height() + high
        )
        self.verticalScrollBar().setValue(self.host.verticalScrollBar().value())
        self.show()
