"""The fields of record kinds, one word an editor: each declares the column and everything screens, workbooks and other
offices need to know of it. Used as `fields.line("Название", required=True)` in the class of a kind."""

from dataclasses import replace
from typing import Any, TypedDict, Unpack

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import MappedColumn, mapped_column

from shnor_desktop.models.kind import FIELD, Editor, Field, Travel
from shnor_desktop.rules.figures import MOST_PUPILS
from shnor_desktop.rules.words.declension import Case

COUNT = MOST_PUPILS
"""Of anything that is counted."""
PERCENT_E4 = 1_000_000
"""100 % in ten-thousandths."""
AMOUNT_E4 = 10**13
"""Of whatever is measured, in ten-thousandths."""
PLACE = 10**9
"""The farthest place in an order."""
LAST_YEAR = 2199

Choices = tuple[tuple[str, str], ...]


class More(TypedDict, total=False):
    """What any field may say besides; see `models.kind.Field`."""

    unit: str
    help: str
    in_table: bool
    in_form: bool
    required: bool
    travels: Travel
    quiet: bool
    default: str
    case: Case


def line(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A text of one line."""
    return _column(Field("", label, Editor.LINE, **more))


def text(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A text of several lines."""
    return _column(Field("", label, Editor.TEXT, **more))


def lines(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A text of points, a line each; points under a point are indented."""
    return _column(Field("", label, Editor.LINES, **more))


def due(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A due text as it was printed."""
    return _column(Field("", label, Editor.DUE, **more))


def position() -> MappedColumn[Any]:
    """The place of a record among its like, in steps: whoever moves one moves it silently."""
    field = Field("", "Порядок", Editor.INTEGER, in_table=False, in_form=False, quiet=True)
    return _column(replace(field, least=0, most=PLACE))


def links(
    kind: str, label: str, *, role: str = "", noted: str = "", of_each: bool = False, **more: Unpack[More]
) -> Field:
    """Several records of a kind. Needs the role and both kinds in `models.links`; no column of its own."""
    return Field("", label, Editor.LINKS, refers=kind, role=role, noted=noted, of_each=of_each, **more)


def number(label: str, least: int = 0, most: int = COUNT, **more: Unpack[More]) -> MappedColumn[Any]:
    """A whole number."""
    return _column(Field("", label, Editor.INTEGER, least=least, most=most, **more))


def decimal(label: str, least: int = 0, most: int = PERCENT_E4, **more: Unpack[More]) -> MappedColumn[Any]:
    """A decimal number, stored in ten-thousandths; so are its bounds."""
    return _column(Field("", label, Editor.DECIMAL_E4, least=least, most=most, **more))


def date(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A day, stored as YYYY-MM-DD."""
    return _column(Field("", label, Editor.DATE, **more))


def school_year(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A school year, stored as the year it starts in; 0 where a new record has none yet."""
    return _column(Field("", label, Editor.SCHOOL_YEAR, least=0, most=LAST_YEAR, **more))


def choice(label: str, choices: Choices, *, blank: bool = False, **more: Unpack[More]) -> MappedColumn[Any]:
    """One of several codes. A field that need not be filled may be empty; `blank`: so may one that must, where records
    of earlier programs are."""
    codes = frozenset(code for code, _ in choices)
    empty = frozenset(("",)) if blank or not more.get("required") else frozenset()
    return _column(Field("", label, Editor.CHOICE, choices=choices, codes=codes | empty, **more))


def flag(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """Yes or no."""
    return _column(Field("", label, Editor.FLAG, **more))


def refers(
    kind: str, label: str, *, owner: bool = False, lets_go: bool = False, **more: Unpack[More]
) -> MappedColumn[Any]:
    """A record of another kind, by the code of the kind."""
    field = Field("", label, Editor.RECORD, refers=kind, owner=owner, lets_go=lets_go, **more)
    return mapped_column(ForeignKey(f"{kind}.uid"), info={FIELD: field})


def any_record(label: str, **more: Unpack[More]) -> MappedColumn[Any]:
    """A record of any kind, shown or not."""
    return mapped_column(LargeBinary(16), info={FIELD: Field("", label, Editor.RECORD, **more)})


def _column(field: Field) -> MappedColumn[Any]:
    return mapped_column(info={FIELD: field})
