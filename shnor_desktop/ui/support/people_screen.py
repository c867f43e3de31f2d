"""«Закрепления»: which school has whom, who carries how much, which teacher stands alone; below, the assignments of the
chosen line."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from shnor_desktop.models.values import Value
from shnor_desktop.operations.support import assignments, proposals
from shnor_desktop.operations.support.assignments import (
    ROLE_WORDS,
    Assigned,
    Board,
    Load,
    SchoolPeople,
    Teacher,
)
from shnor_desktop.operations.support.proposals import Proposal, Proposals
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog
from shnor_desktop.ui.kit.laying.boxes import (
    ABOVE,
    SNUG,
    in_row,
    lay_column,
    pages_of,
    split,
    stacked,
    tab_bar,
)
from shnor_desktop.ui.kit.narrow.names import NameLabel
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.table import Table
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label
from shnor_desktop.ui.records.form import delete_records, edit_record
from shnor_desktop.ui.support.people_tables import (
    NO_SCHOOLS,
    AssignmentTable,
    LoadTable,
    SchoolPeopleTable,
    TeacherTable,
    load_words,
)

SCHOOLS, LOADS, TEACHERS, ALL = range(4)
_TABS = ("Школы", "Нагрузка", "Сотрудники", "Все закрепления")
_SHOWN = {
    "asked": "Поддерживаемые школы",
    "open": "Без куратора",
    "alone": "Никто не закреплён",
    "all": "Все школы",
}


_NONE_SO = {
    "open": "У всех поддерживаемых школ есть куратор.",
    "alone": "За каждой поддерживаемой школой кто-то закреплён.",
}


class PeopleScreen(Screen):
    """Four views of the same assignments."""

    title = "Закрепления"
    help_page = "people"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.board: Board | None = None
        self._wanted: bytes | None = None
        self._stale_pages: set[int] = set()
        self.schools = SchoolPeopleTable(context, self)
        self.loads = LoadTable(context, self)
        self.teachers = TeacherTable(context, self)
        self.every = AssignmentTable(context, self, keep="support-all")
        self.held = AssignmentTable(context, self, keep="support-held")
        self.tables: tuple[Table, ...] = (self.schools, self.loads, self.teachers, self.every)
        self._lay_out()
        for table in self.tables:
            table.chosen.connect(lambda _: self._show_held())
        for table in (self.every, self.held):
            table.opened.connect(lambda _: self.edit())
        for table in (self.schools, self.loads, self.teachers):
            table.opened.connect(lambda _: self.held.setFocus())
        self.start_at(self.pages)

    # --- building ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.pages = pages_of(self, *self.tables)
        self.summary = plain_label("muted", self)
        self.every_bar = Bar(self.context, self._acts(for_all=True), self.every, table=self.every)
        top = self._new_top()
        self.below = self._new_below()
        self.splitter = split(self, self.pages, self.below, sizes=(420, 240), upright=True)
        lay_column(self, top, self.summary, (self.splitter, 1), self.every_bar, around=SNUG)
        self._turn(SCHOOLS)

    def _new_top(self) -> QHBoxLayout:
        self.tabs = tab_bar(self, _TABS, "Что показать")
        self.shown = ChoiceBox("Какие школы показать", self, _SHOWN.items())
        self.finding = [
            Bar(self.context, (), self, table=table, search="Найти (Ctrl+F)") for table in self.tables
        ]
        searches = pages_of(self, *self.finding)
        searches.setMaximumHeight(self.finding[0].sizeHint().height())
        top = in_row(self.tabs, self.shown, (searches, 1))
        self.tabs.currentChanged.connect(self._turn)
        self.tabs.currentChanged.connect(searches.setCurrentIndex)
        self.shown.activated.connect(lambda _: self._narrow())
        return top

    def _new_below(self) -> QWidget:
        self.heading = NameLabel("subheading", self)
        self.bar = Bar(self.context, self._acts(), self.held, table=self.held)
        return stacked(self, self.heading, (self.held, 1), self.bar, around=ABOVE)

    def _acts(self, *, for_all: bool = False) -> tuple[Act, ...]:
        table = self.every if for_all else self.held
        return (
            Act("Закрепить…", self.add, ("Ctrl+Insert",), "Новое закрепление", writes=True),
            *(
                ()
                if for_all
                else (
                    Act(
                        "Предложить…",
                        self.propose,
                        tip="Кто мог бы стать партнёром или наставником и почему",
                        when=lambda: (
                            self.tabs.currentIndex() in (SCHOOLS, TEACHERS) and self._line() is not None
                        ),
                        in_menu=False,
                    ),
                )
            ),
            Act("Изменить…", self.edit, ("Ctrl+Return",), when=lambda: table.current() is not None),
            Act(
                "Напечатать", self.print_paper, tip="Закрепления или план выбранного куратора", in_menu=False
            ),
            Act(
                "Прекратить сегодня",
                self.end,
                tip="Закрепление останется в истории с сегодняшним днём окончания",
                when=lambda: any(not one.ended(date.today()) for one in table.selected()),
                writes=True,
            ),
            Act("Удалить", self.delete, ("Delete",), when=lambda: table.current() is not None, writes=True),
        )

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.context.jobs.ask(
            self, with_session(assignments.board, date.today()), self._show, latest="people"
        )

    def _show(self, board: Board) -> None:
        self.board = board
        for table in (self.schools, self.held, self.every):
            table.on = board.on
        self._stale_pages = {SCHOOLS, LOADS, TEACHERS, ALL}
        self.tabs.setTabText(TEACHERS, _numbered(_TABS[TEACHERS], len(board.teachers_alone)))
        self._tell(board)
        self._fill()
        self._find_wanted()

    def _fill(self) -> None:
        """Only the page that is seen is filled; the others when somebody turns to them."""
        at = self.tabs.currentIndex()
        if self.board is not None and at in self._stale_pages:
            self._stale_pages.discard(at)
            rows = (self._rows(self.board), self.board.loads, self.board.teachers, self.board.every)[at]
            self.tables[at].set_rows(rows)
        self._show_held()

    def _find_wanted(self) -> None:
        """The cursor goes to the school that was asked for, as soon as there are schools."""
        if self._wanted is None or self.board is None:
            return
        if not self.schools.select(self._wanted):
            self.shown.setCurrentIndex(self.shown.findData("all"))
            self._narrow()
            self.schools.select(self._wanted)
        self._wanted = None

    def _rows(self, board: Board) -> list[SchoolPeople]:
        wanted = self.shown.currentData()
        rows = {
            "open": board.without_curator,
            "alone": board.alone,
            "all": board.people,
        }.get(str(wanted), board.asked)
        self.schools.set_empty(_NONE_SO.get(str(wanted), NO_SCHOOLS) if board.people else NO_SCHOOLS)
        return list(rows)

    def _narrow(self) -> None:
        if self.board is not None:
            self.schools.set_rows(self._rows(self.board))
            self._show_held()

    def _tell(self, board: Board) -> None:
        scope = "" if board.schools.listed else "Статусов ШНОР и ШНСУ в файле нет: показаны все школы. "
        told = [
            f"Без куратора: {len(board.without_curator)} из {len(board.asked)}.",
            f"Никто не закреплён: {len(board.alone)}." if board.alone else "",
            f"Кончаются за 60 дней: {len(board.expiring)}." if board.expiring else "",
            load_words(board.loads),
        ]
        self.summary.setText(scope + " ".join(filter(None, told)) if board.people else "")

    def _show_held(self) -> None:
        """The assignments of the line that is chosen above."""
        if self.board is None or self.tabs.currentIndex() == ALL:
            self.every_bar.refresh()
            return
        line = self.tables[self.tabs.currentIndex()].current()
        rows, name = _held(self.board, line)
        self.heading.setText(f"Закрепления: {name}" if name else "Закрепления")
        self.held.set_rows(rows)
        self.bar.refresh()

    def _turn(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.shown.setVisible(number == SCHOOLS)
        self.below.setVisible(number != ALL)
        self.every_bar.setVisible(number == ALL)
        self._fill()

    def arrive(self, **arguments: Any) -> None:
        """`school`: the line to show; `show`: which schools («open», «alone»); `view`: «loads», «teachers», «all»."""
        if show := arguments.get("show"):
            self.shown.setCurrentIndex(max(self.shown.findData(show), 0))
            self._narrow()
        view = {"loads": LOADS, "teachers": TEACHERS, "all": ALL}.get(arguments.get("view", ""), SCHOOLS)
        self.tabs.setCurrentIndex(view)
        if school := arguments.get("school"):
            self._wanted = school
            self._find_wanted()

    def start_search(self) -> None:
        self.finding[self.tabs.currentIndex()].start_search()

    # --- writing -------------------------------------------------------------------------------------------------

    def _table(self) -> AssignmentTable:
        return self.every if self.tabs.currentIndex() == ALL else self.held

    def _line(self) -> Any:
        """The chosen line of the view."""
        return self.tables[self.tabs.currentIndex()].current()

    def propose(self) -> None:
        """Who could help the chosen school or teacher."""
        line = self._line()
        if line is not None:
            verb = proposals.for_teacher if isinstance(line, Teacher) else proposals.for_school
            self.context.jobs.ask(
                self, with_session(verb, line.uid, date.today()), lambda found: self._offer(line, found)
            )

    def _offer(self, line: Any, found: Proposals) -> None:
        name = line.name if isinstance(line, Teacher) else line.school.name
        if not found.proposals:
            self.context.messages.warn(f"{name}: предложить пока некого.", " ".join(found.told))
            return
        choices = [
            Choice(
                one,
                f"{ROLE_WORDS[one.role]}: {one.name}" + f" ({one.subject})" * bool(one.subject),
                one.reason,
            )
            for one in found.proposals
        ]
        dialog = ChoiceDialog(
            "Кто мог бы помочь",
            self,
            choices,
            take="Закрепить…",
            name="Предложения",
            heading=name,
            text=" ".join(found.told),
            size=(720, 440),
        )
        dialog.accepted.connect(lambda: self._bind(line, dialog.chosen()))
        dialog.open()

    def _bind(self, line: Any, one: Proposal) -> None:
        """The form of an assignment as it was proposed."""
        given: dict[str, Value] = {
            "role": one.role,
            one.kind: one.uid,
            "theme": one.subject,
            "since": date.today().isoformat(),
        }
        given |= {"for_person": line.uid} if isinstance(line, Teacher) else {"for_school": line.uid}
        edit_record(self.context, self, "assignment", None, given=given)

    def add(self) -> None:
        """The form of a new assignment for the chosen line."""
        line = self._line()
        given: dict[str, Value] = {"since": date.today().isoformat()}
        if isinstance(line, SchoolPeople):
            role = assignments.CURATOR if line.without_curator else assignments.MENTOR
            given |= {"for_school": line.uid, "role": role}
        elif isinstance(line, Teacher):
            given |= {"for_person": line.uid, "for_school": line.school_uid, "role": assignments.MENTOR}
        elif isinstance(line, Load) and line.who_kind:
            given |= {line.who_kind: line.who_uid, "role": line.role}
        edit_record(self.context, self, "assignment", None, given=given)

    def edit(self) -> None:
        """The form of the chosen assignment."""
        one: Assigned | None = self._table().current()
        if one is not None:
            edit_record(self.context, self, "assignment", one.uid)

    def print_paper(self) -> None:
        """Ctrl+P: the plan of the chosen helper, else who is bound to whom."""
        line = self._line()
        if isinstance(line, Load):
            self.context.go("papers", paper="helper-plan", helper=line.who_uid or line.who)
        else:
            self.context.go("papers", paper="assignments")

    def end(self) -> None:
        """The chosen ones last to this day."""
        today = date.today()
        uids = [one.uid for one in self._table().selected() if not one.ended(today)]
        if uids:
            told = f"Прекращено: {counted(len(uids), 'закрепление', 'закрепления', 'закреплений')}."
            self.context.jobs.change(
                self,
                with_document(assignments.end, uids, today),
                lambda _: self.context.offer_undo(told),
            )

    def delete(self) -> None:
        """Delete the chosen ones, and offer to take it back."""
        delete_records(self.context, self, "assignment", [one.uid for one in self._table().selected()])


def _held(board: Board, line: Any) -> tuple[list[Assigned], str]:
    """The assignments of a line of any view, those in force first, and its name."""
    if isinstance(line, SchoolPeople):
        name, family = line.school.name, line.school.family
        found = [one for one in board.every if one.for_school in family]
    elif isinstance(line, Load):
        name = line.who
        found = [one for one in board.every if (one.who_uid, one.who) == (line.who_uid, line.who)]
    elif isinstance(line, Teacher):
        name = line.name
        found = [one for one in board.every if one.for_person == line.uid]
    else:
        return [], ""
    return sorted(found, key=lambda one: one.ended(board.on)), name


def _numbered(title: str, count: int) -> str:
    return f"{title} ({count})" if count else title
