"""«Социальный паспорт»: schools by indicators of a school year, typed and pasted as in a spreadsheet, the index explained."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from shnor_desktop.document.document import raw_of
from shnor_desktop.operations.context import dictionary, entry, passport
from shnor_desktop.operations.context.account import account
from shnor_desktop.operations.context.entry import Entered
from shnor_desktop.operations.context.passport import Passport
from shnor_desktop.operations.sharing.question_marks import marks
from shnor_desktop.rules.indicators import CALENDAR, SCHOOL
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import counted, few
from shnor_desktop.ui.context import cells
from shnor_desktop.ui.context.book_dialog import open_block, open_book
from shnor_desktop.ui.context.panel import AccountPanel
from shnor_desktop.ui.context.status_page import StatusPage
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.cells.beside import BesideButton
from shnor_desktop.ui.kit.cells.finding import CellSearch, tell_overflow
from shnor_desktop.ui.kit.cells.matrix import Matrix
from shnor_desktop.ui.kit.cells.rows import CellRows
from shnor_desktop.ui.kit.cells.table import CellEdit, CellTable, FootedGrid
from shnor_desktop.ui.kit.laying.boxes import SNUG, in_row, lay_column, split, stacked, tab_bar
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.texts import NAMED, cleared_text
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, EmptyPage, plain_label
from shnor_desktop.ui.records.form import edit_record

STATUSES = 1
_COLUMN_WORDS = "▲ 1 000,5"
_HOW = "Печатайте числа и «н/д», вставляйте блоки из Excel; Ctrl+D — заполнить вниз, Delete — очистить, Ctrl+Z — отменить."


class ContextScreen(Screen):
    """One school year at a time."""

    title = "Соцпаспорт"
    help_page = "context"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.shown: Passport | None = None
        self._year: int | None = None
        self._kind = SCHOOL
        self._waiting: frozenset[bytes] = frozenset()
        """Values organisations disagree about."""
        self._wanted: tuple[bytes, bytes] | None = None
        self.rows = CellRows(self)
        self.table = CellTable(self.rows, "Социальный паспорт: школы и показатели", self)
        self.foot = Matrix(self, centred=True)
        self.grid = FootedGrid(self.table, self.foot, "По району", self)
        self.panel = AccountPanel(self)
        self.years = ChoiceBox("Год", self)
        self.groups = ChoiceBox("Какие показатели показать", self)
        self.search = CellSearch(self.rows, self.table, self, "Найти школу (Ctrl+F)", "Найти школу")
        self.legend = plain_label("muted", self)
        self.legend.setToolTip(_HOW)
        self.pages = QStackedWidget(self)
        self.tabs = tab_bar(self, ("Паспорт", "Статусы школ"))
        self.bodies = QStackedWidget(self)
        self.statuses = StatusPage(context, self)
        self.start_at(self.table)
        self._build()
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.beside = BesideButton("Объяснение", self.panel, self)
        top = in_row(self.years, self.groups, (self.search, 1), self.beside)
        splitter = split(self, self.grid, self.panel, sizes=(830, 330), shares=(1,))
        self.empty = EmptyPage(self)
        self.pages.addWidget(splitter)
        self.pages.addWidget(self.empty)
        self.acts = Bar(self.context, self._acts(), self)
        self.table.offer(self.actions())
        lay_column(self, self.tabs, (self.bodies, 1), around=SNUG)
        self.bodies.addWidget(stacked(self, top, (self.pages, 1), self.legend, self.acts))
        self.bodies.addWidget(self.statuses)

    def _acts(self) -> tuple[Act, ...]:
        return (
            Act(
                "Загрузить из книги…",
                self.load_book,
                tip="Книга с паспортами школ или сбор контекстных данных",
                writes=True,
            ),
            Act("Добавить показатель…", self.add_indicator, tip="Свой показатель паспорта", writes=True),
            Act(
                "Изменить показатель…",
                self.edit_indicator,
                tip="Единица, вес в индексе и порог показателя под курсором",
                when=self._on_indicator,
                writes=True,
            ),
            Act(
                "Паспорт школы",
                self.print_school,
                tip="Печать паспорта школы под курсором",
                when=self._on_school,
            ),
            Act(
                "Порог индекса…",
                self.edit_border,
                tip="С какого индекса условия считаются неблагоприятными",
                when=lambda: self.shown is not None and self.shown.dictionary.index is not None,
                writes=True,
                in_bar=False,
            ),
            Act(
                "Добавить обычные показатели",
                self.fill,
                tip="Обычные показатели, которых ещё нет",
                writes=True,
            ),
        )

    def _connect(self) -> None:
        self.table.edits_wanted.connect(self._write)
        self.table.overflowed.connect(lambda count: tell_overflow(self.context.messages, count))
        self.table.table_pasted.connect(self.offer_block)
        self.table.current_changed.connect(self._on_cursor)
        self.years.activated.connect(self._on_year)
        self.groups.activated.connect(lambda _: self._show_cells())
        self.empty.act.clicked.connect(self._begin)
        self.tabs.currentChanged.connect(self._on_tab)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """The passport of the year that is shown, or the statuses."""
        if self.tabs.currentIndex() == STATUSES:
            self.statuses.reload()
            return
        self.context.jobs.ask(
            self, with_session(_read, self._year, self._kind), self._show, latest="passport"
        )

    def _show(self, answer: tuple[Passport, frozenset[bytes]]) -> None:
        found, self._waiting = answer
        self.shown, self._year, self._kind = found, found.year, found.kind
        self.rows.editable = not self.context.read_only
        named = [(f"{year} {SCHOOL}", f"{school_years.label(year)} уч. год") for year in found.years]
        named += [(f"{year} {CALENDAR}", f"{year} год (календарный)") for year in found.calendar_years]
        named.sort(key=lambda one: one[0][:4], reverse=True)
        self.years.offer(named, f"{found.year} {found.kind}")
        groups = list(dict.fromkeys(one.group for one in found.dictionary.lines))
        self.groups.offer([("", "Все показатели"), *((one, one or "Без группы") for one in groups)])
        self._show_cells()
        empty = not (found.schools and found.dictionary.lines)
        if empty:
            self._say_empty(found)
        self.pages.setCurrentIndex(int(empty))
        self.acts.refresh()

    def _show_cells(self) -> None:
        found = self.shown
        if found is None:
            return
        columns = cells.columns(found, str(self.groups.currentData() or ""))
        fresh = columns != self.rows.columns or len(found.schools) != len(self.rows.lines)
        place = self._wanted or self.table.current_place()
        self.rows.set_cells(cells.lines(found), columns, cells.cells(found, self._waiting))
        self.foot.set_cells([""] * len(columns), ("По району",), (cells.district(found, columns),))
        if fresh:
            self.grid.fit(_COLUMN_WORDS)
        if place is None or not self.table.go_to(place):
            self.table.setCurrentIndex(self.rows.index(0, min(1, len(columns) - 1)))
        self._wanted = None
        self._on_cursor(self.table.current_place())
        self._show_legend(found)

    def _show_legend(self, found: Passport) -> None:
        weighted = sum(one.counts for one in found.dictionary.lines)
        known = len(found.cells)
        of = len(found.schools) * len(found.dictionary.lines)
        self.legend.setText(
            f"Заполнено {known} из {of} · ▲ хуже порога · в индексе {counted(weighted, 'показатель', 'показателя', 'показателей')}"
            f" · индекс от {found.dictionary.border_e4 // 10_000} % — условия неблагоприятны; это не рейтинг"
        )

    def _say_empty(self, found: Passport) -> None:
        if not found.schools:
            texts = (
                "В файле ещё нет школ.",
                "Загрузите книгу с результатами или добавьте школы: паспорт заполняется по школам.",
                "Перейти к школам",
            )
        else:
            texts = (
                "Показателей социального паспорта ещё нет.",
                "Внесите обычные показатели: контингент, семьи, кадры, условия. Их единицы, веса и пороги можно менять.",
                "Внести обычные показатели",
            )
        self.empty.title.setText(texts[0])
        self.empty.text.setText(texts[1])
        self.empty.act.setText(texts[2])
        self.empty.act.setEnabled(not found.schools or not self.context.read_only)

    def _begin(self) -> None:
        if self.shown is not None and not self.shown.schools:
            self.context.go("schools")
        else:
            self.fill()

    def _on_tab(self, place: int) -> None:
        self.bodies.setCurrentIndex(place)
        self.reload()

    def _on_year(self, place: int) -> None:
        year, self._kind = str(self.years.itemData(place)).split()
        self._year = int(year)
        self.reload()

    def _on_cursor(self, place: Any) -> None:
        found = self.shown
        self.panel.show_account(account(found, place[0]) if found is not None and place else None)
        self.acts.refresh()

    def arrive(self, **arguments: Any) -> None:
        """go("context", year=2021, kind="school", school=uid, view="statuses")"""
        if (year := arguments.get("year")) is not None:
            self._year, self._kind = int(year), str(arguments.get("kind", SCHOOL))
        if school := arguments.get("school"):
            self._wanted = (school, cells.INDEX)
        if (view := arguments.get("view")) is not None:
            self.tabs.setCurrentIndex(STATUSES if view == "statuses" else 0)
        if arguments:
            self.reload()

    def start_search(self) -> None:
        if self.tabs.currentIndex() == STATUSES:
            self.statuses.finding.start_search()
            return
        self.search.start()

    def restyle(self) -> None:
        self._show_cells()

    # --- writing -------------------------------------------------------------------------------------------------

    def _write(self, edits: list[CellEdit]) -> None:
        if self._year is None:
            return
        wanted = [(one.row, one.column, one.text) for one in edits if one.column != cells.INDEX]
        deleting = all(not text.strip() for _, _, text in wanted)

        def done(entered: Entered) -> None:
            if entered.refused:
                self._tell_refused(entered, len(wanted))
            if entered.changed and (deleting or len(wanted) > 1):
                self.context.offer_undo(_told(entered, deleting))

        if wanted:
            self.context.jobs.change(self, with_document(entry.enter, self._year, wanted, self._kind), done)

    def _tell_refused(self, entered: Entered, tried: int) -> None:
        if tried == 1:
            self.context.messages.warn(entered.refused[0].why)
            return
        many = counted(len(entered.refused), "ячейка", "ячейки", "ячеек")
        self.context.messages.warn(f"Не взято: {many}. Остальное вставлено.", entry.told(entered))

    def _on_school(self) -> bool:
        return self.table.current_place() is not None

    def _on_indicator(self) -> bool:
        place = self.table.current_place()
        return place is not None and place[1] != cells.INDEX

    def add_indicator(self) -> None:
        """A row of the dictionary of one's own."""
        edit_record(self.context, self, "indicator", None, given={"use": dictionary.CONTEXT})

    def edit_indicator(self) -> None:
        """The form of the indicator with the cursor."""
        if self._on_indicator():
            edit_record(self.context, self, "indicator", self.table.current_place()[1])

    def print_paper(self) -> None:
        """Ctrl+P: the passport of the year that is shown."""
        self.context.go("papers", paper="social-passport", passport_year=self._asked_year())

    def _asked_year(self) -> int | str | None:
        """As papers are asked for it."""
        return self._year if self._kind == SCHOOL else f"{self._year} год"

    def print_school(self) -> None:
        """The passport of the school with the cursor."""
        if (place := self.table.current_place()) is not None:
            self.context.go(
                "papers",
                paper="social-passport",
                passport_year=self._asked_year(),
                passport_school=place[0],
            )

    def edit_border(self) -> None:
        """The row of the dictionary that holds the border of the index."""
        if self.shown is not None and (uid := self.shown.dictionary.index) is not None:
            edit_record(self.context, self, "indicator", uid)

    def load_book(self) -> None:
        """A workbook of context data, with a preview."""
        open_book(self.context, self, self._year if self._kind == SCHOOL else None)

    def offer_block(self, text: str) -> None:
        """A pasted table with names of schools is read as a book is."""
        if self.context.messages.ask(
            "В буфере обмена таблица с названиями школ.",
            "Её можно загрузить как книгу: программа найдёт школы и показатели и покажет, что изменится.",
            yes="Загрузить таблицу",
        ):
            open_block(self.context, self, text, self._year if self._kind == SCHOOL else None)

    def fill(self) -> None:
        """The usual indicators that are not there yet."""

        def done(added: int) -> None:
            words = counted(added, "показатель", "показателя", "показателей")
            if added:
                self.context.offer_undo(f"Внесено: {words}")
            else:
                self.context.messages.tell("Все обычные показатели уже есть.")

        self.context.jobs.change(self, with_document(dictionary.fill), done)


def _read(session: Any, year: int | None, kind: str) -> tuple[Passport, frozenset[bytes]]:
    waiting = marks(raw_of(session)).of_kind("indicator_value")
    return passport.read(session, year, kind), frozenset(uid for uid, _ in waiting)


def _told(entered: Entered, deleting: bool) -> str:
    """What was deleted or taken in; what went with empty cells comes first."""
    if deleting:
        gone = counted(entered.changed, "значение", "значения", "значений")
        return f"Удалено: {gone}" + (f": {few(entered.cleared, NAMED)}" if entered.cleared else "")
    taken = entered.changed - len(entered.cleared)
    told = [cleared_text(entered.cleared)] if entered.cleared else []
    if taken:
        told.append(f"Введено: {counted(taken, 'значение', 'значения', 'значений')}")
    return " ".join(told)
