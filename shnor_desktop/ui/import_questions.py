"""Pages of the import wizard that ask: what the reader could not tell, and which school a name means."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.ui import theme

if TYPE_CHECKING:
    from shnor_desktop.operations.import_plan import PlannedSchool
    from shnor_desktop.operations.import_preview import Prepared
    from shnor_desktop.sheets.book import Question


class QuestionsPage(QWidget):
    """What the reader asks about the books; the answers are remembered in the file."""

    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked: list[Question] = []
        """Every question asked so far in this import."""
        self._editors: dict[str, QComboBox | QLineEdit] = {}
        about = QLabel(
            "Этого по книге не понять. Ответы запоминаются: в следующий раз программа не спросит.", self
        )
        about.setWordWrap(True)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(about)
        column.addWidget(self._scroll, 1)

    def show_questions(self, questions: "Sequence[Question]", answers: dict[str, str]) -> None:
        """Show the open questions after those already answered."""
        known = {one.key for one in self.asked}
        self.asked += [one for one in questions if one.key not in known]
        self._editors = {}
        page = QWidget()
        column = QVBoxLayout(page)
        for question in self.asked:
            self._add(column, question, answers.get(question.key, question.suggestion))
        column.addStretch(1)
        self._scroll.setWidget(page)
        first = next(iter(self._editors.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _add(self, column: QVBoxLayout, question: "Question", answer: str) -> None:
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

    def complete(self) -> bool:
        """Whether everything is answered."""
        return len(self.answers()) == len(self._editors)


class SchoolChoice(QComboBox):
    """Which school a name means. The rest of the district is listed when somebody turns to the choice: hundreds of
    choices of a thousand schools each would take seconds to build."""

    def __init__(self, known: "Sequence[tuple[bytes, str]]") -> None:
        super().__init__()
        self._known = known
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def list_others(self) -> None:
        """List the rest below those that resemble the name."""
        near = {self.itemData(number) for number in range(self.count())}
        known, self._known = self._known, ()
        others = [(f"Это «{name}»", f"same:{uid.hex()}") for uid, name in known]
        others = [(label, value) for label, value in others if value not in near]
        if others:
            self.insertSeparator(self.count())
        for label, value in others:
            self.addItem(label, value)

    def choose(self, value: str) -> None:
        """Show this decision."""
        if self.findData(value) < 0:
            self.list_others()
        self.setCurrentIndex(max(self.findData(value), 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.list_others()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        self.list_others()
        super().showPopup()


class SchoolsPage(QWidget):
    """Names that resemble known schools or fit several: the same, a new one, or skipped."""

    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[list[PlannedSchool]] = []
        """Mentions of one and the same unknown school stand together."""
        self._combos: list[QComboBox] = []
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.table = QTableWidget(self)
        self.table.setAccessibleName("Школы, о которых нужно решить")
        self.table.setColumnCount(3)
        self.table.setHorizontalHeaderLabels(["В книге", "Строк", "Какая это школа"])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT + 4)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.all_new = QPushButton("Все оставшиеся — &новые школы", self)
        self.all_near = QPushButton("Все оставшиеся — самые &похожие", self)
        for button, value in ((self.all_new, "new"), (self.all_near, "same")):
            button.setAutoDefault(False)
            button.clicked.connect(lambda checked=False, value=value: self._answer_all(value))
        self.setFocusProxy(self.table)
        row = QHBoxLayout()
        row.addWidget(self.all_new)
        row.addWidget(self.all_near)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to decide or to reconsider."""
        return bool(self._rows)

    def show_schools(self, prepared: "Prepared", decisions: dict[str, str]) -> None:
        """List the doubtful schools with the decisions made so far."""
        groups: dict[object, list[PlannedSchool]] = {}
        for one in prepared.plan.schools:
            if one.match.kind == "suggested" or one.match.suggestions or one.key in decisions:
                groups.setdefault(one.match.newcomer or one.key, []).append(one)
        self._rows = sorted(groups.values(), key=lambda group: all(one.decision for one in group))
        names = dict(prepared.known)
        for one in prepared.plan.schools:
            if one.match.newcomer:
                names.setdefault(one.match.newcomer, one.mention.name)
        self._combos = []
        self.table.setRowCount(len(self._rows))
        for row, group in enumerate(self._rows):
            item = QTableWidgetItem(_mention_text(group[0]))
            item.setToolTip("\n".join(dict.fromkeys(_mention_text(one) for one in group)))
            self.table.setItem(row, 0, item)
            self.table.setItem(row, 1, QTableWidgetItem(str(sum(one.rows for one in group))))
            doubtful = next((one for one in group if not one.decision), group[0])
            combo = self._combo(doubtful, prepared, names, decisions.get(doubtful.key, ""))
            self._combos.append(combo)
            self.table.setCellWidget(row, 2, combo)
        self._tell()

    def _combo(
        self, one: "PlannedSchool", prepared: "Prepared", names: dict[bytes, str], decided: str
    ) -> SchoolChoice:
        combo = SchoolChoice(prepared.known)
        combo.setAccessibleName(f"Какая школа «{one.mention.name}»")
        combo.addItem("▲ Решите, какая это школа", "")
        for found in one.match.suggestions:
            likeness = f"похожа на {round(found.score * 100)} %" if found.score < 1 else "то же название"
            combo.addItem(f"Это «{names.get(found.uid, found.name)}» ({likeness})", f"same:{found.uid.hex()}")
        combo.addItem("Новая школа", "new")
        combo.addItem("Пропустить её строки", "skip")
        current = decided or ("new" if one.decision == "new" else "skip" if one.decision == "skip" else "")
        if not current and one.decision == "same":
            current = f"same:{one.uid.hex()}"
        if current:
            combo.choose(current)
        combo.currentIndexChanged.connect(self._on_chosen)
        return combo

    def _on_chosen(self) -> None:
        self._tell()
        self.completed.emit()

    def _tell(self) -> None:
        left = sum(not combo.currentData() for combo in self._combos)
        text = "Эти названия похожи на школы файла, но совпадают не полностью. Решение запоминается."
        if left:
            text += f" Осталось решить: {left}. Строки нерешённых школ не загрузятся."
        self.about.setText(text)
        self.all_new.setEnabled(bool(left))
        self.all_near.setEnabled(bool(left))

    def _answer_all(self, value: str) -> None:
        for combo in self._combos:
            if combo.currentData():
                continue
            with QSignalBlocker(combo):  # What is left is counted once, not after every line.
                if value == "new":
                    combo.setCurrentIndex(combo.findData("new"))
                elif str(combo.itemData(1) or "").startswith("same:"):
                    combo.setCurrentIndex(1)
        self._on_chosen()

    def decisions(self) -> dict[str, str]:
        """Decision by the key of the school."""
        return {
            one.key: str(combo.currentData())
            for group, combo in zip(self._rows, self._combos, strict=True)
            for one in group
            if combo.currentData()
        }


def _mention_text(one: "PlannedSchool") -> str:
    mention = one.mention
    code = f"код {mention.code}" if mention.code else ""
    more = ", ".join(part for part in (mention.municipality, code) if part)
    return f"{mention.name} ({more})" if more else mention.name
