"""Above the results grid: year, kind and subject to choose from; and the page shown when there is nothing to show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.ui import theme

if TYPE_CHECKING:
    from shnor_desktop.operations.grid import GridChoices, GridFilter

_ALL = "all"


class ResultsFilters(QWidget):
    """Three choices; `changed` when one of them was made by hand."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year = _combo("Учебный год")
        self.family = _combo("Вид процедуры")
        self.subject = _combo("Предмет")
        self._filled = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        for combo in (self.year, self.family, self.subject):
            combo.currentIndexChanged.connect(self.changed)
            row.addWidget(combo)

    def fill(self, choices: "GridChoices", year: int | None = None) -> None:
        """Offer what the file has, keeping what is chosen; at first the last school year with results."""
        chosen = year if year is not None else self.year.currentData() if self._filled else choices.latest
        self._filled = bool(choices.years)
        _fill(self.year, "все годы", choices.years, chosen)
        _fill(self.family, "все виды", choices.families, self.family.currentData())
        _fill(self.subject, "все предметы", choices.subjects, self.subject.currentData())

    def wanted(self) -> "GridFilter":
        """The filter as it is chosen."""
        from shnor_desktop.operations.grid import GridFilter

        years, families, subjects = (
            () if combo.currentData() in (_ALL, None) else (combo.currentData(),)
            for combo in (self.year, self.family, self.subject)
        )
        return GridFilter(families, subjects, years)

    def chosen_year(self) -> int | None:
        """The year, None for all of them."""
        year = self.year.currentData()
        return year if isinstance(year, int) else None

    def admit(self, year: int, family: str, subject: str) -> None:
        """Widen the choices that would hide a sitting."""
        for combo, value in ((self.year, year), (self.family, family), (self.subject, subject)):
            if combo.currentData() not in (_ALL, None, value):
                combo.blockSignals(True)
                combo.setCurrentIndex(max(combo.findData(value), 0))
                combo.blockSignals(False)


class EmptyResults(QWidget):
    """What to do when there is nothing to show."""

    load_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._load = QPushButton("Загрузить книгу…", self)
        self._load.setObjectName("main")
        self._load.clicked.connect(self.load_wanted)
        self._paste = QPushButton("Вставить таблицу из Excel", self)
        self._paste.setToolTip("Таблица с заголовками, скопированная в Excel")
        self._paste.clicked.connect(self.paste_wanted)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.text)
        column.addWidget(self._load, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._paste, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)

    def tell(self, choices: "GridChoices | None", writable: bool) -> None:
        """Say why it is empty and what comes next."""
        self._load.setVisible(writable)
        self._paste.setVisible(writable)
        if choices is None or not choices.schools:
            text = "В файле ещё нет школ. Загрузите книгу с результатами: школы будут взяты из неё. Книгу можно перетащить на окно."
        elif not choices.years:
            text = "Результатов ещё нет. Загрузите книгу или добавьте столбец и введите числа сами."
        else:
            text = "По этому отбору ничего нет. Выберите другой год, вид или предмет либо добавьте столбец."
        self.text.setText(text)


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMaximumWidth(theme.wide(220))
    return combo


def _fill(combo: QComboBox, everything: str, choices: Sequence[tuple[object, str]], chosen: object) -> None:
    combo.blockSignals(True)
    combo.clear()
    combo.addItem(everything, _ALL)
    for value, text in choices:
        combo.addItem(text, value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    combo.blockSignals(False)
