"""One open question in full: what was, what is said here and there, another value, the reason, the decision."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.models.kind import Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.sharing.decisions import Question
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_column
from shnor_desktop.ui.kit.narrow.names import hint
from shnor_desktop.ui.kit.widgets import ButtonRow, plain_label, push_button, selectable_label
from shnor_desktop.ui.sharing.question_cards import (
    EMPTY,
    OTHER,
    AnswerCard,
    OtherCard,
    PairCard,
    answer_cards,
    voice_text,
)
from shnor_desktop.ui.sharing.question_list import under_school

Titles = Mapping[str, Sequence[tuple[bytes, str]]]
_MOST_DETAILS = 40
_LIFE = ("delete", "parent")
"""Questions about whether a record stays: each side says one word."""


class QuestionPanel(QWidget):
    """Shows a question and says what was answered; the screen that holds it decides."""

    answered = Signal(str, str)
    """What `decide` takes, and the reason."""
    postponed = Signal()
    left = Signal()
    """Esc: back to the list."""
    record_wanted = Signal(str, bytes)
    history_wanted = Signal(str, bytes)
    verdict_wanted = Signal()
    """The two records of the question are to be looked at side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question: Question | None = None
        self.cards: list[AnswerCard] = []
        self._writable = True
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("Вопрос")
        self.reason = QLineEdit(self)
        hint(self.reason, "На чём основано решение: приказ, письмо, звонок (необязательно)")
        self.reason.setAccessibleName("Основание решения")
        self.reason.setMaxLength(300)
        self.mistake = plain_label("error", self)
        lay_column(
            self, (self.area, 1), self.mistake, self.reason, self._new_buttons(), around=(theme.GAP, 0, 0, 0)
        )
        self.show_question(None, {})

    def _new_buttons(self) -> ButtonRow:
        self.decide = push_button("Решить", self, self.apply, "Enter", role="main")
        self.later = push_button(
            "Позже", self, self.postponed, "Вопрос останется в списке, работать он не мешает"
        )
        self.compare = push_button("Сравнить и решить…", self, self.verdict_wanted)
        self.record = push_button("Открыть карточку…", self, self._on_record)
        self.other = push_button(
            "Другая карточка…", self, self._on_other, "Открыть вторую из двух карточек, чтобы исправить её"
        )
        self.changes = push_button("История…", self, self._on_history, "Кто и когда менял эту карточку")
        return ButtonRow(self.decide, self.compare, self.later, self.record, self.other, self.changes)

    # --- showing -------------------------------------------------------------------------------------------------

    def set_writable(self, writable: bool) -> None:
        """Whether anything may be decided."""
        self._writable = writable

    def show_question(self, question: Question | None, titles: Titles) -> None:
        """Show a question; `titles` are the records that may be chosen as another value, by kind."""
        self.question = question
        self.mistake.hide()
        self.reason.clear()
        page = QWidget(self.area)
        column = lay_column(page, around=(0, 0, theme.GAP, 0))
        self.cards = []
        if question is None:
            column.addWidget(selectable_label("muted", page, "Выберите вопрос слева."))
        else:
            self._fill(column, question, titles, page)
        column.addStretch(1)
        self.area.setWidget(page)
        self._order_tabs()
        self._show_possible()

    def _order_tabs(self) -> None:
        """The answers were made after everything else of the window; Tab leads from them to the reason."""
        stops: list[QWidget] = [self.area]
        for card in self.cards:
            stops.append(card.radio)
            if isinstance(card, OtherCard):
                # Where only the part is moved, Tab finds the whole behind all, and goes round.
                stops += [card.editor, card.editor.editor]
            elif isinstance(card, PairCard):
                stops.append(card.line)
        buttons = (self.decide, self.compare, self.later, self.record, self.other, self.changes)
        for one, following in pairwise((*stops, self.reason, *buttons)):
            QWidget.setTabOrder(one, following)

    def say_of(self, school: str, count: int) -> None:
        """A school is chosen rather than a question."""
        many = counted(count, "вопрос", "вопроса", "вопросов")
        self.area.setWidget(
            selectable_label(
                "muted",
                self.area,
                f"{school or 'Общие сведения'}: {many}.\n\nВыберите вопрос ниже или решите все одним ответом: "
                "кнопка «Решить сразу…».",
            )
        )

    def _fill(self, column: QVBoxLayout, question: Question, titles: Titles, page: QWidget) -> None:
        column.addWidget(selectable_label("subheading", page, under_school(question)))
        if question.school_name:
            column.addWidget(selectable_label("", page, question.school_name))
        column.addWidget(selectable_label("", page, question.what))
        if question.kind == "field" or question.kind == "rule" and question.choices:
            column.addWidget(selectable_label("", page, f"Было: {question.before or EMPTY}"))
        elif question.kind in _LIFE:
            for one in question.voices:
                said = f"{one.value[:1].upper()}{one.value[1:]}: {voice_text(one)}"
                column.addWidget(selectable_label("", page, said))
        else:
            for one in question.voices:
                if one.value:
                    column.addWidget(selectable_label("", page, one.value))
                column.addWidget(selectable_label("muted", page, voice_text(one)))
        field = _field(question)
        records = titles.get(field.refers, ()) if field is not None else ()
        self.cards = answer_cards(question, field, records, page)
        group = QButtonGroup(page)
        for card in self.cards:
            group.addButton(card.radio)
            card.picked.connect(self.mistake.hide)
            card.radio.setEnabled(self._writable)
            column.addWidget(card)
        if question.details:
            column.addWidget(self._details(question, page))

    def _details(self, question: Question, page: QWidget) -> QWidget:
        box = QFrame(page)
        box.setObjectName("card")
        grid = QGridLayout(box)
        grid.setHorizontalSpacing(theme.MARGIN)
        for place, text in enumerate(("Поле", "Показанная карточка", "Другая карточка")):
            grid.addWidget(selectable_label("muted", box, text), 0, place)
            grid.setColumnStretch(place, 2 if place else 1)
        for row, line in enumerate(question.details[:_MOST_DETAILS], start=1):
            for place, text in enumerate((line.label, line.before or EMPTY, line.after or EMPTY)):
                grid.addWidget(selectable_label("muted" if not place else "", box, text), row, place)
        return box

    def _show_possible(self) -> None:
        question = self.question
        asked = question is not None
        pair = question is not None and question.kind in ("key", "merged") and question.code == "school"
        for button in (self.later, self.record, self.changes):
            button.setEnabled(asked)
        self.decide.setVisible(bool(self.cards) or not asked)
        self.decide.setEnabled(asked and self._writable)
        self.reason.setVisible(bool(self.cards) or not asked)
        self.reason.setEnabled(asked and self._writable)
        self.compare.setVisible(pair)
        self.compare.setEnabled(self._writable)
        two = question is not None and question.kind == "key" and question.uid != question.shown_uid
        self.other.setVisible(two and any(card.take == "same" for card in self.cards))
        correct = asked and not self.cards
        self.record.setText("Исправить карточку…" if correct else "Открыть карточку…")

    # --- answering -----------------------------------------------------------------------------------------------

    def pick(self, number: int) -> None:
        """Choose the answer of that number, from 1."""
        if self._writable and 1 <= number <= len(self.cards):
            self.cards[number - 1].radio.setChecked(True)
            self.area.ensureWidgetVisible(self.cards[number - 1])

    def picked(self) -> AnswerCard | None:
        """The chosen answer."""
        return next((card for card in self.cards if card.radio.isChecked()), None)

    def apply(self) -> None:
        """Decide as chosen."""
        card = self.picked()
        if self.question is None or not self._writable:
            return
        if card is None:
            keys = ", ".join(f"{n} — {_short(card)}" for n, card in enumerate(self.cards, start=1))
            if keys:
                self.say(f"Выберите ответ: {keys}.")
            else:
                self._on_record()
            return
        if isinstance(card, OtherCard):
            if card.fits(self.question):
                self.answered.emit(card.typed(), self.reason.text())
            return
        self.answered.emit(card.typed() if isinstance(card, PairCard) else card.take, self.reason.text())

    def say(self, text: str) -> None:
        """Why nothing was decided."""
        self.mistake.setText(text)
        self.mistake.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.pick(int(key) - int(Qt.Key.Key_0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_record(self) -> None:
        if self.question is not None:
            self.record_wanted.emit(self.question.code, self.question.shown_uid)

    def _on_other(self) -> None:
        if self.question is not None:
            self.record_wanted.emit(self.question.code, self.question.uid)

    def _on_history(self) -> None:
        if self.question is not None:
            self.history_wanted.emit(self.question.code, self.question.uid)


def _field(question: Question) -> Field | None:
    return BY_CODE[question.code].field(question.field) if question.field else None


def _short(card: AnswerCard) -> str:
    return "другое значение" if card.take == OTHER else card.title.partition(".  ")[2].lower()
