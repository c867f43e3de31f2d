"""Signing a list: every school of the draft is looked through, doubtful ones are decided with a reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import UserError
from shnor_desktop.operations.identification import lists
from shnor_desktop.operations.identification.draft import Decision, Draft, DraftEntry
from shnor_desktop.rules.identification.explanation import criteria_text
from shnor_desktop.rules.results.facts import Profile
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.identification.dialogs import ErrorLabel, date_edit, iso
from shnor_desktop.ui.identification.table import answer_text, state_of
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document, with_session

_HEADINGS = ("Включить", "Школа", "По расчёту", "Основания", "Причина решения")
INCLUDE, SCHOOL, ANSWER, GROUNDS, REASON = range(len(_HEADINGS))
ASKED, YES, NO, OPEN = range(4)
_CHOICES = ("решите…", "включить", "не включать", "не решено")
"""Answers to a doubtful school, by the constants above."""


class SignForm(QDialog):
    """The draft with a box to each school, and who signs."""

    def __init__(self, context: Context, owner: QWidget, profile: Profile) -> None:
        super().__init__(owner)
        self._context = context
        self._profile = profile
        self.draft: Draft | None = None
        self.setWindowTitle("Подписать перечень")
        theme.give_size(self, 880, 480)
        text = QLabel(
            "После подписания выводы и числа фиксируются: исправления данных их не изменят, программа лишь "
            "покажет, что «изменило бы решение». Решение вопреки расчёту или перечню требует причины. О каждой "
            "сомнительной школе решите: включить или не включать (с причиной) либо «не решено» – так и будет "
            "сказано в подписанном перечне.",
            self,
        )
        text.setWordWrap(True)
        self.table = self._new_table()
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self.count.setWordWrap(True)
        self.title = QLineEdit(self)
        self.signed_on = date_edit(self)
        self.signed_by = QLineEdit(self)
        self.signed_by.setPlaceholderText("начальник управления образования И.О. Фамилия")
        self.basis = QLineEdit(self)
        self.basis.setPlaceholderText(
            "приказ управления образования от 05.09.2026 № 12-од; можно оставить пустым"
        )
        self.error = ErrorLabel(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.sign = QPushButton("Подписать", self)
        self.sign.setObjectName("main")
        self.sign.setEnabled(False)
        # Enter in the table or in a field must not sign by accident.
        self.sign.setAutoDefault(False)
        buttons.addButton(self.sign, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(text)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        column.addLayout(self._fields())
        column.addWidget(self.error)
        column.addWidget(buttons)
        context.jobs.ask(self, with_session(lists.to_sign, profile), self._show)

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.addRow("&Название", self.title)
        form.addRow("&Дата", self.signed_on)
        form.addRow("Кто &подписал", self.signed_by)
        form.addRow("&Утверждён", self.basis)
        return form

    def _new_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADINGS), self)
        table.setHorizontalHeaderLabels(list(_HEADINGS))
        table.setAccessibleName("Школы проекта перечня")
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(INCLUDE, QHeaderView.ResizeMode.ResizeToContents)
        for column, width in ((SCHOOL, 200), (ANSWER, 165), (GROUNDS, 140)):
            table.setColumnWidth(column, theme.wide(width))
        table.itemChanged.connect(self._show_count)
        return table

    def _show(self, ready: lists.ToSign) -> None:
        self.draft = draft = ready.draft
        self.table.blockSignals(True)
        self.table.setRowCount(len(draft.entries))
        for number, entry in enumerate(draft.entries):
            self._fill(number, entry)
        self.table.blockSignals(False)
        self.title.setText(ready.title)
        self.signed_by.setText(ready.signed_by)
        self.sign.setEnabled(True)
        self._show_count()

    def _fill(self, number: int, entry: DraftEntry) -> None:
        box = QTableWidgetItem()
        box.setFlags(
            Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        )
        box.setCheckState(Qt.CheckState.Checked if entry.included else Qt.CheckState.Unchecked)
        self.table.setItem(number, INCLUDE, box)
        if entry.unsure:
            box.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            box.setData(Qt.ItemDataRole.CheckStateRole, None)
            self.table.setCellWidget(number, INCLUDE, self._choice(entry.school.name))
        criteria = criteria_text(entry.school.verdict.criteria)
        grounds = [f"критерий {criteria}"] if criteria else []
        grounds += [one.basis_text for one in entry.grounds]
        texts = {
            SCHOOL: entry.school.name,
            ANSWER: answer_text(state_of(entry.school)),
            GROUNDS: "; ".join(grounds),
        }
        for column, text in texts.items():
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(number, column, item)
        self.table.setItem(number, REASON, QTableWidgetItem(entry.reason))
        box.setToolTip(f"{entry.school.name}: включить в перечень")

    def _choice(self, school: str) -> QComboBox:
        choice = QComboBox(self.table)
        choice.addItems(_CHOICES)
        choice.setAccessibleName(f"{school}: решение")
        choice.setToolTip(f"{school}: вывод расчёта не окончательный, решите сами")
        choice.currentIndexChanged.connect(self._show_count)
        return choice

    def choice(self, number: int) -> QComboBox | None:
        """The question to a doubtful school; None where a box is enough."""
        found = self.table.cellWidget(number, INCLUDE)
        return found if isinstance(found, QComboBox) else None

    def _is_included(self, number: int) -> bool:
        choice = self.choice(number)
        if choice is not None:
            return choice.currentIndex() == YES
        item = self.table.item(number, INCLUDE)
        return item is not None and item.checkState() == Qt.CheckState.Checked

    def _reason(self, number: int) -> str:
        item = self.table.item(number, REASON)
        return item.text().strip() if item is not None else ""

    def _show_count(self) -> None:
        included = sum(self._is_included(number) for number in range(self.table.rowCount()))
        text = f"В перечне: {counted(included, 'школа', 'школы', 'школ')}."
        if self.draft is not None:
            waiting = self._with_choice(ASKED)
            if left := self._with_choice(OPEN):
                text += f" Останутся нерешёнными: {', '.join(left)}."
            if waiting:
                text += f" Требуют решения: {', '.join(waiting)}."
            elif not self.draft.entries:
                text += " Школ, отвечающих критериям, нет: подписанный перечень будет пустым."
        self.count.setText(text)

    def _with_choice(self, index: int) -> list[str]:
        """Names of the doubtful schools so answered."""
        entries = self.draft.entries if self.draft is not None else ()
        return [
            entry.school.name
            for number, entry in enumerate(entries)
            if (choice := self.choice(number)) is not None and choice.currentIndex() == index
        ]

    def _is_open(self, number: int) -> bool:
        choice = self.choice(number)
        return choice is not None and choice.currentIndex() == OPEN

    def decisions(self) -> dict[bytes, Decision]:
        """Every row as it was decided."""
        if self.draft is None:
            return {}
        return {
            entry.school.school: Decision(
                self._is_included(number), self._reason(number), self._is_open(number)
            )
            for number, entry in enumerate(self.draft.entries)
        }

    def _on_accepted(self) -> None:
        if waiting := self._with_choice(ASKED):
            self.error.show_error(
                UserError(
                    f"Не решено, включать ли в перечень: {', '.join(waiting)}.",
                    "Выберите в столбце «Включить»: включить, не включать или «не решено».",
                )
            )
            return
        signing = lists.Signing(
            iso(self.signed_on), self.signed_by.text(), self.basis.text(), self.title.text()
        )
        self.sign.setEnabled(False)
        self.error.show_error("")
        work = with_document(lists.sign_list, self._profile, signing, self.decisions())
        self._context.jobs.change(self, work, self._on_signed, self._on_failed)

    def _on_signed(self, _uid: bytes) -> None:
        self._context.messages.undo_bar(
            "Перечень подписан и зафиксирован.", lambda: self._context.command("edit.undo")
        )
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.sign.setEnabled(True)
        self.error.show_error(error)


def open_sign_form(context: Context, owner: QWidget, profile: Profile) -> SignForm:
    """Open the form over its screen."""
    form = SignForm(context, owner, profile)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()
    return form
