"""«Школы»: the list with search at the left, the card of the chosen school at the right."""

from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.cards.school_lines import SchoolLine, lines
from shnor_desktop.operations.sharing.question_marks import Marks, marks
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import WIDE, lay_column, lay_row, pages_of, split
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document, with_rows, with_session
from shnor_desktop.ui.kit.widgets import plain_label, timer
from shnor_desktop.ui.schools.table import SchoolTable

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
        self.table = SchoolTable(context.settings, self)
        self.rows, self.found = self.table.rows, self.table.sorted
        self.empty = plain_label("muted", self, _EMPTY)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.right = pages_of(self, self.empty)
        splitter = split(self, self._new_left(), self.right, sizes=(540, 600))
        lay_row(self, splitter, around=WIDE)
        self._timer = timer(self, self._ask_card, _WAIT_MS)
        self.start_at(self.table)
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _new_left(self) -> QWidget:
        left = QWidget(self)
        acts = (
            Act("Добавить…", self.add_school, tip="Ctrl+Insert", writes=True),
            Act("Изменить сведения…", self.edit_school, ("F2",), in_bar=False),
            Act(
                "Соединить…",
                self.join_selected,
                tip="Выделите две карточки одной школы, держа Ctrl",
                when=self._are_two,
                writes=True,
            ),
            Act(
                "Одна или разные…",
                self.compare_selected,
                tip="Решить для всех организаций, одна это школа или разные; выделите две карточки, держа Ctrl",
                when=self._are_two,
                writes=True,
            ),
            Act("Удалить", self.delete_selected, ("Delete",), when=self._is_any, writes=True),
            Act("Карточка на печать…", self.print_paper, tip="Ctrl+P", when=self._is_any, in_bar=False),
            Act("История…", self._show_history, when=self._is_any, in_bar=False),
        )
        finding = Bar(
            self.context, (), left, table=self.table, search="Название, место, директор, код (Ctrl+F)"
        )
        self.search, self.count = finding.search, finding.count
        self.acts = Bar(self.context, acts, left, table=self.table)
        self.add, self.join, self.verdict, self.remove = (
            self.acts.button(act.title) for act in acts if act.in_bar
        )
        lay_column(left, finding, (self.table, 1), self.acts, around=(0, 0, theme.GAP, 0), gap=None)
        return left

    def _are_two(self) -> bool:
        return len(self.table.selected()) == 2

    def _is_any(self) -> bool:
        return self.table.current() is not None

    def _connect(self) -> None:
        self._order_stops(self.search, self.table, self.add, self.join, self.verdict, self.remove)
        self.found.narrowed.connect(self._show_count)
        self.table.chosen.connect(lambda _: self._timer.start())
        self.table.opened.connect(lambda _: self.edit_school())
        shortcut = QShortcut(QKeySequence("Ctrl+Insert"), self, self.add_school)
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
        card.result_wanted.connect(self._show_result)
        card.whole_wanted.connect(self._ask_whole)
        card.whole.edit_wanted.connect(self.edit_school)
        card.whole.history_wanted.connect(self._show_history)
        card.whole.place_wanted.connect(lambda screen, given: self.context.go(screen, **given))
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
        self.table.set_rows(found)
        if self._wanted is not None:
            self.select(self._wanted)
        self._wanted = None
        self._show_count()

    def _show_marks(self, found: Marks) -> None:
        self._marks = found
        self.table.mark(found.schools)
        if self._shown is None:
            self._timer.start()  # The list is painted first.
        else:
            self._ask_card()

    def _show_count(self) -> None:
        every, shown = self.rows.rowCount(), self.found.rowCount()
        if every and not shown:
            self.empty.setText(self.table.empty_text())
        else:
            self.empty.setText(_EMPTY if not every else "Выберите школу.")
        if not shown:
            self.right.setCurrentWidget(self.empty)

    def current_uid(self) -> bytes | None:
        """The school with the cursor."""
        line = self.table.current()
        return line.uid if line is not None else None

    def selected_uids(self) -> list[bytes]:
        """The selected schools from top to bottom."""
        return [line.uid for line in self.table.selected()]

    def select(self, uid: bytes) -> bool:
        """Put the cursor on a school; False when it is not shown."""
        return self.table.select(uid)

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

    def _ask_whole(self) -> None:
        from shnor_desktop.operations.cards.whole import whole

        if self._shown is not None:
            self.context.jobs.ask(
                self, with_session(whole, self._shown), self.card.whole.show_card, latest="whole"
            )

    # --- what the window asks for --------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`school=uid` shows that school, `view="whole"` everything about it."""
        uid = arguments.get("school")
        if arguments.get("view") == "whole":
            self.card.tabs.setCurrentWidget(self.card.whole)
        if isinstance(uid, bytes):
            self.search.clear()
            if not self.select(uid):
                self._wanted = uid

    def print_paper(self) -> None:
        if (uid := self.current_uid()) is not None:
            whole = self.right.currentWidget() is not self.empty and self.card.shows_whole()
            self.context.go("papers", paper="school" if whole else "school-card", school=uid)

    def _show_result(self, wanted: tuple[int, bytes]) -> None:
        year, sitting = wanted
        self.context.go("results", year=year, school=self._shown, sitting=sitting)

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
        from shnor_desktop.ui.schools.join_dialog import SchoolJoinDialog

        first, second = self.table.selected()
        pair = ((first.uid, first.name), (second.uid, second.name))
        SchoolJoinDialog(self.context, pair, self).open()

    def compare_selected(self) -> None:
        """Decide whether the two selected records are one school."""
        from shnor_desktop.ui.schools.identity_dialog import ask_verdict

        first, second = self.selected_uids()
        ask_verdict(self.context, (first, second), self)

    def delete_selected(self) -> None:
        """Delete the selected schools with their results, and offer to take it back."""
        from shnor_desktop.operations.schools.edits import delete_schools

        work = with_document(delete_schools, self.selected_uids())
        self.context.jobs.change(self, work, self._on_deleted)

    def _on_deleted(self, deleted: "Deleted") -> None:
        self.context.offer_undo(f"Удалено: {deleted.what}{deleted.along}.")

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
        self.context.jobs.change(self, work, lambda _: self.context.offer_undo("Удалено."))
