"""The line «Нужно решить (7)» of the navigation: hidden while there is nothing to decide and never was."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QListWidget

from shnor_desktop.ui.kit.jobs import Jobs, Standing

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.sharing.question_marks import Waiting
    from shnor_desktop.ui.kit.jobs import Progress

CODE = "questions"
_TITLE = "Нужно решить"
_AROUND = 66
"""Picture and margins of a line of the navigation."""


def fitting(title: str, font: QFont) -> int:
    """The width of a navigation that shows the title whole."""
    return QFontMetrics(font).horizontalAdvance(title) + _AROUND


class WaitingQuestions(QObject):
    """Counts anew after every change of the file."""

    def __init__(self, jobs: Jobs, navigation: QListWidget, row: int, action: QAction) -> None:
        super().__init__(navigation)
        self._jobs = jobs
        self._navigation = navigation
        self._row = row
        self._action = action
        self._width = navigation.minimumWidth()
        self.show_waiting(0, seen=False)

    def count(self, standing: Standing) -> None:
        """Ask how many there are."""
        if standing.path is None:
            self.show_waiting(0, seen=False)
            return

        def work(document: "Document", progress: "Progress") -> "Waiting":
            from shnor_desktop.operations.sharing import question_marks

            with document.rows() as connection:
                return question_marks.waiting(connection)

        self._jobs.ask(self, work, lambda one: self.show_waiting(one.open, seen=one.seen), latest="count")

    def show_waiting(self, count: int, *, seen: bool) -> None:
        """Say so in the navigation and the menu."""
        item = self._navigation.item(self._row)
        item.setHidden(not (count or seen))
        self._action.setVisible(bool(count or seen))
        item.setText(f"{_TITLE} ({count})" if count else _TITLE)
        self._action.setText(item.text())
        font = item.font()
        font.setBold(bool(count))
        item.setFont(font)
        wanted = fitting(item.text(), font) if count else 0
        self._navigation.setFixedWidth(max(self._width, wanted))
