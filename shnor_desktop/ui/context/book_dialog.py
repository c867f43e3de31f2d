"""Taking in a workbook of context data: which year, what its columns are, which schools it names, what would change."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QSplitter, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.operations.context import passport, workbooks
from shnor_desktop.operations.context.workbooks import (
    NEW,
    SKIP,
    ContextPlan,
    Opened,
    PlannedColumn,
    Taken,
    column_key,
)
from shnor_desktop.operations.results.plan_types import PlannedSchool
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.laying.boxes import in_row
from shnor_desktop.ui.kit.messages import WORKBOOK_FILES
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table, counting
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label

_UNDECIDED = "— решите —"
_ASIDE = "не брать"
_YEARS = 12


class BookDialog(Dialog):
    """Shows the plan anew after every decision, and writes it as one step."""

    def __init__(self, context: Context, owner: QWidget, opened: Opened, year: int | None) -> None:
        book = opened.book
        about = f"{book.source}: {book.title}" if book.title else book.source
        super().__init__("Загрузить социальный паспорт", owner, about=about, size=(1_000, 640))
        self._context, self._book, self._plan = context, book, opened.planned
        self._schools = {f"same:{uid.hex()}": name for uid, name in opened.schools}
        self._indicators = {f"same:{uid.hex()}": name for uid, name in opened.indicators}
        self._decisions: dict[str, str] = {}
        latest = passport.current_year()
        said = book.year if book.year is not None else year
        years = sorted({*range(latest - _YEARS, latest + 1), *([said] if said else [])}, reverse=True)
        self.years = ChoiceBox(
            "Учебный год", self, ((one, f"{school_years.label(one)} уч. год") for one in years), said
        )
        self.overwrite = QCheckBox("Заменить введённое &вручную", self)
        top = in_row(QLabel("За какой год:", self), self.years, self.overwrite, 1)
        self.columns, self.schools = self._new_columns(), self._new_schools()
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        for table in (self.columns, self.schools):
            table.set_editable(True)
            splitter.addWidget(table)
        self.summary = plain_label("", self)
        self.put(top, (splitter, 1), self.summary)
        self.close_with(Act("Принять", self._take, when=lambda: bool(self._plan.writes), main=True))
        self.columns.edited.connect(lambda one, _, code: self._decide(column_key(one.column), code))
        self.schools.edited.connect(lambda one, _, code: self._decide(one.key, code))
        self.years.activated.connect(lambda _: self._plan_again())
        self.overwrite.toggled.connect(lambda _: self._plan_again())
        self._show(opened.planned)
        self._plan_again()

    def _new_columns(self) -> Table:
        return Table(
            (
                Column[PlannedColumn]("Столбец книги", lambda one: one.column.heading),
                Column[PlannedColumn](
                    "Показатель",
                    self._indicator,
                    ink=lambda one: "watch" if not one.decision else "",
                    name="indicator",
                    choices=lambda one: [
                        ("", _UNDECIDED),
                        (SKIP, _ASIDE),
                        (NEW, "новый показатель"),
                        None,
                        *self._indicators.items(),
                    ],
                    code=lambda one: one.decision,
                ),
                counting("Ячеек", lambda one: one.column.filled),
            ),
            self,
            name="Столбцы книги",
            identity=lambda one: one.column.key,
        )

    def _new_schools(self) -> Table:
        return Table(
            (
                Column[PlannedSchool]("Школа в книге", lambda one: one.mention.text),
                Column[PlannedSchool](
                    "Школа файла",
                    self._school,
                    ink=lambda one: "watch" if not one.decision else "",
                    name="school",
                    may_edit=lambda one: one.match.school is None,
                    choices=self._school_choices,
                    code=lambda one: self._code_of(one),
                ),
            ),
            self,
            name="Школы книги",
            identity=lambda one: one.key,
        )

    # --- showing -------------------------------------------------------------------------------------------------

    def _indicator(self, one: PlannedColumn) -> str:
        if one.indicator is not None:
            return one.indicator.text
        return {SKIP: _ASIDE, NEW: "новый показатель"}.get(one.decision, _UNDECIDED)

    def _code_of(self, one: PlannedSchool) -> str:
        return self._decisions.get(
            one.key, one.decision if one.decision != "same" else f"same:{one.uid.hex()}"
        )

    def _school(self, one: PlannedSchool) -> str:
        if one.decision == "skip":
            return _ASIDE
        if one.decision == "new":
            return "новая школа"
        return self._schools.get(f"same:{one.uid.hex()}", _UNDECIDED)

    def _school_choices(self, one: PlannedSchool) -> Sequence[tuple[str, str] | None]:
        near = {f"same:{found.uid.hex()}": found.name for found in one.match.suggestions}
        return [
            ("", _UNDECIDED),
            *((code, f"{name} (похожа)") for code, name in near.items() if code in self._schools),
            ("new", "новая школа"),
            ("skip", _ASIDE),
            None,
            *((code, name) for code, name in self._schools.items() if code not in near),
        ]

    def _show(self, planned: ContextPlan) -> None:
        self._plan = planned
        self.mistake.hide()
        self.columns.set_rows(planned.columns)
        self.schools.set_rows(planned.schools)
        self.summary.setText("\n".join(workbooks.told(planned)[:9]))
        self.overwrite.setVisible(planned.count("by_hand") > 0 or self.overwrite.isChecked())
        self.refresh()

    def _decide(self, key: str, value: str) -> None:
        self._decisions[key] = value
        self._plan_again()

    def _plan_again(self) -> None:
        work = with_document(
            workbooks.plan,
            self._book,
            dict(self._decisions),
            self.years.currentData(),
            overwrite=self.overwrite.isChecked(),
        )
        self._context.jobs.ask(self, work, self._show, self.refuse, latest="context book")

    # --- writing -------------------------------------------------------------------------------------------------

    def _take(self) -> None:
        work = with_document(
            workbooks.take,
            self._book,
            dict(self._decisions),
            self.years.currentData(),
            overwrite=self.overwrite.isChecked(),
        )
        self.run(self._context.jobs.change, work, self._on_taken)

    def _on_taken(self, taken: Taken) -> None:
        self._context.offer_undo(
            f"Взято: {counted(taken.values, 'значение', 'значения', 'значений')}, "
            f"{counted(taken.schools, 'школа', 'школы', 'школ')}"
        )
        self.accept()


def open_book(context: Context, owner: QWidget, year: int | None) -> None:
    """Ask for a book, read it on the worker, show what taking it in would do."""
    found = context.messages.open_files("Книга с социальными паспортами", WORKBOOK_FILES)
    if found:
        _open(context, owner, with_document(workbooks.opened, Path(found[0])), year)


def open_block(context: Context, owner: QWidget, text: str, year: int | None) -> None:
    """The same of a table of the clipboard."""
    _open(context, owner, with_document(workbooks.opened_block, text), year)


def _open(context: Context, owner: QWidget, work: Any, year: int | None) -> None:
    def failed(error: BaseException) -> None:
        if isinstance(error, UserError):
            context.messages.warn(error.what_happened, error.what_to_do)
        else:
            raise error

    context.jobs.ask(owner, work, lambda opened: BookDialog(context, owner, opened, year).open(), failed)
