"""Cells under keyed headings for Qt, some of which may be typed into; each is made once, before it is painted first."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from shnor_desktop.ui.kit.cells.matrix import EMPTY, Painted
from shnor_desktop.ui.kit.table_rows import Index

Role = Qt.ItemDataRole
READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
TYPED = READ | Qt.ItemFlag.ItemIsEditable
"""Made once: Qt asks for every cell of a long selection."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a row or a column."""

    key: Any
    text: str
    tip: str = ""
    fixed: bool = False
    """Nothing is typed into its cells."""


class SeenCells(Mapping[tuple[Any, Any], Painted]):
    """Cells that are made when somebody turns to them, and kept: of a large grid few are ever seen."""

    def __init__(
        self, places: Collection[tuple[Any, Any]], make: Callable[[tuple[Any, Any]], Painted]
    ) -> None:
        self._places, self._make = places, make
        self._made: dict[tuple[Any, Any], Painted] = {}

    def __getitem__(self, place: tuple[Any, Any]) -> Painted:
        if place not in self._made:
            if place not in self._places:
                raise KeyError(place)
            self._made[place] = self._make(place)
        return self._made[place]

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class CellRows(QAbstractTableModel):
    """Set whole; a changed cell is set again when it was saved."""

    edited = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None, *, align: int = _CENTRE) -> None:
        super().__init__(parent)
        self.editable = False
        self.lines: tuple[Heading, ...] = ()
        self.columns: tuple[Heading, ...] = ()
        self._cells: Mapping[tuple[Any, Any], Painted] = {}
        self._align = align

    def set_cells(
        self,
        lines: Sequence[Heading],
        columns: Sequence[Heading],
        cells: Mapping[tuple[Any, Any], Painted],
    ) -> None:
        """Show these; a cell that is not among them is empty. The same headings keep cursor and selection."""
        same = tuple(lines) == self.lines and tuple(columns) == self.columns
        if not same:
            self.beginResetModel()
        self.lines, self.columns, self._cells = tuple(lines), tuple(columns), cells
        if not same:
            self.endResetModel()
        elif self.lines and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(self.columns) - 1))

    def place(self, index: Index) -> tuple[Any, Any] | None:
        """Keys of a cell."""
        if not index.isValid() or index.row() >= len(self.lines) or index.column() >= len(self.columns):
            return None
        return self.lines[index.row()].key, self.columns[index.column()].key

    def index_of(self, place: tuple[Any, Any] | None) -> QModelIndex:
        """The cell of those keys."""
        rows = [at for at, one in enumerate(self.lines) if place and one.key == place[0]]
        columns = [at for at, one in enumerate(self.columns) if place and one.key == place[1]]
        return self.index(rows[0], columns[0]) if rows and columns else QModelIndex()

    def row_with(self, text: str, after: int) -> int:
        """Row of the next name that holds the text, going round; -1 when there is none."""
        wanted = _plain(text)
        order = [*range(after, len(self.lines)), *range(after)]
        return next((at for at in order if wanted in _plain(self.lines[at].text)), -1)

    def count_of(self, text: str) -> int:
        """How many names hold the text."""
        wanted = _plain(text)
        return sum(wanted in _plain(one.text) for one in self.lines)

    # --- Qt ------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        place = self.place(index)
        if place is None:
            return None
        if role == Role.TextAlignmentRole:
            return self._align
        return self._cells.get(place, EMPTY).answer(role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        place = self.place(index)
        if role != Role.EditRole or place is None or not self._may_edit(index):
            return False
        if str(value).strip() != self._cells.get(place, EMPTY).edit:
            self.edited.emit(*place, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return TYPED if self._may_edit(index) else READ

    def _may_edit(self, index: Index) -> bool:
        return self.editable and index.isValid() and not self.columns[index.column()].fixed

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        found = self.columns if across else self.lines
        if section >= len(found):
            return None
        if role == Role.DisplayRole:
            return found[section].text
        if role == Role.TextAlignmentRole and not across:
            return _LEFT
        return (found[section].tip or found[section].text) if role == Role.ToolTipRole else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
