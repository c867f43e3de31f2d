"""Taking in a region's list of schools: what it names, which schools of the file these are, what would change."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.values import parse
from shnor_desktop.operations.identification import region_list
from shnor_desktop.operations.identification.region_list import ListLine, ListPlan, Opened, Options, Taken
from shnor_desktop.rules.words.russian import counted, show_date
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label

_FATES = {
    "new": "получит статус",
    "standing": "уже отмечена",
    "again": "названа ещё раз",
    "waiting": "решите, какая это школа",
    "other": "другой муниципалитет, не берётся",
    "skipped": "пропущена",
}
_STATUSES = (("low_result", "ШНОР"), ("adverse_social", "ШНСУ"))
_UNDECIDED = "— решите —"
_WORDS = {"": _UNDECIDED, "new": "новая школа", "skip": "пропустить"}
_DATED_ON = kind_of(StatusList).field("dated_on")


class RegionListDialog(Dialog):
    """Shows the plan, asks which schools are meant, and writes it as one step."""

    def __init__(self, context: Context, owner: QWidget, opened: Opened) -> None:
        listed = opened.listed
        about = f"{listed.source}: {listed.title}" if listed.title else listed.source
        super().__init__("Загрузить перечень региона", owner, about=about, size=(900, 620))
        self._context = context
        self._listed, self._plan, self._known = opened
        self._names = {f"same:{uid.hex()}": name for uid, name in self._known}
        self._decisions: dict[str, str] = {}
        columns = (
            Column[ListLine]("В перечне", lambda line: line.named.mention.text),
            Column[ListLine](
                "Школа файла",
                self._school,
                ink=lambda line: "watch" if self._school(line) == _UNDECIDED else "",
                name="school",
                may_edit=lambda line: line.named.match.school is None,
                choices=self._choices,
                code=lambda line: self._decided(line),
            ),
            Column[ListLine]("Основание", lambda line: line.basis),
            Column[ListLine]("Что будет", _fate),
        )
        self.table = Table(columns, self, name="Школы перечня", identity=id)
        self.table.set_editable(True)
        self.table.edited.connect(lambda line, _, code: self._decide(line.named.key, code))
        self.summary = plain_label("", self)
        self.end_absent = QCheckBox("&Закончить статусы школ прежнего перечня, которых в этом нет", self)
        self.put(
            self._new_fields(),
            (self.table, 1),
            ScrolledLabel(self.summary, "Что будет с перечнем"),
            self.end_absent,
        )
        self.close_with(Act("Принять перечень", self._take, when=self._brings_anything, main=True))
        self._show(opened.planned)

    def _new_fields(self) -> QFormLayout:
        options = self._plan.options
        self.requisites = QLineEdit(options.text, self)
        self.requisites.setPlaceholderText("приказ министерства от 01.09.2026 № 123")
        self.since = QLineEdit(show_date(options.since), self)
        self.since.setPlaceholderText("ДД.ММ.ГГГГ")
        self.since.textChanged.connect(self._on_date_typed)
        self.kind = ChoiceBox("Статус", self, _STATUSES, options.kind)
        self.kind.currentIndexChanged.connect(self._plan_again)
        form = QFormLayout()
        form.addRow("Рек&визиты", self.requisites)
        form.addRow("&Дата", self.since)
        form.addRow("Ста&тус", self.kind)
        return form

    # --- showing -------------------------------------------------------------------------------------------------

    def _show(self, planned: ListPlan) -> None:
        self._plan = planned
        self.mistake.hide()
        self.table.set_rows(planned.lines)
        # The first sentence repeats the fields above.
        self.summary.setText("\n".join(region_list.told(planned)[1:]))
        self.end_absent.setVisible(bool(planned.leaving))
        self.refresh()

    def _brings_anything(self) -> bool:
        return bool(self._plan.of("new") or self._plan.leaving or self._plan.answers)

    def _school(self, line: ListLine) -> str:
        if line.named.match.school is not None:
            return line.school_name
        decided = self._decided(line)
        return _WORDS.get(decided) or self._names.get(decided, _UNDECIDED)

    def _decided(self, line: ListLine) -> str:
        """What was said now, else what an earlier list left behind."""
        key = line.named.key
        return self._decisions.get(key, self._plan.remembered.get(key, ""))

    def _choices(self, line: ListLine) -> list[tuple[str, str]]:
        """Which school it is: those it resembles first, then all of the file."""
        near = {f"same:{one.uid.hex()}": one.name for one in line.named.match.suggestions}
        return [
            ("", _UNDECIDED),
            *((code, f"{name} (похожа)") for code, name in near.items() if code in self._names),
            *list(_WORDS.items())[1:],
            *((code, name) for code, name in self._names.items() if code not in near),
        ]

    def _decide(self, key: str, value: str) -> None:
        self._decisions[key] = value  # none takes back what an earlier list left behind
        self._plan_again()

    def _plan_again(self) -> None:
        try:
            work = with_document(region_list.plan, self._listed, dict(self._decisions), self._options())
        except UserError as wrong:
            self.refuse(wrong)
            return
        self._context.jobs.ask(self, work, self._show, self.refuse, latest="region list")

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

    def _take(self) -> None:
        try:
            options = self._options()
        except UserError as wrong:
            self.refuse(wrong)
            return
        ending = self.end_absent.isChecked()
        work = with_document(
            region_list.take, self._listed, dict(self._decisions), options, end_absent=ending
        )
        self.run(self._context.jobs.change, work, self._on_taken)

    def _on_taken(self, taken: Taken) -> None:
        ended = f" Статус закончен у {counted(taken.ended, 'школы', 'школ', 'школ')}." if taken.ended else ""
        self._context.offer_undo(
            f"Отмечено по перечню: {counted(taken.added, 'школа', 'школы', 'школ')}.{ended}"
        )
        self.accept()


def _fate(line: ListLine) -> str:
    computed = ", есть и по расчёту" if line.computed else ", по расчёту нет"
    return _FATES[line.fate] + (computed if line.fate in ("new", "standing") else "")


def open_region_list(
    context: Context, owner: QWidget, path: Path, shown: Callable[[RegionListDialog], None] | None = None
) -> None:
    """Read the list on the worker, then show what taking it in would do."""

    def done(found: Opened) -> None:
        dialog = RegionListDialog(context, owner, found)
        dialog.open()
        if shown is not None:
            shown(dialog)

    context.jobs.ask(owner, with_document(region_list.opened, path), done)
