"""Two moments of the file to compare: its beginning, a day, an action, now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QGridLayout,
    QLabel,
    QRadioButton,
    QWidget,
)

from shnor_desktop.document.document import ActionId, ActionLine
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.texts import cut

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """A moment and how it is called; None is the beginning or now."""

    moment: ActionId | datetime | None
    words: str


class MomentsDialog(Dialog):
    """From and until; actions chosen in the history are offered first."""

    def __init__(self, older: ActionLine | None, newer: ActionLine | None, parent: QWidget) -> None:
        super().__init__("Что изменилось за время", parent, size=(460, 0))
        self._older, self._newer = older, newer
        today = QDate.currentDate()
        self.since_day = _day(self, today.addMonths(-1), "С какого дня")
        self.until_day = _day(self, today, "По какой день")
        self.since = QButtonGroup(self)
        self.until = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setColumnStretch(1, 1)
        self._row = 0
        self._head(grid, "С какого момента")
        if older is not None:
            self._add(grid, self.since, f"после действия {quoted(cut(older.title, _LONGEST))}")
        self._add(grid, self.since, "с дня", self.since_day)
        self._add(grid, self.since, "с начала файла")
        self._head(grid, "По какой момент")
        if newer is not None:
            self._add(grid, self.until, f"по действие {quoted(cut(newer.title, _LONGEST))}")
        self._add(grid, self.until, "до нынешнего состояния")
        self._add(grid, self.until, "по день включительно", self.until_day)
        for group in (self.since, self.until):
            group.buttons()[0].setChecked(True)
        self.column.addLayout(grid)
        self.close_with(Act("Сравнить", self.accept, main=True))

    def _head(self, grid: QGridLayout, text: str) -> None:
        label = QLabel(text, self)
        label.setObjectName("subheading")
        grid.addWidget(label, self._row, 0, 1, 2)
        self._row += 1

    def _add(self, grid: QGridLayout, group: QButtonGroup, text: str, day: QDateEdit | None = None) -> None:
        button = QRadioButton(text, self)
        group.addButton(button)
        grid.addWidget(button, self._row, 0, 1, 1 if day else 2)
        if day is not None:
            grid.addWidget(day, self._row, 1)
            day.dateChanged.connect(lambda _: button.setChecked(True))
        self._row += 1

    def chosen(self) -> tuple[Chosen, Chosen]:
        """Both moments."""
        return self._since(), self._until()

    def _since(self) -> Chosen:
        text = self.since.checkedButton().text()
        if text == "с начала файла":
            return Chosen(None, "начала файла")
        if text == "с дня":
            day = _start(self.since_day)
            return Chosen(day, f"{day:%d.%m.%Y}")
        assert self._older is not None
        return Chosen(self._older.action, f"действия {quoted(cut(self._older.title, _LONGEST))}")

    def _until(self) -> Chosen:
        text = self.until.checkedButton().text()
        if text == "до нынешнего состояния":
            return Chosen(None, "нынешний момент")
        if text == "по день включительно":
            day = _start(self.until_day)
            return Chosen(day + timedelta(days=1), f"{day:%d.%m.%Y}")
        assert self._newer is not None
        return Chosen(self._newer.action, f"действие {quoted(cut(self._newer.title, _LONGEST))}")


def _day(parent: QWidget, day: QDate, name: str) -> QDateEdit:
    editor = QDateEdit(day, parent)
    editor.setCalendarPopup(True)
    editor.setDisplayFormat("dd.MM.yyyy")
    editor.setAccessibleName(name)
    return editor


def _start(editor: QDateEdit) -> datetime:
    """Midnight of the day, on this machine's clock."""
    day = editor.date()
    return datetime(day.year(), day.month(), day.day()).astimezone()
