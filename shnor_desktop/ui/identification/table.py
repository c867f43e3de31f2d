"""The table of the list of schools: alphabetical by default, found by text, filtered by groups, never ranked.

Cells are made once, when verdicts arrive; colour always comes with a sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from shnor_desktop.rules.identification.explanation import SMALL_N, criteria_text
from shnor_desktop.rules.results.facts import Outcome
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.clipboard import to_clipboard
from shnor_desktop.ui.kit.rows import SORT_ROLE, UID_ROLE

if TYPE_CHECKING:
    from shnor_desktop.operations.identification.classification import SchoolVerdict
    from shnor_desktop.operations.identification.lists import StatusView

Index = QModelIndex | QPersistentModelIndex
GROUP_ROLE = UID_ROLE + 1
"""Set of the groups a row belongs to, for the filter over the table."""

GROUPS = (
    ("all", "Все школы"),
    ("listed", "По расчёту или по перечню"),
    ("computed", "По расчёту"),
    ("unsure", "Ждут решения или данных"),
    ("watch", "Группа внимания"),
    ("differs", "Расчёт и перечень расходятся"),
    ("leaving", "Можно вывести"),
    ("empty", "Нет результатов"),
)
_WORDS = {
    Outcome.LOW: "низкие результаты",
    Outcome.CONFIRM: "подтвердить",
    Outcome.INSUFFICIENT: "недостаточно данных",
    Outcome.NOT: "критерии не выполнены",
}
_ORDER = {"low": 0, "confirm": 1, "insufficient": 2, "watch": 3, "not": 4, "empty": 5}
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; only those that make no ranking may be sorted by."""

    title: str
    hint: str
    centred: bool = False
    sortable: bool = False


COLUMNS = (
    Column("Школа", "Открытые школы по алфавиту", sortable=True),
    Column("По расчёту", "Ответ по профилю методики", sortable=True),
    Column("По перечню\nрегиона", "Названа ли школа в перечне региона", sortable=True),
    Column("По приказу", "Приказ, иное основание или подписанный перечень", sortable=True),
    Column("Критерии", "Какие критерии выполнены", centred=True),
    Column("Низких\nв году А", "Низких результатов в последнем учебном году", centred=True),
    Column("Низких\nв году Б", "Низких результатов в предыдущем учебном году", centred=True),
    Column("Решает\nодин ученик", "Вывод был бы другим при ином результате одного ученика", centred=True),
    Column("Достоверность", "Насколько надёжны низкие результаты"),
    Column("Не получены", "Результаты, которых ждут"),
)
SCHOOL, ANSWER, REGIONAL, ORDER, CRITERIA, LOW_A, LOW_B, ONE_PUPIL, CERTAINTY, MISSING = range(len(COLUMNS))


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One school, ready to be shown."""

    school: bytes
    name: str
    state: str
    """low, confirm, insufficient, watch, not or empty."""
    cells: tuple[str, ...]
    tips: tuple[str, ...]
    """The same with the requisites of lists and orders."""
    keys: tuple[Any, ...]
    groups: frozenset[str]
    text: str
    """All cells, lower case, to be searched in."""


def state_of(school: "SchoolVerdict") -> str:
    """The answer with the watch group and schools without results told apart."""
    verdict = school.verdict
    if not school.has_results:
        return "empty"
    if verdict.outcome is Outcome.NOT and verdict.watch:
        return "watch"
    return str(verdict.outcome)


def answer_text(state: str) -> str:
    """«▲ низкие результаты»: a shape and a word."""
    if state == "empty":
        return "– нет результатов"
    if state == "watch":
        mark = theme.state_mark("watch")
        return f"{mark.glyph} {mark.word}"
    return f"{theme.state_mark(state).glyph} {_WORDS[Outcome(state)]}"


def row_of(view: "StatusView", region_speaks: bool = False) -> VerdictRow:
    """The row of one school; `region_speaks`: some regional list is in the file, so that absence from it tells."""
    from shnor_desktop.rules.words.name_order import by_name

    school, verdict, state = view.school, view.school.verdict, state_of(view.school)
    low_a, low_b = [sum(one.slot == slot for one in verdict.low) for slot in "AB"]
    regional = "; ".join(dict.fromkeys(one.basis_text for one in view.regional))
    order = "; ".join(dict.fromkeys(_order_texts(view)))
    shown = state != "empty"
    rest = (
        criteria_text(verdict.criteria),
        str(low_a) if shown else "",
        str(low_b) if shown else "",
        f"{theme.state_mark('fragile').glyph} да" if verdict.one_pupil_decides else "",
        certainty(school),
        "; ".join(one.name for one in verdict.missing),
    )
    tick = theme.state_mark("done").glyph
    signed = "подписан" if view.signed is not None else _order_word(view)
    named = (f"{tick} в перечне" if regional else "", f"{tick} {signed}" if order else "")
    tips = (school.name, answer_text(state), regional, order, *rest)
    name_key = by_name(school.name)
    keys = (
        name_key,
        (_ORDER[state], name_key),
        (not regional, regional, name_key),
        (not order, order, name_key),
        *[None] * len(rest),
    )
    return VerdictRow(
        school=school.school,
        name=school.name,
        state=state,
        cells=(school.name, answer_text(state), *named, *rest),
        tips=tips,
        keys=keys,
        groups=_groups(view, state, region_speaks),
        text=" ".join(tips).casefold().replace("ё", "е"),
    )


def _order_word(view: "StatusView") -> str:
    from shnor_desktop.operations.identification.status_lines import BASIS_LABELS

    return "приказ" if any(one.basis == "order" for one in view.order) else BASIS_LABELS["other"]


def _order_texts(view: "StatusView") -> list[str]:
    texts = [one.basis_text for one in view.order]
    if view.signed is not None:
        texts.append(view.signed.list_title)
    return texts


def certainty(school: "SchoolVerdict") -> str:
    """How far the low results can be trusted, in few words."""
    low = school.verdict.low
    if not low:
        return ""
    parts = []
    if any(one.wilson is None for one in low):
        parts.append("известны только доли")
    if any((one.result.participants or SMALL_N) < SMALL_N for one in low):
        parts.append(f"{theme.state_mark('small_n').glyph} мало участников")
    if any(one.border for one in low):
        parts.append(f"{theme.state_mark('border').glyph} на границе")
    if any(one.result.objectivity_flag for one in low):
        parts.append(f"{theme.state_mark('flagged').glyph} признак необъективности")
    return ", ".join(parts) or "участников достаточно"


def _groups(view: "StatusView", state: str, region_speaks: bool) -> frozenset[str]:
    outside = bool(view.regional or view.order)
    named = outside or view.signed is not None
    low = state == "low"
    holds = {
        "all": True,
        "listed": low or named,
        "computed": low,
        "unsure": state in ("confirm", "insufficient"),
        "watch": state == "watch",
        "differs": (outside and not view.computed) or (low and region_speaks and not view.regional),
        "leaving": view.leaving,
        "empty": state == "empty",
    }
    return frozenset(code for code, yes in holds.items() if yes)


class VerdictRows(QAbstractTableModel):
    """Schools of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[VerdictRow, ...] = ()
        self._bold = QFont()
        self._bold.setBold(True)

    def set_rows(self, rows: Sequence[VerdictRow]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, number: int) -> VerdictRow:
        """The row of that number, unsorted."""
        return self._rows[number]

    def number_of(self, school: bytes) -> int:
        """Number of the school's row, -1 when there is none."""
        return next((number for number, row in enumerate(self._rows) if row.school == school), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column] or None
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tips[column] or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if COLUMNS[column].centred else _LEFT
        if role == SORT_ROLE:
            return row.keys[column]
        if role == UID_ROLE:
            return row.school
        if role == GROUP_ROLE:
            return row.groups
        return self._dress(row, column, role)

    def _dress(self, row: VerdictRow, column: int, role: int) -> Any:
        """Colour of the answer; its sign and word stand in the text."""
        if column != ANSWER:
            return None
        mark = theme.state_mark("not_conducted" if row.state == "empty" else row.state)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(mark.role)
        if role == Qt.ItemDataRole.BackgroundRole:
            return theme.colour(f"{mark.role}_back")
        return self._bold if role == Qt.ItemDataRole.FontRole and row.state == "low" else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return COLUMNS[section].hint if role == Qt.ItemDataRole.ToolTipRole else None


_WIDEST = {SCHOOL: 230, ANSWER: 210, CERTAINTY: 220, MISSING: 260}
_MEASURED = 60


class FoundRows(QSortFilterProxyModel):
    """Rows of a group that hold every word looked for, in an order that makes no ranking."""

    def __init__(self, rows: VerdictRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._words: tuple[str, ...] = ()
        self._group = "all"
        self.setSourceModel(rows)

    def look_for(self, text: str) -> None:
        """Show only rows with every word of the text."""
        self._words = tuple(text.casefold().replace("ё", "е").split())
        self.invalidateRowsFilter()

    def show_group(self, group: str) -> None:
        """Show only rows of the group."""
        self._group = group
        self.invalidateRowsFilter()

    def filterAcceptsRow(self, number: int, parent: Index) -> bool:
        row = self._rows.row_at(number)
        return self._group in row.groups and all(word in row.text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        column = left.column()
        first, second = (
            self._rows.row_at(left.row()).keys[column],
            self._rows.row_at(right.row()).keys[column],
        )
        return bool(first is not None and second is not None and first < second)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Lines are numbered as they are shown."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        return super().headerData(section, orientation, role)


class ListTable(QTableView):
    """The table of schools with their verdicts."""

    school_changed = Signal(object)
    """uid of the school with the cursor, or None."""
    opened = Signal(bytes)
    """Enter or double click on a school."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = VerdictRows(self)
        self.found = FoundRows(self.rows, self)
        self.setModel(self.found)
        self.setAccessibleName("Школы и выводы по ним")
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        # Names of schools differ at their ends: «… СОШ № 1», «… СОШ № 2».
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(theme.row_height())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_header_clicked)
        self._descending: dict[int, bool] = {}
        self._fitted = False
        self.selectionModel().currentRowChanged.connect(
            lambda: self.school_changed.emit(self.current_school())
        )
        self.doubleClicked.connect(lambda index: self._open())

    def set_rows(self, rows: Sequence[VerdictRow]) -> None:
        """Show these rows, keeping the cursor on its school."""
        school, place = self.current_school(), max(self.currentIndex().row(), 0)
        self.rows.set_rows(rows)
        if rows and not self._fitted:
            self._fit_widths()
        if school is not None and self.select(school):
            return
        index = self.found.index(min(place, self.found.rowCount() - 1), SCHOOL)
        if index.isValid():
            self._put_cursor(index)
        else:
            self.school_changed.emit(None)

    def select(self, school: bytes) -> bool:
        """Put the cursor on a school; False when it is not shown."""
        number = self.rows.number_of(school)
        index = self.found.mapFromSource(self.rows.index(number, SCHOOL)) if number >= 0 else QModelIndex()
        if index.isValid():
            self._put_cursor(index)
            self.scrollTo(index)
        return index.isValid()

    def _put_cursor(self, index: QModelIndex) -> None:
        """On this line and no other, whatever keys are held down."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def current_school(self) -> bytes | None:
        """uid of the school with the cursor."""
        value = self.currentIndex().data(UID_ROLE)
        return bytes(value) if value is not None else None

    def selected_schools(self) -> list[bytes]:
        """uids of the selected schools from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [bytes(self.found.index(number, 0).data(UID_ROLE)) for number in numbers]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected lines with their heading, for Excel."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        if not numbers:
            return
        head = [column.title.replace("\n", " ") for column in COLUMNS]
        lines = [
            list(self.rows.row_at(self.found.mapToSource(self.found.index(number, 0)).row()).tips)
            for number in numbers
        ]
        QGuiApplication.clipboard().setText(to_clipboard([head, *lines]))

    def _open(self) -> None:
        school = self.current_school()
        if school is not None:
            self.opened.emit(school)

    def _on_header_clicked(self, column: int) -> None:
        """Sort by columns that make no ranking; the others say so."""
        if not COLUMNS[column].sortable:
            return
        descending = self._descending.get(column, True)
        self._descending = {column: not descending}
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicator(column, order)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.found.sort(column, order)

    def _fit_widths(self) -> None:
        """By the longest of the first texts: asking every cell for its size would block the window."""
        font = self.font()
        font.setBold(True)
        metrics = QFontMetrics(font)
        first = [self.rows.row_at(number).cells for number in range(min(_MEASURED, self.rows.rowCount()))]
        for column, described in enumerate(COLUMNS):
            texts = {*described.title.split("\n"), *(cells[column] for cells in first)}
            widest = max(metrics.horizontalAdvance(text) for text in texts)
            self.setColumnWidth(column, min(widest + 20, theme.wide(_WIDEST.get(column, 130))))
        self._fitted = True
