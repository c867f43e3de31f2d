"""The contacts of a month by days: painted, walked through by arrows, with what is on the chosen day told to readers."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from shnor_desktop.operations.support.view import Entry, Month
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.ui.kit import theme

_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_PAD = 4
_DAYS = 7


class MonthView(QWidget):
    """Weeks downwards, days to the right."""

    chosen = Signal(object)
    """The day with the cursor."""
    opened = Signal(object)
    """The day that Enter or a double click was on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Контакты по дням месяца")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.today = date.today()
        self.day = self.today
        self.month = Month(calendar.month(self.day.year, self.day.month), {}, ())

    def sizeHint(self) -> QSize:
        return QSize(theme.wide(700), 7 * theme.row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.wide(420), 7 * self.fontMetrics().height())

    def show_month(self, month: Month) -> None:
        """These days; the cursor stays on its day where it is one of them."""
        self.month = month
        if not month.days.starts <= self.day <= month.days.ends:
            here = month.days.starts <= self.today <= month.days.ends
            self.day = self.today if here else min(month.entries, default=month.days.starts)
        self._describe()
        self.update()

    def go(self, day: date) -> None:
        """Put the cursor on a day; whoever listens shows its month."""
        self.day = day
        self._describe()
        self.update()
        self.chosen.emit(day)

    # --- places --------------------------------------------------------------------------------------------------

    def _weeks(self) -> list[Window]:
        return list(calendar.weeks_of(self.month.days))

    def _head(self) -> int:
        return self.fontMetrics().height() + 2 * _PAD

    def rect_of(self, day: date) -> QRect:
        """Where a day is painted."""
        weeks = self._weeks()
        row = next((n for n, one in enumerate(weeks) if one.starts <= day <= one.ends), 0)
        head, width = self._head(), self.width()
        room = self.height() - head
        left, right = (width * (day.weekday() + side) // _DAYS for side in (0, 1))
        top, bottom = (head + room * (row + side) // len(weeks) for side in (0, 1))
        return QRect(left, top, right - left, bottom - top)

    def _day_at(self, at: QPoint) -> date | None:
        days = (self.month.days.starts + timedelta(days=number) for number in range(self.month.days.days))
        return next((day for day in days if self.rect_of(day).contains(at)), None)

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("base"))
        head = QRect(0, 0, self.width(), self._head())
        painter.fillRect(head, theme.colour("window"))
        painter.setPen(theme.colour("muted"))
        for number, name in enumerate(_WEEKDAYS):
            left, right = (self.width() * (number + side) // _DAYS for side in (0, 1))
            painter.drawText(QRect(left, 0, right - left, head.height()), Qt.AlignmentFlag.AlignCenter, name)
        for week in self._weeks():
            for number in range(_DAYS):
                self._paint_day(painter, week.starts + timedelta(days=number))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        rect = self.rect_of(day)
        inside = self.month.days.starts <= day <= self.month.days.ends
        if not inside or is_rest(day):
            painter.fillRect(rect, theme.colour("stripe" if inside else "window"))
        painter.setPen(theme.colour("line"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if not inside:
            return
        inner = rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        line = painter.fontMetrics().height()
        self._paint_number(painter, day, QRect(inner.left(), inner.top(), inner.width(), line))
        entries, room = self.month.entries.get(day, ()), inner.adjusted(0, line, 0, 0)
        if room.height() < line:
            self._paint_count(painter, entries, QRect(inner.left(), inner.top(), inner.width(), line))
        else:
            self._paint_entries(painter, entries, room)
        if day == self.day:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_number(self, painter: QPainter, day: date, rect: QRect) -> None:
        font = painter.font()
        font.setBold(day == self.today)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if day == self.today else "text"))
        text = f"{day.day}, сегодня" if day == self.today else str(day.day)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft, text)
        font.setBold(False)
        painter.setFont(font)

    def _paint_count(self, painter: QPainter, entries: tuple[Entry, ...], rect: QRect) -> None:
        """Where there is no room for words: the shape of the first and how many."""
        if entries:
            glyph, role = _mark(entries[0])
            painter.setPen(theme.colour(role))
            more = f" {len(entries)}" if len(entries) > 1 else ""
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight, f"{glyph}{more}")

    def _paint_entries(self, painter: QPainter, entries: tuple[Entry, ...], room: QRect) -> None:
        metrics = painter.fontMetrics()
        line = metrics.height()
        most = room.height() // line
        shown = entries if len(entries) <= most else entries[: most - 1]
        for number, one in enumerate(shown):
            at = QRect(room.left(), room.top() + number * line, room.width(), line)
            glyph, role = _mark(one)
            painter.setPen(theme.colour(role))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, glyph)
            at.setLeft(at.left() + metrics.horizontalAdvance("● "))
            painter.setPen(theme.colour("text"))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, _cut(metrics, one.text, at.width()))
        if len(entries) > len(shown):
            at = QRect(room.left(), room.top() + len(shown) * line, room.width(), line)
            painter.setPen(theme.colour("muted"))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, f"ещё {len(entries) - len(shown)}")

    # --- keys and mouse ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_DAYS, Qt.Key.Key_Down: _DAYS}
        if key in steps:
            self.go(self.day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go(other_month(self.day, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            days = self.month.days
            self.go(days.starts if key == Qt.Key.Key_Home else days.ends)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        if (day := self._day_at(event.position().toPoint())) is not None:
            self.go(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (day := self._day_at(event.position().toPoint())) is not None:
            self.opened.emit(day)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            asked: Any = event
            self._tell(asked)
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        day = self._day_at(event.pos())
        QToolTip.showText(event.globalPos(), self.told(day) if day is not None else "", self)

    def told(self, day: date) -> str:
        """What is on a day, in words."""
        entries = self.month.entries.get(day, ())
        return "\n".join((f"{day:%d.%m.%Y}", *(f"{_mark(one)[0]} {one.text}" for one in entries)))

    def _describe(self) -> None:
        entries = self.month.entries.get(self.day, ())
        words = "; ".join(one.text for one in entries) or "ничего не отмечено"
        self.setAccessibleDescription(f"{self.day:%d.%m.%Y}: {words}")


def _mark(one: Entry) -> tuple[str, str]:
    """A shape and its colour: done, set for a day, did not come about."""
    if one.contact.outcome == "not_held" and not one.is_next:
        return "×", "muted"
    return ("○", "watch") if one.planned or one.is_next else ("●", "good")


def _cut(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def is_rest(day: date) -> bool:
    """Saturday and Sunday."""
    return day.weekday() > 4


def other_month(day: date, count: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    days = (
        calendar.month(day.year, day.month + count)
        if day.month + count > 0
        else calendar.month(day.year - 1, 12)
    )
    return min(days.starts + timedelta(days=day.day - 1), days.ends)
