"""Small forms of the list: schools named by the region or an order, «выведена», taking a mark back."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.identification.lists import StatusView
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
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


class ErrorLabel(QLabel):
    """Why a form was not accepted, under its fields."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("error")
        self.setWordWrap(True)
        self.hide()

    def show_error(self, error: object) -> None:
        """Show the sentence; an empty one hides the label."""
        self.setText(str(error))
        self.setVisible(bool(str(error)))


class GroundForm(QDialog):
    """Which schools, by which document."""

    def __init__(
        self,
        context: Context,
        owner: QWidget,
        schools: Sequence[tuple[bytes, str]],
        marked: Sequence[bytes] = (),
    ) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self.setWindowTitle("Добавить по перечню региона или приказу")
        theme.give_size(self, 560, 480)
        text = QLabel(
            "Отмеченные школы получат статус с этим основанием, даже если по расчёту критерии не выполнены. "
            "Расхождение останется видно на экране и в бумагах.",
            self,
        )
        text.setWordWrap(True)
        form = self._new_fields()
        self._new_schools(schools, set(marked))
        self.error = ErrorLabel(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.add = QPushButton("Добавить", self)
        self.add.setObjectName("main")
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(text)
        column.addLayout(form)
        column.addWidget(self.search)
        column.addWidget(self.schools, 1)
        for widget in (self.count, self.error, buttons):
            column.addWidget(widget)
        self._show_count()
        self.requisites.setFocus()

    def _new_fields(self) -> QFormLayout:
        self.regional = QRadioButton("по &перечню региона", self)
        self.order = QRadioButton("по п&риказу", self)
        self.regional.setChecked(True)
        bases = QHBoxLayout()
        bases.addWidget(self.regional)
        bases.addWidget(self.order)
        bases.addStretch(1)
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

    def _new_schools(self, schools: Sequence[tuple[bytes, str]], chosen: set[bytes]) -> None:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Найти школу")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_searched)
        self.schools = QListWidget(self)
        self.schools.setAccessibleName("Школы")
        for uid, name in schools:
            item = QListWidgetItem(name, self.schools)
            item.setData(Qt.ItemDataRole.UserRole, uid)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if uid in chosen else Qt.CheckState.Unchecked)
        self.schools.itemChanged.connect(self._show_count)
        self.count = QLabel(self)
        self.count.setObjectName("muted")

    def marked(self) -> list[bytes]:
        """uids of the marked schools."""
        items = [self.schools.item(number) for number in range(self.schools.count())]
        return [
            bytes(one.data(Qt.ItemDataRole.UserRole))
            for one in items
            if one.checkState() == Qt.CheckState.Checked
        ]

    def _show_count(self) -> None:
        self.count.setText(f"Отмечено: {counted(len(self.marked()), 'школа', 'школы', 'школ')}")

    def _on_searched(self, text: str) -> None:
        words = text.casefold().replace("ё", "е").split()
        for number in range(self.schools.count()):
            item = self.schools.item(number)
            name = item.text().casefold().replace("ё", "е")
            item.setHidden(not all(word in name for word in words))

    def _on_accepted(self) -> None:
        basis = "regional" if self.regional.isChecked() else "order"
        ground = statuses.Ground(basis, self.requisites.text(), iso(self.since), note=self.note.text())
        self.add.setEnabled(False)
        work = with_document(statuses.name_schools, self.marked(), ground)
        self._context.jobs.change(self, work, self._on_added, self._on_failed)

    def _on_added(self, number: int) -> None:
        self._context.messages.undo_bar(
            f"Отмечено по основанию: {counted(number, 'школа', 'школы', 'школ')}.",
            lambda: self._context.command("edit.undo"),
        )
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.add.setEnabled(True)
        self.error.show_error(error)


class EndForm(QDialog):
    """«Выведена»: until when and by which decision."""

    def __init__(self, context: Context, owner: QWidget, view: StatusView) -> None:
        super().__init__(owner)
        self._context = context
        standing = [*view.regional, *view.order, *([view.signed] if view.signed else [])]
        self._uids = [one.uid for one in standing]
        self.setWindowTitle("Вывести из перечня")
        self.setMinimumWidth(theme.wide(520))
        grounds = "; ".join(dict.fromkeys(one.basis_text or one.list_title for one in standing))
        text = QLabel(
            f"{view.school.name}: статус закончится по приказу. Основания, которые действуют сейчас: {grounds}. "
            "Подписанный перечень не изменится. Сопровождение школы обычно сохраняют ещё на год.",
            self,
        )
        text.setWordWrap(True)
        self.until = date_edit(self)
        self.requisites = QLineEdit(self)
        self.requisites.setPlaceholderText("приказ управления образования от 01.09.2026 № 45")
        form = QFormLayout()
        form.addRow("По &дату", self.until)
        form.addRow("Рек&визиты приказа", self.requisites)
        self.error = ErrorLabel(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.end = QPushButton("Вывести", self)
        buttons.addButton(self.end, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(text)
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(buttons)

    def _on_accepted(self) -> None:
        work = with_document(statuses.lead_out, self._uids, iso(self.until), self.requisites.text())
        self._context.jobs.change(self, work, self._on_ended, self.error.show_error)

    def _on_ended(self, name: str) -> None:
        self._context.messages.undo_bar(
            f"Выведена из перечня: {name}.", lambda: self._context.command("edit.undo")
        )
        self.accept()


def open_ground_form(
    context: Context, owner: QWidget, schools: Sequence[tuple[bytes, str]], marked: Sequence[bytes] = ()
) -> GroundForm:
    """Open the form of a regional list or an order."""
    form = GroundForm(context, owner, schools, marked)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()
    return form


def open_end_form(context: Context, owner: QWidget, view: StatusView) -> EndForm:
    """Open the form of leaving the list."""
    form = EndForm(context, owner, view)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()
    return form


def remove_status(context: Context, owner: QWidget, status: bytes) -> None:
    """Take back a mark made by mistake."""

    def told(name: str) -> None:
        context.messages.undo_bar(f"Отметка убрана: {name}.", lambda: context.command("edit.undo"))

    context.jobs.change(owner, with_document(statuses.take_back, status), told)
