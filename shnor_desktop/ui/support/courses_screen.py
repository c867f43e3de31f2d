"""«Курсы»: courses with certificates, which teachers of each subject passed any, routes of teachers."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.support import courses
from shnor_desktop.operations.support.courses import YEARS, Course, CoursesView, Passed, Route
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.words import school_years
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import (
    BELOW,
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
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label
from shnor_desktop.ui.records.form import delete_records, edit_record
from shnor_desktop.ui.support.courses_tables import CourseTable, CoverageTable, PassedTable, RouteTable

COURSES, SUBJECTS, ROUTES = range(3)
_TABS = ("Курсы", "По предметам", "Маршруты (ИОМ)")


class CoursesScreen(Screen):
    """Courses, subjects, routes."""

    title = "Курсы"
    help_page = "courses"
    paper = "courses"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: CoursesView | None = None
        self._wanted: bytes | None = None
        self.courses = CourseTable(context, self)
        self.passed = PassedTable(context, self)
        self.subjects = CoverageTable(context, self)
        self.routes = RouteTable(context, self)
        self.tabs = tab_bar(self, _TABS, "Что показать")
        self.pages = pages_of(self, self._new_courses(), self._new_subjects(), self._new_routes())
        lay_column(self, self.tabs, (self.pages, 1), around=SNUG)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.courses.chosen.connect(lambda _: self._show_passed())
        self.courses.opened.connect(lambda _: self.edit())
        self.routes.opened.connect(lambda _: self.show_steps())
        self.passed.edited.connect(self._certify)
        self.start_at(self.pages)

    # --- building ------------------------------------------------------------------------------------------------

    def _new_courses(self) -> QWidget:
        self.finding = Bar(self.context, (), self, table=self.courses, search="Найти (Ctrl+F)")
        self.heading = NameLabel("subheading", self)
        self.bar = Bar(self.context, self._course_acts(), self.courses, table=self.courses)
        upper = stacked(self, self.finding, (self.courses, 1), self.bar, around=BELOW)
        lower = stacked(self, self.heading, (self.passed, 1), around=BELOW)
        return split(self, upper, lower, sizes=(380, 220), upright=True)

    def _course_acts(self) -> tuple[Act, ...]:
        return (
            Act("Добавить курсы…", self.add, ("Ctrl+Insert",), writes=True),
            Act("Изменить…", self.edit, ("Ctrl+Return",), when=lambda: self.courses.current() is not None),
            Act(
                "Удалить",
                self.delete,
                ("Delete",),
                when=lambda: self.courses.current() is not None,
                writes=True,
            ),
        )

    def _new_subjects(self) -> QWidget:
        self.span = ChoiceBox("За какое время", self)
        which = ((True, "Учителя поддерживаемых школ"), (False, "Учителя всех школ"))
        self.which = ChoiceBox("Каких школ", self, which)
        for box in (self.span, self.which):
            box.activated.connect(lambda _: self._show_subjects())
        self.told = plain_label("muted", self)
        top = in_row(self.span, self.which, (self.told, 1))
        return stacked(self, top, (self.subjects, 1), around=BELOW)

    def _new_routes(self) -> QWidget:
        acts = (
            Act("Новый маршрут…", self.add_route, ("Ctrl+Insert",), writes=True),
            Act("Изменить…", self.edit_route, when=lambda: self.routes.current() is not None),
            Act(
                "Шаги",
                self.show_steps,
                tip="Шаги маршрута — на экране «Дорожная карта»",
                when=lambda: self.routes.current() is not None,
            ),
        )
        self.route_bar = Bar(self.context, acts, self.routes, table=self.routes)
        return stacked(self, (self.routes, 1), self.route_bar, around=BELOW)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.context.jobs.ask(self, with_session(courses.view, date.today()), self._show, latest="courses")

    def _show(self, found: CoursesView) -> None:
        self.view = found
        self.courses.set_rows(found.courses)
        self.routes.set_rows(found.routes)
        if not self.span.count():
            self.span.offer((days, text) for text, days in spans(found.on))
        self._show_subjects()
        if self._wanted is not None and self.courses.select(self._wanted):
            self._wanted = None
        self._show_passed()

    def _show_passed(self) -> None:
        one: Course | None = self.courses.current()
        self.heading.setText(one.contact.name if one is not None else "")
        self.passed.set_rows(one.persons if one is not None else ())

    def _show_subjects(self) -> None:
        if self.view is None:
            return
        days: Window | None = self.span.currentData()
        rows = self.view.coverage(days, asked=bool(self.which.currentData()))
        self.subjects.set_rows(rows)
        every, done = sum(len(one.teachers) for one in rows), sum(len(one.covered) for one in rows)
        told = [f"Прошли курсы: {done} из {every}." if every else ""]
        if (people := self.view.trained(days)).courses:
            told.append(f"Всего по записям: {people.count} ({people.told}).")
        self.told.setText(" ".join(filter(None, told)))

    def arrive(self, **arguments: Any) -> None:
        """`course`: the line to show; `view`: «subjects», «routes»."""
        view = {"subjects": SUBJECTS, "routes": ROUTES}.get(arguments.get("view", ""), COURSES)
        self.tabs.setCurrentIndex(view)
        if course := arguments.get("course"):
            self._wanted = None if self.courses.select(course) else course

    def start_search(self) -> None:
        self.tabs.setCurrentIndex(COURSES)
        self.finding.start_search()

    # --- writing -------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """The form of new courses."""
        given: dict[str, Value | Linked] = {"kind": "course", "outcome": "done"}
        edit_record(self.context, self, "event", None, self._want, given=given)

    def _want(self, uid: bytes) -> None:
        self._wanted = None if self.courses.select(uid) else uid

    def edit(self) -> None:
        """The form of the chosen courses."""
        one: Course | None = self.courses.current()
        if one is not None:
            edit_record(self.context, self, "event", one.uid)

    def delete(self) -> None:
        """Delete the chosen ones, and offer to take it back."""
        delete_records(self.context, self, "event", [one.uid for one in self.courses.selected()])

    def _certify(self, one: Passed, name: str, typed: object) -> None:
        course: Course | None = self.courses.current()
        if course is not None and str(typed).strip() != one.certificate:
            self.context.jobs.change(
                self,
                with_document(courses.certify, course.uid, one.uid, str(typed)),
                lambda _: self.context.offer_undo("Удостоверение записано."),
            )

    def add_route(self) -> None:
        """The form of a new route."""
        given: dict[str, Value | Linked] = {"kind": "route", "level": "school", "year_kind": "school"}
        given["title"] = "Индивидуальный образовательный маршрут"
        edit_record(self.context, self, "programme", None, given=given)

    def edit_route(self) -> None:
        """The form of the chosen route."""
        one: Route | None = self.routes.current()
        if one is not None:
            edit_record(self.context, self, "programme", one.uid)

    def show_steps(self) -> None:
        """Its steps as rows of a roadmap."""
        one: Route | None = self.routes.current()
        if one is not None:
            self.context.go("roadmap", programme=one.uid)


def spans(on: date) -> tuple[tuple[str, Window | None], ...]:
    """Times that may be chosen: three years back, the school year that runs and the one before, ever."""
    year = on.year if on.month >= 9 else on.year - 1
    before = on.replace(year=on.year - YEARS, day=min(on.day, 28))
    return (
        ("За последние 3 года", Window(before, on)),
        (f"За {school_years.label(year)}", calendar.school_year(year)),
        (f"За {school_years.label(year - 1)}", calendar.school_year(year - 1)),
        ("За всё время", None),
    )
