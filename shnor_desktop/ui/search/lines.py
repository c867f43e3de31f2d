"""The lines of what was found: headings of kinds, records, commands, and one that leads to the rest of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from shnor_desktop.ui.kit import theme

if TYPE_CHECKING:
    from shnor_desktop.operations.search.index import Found

Index = QModelIndex | QPersistentModelIndex
_AIR = 8
_BESIDE = 24


class Command(NamedTuple):
    """An entry of the menus."""

    code: str
    text: str
    keys: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line; a heading leads nowhere."""

    text: str
    beside: str = ""
    leads: Any = None
    """A `Command`, a `Hit`, or a `Group` of which more is wanted."""


def lines_of(found: "Found", commands: Sequence[Command], *, only: str = "") -> list[Line]:
    """What is shown for what was found."""
    told: list[Line] = []
    for group in found.groups:
        left = group.total - len(group.hits)
        cut = bool(only) and left > 0
        told.append(
            Line(group.title, f"первые {len(group.hits)} из {group.total}" if cut else str(group.total))
        )
        told += [Line(hit.title, hit.about, hit) for hit in group.hits]
        if left > 0 and not only:
            told.append(Line(f"Показать ещё {left}", "", group))
    if only:
        return told
    return _commands(commands) + told if found.beside_first else told + _commands(commands)


def _commands(commands: Sequence[Command]) -> list[Line]:
    if not commands:
        return []
    return [Line("Разделы и команды"), *(Line(one.text, one.keys, one) for one in commands)]


class FoundList(QListWidget):
    """Lines of which headings cannot be chosen; the cursor always stands on a line that leads somewhere, if there is one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Что нашлось")
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines: list[Line] = []
        self._nothing = ""

    def show_lines(self, lines: Sequence[Line], nothing: str = "", *, keep: bool = False) -> None:
        """These, with the cursor on the first that leads somewhere, or where it was if that is to be kept; `nothing` is
        said where there are none."""
        before = self.chosen() if keep else None
        self._nothing = nothing
        self.setAccessibleDescription("" if lines else nothing)
        if list(lines) != self.lines:
            self._fill(lines)
        if before in self.lines:
            self.setCurrentRow(self.lines.index(before))
        else:
            self.step(1, from_row=-1)
        self.viewport().update()

    def _fill(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.text)
            item.setData(Qt.ItemDataRole.UserRole, line)
            told = [line.text, line.beside] if line.beside else [line.text]
            item.setToolTip("\n".join(told))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(told))
            if line.leads is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)

    def chosen(self) -> Line | None:
        """The line with the cursor."""
        return self.lines[self.currentRow()] if 0 <= self.currentRow() < len(self.lines) else None

    def step(self, step: int, *, from_row: int | None = None) -> None:
        """The cursor so many lines on, past headings; at an end it stays, with the heading above the first in sight."""
        at = self.currentRow() if from_row is None else from_row
        open_rows = [row for row, line in enumerate(self.lines) if line.leads is not None]
        wanted = [row for row in open_rows if (row > at if step > 0 else row < at)]
        if not wanted:
            return
        ordered = wanted if step > 0 else wanted[::-1]
        self.setCurrentRow(ordered[min(abs(step), len(ordered)) - 1])
        if self.currentRow() == open_rows[0]:
            self.scrollToTop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._nothing and not self.lines:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(_BESIDE, 0, -_BESIDE, 0), flags, self._nothing)
            painter.end()


class _Painter(QStyledItemDelegate):
    """The text, and beside it in a quiet colour what tells it apart; headings stand at the edge."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Any = option
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        widget, heading = cell.widget, line.leads is None
        painter.save()
        if not heading:
            widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, cell, painter, widget)
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        ink = cell.palette.highlightedText().color() if selected else cell.palette.text().color()
        quiet = ink if selected else theme.colour("muted")
        font = cell.font
        font.setBold(heading)
        painter.setFont(font)
        painter.setPen(quiet if heading else ink)
        room = cell.rect.adjusted(_AIR if heading else 2 * _AIR, 0, -_AIR, 0)
        metrics, level = painter.fontMetrics(), int(Qt.AlignmentFlag.AlignVCenter)
        most = room.width() if not line.beside else room.width() * 2 // 3
        text = metrics.elidedText(line.text, Qt.TextElideMode.ElideRight, most)
        painter.drawText(room, level, text)
        painter.setPen(quiet)
        left = room.adjusted(metrics.horizontalAdvance(text) + _BESIDE, 0, 0, 0)
        beside = metrics.elidedText(line.beside, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, level | int(Qt.AlignmentFlag.AlignRight), beside)
        painter.restore()
