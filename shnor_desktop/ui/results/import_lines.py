"""Lines of the import preview: everything the import would do, refusals of one reason folded together."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from shnor_desktop.operations.results.preview import PreviewLine
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.table_rows import Index

RESULTS = ("refused", "waiting", "changed", "new", "unchanged")
SETTLED = ("skipped", "amended", "answer")
"""What a person settled, now or at an earlier import."""
DECIDED = "settled"
_WORDS = {
    "waiting": ("insufficient", "ждёт решения"),
    "school": ("new", "новая школа"),
    "named": ("unchanged", "узнана"),
    "sitting": ("new", "новое проведение"),
    "changed": ("changed", "меняется"),
    "skipped": ("unchanged", "пропущено"),
    "amended": ("changed", "исправлено"),
    "answer": ("unchanged", "прежний ответ"),
}


@dataclass(eq=False, slots=True)
class Group:
    """Lines of one reason: a heading that folds."""

    kind: str
    label: str
    members: list[PreviewLine] = field(default_factory=list)
    open: bool = False

    @property
    def text(self) -> str:
        """«Не число: 10 000 строк»."""
        return f"{self.label}: {counted(len(self.members), 'строка', 'строки', 'строк')}"

    def rows(self) -> "Iterator[Row]":
        """The heading, with its lines when it is unfolded; a line that is alone needs none."""
        if len(self.members) > 1:
            yield self
        if self.open or len(self.members) == 1:
            yield from self.members


Row = PreviewLine | Group


def members(row: Row | None) -> list[PreviewLine]:
    """The line, or all lines under a heading."""
    return row.members if isinstance(row, Group) else [row] if row is not None else []


def _is_group(row: Row) -> bool:
    return isinstance(row, Group)


def _fate(row: Row) -> str:
    code, word = _WORDS.get(row.kind, (row.kind, ""))
    mark = theme.state_mark(code)
    sign = ("▾ " if row.open else "▸ ") if isinstance(row, Group) else ""
    return f"{sign}{mark.glyph} {word or mark.word}"


def _role(row: Row) -> str:
    code, _ = _WORDS.get(row.kind, (row.kind, ""))
    return theme.state_mark(code).role


def _said(row: Row) -> str:
    if not isinstance(row, Group):
        return ""
    return f"Группа {'развёрнута' if row.open else 'свёрнута'}: {row.text}"


def _column(title: str, place: int) -> Column[Row]:
    """One of the texts of a line; a heading says its own in the first of them and goes over all."""

    def text(row: Row) -> str:
        if isinstance(row, Group):
            return row.text if place == 2 else ""
        return str(row[place])

    return Column(title, text, bold=_is_group, sortable=False)


class PreviewTable(Table):
    """Space ticks and folds, the arrows fold, F2 corrects, Delete passes over or puts back, Ctrl+C copies. Changed results
    carry a tick."""

    correct = Signal()
    undo = Signal()
    leave_out = Signal()
    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._lines: Sequence[PreviewLine] = ()
        self._top: list[Row] = []
        self._open: set[tuple[str, str]] = set()
        self._closed: set[tuple[str, str]] = set()
        """Groups a person folded; refusals of one reason and nothing beside them are unfolded until then."""
        self.left: set[bytes] = set()
        """Changed results that keep what the file holds."""
        self.by_hand: Collection[bytes] = ()
        """Those of them that a person corrected in the file."""
        fate = Column(
            "Что будет",
            _fate,
            ink=_role,
            back=lambda row: f"{_role(row)}_back",
            bold=_is_group,
            said=_said,
            sortable=False,
            name="taken",
            checked=self._is_taken,
            whole=True,
        )
        titles = ("Школа", "Проведение", "Было", "Станет", "Откуда", "Пояснение")
        columns = (fate, *(_column(title, place) for place, title in enumerate(titles, start=2)))
        super().__init__(columns, parent, name="Что изменится", identity=id)
        self.set_editable(True)
        self.edited.connect(self._on_ticked)
        self.clicked.connect(self._on_clicked)

    @property
    def lines(self) -> Sequence[PreviewLine]:
        """All lines of the plan, whatever kind is shown."""
        return self._lines

    # --- lines ---------------------------------------------------------------------------------------------------

    def set_lines(self, lines: Sequence[PreviewLine], by_hand: Collection[bytes] = ()) -> None:
        """New lines of a new plan. What a person corrected is left until it is ticked; earlier ticks hold."""
        self._lines = lines
        changed = {line.uid for line in lines if line.kind == "changed"}
        self.left = (self.left & changed) | (set(by_hand) - set(self.by_hand))
        self.by_hand = frozenset(by_hand)

    def show_kind(self, kind: str) -> None:
        """Only lines of a kind; «» is every result."""
        kinds = {"": RESULTS, DECIDED: SETTLED}.get(kind, (kind,))
        groups: dict[tuple[str, str], Group] = {}
        self._top = []
        for line in self._lines:
            if line.kind not in kinds:
                continue
            key = (line.kind, line.group)
            if not line.group:
                self._top.append(line)
                continue
            if key not in groups:
                groups[key] = Group(line.kind, line.group, open=key in self._open)
                self._top.append(groups[key])
            groups[key].members.append(line)
        alone = next(iter(groups), None) if len(self._top) == 1 else None
        if alone is not None and alone[0] == "refused":
            groups[alone].open = alone not in self._closed
        self._widths.measure_again()
        self._fill()

    def _fill(self) -> None:
        """Headings of groups go over the columns that say nothing about them."""
        rows = [row for one in self._top for row in (one.rows() if isinstance(one, Group) else (one,))]
        self.set_rows(rows)
        self.clearSpans()
        for number, row in enumerate(rows):
            if isinstance(row, Group):
                self.setSpan(number, 1, 1, len(self.rows.columns) - 1)

    def alike(self, line: PreviewLine) -> list[PreviewLine]:
        """Other lines of the same book and reason."""
        if not line.group:
            return []
        key = (line.kind, line.group, line.book)
        return [one for one in self._lines if one is not line and (one.kind, one.group, one.book) == key]

    # --- ticks and folds -----------------------------------------------------------------------------------------

    def tick_all(self, taken: bool) -> None:
        """Take or keep all changed results; what a person corrected in the file is never taken by the dozen."""
        changed = {line.uid for line in self._lines if line.kind == "changed"}
        self.left = set(self.by_hand) & changed if taken else changed
        self.rows.redraw()
        self.ticked.emit()

    def _is_taken(self, row: Row) -> bool | None:
        if isinstance(row, Group) or row.kind != "changed":
            return None
        return row.uid not in self.left

    def _on_ticked(self, line: PreviewLine, _column: str, taken: bool) -> None:
        (self.left.discard if taken else self.left.add)(line.uid)
        self.rows.replace(line, line)
        self.ticked.emit()

    def fold(self, group: Group, *, unfold: bool) -> None:
        """Fold or unfold a group."""
        if group.open != unfold:
            group.open = unfold
            key = (group.kind, group.label)
            opened, closed = (self._open, self._closed) if unfold else (self._closed, self._open)
            opened.add(key)
            closed.discard(key)
            self._fill()

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.row_of(index)
        if isinstance(row, Group):
            self.fold(row, unfold=not row.open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        folds = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.correct.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.leave_out.emit()
        elif isinstance(row, Group) and event.key() in (*folds, Qt.Key.Key_Space):
            self.fold(row, unfold=folds.get(Qt.Key(event.key()), not row.open))
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
        if index.isValid() and isinstance(self.row_of(index), Group):
            self.horizontalScrollBar().setValue(left)
