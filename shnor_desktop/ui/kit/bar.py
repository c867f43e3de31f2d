"""What a screen can do: acts declared once become buttons of its bar, shortcuts and entries of the menu of a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.laying.boxes import lay_row
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Table
from shnor_desktop.ui.kit.widgets import ButtonRow, undecided_button


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: what it is called, what it does, when it is possible."""

    title: str
    do: Callable[[], object]
    keys: tuple[str, ...] = ()
    tip: str = ""
    when: Callable[[], bool] | None = None
    """Asked whenever the cursor or the selection moves; None for always."""
    writes: bool = False
    """Not in a file that may only be looked at."""
    main: bool = False
    in_bar: bool = True
    in_menu: bool = True

    def possible(self, read_only: bool) -> bool:
        """Whether it can be done now."""
        return not (self.writes and read_only) and (self.when is None or self.when())


def act_button(act: Act, parent: QWidget) -> QPushButton:
    """The button of an act."""
    button = QPushButton(act.title, parent)
    button.setToolTip(_tip(act))
    button.setAutoDefault(False)
    if act.main:
        button.setObjectName("main")
    button.clicked.connect(lambda: act.do())
    return button


def _tip(act: Act) -> str:
    keys = act.keys[0] if act.keys else ""
    return f"{act.tip} ({keys})" if act.tip and keys else act.tip or keys


_SEARCH = 150
"""So much of the search line is seen beside any buttons: these take another line first."""


class Bar(QWidget):
    """The line above a table: search, how many lines are shown, questions, buttons; its acts are the menu of the table too.

    The shortcuts work everywhere on `parent`."""

    def __init__(
        self,
        context: Context,
        acts: Sequence[Act],
        parent: QWidget,
        *,
        table: Table | None = None,
        search: str = "",
        look_for: Callable[[str], object] | None = None,
    ) -> None:
        """`search` is what stands in the empty search line of the table; without it there is neither line nor count. `look_for` gets what is
        typed where the table holds only a page of what may be found."""
        super().__init__(parent)
        self._context = context
        self._table = table
        self._look_for = look_for or (table.look_for if table is not None else None)
        self.search = SearchLine(self, search, least=_SEARCH)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.undecided = undecided_button(context, self)
        self._parts: list[tuple[Act, QAction, QPushButton]] = []
        for act in acts:
            self._add(act, parent)
        buttons = [button for act, _, button in self._parts if act.in_bar]
        row = lay_row(self)
        if table is not None and search:
            self._connect_search()
            for widget in (self.search, self.count, self.undecided):
                row.addWidget(widget, int(widget is self.search))
            if buttons:
                row.addLayout(ButtonRow(*buttons))
        else:
            self.search.hide()
            self.count.hide()
            row.addLayout(ButtonRow(*buttons, self.count, self.undecided), 1)
        if table is not None:
            self._follow(table)
        self.refresh()

    def _add(self, act: Act, parent: QWidget) -> None:
        action = QAction(act.title, parent)
        action.setShortcuts([QKeySequence(keys) for keys in act.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: act.do())
        parent.addAction(action)
        button = act_button(act, self)
        button.setVisible(act.in_bar)
        self._parts.append((act, action, button))

    def _connect_search(self) -> None:
        if self._table is not None and self._look_for is not None:
            self.count.setVisible(self._look_for == self._table.look_for)
            self.search.textChanged.connect(self._look_for)
            self.search.leads_to(self._table)
            self._table.all_wanted.connect(self.search.clear)

    def _follow(self, table: Table) -> None:
        menu = [action for act, action, _ in self._parts if act.in_menu]
        if menu:
            table.set_menu(menu)
        table.chosen.connect(self.refresh)
        table.selectionModel().selectionChanged.connect(self.refresh)
        for signal in (table.sorted.modelReset, table.sorted.rowsInserted, table.sorted.rowsRemoved):
            signal.connect(self.refresh)

    def refresh(self) -> None:
        """Which acts are possible now, and how many lines are shown."""
        for act, action, button in self._parts:
            possible = act.possible(self._context.read_only)
            action.setEnabled(possible)
            button.setEnabled(possible)
        if self._table is not None:
            every, shown = self._table.rows.rowCount(), self._table.sorted.rowCount()
            self.count.setText(f"{shown} из {every}" if shown != every else str(every) if every else "")

    def start_search(self) -> None:
        """Ctrl+F."""
        self.search.start()

    def button(self, title: str) -> QPushButton:
        """The button of that title."""
        return next(button for act, _, button in self._parts if act.title == title)
