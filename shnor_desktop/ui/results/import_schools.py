"""Page of the import wizard that asks which school a name means: one line a name, the choice made in its cell."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QBrush, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme

if TYPE_CHECKING:
    from shnor_desktop.operations.results.plan_types import PlannedSchool
    from shnor_desktop.operations.results.preview import Prepared

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_HEADINGS = ("В книге", "Строк", "Какая это школа")
_UNDECIDED = "▲ Решите, какая это школа"
_NAME, _ROWS, CHOICE = range(3)
_ARROW = 16


class SchoolRows(QAbstractTableModel):
    """Names with their decisions; mentions of one and the same unknown school are one line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[list[PlannedSchool]] = []
        self._texts: list[tuple[str, str, str]] = []
        """Name, number of rows, tool tip."""
        self._decisions: list[str] = []
        self._first: list[str] = []
        """Decisions as they were shown."""
        self._known: Sequence[tuple[bytes, str]] = ()
        self._names: dict[bytes, str] = {}

    def show(self, prepared: "Prepared", decisions: dict[str, str]) -> None:
        """List the doubtful schools with the decisions made so far, the undecided first."""
        groups: dict[object, list[PlannedSchool]] = {}
        for one in prepared.plan.schools:
            if one.match.kind == "suggested" or one.match.suggestions or one.key in decisions:
                groups.setdefault(one.match.newcomer or one.key, []).append(one)
        self.beginResetModel()
        self._groups = sorted(groups.values(), key=lambda group: all(one.decision for one in group))
        self._known = prepared.known
        self._names = dict(prepared.known)
        for one in prepared.plan.schools:
            if one.match.newcomer:
                self._names.setdefault(one.match.newcomer, one.mention.name)
        self._texts = [_texts(group) for group in self._groups]
        self._decisions = [_decision(_doubtful(group), decisions) for group in self._groups]
        self._first = list(self._decisions)
        self.endResetModel()

    def near(self, row: int) -> list[tuple[str, str]]:
        """Text and value of the likeliest choices."""
        found = [
            (f"{self._text(f'same:{one.uid.hex()}')} ({one.why})", f"same:{one.uid.hex()}")
            for one in _doubtful(self._groups[row]).match.suggestions
        ]
        return [*found, (self._text("new"), "new"), (self._text("skip"), "skip")]

    def others(self, row: int) -> list[tuple[str, str]]:
        """The rest of the schools of the file, by name, so that typing finds them."""
        near = {value for _, value in self.near(row)}
        values = ((name, f"same:{uid.hex()}") for uid, name in self._known)
        return [(name, value) for name, value in values if value not in near]

    def choose(self, row: int, value: str) -> None:
        """Decide about a line."""
        self.setData(self.index(row, CHOICE), value)

    def choose_all(self, *, new: bool) -> None:
        """Every undecided line becomes a new school, or the likeliest of those it resembles."""
        for row, group in enumerate(self._groups):
            if not self._decisions[row]:
                near = _doubtful(group).match.suggestions
                same = f"same:{near[0].uid.hex()}" if near else ""
                self._decisions[row] = "new" if new else same
        if self._groups:
            self.dataChanged.emit(self.index(0, CHOICE), self.index(len(self._groups) - 1, CHOICE))

    def same_names(self) -> int:
        """How many undecided lines have the name of exactly one other school."""
        return sum(not decided and bool(self._same(row)) for row, decided in enumerate(self._decisions))

    def join_same(self) -> None:
        """Every undecided line goes to the one school of its name; the others stay undecided."""
        for row in range(len(self._groups)):
            self._decisions[row] = self._decisions[row] or self._same(row)
        if self._groups:
            self.dataChanged.emit(self.index(0, CHOICE), self.index(len(self._groups) - 1, CHOICE))

    def _same(self, row: int) -> str:
        same = {one.uid for one in _doubtful(self._groups[row]).match.suggestions if one.score == 1}
        return f"same:{same.pop().hex()}" if len(same) == 1 else ""

    def left(self) -> int:
        """How many lines are undecided."""
        return self._decisions.count("")

    @property
    def touched(self) -> int:
        """How many lines were decided since they were shown."""
        return sum(a != b for a, b in zip(self._decisions, self._first, strict=True))

    def decisions(self) -> dict[str, str]:
        """Decision by the key of the school."""
        pairs = zip(self._groups, self._decisions, strict=True)
        return {one.key: decision for group, decision in pairs for one in group if decision}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._groups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name, rows, tip = self._texts[index.row()]
        decision = self._decisions[index.row()]
        if index.column() == CHOICE:
            if role == Role.EditRole:
                return decision
            if role == Role.ForegroundRole and not decision:
                return QBrush(theme.colour("watch"))
            if role in (Role.DisplayRole, Role.ToolTipRole):
                return self._text(decision) if decision else self._question(index.row())
            return None
        if role == Role.ToolTipRole:
            return tip
        return (name, rows)[index.column()] if role == Role.DisplayRole else None

    def _question(self, row: int) -> str:
        text, value = self.near(row)[0]
        return f"▲ Решите: {text[:1].lower()}{text[1:]}?" if value.startswith("same:") else _UNDECIDED

    def _text(self, decision: str) -> str:
        if decision.startswith("same:"):
            return f"Это {quoted(self._names.get(bytes.fromhex(decision[5:]), ''))}"
        return {"new": "Новая школа", "skip": "Пропустить её строки"}.get(decision, _UNDECIDED)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or index.column() != CHOICE:
            return False
        self._decisions[index.row()] = str(value or "")
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == CHOICE else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section]
        return None


class _Choice(QStyledItemDelegate):
    """A list that opens in the cell; it is made only for the line somebody turns to."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        rows = index.model()
        assert isinstance(rows, SchoolRows)
        box = QComboBox(parent)
        box.setAccessibleName(f"Какая школа {quoted(rows.index(index.row(), _NAME).data())}")
        box.addItem(_UNDECIDED, "")
        for text, value in rows.near(index.row()):
            box.addItem(text, value)
        if others := rows.others(index.row()):
            box.insertSeparator(box.count())
            for text, value in others:
                box.addItem(text, value)
        box.activated.connect(lambda _: self._done(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(Role.EditRole)), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Role.EditRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        cell: Any = option
        arrow: Any = QStyleOption()
        arrow.palette, arrow.state = cell.palette, QStyle.StateFlag.State_Enabled
        arrow.rect = cell.rect.adjusted(cell.rect.width() - _ARROW - 4, 0, -4, 0)
        cell.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_IndicatorArrowDown, arrow, painter, cell.widget
        )


class SchoolsTable(QTableView):
    """A click, Space, F2 or Alt+Down opens the choice of the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegateForColumn(CHOICE, _Choice(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.row_height() + 4)
        self.clicked.connect(lambda index: self.open_choice() if index.column() == CHOICE else None)

    def open_choice(self) -> None:
        """Open the list of the line with the cursor."""
        index = self.currentIndex()
        if index.isValid() and self.state() != QAbstractItemView.State.EditingState:
            self.edit(index.siblingAtColumn(CHOICE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Space) or alt_down:
            self.open_choice()
        else:
            super().keyPressEvent(event)


class SchoolsPage(QWidget):
    """Names that resemble known schools or fit several: the same, a new one, or skipped."""

    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.rows = SchoolRows(self)
        self.table = SchoolsTable(self)
        self.table.setAccessibleName("Школы, о которых нужно решить")
        self.table.setModel(self.rows)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CHOICE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_ROWS, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(_ROWS, self.fontMetrics().horizontalAdvance("Строк 000"))
        self.all_new = QPushButton("Все оставшиеся — &новые школы", self)
        self.all_near = QPushButton("Все оставшиеся — самые &похожие", self)
        for button, new in ((self.all_new, True), (self.all_near, False)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda checked=False, new=new: self.rows.choose_all(new=new))
        self.rows.dataChanged.connect(self._on_chosen)
        self.setFocusProxy(self.table)
        row = QHBoxLayout()
        self.all_same = QPushButton("&Объединить все с тем же названием", self)
        self.all_same.setAutoDefault(False)
        self.all_same.clicked.connect(lambda checked=False: self.rows.join_same())
        row.addWidget(self.all_same)
        row.addWidget(self.all_new)
        row.addWidget(self.all_near)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to decide or to reconsider."""
        return bool(self.rows.rowCount())

    def show_schools(self, prepared: "Prepared", decisions: dict[str, str]) -> None:
        """List the doubtful schools with the decisions made so far."""
        self.rows.show(prepared, decisions)
        if self.has_rows:
            self.table.setCurrentIndex(self.rows.index(0, CHOICE))
        self._tell()

    @property
    def touched(self) -> int:
        """How many lines were decided on the page and are not taken over yet."""
        return self.rows.touched

    def decisions(self) -> dict[str, str]:
        """Decision by the key of the school."""
        return self.rows.decisions()

    def _on_chosen(self) -> None:
        self._tell()
        self.completed.emit()

    def _tell(self) -> None:
        left = self.rows.left()
        text = "Эти названия похожи на школы файла или друг на друга. Решение запоминается."
        if left:
            text += f" Осталось решить: {left}. Строки нерешённых школ не загрузятся. Список открывается пробелом."
        self.about.setText(text)
        self.all_new.setEnabled(bool(left))
        self.all_near.setEnabled(bool(left))
        same = self.rows.same_names()
        self.all_same.setText(f"&Объединить все {same} с тем же названием")
        self.all_same.setVisible(bool(same))


def _doubtful(group: "list[PlannedSchool]") -> "PlannedSchool":
    """The mention a decision is about."""
    return next((one for one in group if not one.decision), group[0])


def _decision(one: "PlannedSchool", decisions: dict[str, str]) -> str:
    decided = decisions.get(one.key, "")
    return decided or (f"same:{one.uid.hex()}" if one.decision == "same" else one.decision)


def _texts(group: "list[PlannedSchool]") -> tuple[str, str, str]:
    tip = "\n".join(dict.fromkeys(one.mention.text for one in group))
    return group[0].mention.text, str(sum(one.rows for one in group)), tip
