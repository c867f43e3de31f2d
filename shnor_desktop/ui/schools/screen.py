"""«Школы»: the list with search at the left, the card of the chosen school at the right."""

from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.cards.school_lines import SchoolLine, lines
from shnor_desktop.operations.sharing.question_marks import Marks, marks
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.rows import UID_ROLE
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document, with_rows, with_session
from shnor_desktop.ui.kit.widgets import ButtonRow
from shnor_desktop.ui.schools.table import FoundSchools, SchoolRows, SchoolTable

if TYPE_CHECKING:
    from shnor_desktop.operations.cards.school_card import SchoolView
    from shnor_desktop.operations.schools.edits import Deleted
    from shnor_desktop.ui.schools.card import SchoolCard

_EMPTY = (
    "Школ пока нет.\n\nПеретащите на окно книгу с результатами: школы будут взяты из неё. "
    "Или нажмите «Добавить…» и введите школу вручную."
)
_WAIT_MS = 60
"""Holding an arrow key must not ask for every school that is passed."""


class SchoolsScreen(Screen):
    """Everything about schools."""

    title = "Школы"
    help_page = "schools"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._wanted: bytes | None = None
        self._shown: bytes | None = None
        self._marks: Marks | None = None
        self.rows = SchoolRows(self)
        self.found = FoundSchools(self.rows, self)
        self.table = self._new_table()
        self.empty = QLabel(_EMPTY, self)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.right = QStackedWidget(self)
        self.right.addWidget(self.empty)
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._new_left())
        splitter.addWidget(self.right)
        splitter.setSizes([540, 600])
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GAP)
        row.addWidget(splitter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask_card)
        self.setFocusProxy(self.table)
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _new_table(self) -> QTableView:
        table = SchoolTable(self.found, self)
        table.setAccessibleName("Школы")
        table.setSortingEnabled(True)
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        table.verticalHeader().setDefaultSectionSize(theme.row_height())
        table.verticalHeader().hide()
        return table

    def _new_left(self) -> QWidget:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Название, место, директор, код (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Найти школу")
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.add = QPushButton("Добавить…", self)
        self.add.setToolTip("Ctrl+Insert")
        self.join = QPushButton("Соединить…", self)
        self.join.setToolTip("Выделите две записи одной школы, держа Ctrl")
        self.verdict = QPushButton("Одна или разные…", self)
        self.verdict.setToolTip(
            "Решить для всех организаций, одна это школа или разные; выделите две записи, держа Ctrl"
        )
        self.remove = QPushButton("Удалить", self)
        self.remove.setToolTip("Delete")
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.GAP, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(ButtonRow(self.add, self.join, self.verdict, self.remove))
        return left

    def _connect(self) -> None:
        self._order_stops(self.search, self.table, self.add, self.join, self.verdict, self.remove)
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(self.table.setFocus)
        self.add.clicked.connect(self.add_school)
        self.join.clicked.connect(self.join_selected)
        self.verdict.clicked.connect(self.compare_selected)
        self.remove.clicked.connect(self.delete_selected)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_possible())
        self.table.doubleClicked.connect(lambda *_: self.edit_school())
        for keys, act in (
            ("Ctrl+Insert", self.add_school),
            ("Return", self.edit_school),
            ("Enter", self.edit_school),
            ("F2", self.edit_school),
            ("Delete", self.delete_selected),
        ):
            on = self if keys.startswith("Ctrl") else self.table
            shortcut = QShortcut(QKeySequence(keys), on, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @cached_property
    def card(self) -> "SchoolCard":
        """Built for the first school that is shown: the list is there before the kinds of records, which the card
        needs, are loaded."""
        from shnor_desktop.ui.schools.card import SchoolCard

        card = SchoolCard(self)
        card.set_writable(not self.context.read_only)
        self.right.addWidget(card)
        self._order_stops(self.remove, *card.stops())
        card.edit_wanted.connect(self.edit_school)
        card.print_wanted.connect(self.print_paper)
        card.history_wanted.connect(self._show_history)
        card.questions_wanted.connect(lambda name: self.context.go("questions", school=name))
        card.code_added.connect(self._add_code)
        card.spelling_added.connect(self._add_spelling)
        card.detail_removed.connect(self._remove_detail)
        return card

    def _order_stops(self, *stops: QWidget) -> None:
        for one, following in pairwise(stops):
            self.setTabOrder(one, following)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """The schools first, then what is undecided about them."""
        self.context.jobs.ask(self, with_rows(lines), self._show, latest="schools")
        self.context.jobs.ask(self, with_rows(marks), self._show_marks, latest="marks")

    def _show(self, found: tuple[SchoolLine, ...]) -> None:
        current, place = self._wanted or self.current_uid(), max(self.table.currentIndex().row(), 0)
        self.rows.set_rows(found)
        if current is None or not self.select(current):
            self.table.setCurrentIndex(self.found.index(min(place, self.found.rowCount() - 1), 0))
        self._wanted = None
        self._show_count()

    def _show_marks(self, found: Marks) -> None:
        self._marks = found
        self.rows.mark(found.schools)
        if self._shown is None:
            self._timer.start()  # The list is painted first.
        else:
            self._ask_card()

    def _show_count(self) -> None:
        every, shown = self.rows.rowCount(), self.found.rowCount()
        self.count.setText(f"{shown} из {every}" if shown != every else str(every) if every else "")
        if every and not shown:
            self.empty.setText(f"По запросу «{self.search.text()}» школ не найдено. Измените запрос.")
        else:
            self.empty.setText(_EMPTY if not every else "Выберите школу.")
        if not shown:
            self.right.setCurrentWidget(self.empty)
        self._show_possible()

    def _show_possible(self) -> None:
        writable, chosen = not self.context.read_only, len(self.selected_uids())
        self.add.setEnabled(writable)
        self.remove.setEnabled(writable and chosen > 0)
        for button in (self.join, self.verdict):
            button.setEnabled(writable and chosen == 2)

    def current_uid(self) -> bytes | None:
        """The school with the cursor."""
        value = self.table.currentIndex().data(UID_ROLE)
        return bytes(value) if value is not None else None

    def selected_uids(self) -> list[bytes]:
        """The selected schools from top to bottom."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [bytes(self.found.index(number, 0).data(UID_ROLE)) for number in numbers]

    def select(self, uid: bytes) -> bool:
        """Put the cursor on a school; False when it is not shown."""
        number = self.rows.number_of(uid)
        index = self.found.mapFromSource(self.rows.index(number, 0)) if number >= 0 else QModelIndex()
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        return index.isValid()

    def _on_current_changed(self, *_: object) -> None:
        self._timer.start()

    def _ask_card(self) -> None:
        uid = self.current_uid()
        if uid is None:
            self.right.setCurrentWidget(self.empty)
            return
        from shnor_desktop.operations.cards.school_card import view

        self.context.jobs.ask(self, with_session(view, uid), self._show_card, latest="card")

    def _show_card(self, seen: "SchoolView") -> None:
        self._shown = seen.uid
        found = self._marks
        self.card.show_school(
            seen,
            date.today().isoformat(),
            found.fields("school", seen.uid) if found else frozenset(),
            undecided=found is not None and seen.uid in found.schools,
        )
        self.right.setCurrentWidget(self.card)

    def _on_searched(self, text: str) -> None:
        self.found.look_for(text)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.found.index(0, 0))
        self._show_count()

    # --- what the window asks for --------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`school=uid` shows that school."""
        uid = arguments.get("school")
        if isinstance(uid, bytes):
            self.search.clear()
            if not self.select(uid):
                self._wanted = uid

    def start_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def print_paper(self) -> None:
        if (uid := self.current_uid()) is not None:
            self.context.go("papers", paper="school-card", school=uid)

    def _show_history(self) -> None:
        from shnor_desktop.ui.records.history import show_record_history

        if (uid := self.current_uid()) is not None:
            show_record_history(self.context, self, "school", uid)

    # --- writing -------------------------------------------------------------------------------------------------

    def add_school(self) -> None:
        """The form of a new school."""
        from shnor_desktop.ui.records.form import edit_record

        if not self.context.read_only:
            edit_record(self.context, self, "school", None, self._want)

    def edit_school(self) -> None:
        """The form of the school with the cursor."""
        from shnor_desktop.ui.records.form import edit_record

        if (uid := self.current_uid()) is not None:
            edit_record(self.context, self, "school", uid, self._want)

    def _want(self, uid: bytes) -> None:
        if not self.select(uid):
            self._wanted = uid

    def join_selected(self) -> None:
        """Join the two selected records."""
        from shnor_desktop.ui.schools.join_dialog import join_schools

        uids = self.selected_uids()
        if len(uids) == 2 and not self.context.read_only:
            names = [self.rows.line(self.rows.number_of(uid)).name for uid in uids]
            join_schools(self.context, ((uids[0], names[0]), (uids[1], names[1])), self)

    def compare_selected(self) -> None:
        """Decide whether the two selected records are one school."""
        uids = self.selected_uids()
        if len(uids) == 2 and not self.context.read_only:
            from shnor_desktop.ui.schools.identity_dialog import ask_verdict

            ask_verdict(self.context, (uids[0], uids[1]), self)

    def delete_selected(self) -> None:
        """Delete the selected schools with their results, and offer to take it back."""
        from shnor_desktop.operations.schools.edits import delete_schools

        uids = self.selected_uids()
        if uids and not self.context.read_only:
            self.context.jobs.change(self, with_document(delete_schools, uids), self._on_deleted)

    def _on_deleted(self, deleted: "Deleted") -> None:
        results = f" и результаты ({deleted.results})" if deleted.results else ""
        self._offer_undo(f"Удалено: {deleted.what}{results}.")

    def _offer_undo(self, text: str) -> None:
        self.context.messages.undo_bar(text, lambda: self.context.command("edit.undo"))

    def _add_code(self, system: str, code: str) -> None:
        from shnor_desktop.operations.schools.edits import give_code

        if self._shown is not None:
            self.context.jobs.change(self, with_document(give_code, self._shown, system, code))

    def _add_spelling(self, text: str) -> None:
        from shnor_desktop.operations.schools.edits import give_spelling

        if self._shown is not None:
            self.context.jobs.change(self, with_document(give_spelling, self._shown, text))

    def _remove_detail(self, detail: bytes) -> None:
        from shnor_desktop.operations.schools.edits import delete_detail

        work = with_document(delete_detail, detail)
        self.context.jobs.change(self, work, lambda _: self._offer_undo("Удалено."))
