"""Rows of the results grid for Qt: everything to be painted is made ready in `set_page`, `data()` only hands it out."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QBrush

from shnor_desktop.operations.results.grid import GridLine, GridPage, GridSchool, GridSitting
from shnor_desktop.operations.results.grid_cells import GridCell
from shnor_desktop.operations.results.grid_entry import RefusedEdit
from shnor_desktop.operations.results.seen.order import View, arranged
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.cells.matrix import Matrix, Painted, undecided
from shnor_desktop.ui.kit.cells.rows import READ, TYPED
from shnor_desktop.ui.kit.table_rows import Index

Role = Qt.ItemDataRole
Place = tuple[bytes, bytes]
_SMALL = "small_n"
_FLAGGED = "flagged"
_DISTRICT = "По всем школам"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


_EMPTY = Painted("", tip="Результата нет. Начните печатать: «3/12», «31,5», «-», «х» или «н/д».")


class GridRows(QAbstractTableModel):
    """Schools by sittings: those that are looked at, in the order they are looked at."""

    edited = Signal(bytes, bytes, str)
    """School, sitting and the text typed for them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editable = True
        self.all_sittings: tuple[GridSitting, ...] = ()
        self.all_schools: list[GridSchool] = []
        self.sittings: tuple[GridSitting, ...] = ()
        """The columns that are shown."""
        self.total = 0
        """How many schools there are; the rest is still being read."""
        self.view = View()
        self.refused: dict[Place, RefusedEdit] = {}
        """What was typed and not taken stays in its cell."""
        self.undecided: frozenset[Place] = frozenset()
        """(school, sitting) of results organisations disagree about."""
        self._columns: list[int] = []
        self._shown: list[int] = []
        self._lines: list[tuple[Painted, ...]] = []
        self._cells: list[GridLine] = []
        self._painter = _Painter()

    # --- filling -------------------------------------------------------------------------------------------------

    def set_page(self, page: GridPage, columns: Sequence[int] | None = None) -> None:
        """Show the first part of a new grid, these columns of it."""
        self.beginResetModel()
        self._painter = _Painter()
        self.all_sittings, self.all_schools, self.total = page.sittings, list(page.schools), page.total
        self._cells = list(page.lines)
        self._lines = self._painted(page)
        self._choose(range(len(page.sittings)) if columns is None else columns)
        self.endResetModel()

    def add_page(self, page: GridPage) -> None:
        """Add the next part; one of another grid is left alone."""
        first = len(self.all_schools)
        if page.sittings != self.all_sittings or page.first != first or not page.schools:
            return
        self.all_schools += page.schools
        self._cells += page.lines
        self._lines += self._painted(page)
        wanted = self._arranged()
        added = sorted(number for number in wanted if number >= first)
        if added:
            at = len(self._shown)
            self.beginInsertRows(QModelIndex(), at, at + len(added) - 1)
            self._shown += added
            self.endInsertRows()
        if self._shown != wanted:
            self._reorder(wanted)

    def _reorder(self, wanted: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {number: at for at, number in enumerate(wanted)}
        after = [self.index(places[self._shown[one.row()]], one.column()) for one in before]
        self._shown = wanted
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def set_columns(self, columns: Sequence[int]) -> None:
        """Show other columns, or the same ones in another order."""
        self.beginResetModel()
        self._choose(columns)
        self.endResetModel()

    def set_view(self, view: View) -> None:
        """Show other schools, or the same ones in another order."""
        self.beginResetModel()
        self.view = view
        self._shown = self._arranged()
        self.endResetModel()

    def _choose(self, columns: Sequence[int]) -> None:
        self._columns = list(columns)
        self.sittings = tuple(self.all_sittings[at] for at in self._columns)
        self._shown = self._arranged()

    def _arranged(self) -> list[int]:
        return arranged(self.view, [one.uid for one in self.all_sittings], self._columns, self._cells)

    def replace(self, page: GridPage) -> bool:
        """Show changed schools anew where they stand; False when the grid has become another one."""
        if page.sittings != self.all_sittings or page.total != self.total:
            return False
        places = {one.uid: at for at, one in enumerate(self.all_schools)}
        changed = []
        for school, line in zip(page.schools, page.lines, strict=True):
            if (at := places.get(school.uid)) is not None:
                self._cells[at] = line
                changed.append(at)
        self._repaint(changed)
        return True

    def refuse(self, refused: Iterable[RefusedEdit], taken: Iterable[Place] = ()) -> None:
        """Leave these texts in their cells; what was `taken`, or is given up, shows again what the file has."""
        touched = {(one.edit.school, one.edit.sitting): one for one in refused}
        gone = [place for place in taken if place in self.refused]
        for place in gone:
            del self.refused[place]
        self.refused |= touched
        schools = {place[0] for place in (*touched, *gone)}
        self._repaint([at for at, one in enumerate(self.all_schools) if one.uid in schools])

    def _repaint(self, numbers: list[int]) -> None:
        for number in numbers:
            line = self._painter.line(self._cells[number])
            self._lines[number] = self._marked(self.all_schools[number].uid, line)
        wanted = set(numbers)
        rows = [row for row, number in enumerate(self._shown) if number in wanted]
        if self._columns and rows:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(self._columns) - 1))

    def repaint_all(self) -> None:
        """After the palette changed."""
        self._painter = _Painter()
        pairs = zip(self.all_schools, self._cells, strict=True)
        self._lines = [self._marked(school.uid, self._painter.line(line)) for school, line in pairs]
        self.layoutChanged.emit()

    def _painted(self, page: GridPage) -> list[tuple[Painted, ...]]:
        pairs = zip(page.schools, page.lines, strict=True)
        return [self._marked(school.uid, self._painter.line(line)) for school, line in pairs]

    def _marked(self, school: bytes, line: tuple[Painted, ...]) -> tuple[Painted, ...]:
        if not self.undecided and not self.refused:
            return line
        return tuple(
            self._over((school, sitting.uid), one)
            for sitting, one in zip(self.all_sittings, line, strict=True)
        )

    def _over(self, place: Place, one: Painted) -> Painted:
        if place in self.refused:
            return self._painter.refused(self.refused[place])
        return undecided(one) if place in self.undecided else one

    # --- places --------------------------------------------------------------------------------------------------

    @property
    def schools(self) -> list[GridSchool]:
        """The schools that are shown, from the top."""
        return [self.all_schools[number] for number in self._shown]

    def cell(self, row: int, column: int) -> GridCell | None:
        """What the file has in a cell that is shown."""
        return self._cells[self._shown[row]][self._columns[column]]

    def cells_of(self, row: int, first: int, last: int) -> list[GridCell | None]:
        """The same of a row, from one column to another."""
        line = self._cells[self._shown[row]]
        return [line[at] for at in self._columns[first : last + 1]]

    def stored(self, row: int, column: int) -> str:
        """What a cell that is shown says of the file, whatever was typed into it and not taken."""
        return self._painter.line((self.cell(row, column),))[0].text

    def painted(self, row: int, column: int) -> Painted:
        """How a cell that is shown looks."""
        return self._lines[self._shown[row]][self._columns[column]]

    def place(self, index: Index) -> Place | None:
        """School and sitting of a cell."""
        return self.place_at(index.row(), index.column()) if index.isValid() else None

    def place_at(self, row: int, column: int) -> Place | None:
        """The same by the numbers of row and column."""
        if not (0 <= row < len(self._shown) and 0 <= column < len(self.sittings)):
            return None
        return self.all_schools[self._shown[row]].uid, self.sittings[column].uid

    def index_of(self, place: Place | None) -> QModelIndex:
        """The cell of a school and a sitting; without a school the first of the sitting."""
        names = [self.all_schools[n].uid for n in self._shown]
        rows = [at for at, uid in enumerate(names) if place and place[0] in (b"", uid)]
        columns = [at for at, one in enumerate(self.sittings) if place and one.uid == place[1]]
        return self.index(rows[0], columns[0]) if rows and columns else QModelIndex()

    def find(self, text: str, after: int, *, back: bool = False) -> int:
        """Row of the next school whose name holds the text, going round; -1 when there is none."""
        wanted, rows = _plain(text), len(self._shown)
        order = [*range(after, rows), *range(min(after, rows))]
        if back:
            order = [*range(after, -1, -1), *range(rows - 1, after, -1)]
        return next((at for at in order if wanted in _plain(self._name(at))), -1)

    def count_of(self, text: str) -> int:
        """How many schools that are shown are found by the text."""
        wanted = _plain(text)
        return sum(wanted in _plain(self._name(row)) for row in range(len(self._shown)))

    def _name(self, row: int) -> str:
        return self.all_schools[self._shown[row]].name

    # --- Qt ------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sittings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        return self.painted(index.row(), index.column()).answer(role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        place = self.place(index)
        if role != Role.EditRole or place is None or not self.editable:
            return False
        if str(value) != self.painted(index.row(), index.column()).edit or place in self.refused:
            self.edited.emit(*place, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return TYPED if self.editable else READ

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if section >= len(self.sittings):
                return None
            sitting = self.sittings[section]
            if role == Role.DisplayRole:
                return sitting.heading
            return sitting.name if role == Role.ToolTipRole else None
        if section >= len(self._shown):
            return None
        school = self.all_schools[self._shown[section]]
        if role == Role.DisplayRole:
            return school.name
        if role == Role.TextAlignmentRole:
            return _LEFT
        if role == Role.ToolTipRole:
            return f"{school.name}, {school.where}" if school.where else school.name
        return None


class DistrictRow(Matrix):
    """The one line under the grid."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line: GridLine = ()

    def set_line(self, line: GridLine, columns: Sequence[int]) -> None:
        """Show the sums of these columns; before they are known the cells are empty."""
        self._line = line
        self.choose(columns)

    def choose(self, columns: Sequence[int]) -> None:
        """Show other columns of the same sums."""
        line = tuple(self._line[at] for at in columns if at < len(self._line))
        tip = "Складываются дети всех школ. Доли без числа участников сложить нельзя."
        painted = _Painter().line(line) if line else (_EMPTY,) * len(columns)
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
        # «-» and «х» are signs themselves: no other stands before them.
        before = marks if len(one.text) > 1 else ()
        glyphs = "".join(mark.glyph for mark in (*before, *signs))
        words = ", ".join(mark.word for mark in (*marks, *signs))
        tip = f"{one.text.replace(chr(0xA0), ' ')} — {words}" if words else one.text
        fore, back = self._colours(marks[0].role) if marks else (None, None)
        painted = Painted(f"{glyphs} {one.text}".strip(), one.edit, tip, fore, back)
        self._made[one] = painted
        return painted

    def refused(self, one: RefusedEdit) -> Painted:
        """A text that was not taken: it stays to be mended."""
        mark = theme.state_mark("refused")
        fore, back = self._colours(mark.role)
        tip = f"Не принято: {one.why}"
        return Painted(f"{mark.glyph} {one.text}", one.text, tip, fore, back)

    def _colours(self, role: str) -> tuple[QBrush, QBrush]:
        if role not in self._brushes:
            self._brushes[role] = (QBrush(theme.colour(role)), QBrush(theme.colour(f"{role}_back")))
        return self._brushes[role]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
