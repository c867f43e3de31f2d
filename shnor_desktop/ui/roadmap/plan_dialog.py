"""A plan taken in from a document, a workbook or the clipboard: which tables, what their columns mean, what every row becomes;
written as one step that can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.roadmap import plan_export, plan_import
from shnor_desktop.operations.roadmap.plan_import import Chosen, PlanPreview, TakenPlan
from shnor_desktop.operations.roadmap.plan_import import Table as Drawn
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.roadmap import columns, contents
from shnor_desktop.sheets.roadmap.plans import Fate
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.roadmap.plan_lines import FATES, Line, lines_of

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

FILES = "Документы и таблицы (*.docx *.doc *.xlsx *.xlsm *.xls *.xlsb *.ods *.csv)"
_EXPORTS = "Книга Excel (*.xlsx);;Календарь (*.ics)"
_MOST_SEEN, _LONGEST = 6, 600
"""Lines of the small tables seen at once; letters of the text below."""
_OF_INDICATORS = {
    "": "не брать",
    columns.NUMBER: "номер",
    columns.INDICATOR: "показатель",
    columns.CRITERION: "критерий",
    columns.UNIT: "единица измерения",
    columns.TARGET: "план",
    columns.FACT: "факт",
    columns.BASE: "базовое значение",
}
_OF_PLAN = {"": "не брать", **columns.ROLES}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A table of the document and what it is taken for."""

    at: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column of a table and what it is taken for."""

    table: int
    at: int
    name: str
    heading: str
    role: str
    of_plan: bool


class PlanDialog(Dialog):
    """Shows what was understood and lets it be said otherwise; «Загрузить» writes."""

    def __init__(self, context: Context, owner: QWidget | None, planned: PlanPreview) -> None:
        super().__init__("Загрузка плана", owner, size=(1100, 700))
        self._context, self._planned = context, planned
        self.summary = plain_label("subheading", self)
        self.notes = plain_label("", self)
        self.tables = self._new_tables()
        self.columns = self._new_columns()
        self.lines = self._new_lines()
        self.detail = plain_label("muted", self)
        self.lines.chosen.connect(lambda line: self.detail.setText(_whole(line)))
        for widget, stretch in (
            (self.summary, 0),
            (self.notes, 0),
            (self.tables, 0),
            (self.columns, 0),
            (self.lines, 1),
            (self.detail, 0),
        ):
            self.column.addWidget(widget, stretch)
        self.close_with(Act("&Загрузить", self._take, when=self._brings_anything, writes=True, main=True))
        self._show(planned)

    def _new_tables(self) -> Table:
        found = (
            Column[_Drawn]("Таблица документа", lambda one: one.name),
            Column[_Drawn](
                "Что это",
                lambda one: contents.KINDS[one.kind],
                name="kind",
                choices=lambda one: list(contents.KINDS.items()),
                code=lambda one: one.kind,
            ),
        )
        table = Table(found, self, name="Таблицы документа", identity=lambda one: one.at)
        table.set_editable(True)
        table.edited.connect(lambda one, _, code: self._say(kinds={one.at: str(code)}))
        return table

    def _new_columns(self) -> Table:
        found = (
            Column[_Heading]("Таблица", lambda one: one.name),
            Column[_Heading]("Столбец", lambda one: one.heading),
            Column[_Heading](
                "Что в нём",
                lambda one: (_OF_PLAN if one.of_plan else _OF_INDICATORS).get(one.role, one.role),
                ink=lambda one: "" if one.role else "watch",
                name="role",
                choices=lambda one: list((_OF_PLAN if one.of_plan else _OF_INDICATORS).items()),
                code=lambda one: one.role,
            ),
        )
        table = Table(found, self, name="Столбцы", identity=lambda one: (one.table, one.at))
        table.set_editable(True)
        table.edited.connect(lambda one, _, code: self._say(roles={one.table: {one.at: str(code)}}))
        return table

    def _new_lines(self) -> Table:
        found = (
            Column[Line]("Что будет", lambda one: one.what, mark=lambda one: one.mark, tip=_doubts),
            Column[Line](
                "Строка",
                lambda one: FATES[one.fate] if one.fate else one.what,
                name="fate",
                may_edit=lambda one: one.fate is not None,
                choices=lambda one: [(str(fate), word) for fate, word in FATES.items()],
                code=lambda one: str(one.fate),
            ),
            Column[Line]("№", lambda one: one.number),
            Column[Line]("Содержание", lambda one: " ".join(one.text.split())),
            Column[Line]("Срок", lambda one: one.due_text),
            Column[Line]("Прочитан", lambda one: one.reading),
            Column[Line]("Ответственные", lambda one: one.responsible),
            Column[Line]("Результат, значения", lambda one: one.expected),
            Column[Line]("Где", lambda one: one.where),
        )
        table = Table(
            found, self, name="Что будет загружено", identity=lambda one: one.key, empty="Загружать нечего."
        )
        table.set_editable(True)
        table.edited.connect(lambda one, _, code: self._say(fates={one.key[1:]: Fate(str(code))}))
        return table

    # --- showing -------------------------------------------------------------------------------------------------

    def _show(self, planned: PlanPreview) -> None:
        self._planned = planned
        self.mistake.hide()
        self.summary.setText(_brief(planned))
        asked, told = len(planned.questions), ""
        if asked:
            told = f"Посмотрите отмеченные строки: {counted(asked, 'вопрос', 'вопроса', 'вопросов')}."
        elif not (planned.plans or planned.passport or planned.indicators):
            told = (
                "Ни план, ни показатели, ни паспорт не узнаны: скажите сами, что в таблице и в её столбцах."
            )
        self.notes.setText(told)
        self.notes.setVisible(bool(told))
        self._fill(self.tables, _drawn(planned), shown=len(planned.tables) > 1 or not planned.plans)
        self._fill(self.columns, _headings(planned), shown=True)
        self.lines.set_rows(lines_of(planned))
        self.refresh()

    def _fill(self, table: Table, rows: Sequence[object], *, shown: bool) -> None:
        table.set_rows(tuple(rows))
        table.setVisible(shown and bool(rows))
        table.setFixedHeight((min(len(rows), _MOST_SEEN) + 1) * (theme.row_height() + 2) + theme.GAP)

    def _brings_anything(self) -> bool:
        return not self._context.read_only and self._planned.writes

    def _say(
        self,
        kinds: dict[int, str] | None = None,
        roles: dict[int, dict[int, str]] | None = None,
        fates: dict[tuple[int, int], Fate] | None = None,
    ) -> None:
        """Look at the tables again with what was said besides."""
        said = self._planned.chosen
        known = dict(said.roles)
        for table, more in (roles or {}).items():
            known[table] = {**known.get(table, {}), **more}
        chosen = Chosen({**said.kinds, **(kinds or {})}, known, {**said.fates, **(fates or {})})
        self._context.jobs.ask(
            self, _look(self._planned, chosen), self._show, self.refuse, latest="plan preview"
        )

    # --- writing -------------------------------------------------------------------------------------------------

    def _take(self) -> None:
        self.run(self._context.jobs.change, with_document(plan_import.take_in, self._planned), self._on_taken)

    def _on_taken(self, taken: TakenPlan) -> None:
        self.accept()
        self._context.offer_undo(f"Загружено: новых строк {taken.added}, изменённых {taken.changed}.")


def _look(planned: PlanPreview, chosen: Chosen) -> "Callable[[Document, Progress], PlanPreview]":
    return with_document(
        plan_import.preview,
        planned.tables,
        planned.programme.uid,
        chosen,
        source=planned.source,
        needed=False,
    )


def _brief(planned: PlanPreview) -> str:
    counts = ", ".join(
        f"{word} {planned.count(code)}"
        for code, word in (("new", "новых строк"), ("changed", "изменится"), ("same", "без изменений"))
    )
    source = f"{planned.source}: " if planned.source else ""
    return f"{source}{counts}. Программа «{planned.programme.name}»."


def _drawn(planned: PlanPreview) -> list[_Drawn]:
    return [
        _Drawn(at, ", ".join(filter(None, (table.name, _first_words(table)))), kind)
        for at, (table, kind) in enumerate(zip(planned.tables, planned.contents.kinds, strict=True))
    ]


def _first_words(table: Drawn) -> str:
    return " | ".join(one.plain for one in table.lines[0].filled)[:120]


def _headings(planned: PlanPreview) -> list[_Heading]:
    return [
        _Heading(
            number,
            at,
            planned.tables[number].name,
            column.heading,
            column.role,
            planned.contents.kinds[number] == contents.PLAN,
        )
        for number, heading in sorted(planned.contents.headings.items())
        for at, column in enumerate(heading.columns)
    ]


def _doubts(line: Line) -> str:
    return "\n".join(line.doubts) or line.what


def _whole(line: Line | None) -> str:
    """Everything a line says, for texts longer than their cells."""
    if line is None:
        return ""
    told = "\n".join((*line.doubts, line.detail)).strip()
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"


def open_plan(context: Context, programme: bytes, path: Path | None = None) -> None:
    """Ask for the document, read it on the worker, then show what it would change."""
    if path is None:
        chosen = context.messages.open_files("Загрузить план", FILES)
        if not chosen:
            return
        path = chosen[0]
    document = path
    context.messages.tell(f"Читается «{document.name}»…")
    _open(context, programme, lambda: plan_import.read_tables(document), document.name)


def paste_plan(context: Context, programme: bytes) -> None:
    """The same with what was copied in another program."""
    copied = QGuiApplication.clipboard().mimeData()
    html, text = copied.html(), copied.text()
    _open(context, programme, lambda: plan_import.read_clipboard(text, html), "буфер обмена")


def _open(context: Context, programme: bytes, read: Callable[[], tuple[Drawn, ...]], source: str) -> None:
    parent = context.parent()
    owner = parent if isinstance(parent, QWidget) else None

    def work(document: "Document", progress: "Progress") -> PlanPreview:
        return plan_import.preview(document, read(), programme, source=source, needed=False)

    context.jobs.ask(context, work, lambda planned: PlanDialog(context, owner, planned).open())


def save_plan(context: Context, programme: bytes) -> None:
    """Write the plans of the programme to a workbook, or to a calendar."""
    messages = context.messages
    out = messages.save_file("Выгрузить план", Path("План.xlsx"), _EXPORTS)
    if out is None:
        return
    target = out
    context.jobs.ask(
        context,
        with_document(plan_export.export, programme, target, date.today()),
        lambda count: messages.wrote(f"Сохранено: «{target.name}», строк: {count}.", target),
    )


def plan_acts(
    context: Context, programme: Callable[[], bytes | None], has_rows: Callable[[], bool]
) -> tuple[Act, ...]:
    """What the screen of a plan offers for plans that come and go."""

    def begin(work: Callable[[Context, bytes], None]) -> Callable[[], None]:
        def act() -> None:
            if (shown := programme()) is not None:
                work(context, shown)

        return act

    return (
        Act(
            "Загрузить…",
            begin(open_plan),
            tip="План, показатели, паспорт из таблиц документа Word или книги",
            writes=True,
            in_menu=False,
        ),
        Act(
            "Вставить план из буфера обмена…", begin(paste_plan), ("Ctrl+Shift+V",), writes=True, in_bar=False
        ),
        Act(
            "Выгрузить…",
            begin(save_plan),
            tip="Планы программы в книгу Excel или в календарь",
            when=has_rows,
            in_menu=False,
        ),
    )
