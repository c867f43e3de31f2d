"""«Контакты»: one line to note a visit, everything done with schools, the schools nobody has been to, the month."""

from datetime import date
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QLabel, QWidget

from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.support.contacts import KINDS, LONG_AGO, VISITS, Contact
from shnor_desktop.operations.support.view import ContactsView, view
from shnor_desktop.rules.words import school_years
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import (
    BELOW,
    WIDE,
    in_row,
    lay_column,
    pages_of,
    split,
    stacked,
    tab_bar,
)
from shnor_desktop.ui.kit.narrow.names import NameLabel
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox
from shnor_desktop.ui.records.form import delete_records, edit_record
from shnor_desktop.ui.roadmap.quick_entry import QuickEntry
from shnor_desktop.ui.support.contact_tables import ContactTable, SeenLine, SeenTable
from shnor_desktop.ui.support.month_page import MonthPage
from shnor_desktop.ui.support.people_tables import NO_SCHOOLS

ALL, SCHOOLS, MONTH = range(3)
_TABS = ("Все контакты", "По школам", "По месяцам")
_HINT = "Что сделано: 12.03 Заречная, посещение уроков МА 7, 2 ч, договорились: тренажёр до 01.04 (Enter)"
_EMPTY = "Контактов пока нет. Наберите строкой, что сделано: 12.03 Заречная, посещение уроков, 2 ч."
_NONE = ((0, False),) * 12


class ContactsScreen(Screen):
    """Three views of the same contacts."""

    title = "Контакты"
    help_page = "contacts"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: ContactsView | None = None
        self._wanted: bytes | None = None
        self._wanted_school: bytes | None = None
        self._stale_pages: set[int] = set()
        self.quick = QuickEntry(context, self, _HINT)
        self.quick.noted.connect(self._want)
        self.table = ContactTable(
            context,
            self,
            keep="support-contacts",
            empty=_EMPTY,
        )
        self.schools = SeenTable(context, self)
        self.timeline = ContactTable(
            context, self, keep="support-timeline", empty="С этой школой контактов не отмечено."
        )
        self.month = MonthPage(context, self, self._acts)
        self._lay_out()
        for table in (self.table, self.timeline, self.month.table):
            table.opened.connect(lambda _: self.edit())
        self.schools.chosen.connect(lambda _: self._show_timeline())
        self.schools.opened.connect(lambda _: self.timeline.setFocus())
        self.start_at(self.quick)

    # --- building ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tabs = tab_bar(self, _TABS, "Что показать")
        self.pages = pages_of(self, self._new_all(), self._new_schools(), self.month)
        lay_column(self, self.quick, self.tabs, (self.pages, 1), around=WIDE)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda _: self._fill())

    def _new_all(self) -> QWidget:
        self.school = ChoiceBox("Показать: школа", self, letters=16)
        self.kind = ChoiceBox("Показать: вид", self, (("", "Все виды"), *KINDS.items()), letters=16)
        for box in (self.school, self.kind):
            box.activated.connect(lambda _: self._narrow())
        self.finding = Bar(self.context, (), self, table=self.table, search="Найти (Ctrl+F)")
        self.bar = Bar(self.context, self._acts(self.table), self.table, table=self.table)
        top = in_row(self.school, self.kind, (self.finding, 1))
        return stacked(self, top, (self.table, 1), self.bar, around=BELOW)

    def _new_schools(self) -> QWidget:
        self.since = QDateEdit(QDate(date.today() - LONG_AGO), self)  # type: ignore[call-overload]
        self.since.setCalendarPopup(True)
        self.since.setDisplayFormat("dd.MM.yyyy")
        self.since.setAccessibleName("Нет контактов с этого дня")
        self.since.dateChanged.connect(lambda _: self._show_schools())
        self.met = ChoiceBox(
            "Какие контакты считать", self, (("visits", "Посещения"), ("any", "Любые контакты"))
        )
        self.year = ChoiceBox("Учебный год", self)
        which = (
            ("asked", "Поддерживаемые школы"),
            ("not", "Нет контактов с этого дня"),
            ("all", "Все школы"),
        )
        self.which = ChoiceBox("Какие школы показать", self, which)
        for box in (self.met, self.year, self.which):
            box.activated.connect(lambda _: self._show_schools())
        label = QLabel("Нет контактов &с", self)
        label.setBuddy(self.since)
        self.told = QLabel(self)
        self.told.setObjectName("muted")
        self.heading = NameLabel("subheading", self)
        self.timeline_bar = Bar(self.context, self._acts(self.timeline), self.timeline, table=self.timeline)
        top = in_row(self.which, self.met, label, self.since, self.year, (self.told, 1))
        upper = stacked(self, top, (self.schools, 1), around=BELOW)
        lower = stacked(self, self.heading, (self.timeline, 1), self.timeline_bar, around=BELOW)
        return split(self, upper, lower, sizes=(360, 240), upright=True)

    def _acts(self, table: ContactTable) -> tuple[Act, ...]:
        return (
            Act("Добавить…", self.add, ("Ctrl+Insert",), "Форма с полями", writes=True),
            Act("Изменить…", self.edit, ("Ctrl+Return",), when=lambda: table.current() is not None),
            Act(
                "Договорённость…",
                self.add_step,
                tip="Что сделать после встречи и к какому сроку",
                when=lambda: table.current() is not None,
                writes=True,
            ),
            Act(
                "Подтверждения",
                lambda: self._go_done(table),
                tip="Файлы и реквизиты — на экране «Выполнение»",
                when=lambda: table.current() is not None,
            ),
            Act(
                "Лист, справка",
                lambda: self._print_visit(table),
                tip="До посещения — лист для записей, после — справка",
                when=lambda: (one := table.current()) is not None and bool(one.where),
            ),
            Act("Удалить", self.delete, ("Delete",), when=lambda: table.current() is not None, writes=True),
        )

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.context.jobs.ask(self, with_session(view, date.today()), self._show, latest="contacts")

    def _show(self, found: ContactsView) -> None:
        self.view = found
        for table in (self.table, self.timeline):
            table.on = found.on
        self.school.offer(((b"", "Все школы"), *((one.uid, one.name) for one in found.schools.lines)))
        self.year.offer((year, school_years.label(year)) for year in found.years())
        self._stale_pages = {ALL, SCHOOLS, MONTH}
        self._fill()

    def _fill(self) -> None:
        """Only the page that is seen is filled; the others when somebody turns to them."""
        at = self.tabs.currentIndex()
        if self.view is None or at not in self._stale_pages:
            return
        self._stale_pages.discard(at)
        if at == ALL:
            self._narrow()
        elif at == SCHOOLS:
            self._show_schools()
            self._find_school()
        else:
            self.month.show_view(self.view)

    def _find_school(self) -> None:
        """The cursor goes to the school that was asked for, as soon as there are schools."""
        if self._wanted_school is None or self.view is None:
            return
        if not self.schools.select(self._wanted_school):
            self.which.setCurrentIndex(self.which.findData("all"))
            self._show_schools()
            self.schools.select(self._wanted_school)
        self._wanted_school = None

    def _narrow(self) -> None:
        if self.view is None:
            return
        school, kind = self.school.currentData(), self.kind.currentData()
        rows = self.view.of_school(school) if school else self.view.contacts
        narrowed = bool(self.view.contacts) and bool(school or kind)
        self.table.set_empty(
            "Таких контактов не отмечено. Выберите другую школу или вид." if narrowed else _EMPTY
        )
        self.table.set_rows([one for one in rows if not kind or one.kind == kind])
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None

    def _show_schools(self) -> None:
        if self.view is None:
            return
        kinds = VISITS if self.met.currentData() == "visits" else None
        since = self.since.date().toPython()
        assert isinstance(since, date)
        wanted = str(self.which.currentData())
        months = self.view.months(int(self.year.currentData()), kinds)
        lines = [
            SeenLine(one, since, months.get(one.uid, _NONE), one.undated)
            for one in self.view.seen(kinds, asked=wanted != "all")
        ]
        self.schools.set_empty("Со всеми этими школами контакты с этого дня есть." if lines else NO_SCHOOLS)
        missing = sum(line.seen.before(since) for line in lines)
        if wanted == "not":
            lines = [line for line in lines if line.seen.before(since)]
        self.schools.set_rows(lines)
        self.told.setText(f"Без контактов: {missing}")
        self._show_timeline()

    def _show_timeline(self) -> None:
        line: SeenLine | None = self.schools.current()
        if self.view is None or line is None:
            self.heading.setText("")
            self.timeline.set_rows([])
        else:
            self.heading.setText(line.seen.school.name)
            self.timeline.set_rows(self.view.of_school(line.uid))
        self.timeline_bar.refresh()

    def arrive(self, **arguments: Any) -> None:
        """`event`: the line to show; `school`: its timeline; `show`: «not» for schools nobody has been to;
        `month`: a day of it."""
        if event := arguments.get("event"):
            self.tabs.setCurrentIndex(ALL)
            self._want(event)
        if show := arguments.get("show"):
            self.tabs.setCurrentIndex(SCHOOLS)
            self.which.setCurrentIndex(max(self.which.findData(show), 0))
            self._show_schools()
        if school := arguments.get("school"):
            self.tabs.setCurrentIndex(SCHOOLS)
            self._wanted_school = school
            self._find_school()

        if day := arguments.get("month"):
            self.tabs.setCurrentIndex(MONTH)
            self.month.days.go(day)

    def _want(self, uid: bytes) -> None:
        self.tabs.setCurrentIndex(ALL)
        self._wanted = None if self.table.select(uid) else uid

    def start_search(self) -> None:
        self.tabs.setCurrentIndex(ALL)
        self.finding.start_search()

    # --- writing -------------------------------------------------------------------------------------------------

    def _table(self) -> ContactTable:
        return (self.table, self.timeline, self.month.table)[self.tabs.currentIndex()]

    def add(self) -> None:
        """The form of a new one, for the school that is looked at."""
        given: dict[str, Value | Linked] = {"kind": "visit", "outcome": "done"}
        line: SeenLine | None = self.schools.current()
        at = self.tabs.currentIndex()
        school = (self.school.currentData(), line and line.uid, self.month.school.currentData())[at]
        if at == MONTH:
            given["starts"] = given["ends"] = self.month.days.day.isoformat()
        if school:
            given["schools"] = ((school, ""),)
        edit_record(self.context, self, "event", None, self._want_here, given=given)

    def _want_here(self, uid: bytes) -> None:
        table = self._table()
        if not table.select(uid):
            self._wanted = uid

    def edit(self) -> None:
        """The form of the chosen one."""
        one: Contact | None = self._table().current()
        if one is not None:
            edit_record(self.context, self, "event", one.uid)

    def add_step(self) -> None:
        """Something agreed at the chosen contact."""
        one: Contact | None = self._table().current()
        if one is None:
            return
        given: dict[str, Value | Linked] = {"event": one.uid}
        given["schools"] = tuple((uid, "") for uid in one.schools)
        edit_record(self.context, self, "activity", None, given=given)

    def _go_done(self, table: ContactTable) -> None:
        one: Contact | None = table.current()
        if one is not None:
            self.context.go("done", event=one.uid)

    def _print_visit(self, table: ContactTable) -> None:
        one: Contact | None = table.current()
        if one is not None:
            self.context.go("papers", paper="visit", visit=one.uid)

    def print_paper(self) -> None:
        """Ctrl+P: the contacts of the school that is looked at, or of all."""
        at = self.tabs.currentIndex()
        line: SeenLine | None = self.schools.current()
        school = (self.school.currentData(), line and line.uid, self.month.school.currentData())[at]
        self.context.go("papers", paper="contacts", of_school=school or None)

    def delete(self) -> None:
        """Delete the chosen ones with what was agreed, and offer to take it back."""
        delete_records(self.context, self, "event", [one.uid for one in self._table().selected()])
