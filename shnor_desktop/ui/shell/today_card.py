"""Cards of the first screen: «Дорожная карта сегодня» with what is overdue, what this month asks for, open decisions and
remarks; «Поддержка сегодня» with schools and teachers that stand alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.texts import breakable, cut

if TYPE_CHECKING:
    from shnor_desktop.operations.cards.overview import SupportToday, Today, Waiting


class WaitingCard(QFrame):
    """A line a sort of what waits, with the first of it and the way there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.buttons: list[QPushButton] = []
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setColumnStretch(1, 1)

    def _add(self, title: str, waiting: "Waiting", state: str, show: Callable[[], None]) -> None:
        mark = theme.state_mark(state if waiting.count or state == "done" else "todo")
        glyph = QLabel(mark.glyph, self)
        glyph.setStyleSheet(f"color: {theme.colour(mark.role).name()};")
        glyph.setFixedWidth(theme.wide(18))
        words = QLabel(breakable(_words(title, waiting)), self)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setToolTip("\n".join(waiting.first))
        button = QPushButton("Показать", self)
        button.setAutoDefault(True)
        button.setEnabled(waiting.count > 0)
        button.setAccessibleName(f"{title}: {waiting.count}")
        button.clicked.connect(show)
        self.buttons.append(button)
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(glyph, row, 0, top)
        self._grid.addWidget(words, row, 1, top)
        self._grid.addWidget(button, row, 2, top)


_LONGEST = 110


def _words(title: str, waiting: "Waiting") -> str:
    if not waiting.count:
        return f"{title}: нет"
    more = waiting.count - len(waiting.first)
    lines = [f"{title}: {waiting.count}", *(f"– {cut(text, _LONGEST)}" for text in waiting.first)]
    return "\n".join([*lines, f"– и ещё {more}"] if more else lines)


class TodayCard(WaitingCard):
    """What plans and decisions ask for."""

    def __init__(self, context: Context, facts: "Today", parent: QWidget) -> None:
        super().__init__(parent)
        go = context.go
        late = facts.overdue.count > 0
        self._add(
            "Просрочено", facts.overdue, "overdue" if late else "done", lambda: go("roadmap", state="overdue")
        )
        self._add("В этом месяце", facts.month, "due", lambda: go("roadmap", view="week"))
        self._add(
            "Открытые решения",
            facts.decisions,
            "overdue" if any(one.startswith("▲") for one in facts.decisions.first) else "due",
            lambda: go("done"),
        )
        self._add("Замечания к плану", facts.findings, "warning", lambda: go("roadmap"))


class SupportCard(WaitingCard):
    """Which schools and teachers stand alone, and what runs out."""

    def __init__(self, context: Context, facts: "SupportToday", parent: QWidget) -> None:
        super().__init__(parent)
        go = context.go
        for title, waiting, state, show in (
            ("Без куратора", facts.without_curator, "overdue", lambda: go("people", show="open")),
            (
                f"Не посещали с {facts.since:%d.%m}",
                facts.not_visited,
                "due",
                lambda: go("contacts", show="not"),
            ),
            ("Закрепления кончаются", facts.expiring, "warning", lambda: go("people", view="all")),
            ("Учителя без помощи", facts.teachers_alone, "due", lambda: go("people", view="teachers")),
            ("Проблемы без мер", facts.unanswered, "due", lambda: go("problems", state="open")),
            ("Нет документов", facts.missing, "warning", lambda: go("risks", view="documents")),
        ):
            self._add(title, waiting, state if waiting.count else "done", show)
