"""The card of one school: results over the years with a chart, requisites, codes and spellings, statuses."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHeaderView,
    QScrollArea,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import show
from shnor_desktop.operations.cards.school_card import History, Point, SchoolView
from shnor_desktop.rules.results.quality import ASPECT_LABELS, Aspect
from shnor_desktop.rules.words.russian import show_date
from shnor_desktop.rules.words.school_words import SYSTEMS
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel, scrolled
from shnor_desktop.ui.kit.widgets import (
    ButtonRow,
    ChoiceBox,
    plain_label,
    push_button,
    selectable_label,
    show_count,
)
from shnor_desktop.ui.schools.chart import Bar, HistoryChart
from shnor_desktop.ui.schools.detail_list import DetailList
from shnor_desktop.ui.schools.table import ResultsByYear, figures
from shnor_desktop.ui.schools.whole_view import WholeView

_LONGEST_HEADING = 60
_FEWEST_ROWS = 6
"""Lines of results that are seen beside a chart, the heading among them."""
_RELATIONS = ("parent", "successor_of")


_WIDEST_NAME = 190
"""Of the procedures at the left of the results; what is longer is left out in the middle."""


class _ResultsPage(QWidget):
    """In a low window the figures have the room, and the chart, which says the same, leaves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chart = HistoryChart(self)
        self.table = QTableView(self)
        self._wanted = False
        self._figures: list[int] = []
        self._columns: list[int] = []

    def show_chart(self, wanted: bool) -> None:
        """Whether there is anything to draw."""
        self._wanted = wanted
        least = _FEWEST_ROWS * theme.row_height() + self.chart.sizeHint().height()
        self.chart.setVisible(wanted and self.height() >= least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_chart(self._wanted)
        self.share_room()

    def measure(self) -> None:
        """Learn how wide the figures are: every cell is asked, hence once a school and not whenever the room changes."""
        header = self.table.horizontalHeader()
        self._figures = [max(self.table.sizeHintForColumn(year), 0) for year in range(header.count())]
        self._columns = [max(size, header.sectionSizeHint(year)) for year, size in enumerate(self._figures)]
        self.share_room()

    def share_room(self) -> None:
        """Years are equally wide where there is room for all figures; else they are as wide as their figures."""
        header = self.table.horizontalHeader()
        fits = sum(size + theme.GAP for size in self._figures) <= self.table.viewport().width()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch if fits else QHeaderView.ResizeMode.Fixed)
        if not fits:
            for year, size in enumerate(self._columns):
                header.resizeSection(year, size)


class SchoolCard(QWidget):
    """Shows a `SchoolView`; what people want done with it is told by signals."""

    edit_wanted = Signal()
    print_wanted = Signal()
    history_wanted = Signal()
    result_wanted = Signal(object)
    """Year and uid of the sitting whose result is asked for."""
    code_added = Signal(str, str)
    spelling_added = Signal(str)
    detail_removed = Signal(bytes)
    whole_wanted = Signal()
    """Everything about the school is looked at and has to be read."""
    questions_wanted = Signal(str)
    """Name of the school whose open questions are to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: tuple[History, ...] = ()
        self._threshold = 30
        self._fields: frozenset[str] = frozenset()
        self.name = plain_label("heading", self)
        self.about = plain_label("muted", self)
        self.status = plain_label("", self)
        self.undecided = push_button(
            "", self, lambda: self.questions_wanted.emit(self.name.text()), role="undecided"
        )
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self._new_results_page(), "Результаты")
        self.tabs.addTab(self._new_requisites_page(), "Сведения")
        self.tabs.addTab(self._new_details_page(), "Коды")
        self.tabs.addTab(self._new_statuses_page(), "Статусы")
        self.whole = WholeView(self)
        self.tabs.addTab(self.whole, "Всё")
        self.tabs.setTabToolTip(self.tabs.count() - 1, "Всё о школе на одной странице")
        self.tabs.currentChanged.connect(lambda _: self._ask_whole())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP, 0, 0, 0)
        for label, words, lines in (
            (self.name, "Название", 3),
            (self.about, "О школе", 2),
            (self.status, "Статус школы", 3),
        ):
            column.addWidget(ScrolledLabel(label, words, lines=lines))
        column.addWidget(self.undecided, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._new_buttons())
        column.addWidget(self.tabs, 1)

    # --- building ------------------------------------------------------------------------------------------------

    def _new_buttons(self) -> ButtonRow:
        self.edit = push_button("Изменить сведения…", self, self.edit_wanted)
        self.print = push_button("Карточка на печать…", self, self.print_wanted, "Ctrl+P")
        self.changes = push_button("История", self, self.history_wanted)
        return ButtonRow(self.edit, self.print, self.changes)

    def _new_results_page(self) -> QWidget:
        self._results_page = page = _ResultsPage(self)
        self.results = ResultsByYear(self)
        self.table = page.table
        self.table.setModel(self.results)
        self.table.setAccessibleName("Результаты школы по процедурам и учебным годам")
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height())
        self.table.verticalHeader().setMaximumWidth(theme.wide(_WIDEST_NAME))
        self.table.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.selectionModel().currentRowChanged.connect(self._show_chart)
        self.chart = page.chart
        self.chart.clicked.connect(self.result_wanted)
        self.no_results = plain_label(
            "muted", page, "Результатов этой школы в файле нет. Загрузите книгу с результатами."
        )
        self.aspect = ChoiceBox("Что показывать в ячейках", page, ASPECT_LABELS.items())
        self.aspect.setToolTip("Что показывать в ячейках")
        self.aspect.currentIndexChanged.connect(
            lambda: self.results.set_aspect(Aspect(self.aspect.currentData()))
        )
        lay_column(
            page,
            (self.aspect, 0, Qt.AlignmentFlag.AlignLeft),
            self.no_results,
            (self.table, 1),
            self.chart,
            around=None,
            gap=None,
        )
        return page

    def _new_requisites_page(self) -> QWidget:
        self._requisites = QFormLayout()
        self._requisites.setHorizontalSpacing(theme.MARGIN)
        self._requisites.setVerticalSpacing(theme.GAP)
        inside = QWidget(self)
        inside.setLayout(self._requisites)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setAccessibleName("Сведения")
        area.setFrameShape(QFrame.Shape.NoFrame)
        return area

    def _new_details_page(self) -> QWidget:
        page = QWidget(self)
        self.codes = DetailList("Коды", "Код школы", SYSTEMS, page)
        self.codes.added.connect(self.code_added)
        self.codes.removed.connect(self.detail_removed)
        self.spellings = DetailList("Варианты названия", "Название, как в книге", (), page)
        self.spellings.added.connect(lambda _, text: self.spelling_added.emit(text))
        self.spellings.removed.connect(self.detail_removed)
        lay_column(page, self.codes, self.spellings, around=None, gap=None)
        return scrolled(page)

    def _new_statuses_page(self) -> QWidget:
        page = QWidget(self)
        self.statuses = selectable_label("", page, keyboard=True)
        lay_column(
            page,
            self.statuses,
            plain_label("muted", page, "Статусы присваивают и снимают на экране «Перечень»."),
            1,
            around=None,
            gap=None,
        )
        return page

    def shows_whole(self) -> bool:
        """Whether everything about the school is looked at."""
        return self.tabs.currentWidget() is self.whole

    def _ask_whole(self) -> None:
        if self.shows_whole():
            self.whole_wanted.emit()

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in the order of reading."""
        return (self.edit, self.print, self.changes, self.tabs)

    # --- showing -------------------------------------------------------------------------------------------------

    def set_writable(self, writable: bool) -> None:
        """Whether anything may be changed."""
        self.edit.setEnabled(writable)
        self.codes.set_writable(writable)
        self.spellings.set_writable(writable)

    def show_school(
        self,
        seen: SchoolView,
        today: str,
        fields: frozenset[str] = frozenset(),
        *,
        undecided: bool = False,
    ) -> None:
        """Show this school; `fields` are those organisations disagree about, `undecided` tells of anything."""
        labels = ", ".join(one.label for one in kind_of(School).fields if one.name in fields)
        show_count(self.undecided, int(undecided), labels or "есть вопросы по школе")
        self._fields = fields
        self._threshold = seen.threshold
        self._show_name(seen.name)
        form = show(kind_of(School).field("form"), seen.values["form"]) if seen.values["form"] else ""
        place, director = str(seen.values["place"] or ""), str(seen.values["director"] or "")
        about = (form, place, f"директор {director}" if director else "")
        self.about.setText(" · ".join(part for part in about if part))
        self.about.setVisible(bool(self.about.text()))
        self._show_statuses(seen, today)
        self._show_requisites(seen)
        self.codes.show_items([(one.uid, f"{one.label}: {one.code}") for one in seen.codes])
        self.spellings.show_items(seen.aliases)
        self._show_results(seen.history)
        if self.whole.card is not None and self.whole.card.uid != seen.uid:
            self.whole.forget()
        self._ask_whole()

    def _show_name(self, name: str) -> None:
        """A name as long as a charter's is set smaller, so that it leaves room for the figures."""
        self.name.setText(name)
        role = "heading" if len(name) <= _LONGEST_HEADING else "subheading"
        if self.name.objectName() != role:
            self.name.setObjectName(role)
            self.name.style().unpolish(self.name)
            self.name.style().polish(self.name)

    def _show_statuses(self, seen: SchoolView, today: str) -> None:
        held = [one for one in seen.statuses if one.in_force(today)]
        mark = theme.state_mark("low")
        self.status.setText(
            f"{mark.glyph} {', '.join(dict.fromkeys(one.label for one in held))}" if held else ""
        )
        self.status.setStyleSheet(f"color: {theme.colour(mark.role).name()}; font-weight: 600;")
        self.status.setVisible(bool(held))
        told = []
        for one in seen.statuses:
            since = f"с {show_date(one.since)}" if one.since else ""
            until = f"по {show_date(one.until)}" if one.until else "действует"
            when = ", ".join(part for part in (since, until) if part)
            told.append(
                ". ".join(part for part in (f"{one.label}: {when}", one.basis_text, one.note) if part)
            )
        self.statuses.setText("\n\n".join(told) or "У школы нет статусов.")

    def _show_requisites(self, seen: SchoolView) -> None:
        while self._requisites.rowCount():
            self._requisites.removeRow(0)
        for field in kind_of(School).fields:
            value = seen.values[field.name]
            text = show(field, value) if field.name not in _RELATIONS else ""
            text = {"parent": seen.parent, "successor_of": seen.predecessor}.get(field.name, text)
            if text and (value or field.name == "rural"):
                mark = theme.state_mark("undecided")
                told = f"{text}\n{mark.glyph} {mark.word}" if field.name in self._fields else text
                self._add_requisite(field.label, told)
        for label, names in (
            ("Филиалы", seen.branches),
            ("Преемники", seen.successors),
            ("Сотрудники", seen.people),
        ):
            if names:
                self._add_requisite(label, "; ".join(names))

    def _add_requisite(self, label: str, text: str) -> None:
        value = selectable_label("", self, text, keyboard=True)
        self._requisites.addRow(plain_label("muted", self, label), value)

    def _show_results(self, history: tuple[History, ...]) -> None:
        self._history = history
        self.results.set_history(history)
        self.no_results.setVisible(not history)
        self.table.setVisible(bool(history))
        self.aspect.setVisible(bool(history))
        self._results_page.show_chart(bool(history))
        self._results_page.measure()
        if history:
            lowest = next((i for i, one in enumerate(history) if any(point.low for point in one.points)), 0)
            self.table.setCurrentIndex(self.results.index(lowest, self.results.columnCount() - 1))
            self._show_chart()

    def _show_chart(self, *_: object) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._history):
            one = self._history[row]
            bars = tuple(_bar(point, one.procedure) for point in one.points)
            self.chart.show_bars(f"{one.procedure}: доля не справившихся, %", bars, self._threshold)


def _bar(point: Point, procedure: str) -> Bar:
    people = f"{point.participants} уч." if point.participants is not None else ""
    when = point.sitting.name.removeprefix(procedure).strip(" ,")
    key = (point.sitting.school_year, point.sitting.uid)
    return Bar(when, point.percent_e4, point.percent or figures(point), people, point.low, key)
