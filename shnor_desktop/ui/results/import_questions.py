"""Page of the import wizard that asks what the reader could not tell."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shnor_desktop.sheets.book.problems import Question


class QuestionsPage(QWidget):
    """What the reader asks about the books; the answers are remembered in the file."""

    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked: list[Question] = []
        """Every question asked so far in this import."""
        self._editors: dict[str, QComboBox | QLineEdit] = {}
        self._first: dict[str, str] = {}
        about = QLabel(
            "Этого по книге не понять. Ответы запоминаются: в следующий раз программа не спросит.", self
        )
        about.setWordWrap(True)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(about)
        column.addWidget(self._scroll, 1)

    def show_questions(self, questions: Sequence[Question], answers: dict[str, str]) -> None:
        """Show the open questions after those already answered."""
        known = {one.key for one in self.asked}
        self.asked += [one for one in questions if one.key not in known]
        self._editors, self._first = {}, {}
        page = QWidget()
        column = QVBoxLayout(page)
        for question in self.asked:
            self._add(column, question, answers.get(question.key, question.suggestion))
        column.addStretch(1)
        self._first = self.answers()
        self._scroll.setWidget(page)
        first = next(iter(self._editors.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _add(self, column: QVBoxLayout, question: Question, answer: str) -> None:
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        text = QLabel(question.text)
        text.setWordWrap(True)
        inner.addWidget(text)
        if question.where is not None:
            where = QLabel(f"Где: {question.where.address}")
            where.setObjectName("muted")
            inner.addWidget(where)
        editor: QComboBox | QLineEdit
        if question.options:
            editor = QComboBox()
            editor.addItem("Выберите ответ", "")
            for value, label in question.options:
                editor.addItem(label, value)
            editor.setCurrentIndex(max(editor.findData(answer), 0))
            editor.currentIndexChanged.connect(self.completed)
        else:
            editor = QLineEdit(answer)
            editor.textChanged.connect(self.completed)
        editor.setAccessibleName(question.text)
        editor.setMaximumWidth(460)
        text.setBuddy(editor)
        self._editors[question.key] = editor
        inner.addWidget(editor)
        column.addWidget(card)

    def answers(self) -> dict[str, str]:
        """Answers given so far."""
        found = {
            key: str(editor.currentData() or "") if isinstance(editor, QComboBox) else editor.text().strip()
            for key, editor in self._editors.items()
        }
        return {key: value for key, value in found.items() if value}

    @property
    def touched(self) -> int:
        """How many answers were given on the page and are not taken over yet."""
        return sum(self._first.get(key) != value for key, value in self.answers().items())

    def complete(self) -> bool:
        """Whether everything is answered."""
        return len(self.answers()) == len(self._editors)
