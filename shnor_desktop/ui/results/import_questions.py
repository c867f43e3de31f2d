"""Page of the import wizard that asks what the reader could not tell."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import Question
from shnor_desktop.ui.kit import theme


class QuestionsPage(QWidget):
    """What the reader asks about the books; the answers are remembered in the file."""

    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked: list[Question] = []
        """Every question asked so far in this import."""
        self._editors: dict[str, QComboBox | QLineEdit] = {}
        """By key; questions that are answered at once have one in common."""
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
        self.left = QLabel(self)
        self.left.setWordWrap(True)
        self.completed.connect(self._tell_left)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.left)

    def show_questions(self, questions: Sequence[Question], answers: dict[str, str]) -> None:
        """Show the open questions after those already answered."""
        known = {one.key for one in self.asked}
        self.asked += [one for one in questions if one.key not in known]
        self._editors, self._first = {}, {}
        page = QWidget()
        column = QVBoxLayout(page)
        for together in self._together():
            given = {answers.get(one.key, "") for one in together}
            self._add(column, together, given.pop() if len(given) == 1 else "")
        column.addStretch(1)
        self._first = self.answers()
        self._tell_left()
        self._scroll.setWidget(page)
        first = next(iter(self._editors.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _together(self) -> Iterable[list[Question]]:
        """Questions of one group are one question; an answer to some of them only does not part them."""
        groups: dict[str, list[Question]] = {}
        for question in self.asked:
            groups.setdefault(question.group or question.key, []).append(question)
        return groups.values()

    def _add(self, column: QVBoxLayout, together: list[Question], answer: str) -> None:
        """One card and one answer; nothing is chosen before a person chooses, for the answer decides figures."""
        question = together[0]
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        text = QLabel("\n".join(one.text for one in together))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        inner.addWidget(text)
        places = ", ".join(one.where.address for one in together if one.where is not None)
        about = f"{question.about}. " if question.about else ""
        if about or places:
            where = QLabel(f"{about}Где: {places}" if places else about)
            where.setTextFormat(Qt.TextFormat.PlainText)
            where.setWordWrap(True)
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
            editor.setPlaceholderText(f"например, {question.suggestion}" if question.suggestion else "")
            editor.textChanged.connect(self.completed)
        editor.setAccessibleName(text.text())
        editor.setMaximumWidth(460)
        text.setBuddy(editor)
        self._editors |= dict.fromkeys((one.key for one in together), editor)
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
        given = self.answers().items()
        return len({id(self._editors[key]) for key, value in given if self._first.get(key) != value})

    def _tell_left(self) -> None:
        """What «Далее» waits for."""
        given = self.answers()
        left = [together[0] for together in self._together() if together[0].key not in given]
        self.left.setVisible(bool(left))
        if left:
            count = counted(len(left), "вопрос", "вопроса", "вопросов")
            blank = any(dict(one.options).keys() >= {"zero", "missing"} for one in left)
            more = " Если неизвестно, отвечайте «Нет сведений»." if blank else ""
            mark = theme.state_mark("insufficient").glyph
            self.left.setText(
                f"{mark} Без ответа: {count}. «Далее» включится, когда ответите на каждый.{more}"
            )

    def complete(self) -> bool:
        """Whether everything is answered."""
        return len(self.answers()) == len(self._editors)
