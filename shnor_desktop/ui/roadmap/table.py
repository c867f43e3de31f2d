"""The plan as a table: headings of sections across it, editing in the cells, states at a keystroke, rows moved by the mouse."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from shnor_desktop.models.roadmap import ACTIVITY_STATES
from shnor_desktop.operations.roadmap.rows import PlanRow
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.roadmap.editors import BodiesDelegate, DueDelegate, TextDelegate
from shnor_desktop.ui.roadmap.lines import Line, SectionLine, words_of

KEYS = {
    "+": ("done", "выполнено"),
    "-": ("not_done", "не выполнено"),
    "/": ("partly", "выполнено частично"),
    "*": ("ongoing", "выполняется"),
    "0": ("", "по факту выполнения"),
}
"""Signs that set the state of the selected rows."""
NUMBER, TEXT, DUE, STATE, RESPONSIBLE, EXPECTED = range(6)
_MIME = "application/x-shnor-activities"
_LINES = 2
"""So many lines of a text are seen in its row."""


def _of(text: Callable[[PlanRow], str]) -> Callable[[Line], str]:
    return lambda line: text(line) if isinstance(line, PlanRow) else ""


def _is_row(line: Line) -> bool:
    return isinstance(line, PlanRow)


def _section_back(line: Line) -> str:
    return "nav" if isinstance(line, SectionLine) else ""


def joined_bodies(text: str) -> str:
    """Lines as one: «ИМЦ; директора школ»."""
    return "; ".join(" ".join(one.split()) for one in text.splitlines() if one.strip())


def parted_bodies(text: str) -> str:
    """And back."""
    return "\n".join(" ".join(one.split()) for one in text.split(";") if one.strip())


class RoadmapTable(Table):
    """Sections and activities in their order."""

    state_wanted = Signal(object, str)
    """Rows and the code of a state."""
    moved = Signal(object, object, object)
    """Rows, the section they go to, the row they go before: None at its end."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self.warnings: dict[bytes, str] = {}
        """What is wrong with the numbers of rows."""
        super().__init__(
            self._new_columns(),
            parent,
            name="План мероприятий",
            settings=context.settings,
            keep="roadmap",
            ink=lambda line: "muted" if isinstance(line, PlanRow) and line.closed else "",
            words=lambda line: line.words if isinstance(line, SectionLine) else words_of(line),
        )
        self.setWordWrap(True)
        self.setShowGrid(True)
        line = self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(_LINES * line + theme.GAP)
        self.texts, self.dues, self.bodies = TextDelegate(self), DueDelegate(self), BodiesDelegate(self)
        for column in (TEXT, EXPECTED):
            self.setItemDelegateForColumn(column, self.texts)
        self.setItemDelegateForColumn(DUE, self.dues)
        self.setItemDelegateForColumn(RESPONSIBLE, self.bodies)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setDragEnabled(not context.read_only)
        self._drop_at = -1
        """Height of the line between two rows where they would go."""
        for signal in (self.sorted.modelReset, self.sorted.rowsInserted, self.sorted.rowsRemoved):
            signal.connect(self._put_headings)
        self.sorted.layoutChanged.connect(self._put_headings)

    def _new_columns(self) -> tuple[Column[Any], ...]:
        return (
            Column(
                "№",
                lambda line: line.title if isinstance(line, SectionLine) else line.number,
                tip=self._number_tip,
                mark=lambda line: "warning" if line.uid in self.warnings else "",
                back=_section_back,
                bold=lambda line: not _is_row(line),
                sortable=False,
                name="number",
            ),
            _column("Мероприятие", lambda row: row.text, "text"),
            _column("Срок", lambda row: row.due_text, "due_text"),
            Column(
                "Состояние",
                _of(lambda row: row.state_text),
                mark=_of(lambda row: row.state),
                ink=_of(lambda row: theme.state_mark(row.state).role),
                back=_section_back,
                sortable=False,
                name="state",
                whole=True,
                may_edit=_is_row,
                choices=lambda line: ACTIVITY_STATES,
                code=_of(lambda row: row.by_hand),
            ),
            _column("Ответственные", lambda row: joined_bodies(row.responsible), "responsible"),
            _column("Ожидаемый результат", lambda row: row.expected, "expected"),
        )

    def _number_tip(self, line: Line) -> str:
        text = line.title if isinstance(line, SectionLine) else line.number
        return "\n".join(filter(None, (text, self.warnings.get(line.uid, ""))))

    # --- rows ----------------------------------------------------------------------------------------------------

    def set_lines(self, lines: Sequence[Line], warnings: dict[bytes, str], known: Sequence[str]) -> None:
        """Show these lines; numbers of some are wrong; bodies are completed from those known."""
        self.warnings, self.bodies.known = warnings, tuple(known)
        self.set_rows(lines)

    def _put_headings(self) -> None:
        self.clearSpans()
        for number in range(self.sorted.rowCount()):
            if isinstance(self.row_at(number), SectionLine):
                self.setSpan(number, 0, 1, len(self.rows.columns))

    def chosen_rows(self) -> list[PlanRow]:
        """The selected activities, else the one with the cursor."""
        found = [line for line in self.selected() if isinstance(line, PlanRow)]
        at = self.current()
        return found or ([at] if isinstance(at, PlanRow) else [])

    def edit_cell(self, uid: bytes, column: int) -> None:
        """Begin typing in a cell of a line."""
        if self.select(uid, column):
            self.edit(self.currentIndex())

    # --- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        held = plain & ~Qt.KeyboardModifier.ShiftModifier
        if event.text() in KEYS and not held and (rows := self.chosen_rows()) and self.rows.editable:
            self.state_wanted.emit(rows, KEYS[event.text()][0])
        else:
            super().keyPressEvent(event)

    # --- the mouse -----------------------------------------------------------------------------------------------

    def startDrag(self, actions: Qt.DropAction) -> None:
        rows = self.chosen_rows()
        if rows and self.rows.editable:
            drag, data = QDrag(self), QMimeData()
            data.setData(_MIME, b"".join(row.uid for row in rows))
            data.setText("\n".join(row.text for row in rows))
            drag.setMimeData(data)
            self.setAcceptDrops(True)  # Of nothing else: files are let go over the window.
            drag.exec(Qt.DropAction.MoveAction)
            self.setAcceptDrops(False)
        self._show_place(-1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._take(event):
            self._show_place(self._edge_at(event.position().toPoint()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_place(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event):
            packed = event.mimeData().data(_MIME).data()
            wanted = {packed[at : at + 16] for at in range(0, len(packed), 16)}
            rows = [line for line in self.shown() if isinstance(line, PlanRow) and line.uid in wanted]
            self.drop_before(rows, self._number_below(event.position().toPoint()))
        self._show_place(-1)

    def _take(self, event: QDropEvent) -> bool:
        ours = event.mimeData().hasFormat(_MIME) and event.source() is self and self.rows.editable
        if ours:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()
        return ours

    def drop_before(self, rows: list[PlanRow], number: int) -> None:
        """Move rows before the line of that number on the screen; before a heading is behind the last row above it."""
        lines = self.shown()
        going = {row.uid for row in rows}
        under = lines[number] if number < len(lines) else None
        while isinstance(under, PlanRow) and under.uid in going:
            number += 1
            under = lines[number] if number < len(lines) else None
        if isinstance(under, PlanRow):
            part, before = under.part, under.uid
        else:
            above = lines[number - 1] if number else under
            part = above.part if isinstance(above, PlanRow) else above.uid if above is not None else None
            before = None
        if rows and part is not None:
            self.moved.emit(rows, part, before)

    def step(self, rows: list[PlanRow], *, up: bool) -> None:
        """Move rows by one line."""
        lines = self.shown()
        places = [number for number, line in enumerate(lines) if line in rows]
        if places:
            number = places[0] - 1 if up else places[-1] + 2
            if up and number >= 0 and isinstance(lines[number], SectionLine):
                self._into_section_above(rows, lines[:number])
            elif 0 <= number <= len(lines) and places[-1] + 1 < len(lines) + up:
                at_heading = not up and isinstance(lines[places[-1] + 1], SectionLine)
                self.drop_before(rows, number) if not at_heading else self._to_top(
                    rows, lines[places[-1] + 1 :]
                )

    def _into_section_above(self, rows: list[PlanRow], above: list[Line]) -> None:
        if above:
            last = above[-1]
            self.moved.emit(rows, last.uid if isinstance(last, SectionLine) else last.part, None)

    def _to_top(self, rows: list[PlanRow], below: list[Line]) -> None:
        heading, following = below[0], below[1] if len(below) > 1 else None
        first = following.uid if isinstance(following, PlanRow) else None
        self.moved.emit(rows, heading.uid, first)

    def _number_below(self, at: QPoint) -> int:
        number = self.rowAt(at.y())
        if number < 0:
            return self.sorted.rowCount()
        middle = self.rowViewportPosition(number) + self.rowHeight(number) // 2
        return number + (at.y() > middle)

    def _edge_at(self, at: QPoint) -> int:
        number = self._number_below(at)
        if number < self.sorted.rowCount():
            return self.rowViewportPosition(number)
        last = number - 1
        return self.rowViewportPosition(last) + self.rowHeight(last) if last >= 0 else 0

    def _show_place(self, height: int) -> None:
        if height != self._drop_at:
            self._drop_at = height
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_at >= 0:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawLine(0, self._drop_at, self.viewport().width(), self._drop_at)
            painter.end()


def _column(title: str, text: Callable[[PlanRow], str], name: str) -> Column[Any]:
    return Column(title, _of(text), back=_section_back, sortable=False, name=name, may_edit=_is_row)
