"""Qt tables of the screen «Школы»: the list of schools and its view, and one school's results by procedure and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from shnor_desktop.rules.results.quality import ASPECT_LABELS, Aspect
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.rows import SORT_ROLE, UID_ROLE, Index, SortedRows
from shnor_desktop.ui.kit.widgets import told

if TYPE_CHECKING:
    from shnor_desktop.operations.cards.school_card import History, Point
    from shnor_desktop.operations.cards.school_lines import SchoolLine

_HEADINGS = ("Школа", "Вид", "Место", "Статус")
_KIND, _PLACE, _STATUS = 1, 2, 3
_WIDTHS = {_KIND: 74, _PLACE: 120, _STATUS: 84}
_READABLE_NAME = 220
"""The name of a school is not squeezed below this: place and kind, which it tells itself, give way."""
_MARKED = (
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class SchoolRows(QAbstractTableModel):
    """Schools as lines; rows are set whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[SchoolLine, ...] = ()
        self._texts: tuple[tuple[str, ...], ...] = ()
        self._undecided: frozenset[bytes] = frozenset()

    def set_rows(self, lines: "Sequence[SchoolLine]") -> None:
        """Show these schools."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self._texts = tuple(_texts(one) for one in lines)
        self.endResetModel()

    def mark(self, undecided: frozenset[bytes]) -> None:
        """Mark the schools that organisations disagree about."""
        if undecided != self._undecided:
            self._undecided = undecided
            if self._lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0), list(_MARKED))

    def line(self, number: int) -> "SchoolLine":
        """The school of that number, unsorted."""
        return self._lines[number]

    def number_of(self, uid: bytes) -> int:
        """Number of the school, -1 when it is not there."""
        return next((number for number, one in enumerate(self._lines) if one.uid == uid), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, SORT_ROLE):
            return self._texts[index.row()][column]
        if column == 0 and line.uid in self._undecided and role in _MARKED:
            return (
                theme.mark_icon("undecided") if role == _MARKED[0] else f"{line.name}\n{told('есть вопросы')}"
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(line.statuses) if column == _STATUS else self._texts[index.row()][column]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(line, column)
        return line.uid if role == UID_ROLE else None

    def _ink(self, line: "SchoolLine", column: int) -> Any:
        if column == _STATUS and line.statuses:
            return theme.colour("low")
        return theme.colour("muted") if line.closed else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _HEADINGS[section] if orientation == Qt.Orientation.Horizontal else section + 1


def _texts(one: "SchoolLine") -> tuple[str, ...]:
    name = one.name
    if one.branch_of:
        name += f" — филиал {quoted(one.branch_of)}" if one.branch_of not in one.name else " — филиал"
    if one.closed:
        name += " (закрыта)"
    short = ", ".join(dict.fromkeys(status.partition(" (")[0] for status in one.statuses))
    mark = f"{theme.state_mark('low').glyph} " if short else ""
    return name, one.form, one.place, mark + short


class FoundSchools(SortedRows):
    """The schools that match what is typed into the search: by name, place, director, code or spelling."""

    def __init__(self, source: SchoolRows, parent: QObject | None = None) -> None:
        super().__init__(source, parent)
        self._rows = source
        self._wanted = ""

    def look_for(self, text: str) -> None:
        """Show only schools found by these words."""
        self._wanted = " ".join(text.split())
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        return not self._wanted or self._rows.line(row).found_by(self._wanted)


class SchoolTable(QTableView):
    """The list of schools; in a narrow window it keeps names and statuses."""

    def __init__(self, found: FoundSchools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(found)
        self.setTextElideMode(
            Qt.TextElideMode.ElideMiddle
        )  # Long names differ at their ends: «… школа № 12».
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(50)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, theme.wide(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.viewport().width() - theme.wide(_READABLE_NAME + _WIDTHS[_STATUS])
        self.setColumnHidden(_KIND, room < theme.wide(_WIDTHS[_KIND]))
        self.setColumnHidden(_PLACE, room < theme.wide(_WIDTHS[_KIND] + _WIDTHS[_PLACE]))
        super().resizeEvent(event)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str = ""
    tip: str = ""
    low: bool = False


class ResultsByYear(QAbstractTableModel):
    """One school: procedures down, school years across, ready texts in the cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._years: tuple[str, ...] = ()
        self._cells: tuple[tuple[_Cell, ...], ...] = ()
        self._history: Sequence[History] = ()
        self._aspect = Aspect.FAILED

    def set_aspect(self, aspect: Aspect) -> None:
        """Show another figure of the results."""
        self._aspect = aspect
        self.set_history(self._history)

    def set_history(self, history: "Sequence[History]") -> None:
        """Show these results."""
        self.beginResetModel()
        self._history = history
        self._names = tuple(one.procedure for one in history)
        self._years = tuple(sorted({point.year for one in history for point in one.points}))
        self._cells = tuple(
            tuple(_cell(one.points, year, self._aspect) for year in self._years) for one in history
        )
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._years)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._cells[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.BackgroundRole and cell.low:
            return theme.colour("low_back")
        return theme.colour("low") if role == Qt.ItemDataRole.ForegroundRole and cell.low else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self._years if orientation == Qt.Orientation.Horizontal else self._names)[section]


def _cell(points: "Sequence[Point]", year: str, aspect: Aspect) -> _Cell:
    held = [one for one in points if one.year == year]
    if not held:
        return _Cell()
    text = "; ".join(_shown(one, aspect) for one in held)
    tip = "\n".join(
        f"{one.sitting.name}: {figures(one)}\n{_others(one)}\n{one.source}".replace("\n\n", "\n").strip()
        for one in held
    )
    low = any(one.low for one in held)
    return _Cell(f"{theme.state_mark('low').glyph} {text}" if low else text, tip, low)


def _shown(one: "Point", aspect: Aspect) -> str:
    if one.state or aspect is Aspect.FAILED:
        return figures(one)
    return dict(one.aspects).get(aspect, "—")


def _others(one: "Point") -> str:
    """«Успеваемость 80,0 %, качество 30,0 %»."""
    return ", ".join(f"{ASPECT_LABELS[aspect].lower()} {text}" for aspect, text in one.aspects).capitalize()


def figures(one: "Point") -> str:
    """«4 из 13 · 30,8 %», «42 %» or why there are no figures."""
    if one.state:
        return one.state
    share = f"{one.percent}\u00a0%" if one.percent else "—"
    if one.participants is None or one.failed is None:
        return share
    return f"{one.failed} из {one.participants} · {share}"
