"""The columns of a table of records: the fields of their kind that belong into tables."""

from collections.abc import Callable, Iterable

from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.operations.records.records import Row
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.table import Column

_NUMBERS = (Editor.INTEGER, Editor.DECIMAL_E4)
_BY_VALUE = (*_NUMBERS, Editor.DATE, Editor.SCHOOL_YEAR, Editor.FLAG)

Undecided = Callable[[bytes, str], bool]
"""Whether organisations say different things of this field of a record; of the whole record, where it is ""."""


def in_table(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields that are columns."""
    return tuple(field for field in fields if field.in_table)


def columns(fields: Iterable[Field], undecided: Undecided) -> tuple[Column[Row], ...]:
    """A column a field; the first is marked too where the whole record is undecided."""
    shown = [(place, field) for place, field in enumerate(fields) if field.in_table]
    return tuple(
        _column(place, field, undecided, first=number == 0) for number, (place, field) in enumerate(shown)
    )


def _column(place: int, field: Field, undecided: Undecided, *, first: bool) -> Column[Row]:
    by_value = field.editor in _BY_VALUE
    mark = theme.state_mark("undecided")

    def marked(row: Row) -> bool:
        return undecided(row.uid, field.name) or (first and undecided(row.uid, ""))

    def tip(row: Row) -> str:
        told = f"{mark.glyph} {mark.word}: раздел «Нужно решить»" if marked(row) else ""
        return "\n".join(part for part in (row.texts[place], told) if part)

    return Column(
        f"{field.label}, {field.unit}" if field.unit else field.label,
        lambda row: row.texts[place],
        lambda row: (row.values if by_value else row.texts)[place],
        tip=tip,
        align="right" if field.editor in _NUMBERS else "left",
        hint=field.help,
        mark=lambda row: "undecided" if marked(row) else "",
        back=lambda row: f"{mark.role}_back" if marked(row) else "",
        name=field.name if field.in_form else "",
    )
