"""One answer for many questions: of a school, of the selected lines, of all; from here, from there, from an office."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.ui.kit import theme

if TYPE_CHECKING:
    from shnor_desktop.operations.sharing.decisions import Question

_LONGEST = 60


class BulkDialog(QDialog):
    """Which questions, what is taken, on what ground."""

    def __init__(
        self,
        shown: "Sequence[Question]",
        selected: "Sequence[Question]",
        current: "Question | None",
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Решить сразу")
        theme.give_size(self, 560, 260)
        self._scopes: list[Sequence[Question]] = []
        self.scopes = QButtonGroup(self)
        scope = QGroupBox("Какие вопросы", self)
        self._scope_column = QVBoxLayout(scope)
        if current is not None and current.school is not None:
            same = [one for one in shown if one.school == current.school]
            self._add_scope(f"Школа {quoted(_cut(current.school_name))}", same)
        if len(selected) > 1:
            self._add_scope("Выделенные строки", selected)
        self._add_scope("Все показанные", shown)
        self.take = QComboBox(self)
        self.take.setAccessibleName("Что взять")
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText("Приказ, письмо, звонок (необязательно)")
        self.about = QLabel(self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&Взять", self.take)
        form.addRow("&Основание", self.reason)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.decide = buttons.addButton("Решить", QDialogButtonBox.ButtonRole.AcceptRole)
        self.decide.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(scope)
        column.addLayout(form)
        column.addWidget(self.about)
        column.addStretch(1)
        column.addWidget(buttons)
        self.scopes.idToggled.connect(lambda number, on: self._show_takes() if on else None)
        self.take.currentIndexChanged.connect(self._show_about)
        self.scopes.button(0).setChecked(True)

    def _add_scope(self, text: str, questions: "Sequence[Question]") -> None:
        button = QRadioButton(f"{text}: {len(questions)}", self)
        self.scopes.addButton(button, len(self._scopes))
        self._scopes.append(questions)
        self._scope_column.addWidget(button)

    def questions(self) -> "Sequence[Question]":
        """The questions of the chosen scope."""
        return self._scopes[max(self.scopes.checkedId(), 0)]

    def _show_takes(self) -> None:
        kept = self.take.currentData()
        self.take.clear()
        self.take.addItem("значения этого файла (здесь)", ("here", None))
        self.take.addItem("значения другой стороны (там)", ("there", None))
        for name in sorted({name for one in self.questions() for name in one.offices if name}):
            self.take.addItem(f"из организации {quoted(_cut(name))}", ("office", name))
        self.take.setCurrentIndex(max(0, self.take.findData(kept)))
        self._show_about()

    def _show_about(self) -> None:
        if self.take.currentData() is None:
            return
        take, office = self.take.currentData()
        fits = sum(_fits(one, take, office) for one in self.questions())
        rest = len(self.questions()) - fits
        told = f"Будет решено: {counted(fits, 'вопрос', 'вопроса', 'вопросов')}."
        if rest:
            told += f" Ещё {rest} так не решаются и останутся в списке."
        self.about.setText(f"{told} Всё вместе отменяется одним шагом.")
        self.decide.setEnabled(fits > 0)

    def chosen(self) -> tuple[tuple[str, ...], str, str | None, str]:
        """Ids of the questions, what to take, whose, and the reason."""
        take, office = self.take.currentData()
        return tuple(one.id for one in self.questions()), take, office, self.reason.text()


def _fits(one: "Question", take: str, office: str | None) -> bool:
    """Whether a question can be answered so."""
    if take != "office":
        return take in {choice.take for choice in one.choices}
    return office in one.offices and one.kind in ("field", "delete", "parent")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
