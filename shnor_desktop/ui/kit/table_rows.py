"""Described columns and the rows under them: the one Qt model of all tables of lines, and the one proxy that sorts and
searches it. `Table` shows them.

A column says what a row shows in it; nothing is asked of a row while painting but what `ink`, `mark` and `tip` look up.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
)

from shnor_desktop.rules.words.name_order import alphabetical, by_name
from shnor_desktop.ui.kit import theme

Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R")
_DISPLAY, _TIP, _ALIGNMENT = (
    Qt.ItemDataRole.DisplayRole.value,
    Qt.ItemDataRole.ToolTipRole.value,
    Qt.ItemDataRole.TextAlignmentRole.value,
)
"""As plain numbers, which is what Qt asks with, thousands of times while it paints."""
_TEXT = (_DISPLAY, Qt.ItemDataRole.EditRole.value)
_READ: Qt.ItemFlag = (
    Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
)
_PIECE = 2_000
"""Rows whose texts are made at a time for a search: some hundredths of a second."""
_VERTICAL = Qt.AlignmentFlag.AlignVCenter
_ALIGNED = {
    "left": int(Qt.AlignmentFlag.AlignLeft | _VERTICAL),
    "right": int(Qt.AlignmentFlag.AlignRight | _VERTICAL),
    "centre": int(Qt.AlignmentFlag.AlignHCenter | _VERTICAL),
}


@dataclass(frozen=True)  # No slots: `Column[Row](…)` could not be said then.
class Column(Generic[R]):
    """What a row shows in one column, and how."""

    title: str
    text: Callable[[R], str]
    key: Callable[[R], Any] | None = None
    """Sorts; by default texts do, as names stand. Rows without a key (None) come last."""
    ink: Callable[[R], str] | None = None
    """The role of the theme that colours the text; "" for the usual one."""
    tip: Callable[[R], str] | None = None
    """By default the text itself."""
    align: str = "left"
    hint: str = ""
    """The tip of the heading."""
    mark: Callable[[R], str] | None = None
    """A state of the theme whose shape stands before the text; its words belong into `tip`, screen readers say them."""
    said: Callable[[R], str] | None = None
    """What screen readers say where it is not the text."""
    back: Callable[[R], str] | None = None
    """The role of the theme that colours the cell."""
    bold: Callable[[R], bool] | None = None
    copied: Callable[[R], str] | None = None
    """Where the clipboard gets another text than the eye."""
    sortable: bool = True
    whole: bool = False
    """Its texts are never cut: other columns give way."""
    grows: bool = False
    """What is free belongs to it, however short its texts: people type into it."""
    name: str = ""
    """A cell of a named column may be typed into, while the table is editable."""
    may_edit: Callable[[R], bool] | None = None
    """Whether this row's cell may be; by default every one may."""
    choices: Callable[[R], Sequence[tuple[str, str] | None]] | None = None
    """Codes and texts of what may be chosen in a cell, None for a line between; asked when somebody turns to it."""
    code: Callable[[R], str] | None = None
    """The code that is chosen now."""
    checked: Callable[[R], bool | None] | None = None
    """Whether the box of this row is ticked; None where it has no box."""


def plain(title: str, place: int, *, align: str = "left") -> "Column[Any]":
    """A column of rows that are tuples of texts."""
    return Column(title, lambda row: str(row[place]), align=align)


def counting(title: str, count: Callable[[R], int]) -> Column[R]:
    """A column of whole numbers."""
    return Column(title, lambda row: str(count(row)), count, align="right")


def standing(title: str, state: Callable[[R], tuple[str, str]]) -> Column[R]:
    """A column of states: a code of the theme, whose shape and colour they have, and words."""
    return Column(
        title,
        lambda row: state(row)[1],
        mark=lambda row: state(row)[0],
        ink=lambda row: theme.state_mark(state(row)[0]).role,
    )


def identity_of(row: Any) -> Hashable:
    """Rows with a uid are told apart by it, others by all they hold."""
    identity: Hashable = getattr(row, "uid", row)
    return identity


class TableRows(QAbstractTableModel):
    """The one model: rows under described columns."""

    edited = Signal(object, str, object)
    """Row, name of the column, typed text or whether it is ticked; the row changes when it is set again."""

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        parent: QObject | None = None,
        *,
        identity: Callable[[Any], Hashable] = identity_of,
        ink: Callable[[Any], str] | None = None,
        words: Callable[[Any], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.identity = identity
        self.editable = False
        self._ink = ink
        self._words = words
        self._given: list[Any] = []
        self._rows: list[Any] = []
        self._order = (-1, Qt.SortOrder.AscendingOrder)
        self._texts: list[tuple[str, ...] | None] = []
        self._found_by: list[str | None] = []
        self._colours: dict[str, QColor] = {}
        self._bold = QFont()
        self._bold.setBold(True)

    # --- rows ----------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, in the order that was chosen."""
        self.beginResetModel()
        self._given, self._rows = list(rows), list(rows)
        self._texts = [None] * len(self._rows)
        self._forget()
        if self._order[0] >= 0:
            self._arrange(self._sorted())
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column, whose keys are asked once a row; -1 as the rows were given."""
        self._order = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = self._sorted()
        self._arrange(places)
        now = {old: new for new, old in enumerate(places)}
        self.changePersistentIndexList(before, [self.index(now[one.row()], one.column()) for one in before])
        self.layoutChanged.emit()

    def _sorted(self) -> list[int]:
        """The numbers of the rows in the order chosen; what has no key comes last, rising or falling."""
        column, order = self._order
        if not 0 <= column < len(self.columns):
            at = {id(row): number for number, row in enumerate(self._given)}
            return sorted(range(len(self._rows)), key=lambda number: at[id(self._rows[number])])
        key = self.columns[column].key or self.columns[column].text
        keys = [_place(key(row)) for row in self._rows]
        known = [(one, number) for number, one in enumerate(keys) if one is not None]
        known.sort(key=itemgetter(0), reverse=order == Qt.SortOrder.DescendingOrder)
        return [
            *(number for _, number in known),
            *(number for number, one in enumerate(keys) if one is None),
        ]

    def _arrange(self, places: list[int]) -> None:
        self._rows = [self._rows[number] for number in places]
        self._texts = [self._texts[number] for number in places]
        self._found_by = [self._found_by[number] for number in places] if self._found_by else []

    def replace(self, before: Any, after: Any) -> None:
        """Show another row in the place of one, moving neither cursor nor selection."""
        number = self.number_of(self.identity(before))
        if number >= 0:
            given = next(n for n, row in enumerate(self._given) if row is self._rows[number])
            self._given[given] = self._rows[number] = after
            self._texts[number] = None
            self._forget()
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def redraw(self) -> None:
        """What `ink`, `mark` and `tip` look up has changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def row_at(self, number: int) -> Any:
        """The row of that number, unsorted."""
        return self._rows[number]

    def number_of(self, identity: Hashable) -> int:
        """Number of the row that is this one, -1 when there is none."""
        return next((n for n, row in enumerate(self._rows) if self.identity(row) == identity), -1)

    def found_by(self, number: int) -> str:
        """The texts a row is found by."""
        if not self._found_by:
            self._found_by = [None] * len(self._rows)
        found = self._found_by[number]
        if found is None:
            row = self._rows[number]
            found = alphabetical(self._words(row) if self._words else "\n".join(self._texts_of(number)))
            self._found_by[number] = found
        return found

    def make_findable(self, most: int) -> bool:
        """Make the texts by which rows are found, of so many rows at a time; whether all are made."""
        self._found_by = self._found_by or [None] * len(self._rows)
        lacking = [number for number, text in enumerate(self._found_by) if text is None]
        for number in lacking[:most]:
            self.found_by(number)
        return len(lacking) <= most

    def copied(self, number: int, column: int) -> str:
        """What the clipboard gets of a cell."""
        other = self.columns[column].copied
        return other(self._rows[number]) if other else self._texts_of(number)[column]

    def _texts_of(self, number: int) -> tuple[str, ...]:
        """The texts of a row, made when somebody turns to it and kept: of many rows few are ever seen."""
        texts = self._texts[number]
        if texts is None:
            row = self._rows[number]
            texts = self._texts[number] = tuple(column.text(row) for column in self.columns)
        return texts

    def _forget(self) -> None:
        self._found_by, self._colours = [], {}

    # --- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        number, column = index.row(), index.column()
        if role in _TEXT:
            return self._said_of(number, column, role)
        if role == _ALIGNMENT:
            return _ALIGNED[self.columns[column].align]
        asked = self._ASKED.get(int(role))
        return asked(self, self._rows[number], self.columns[column]) if asked else None

    def _said_of(self, number: int, column: int, role: int) -> str:
        code = self.columns[column].code
        if code is not None and role == Qt.ItemDataRole.EditRole:
            return code(self._rows[number])
        return self._texts_of(number)[column]

    def _tip(self, row: Any, column: Column[Any]) -> str | None:
        return (column.tip or column.text)(row) or None

    def _icon(self, row: Any, column: Column[Any]) -> Any:
        mark = column.mark(row) if column.mark else ""
        return theme.mark_icon(mark) if mark else None

    def _said(self, row: Any, column: Column[Any]) -> str | None:
        if column.said is not None:
            return column.said(row) or None
        return self._tip(row, column) if column.mark and column.mark(row) else None

    def _text_colour(self, row: Any, column: Column[Any]) -> QColor | None:
        role = (column.ink(row) if column.ink else "") or (self._ink(row) if self._ink else "")
        return self._colour(role)

    def _back_colour(self, row: Any, column: Column[Any]) -> QColor | None:
        return self._colour(column.back(row) if column.back else "")

    def _font(self, row: Any, column: Column[Any]) -> QFont | None:
        return self._bold if column.bold and column.bold(row) else None

    def _tick(self, row: Any, column: Column[Any]) -> Qt.CheckState | None:
        ticked = column.checked(row) if column.checked else None
        if ticked is None:
            return None
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def _colour(self, role: str) -> QColor | None:
        if not role:
            return None
        if role not in self._colours:
            self._colours[role] = theme.colour(role)
        return self._colours[role]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _ALIGNMENT:
            return _ALIGNED[column.align] | int(Qt.TextFlag.TextWordWrap)
        if role == _TIP:
            return column.hint or column.title
        return column.title if role == _DISPLAY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self.editable:
            return _READ
        flags = _READ
        row, column = self._rows[index.row()], self.columns[index.column()]
        if column.name and (column.may_edit is None or column.may_edit(row)):
            if column.checked is not None and column.checked(row) is not None:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            elif column.checked is None or column.choices is not None:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or not self.editable:
            return False
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.edited.emit(row, column.name, Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole and str(value) != self._said_of(
            index.row(), index.column(), role
        ):
            self.edited.emit(row, column.name, str(value))
        return False

    _ASKED: ClassVar[dict[int, Callable[[Any, Any, Any], Any]]] = {
        _TIP: _tip,
        Qt.ItemDataRole.DecorationRole.value: _icon,
        Qt.ItemDataRole.AccessibleTextRole.value: _said,
        Qt.ItemDataRole.ForegroundRole.value: _text_colour,
        Qt.ItemDataRole.BackgroundRole.value: _back_colour,
        Qt.ItemDataRole.FontRole.value: _font,
        Qt.ItemDataRole.CheckStateRole.value: _tick,
    }


def _place(key: Any) -> tuple[int, Any] | None:
    """Numbers before texts, texts as names stand; None for what has no key."""
    if key is None or key == "":
        return None
    return (1, by_name(key)) if isinstance(key, str) else (0, key)


class Found(QSortFilterProxyModel):
    """The one proxy: rows that hold every word looked for and are of the group shown."""

    narrowed = Signal()
    """Other rows are shown."""

    def __init__(self, rows: TableRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = rows
        self._wanted: tuple[str, ...] = ()
        self._asked: tuple[str, ...] = ()
        """The words that are looked for next."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._look)
        self._group: Callable[[Any], bool] | None = None
        self.setSourceModel(rows)

    def look_for(self, text: str) -> None:
        """Show only rows with every word of the text; of very many rows in a moment, while the window answers."""
        self._asked = tuple(alphabetical(text).split())
        self._look()

    def _look(self) -> None:
        if self._asked and not self._table.make_findable(_PIECE):
            self._later.start()
            return
        self._later.stop()
        self._wanted = self._asked
        self.invalidateRowsFilter()
        self.narrowed.emit()

    def show_group(self, belongs: Callable[[Any], bool] | None) -> None:
        """Show only rows of which this is true; None for all."""
        self._group = belongs
        self.invalidateRowsFilter()
        self.narrowed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The rows themselves are put in order: asked of every two of them, ten thousand would hold the window up."""
        self._table.sort(column, order)

    def filterAcceptsRow(self, number: int, parent: Index) -> bool:
        if self._group is not None and not self._group(self._table.row_at(number)):
            return False
        if not self._wanted:
            return True
        found = self._table.found_by(number)
        return all(
            [word in found for word in self._wanted]
        )  # A generator would cost more than most searches.

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Lines are numbered as they are shown."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == _DISPLAY else None
        return self._table.headerData(section, orientation, role)
