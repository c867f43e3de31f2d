"""Small forms of the list: schools named by the region or an order, «исключена», taking a mark back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QFormLayout, QLabel, QLineEdit, QRadioButton, QWidget

from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.identification.lists import StatusView
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.form import Dialog
from shnor_desktop.ui.kit.laying.boxes import in_row
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document


def date_edit(parent: QWidget) -> QDateEdit:
    """A date that is typed or taken from a calendar; today at first."""
    edit = QDateEdit(QDate.currentDate(), parent)
    edit.setDisplayFormat("dd.MM.yyyy")
    edit.setCalendarPopup(True)
    return edit


def iso(edit: QDateEdit) -> str:
    """The chosen date as it is stored."""
    date = edit.date()
    return f"{date.year():04d}-{date.month():02d}-{date.day():02d}"


@dataclass(slots=True)
class _School:
    uid: bytes
    name: str
    marked: bool


class GroundForm(Dialog):
    """Which schools, by which document."""

    def __init__(
        self,
        context: Context,
        owner: QWidget,
        schools: Sequence[tuple[bytes, str]],
        marked: Sequence[bytes] = (),
    ) -> None:
        about = (
            "Отмеченные школы получат статус с этим основанием, даже если по расчёту критерии не выполнены. "
            "Расхождение останется видно на экране и в документах."
        )
        super().__init__("Добавить по перечню региона или приказу", owner, about=about, size=(560, 480))
        self._context = context
        self._schools = [_School(uid, name, uid in marked) for uid, name in schools]
        self.search = SearchLine(self, "Найти школу", name="Найти школу")
        name = Column[_School]("Школа", lambda one: one.name, name="marked", checked=lambda one: one.marked)
        self.table = Table((name,), self, name="Школы")
        self.table.set_editable(True)
        self.table.edited.connect(self._on_ticked)
        self.search.textChanged.connect(self.table.look_for)
        self.search.leads_to(self.table)
        self.table.all_wanted.connect(self.search.clear)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.put(self._new_fields(), self.search, (self.table, 1), self.count)
        self.close_with(Act("Добавить", self._add, main=True))
        self.table.set_rows(self._schools)
        self._show_count()
        self.requisites.setFocus()

    def _new_fields(self) -> QFormLayout:
        self.regional = QRadioButton("по &перечню региона", self)
        self.order = QRadioButton("по п&риказу", self)
        self.regional.setChecked(True)
        bases = in_row(self.regional, self.order, 1, gap=None)
        self.requisites = QLineEdit(self)
        self.requisites.setPlaceholderText("приказ министерства от 01.09.2026 № 123")
        self.since = date_edit(self)
        self.note = QLineEdit(self)
        form = QFormLayout()
        form.addRow("Основание", bases)
        form.addRow("Рек&визиты", self.requisites)
        form.addRow("С &даты", self.since)
        form.addRow("Прим&ечание", self.note)
        return form

    def marked(self) -> list[bytes]:
        """uids of the marked schools."""
        return [one.uid for one in self._schools if one.marked]

    def _on_ticked(self, school: _School, _column: str, marked: bool) -> None:
        school.marked = marked
        self.table.rows.replace(school, school)
        self._show_count()

    def _show_count(self) -> None:
        self.count.setText(f"Отмечено: {counted(len(self.marked()), 'школа', 'школы', 'школ')}")

    def _add(self) -> None:
        basis = "regional" if self.regional.isChecked() else "order"
        ground = statuses.Ground(basis, self.requisites.text(), iso(self.since), note=self.note.text())
        work = with_document(statuses.name_schools, self.marked(), ground)
        self.run(self._context.jobs.change, work, self._on_added)

    def _on_added(self, number: int) -> None:
        self._context.offer_undo(f"Отмечено по основанию: {counted(number, 'школа', 'школы', 'школ')}.")
        self.accept()


class EndForm(Dialog):
    """«Исключена»: until when and by which decision."""

    def __init__(self, context: Context, owner: QWidget, view: StatusView) -> None:
        standing = [*view.regional, *view.order, *([view.signed] if view.signed else [])]
        grounds = "; ".join(dict.fromkeys(one.basis_text or one.list_title for one in standing))
        about = (
            f"{view.school.name}: статус закончится по приказу. Основания, которые действуют сейчас: {grounds}. "
            "Подписанный перечень не изменится. Сопровождение школы обычно сохраняют ещё на год."
        )
        super().__init__("Исключить из перечня", owner, about=about, size=(520, 0))
        self._context = context
        self._uids = [one.uid for one in standing]
        self.until = date_edit(self)
        self.requisites = QLineEdit(self)
        self.requisites.setPlaceholderText("приказ управления образования от 01.09.2026 № 45")
        form = QFormLayout()
        form.addRow("По &дату", self.until)
        form.addRow("Рек&визиты приказа", self.requisites)
        self.column.addLayout(form)
        self.close_with(Act("Исключить", self._end, main=True))

    def _end(self) -> None:
        work = with_document(statuses.lead_out, self._uids, iso(self.until), self.requisites.text())
        self.run(self._context.jobs.change, work, self._on_ended)

    def _on_ended(self, name: str) -> None:
        self._context.offer_undo(f"Исключена из перечня: {name}.")
        self.accept()


def remove_status(context: Context, owner: QWidget, status: bytes) -> None:
    """Take back a mark made by mistake."""

    def told(name: str) -> None:
        context.offer_undo(f"Отметка убрана: {name}.")

    context.jobs.change(owner, with_document(statuses.take_back, status), told)
