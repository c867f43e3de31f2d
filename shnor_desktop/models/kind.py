"""The Qt-free description of a record kind: one place for table, form, workbook columns and history texts."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shnor_desktop.models import identity

_BLANKS: dict[type, object] = {str: "", int: 0, bool: False}


class Record(DeclarativeBase):
    """Base of all stored records. `uid` is 16 bytes: UUIDv7, or UUIDv5 where identity is natural."""

    uid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)

    def __init__(self, **values: Any) -> None:
        """Takes field values by name; a missing uid becomes a new UUIDv7, a missing required value its blank."""
        values.setdefault("uid", identity.new_uid())
        for column in self.__table__.columns:
            if not column.nullable and column.type.python_type in _BLANKS:
                values.setdefault(column.name, _BLANKS[column.type.python_type])
        for name, value in values.items():
            if name not in self.__table__.columns:
                raise TypeError(f"{type(self).__name__} has no field {name}")
            setattr(self, name, value)


class Editor(StrEnum):
    """How a field is typed and shown."""

    LINE = "line"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL_E4 = "decimal_e4"
    """Stored as an integer in ten-thousandths, typed and shown as a decimal number."""
    DATE = "date"
    """Stored as ISO text YYYY-MM-DD, shown as ДД.ММ.ГГГГ."""
    SCHOOL_YEAR = "school_year"
    """Stored as the year it starts in, shown as 2020/21."""
    CHOICE = "choice"
    FLAG = "flag"
    RECORD = "record"
    """uid of a record of the kind named in `refers`."""


class Travel(StrEnum):
    """Where a text may go when a part of the file is sent. A form is a part without people; in a part for one school
    other records, above all other schools, stand only as far as theirs may go anywhere."""

    ANYWHERE = "anywhere"
    """Says what a record is, never who somebody is: goes into every part and form."""
    PEOPLE = "people"
    """Names and contacts of people: into parts, for the records these are of; never into a form."""
    WORDS = "words"
    """Free words, in which anybody may be named: as people."""
    OTHERS = "others"
    """Speaks of other schools: only where these go along."""


_FREE = (Editor.LINE, Editor.TEXT)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a kind and everything screens and papers need to know of it."""

    name: str
    label: str
    editor: Editor = Editor.LINE
    unit: str = ""
    help: str = ""
    in_table: bool = True
    in_form: bool = True
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """(stored code, Russian label)."""
    refers: str = ""
    """Code of the kind a RECORD field points to; empty where it may be a record of any kind."""
    travels: Travel | None = None
    """Where its texts may go; unsaid, what people write freely is taken for WORDS and all else for ANYWHERE."""
    quiet: bool = False
    """Where a figure came from, why something was decided: two offices may differ in it without anybody having to
    decide."""

    @property
    def travel(self) -> Travel:
        """Where its texts may go."""
        return self.travels or (Travel.WORDS if self.editor in _FREE else Travel.ANYWHERE)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record. `code` is its table name. `title(record, names)` names one record in Russian;
    `names(kind_code, uid)` gives the title of another record; "" is the kind it is of."""

    code: str
    record: type[Record]
    one: str
    many: str
    fields: tuple[Field, ...]
    title: Callable[[Any, Callable[[str, bytes | None], str]], str]
    hint: str = ""
    """What to do when there are none yet."""
    user_made: bool = True
    """Whether people add records of the kind by hand in the general table."""
    frozen_when: str = ""
    """The field that freezes a record once it is filled: what was signed is never edited or deleted."""
    frozen_with: str = ""
    """The RECORD field whose record, once frozen, freezes this one as well."""

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when the kind has none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)
