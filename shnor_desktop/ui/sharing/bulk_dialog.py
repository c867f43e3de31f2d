"""One answer for many questions: of a school, of the selected lines, of all; from here, from there, from an office."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QGroupBox,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.operations.sharing.decisions import Question
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.texts import cut
from shnor_desktop.ui.kit.widgets import ChoiceBox, plain_label

_LONGEST = 60


class BulkDialog(Dialog):
    """Which questions, what is taken, on what ground."""

    def __init__(
        self,
        shown: Sequence[Question],
        selected: Sequence[Question],
        current: Question | None,
        parent: QWidget,
    ) -> None:
        super().__init__("Решить сразу", parent, size=(560, 260))
        self._scopes: list[Sequence[Question]] = []
        self.scopes = QButtonGroup(self)
        scope = QGroupBox("Какие вопросы", self)
        self._scope_column = QVBoxLayout(scope)
        if current is not None and current.school is not None:
            same = [one for one in shown if one.school == current.school]
            self._add_scope(f"Школа {quoted(current.school_name)}", same)
        if len(selected) > 1:
            self._add_scope("Выделенные строки", selected)
        self._add_scope("Все показанные", shown)
        self.take = ChoiceBox("Что взять", self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText("Приказ, письмо, звонок (необязательно)")
        self.about = plain_label("muted", self)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&Взять", self.take)
        form.addRow("&Основание", self.reason)
        self.put(scope, form, self.about, 1)
        self.close_with(Act("Решить", self.accept, when=lambda: self._fitting() > 0, main=True))
        self.scopes.idToggled.connect(lambda number, on: self._show_takes() if on else None)
        self.take.currentIndexChanged.connect(self._show_about)
        self.scopes.button(0).setChecked(True)

    def _add_scope(self, text: str, questions: Sequence[Question]) -> None:
        button = QRadioButton(f"{cut(text, _LONGEST)}: {len(questions)}", self)
        button.setToolTip(text)
        self.scopes.addButton(button, len(self._scopes))
        self._scopes.append(questions)
        self._scope_column.addWidget(button)

    def questions(self) -> Sequence[Question]:
        """The questions of the chosen scope."""
        return self._scopes[max(self.scopes.checkedId(), 0)]

    def _show_takes(self) -> None:
        names = sorted({name for one in self.questions() for name in one.offices if name})
        self.take.offer(
            (
                (("here", None), "значения из этого файла"),
                (("there", None), "значения из другого файла"),
                *((("office", name), f"из организации {quoted(cut(name, _LONGEST))}") for name in names),
            )
        )
        self._show_about()

    def _show_about(self) -> None:
        if self.take.currentData() is None:
            return
        fits = self._fitting()
        rest = len(self.questions()) - fits
        told = f"Будет решено: {counted(fits, 'вопрос', 'вопроса', 'вопросов')}."
        if rest:
            told += f" Ещё {rest} так не решаются и останутся в списке."
        self.about.setText(f"{told} Всё вместе отменяется одним шагом.")
        self.refresh()

    def _fitting(self) -> int:
        """How many questions can be answered so."""
        take, office = self.take.currentData() or ("", None)
        return sum(_fits(one, take, office) for one in self.questions())

    def chosen(self) -> tuple[tuple[str, ...], str, str | None, str]:
        """Ids of the questions, what to take, whose, and the reason."""
        take, office = self.take.currentData()
        return tuple(one.id for one in self.questions()), take, office, self.reason.text()


def _fits(one: Question, take: str, office: str | None) -> bool:
    """Whether a question can be answered so."""
    if take != "office":
        return take in {choice.take for choice in one.choices}
    return office is not None and one.answered_by(office) and one.kind in ("field", "delete", "parent")
