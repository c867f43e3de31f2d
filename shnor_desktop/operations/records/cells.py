"""How a field is written into a cell and read from a text: the one place asked by the export, by take-in and by what is
pasted or typed."""

from collections.abc import Callable
from datetime import date

from shnor_desktop.models import values
from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.figures import E4
from shnor_desktop.sheets.records.layout import Cell

_FIRST_YEAR = 1901
"""Spreadsheets know no earlier days."""


def written(field: Field, value: Value | Linked, names: Titles) -> Cell:
    """A stored value as it stands in a workbook: numbers stay numbers, days are days, references are titles."""
    if isinstance(value, tuple):
        return linking.text(field, value, names) or None
    if value is None:
        return None
    if field.editor is Editor.RECORD:
        return names(field.refers, value if isinstance(value, bytes) else None)
    if field.editor is Editor.INTEGER:
        return int(value)
    if field.editor is Editor.DECIMAL_E4:
        return number(int(value))
    if field.editor is Editor.SCHOOL_YEAR and value == 0:
        return None
    if field.editor is Editor.DATE and (day := _day(str(value))) is not None:
        return day
    return values.show(field, value)


def _day(iso: str) -> date | None:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def number(value_e4: int) -> int | float:
    """Ten-thousandths as a number; whole ones as integers."""
    return value_e4 // E4 if value_e4 % E4 == 0 else value_e4 / E4


def heading(field: Field) -> str:
    """What stands above the column."""
    return f"{field.label}, {field.unit}" if field.unit else field.label


def offered(field: Field) -> tuple[str, ...]:
    """Texts to choose from in a field that has them."""
    if field.editor is Editor.FLAG:
        return tuple(values.show(field, one) for one in (True, False))
    return tuple(text for code, _ in field.choices if (text := values.show(field, code)))


def read(field: Field, text: str, find: Callable[[Field, str], bytes | None]) -> Value | Linked:
    """The stored value of a text; `find` knows the records that titles mean. Raises UserError saying what is wrong."""
    if field.editor is Editor.LINKS:
        return linking.read(field, text, find)
    if field.editor is Editor.RECORD and text.strip():
        return find(field, text)
    return values.parse(field, text)
