"""Lines of the import preview for Qt: one table of everything the import would do, refusals of one reason folded together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.clipboard import to_clipboard

if TYPE_CHECKING:
    from shnor_desktop.operations.results.preview import PreviewLine

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADINGS = ("Что будет", "Школа", "Проведение", "Было", "Станет", "Откуда", "Пояснение")
RESULTS = ("refused", "waiting", "changed", "new", "unchanged")
SETTLED = ("skipped", "amended", "answer")
"""What a person settled, now or at an earlier import."""
DECIDED = "settled"
_WORDS = {
    "waiting": ("insufficient", "ждёт решения"),
    "school": ("new", "новая школа"),
    "sitting": ("new", "новое проведение"),
    "changed": ("changed", "меняется"),
    "skipped": ("unchanged", "пропущено"),
    "amended": ("changed", "исправлено"),
    "answer": ("unchanged", "прежний ответ"),
}


@dataclass(slots=True)
class Group:
    """Lines of one reason: a heading that folds."""

    kind: str
    label: str
    members: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """«Не число: 10 000 строк»."""
        return f"{self.label}: {counted(len(self.members), 'строка', 'строки', 'строк')}"


class PreviewRows(QAbstractTableModel):
    """Lines of the preview; changed results carry a tick, lines of one reason stand under a heading that folds."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[PreviewLine] = ()
        self._groups: list[Group] = []
        self._shown: list[int] = []
        """Numbers of lines; -1 - number of a group for its heading."""
        self._kind = ""
        self._open: set[tuple[str, str]] = set()
        self.left: set[bytes] = set()
        """Changed results that keep what the file holds."""
        self.by_hand: Collection[bytes] = ()
        """Those of them that a person corrected in the file."""
        self._looks: dict[str, tuple[str, QBrush | None, QBrush | None]] = {}

    def set_lines(self, lines: "Sequence[PreviewLine]", by_hand: Collection[bytes] = ()) -> None:
        """New lines of a new plan. What a person corrected is left until it is ticked; earlier ticks hold."""
        self._lines = lines
        changed = {line.uid for line in lines if line.kind == "changed"}
        self.left = (self.left & changed) | (set(by_hand) - set(self.by_hand))
        self.by_hand = frozenset(by_hand)
        self._looks = {kind: _look(kind) for kind in {line.kind for line in lines}}

    def show_kind(self, kind: str) -> None:
        """Only lines of a kind; «» is every result."""
        self.beginResetModel()
        self._kind = kind
        kinds = {"": RESULTS, DECIDED: SETTLED}.get(kind, (kind,))
        shown: list[int] = []
        groups: dict[tuple[str, str], Group] = {}
        for at, line in enumerate(self._lines):
            if line.kind in kinds:
                key = (line.kind, line.group)
                if line.group and key not in groups:
                    groups[key] = Group(line.kind, line.group)
                    shown.append(-len(groups))
                if line.group:
                    groups[key].members.append(at)
                else:
                    shown.append(at)
        self._groups = list(groups.values())
        self._shown = [place for one in shown for place in self._places(one)]
        self.endResetModel()

    def _places(self, one: int) -> list[int]:
        """A line; the only line of a group; or a heading, with its lines when it is unfolded."""
        if one >= 0:
            return [one]
        group = self._groups[-1 - one]
        if len(group.members) == 1:
            return group.members
        return [one, *group.members] if (group.kind, group.label) in self._open else [one]

    def group(self, row: int) -> Group | None:
        """The group whose heading stands in the row."""
        place = self._shown[row]
        return self._groups[-1 - place] if place < 0 else None

    def headings(self) -> list[int]:
        """Rows of headings."""
        return [row for row, place in enumerate(self._shown) if place < 0]

    def is_open(self, group: Group) -> bool:
        """Whether its lines are shown."""
        return (group.kind, group.label) in self._open

    def fold(self, row: int, *, unfold: bool) -> bool:
        """Fold or unfold the group whose heading stands in the row; whether anything changed."""
        group = self.group(row)
        if group is None or self.is_open(group) == unfold:
            return False
        first, last = row + 1, row + len(group.members)
        if unfold:
            self._open.add((group.kind, group.label))
            self.beginInsertRows(QModelIndex(), first, last)
            self._shown[first:first] = group.members
            self.endInsertRows()
        else:
            self._open.discard((group.kind, group.label))
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._shown[first : last + 1]
            self.endRemoveRows()
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))
        return True

    def line(self, row: int) -> "PreviewLine":
        """The line shown in a row; under a heading the first of its lines."""
        return self.members(row)[0]

    def members(self, row: int) -> "list[PreviewLine]":
        """The line of a row, or all lines under a heading."""
        group = self.group(row)
        return [self._lines[at] for at in (group.members if group else [self._shown[row]])]

    def alike(self, line: "PreviewLine") -> "list[PreviewLine]":
        """Other lines of the same book and reason."""
        if not line.group:
            return []
        key = (line.kind, line.group, line.book)
        return [one for one in self._lines if one is not line and (one.kind, one.group, one.book) == key]

    def tick_all(self, taken: bool) -> None:
        """Take or keep all changed results; what a person corrected in the file is never taken by the dozen."""
        changed = {line.uid for line in self._lines if line.kind == "changed"}
        self.left = set(self.by_hand) & changed if taken else changed
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))
        self.ticked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        group = self.group(index.row())
        if group is not None:
            return self._heading(group, index.column(), role)
        line = self._lines[self._shown[index.row()]]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._looks[line.kind][0] if index.column() == 0 else line[index.column() + 1]
        if index.column() != 0:
            return None
        if role == Role.CheckStateRole and line.kind == "changed":
            return Qt.CheckState.Unchecked if line.uid in self.left else Qt.CheckState.Checked
        return self._colour(line.kind, role)

    def _colour(self, kind: str, role: int) -> Any:
        if role == Role.ForegroundRole:
            return self._looks[kind][1]
        return self._looks[kind][2] if role == Role.BackgroundRole else None

    def _heading(self, group: Group, column: int, role: int) -> Any:
        if role == Role.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        if column == 0:
            if role in (Role.DisplayRole, Role.ToolTipRole):
                return f"{'▾' if self.is_open(group) else '▸'} {self._looks[group.kind][0]}"
            if role == Role.AccessibleTextRole:
                word = "развёрнута" if self.is_open(group) else "свёрнута"
                return f"Группа {word}: {group.text}"
            return self._colour(group.kind, role)
        return group.text if column == 1 and role in (Role.DisplayRole, Role.ToolTipRole) else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line = self.line(index.row())
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
            return HEADINGS[section]
        return None


class PreviewTable(QTableView):
    """Space ticks and folds, the arrows fold, F2 corrects, Delete passes over or puts back, Ctrl+C copies."""

    correct = Signal()
    undo = Signal()
    leave_out = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        rows = self.model()
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.correct.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.leave_out.emit()
        elif isinstance(rows, PreviewRows) and current.isValid() and rows.group(current.row()):
            self._fold(rows, current.row(), event)
        elif event.key() == Qt.Key.Key_Space and current.isValid():
            index = rows.index(current.row(), 0)
            if (state := index.data(Role.CheckStateRole)) is not None:
                ticked = Qt.CheckState(state) == Qt.CheckState.Checked
                other = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
                rows.setData(index, other, Role.CheckStateRole)
        else:
            super().keyPressEvent(event)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Headings go over all columns: the table does not move sideways for them."""
        left = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        rows = self.model()
        if isinstance(rows, PreviewRows) and index.isValid() and rows.group(index.row()):
            self.horizontalScrollBar().setValue(left)

    def _fold(self, rows: PreviewRows, row: int, event: QKeyEvent) -> None:
        group = rows.group(row)
        assert group is not None
        wanted = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True, Qt.Key.Key_Space: not rows.is_open(group)}
        unfold = wanted.get(Qt.Key(event.key()))
        if unfold is None:
            super().keyPressEvent(event)
        else:
            self.fold(row, unfold=unfold)

    def fold(self, row: int, *, unfold: bool) -> None:
        """Fold or unfold a group; its heading spans the columns."""
        rows = self.model()
        if isinstance(rows, PreviewRows) and rows.fold(row, unfold=unfold):
            self.span_headings()

    def span_headings(self) -> None:
        """Headings of groups go over the columns that say nothing about them."""
        rows = self.model()
        self.clearSpans()
        if isinstance(rows, PreviewRows):
            for row in rows.headings():
                self.setSpan(row, 1, 1, len(HEADINGS) - 1)

    def _copy(self) -> None:
        indexes = self.selectedIndexes()
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        model = self.model()
        block = [[str(model.index(row, column).data() or "") for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(to_clipboard(block))


def _look(kind: str) -> tuple[str, QBrush | None, QBrush | None]:
    code, word = _WORDS.get(kind, (kind, ""))
    mark = theme.state_mark(code)
    fore, back = QBrush(theme.colour(mark.role)), QBrush(theme.colour(f"{mark.role}_back"))
    return f"{mark.glyph} {word or mark.word}", fore, back
