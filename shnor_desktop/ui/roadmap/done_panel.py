"""Beside the plan: what was done about the row with the cursor, a line to note more, and what confirms it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from shnor_desktop.operations.programme.findings import Finding
from shnor_desktop.operations.roadmap import events
from shnor_desktop.operations.roadmap.rows import PlanRow
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import lay_column, split, tab_bar
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.roadmap.event_table import EventActs, EventTable
from shnor_desktop.ui.roadmap.panel import RowPanel
from shnor_desktop.ui.roadmap.quick_entry import QuickEntry

_DONE = "Что сделано"
_LOW, _LOWEST = 330, 120
"""Below the one height both do not stand one over the other; below the other nothing is seen."""
_IN_BAR = ("Добавить…", "Приложить файл…")


class DonePanel(QWidget):
    """Shows one activity at a time; `reload` after a change of the file."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._activity: bytes | None = None
        self.heading = QLabel(_DONE, self)
        self.heading.setObjectName("muted")
        self.quick = QuickEntry(context, self)
        self.table = EventTable(context, self, short=True, keep="done-panel")
        self.acts = EventActs(context, self, self.table, self._given)
        bar = Bar(context, [_narrow(act) for act in self.acts.acts()], self, table=self.table)
        lay_column(self, self.heading, self.quick, (self.table, 1), bar)
        self.setFocusProxy(self.quick)
        self.show_activity(None)

    def show_activity(self, activity: bytes | None) -> None:
        """The row of the plan that is looked at now."""
        self._activity = activity
        self.setEnabled(activity is not None)
        self.quick.set_activity(activity)
        self.reload()

    def reload(self) -> None:
        """Ask for what was done again."""
        if self._activity is None:
            self.table.set_rows(())
            return
        asked = with_session(events.of_activity, self._activity)
        self._context.jobs.ask(self, asked, self.table.set_rows, latest="done")

    def _given(self) -> dict[str, Any]:
        return {"activities": ((self._activity, ""),)} if self._activity is not None else {}


class Beside(QWidget):
    """The row in full above, what was done about it below; where that is too low, one of the two at a time."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._low = False
        self.panel = RowPanel(self)
        self.done = DonePanel(context, self)
        self.which = tab_bar(self, ("Строка", "Сделано"), "Справа")
        self.both = split(self, self.panel, self.done, upright=True)
        lay_column(self, self.which, (self.both, 1), gap=0)
        self.which.currentChanged.connect(lambda _: self._lay())
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Low or not."""
        super().resizeEvent(event)
        if self._low is not (low := self.height() < theme.wide(_LOW)):
            self._low = low
            self._lay()

    def minimumSizeHint(self) -> QSize:
        """As low as one of the two may be."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), min(hint.height(), theme.wide(_LOWEST)))

    def _lay(self) -> None:
        first = self.which.currentIndex() == 0
        self.which.setVisible(self._low)
        self.done.heading.setVisible(not self._low)
        self.panel.setVisible(first or not self._low)
        self.done.setVisible(not (first and self._low))

    def show_row(self, row: PlanRow | None, found: Iterable[Finding]) -> None:
        """One row, with what a check of the plan found."""
        self.panel.show_row(row, found)
        self.done.show_activity(row.uid if row is not None else None)

    def note(self) -> None:
        """Type what was done."""
        self.which.setCurrentIndex(1)
        self.done.setFocus()

    def noting(self, when: Callable[[], bool], do: Callable[[], object]) -> Act:
        """The way to the line from anywhere on the screen."""
        tip = "Набрать справа одной строкой, что сделано"
        return Act("Отметить сделанное", do, ("Ctrl+J",), tip, when, writes=True, in_bar=False)


def _narrow(act: Act) -> Act:
    """Beside the plan there is room for few buttons; the rest is in the menu of a line."""
    return replace(act, in_bar=act.title in _IN_BAR)
