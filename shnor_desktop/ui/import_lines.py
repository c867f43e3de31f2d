"""Lines of the import preview for Qt: one table of everything the import would do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView

from shnor_desktop.ui import theme
from shnor_desktop.ui.blocks import to_clipboard

if TYPE_CHECKING:
    from shnor_desktop.operations.import_preview import PreviewLine

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_HEADINGS = ("Что будет", "Школа", "Проведение", "Было", "Станет", "Откуда", "Пояснение")
RESULTS = ("refused", "waiting", "changed", "new", "unchanged")
_WORDS = {
    "waiting": ("insufficient", "ждёт решения"),
    "school": ("new", "новая школа"),
    "sitting": ("new", "новое проведение"),
    "changed": ("changed", "меняется"),
}


class PreviewRows(QAbstractTableModel):
    """Lines of the preview; changed results carry a tick."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[PreviewLine] = ()
        self._shown: Sequence[int] = ()
        self.left: set[bytes] = set()
        """Changed results that keep what the file holds."""
        self._looks: dict[str, tuple[str, QBrush | None, QBrush | None]] = {}

    def set_lines(self, lines: "Sequence[PreviewLine]") -> None:
        """New lines of a new plan."""
        self._lines = lines
        self._looks = {kind: _look(kind) for kind in {line.kind for line in lines}}

    def show_kind(self, kind: str) -> None:
        """Only lines of a kind; «» is every result."""
        self.beginResetModel()
        kinds = (kind,) if kind else RESULTS
        self._shown = [at for at, line in enumerate(self._lines) if line.kind in kinds]
        self.endResetModel()

    def line(self, row: int) -> "PreviewLine":
        """The line shown in a row."""
        return self._lines[self._shown[row]]

    def tick_all(self, taken: bool) -> None:
        """Take or keep all changed results."""
        self.left = set() if taken else {line.uid for line in self._lines if line.kind == "changed"}
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[self._shown[index.row()]]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._looks[line.kind][0] if index.column() == 0 else line[index.column() + 1]
        if index.column() != 0:
            return None
        if role == Role.CheckStateRole and line.kind == "changed":
            return Qt.CheckState.Unchecked if line.uid in self.left else Qt.CheckState.Checked
        if role == Role.ForegroundRole:
            return self._looks[line.kind][1]
        return self._looks[line.kind][2] if role == Role.BackgroundRole else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line = self._lines[self._shown[index.row()]]
        if role != Role.CheckStateRole or line.kind != "changed":
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.left.discard(line.uid)
        else:
            self.left.add(line.uid)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        tickable = index.isValid() and index.column() == 0 and self.line(index.row()).kind == "changed"
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None


class PreviewTable(QTableView):
    """Space ticks, Ctrl+C copies."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            indexes = self.selectedIndexes()
            rows = sorted({index.row() for index in indexes})
            columns = sorted({index.column() for index in indexes})
            model = self.model()
            block = [[str(model.index(row, column).data() or "") for column in columns] for row in rows]
            QGuiApplication.clipboard().setText(to_clipboard(block))
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            index = self.model().index(self.currentIndex().row(), 0)
            if (state := index.data(Role.CheckStateRole)) is not None:
                ticked = Qt.CheckState(state) == Qt.CheckState.Checked
                other = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
                self.model().setData(index, other, Role.CheckStateRole)
        else:
            super().keyPressEvent(event)


def _look(kind: str) -> tuple[str, QBrush | None, QBrush | None]:
    code, word = _WORDS.get(kind, (kind, ""))
    mark = theme.state_mark(code)
    fore, back = QBrush(theme.colour(mark.role)), QBrush(theme.colour(f"{mark.role}_back"))
    return f"{mark.glyph} {word or mark.word}", fore, back
