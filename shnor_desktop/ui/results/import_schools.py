"""Page of the import wizard that asks which school a name means: one line a name, the choice made in its cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.operations.results.plan_types import PlannedSchool
from shnor_desktop.operations.results.preview import Prepared
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit.reach.start import StartingPage
from shnor_desktop.ui.kit.table import Column, Table

_UNDECIDED = "▲ Решите, какая это школа"
_WORDS = {"new": "Новая школа", "skip": "Пропустить её строки"}


@dataclass(eq=False, slots=True)
class _Name:
    """Mentions of one and the same unknown school, and what was decided about them."""

    mentions: list[PlannedSchool]
    decision: str
    first: str
    """The decision as it was shown."""

    @property
    def doubtful(self) -> PlannedSchool:
        """The mention a decision is about."""
        return next((one for one in self.mentions if not one.decision), self.mentions[0])

    @property
    def near(self) -> list[str]:
        """What would be decided for the schools it resembles, the likeliest first."""
        return [f"same:{one.uid.hex()}" for one in self.doubtful.match.suggestions]

    @property
    def same(self) -> str:
        """The one school of its name, "" where there is none or there are several."""
        same = {one.uid for one in self.doubtful.match.suggestions if one.score == 1}
        return f"same:{same.pop().hex()}" if len(same) == 1 else ""


def _names(prepared: Prepared, decisions: dict[str, str]) -> list[_Name]:
    """The doubtful schools with the decisions made so far, the undecided first."""
    groups: dict[object, list[PlannedSchool]] = {}
    for one in prepared.plan.schools:
        if one.match.kind == "suggested" or one.match.suggestions or one.key in decisions:
            groups.setdefault(one.match.newcomer or one.key, []).append(one)
    found = []
    for mentions in sorted(groups.values(), key=lambda group: all(one.decision for one in group)):
        name = _Name(mentions, "", "")
        name.decision = name.first = _decision(name.doubtful, decisions)
        found.append(name)
    return found


class SchoolsPage(StartingPage):
    """Names that resemble known schools or fit several: the same, a new one, or skipped."""

    completed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[_Name] = []
        self._known: Sequence[tuple[bytes, str]] = ()
        self._called: dict[str, str] = {}
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        columns = (
            Column[_Name]("В книге", lambda one: one.mentions[0].mention.text, tip=_all_spellings),
            Column[_Name](
                "Строк",
                lambda one: str(sum(mention.rows for mention in one.mentions)),
                key=lambda one: sum(mention.rows for mention in one.mentions),
                align="centre",
            ),
            Column[_Name](
                "Какая это школа",
                self._shown,
                ink=lambda one: "" if one.decision else "watch",
                name="decision",
                choices=self._choices,
                code=lambda one: one.decision,
            ),
        )
        self.table = Table(columns, self, name="Школы, о которых нужно решить", even=(0, 2))
        self.table.set_editable(True)
        self.table.edited.connect(self._on_chosen)
        self.all_same = QPushButton("&Объединить все с тем же названием", self)
        self.all_new = QPushButton("Все оставшиеся — нов&ые школы", self)
        self.all_near = QPushButton("Все оставшиеся — самые &похожие", self)
        row = QHBoxLayout()
        for button in (self.all_same, self.all_new, self.all_near):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.all_same.clicked.connect(lambda: self._decide_left({one: one.same for one in self._left()}))
        self.all_new.clicked.connect(lambda: self._decide_left(dict.fromkeys(self._left(), "new")))
        self.all_near.clicked.connect(
            lambda: self._decide_left({one: (*one.near, "")[0] for one in self._left()})
        )
        self.start_at(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    # --- what a line says ----------------------------------------------------------------------------------------

    def _text(self, decision: str) -> str:
        called = self._called.get(decision, "")
        return f"Это {quoted(called)}" if decision.startswith("same:") else _WORDS.get(decision, _UNDECIDED)

    def _shown(self, one: _Name) -> str:
        if one.decision:
            return self._text(one.decision)
        if not one.near:
            return _UNDECIDED
        _, text = self._likely(one)[0]
        return f"▲ Решите: {text[:1].lower()}{text[1:]}?"

    def _likely(self, one: _Name) -> list[tuple[str, str]]:
        whys = (school.why for school in one.doubtful.match.suggestions)
        return [(code, f"{self._text(code)} ({why})") for code, why in zip(one.near, whys, strict=True)]

    def _choices(self, one: _Name) -> list[tuple[str, str] | None]:
        """The likeliest first; the rest of the schools of the file by name, so that typing finds them."""
        near = [("", _UNDECIDED), *self._likely(one), *_WORDS.items()]
        known = ((f"same:{uid.hex()}", name) for uid, name in self._known)
        others = [(code, name) for code, name in known if code not in one.near]
        return [*near, *([None, *others] if others else [])]

    # --- showing and deciding ------------------------------------------------------------------------------------

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to decide or to reconsider."""
        return bool(self._names)

    def show_schools(self, prepared: Prepared, decisions: dict[str, str]) -> None:
        """List the doubtful schools with the decisions made so far."""
        self._known = prepared.known
        self._called = {f"same:{uid.hex()}": name for uid, name in prepared.known}
        for one in prepared.plan.schools:
            if one.match.newcomer:
                self._called.setdefault(f"same:{one.match.newcomer.hex()}", one.mention.name)
        self._names = _names(prepared, decisions)
        self.table.set_rows(self._names)
        self._tell()

    @property
    def touched(self) -> int:
        """How many lines were decided on the page and are not taken over yet."""
        return sum(one.decision != one.first for one in self._names)

    def decisions(self) -> dict[str, str]:
        """Decision by the key of the school."""
        return {mention.key: one.decision for one in self._names for mention in one.mentions if one.decision}

    def left(self) -> int:
        """How many lines are undecided."""
        return len(self._left())

    def _left(self) -> list[_Name]:
        return [one for one in self._names if not one.decision]

    def _on_chosen(self, one: _Name, _column: str, code: str) -> None:
        one.decision = code
        self.table.rows.replace(one, one)
        self._tell()
        self.completed.emit()

    def _decide_left(self, decisions: dict[_Name, str]) -> None:
        for one, decision in decisions.items():
            one.decision = decision
        self.table.set_rows(self._names)
        self._tell()
        self.completed.emit()

    def _tell(self) -> None:
        left = self._left()
        text = "Эти названия похожи на школы файла или друг на друга. Решение запоминается."
        if left:
            text += f" Осталось решить: {len(left)}. Строки нерешённых школ не загрузятся. Список открывается пробелом."
        self.about.setText(text)
        self.all_new.setEnabled(bool(left))
        self.all_near.setEnabled(bool(left))
        same = sum(bool(one.same) for one in left)
        self.all_same.setText(f"&Объединить все {same} с тем же названием")
        self.all_same.setVisible(bool(same))


def _all_spellings(one: _Name) -> str:
    return "\n".join(dict.fromkeys(mention.mention.text for mention in one.mentions))


def _decision(one: PlannedSchool, decisions: dict[str, str]) -> str:
    decided = decisions.get(one.key, "")
    return decided or (f"same:{one.uid.hex()}" if one.decision == "same" else one.decision)
