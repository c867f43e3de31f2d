"""The list of open questions: schools with their questions below them, found by text and by office."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from shnor_desktop.operations.sharing.decisions import Question
from shnor_desktop.ui.kit import theme

NO_SCHOOL = "Общие сведения"
KIND_WORDS = {
    "field": "разные значения",
    "delete": "удалена и изменена",
    "parent": "удалена, но нужна",
    "key": "внесена дважды",
    "merged": "правка соединённой",
    "rule": "числа не сходятся",
}
_ROLE = Qt.ItemDataRole.UserRole
_ROOMY = 420


class QuestionList(QTreeView):
    """One line a question; the keys 1, 2, 3 and Enter belong to the answers."""

    chosen = Signal(object)
    """The question with the cursor, None on a school or without one."""
    picked = Signal(int)
    """A digit was pressed: the answer of that number."""
    applied = Signal()
    """Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QSize(0, theme.row_height())
        self._questions: dict[str, Question] = {}
        self._items: dict[str, QStandardItem] = {}
        self._folded: set[str] = set()
        self.lines = QStandardItemModel(0, 2, self)
        self.lines.setHorizontalHeaderLabels(["Что решить", "Почему"])
        self.setModel(self.lines)
        self.setAccessibleName("Вопросы по школам")
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(14)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, theme.wide(150))
        self.collapsed.connect(lambda index: self._folded.add(str(index.data(_ROLE))))
        self.expanded.connect(lambda index: self._folded.discard(str(index.data(_ROLE))))
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))

    # --- filling -------------------------------------------------------------------------------------------------

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Show these, keeping the cursor on its question, or on the place where it was."""
        before, place = self.current(), self._place()
        self.selectionModel().blockSignals(True)
        self._questions = {one.id: one for one in questions}
        self._items = {}
        self.lines.removeRows(0, self.lines.rowCount())
        heads = [self._school(name, group) for name, group in grouped(questions)]
        self.lines.invisibleRootItem().appendRows(heads)
        self._unfold(heads)
        self.selectionModel().blockSignals(False)
        if before is None or not self.go_to(before.id):
            self._go_to_place(place)
        self.chosen.emit(self.current())

    def _unfold(self, heads: list[QStandardItem]) -> None:
        """All schools but those somebody folded."""
        folded = {name for name in self._folded if name in {str(head.data(_ROLE)) for head in heads}}
        self.expandAll()
        for row, head in enumerate(heads):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
            if head.data(_ROLE) in folded:
                self.collapse(self.lines.indexFromItem(head))

    def _school(self, name: str, group: Sequence[Question]) -> QStandardItem:
        head = QStandardItem(f"{name} — {len(group)}")
        head.setData(name, _ROLE)
        bold = head.font()
        bold.setBold(True)
        head.setFont(bold)
        head.setSizeHint(self._line)
        for one in group:
            told, why = QStandardItem(title_of(one)), QStandardItem(KIND_WORDS.get(one.kind, one.kind))
            told.setData(one.id, _ROLE)
            told.setToolTip(f"{one.about}\n{one.what}")
            why.setToolTip(one.what)
            told.setSizeHint(self._line)
            head.appendRow([told, why])
            self._items[one.id] = told
        return head

    # --- cursor --------------------------------------------------------------------------------------------------

    def current(self) -> Question | None:
        """The question with the cursor."""
        return self._questions.get(self._id(self.currentIndex()))

    def selected(self) -> list[Question]:
        """Selected questions in their order; a selected school stands for all of its questions."""
        marked: set[str] = set()
        for index in self.selectionModel().selectedRows():
            children = range(self.lines.rowCount(index))
            marked |= {self._id(self.lines.index(row, 0, index)) for row in children} or {self._id(index)}
        return [one for key, one in self._questions.items() if key in marked]

    def go_to(self, question: str) -> bool:
        """Put the cursor on a question; False when it is not shown."""
        item = self._items.get(question)
        if item is None:
            return False
        index = self.lines.indexFromItem(item)
        self.expand(index.parent())
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)
        return True

    def go_on(self) -> bool:
        """To the next question; False on the last one."""
        ids = list(self._items)
        place = self._place() + 1
        return place < len(ids) and self.go_to(ids[place])

    def _place(self) -> int:
        now = self._id(self.currentIndex())
        return next((number for number, one in enumerate(self._items) if one == now), 0)

    def _go_to_place(self, place: int) -> None:
        ids = list(self._items)
        if ids:
            self.go_to(ids[min(place, len(ids) - 1)])

    def _id(self, index: QModelIndex) -> str:
        if not index.isValid():
            return ""
        return str(index.siblingAtColumn(0).data(_ROLE)) if index.parent().isValid() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.picked.emit(int(key) - int(Qt.Key.Key_0))
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.applied.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the reason is left to the panel beside."""
        super().resizeEvent(event)
        self.setColumnHidden(1, event.size().width() < theme.wide(_ROOMY))


def grouped(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """Questions by school in their own order; two schools of one name stay apart by their records."""
    found: dict[tuple[bytes | None, str], list[Question]] = {}
    for one in questions:
        found.setdefault((one.school, one.school_name or NO_SCHOOL), []).append(one)
    return [(name, group) for (_, name), group in found.items()]


def title_of(one: Question) -> str:
    """«Директор» under its school, «Результат школы: ОГЭ МА 2026, Участников» of its result."""
    glyph = theme.state_mark("undecided").glyph
    return f"{glyph} {under_school(one)}"


def under_school(one: Question) -> str:
    """What a question is about where its school is named beside it."""
    if one.code == "school" and one.school_name:
        return one.label or one.kind_name
    if not one.school_name or not one.record.startswith(one.school_name):
        return one.about
    rest = one.record.removeprefix(one.school_name).lstrip(" ,:")
    told = f"{one.kind_name}: {rest}" if rest else one.kind_name
    return f"{told}, {one.label}" if one.label else told
