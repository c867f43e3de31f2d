"""The first columns of a grid stay in view while the others are scrolled: the same cells once more, laid over them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QTableView

from shnor_desktop.ui.kit.narrow.headings import Headings
from shnor_desktop.ui.kit.table_rows import Index

_MOST = 0.7
"""So much of the room frozen columns may take; more of them are cut."""


class FrozenColumns(QTableView):
    """Shows the first `count` columns of `host` over it; keys and typing stay with the host."""

    widened = Signal(int, int)
    """A heading was dragged: the column and its width."""

    def __init__(self, host: QTableView, *, resting: bool = False) -> None:
        """One that is `resting` is seen only while the host is scrolled sideways."""
        super().__init__(host)
        self.host, self.count, self._resting = host, 0, resting
        self._following = False
        self.setModel(host.model())
        own = self.selectionModel()
        self.setSelectionModel(host.selectionModel())
        own.deleteLater()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(host)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(host.selectionMode())
        self.setSelectionBehavior(host.selectionBehavior())
        self.setAlternatingRowColors(host.alternatingRowColors())
        self.setShowGrid(host.showGrid())
        self.setTextElideMode(host.textElideMode())
        self.setWordWrap(False)
        self.setAutoScroll(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(host.verticalScrollMode())
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(host.verticalHeader().defaultSectionSize())
        host.verticalHeader().sectionResized.connect(lambda row, before, now: self.setRowHeight(row, now))
        self._dress_heading()
        host.horizontalHeader().sectionResized.connect(self._follow_width)
        host.horizontalScrollBar().valueChanged.connect(lambda _: self._show())
        host.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(host.verticalScrollBar().setValue)
        for watched in (host, host.viewport(), host.horizontalHeader(), host.verticalHeader()):
            watched.installEventFilter(self)
        self.hide()

    def _dress_heading(self) -> None:
        its = self.host.horizontalHeader()
        if isinstance(its, Headings):
            self.setHorizontalHeader(Headings(self))
        heading = self.horizontalHeader()
        heading.setSelectionModel(its.selectionModel())
        heading.setDefaultAlignment(its.defaultAlignment())
        heading.setHighlightSections(its.highlightSections())
        heading.setVisible(not its.isHidden())
        heading.sectionResized.connect(self._on_resized)

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

    def scroll_to(self, index: Index, scroll: Callable[[], None]) -> None:
        """`scroll` the host to a cell: frozen ones are in view already, others are not left below them."""
        across = self.host.horizontalScrollBar()
        before = across.value()
        scroll()
        if index.column() < self.count:
            across.setValue(before)
            return
        hidden = self.covered() - self.host.columnViewportPosition(index.column())
        if hidden > 0:
            across.setValue(across.value() - hidden)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu is the host's."""
        place = self.host.viewport().mapFromGlobal(event.globalPos())
        QApplication.sendEvent(
            self.host.viewport(), QContextMenuEvent(event.reason(), QPoint(place), event.globalPos())
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """It scrolls the host, sideways too."""
        QApplication.sendEvent(self.host.viewport(), event)

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
        heading, room = self.host.horizontalHeader(), self.host.viewport()
        high = 0 if heading.isHidden() else heading.height()
        self.horizontalHeader().setFixedHeight(heading.height())
        wide = sum(self.columnWidth(at) for at in range(self.count))
        place = room.geometry()
        self.setGeometry(
            place.x(), place.y() - high, min(wide, round(room.width() * _MOST)), room.height() + high
        )
        self.verticalScrollBar().setValue(self.host.verticalScrollBar().value())
        self._show()

    def _show(self) -> None:
        scrolled = self.host.horizontalScrollBar().value() > 0
        self.setVisible(self.count > 0 and (scrolled or not self._resting))
