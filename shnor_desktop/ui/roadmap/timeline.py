"""The plan by months: a bar a window where its days are, in the colour and with the sign of its state, and the line of today.
Only what is seen is painted."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from shnor_desktop.operations.roadmap.printing import days_of
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow
from shnor_desktop.operations.roadmap.standing import WORDS
from shnor_desktop.rules.deadlines import calendar, telling
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import Standing
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.roadmap.lines import Line, SectionLine

_SHORT = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_LEAST_BAR = 7
_PAD = 6


def span_of(plan: Plan) -> Window:
    """Whole months from the first to the last day that the plan speaks of."""
    days = days_of(plan)
    return Window(days.starts.replace(day=1), calendar.month(days.ends.year, days.ends.month).ends)


class Timeline(QAbstractScrollArea):
    """Rows downwards, months to the right."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("План по месяцам")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.lines: list[Line] = []
        self._span = calendar.calendar_year(date.today().year)
        self._months: list[Window] = []
        self._today = date.today()
        self._at = -1
        self._off_centre = True
        self._measure()
        self._tints: dict[str, QColor] = {}

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_plan(self, plan: Plan, lines: Sequence[Line]) -> None:
        """These lines over the months of the plan; the cursor stays on its line, today is in sight."""
        before = self.current()
        new_span = span_of(plan)
        self._off_centre |= new_span != self._span or plan.on != self._today
        self.lines, self._today, self._span = list(lines), plan.on, new_span
        self._months = list(calendar.months_of(self._span))
        at = next((n for n, one in enumerate(lines) if before is not None and one.uid == before.uid), -1)
        self._at = at if at >= 0 else 0 if lines else -1
        self._fit()
        if self.isVisible():
            self._centre()
        self.viewport().update()
        self._describe()

    def _centre(self) -> None:
        """Today into the middle, once for every span of months."""
        if self._off_centre:
            self._off_centre = False
            self.horizontalScrollBar().setValue(
                self._x(self._today) - (self.viewport().width() - self._left) // 2
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._centre()

    def current(self) -> Line | None:
        """The line with the cursor."""
        return self.lines[self._at] if 0 <= self._at < len(self.lines) else None

    def select(self, uid: bytes) -> None:
        """Put the cursor on a line."""
        at = next((n for n, one in enumerate(self.lines) if one.uid == uid), -1)
        if at >= 0:
            self._go(at)

    # --- measures ------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        """Widths and heights in the font of today, for the room there is."""
        width = self.viewport().width()
        self._left = min(theme.wide(330), width * 2 // 5)
        self._row = int(theme.row_height())
        self._head = 2 * self._row
        self._month = max(theme.wide(34), (width - self._left) // max(len(self._months), 1))

    def _x(self, day: date) -> int:
        """Where a day begins, from the first month on."""
        months = (day.year - self._span.starts.year) * 12 + day.month - self._span.starts.month
        days = calendar.month(day.year, day.month).days
        return months * self._month + (day.day - 1) * self._month // days

    def _fit(self) -> None:
        self._measure()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        room = self.viewport().width() - self._left
        across.setRange(0, max(0, len(self._months) * self._month - room))
        across.setPageStep(room)
        across.setSingleStep(self._month)
        height = self.viewport().height() - self._head
        down.setRange(0, max(0, len(self.lines) * self._row - height))
        down.setPageStep(height)
        down.setSingleStep(self._row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme.wide(700), 400)

    def _tint(self, role: str) -> QColor:
        """A colour of the theme, looked up once a painting."""
        if role not in self._tints:
            self._tints[role] = theme.colour(role)
        return self._tints[role]

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self._tints = {}
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._tint("base"))
        shift, room = self.verticalScrollBar().value(), self.viewport().height()
        first = max(0, shift // self._row)
        last = min(len(self.lines), (shift + room - self._head) // self._row + 1)
        for number in range(first, last):
            top = self._head + number * self._row - shift
            self._paint_line(painter, number, QRect(0, top, self.viewport().width(), self._row))
        self._paint_head(painter)
        self._paint_today(painter)
        if not self.lines:
            painter.setPen(self._tint("muted"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, "Мероприятий пока нет.")
        painter.end()

    def _paint_line(self, painter: QPainter, number: int, rect: QRect) -> None:
        line = self.lines[number]
        current = number == self._at
        ground = "nav" if isinstance(line, SectionLine) else "stripe" if number % 2 else "base"
        painter.fillRect(rect, self._tint(ground))
        if isinstance(line, PlanRow):
            self._paint_months(painter, rect)
            painter.setClipRect(rect.adjusted(self._left, 0, 0, 0))
            for one in line.standings:
                if one.days is not None:
                    self._paint_bar(painter, line, one, rect)
            painter.setClipping(False)
        self._paint_text(painter, line, rect, current=current)

    def _paint_text(self, painter: QPainter, line: Line, rect: QRect, *, current: bool) -> None:
        wide = isinstance(line, SectionLine)
        room = rect if wide else QRect(0, rect.top(), self._left, rect.height())
        if current:
            painter.fillRect(QRect(0, rect.top(), self._left, rect.height()), self._tint("accent"))
        font = painter.font()
        font.setBold(wide)
        painter.setFont(font)
        painter.setPen(self._tint("on_accent" if current else "text"))
        text = line.title if isinstance(line, SectionLine) else " ".join(f"{line.number} {line.text}".split())
        inner = room.adjusted(_PAD, 0, -_PAD, 0)
        if current:
            inner.setRight(min(inner.right(), self._left - _PAD))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        font.setBold(False)
        painter.setFont(font)

    def _paint_months(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(self._tint("line"))
        shift = self.horizontalScrollBar().value()
        for number in range(len(self._months) + 1):
            x = self._left + number * self._month - shift
            if self._left <= x <= rect.right():
                painter.drawLine(x, rect.top(), x, rect.bottom())
        painter.drawLine(0, rect.bottom(), rect.right(), rect.bottom())

    def _paint_bar(self, painter: QPainter, row: PlanRow, one: Standing, rect: QRect) -> None:
        bar = self._bar(one, rect)
        if bar is None or bar.right() < self._left or bar.left() > rect.right():
            return
        mark = theme.state_mark(row.window_state(one))
        tint = self._tint(mark.role)
        painter.fillRect(bar, self._tint(f"{mark.role}_back"))
        painter.setPen(QPen(tint, 1))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        seen = bar.intersected(rect.adjusted(self._left, 0, 0, 0))
        if seen.width() >= 10:
            sign = (
                f"{mark.glyph} {one.done}/{one.needed}"
                if one.needed > 1 and seen.width() > 50
                else mark.glyph
            )
            painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, sign)

    def _bar(self, one: Standing, rect: QRect) -> QRect | None:
        days = one.days.shared(self._span) if one.days is not None else None
        if days is None:
            return None
        shift = self._left - self.horizontalScrollBar().value()
        start, end = self._x(days.starts) + shift, self._x(days.ends + timedelta(days=1)) + shift
        return QRect(start + 1, rect.top() + 4, max(end - start - 2, _LEAST_BAR), rect.height() - 9)

    def _paint_head(self, painter: QPainter) -> None:
        width = self.viewport().width()
        painter.fillRect(QRect(0, 0, width, self._head), self._tint("window"))
        shift = self._left - self.horizontalScrollBar().value()
        painter.save()
        painter.setClipRect(QRect(self._left, 0, width - self._left, self._head))
        year = 0
        for number, month in enumerate(self._months):
            x = shift + number * self._month
            rect = QRect(x, self._row, self._month, self._row)
            painter.setPen(self._tint("line"))
            painter.drawLine(x, self._row if month.starts.year == year else 0, x, self._head)
            painter.setPen(self._tint("text"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _SHORT[month.starts.month - 1])
            if month.starts.year != year:
                year = month.starts.year
                count = min(12 - month.starts.month + 1, len(self._months) - number)
                left = max(x, self._left)
                over = QRect(left, 0, x + count * self._month - left, self._row)
                painter.drawText(over.adjusted(_PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(year))
        painter.restore()
        painter.setPen(self._tint("line"))
        painter.drawLine(0, self._head - 1, width, self._head - 1)
        painter.drawLine(self._left, 0, self._left, self.viewport().height())

    def _paint_today(self, painter: QPainter) -> None:
        if not self._span.starts <= self._today <= self._span.ends:
            return
        x = self._left + self._x(self._today) - self.horizontalScrollBar().value()
        if x > self._left:
            painter.setPen(QPen(self._tint("accent"), 2))
            painter.drawLine(x, self._row, x, self.viewport().height())

    # --- keys and mouse ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = max(1, (self.viewport().height() - self._head) // self._row - 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -len(self.lines),
            Qt.Key.Key_End: len(self.lines),
        }
        key = Qt.Key(event.key())
        if key in steps and self.lines:
            self._go(max(0, min(len(self.lines) - 1, self._at + steps[key])))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + (self._month if key == Qt.Key.Key_Right else -self._month))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.current(), PlanRow):
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        self._at = number
        bar, top = self.verticalScrollBar(), number * self._row
        room = self.viewport().height() - self._head
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row > bar.value() + room:
            bar.setValue(top + self._row - room)
        self.viewport().update()
        self._describe()
        self.chosen.emit(self.current())

    def _describe(self) -> None:
        line = self.current()
        if isinstance(line, PlanRow):
            self.setAccessibleDescription(f"{line.text}. {line.due_text}: {line.state_text}")
        else:
            self.setAccessibleDescription(line.title if line is not None else "Мероприятий пока нет")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if number >= 0:
            self._go(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if isinstance(self.current(), PlanRow):
            self.opened.emit(self.current())

    def _number_at(self, at: QPoint) -> int:
        if at.y() < self._head:
            return -1
        number = (at.y() - self._head + self.verticalScrollBar().value()) // self._row
        return number if number < len(self.lines) else -1

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            asked: Any = event
            self._tell(asked)
            return True
        return super().viewportEvent(event)

    def _tell(self, event: QHelpEvent) -> None:
        number = self._number_at(event.pos())
        QToolTip.showText(event.globalPos(), self.tip_at(number, event.pos()), self.viewport())

    def tip_at(self, number: int, at: QPoint) -> str:
        """The window under the mouse, else the whole row."""
        line = self.lines[number] if number >= 0 else None
        if not isinstance(line, PlanRow):
            return line.title if line is not None else ""
        top = self._head + number * self._row - self.verticalScrollBar().value()
        rect = QRect(0, top, self.viewport().width(), self._row)
        for one in line.standings:
            bar = self._bar(one, rect)
            if bar is not None and bar.contains(at) and one.days is not None:
                state = line.window_state(one)
                return f"{telling.days(one.days)}: {WORDS.get(state, state)}"
        return "\n".join(filter(None, (line.text, line.due_text, line.state_text)))
