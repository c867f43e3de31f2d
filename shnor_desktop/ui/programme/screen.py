"""«Программа»: the outline at the left, the editor of the chosen part, the composed page beside it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.programme import (
    carry_over,
    columns,
    findings,
    indicators,
    outline,
    templates,
    writing,
)
from shnor_desktop.operations.programme.indicators import IndicatorTable, Slot
from shnor_desktop.operations.programme.outline import Outline, ProgrammeLine
from shnor_desktop.operations.records import records, saving
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act, Bar
from shnor_desktop.ui.kit.laying.boxes import WIDE, in_row, lay_column, pages_of, split
from shnor_desktop.ui.kit.narrow.names import NameBox
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.verbs import with_document, with_session
from shnor_desktop.ui.kit.widgets import plain_label, timer
from shnor_desktop.ui.papers.preview import Preview
from shnor_desktop.ui.programme.carry_over_dialog import CarryOverDialog
from shnor_desktop.ui.programme.columns_dialog import ColumnsDialog
from shnor_desktop.ui.programme.dialogs import BeginDialog, IndicatorsDialog
from shnor_desktop.ui.programme.findings_dialog import FindingsDialog
from shnor_desktop.ui.programme.indicator_grid import IndicatorGrid
from shnor_desktop.ui.programme.outline_table import (
    INDICATORS,
    PART,
    PROGRAMME,
    OutlineRow,
    OutlineTable,
    indicators_row,
    rows_of,
)
from shnor_desktop.ui.programme.part_editor import PartEditor
from shnor_desktop.ui.records.form import delete_records, edit_record

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.papers.registry import Sheet
    from shnor_desktop.ui.kit.jobs import Progress

_WAIT_MS = 60
_EMPTY = "Программ пока нет.\n\nНажмите «Новая…»: можно начать с готового образца паспорта, разделов и показателей."
_KEPT = "programme/chosen"
_PAGE = "programme/page"
_NARROW = 860
"""Pixels at the usual size of text: with less the editor and the page would both be too small."""


@dataclass(frozen=True, slots=True)
class _View:
    programmes: tuple[ProgrammeLine, ...]
    outline: Outline | None
    table: IndicatorTable | None


def _view(session: Any, wanted: bytes | None) -> _View:
    every = outline.programmes(session)
    if not every:
        return _View(every, None, None)
    known = any(one.uid == wanted for one in every)
    chosen = wanted if known and wanted is not None else outline.current(every, date.today())
    return _View(every, outline.outline(session, chosen), indicators.table(session, chosen))


class ProgrammeScreen(Screen):
    """Everything about one programme at a time."""

    title = "Программа"
    help_page = "programme"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        kept = str(context.settings.value(_KEPT, "") or "")
        self._programme: bytes | None = bytes.fromhex(kept) if len(kept) == 32 else None
        self._programmes: tuple[bytes, ...] = ()
        self._page_over = False
        self._outline: Outline | None = None
        self._wanted: bytes | None = None
        self._wanted_indicator: bytes | None = None
        self.choice = NameBox(self)
        self.choice.setAccessibleName("Какая программа")
        self.choice.activated.connect(self._on_programme_chosen)
        self.table = OutlineTable(context.settings, self)
        self.editor = PartEditor(context, self)
        self.grid = IndicatorGrid(context, self._indicator_acts, self)
        self.empty = plain_label("muted", self, _EMPTY)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.middle = pages_of(self, self.empty, self.editor, self.grid)
        self.preview = Preview(context, self)
        self.bar = Bar(context, self._acts(), self, table=self.table)
        self._lay_out()
        self._timer = timer(self, self._ask_editor, _WAIT_MS)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda row: self.middle.currentWidget().setFocus())
        self.grid.typed.connect(self._type_value)
        self.editor.columns_wanted.connect(self.choose_columns)
        self.grid.opened.connect(lambda uid: edit_record(context, self, "indicator", uid))
        self.start_at(self.table)

    def _lay_out(self) -> None:
        top = in_row((self.choice, 1), (self.bar, 3))
        self.table.setMinimumWidth(theme.wide(230))
        self.table.setMaximumWidth(theme.wide(360))
        splitter = split(self, self.table, self.middle, self.preview, sizes=(300, 420, 460))
        self.preview.setVisible(self._page_wanted())
        lay_column(self, top, (splitter, 1), around=WIDE)

    def _acts(self) -> tuple[Act, ...]:
        is_part, is_any = self._is_part, self._is_any
        return (
            Act("Новая…", self.begin, tip="Новая программа, можно из образца", writes=True, in_menu=False),
            Act(
                "Раздел",
                lambda: self.add("section"),
                ("Ctrl+Insert",),
                "Добавить раздел",
                is_any,
                writes=True,
            ),
            Act("Строка паспорта", lambda: self.add("passport"), when=is_any, writes=True, in_bar=False),
            Act("План", lambda: self.add("plan"), when=is_any, writes=True, in_bar=False),
            Act("Раздел плана", lambda: self.add("plan_section"), when=is_any, writes=True, in_bar=False),
            Act("Выше", lambda: self.shift(up=True), ("Alt+Up",), when=is_part, writes=True),
            Act("Ниже", lambda: self.shift(up=False), ("Alt+Down",), when=is_part, writes=True),
            Act("Удалить", self.delete, ("Ctrl+Delete",), when=is_any, writes=True),
            Act(
                "На следующий год…",
                self.carry_over,
                tip="Программа на следующий период из этой",
                when=is_any,
                writes=True,
            ),
            Act("Замечания…", self.check, tip="Проверить программу", when=is_any),
            Act("Страница", self.toggle_page, ("F9",), "Показать или скрыть страницу", in_menu=False),
        )

    def _indicator_acts(self) -> tuple[Act, ...]:
        return (
            Act("Добавить из образцов…", self.add_indicators, writes=True, in_menu=False),
            Act("Добавить свой…", self.add_indicator, writes=True, in_menu=False),
            Act("Изменить…", self.edit_indicator, ("Ctrl+Return",), "Форма показателя", writes=True),
            Act("Удалить показатель", self.delete_indicator, writes=True, in_bar=False),
        )

    def _row(self) -> OutlineRow | None:
        row: OutlineRow | None = self.table.current()
        return row

    def _is_any(self) -> bool:
        return self._row() is not None

    def _is_part(self) -> bool:
        row = self._row()
        return row is not None and row.what == PART

    # --- reading -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """The programmes, the parts and indicators of the chosen one, then its page."""
        self.context.jobs.ask(self, with_session(_view, self._programme), self._show, latest="view")

    def _show(self, found: _View) -> None:
        self.choice.clear()
        for one in found.programmes:
            self.choice.addItem(", ".join(filter(None, (one.name, one.period_label))))
        self._programmes = tuple(one.uid for one in found.programmes)
        self.choice.setEnabled(bool(found.programmes))
        self._outline = found.outline
        if found.outline is None or found.table is None:
            self._programme = None
            self.editor.clear()
            self.table.set_rows(())
            self.middle.setCurrentWidget(self.empty)
            self.preview.show_hint("Здесь появится страница программы.")
            return
        self._programme = found.outline.programme.uid
        self.choice.setCurrentIndex(self._programmes.index(self._programme))
        self.context.settings.setValue(_KEPT, self._programme.hex())
        self.grid.show_table(found.table)
        self.table.set_rows(rows_of(found.outline, len(found.table.rows)))
        if self._wanted is not None and self.table.select(self._wanted):
            self._wanted = None
        if self._wanted_indicator is not None and self.grid.table.select(self._wanted_indicator):
            self.table.select(indicators_row(self._programme))
            self._wanted_indicator = None
        self._timer.start()
        self._ask_page()

    def _on_chosen(self, row: OutlineRow | None) -> None:
        if row is not None and self.editor.uid not in (b"", row.uid) and not self.editor.save():
            self.table.select(self.editor.uid)  # A mistake is mended first.
            return
        self._timer.start()

    def _ask_editor(self) -> None:
        row = self._row()
        if row is None:
            return
        self._arrange()
        if row.what == INDICATORS:
            self.middle.setCurrentWidget(self.grid)
            return
        code = PROGRAMME if row.what == PROGRAMME else PART
        self.context.jobs.ask(
            self,
            with_session(records.form, code, row.uid),
            lambda facts: self._show_editor(code, facts),
            lambda error: None,
            latest="editor",
        )

    def _show_editor(self, code: str, facts: records.FormFacts) -> None:
        row = self._row()
        if row is None or row.uid != facts.uid or self._outline is None:
            return
        self.editor.show_record(code, facts, frozenset(one.uid for one in self._outline.walk()))
        self.middle.setCurrentWidget(self.editor)

    def _ask_page(self) -> None:
        if not self.preview.isVisibleTo(self) or self._programme is None:
            return
        given = {"programme": self._programme}

        def work(document: "Document", progress: "Progress") -> "Sheet":
            from shnor_desktop.operations.papers import registry

            return registry.sheet(
                document, "programme", given, lambda done, of, text: progress.stop_if_cancelled()
            )

        self.context.jobs.ask(
            self,
            work,
            lambda made: self.preview.show_sheet(made, stay=True),
            lambda error: self.preview.show_hint(str(error)),
            latest="page",
        )

    def _on_programme_chosen(self, place: int) -> None:
        if self.editor.save():
            self._programme = self._programmes[place]
            self.reload()

    # --- writing -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A new programme."""
        BeginDialog(self.context, templates.templates(), self._begun, self).open()

    def _begun(self, uid: bytes) -> None:
        self._programme = uid
        self.reload()

    def carry_over(self) -> None:
        """The programme of the next period."""
        if self._programme is not None and self.editor.save():
            self.context.jobs.ask(
                self,
                with_session(carry_over.preview, self._programme),
                lambda plan: CarryOverDialog(self.context, plan, self._begun, self).open(),
            )

    def check(self) -> None:
        """What the check finds; the cursor goes to the part a remark is about."""
        uid = self._programme
        if uid is not None and self.editor.save():
            self.context.jobs.ask(
                self,
                with_session(findings.of_programme, uid),
                lambda found: FindingsDialog(
                    self.context, "Замечания к программе", uid, found, self._select, self
                ).open(),
            )

    def add(self, place: str) -> None:
        """A new part behind the one with the cursor."""
        row = self._row()
        if self._programme is None or row is None or not self.editor.save():
            return
        after = row.uid if row.what == PART else None
        given = {"title": "" if place != "plan" else "План мероприятий"}
        verb = with_document(writing.add_part, self._programme, place, after, given)
        self.context.jobs.change(self, verb, self._select)

    def choose_columns(self, plan: bytes) -> None:
        """Which columns a plan is printed with."""
        if self.editor.save():
            self.context.jobs.ask(
                self,
                with_session(columns.of_plan, plan),
                lambda chosen: ColumnsDialog(self.context, plan, chosen, self).open(),
            )

    def _select(self, uid: bytes) -> None:
        if not self.table.select(uid):
            self._wanted = uid

    def shift(self, *, up: bool) -> None:
        """The part with the cursor before the one above it, or behind the one below it."""
        if self._is_part() and (row := self._row()) is not None:
            self.context.jobs.change(self, with_document(saving.move_record, "part", row.uid, up=up))

    def delete(self) -> None:
        """The part, or the whole programme; it can be taken back."""
        row = self._row()
        if row is None or row.what == INDICATORS:
            return
        code = PROGRAMME if row.what == PROGRAMME else PART
        if code == PROGRAMME:
            question = f"Удалить программу «{row.text}» со всеми разделами, планами и показателями?"
            if not self.context.messages.ask(question, yes="Удалить"):
                return
        self.editor.clear()
        verb = with_document(saving.delete_records, code, [row.uid])
        self.context.jobs.change(self, verb, self.context.offer_undo)

    def unkept(self) -> str:
        return f"Введённое в «{self.editor.heading.text()}» не сохранено." if self.editor.dirty else ""

    def show_unkept(self) -> None:
        self.table.select(self.editor.uid)
        if self.editor.form is not None:
            next(iter(self.editor.form.editors.values())).editor.setFocus()

    def toggle_page(self) -> None:
        """Show the page or hide it; where there is no room for both it stands in the place of the editor."""
        if self._is_narrow():
            self._page_over = not self._page_over
        else:
            self.context.settings.setValue(_PAGE, "false" if self._page_wanted() else "true")
        self._arrange()

    def _is_narrow(self) -> bool:
        return self.width() < theme.wide(_NARROW)

    def _page_wanted(self) -> bool:
        return str(self.context.settings.value(_PAGE, "true")) == "true"

    def _arrange(self) -> None:
        """Where the page stands: beside the editor or in its place; the grid of indicators takes its room."""
        row, narrow = self._row(), self._is_narrow()
        room = row is None or row.what != INDICATORS
        shown = self._page_over if narrow else room and self._page_wanted()
        self.middle.setVisible(not (narrow and shown))
        if shown != self.preview.isVisibleTo(self):
            self.preview.setVisible(shown)
            self._ask_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_narrow():
            self._page_over = False
        self._arrange()

    def _type_value(self, indicator: bytes, slot: Slot, name: str, text: str) -> None:
        field = BY_CODE["indicator_value"].field(name)
        verb = with_document(indicators.type_text, indicator, slot, field.name, text)
        self.context.jobs.change(self, verb, lambda told: self.context.messages.tell(told) if told else None)

    def add_indicators(self) -> None:
        """Indicators of the templates."""
        if self._programme is not None:
            IndicatorsDialog(self.context, templates.indicator_templates(), self._programme, self).open()

    def add_indicator(self) -> None:
        """One of one's own: its form."""
        if self._programme is not None:
            verb = with_document(
                writing.add_indicator, self._programme, {"text": "Новый показатель", "use": "programme"}
            )
            self.context.jobs.change(
                self, verb, lambda uid: edit_record(self.context, self, "indicator", uid)
            )

    def edit_indicator(self) -> None:
        """The form of the indicator with the cursor."""
        if (uid := self.grid.current()) is not None:
            edit_record(self.context, self, "indicator", uid)

    def delete_indicator(self) -> None:
        """The indicator with the cursor and its values; it can be taken back."""
        if (uid := self.grid.current()) is not None:
            delete_records(self.context, self, "indicator", [uid])

    # --- arriving ----------------------------------------------------------------------------------------------------

    def arrive(self, **arguments: Any) -> None:
        """`programme`: which; `part` or `indicator`: what the cursor goes to."""
        if arguments.get("programme"):
            self._programme = arguments["programme"]
        if arguments.get("part"):
            self._wanted = arguments["part"]
        if arguments.get("indicator"):
            self._wanted_indicator = arguments["indicator"]
        if arguments:
            self.reload()

    def print_paper(self) -> None:
        """Ctrl+P: the paper of this programme."""
        self.context.go("papers", paper="programme", programme=self._programme)
