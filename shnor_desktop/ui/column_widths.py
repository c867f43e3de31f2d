"""Widths of table columns: fitted to the first rows, remembered on the machine once somebody moved them."""

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QTableView

_NARROWEST, _READABLE, _WIDEST, _AIR = 48, 140, 420, 14


class ColumnWidths(QObject):
    """One a table; call `fit` when rows have arrived."""

    def __init__(self, view: QTableView, settings: QSettings | None, name: str) -> None:
        super().__init__(view)
        self._view, self._settings, self._key = view, settings, f"columns/{name}"
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self._fitting = False
        self.known = self._restore()
        header.sectionResized.connect(self._on_resized)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A table filled before it is seen does not know its room yet."""
        if event.type() == QEvent.Type.Show:
            QTimer.singleShot(0, self, self.fit)
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Give every column what it needs, and where there is no room take it from the widest."""
        if self.known or not self._view.model().rowCount() or not self._view.isVisible():
            return
        self.known = self._fitting = True
        self._view.resizeColumnsToContents()
        count = self._view.model().columnCount()
        sizes = [min(self._view.columnWidth(column) + _AIR, _WIDEST) for column in range(count)]
        room = self._view.viewport().width()
        for column, size in enumerate(shrunk(sizes, room)):
            self._view.setColumnWidth(column, size)
        self._fitting = False

    def _restore(self) -> bool:
        stored = str(self._settings.value(self._key) or "") if self._settings is not None else ""
        sizes = [int(part) for part in stored.split(";") if part.isdigit()]
        if len(sizes) != self._view.model().columnCount():
            return False
        for column, size in enumerate(sizes):
            self._view.setColumnWidth(column, max(size, _NARROWEST))
        return True

    def _on_resized(self, column: int) -> None:
        last = self._view.model().columnCount() - 1
        if self._fitting or self._settings is None or not self.known or column == last:
            return
        sizes = ";".join(str(self._view.columnWidth(one)) for one in range(last + 1))
        self._settings.setValue(self._key, sizes)


def shrunk(sizes: list[int], room: int) -> list[int]:
    """The widest columns give way until all fit, none below a readable width: then the table is scrolled."""
    found = list(sizes)
    while (over := sum(found) - room) > 0 and (widest := max(found, default=0)) > _READABLE:
        place = found.index(widest)
        next_widest = max((size for size in found if size < widest), default=_READABLE)
        found[place] = max(widest - over, min(next_widest, widest - 1), _READABLE)
    return found
