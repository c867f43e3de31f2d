"""Taking in a region's list of schools: what it names, which schools of the file these are, what would change."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.values import parse
from shnor_desktop.operations.identification import region_list
from shnor_desktop.operations.identification.region_list import ListLine, ListPlan, Opened, Options, Taken
from shnor_desktop.rules.words.russian import counted, show_date
from shnor_desktop.ui.identification.dialogs import ErrorLabel
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label

_HEADINGS = ("В перечне", "Школа файла", "Основание", "Что будет")
_FATES = {
    "new": "получит статус",
    "standing": "уже отмечена",
    "again": "названа ещё раз",
    "waiting": "решите, какая это школа",
    "other": "другой муниципалитет, не берётся",
    "skipped": "пропущена",
}
_STATUSES = (("low_result", "ШНОР"), ("adverse_social", "ШНСУ"))
_UNDECIDED = ""
_DATED_ON = kind_of(StatusList).field("dated_on")


class RegionListDialog(QDialog):
    """Shows the plan, asks which schools are meant, and writes it as one step."""

    def __init__(self, context: Context, owner: QWidget, opened: Opened) -> None:
        super().__init__(owner)
        self._context = context
        self._listed, self._plan, self._known = opened
        self._decisions: dict[str, str] = {}
        self.setWindowTitle("Загрузить перечень региона")
        theme.give_size(self, 900, 620)
        self.title = plain_label("", self)
        listed = opened.listed
        self.title.setText(f"{listed.source}: {listed.title}" if listed.title else listed.source)
        self.table = self._new_table()
        self.summary = plain_label("", self)
        self.end_absent = QCheckBox("&Закончить статусы школ прежнего перечня, которых в этом нет", self)
        self.error = ErrorLabel(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = QPushButton("Принять перечень", self)
        self.take.setObjectName("main")
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(self.title)
        column.addLayout(self._new_fields())
        column.addWidget(self.table, 1)
        for widget in (self.summary, self.end_absent, self.error, buttons):
            column.addWidget(widget)
        self._show(opened.planned)

    # --- building ------------------------------------------------------------------------------------------------

    def _new_fields(self) -> QFormLayout:
        options = self._plan.options
        self.requisites = QLineEdit(options.text, self)
        self.requisites.setPlaceholderText("приказ министерства от 01.09.2026 № 123")
        self.since = QLineEdit(show_date(options.since), self)
        self.since.setPlaceholderText("ДД.ММ.ГГГГ")
        self.since.textChanged.connect(self._on_date_typed)
        self.kind = QComboBox(self)
        for code, label in _STATUSES:
            self.kind.addItem(label, code)
        self.kind.setCurrentIndex(max(self.kind.findData(options.kind), 0))
        self.kind.currentIndexChanged.connect(self._plan_again)
        form = QFormLayout()
        form.addRow("Рек&визиты", self.requisites)
        form.addRow("&Дата", self.since)
        form.addRow("Ста&тус", self.kind)
        return form

    def _new_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADINGS), self)
        table.setHorizontalHeaderLabels(_HEADINGS)
        table.setAccessibleName("Школы перечня")
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.verticalHeader().setDefaultSectionSize(theme.row_height() + 6)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        return table

    # --- showing -------------------------------------------------------------------------------------------------

    def _show(self, planned: ListPlan) -> None:
        self._plan = planned
        self.error.show_error("")
        self.table.setRowCount(len(planned.lines))
        for row, line in enumerate(planned.lines):
            self._show_line(row, line)
        # The first sentence repeats the fields above.
        self.summary.setText("\n".join(region_list.told(planned)[1:]))
        self.end_absent.setVisible(bool(planned.leaving))
        self.take.setEnabled(bool(planned.of("new") or planned.leaving))

    def _show_line(self, row: int, line: ListLine) -> None:
        texts = (line.named.mention.text, line.school_name, line.basis, _fate(line))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(row, column, item)
        settled = line.named.match.school is not None
        if settled:
            self.table.removeCellWidget(row, 1)
        else:
            self.table.setCellWidget(row, 1, self._choice(line))

    def _choice(self, line: ListLine) -> QComboBox:
        """Which school it is: those it resembles first, then all of the file."""
        combo = QComboBox(self.table)
        combo.setAccessibleName(f"Школа файла: {line.named.mention.text}")
        near = {one.uid: f"{one.name} (похожа)" for one in line.named.match.suggestions}
        names = dict(self._known)
        combo.addItem("— решите —", _UNDECIDED)
        for uid, text in near.items():
            if uid in names:
                combo.addItem(text, f"same:{uid.hex()}")
        combo.addItem("новая школа", "new")
        combo.addItem("пропустить", "skip")
        for uid, name in self._known:
            if uid not in near:
                combo.addItem(name, f"same:{uid.hex()}")
        combo.setCurrentIndex(max(combo.findData(self._decisions.get(line.named.key, _UNDECIDED)), 0))
        key = line.named.key
        combo.activated.connect(lambda _, combo=combo, key=key: self._decide(key, str(combo.currentData())))
        return combo

    def _decide(self, key: str, value: str) -> None:
        if value:
            self._decisions[key] = value
        else:
            self._decisions.pop(key, None)
        self._plan_again()

    def _plan_again(self) -> None:
        try:
            options = self._options()
        except UserError as wrong:
            self.error.show_error(wrong)
            return
        work = with_document(region_list.plan, self._listed, dict(self._decisions), options)
        self._context.jobs.ask(self, work, self._show, self.error.show_error, latest="region list")

    def _options(self) -> Options:
        return Options(self.requisites.text().strip(), self._day(), str(self.kind.currentData()))

    def _day(self) -> str:
        """The day of the list as it is stored, empty until the book or a person says it; UserError for no date."""
        return str(parse(_DATED_ON, self.since.text()))

    def _on_date_typed(self) -> None:
        """Who is in force depends on the day; half a date is not planned with."""
        try:
            self._day()
        except UserError:
            return
        self._plan_again()

    # --- writing -------------------------------------------------------------------------------------------------

    def _on_accepted(self) -> None:
        try:
            options = self._options()
        except UserError as wrong:
            self.error.show_error(wrong)
            return
        ending = self.end_absent.isChecked()
        work = with_document(
            region_list.take, self._listed, dict(self._decisions), options, end_absent=ending
        )
        self.take.setEnabled(False)
        self._context.jobs.change(self, work, self._on_taken, self._on_failed)

    def _on_taken(self, taken: Taken) -> None:
        ended = f" Статус закончен у {counted(taken.ended, 'школы', 'школ', 'школ')}." if taken.ended else ""
        self._context.messages.undo_bar(
            f"Отмечено по перечню: {counted(taken.added, 'школа', 'школы', 'школ')}.{ended}",
            lambda: self._context.command("edit.undo"),
        )
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.take.setEnabled(True)
        self.error.show_error(error)


def _fate(line: ListLine) -> str:
    computed = ", есть и по расчёту" if line.computed else ", по расчёту нет"
    return _FATES[line.fate] + (computed if line.fate in ("new", "standing") else "")


def open_region_list(
    context: Context, owner: QWidget, path: Path, shown: Callable[[RegionListDialog], None] | None = None
) -> None:
    """Read the list on the worker, then show what taking it in would do."""

    def done(found: Opened) -> None:
        dialog = RegionListDialog(context, owner, found)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        if shown is not None:
            shown(dialog)

    context.jobs.ask(owner, with_document(region_list.opened, path), done)
