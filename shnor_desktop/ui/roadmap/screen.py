"""«Дорожная карта»: the plan as a table, by months, and the work of the week; states, rows and their order."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from shnor_desktop.models.roadmap import ACTIVITY_STATES
from shnor_desktop.operations.programme.findings import Finding, told
from shnor_desktop.operations.records import saving
from shnor_desktop.operations.records.typed import Edit
from shnor_desktop.operations.roadmap import editing, numbering
from shnor_desktop.operations.roadmap.findings import of_plan
from shnor_desktop.operations.roadmap.rows import PlanRow
from shnor_desktop.operations.roadmap.view import RoadmapView, view
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.cells.beside import BesideButton
from shnor_desktop.ui.kit.laying.boxes import SNUG, in_row, lay_column, pages_of, split, stacked, tab_bar
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import ChoiceBox, EmptyPage
from shnor_desktop.ui.programme.findings_dialog import FindingsDialog
from shnor_desktop.ui.records.form import delete_records, edit_record
from shnor_desktop.ui.records.history import show_record_history
from shnor_desktop.ui.roadmap.done_panel import Beside
from shnor_desktop.ui.roadmap.filters import Filters
from shnor_desktop.ui.roadmap.lines import SectionLine, bodies, lines
from shnor_desktop.ui.roadmap.plan_dialog import open_plan, plan_acts
from shnor_desktop.ui.roadmap.table import KEYS, NUMBER, TEXT, RoadmapTable, parted_bodies
from shnor_desktop.ui.roadmap.timeline import Timeline
from shnor_desktop.ui.roadmap.work_page import WorkPage

TABLE, MONTHS, WORK = range(3)
NEW_ROW, NEW_SECTION = "Новое мероприятие", "Новый раздел"


class RoadmapScreen(Screen):
    """One programme at a time."""

    title = "Дорожная карта"
    help_page = "roadmap"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: RoadmapView | None = None
        self.on = date.today()
        self._programme: bytes | None = None
        self._document: Path | None = None
        """Dropped on the window: its plan is looked at as soon as a programme is shown."""
        self._wanted: tuple[bytes, int] | None = None
        """The line and the cell that is typed into as soon as it is there; -1: only the cursor goes there."""
        self.table = RoadmapTable(context, self)
        self.table.set_editable(not context.read_only)
        self.timeline = Timeline(self)
        self.beside = Beside(context, self)
        self.panel, self.done = self.beside.panel, self.beside.done
        self.aside = BesideButton("О строке", self.beside, self)
        self.filters = Filters(self)
        self.programmes = ChoiceBox("Программа или дорожная карта", self, letters=16)
        self.summary = QLabel(self)
        self.summary.setObjectName("muted")
        self.remarks = QPushButton(self)
        self.start_at(self.table)
        self.pages = pages_of(self, self._new_plan(), self._new_empty())
        lay_column(self, self.pages, around=SNUG)
        self._connect()

    # --- building ------------------------------------------------------------------------------------------------

    def _new_plan(self) -> QWidget:
        self.views = pages_of(self, self.table, self.timeline)
        self.splitter = split(self, self.views, self.beside, sizes=(830, 320), shares=(4, 1))
        self.acts = Bar(self.context, self._new_acts(), self, table=self.table)
        plan = stacked(self, self.filters, (self.splitter, 1), self._new_foot(), self.acts)
        self.bodies = pages_of(self, plan)
        return stacked(self, self._new_top(), (self.bodies, 1))

    def _new_top(self) -> QHBoxLayout:
        self.tabs = tab_bar(self, ("Таблица", "По месяцам", "Неделя и месяц"))
        self.finding = Bar(self.context, (), self, table=self.table, search="Найти (Ctrl+F)")
        self.search = self.finding.search
        return in_row((self.programmes, 2), self.tabs, (self.finding, 1))

    def _new_foot(self) -> QHBoxLayout:
        return in_row((self.summary, 1), self.aside, self.remarks)

    def _new_acts(self) -> tuple[Act, ...]:
        chosen, table = self._chosen, self.table
        return (
            Act("Добавить", self.add_row, ("Ctrl+Insert",), "Строка под выбранной", writes=True, main=True),
            Act("Раздел", self.add_section, tip="Новый раздел плана", writes=True),
            Act("Изменить…", self.edit_row, ("Ctrl+Return", "Ctrl+Enter"), "Форма мероприятия", chosen),
            Act("Выше", lambda: self.move_rows(up=True), ("Alt+Up",), when=chosen, writes=True, in_bar=False),
            Act(
                "Ниже",
                lambda: self.move_rows(up=False),
                ("Alt+Down",),
                when=chosen,
                writes=True,
                in_bar=False,
            ),
            *(
                Act(
                    f"Состояние: {word}\t{sign}",
                    lambda code=code: self.set_state(table.chosen_rows(), code),  # type: ignore[misc]
                    when=chosen,
                    writes=True,
                    in_bar=False,
                )
                for sign, (code, word) in KEYS.items()
            ),
            self.beside.noting(chosen, self.note),
            Act("История изменений", self._show_history, when=chosen, in_bar=False),
            Act(
                "Перенумеровать…",
                self.renumber,
                tip="Номера по порядку строк",
                when=self._misnumbered,
                writes=True,
            ),
            *plan_acts(self.context, lambda: self._programme, self._misnumbered),
            Act("Напечатать", self.print_paper, tip="План в просмотр перед печатью (Ctrl+P)"),
            Act("Удалить", self.delete, ("Delete",), when=self._deletable, writes=True),
        )

    def _new_empty(self) -> QWidget:
        page = EmptyPage(self)
        page.title.setText("Программ и дорожных карт пока нет.")
        page.text.setText(
            "Создайте дорожную карту с её периодом: в ней появятся мероприятия, сроки и состояния."
        )
        page.act.setText("Создать дорожную карту…")
        page.act.setObjectName("main")
        page.act.setEnabled(not self.context.read_only)
        page.act.clicked.connect(self.add_programme)
        self.empty = page
        return page

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.programmes.activated.connect(self._on_programme)
        self.filters.changed.connect(self._show_lines)
        self.table.all_wanted.connect(self.filters.reset)
        self.remarks.clicked.connect(self.show_findings)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda line: self.edit_row())
        self.table.edited.connect(self._on_edited)
        self.table.state_wanted.connect(self.set_state)
        self.table.moved.connect(self._on_moved)
        self.table.dues.typed.connect(self._on_due_typed)
        self.table.dues.closeEditor.connect(lambda *_: self._on_chosen(self.table.current()))
        self.timeline.chosen.connect(self._show_row)
        self.timeline.opened.connect(lambda line: self._open("activity", line.uid))

    @cached_property
    def work(self) -> WorkPage:
        """The week and the month, made when they are shown first."""
        page = WorkPage(self.context, self)
        page.opened.connect(lambda line: self._open(line.kind, line.uid))
        page.print_wanted.connect(self._print_work)
        self.bodies.addWidget(page)
        return page

    # --- reading -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask for the programme that is shown, and for the week where that is."""
        self.context.jobs.ask(
            self, with_session(view, self._programme, self.on), self._show, latest="roadmap"
        )
        if self.tabs.currentIndex() == WORK:
            self.work.reload()

    def _show(self, found: RoadmapView) -> None:
        self.view = found
        plan = found.plan
        self.pages.setCurrentIndex(0 if plan is not None else 1)
        if plan is None:
            return
        self._programme = plan.programme.uid
        named = []
        for one in found.programmes:
            period = f", {one.period_label}" if one.period_label and one.period_label not in one.name else ""
            named.append((one.uid, f"{one.name}{period}"))
        self.programmes.offer(named, plan.programme.uid)
        self.programmes.setToolTip(plan.programme.title)
        self.filters.offer(plan)
        self._show_lines()
        self._show_summary()
        self.context.jobs.ask(self, with_session(of_plan, plan), self._show_remarks, latest="remarks")
        if (document := self._document) is not None:
            self._document = None
            open_plan(self.context, plan.programme.uid, document)

    def _show_lines(self) -> None:
        """The plan as the filters narrow it."""
        found = self.view
        if found is None or found.plan is None:
            return
        plan = found.plan
        shown = lines(plan, self.filters.passes())
        wrong = numbering.wrong(plan)
        known = list(dict.fromkeys(name for row in plan.rows for name in bodies(row)))
        self.table.set_empty(
            "Мероприятий пока нет. Нажмите «Добавить» и введите первое или загрузите план из документа."
            if not plan.rows
            else "Таких мероприятий в плане нет. Измените отбор.",
            narrowed=bool(plan.rows),
        )
        self.table.set_lines(shown, wrong, known)
        self.timeline.show_plan(plan, shown)
        self.acts.refresh()
        if self._wanted is not None:
            (uid, cell), self._wanted = self._wanted, None
            self.table.edit_cell(uid, cell) if cell >= 0 else self.table.select(uid)

    def _show_summary(self) -> None:
        found = self.view
        if found is None or found.plan is None:
            return
        counts = Counter(row.state for row in found.plan.rows)
        parts = [counted(len(found.plan.rows), "мероприятие", "мероприятия", "мероприятий")]
        for state in ("overdue", "due", "done", "done_late", "ask"):
            if counts[state]:
                mark = theme.state_mark(state)
                parts.append(f"{mark.glyph} {mark.word if state != 'done' else 'выполнено'}: {counts[state]}")
        self.summary.setText(" · ".join(parts))
        self._show_remarks(found.findings)

    def _show_remarks(self, every: tuple[Finding, ...]) -> None:
        if self.view is None:
            return
        self.view = found = replace(self.view, findings=every)
        self.remarks.setText(f"Проверка плана: {told(found.findings)}…")
        self.remarks.setVisible(bool(found.findings))

    def _on_tab(self, place: int) -> None:
        self.bodies.setCurrentWidget(self.work) if place == WORK else self.bodies.setCurrentIndex(0)
        self.finding.setVisible(place != WORK)
        self.search.setEnabled(place == TABLE)
        if place == WORK:
            self.work.reload()
            return
        self.views.setCurrentIndex(place)
        at = self.table.current() if place == MONTHS else self.timeline.current()
        if at is not None:
            (self.timeline if place == MONTHS else self.table).select(at.uid)

    def _on_programme(self, place: int) -> None:
        self._programme = self.programmes.itemData(place)
        self.reload()

    def _on_chosen(self, line: Any) -> None:
        self._show_row(line)

    def note(self) -> None:
        self.aside.setChecked(True)
        self.beside.note()

    def _show_row(self, line: Any) -> None:
        found = self.view.findings if self.view is not None else ()
        self.beside.show_row(line if isinstance(line, PlanRow) else None, found)

    def _on_due_typed(self, text: str) -> None:
        if self.view is not None and self.view.plan is not None:
            self.panel.show_reading(self.view.plan, text)

    def arrive(self, **arguments: Any) -> None:
        """go("roadmap", programme=uid, activity=uid, view="week", state="overdue")"""
        if (programme := arguments.get("programme")) is not None:
            self._programme = programme
        if (activity := arguments.get("activity")) is not None:
            self.filters.reset()
            if self.tabs.currentIndex() == WORK:
                self.tabs.setCurrentIndex(TABLE)
            self._wanted = (activity, -1)
        self._document = arguments.get("document")
        places = {"table": TABLE, "months": MONTHS, "week": WORK}
        if (place := places.get(str(arguments.get("view")))) is not None:
            self.tabs.setCurrentIndex(place)
        if (state := arguments.get("state")) is not None:
            self.tabs.setCurrentIndex(TABLE)
            self.filters.reset()
            self.filters.choose("state", str(state))
        if arguments:
            self.reload()

    # --- writing -------------------------------------------------------------------------------------------------

    def _chosen(self) -> bool:
        return isinstance(self.table.current(), PlanRow)

    def _deletable(self) -> bool:
        return self.table.current() is not None

    def _misnumbered(self) -> bool:
        return bool(self.view and self.view.plan and self.view.plan.rows)

    def _on_edited(self, line: Any, name: str, typed: Any) -> None:
        change = self.context.jobs.change
        if isinstance(line, SectionLine):
            change(self, with_document(editing.rename_section, line.section, str(typed)))
        elif name == "state":
            self.set_state([line], str(typed))
        else:
            text = parted_bodies(str(typed)) if name == "responsible" else str(typed)
            change(self, with_document(saving.save_texts, "activity", [Edit(line.uid, {name: text})]))

    def set_state(self, rows: list[PlanRow], code: str) -> None:
        """Set the state of rows, and offer to take it back where several were changed."""
        uids = [row.uid for row in rows if row.by_hand != code]
        if not uids or self.context.read_only:
            return
        word = dict(ACTIVITY_STATES)[code]
        text = f"«{word}»: {counted(len(uids), 'строка', 'строки', 'строк')}"
        self.context.jobs.change(
            self,
            with_document(editing.set_state, uids, code),
            lambda _: self.context.offer_undo(text) if len(uids) > 1 else None,
        )

    def add_row(self) -> None:
        """A row under the one with the cursor, ready to be typed."""
        found, at = self.view, self.table.current()
        if found is None or found.plan is None or self.context.read_only:
            return
        part = at.part if isinstance(at, PlanRow) else at.uid if isinstance(at, SectionLine) else None
        after = at.uid if isinstance(at, PlanRow) else None
        programme = found.plan.programme.uid
        self._add(with_document(editing.new_row, programme, part, after, NEW_ROW), TEXT)

    def add_section(self) -> None:
        """A section at the end, ready to be named."""
        found = self.view
        if found is not None and found.plan is not None and not self.context.read_only:
            self._add(with_document(editing.add_section, found.plan.programme.uid, NEW_SECTION), NUMBER)

    def _add(self, story: Any, cell: int) -> None:
        self.tabs.setCurrentIndex(TABLE)
        self.search.clear()
        self.filters.reset()

        def made(uid: bytes) -> None:
            self._wanted = (uid, cell)

        self.context.jobs.change(self, story, made)

    def add_programme(self) -> None:
        """The form of a new programme."""

        def made(uid: bytes) -> None:
            self._programme = uid

        edit_record(self.context, self, "programme", None, made)

    def edit_row(self) -> None:
        """The form of the row, or of the section, with the cursor."""
        line = self.timeline.current() if self.tabs.currentIndex() == MONTHS else self.table.current()
        if line is not None:
            self._open("part" if isinstance(line, SectionLine) else "activity", line.uid)

    def _open(self, kind: str, uid: bytes) -> None:
        edit_record(self.context, self, kind, uid)

    def _show_history(self) -> None:
        if (line := self.table.current()) is not None:
            kind = "part" if isinstance(line, SectionLine) else "activity"
            show_record_history(self.context, self, kind, line.uid)

    def move_rows(self, *, up: bool) -> None:
        """The selected rows by one line."""
        if not self.context.read_only:
            self.table.step(self.table.chosen_rows(), up=up)

    def _on_moved(self, rows: list[PlanRow], part: bytes, before: bytes | None) -> None:
        self._wanted = (rows[0].uid, -1)
        self.context.jobs.change(
            self, with_document(editing.move_rows, [row.uid for row in rows], part, before)
        )

    def renumber(self) -> None:
        """Offer to number the rows as they stand."""
        plan = self.view.plan if self.view is not None else None
        if plan is None:
            return
        wanted = numbering.proposed(plan)
        if not wanted:
            self.context.messages.tell("Номера и так идут по порядку.")
            return
        some = ", ".join(f"{one.before.strip() or 'без номера'} → {one.number}" for one in wanted[:8])
        details = f"{some}{' и так далее' if len(wanted) > 8 else ''}. Ссылки на прежние номера в текстах не изменятся."
        question = f"Перенумеровать {counted(len(wanted), 'строку', 'строки', 'строк')}?"
        if self.context.messages.choose(question, details, ("Перенумеровать",)) == 0:
            self.context.jobs.change(
                self,
                with_document(editing.renumber, plan),
                lambda count: self.context.offer_undo(f"Перенумеровано строк: {count}"),
            )

    def delete(self) -> None:
        """Delete the selected rows; a section goes with everything in it."""
        line, rows = self.table.current(), self.table.chosen_rows()
        if isinstance(line, SectionLine) and not any(
            isinstance(one, PlanRow) for one in self.table.selected()
        ):
            inside = counted(line.section.rows, "строкой", "строками", "строками")
            question = f"Удалить раздел {quoted(line.title)} вместе с {inside}?"
            if line.section.rows and self.context.messages.choose(question, "", ("Удалить",)) != 0:
                return
            delete_records(self.context, self, "part", [line.uid])
        else:
            delete_records(self.context, self, "activity", [row.uid for row in rows])

    # --- findings and papers -------------------------------------------------------------------------------------

    def show_findings(self) -> None:
        """What a check of the plan finds."""
        if self.view is not None and self._programme is not None:
            FindingsDialog(
                self.context, "Проверка плана", self._programme, self.view.findings, self._go_to, self
            ).open()

    def _go_to(self, uid: bytes) -> None:
        self.tabs.setCurrentIndex(TABLE)
        if not self.table.select(uid):
            self.search.clear()
            self.filters.reset()
            self.table.select(uid)
        self.table.setFocus()

    def print_paper(self) -> None:
        """The plan, its months or the work of the week, as they are shown."""
        if self.tabs.currentIndex() == WORK:
            self._print_work(str(self.work.span.currentData()), self.work.on)
        else:
            paper = "timeline" if self.tabs.currentIndex() == MONTHS else "roadmap"
            self.context.go("papers", paper=paper, programme=self._programme)

    def _print_work(self, span: str, on: date) -> None:
        self.context.go("papers", paper="work-plan", span=span, day=on)
