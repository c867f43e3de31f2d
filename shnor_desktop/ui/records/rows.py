"""The Qt table behind lists of records: rows are set whole, nothing is computed while painting."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.rows import SORT_ROLE, UID_ROLE, Index

if TYPE_CHECKING:
    from shnor_desktop.operations.records.records import Row

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NUMBERS = (Editor.INTEGER, Editor.DECIMAL_E4)
_BY_VALUE = (*_NUMBERS, Editor.DATE, Editor.SCHOOL_YEAR, Editor.FLAG)


_MARKED = (
    Qt.ItemDataRole.DecorationRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.BackgroundRole,
)


def _marked(text: str, role: int) -> Any:
    """A value organisations disagree about: a shape before it, a word in the tip and for screen readers."""
    mark = theme.state_mark("undecided")
    if role == Qt.ItemDataRole.DecorationRole:
        return theme.mark_icon("undecided")
    if role == Qt.ItemDataRole.BackgroundRole:
        return theme.colour(f"{mark.role}_back")
    return f"{text}\n{mark.glyph} {mark.word}: раздел «Нужно решить»".strip()


class RecordRows(QAbstractTableModel):
    """Rows of one kind; columns are its fields that belong into tables."""

    edited = Signal(bytes, str, str)
    """uid, field name and typed text; the rows themselves change only when they are set again."""

    def __init__(self, fields: Iterable[Field], parent: QObject | None = None) -> None:
        super().__init__(parent)
        every = tuple(fields)
        self.places = tuple(place for place, field in enumerate(every) if field.in_table)
        self.fields = tuple(every[place] for place in self.places)
        self.editable = False
        self._rows: tuple[Row, ...] = ()
        self._undecided: frozenset[tuple[bytes, str]] = frozenset()
        self._align = tuple(_RIGHT if field.editor in _NUMBERS else _LEFT for field in self.fields)

    def set_rows(self, rows: "Sequence[Row]", undecided: frozenset[tuple[bytes, str]] = frozenset()) -> None:
        """Show these rows; undecided values (uid, field) are marked, «» stands for the whole record."""
        self.beginResetModel()
        self._undecided = undecided
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, number: int) -> "Row":
        """The row of that number, unsorted."""
        return self._rows[number]

    def number_of(self, uid: bytes) -> int:
        """Number of the row with that uid, -1 when it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.uid == uid), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if self._undecided and role in _MARKED and self.is_undecided(index):
            return _marked(row.texts[self.places[column]], role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts[self.places[column]]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._align[column]
        if role == SORT_ROLE:
            by_value = self.fields[column].editor in _BY_VALUE
            return (row.values if by_value else row.texts)[self.places[column]]
        return row.uid if role == UID_ROLE else None

    def is_undecided(self, index: Index) -> bool:
        """Whether organisations say different things of this value; a whole record is marked in its first cell."""
        uid, name = self._rows[index.row()].uid, self.fields[index.column()].name
        return (uid, name) in self._undecided or (index.column() == 0 and (uid, "") in self._undecided)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.fields):
            return None
        field = self.fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{field.label}, {field.unit}" if field.unit else field.label
        return field.help or None if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.editable and self.fields[index.column()].in_form:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self.editable:
            return False
        row, text = self._rows[index.row()], str(value)
        if text != row.texts[self.places[index.column()]]:
            self.edited.emit(row.uid, self.fields[index.column()].name, text)
        return False
