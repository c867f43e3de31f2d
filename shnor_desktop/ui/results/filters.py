"""The bar above the results grid: year, kind and subject to choose from, a school to find, what can be done; two lines in a
narrow window. And the page in place of the grid when there is nothing to show.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from shnor_desktop.operations.results.grid import GridChoices, GridFilter, still_offered
from shnor_desktop.operations.results.seen.order import ONLY_LABELS, Only, View
from shnor_desktop.rules.results.quality import ASPECT_LABELS, Aspect
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.entry.search_line import SearchLine
from shnor_desktop.ui.kit.widgets import ChoiceBox, EmptyPage

_ALL = "all"


class ResultsFilters(QWidget):
    """Three choices and the figure the cells show; `changed` when one of them was made by hand."""

    changed = Signal()
    only_chosen = Signal(object)
    """Schools with such a cell are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year = self._box("Учебный год")
        self.family = self._box("Вид процедуры")
        self.subject = self._box("Предмет")
        self._filled = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.aspect = self._box("Что показывать в ячейках", ASPECT_LABELS.items())
        for combo in (self.year, self.family, self.subject, self.aspect):
            combo.currentIndexChanged.connect(self.changed)
            row.addWidget(combo)
        self.only = self._box("Показать школы", ONLY_LABELS.items())
        self.only.currentIndexChanged.connect(lambda _: self.only_chosen.emit(Only(self.only.currentData())))
        row.addWidget(self.only)
        row.addStretch(1)

    def show_view(self, view: View) -> None:
        """What was chosen elsewhere."""
        self.only.blockSignals(True)
        self.only.setCurrentIndex(max(self.only.findData(view.only), 0))
        self.only.blockSignals(False)

    def _box(self, name: str, choices: Iterable[tuple[Any, str]] = ()) -> ChoiceBox:
        box = ChoiceBox(name, self, choices)
        box.setToolTip(name)
        box.setMaximumWidth(theme.wide(220))
        return box

    def fill(self, choices: GridChoices, year: int | None = None) -> None:
        """Offer what the file has, keeping what is chosen; at first the last school year with results."""
        chosen = year if year is not None else self.year.currentData() if self._filled else choices.latest
        self._filled = bool(choices.years)
        self.year.offer(((_ALL, "все годы"), *choices.years), chosen)
        self.family.offer(((_ALL, "все виды"), *choices.families))
        self.subject.offer(((_ALL, "все предметы"), *choices.subjects))

    def wanted(self) -> GridFilter:
        """The filter as it is chosen."""
        years, families, subjects = (
            () if combo.currentData() in (_ALL, None) else (combo.currentData(),)
            for combo in (self.year, self.family, self.subject)
        )
        return GridFilter(families, subjects, years, self.chosen_aspect())

    def chosen_aspect(self) -> Aspect:
        """The figure the cells show."""
        return Aspect(self.aspect.currentData() or Aspect.FAILED)

    def foreseen(self, year: int | None) -> Callable[[GridChoices], GridFilter]:
        """The filter that `fill` will leave, for the worker, which reads the grid together with what the file offers."""
        wanted, filled = self.wanted(), self._filled

        def of(choices: GridChoices) -> GridFilter:
            chosen = choices.latest if year is None else year
            years = wanted.years if filled and year is None else () if chosen is None else (chosen,)
            return still_offered(choices, replace(wanted, years=years))

        return of

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

    def show_all(self) -> None:
        """Hide nothing, and show the figure that can be typed."""
        wanted = ((self.year, _ALL), (self.family, _ALL), (self.subject, _ALL), (self.aspect, Aspect.FAILED))
        for combo, value in wanted:
            combo.blockSignals(True)
            combo.setCurrentIndex(max(combo.findData(value), 0))
            combo.blockSignals(False)

    def is_open(self) -> bool:
        """Whether nothing is hidden."""
        return all(combo.currentData() == _ALL for combo in (self.year, self.family, self.subject))


class EmptyResults(EmptyPage):
    """What to do when there is nothing to show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, act="Загрузить книгу…")
        self.act.setObjectName("main")
        self.paste = QPushButton("Вставить таблицу из Excel", self)
        self.paste.setToolTip("Таблица с заголовками, скопированная в Excel")
        self.add_button(self.paste)

    def tell(self, choices: GridChoices | None, writable: bool) -> None:
        """Say why it is empty and what comes next."""
        self.act.setVisible(writable)
        self.paste.setVisible(writable)
        if choices is None or not choices.schools:
            title = "В файле ещё нет школ."
            text = "Загрузите книгу с результатами: школы будут взяты из неё. Книгу можно перетащить на окно."
        elif not choices.years:
            title = "Результатов ещё нет."
            text = "Загрузите книгу или добавьте столбец и введите числа сами."
        else:
            title = "По этому отбору ничего нет."
            text = "Выберите другой год, вид или предмет либо добавьте столбец."
        self.title.setText(title)
        self.text.setText(text)


class ResultsBar(QWidget):
    """Its widgets are connected by the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filters = ResultsFilters(self)
        self.search = SearchLine(self, "Найти школу (Ctrl+F)", name="Найти школу", least=80, goes_on=True)
        self.add = QPushButton("Новый столбец…", self)
        self.add.setToolTip("Добавить столбец: предмет, класс, год")
        self.load = QPushButton("Загрузить…", self)
        self.load.setToolTip("Загрузить книгу с результатами (Ctrl+I)")
        self.card = QPushButton("Карточка", self)
        self.card.setObjectName("chip")
        self.card.setCheckable(True)
        self.card.setChecked(True)
        self.card.setToolTip("Показывать справа все числа результата (F4 — перейти в карточку и обратно)")
        self._rest = rest = QHBoxLayout()
        rest.addWidget(self.search, 1)
        for button in (self.add, self.load, self.card):
            rest.addWidget(button)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.addWidget(self.filters)
        self._lines.addLayout(rest, 1)
        for line in (self._lines, rest):
            line.setSpacing(theme.GAP)

    def set_writable(self, writable: bool) -> None:
        """Whether anything may be added."""
        self.add.setEnabled(writable)
        self.load.setEnabled(writable)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._least()), super().minimumSizeHint().height())

    def _least(self) -> tuple[int, int]:
        """The least widths of the filters and of the rest beside them."""
        rest = self._rest.minimumSize().width() + self._lines.spacing()
        return self.filters.minimumSizeHint().width(), rest

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < sum(self._least())
        self._lines.setDirection(way.TopToBottom if narrow else way.LeftToRight)
