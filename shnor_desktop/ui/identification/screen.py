"""«Перечень»: how every school stands and why, statuses with their grounds, signing a list and printing it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from shnor_desktop.operations.identification import explanation, lists
from shnor_desktop.operations.identification.explanation import Explanation
from shnor_desktop.operations.identification.lists import ListState, StatusView
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.ui.identification.bars import MethodBar, SignedBar, summary_text
from shnor_desktop.ui.identification.dialogs import EndForm, GroundForm, remove_status
from shnor_desktop.ui.identification.explain_panel import ExplainPanel
from shnor_desktop.ui.identification.profile_form import ProfileForm
from shnor_desktop.ui.identification.region_list_dialog import open_region_list
from shnor_desktop.ui.identification.sign_form import SignForm
from shnor_desktop.ui.identification.table import GROUPS, hide_empty, new_table, row_of
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import SNUG, in_row, lay_column, pages_of, split, stacked
from shnor_desktop.ui.kit.messages import WORKBOOK_FILES
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, EmptyPage, plain_label

_NO_SCHOOLS = (
    "В файле ещё нет школ и результатов.",
    "Загрузите книгу с результатами: школы будут взяты из неё, а перечень посчитается сам.",
    "Загрузить результаты из книги…",
)
_NO_RESULTS = (
    "Школы есть, а результатов для этой методики нет.",
    "Загрузите книгу с результатами или выберите другую методику.",
    "Загрузить результаты из книги…",
)


class ListScreen(Screen):
    """Verdicts, statuses and everything done about them."""

    title = "Перечень"
    help_page = "list"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state: ListState | None = None
        self._wanted: bytes | None = None
        self._profile_wanted = False
        self.table = new_table(context, self)
        self.start_at(self.table)
        self.panel = ExplainPanel(self)
        self.summary = plain_label("muted", self)
        self.method = MethodBar(self)
        self.pages = pages_of(self, self._new_work(), self._new_empty())
        self.signed = SignedBar(context.jobs, self)
        self.acts = Bar(context, self._new_acts(), self, table=self.table)
        lay_column(self, self.method, (self.pages, 1), self.signed, self.acts, around=SNUG)
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _new_work(self) -> QWidget:
        finding = Bar(self.context, (), self, table=self.table, search="Найти школу (Ctrl+F)")
        finding.count.hide()
        self.search = finding.search
        self.search.setMinimumWidth(160)
        self.groups = ChoiceBox("Какие школы показать", self, GROUPS)
        find = in_row((finding, 1), self.groups)
        left = stacked(self, find, self.summary, (self.table, 1))
        return split(self, left, self.panel, sizes=(800, 372), shares=(3, 2))

    def _new_acts(self) -> tuple[Act, ...]:
        return (
            Act(
                "&Добавить по перечню региона…",
                self.add_schools,
                tip="Отметить школы, которые назвал регион или приказ, даже если по расчёту их нет",
                when=lambda: self.state is not None and bool(self.state.views),
                writes=True,
            ),
            Act(
                "&Загрузить перечень…",
                self.load_list,
                tip="Взять школы из таблицы приказа или письма региона",
                writes=True,
            ),
            Act(
                "&Исключить…",
                self.end_status,
                tip="Закончить статус выбранной школы по приказу",
                when=self._may_leave,
                writes=True,
            ),
            Act(
                "&Напечатать",
                self.print_paper,
                tip="Подписанный перечень этого года в просмотр перед печатью, а пока он не подписан – проект (Ctrl+P)",
                when=self._has_results,
            ),
            Act("Подпи&сать перечень…", self.sign_list, when=self._has_results, writes=True, main=True),
        )

    def _has_results(self) -> bool:
        return self.state is not None and bool(self.state.profile.slot_a)

    def _may_leave(self) -> bool:
        view = self.view_of(self._current_school())
        return view is not None and bool(view.signed or view.regional or view.order)

    def _new_empty(self) -> QWidget:
        page = EmptyPage(self)
        page.act.setObjectName("main")
        page.act.clicked.connect(lambda: self.context.import_files())
        self.empty_title, self.empty_text, self.empty_act = page.title, page.text, page.act
        return page

    def _connect(self) -> None:
        self.method.profiles.textActivated.connect(self._on_profile_saved)
        self.method.edit.clicked.connect(self.open_profile)
        self.table.sorted.narrowed.connect(self._show_summary)
        self.groups.activated.connect(self._on_group_chosen)
        self.table.chosen.connect(lambda row: self._on_school_changed())
        self.table.opened.connect(lambda row: self.context.go("schools", school=row.uid))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_context_menu)
        self.panel.followed.connect(self._on_followed)
        self.signed.show_signed.clicked.connect(self.print_signed)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+C"), self, self.panel.text.copy_all)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Compute the list again."""
        name = str(self.context.settings.value("list/profile") or "")
        self.context.jobs.ask(self, with_session(lists.list_state, name), self._show, latest="list")

    def _show(self, state: ListState) -> None:
        self.state = state
        self.method.show_state(state)
        region_speaks = any(view.regional for view in state.views)
        rows = [row_of(view, region_speaks) for view in state.views]
        hide_empty(self.table, rows)
        self.table.set_rows(rows)
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        if self._profile_wanted:
            self.open_profile()
        self._show_summary()
        self._show_empty(state)
        self.signed.show_state(state)
        self._on_school_changed()

    def _current_school(self) -> bytes | None:
        row = self.table.current()
        return row.uid if row is not None else None

    def _show_summary(self) -> None:
        state = self.state
        if state is None:
            return
        rows = [self.table.rows.row_at(number) for number in range(len(state.views))]
        lacking = ""
        if state.lacking:
            number = counted(state.lacking_sittings, "проведение", "проведения", "проведений")
            lacking = f"▲ данные неполны ({number}) · "
        self.summary.setText(lacking + summary_text(rows, self.table.sorted.rowCount()))
        self.summary.setToolTip("\n".join([self.summary.text(), *state.lacking]))

    def _show_empty(self, state: ListState) -> None:
        nothing = not state.profile.slot_a
        named = any(view.regional or view.order or view.signed for view in state.views)
        if not state.views or (nothing and not named):
            title, text, act = _NO_RESULTS if state.views else _NO_SCHOOLS
            self.empty_title.setText(title)
            self.empty_text.setText(text)
            self.empty_act.setText(act)
            self.empty_act.setEnabled(not self.context.read_only)
            self.pages.setCurrentIndex(1)
        else:
            self.pages.setCurrentIndex(0)

    def _on_school_changed(self) -> None:
        """The panel follows the selection."""
        school, state = self._current_school(), self.state
        if school is None or state is None:
            self.panel.clear()
            return
        self.context.jobs.ask(
            self,
            with_session(explanation.explain, state.profile, school),
            self._show_explained,
            lambda error: self.panel.clear(str(error)),
            latest="explain",
        )

    def _show_explained(self, one: Explanation) -> None:
        view = self.view_of(one.school)
        if view is not None and view.decided is not None:
            one = replace(one, standing=(*one.standing, view.decided.text))
        self.panel.show_explanation(one)

    def view_of(self, school: bytes | None) -> StatusView | None:
        """How a school stands."""
        if self.state is None:
            return None
        return next((one for one in self.state.views if one.school.school == school), None)

    # --- what the user does --------------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`school`: put the cursor on it; `group`: show only that group; `profile`: open the form of the method."""
        if arguments.get("profile"):
            self._profile_wanted = True
            if self.state is not None:
                self.open_profile()
        school, group = arguments.get("school"), arguments.get("group")
        if group is not None:
            self.groups.setCurrentIndex(max(0, self.groups.findData(group)))
            self._on_group_chosen()
        if school is not None and not self.table.select(school):
            self._wanted = school

    def print_paper(self) -> None:
        """What is signed for the year, else the draft, in the preview, where the other may be chosen."""
        if (state := self.state) is not None:
            signed = state.signed_here.uid if state.signed_here else None
            self.context.go("papers", paper="list", profile=state.chosen.name, signed=signed)

    def print_signed(self) -> None:
        """The newest signed list in the preview."""
        newest = self.state.newest_signed if self.state else None
        if newest is not None:
            self.context.go("papers", paper="list", signed=newest.uid)

    def open_profile(self) -> None:
        """The form of the profile with what it would change."""
        if self.state is not None:
            self._profile_wanted = False
            self.context.mark("profile")
            ProfileForm(self.context, self, self.state.chosen, self._on_profile_saved).open()

    def add_schools(self) -> None:
        """Schools named by the region or an order."""
        if self.state is not None:
            schools = [(view.school.school, view.school.name) for view in self.state.views]
            GroundForm(self.context, self, schools, [row.uid for row in self.table.selected()]).open()

    def load_list(self) -> None:
        """The table of a region's order."""
        for path in self.context.messages.open_files("Загрузить перечень региона", WORKBOOK_FILES):
            open_region_list(self.context, self, path)

    def end_status(self) -> None:
        """«Исключена» by a decision."""
        view = self.view_of(self._current_school())
        if view is not None:
            EndForm(self.context, self, view).open()

    def sign_list(self) -> None:
        """Look through the draft, decide the doubtful, sign."""
        if self.state is not None:
            SignForm(self.context, self, self.state.profile).open()

    def _on_profile_saved(self, name: str) -> None:
        self.context.settings.setValue("list/profile", name)
        self.reload()

    def _on_group_chosen(self) -> None:
        group = str(self.groups.currentData())
        self.table.show_group(lambda row: group in row.groups)
        self._show_summary()

    def _on_followed(self, link: str) -> None:
        school = self._current_school()
        if school is not None:
            self.context.go("schools" if link == "school" else "results", school=school)

    def _on_context_menu(self, position: object) -> None:
        view = self.view_of(self._current_school())
        if view is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entry(menu, "Карточка школы", lambda: self.context.go("schools", school=view.school.school))
        self._entry(menu, "Копировать строки", self.table.copy)
        self._entry(menu, "Копировать объяснение", self.panel.text.copy_all)
        if not self.context.read_only:
            menu.addSeparator()
            for line in (*view.regional, *view.order):
                text = f"Убрать отметку {quoted(line.basis_text)}"
                self._entry(menu, text, lambda line=line: remove_status(self.context, self, line.uid))
            self._entry(menu, "Добавить по перечню региона…", self.add_schools)
        menu.popup(self.table.viewport().mapToGlobal(position))  # type: ignore[call-overload]

    def _entry(self, menu: QMenu, text: str, act: Any) -> None:
        action = QAction(text, menu)
        action.triggered.connect(lambda: act())
        menu.addAction(action)
