"""Rows of the results grid for Qt: everything to be painted is made ready in `set_page`, `data()` only hands it out."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QBrush

from shnor_desktop.operations.results.grid import GridLine, GridPage, GridSchool, GridSitting
from shnor_desktop.operations.results.grid_cells import GridCell
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.matrix import Matrix, Painted, undecided
from shnor_desktop.ui.kit.table_rows import Index

Role = Qt.ItemDataRole
_SMALL = "small_n"
_FLAGGED = "flagged"
_DISTRICT = "По всем школам"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


_EMPTY = Painted("", tip="Результата нет. Начните печатать: «3/12», «31,5», «-», «х» или «н/д».")


class GridRows(QAbstractTableModel):
    """Schools by sittings."""

    edited = Signal(bytes, bytes, str)
    """School, sitting and the text typed for them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editable = True
        self.sittings: tuple[GridSitting, ...] = ()
        self.schools: list[GridSchool] = []
        self.total = 0
        """How many schools there are; the rest is still being read."""
        self._lines: list[tuple[Painted, ...]] = []
        self._cells: list[GridLine] = []
        self._painter = _Painter()
        self.undecided: frozenset[tuple[bytes, bytes]] = frozenset()
        """(school, sitting) of results organisations disagree about."""

    # --- filling -------------------------------------------------------------------------------------------------

    def set_page(self, page: GridPage) -> None:
        """Show the first part of a new grid."""
        self.beginResetModel()
        self._painter = _Painter()
        self.sittings, self.schools, self.total = page.sittings, list(page.schools), page.total
        self._cells = list(page.lines)
        self._lines = self._painted(page)
        self.endResetModel()

    def add_page(self, page: GridPage) -> None:
        """Add the next part; one of another grid is left alone."""
        if page.sittings != self.sittings or page.first != len(self.schools) or not page.schools:
            return
        self.beginInsertRows(QModelIndex(), page.first, page.first + len(page.schools) - 1)
        self.schools += page.schools
        self._cells += page.lines
        self._lines += self._painted(page)
        self.endInsertRows()

    def replace(self, page: GridPage) -> bool:
        """Show changed schools anew; False when the grid has become another one."""
        places = {one.uid: at for at, one in enumerate(self.schools)}
        if page.sittings != self.sittings or page.total != self.total:
            return False
        for school, line in zip(page.schools, page.lines, strict=True):
            if (at := places.get(school.uid)) is not None:
                self._cells[at] = line
                self._lines[at] = self._marked(school.uid, self._painter.line(line))
                self.dataChanged.emit(self.index(at, 0), self.index(at, max(self.columnCount() - 1, 0)))
        return True

    def repaint_all(self) -> None:
        """After the palette changed."""
        self._painter = _Painter()
        pairs = zip(self.schools, self._cells, strict=True)
        self._lines = [self._marked(school.uid, self._painter.line(line)) for school, line in pairs]
        self.layoutChanged.emit()

    def _painted(self, page: GridPage) -> list[tuple[Painted, ...]]:
        pairs = zip(page.schools, page.lines, strict=True)
        return [self._marked(school.uid, self._painter.line(line)) for school, line in pairs]

    def _marked(self, school: bytes, line: tuple[Painted, ...]) -> tuple[Painted, ...]:
        if not self.undecided:
            return line
        return tuple(
            undecided(one) if (school, sitting.uid) in self.undecided else one
            for sitting, one in zip(self.sittings, line, strict=True)
        )

    # --- places --------------------------------------------------------------------------------------------------

    def place(self, index: Index) -> tuple[bytes, bytes] | None:
        """School and sitting of a cell."""
        if not index.isValid() or index.row() >= len(self.schools) or index.column() >= len(self.sittings):
            return None
        return self.schools[index.row()].uid, self.sittings[index.column()].uid

    def index_of(self, place: tuple[bytes, bytes] | None) -> QModelIndex:
        """The cell of a school and a sitting."""
        rows = [at for at, one in enumerate(self.schools) if place and one.uid == place[0]]
        columns = [at for at, one in enumerate(self.sittings) if place and one.uid == place[1]]
        return self.index(rows[0], columns[0]) if rows and columns else QModelIndex()

    def find(self, text: str, after: int) -> int:
        """Row of the next school whose name holds the text, going round; -1 when there is none."""
        wanted = _plain(text)
        order = [*range(after, len(self.schools)), *range(after)]
        return next((at for at in order if wanted in _plain(self.schools[at].name)), -1)

    # --- Qt ------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sittings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        return self._lines[index.row()][index.column()].answer(role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        place = self.place(index)
        if role != Role.EditRole or place is None or not self.editable:
            return False
        if str(value) != self._lines[index.row()][index.column()].edit:
            self.edited.emit(*place, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable and index.isValid() else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if section >= len(self.sittings):
                return None
            sitting = self.sittings[section]
            if role == Role.DisplayRole:
                return sitting.heading
            return sitting.name if role == Role.ToolTipRole else None
        if section >= len(self.schools):
            return None
        school = self.schools[section]
        if role == Role.DisplayRole:
            return school.name
        if role == Role.TextAlignmentRole:
            return _LEFT
        if role == Role.ToolTipRole:
            return f"{school.name}, {school.where}" if school.where else school.name
        return None


class DistrictRow(Matrix):
    """The one line under the grid."""

    def set_line(self, line: GridLine, columns: int) -> None:
        """Show the sums; before they are known the cells are empty."""
        tip = "Складываются дети всех школ. Доли без числа участников сложить нельзя."
        painted = _Painter().line(line) if line else (_EMPTY,) * columns
        told = tuple(one._replace(tip=f"{one.tip}\n{tip}" if one.text else tip) for one in painted)
        self.set_cells(("",) * len(told), (_DISTRICT,), (told,))


class _Painter:
    """Turns cells into what Qt asks for; equal cells are made once."""

    def __init__(self) -> None:
        self._made: dict[GridCell | None, Painted] = {None: _EMPTY}
        self._brushes: dict[str, tuple[QBrush, QBrush]] = {}

    def line(self, line: Sequence[GridCell | None]) -> tuple[Painted, ...]:
        """One row."""
        made = self._made
        return tuple(made[one] if one in made else self._new(one) for one in line)

    def _new(self, one: GridCell | None) -> Painted:
        assert one is not None
        marks = [theme.state_mark(one.mark)] if one.mark else []
        signs = [theme.state_mark(name) for name, on in ((_SMALL, one.small), (_FLAGGED, one.flagged)) if on]
        glyphs = "".join(mark.glyph for mark in (*marks, *signs))
        words = ", ".join(mark.word for mark in (*marks, *signs))
        tip = f"{one.text.replace(chr(0xA0), ' ')} — {words}" if words else one.text
        fore, back = self._colours(marks[0].role) if marks else (None, None)
        painted = Painted(f"{glyphs} {one.text}".strip(), one.edit, tip, fore, back)
        self._made[one] = painted
        return painted

    def _colours(self, role: str) -> tuple[QBrush, QBrush]:
        if role not in self._brushes:
            self._brushes[role] = (QBrush(theme.colour(role)), QBrush(theme.colour(f"{role}_back")))
        return self._brushes[role]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
