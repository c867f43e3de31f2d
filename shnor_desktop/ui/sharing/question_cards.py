"""Cards of the answers to one question: a number, what would be stored, who said so and when."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from shnor_desktop.models.kind import Field
from shnor_desktop.operations.sharing.decisions import Choice, Question, Voice, nothing_typed
from shnor_desktop.operations.sharing.questions import in_other_file
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.field_editor import FieldEditor
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.widgets import selectable_label

OTHER = "value"
"""The answer that is typed."""
EMPTY = "пусто"
_INDENT = 24


class AnswerCard(QFrame):
    """One answer; a click anywhere on it chooses it."""

    picked = Signal()

    def __init__(self, number: int, take: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.take = take
        self.title = f"{number}.  {title}"
        self.radio = QRadioButton(self.title, self)
        self.radio.setAccessibleName(self.title)
        self.radio.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bold = self.radio.font()
        bold.setBold(True)
        self.radio.setFont(bold)
        self.radio.toggled.connect(self._on_toggled)
        self.radio.clicked.connect(lambda: self.enter())
        self.column = lay_column(self, self.radio, around=(10, 7, 10, 7), gap=2)

    def add_text(self, text: str, role: str = "") -> None:
        """A line below the title."""
        label = selectable_label(role, self, text)
        label.setContentsMargins(_INDENT, 0, 0, 0)
        self.column.addWidget(label)
        self.radio.setAccessibleName(f"{self.radio.accessibleName()}. {text}")

    def enter(self) -> None:
        """Put the cursor where this answer is given."""
        self.radio.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A radio button cannot break its line: the end of a long title is left out."""
        super().resizeEvent(event)
        room = self.radio.width() - _INDENT - theme.GAP
        shown = self.radio.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        self.radio.setText(shown)
        self.radio.setToolTip(self.title if shown != self.title else "")

    def _on_toggled(self, on: bool) -> None:
        self.setProperty("chosen", on)
        self.style().unpolish(self)
        self.style().polish(self)
        if on:
            self.picked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setChecked(True)
        self.enter()
        super().mousePressEvent(event)


class OtherCard(AnswerCard):
    """The answer that is typed by hand."""

    def __init__(
        self, number: int, field: Field, records: Sequence[tuple[bytes, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(number, OTHER, "Другое значение", parent)
        self.editor = FieldEditor(field, tuple(records), self)
        self.editor.layout().setContentsMargins(_INDENT, 0, 0, 0)  # type: ignore[union-attr]
        self.column.addWidget(self.editor)
        self._follow(self.editor.editor)
        self.radio.toggled.connect(lambda on: self.enter() if on else None)
        self.editor.changed.connect(self.editor.mistake.hide)

    def enter(self) -> None:
        self.editor.editor.setFocus()

    def fits(self, question: Question) -> bool:
        """Whether it can be decided so; else it is told below the field, where the cursor goes."""
        if not self.editor.check():
            return False
        if self.typed().strip() or not all(one.value for one in question.choices):
            return True
        self.editor.refuse(nothing_typed())
        self.enter()
        return False

    def _follow(self, editor: QWidget) -> None:
        """Typing chooses this answer."""
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(lambda: self.radio.setChecked(True))
        elif isinstance(editor, QPlainTextEdit):
            editor.textChanged.connect(lambda: self.radio.setChecked(True))
        elif isinstance(editor, QComboBox):
            editor.activated.connect(lambda: self.radio.setChecked(True))
            if (line := editor.lineEdit()) is not None:
                line.textEdited.connect(lambda: self.radio.setChecked(True))
        elif isinstance(editor, QCheckBox):
            editor.clicked.connect(lambda: self.radio.setChecked(True))

    def typed(self) -> str:
        """What was typed or chosen, as text."""
        editor = self.editor.editor
        if isinstance(editor, QCheckBox):
            return "да" if editor.isChecked() else "нет"
        if isinstance(editor, QComboBox):
            return editor.currentText()
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText()
        return editor.text() if isinstance(editor, QLineEdit) else ""


class PairCard(AnswerCard):
    """Two figures typed together: «3 из 46»."""

    def __init__(self, number: int, label: str, parent: QWidget | None = None) -> None:
        super().__init__(number, OTHER, "Другие числа", parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("3 из 46")
        self.line.setAccessibleName(f"{label}: другие числа, например «3 из 46»")
        self.line.setMaxLength(30)
        self.line.setMaximumWidth(theme.wide(160))
        self.line.textEdited.connect(lambda: self.radio.setChecked(True))
        self.radio.toggled.connect(lambda on: self.enter() if on else None)
        self.column.addWidget(self.line)

    def enter(self) -> None:
        self.line.setFocus()

    def typed(self) -> str:
        """What was typed."""
        return self.line.text()


def answer_cards(
    question: Question, field: Field | None, records: Sequence[tuple[bytes, str]], parent: QWidget
) -> list[AnswerCard]:
    """A card for every answer, numbered as the keys are."""
    cards = [_card(number, one, question, parent) for number, one in enumerate(question.choices, start=1)]
    if question.together:
        cards.append(PairCard(len(cards) + 1, question.label, parent))
    elif question.typed and field is not None:
        cards.append(OtherCard(len(cards) + 1, field, records, parent))
    return cards


def _card(number: int, choice: Choice, question: Question, parent: QWidget) -> AnswerCard:
    if question.kind not in ("field", "rule") or choice.take == "both":
        card = AnswerCard(number, choice.take, choice.label, parent)
        if choice.value:
            card.add_text(choice.value)
        return card
    said = [one for one in question.voices if one.value == choice.value]
    card = AnswerCard(number, choice.take, _title(choice, said), parent)
    card.add_text(choice.value or EMPTY, "value" if choice.value else "muted")
    for one in said:
        card.add_text(voice_text(one), "muted")
    return card


def _title(choice: Choice, said: Sequence[Voice]) -> str:
    if choice.take == "here" and any(one.here or one.shown for one in said):
        return "У нас" if any(one.here for one in said) else "Показано сейчас"
    if said and all(one.here for one in said):
        return "У нас, раньше"
    offices = dict.fromkeys(one.office for one in said if one.office and not (one.here or one.ours))
    people = [one.person for one in said if not one.here and (one.ours or not one.office)]
    told = [f"У них ({', '.join(offices)})"] if offices else []
    return ", ".join(told + ([in_other_file(people)] if people or not told else []))


def voice_text(one: Voice) -> str:
    """«Иванова А.П., ИМЦ · 05.10.2026 14:20 · показано сейчас»."""
    glyph = f"{theme.state_mark('warning').glyph} " if one.doubtful else ""
    parts = [one.who, f"{glyph}{one.when}", "показано сейчас" if one.shown else ""]
    return " · ".join(part for part in parts if part)
