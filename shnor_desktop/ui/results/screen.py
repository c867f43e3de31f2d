"""«Результаты»: schools by sittings as a spreadsheet, filters above, the card of one result at the right."""

from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shnor_desktop.operations.results.grid import (
    FirstPage,
    GridChoices,
    GridFilter,
    GridPage,
    read_first,
    read_grid,
    read_lines,
)
from shnor_desktop.operations.results.grid_entry import Edit, Entered, enter, refuse_early
from shnor_desktop.operations.results.seen.order import View
from shnor_desktop.operations.sharing.question_marks import Marks, marks
from shnor_desktop.rules.figures import Figures
from shnor_desktop.rules.results.quality import Aspect
from shnor_desktop.rules.words.russian import counted, few, plural
from shnor_desktop.sheets.results.types import SittingMention
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.texts import NAMED, cleared_text
from shnor_desktop.ui.kit.verbs import with_document, with_rows, with_session
from shnor_desktop.ui.results.card import ResultCardPanel
from shnor_desktop.ui.results.filters import EmptyResults, ResultsBar
from shnor_desktop.ui.results.grid import ResultsGrid
from shnor_desktop.ui.results.rows import Place
from shnor_desktop.ui.results.sheet.blocks import Blocks, place_of
from shnor_desktop.ui.results.sitting_dialog import add_sitting

_NEXT_SCHOOLS = 250
_REST_AFTER_MS = 40
_NARROW = 1000
"""In a window as narrow as this the card is folded away at first."""
_ASPECT_NOTES = {
    Aspect.PASSED: "Успеваемость: доля справившихся, в скобках участники. Вводить числа — в карточке справа. ",
    Aspect.QUALITY: "Качество: доля «4» и «5», в скобках участники. Вводить числа — в карточке справа. ",
    Aspect.MEAN: "Средняя отметка или балл, в скобках участники. Вводить числа — в карточке справа. ",
    Aspect.TAKERS: "Число участников. Вводить числа — в карточке справа. ",
}
_HOW_TO_TYPE = (
    "В ячейке доля «2» или не преодолевших порог, в скобках участники.\n"
    "Вводите «3/12» или «3 из 12», процент «31,5», «-» не проводилась, «х» нет участников, «н/д» не получен."
)


class ResultsScreen(Screen):
    """The results of all schools, typed and pasted like in Excel."""

    title: ClassVar[str] = "Результаты"
    help_page: ClassVar[str] = "results"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._choices: GridChoices | None = None
        self._wanted_place: Place | None = None
        self._wanted_year: int | None = None
        self._begins = False
        """The keyboard goes to the table when it is shown next."""
        self._run = 0
        self._legend = ""
        self._blocks = Blocks()
        self._outside = ""
        """What of a pasted block had no room, until it is told with the rest."""
        self.grid = ResultsGrid(context.settings, self)
        self.card = ResultCardPanel(context, self)
        self.bar = ResultsBar(self)
        self.filters, self.search = self.bar.filters, self.bar.search
        self.empty = EmptyResults(self)
        self.stack = QStackedWidget(self)
        self._build()
        self.start_at(self.grid.table)
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GAP)
        column.addWidget(self.bar)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.grid)
        splitter.addWidget(self.card)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([900, 310])
        splitter.setCollapsible(0, False)
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        self.legend = QLabel(self)
        self.legend.setObjectName("muted")
        self.legend.setWordWrap(True)
        self.legend.setToolTip(_HOW_TO_TYPE)
        column.addWidget(self.legend)

    def _connect(self) -> None:
        table = self.grid.table
        self.filters.changed.connect(self._read)
        self.empty.act.clicked.connect(lambda: self.context.import_files())
        self.empty.paste.clicked.connect(self._open_clipboard)
        table.edits_wanted.connect(self._write)
        table.undo_wanted.connect(self._undo_refused)
        table.overflowed.connect(self._tell_outside)
        table.table_pasted.connect(self._offer_wizard)
        table.current_changed.connect(self.card.show_place)
        self.card.saved.connect(lambda school, sitting: self._refresh([school]))
        self.grid.card_wanted.connect(self._open_card)
        self.grid.find_wanted.connect(self._find_next)
        self.grid.print_wanted.connect(self.print_paper)
        self.grid.bar.refused_wanted.connect(self._go_to_refused)
        self.grid.added_up.connect(self._say_below)
        self.grid.narrowed.connect(self.filters.show_view)
        self.filters.only_chosen.connect(self.grid.narrow)
        self.search.textChanged.connect(lambda text: self._find(text, self.grid.table.currentIndex().row()))
        self.search.returnPressed.connect(self._find_next)
        self.search.leads_to(self.grid.table)
        self.bar.card.toggled.connect(self.card.setVisible)
        self.bar.add.clicked.connect(self._add_sitting)
        self.bar.load.clicked.connect(lambda: self.context.import_files())
        for keys, act in (
            ("F4", self._go_to_card),
            ("F3", self._find_next),
            ("Shift+F3", lambda: self._find_next(back=True)),
        ):
            QShortcut(QKeySequence(keys), self, act).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self.card, table.setFocus).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read filters and grid anew, keeping what is chosen."""
        self._wanted_place = self._wanted_place or self.grid.table.current_place()
        writable = not self.context.read_only
        self.bar.set_writable(writable)
        work = with_session(read_first, self.filters.foreseen(self._wanted_year), self._screenful())
        self.context.jobs.ask(self, with_rows(marks), self._on_marks, latest="marks")
        self.context.jobs.ask(self, work, self._on_choices, latest="choices")

    def arrive(self, **arguments: Any) -> None:
        """Show a year, a sitting or the result of a school."""
        if "year" in arguments:
            self._wanted_year = int(arguments["year"])
            self.reload()
        if sitting := arguments.get("sitting"):
            self._wanted_place = (arguments.get("school") or b"", sitting)
            self._put_cursor()

    def print_paper(self) -> None:
        """Ctrl+P: the grid as it is seen."""
        from shnor_desktop.ui.results.sheet.print_dialog import GridPrintDialog

        if self.stack.currentIndex() == 0 and self.grid.rows.sittings:
            chosen = (
                one.currentText() for one in (self.filters.year, self.filters.family, self.filters.subject)
            )
            seen = self.grid.seen(", ".join(chosen), _legend(bool(self.grid.rows.undecided)))
            GridPrintDialog(self.context, seen, self).open()
        else:
            super().print_paper()

    def _screenful(self) -> int:
        """So many schools are read at once: no more fit into the window."""
        return max(self.window().height() // theme.row_height(), 1)

    def _on_marks(self, found: Marks) -> None:
        self.grid.table.rows.undecided = found.results

    def _on_choices(self, answer: FirstPage) -> None:
        self._choices = answer.choices
        self.filters.fill(answer.choices, self._wanted_year)
        self._wanted_year = None
        if self.filters.wanted() == answer.wanted:
            self._run += 1
            self._on_first(answer.page, answer.wanted, self._run)
        else:  # Another was chosen meanwhile.
            self._read()

    def _read(self) -> None:
        """The first page at once, the others after it."""
        self._run += 1
        wanted, run = self.filters.wanted(), self._run
        work = with_session(read_grid, wanted, 0, self._screenful())
        self.context.jobs.ask(self, work, lambda page: self._on_first(page, wanted, run), latest="grid")

    def _on_first(self, page: GridPage, wanted: GridFilter, run: int) -> None:
        if run != self._run:
            return
        table = self.grid.table
        place = self._wanted_place or table.current_place()
        # Only the usual figure can be typed: the others follow from all figures of the card.
        table.rows.editable = not self.context.read_only and wanted.aspect is Aspect.FAILED
        self.grid.set_page(page, wanted.aspect)
        self._wanted_place = place
        self._put_cursor()
        self._show_state()
        # The first page is painted before the worker competes for the processor again.
        QTimer.singleShot(_REST_AFTER_MS, self, lambda: self._go_on(page, wanted, run, place))

    def _go_on(self, page: GridPage, wanted: GridFilter, run: int, place: Place | None) -> None:
        """The schools after this page; the cursor's place may stand among them."""
        start = page.first + len(page.schools)
        if run != self._run:
            return
        if start >= page.total or not page.sittings:
            if self._wanted_place == place:  # Else another is wanted, of what is being read anew.
                self._forget_lost()
                self._wanted_place = None
            return

        def done(following: GridPage) -> None:
            if run != self._run:
                return
            self.grid.add_page(following)
            self._put_cursor()
            self._go_on(following, wanted, run, place)

        work = with_session(read_grid, wanted, start, _NEXT_SCHOOLS)
        self.context.jobs.ask(self, work, done, latest="rest")

    def _forget_lost(self) -> None:
        """Everything is shown, but not the place of a text that was not taken: its school or its column is gone."""
        place, refused = self._wanted_place, self.grid.rows.refused
        if place in refused and self.filters.is_open():
            self.context.messages.tell(
                f"«{refused[place].edit.text}» не принято, а школы или столбца этой ячейки в файле больше нет."
            )
            self.grid.refuse((), [place])

    def _put_cursor(self) -> None:
        if self._wanted_place is not None and self.grid.table.go_to(self._wanted_place):
            self._wanted_place = None

    def _show_state(self) -> None:
        rows, choices = self.grid.table.rows, self._choices
        if rows.sittings and rows.all_schools:
            self.stack.setCurrentIndex(0)
            self._legend = _ASPECT_NOTES.get(self.filters.chosen_aspect(), "") + _legend(bool(rows.undecided))
            self._say_below("")
            self._begin()
            return
        self._legend, self._begins = "", False
        self._say_below("")
        self.stack.setCurrentIndex(1)
        self.empty.tell(choices, not self.context.read_only)

    def _begin(self) -> None:
        """A new column is typed into at once."""
        if self._begins:
            self._begins = False
            self.grid.table.setFocus()
            if not self.grid.table.currentIndex().isValid():
                self.grid.table.setCurrentIndex(self.grid.rows.index(0, 0))

    def _say_below(self, selected: str) -> None:
        """What is selected; else what the marks mean."""
        self.legend.setText(selected or self._legend)

    def _refresh(self, schools: list[bytes]) -> None:
        """Show changed schools anew without losing the place."""
        run = self._run

        def done(page: GridPage) -> None:
            if run != self._run or not self.grid.table.rows.replace(page):
                return
            self.grid.set_district(page.district)
            self.card.show_place(self.grid.table.current_place())

        self.context.jobs.ask(self, with_session(read_lines, self.filters.wanted(), schools), done)

    def _on_document_changed(self, changes: Any, initiator: object) -> None:
        self._blocks.latest = changes.actions[-1] if changes.actions else None
        for action, by in changes.reversals:
            self.grid.refuse(*self._blocks.reverse(action, by, self.grid.rows.refused))
        if not self.changed_here(initiator):
            super()._on_document_changed(changes, initiator)

    # --- writing -------------------------------------------------------------------------------------------------

    def _write(self, edits: list[Edit]) -> None:
        if len(edits) == 1 and self._is_refused_early(edits[0]):
            return

        def done(entered: Entered) -> None:
            self._refresh(list({one.school for one in edits}))
            self._leave(edits, entered)
            self._tell(edits, entered)

        self.context.jobs.change(self, with_document(enter, edits), done)

    def _is_refused_early(self, edit: Edit) -> bool:
        """What can be told before the file is asked is told at once: the cursor has not gone on yet."""
        rows = self.grid.table.rows
        index = rows.index_of((edit.school, edit.sitting))
        stored = rows.cell(index.row(), index.column()) if index.isValid() else None
        sitting = next((one for one in rows.sittings if one.uid == edit.sitting), None)
        before = Figures(stored.people, stored.failed) if stored else Figures()
        refused = refuse_early(edit, before, sitting.by_marks) if sitting else None
        # What was not taken here before is mended, for all that is known yet.
        self.grid.refuse([refused] if refused else [], [] if refused else [(edit.school, edit.sitting)])
        self._blocks.add([refused] if refused else [], written=False)
        return refused is not None

    def _leave(self, edits: list[Edit], entered: Entered) -> None:
        """What was not taken stays in its cells, and the cursor on it unless something else is being typed."""
        table = self.grid.table
        refused = [one for one in entered.refused if one.school]
        bad = {(one.edit.school, one.edit.sitting) for one in refused}
        places = [(one.school, one.sitting) for one in edits]
        self.grid.refuse(refused, [place for place in places if place not in bad])
        self._blocks.add(refused, written=bool(entered.changed))
        typing = table.state() == QAbstractItemView.State.EditingState
        if refused and not typing:
            table.go_to(next(place for place in places if place in bad))

    def _tell_outside(self, count: int) -> None:
        """Told at once, and once more with what was taken, which comes over it."""
        cells = counted(count, "ячейка", "ячейки", "ячеек")
        self._outside = (
            f"Не поместилось, за краем таблицы: {cells}. Вставьте блок выше или левее либо добавьте столбцы."
        )
        self.context.messages.tell(self._outside)

    def _tell(self, edits: list[Edit], entered: Entered) -> None:
        deleting = all(not one.text.strip() for one in edits)
        left = f" Не принято: {len(entered.refused)}." if entered.refused else ""
        left, self._outside = f"{left} {self._outside}".rstrip(), ""
        if entered.changed and (deleting or entered.emptied or entered.cleared or len(edits) > 1):
            self.context.messages.undo_bar(
                f"{_told(entered, deleting, len(edits))}{left}", lambda: self.context.command("edit.undo")
            )
        elif any(not one.school for one in entered.refused):
            self.context.messages.tell(entered.refused[0].why)

    def _go_to_refused(self) -> None:
        """Where it is not among what is shown, everything is shown."""
        if not self.grid.go_to_refused():
            self.grid.set_view(View())
            self.grid.show_columns(*(one.uid for one in self.grid.hidden_sittings()))
            if not self.grid.go_to_refused():
                self._wanted_place = next(iter(self.grid.rows.refused), None)
                self.filters.show_all()
                self._read()

    def unkept(self) -> str:
        count = len(self.grid.rows.refused)
        if not count:
            return ""
        verb = plural(count, "не принята", "не приняты", "не приняты")
        return f"В таблице результатов {counted(count, 'ячейка', 'ячейки', 'ячеек')} {verb}."

    def show_unkept(self) -> None:
        self._go_to_refused()

    def _offer_wizard(self) -> None:
        if self.context.messages.ask(
            "В буфере обмена таблица с названиями школ.",
            "Её можно загрузить как книгу: программа сама найдёт школы и предметы и покажет, что изменится.",
            yes="Загрузить таблицу",
        ):
            self._open_clipboard()

    def _open_clipboard(self) -> None:
        from shnor_desktop.ui.results.import_wizard import open_clipboard

        open_clipboard(self.context)

    def _undo_refused(self) -> None:
        """With the text under the cursor goes all that was entered with it, in the file too if nothing came after it."""
        if (here := self.grid.table.refused_here()) is None:
            return
        block = self._blocks.of(here)
        if block.action is not None and block.action == self._blocks.latest:
            self.context.command("edit.undo")
            return
        standing = self.grid.rows.refused
        self.grid.refuse((), [at for one in block.texts if standing.get(at := place_of(one)) is one])

    def _add_sitting(self) -> None:
        add_sitting(self.context, self, self.filters.chosen_year(), self._show_new)

    def _show_new(self, one: SittingMention, uid: bytes) -> None:
        schools = self.grid.table.rows.schools
        self._wanted_place = (schools[0].uid, uid) if schools else None
        self.filters.admit(one.school_year, one.family, one.subject)
        self._begins = True
        self.reload()

    def _go_to_card(self) -> None:
        """F4: to the card and back."""
        if self.card.isAncestorOf(self.focusWidget() or self):
            self.grid.table.setFocus()
            return
        self._open_card()

    def _open_card(self) -> None:
        self.bar.card.setChecked(True)
        self.card.form.setFocus()

    # --- finding and looks ---------------------------------------------------------------------------------------

    def _find_next(self, *, back: bool = False) -> None:
        """F3: the next school that the search line finds; without one, the line itself."""
        if not self.search.text().strip():
            self.start_search()
            return
        self._find(self.search.text(), self.grid.table.currentIndex().row() + (-1 if back else 1), back=back)

    def _find(self, text: str, after: int, *, back: bool = False) -> None:
        rows = self.grid.table.rows
        row = rows.find(text, after if back else max(after, 0), back=back) if text.strip() else -1
        if row >= 0:
            self.grid.table.go_to_row(row)
        self.search.tell(rows.count_of(text) if text.strip() else None)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous() and self._choices is None and self.window().width() < theme.wide(_NARROW):
            self.bar.card.setChecked(False)
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "grid"):
            self.grid.table.rows.repaint_all()


def _told(entered: Entered, deleting: bool, edits: int) -> str:
    """What was deleted, taken in, or emptied by a mark."""
    if edits == 1 and entered.emptied:
        return "Числа результата убраны."
    if deleting:
        gone = counted(entered.changed, "результат", "результата", "результатов")
        return f"Удалено {gone}: {few(entered.cleared, NAMED)}."
    taken = entered.changed - len(entered.cleared)
    many = counted(taken, "результат", "результата", "результатов")
    emptied = f", прежние числа убраны у {entered.emptied}" if entered.emptied else ""
    told = [cleared_text(entered.cleared)] if entered.cleared else []
    return " ".join([*told, *([f"Введено {many}{emptied}."] if taken else [])])


def _legend(undecided: bool) -> str:
    names = ("low", "watch", "border", "small_n", "flagged", *(("undecided",) if undecided else ()))
    marks = [theme.state_mark(name) for name in names]
    return " · ".join(f"{mark.glyph} {mark.word}" for mark in marks)
