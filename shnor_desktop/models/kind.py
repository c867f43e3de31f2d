"""What a record kind is: its class declares columns, labels, limits, references, key and words, once for tables, forms,
workbooks, history, quarantine, deletion and parts alike. Nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shnor_desktop.models import uids
from shnor_desktop.rules.words.declension import Case

_BLANKS: dict[type, object] = {str: "", int: 0, bool: False}


class Record(DeclarativeBase):
    """Base of all stored records. `uid` is 16 bytes: UUIDv7, or UUIDv5 where identity is natural."""

    uid: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    about: ClassVar[About]
    """What the kind is called and how its records behave; every kind declares it."""

    def __init__(self, **values: Any) -> None:
        """Takes field values by name; a missing uid becomes a new UUIDv7, a missing required value its blank."""
        values.setdefault("uid", uids.new_uid())
        for column in self.__table__.columns:
            if not column.nullable and column.type.python_type in _BLANKS:
                field = column.info.get(FIELD)
                values.setdefault(column.name, field and field.default or _BLANKS[column.type.python_type])
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
    LINKS = "links"
    """Several records of the kind named in `refers`, each with a note: no column, but records of the kind `link`."""
    LINES = "lines"
    """A text of points, a line each; a point under another is indented."""
    DUE = "due"
    """A due text as it was printed; beside it stands how it is read."""


class Travel(StrEnum):
    """Where a text may go when a part of the file is sent. A form is a part without people; in a part for one school
    other records, above all other schools, stand only as far as theirs may go anywhere."""

    ANYWHERE = "anywhere"
    """Says which record it is, never who somebody is: what it is called or known by, or what the program itself writes there
    of fixed words. Goes into every part and form."""
    CODE = "code"
    """A number as it was printed, «12-од», «1.4»: goes anywhere while it holds no words, else as these."""
    NEEDED = "needed"
    """What everybody must read whom the record concerns: what is to be done and by when, in what unit it is counted. Goes
    into a part with records of several schools and with those of none; never into a form."""
    PEOPLE = "people"
    """Names and contacts of people: into parts, for the records these are of; never into a form."""
    WORDS = "words"
    """Free words, in which anybody may be named: as people. Of a record of several schools neither goes to one of them."""
    OTHERS = "others"
    """Speaks of other schools, whosever the record is: only where these go along."""


TEXTS = (Editor.LINE, Editor.TEXT, Editor.LINES, Editor.DUE)
"""Editors of what people write freely."""
LONG = (Editor.TEXT, Editor.LINES)
"""Those of texts of several lines."""


Names = Callable[[str, bytes | None], str]
"""names(kind_code, uid): the title of another record; "" is the kind it is of."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a kind and everything the program needs to know of it. Made by `models.fields`."""

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
    codes: frozenset[str] | None = None
    """What may be stored in a field of choices."""
    least: int | None = None
    most: int | None = None
    """Bounds of a stored number; None for what is none."""
    refers: str = ""
    """Code of the kind a RECORD field points to; empty where it may be a record of any kind."""
    owner: bool = False
    """The record belongs to the one it points to, and goes with it."""
    lets_go: bool = False
    """Becomes empty when the record it points to is deleted; other references keep that from being deleted."""
    travels: Travel | None = None
    """Where its texts may go; unsaid, what people write freely is taken for WORDS and all else for ANYWHERE."""
    quiet: bool = False
    """Where a figure came from, why something was decided: two offices may differ in it without anybody having to
    decide."""
    default: str = ""
    """What a new record has there."""
    case: Case | None = None
    """Of a text that papers print as it is: the case it has to stand in."""
    role: str = ""
    """Of LINKS: what the linked records are to this one, a code of `link.role`."""
    noted: str = ""
    """Of LINKS: what the note of each says, «роль, удостоверение»; empty where there are no notes."""
    of_each: bool = False
    """Of LINKS to schools: the record is of each of them, and goes along with any as far as it is NEEDED; otherwise it is
    only of the one it is linked to alone."""

    @property
    def travel(self) -> Travel:
        """Where its texts may go."""
        return self.travels or (Travel.WORDS if self.editor in TEXTS else Travel.ANYWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a kind is called and how its records behave."""

    one: str
    many: str
    title: Callable[[Any, Names], str]
    """Names one record in Russian; gets the record, or any object with its fields, and the titles of others."""
    hint: str = ""
    """What to do when there are none yet."""
    user_made: bool = True
    """Whether people add records of the kind by hand in the general table."""
    key: tuple[str, ...] = ()
    """Fields by which two records would be the same."""
    key_if: Callable[[Any], bool] = lambda record: True
    """Of which records the key says anything: an act without a number is like no other. Such a key is not `kept_once`."""
    kept_once: bool = True
    """Whether of several records with one key only one is shown, until a person has decided about them."""
    key_indexed: bool = True
    """Whether an index guards the key; the uid alone does where an index would slow bulk imports down."""
    natural: Callable[..., bytes] | None = None
    """The uid that follows from the values of `key`; None where a new record gets a new one."""
    ordered: tuple[tuple[str, str], ...] = ()
    """(lower, upper): where both are known the first is never beyond the second."""
    derived: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    """Fields that follow from typed ones: gets the values known, with those just given, and returns what follows."""
    counted: str = ""
    """The field that counts the saved changes of a record."""
    frozen_when: str = ""
    """The field that freezes a record once it is filled: what was signed is never edited or deleted."""
    frozen_with: str = ""
    """The RECORD field whose record, once frozen, freezes this one as well."""
    frozen_but: frozenset[str] = frozenset()
    """Fields that may be edited all the same: what became of it afterwards."""
    frozen_hint: str = ""
    """What to do instead of editing what is frozen."""
    within: tuple[str, ...] = ()
    """RECORD fields inside which `position` orders the records."""
    rows: tuple[tuple[str, str], ...] = ()
    """(kind, its RECORD field): records that belong to this one and are edited in its form."""
    found: bool | None = None
    """Whether the search over the whole file finds its records; unsaid, it finds what people make by hand."""
    names: str = ""
    """The RECORD field whose record it is another name of: whoever looks for that name is shown the record."""
    period: tuple[str, ...] = ()
    """Ways to the record in whose days due texts are read, as «part.programme»; the first that leads somewhere counts."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind as the program asks for it. `code` is its table name."""

    code: str
    record: type[Record]
    about: About
    fields: tuple[Field, ...]
    """Its columns."""
    links: tuple[Field, ...] = ()
    """What its records are linked to."""

    @property
    def one(self) -> str:
        """«Школа»."""
        return self.about.one

    @property
    def many(self) -> str:
        """«Школы»."""
        return self.about.many

    def title(self, record: Any, names: Names) -> str:
        """What one record is called."""
        return self.about.title(record, names)

    @property
    def shown(self) -> tuple[Field, ...]:
        """What rows of its records hold: columns, then links."""
        return (*self.fields, *self.links)

    @property
    def in_form(self) -> tuple[Field, ...]:
        """What its form shows: columns and links."""
        return tuple(field for field in (*self.fields, *self.links) if field.in_form)

    @property
    def in_table(self) -> tuple[Field, ...]:
        """What its table shows."""
        return tuple(field for field in (*self.fields, *self.links) if field.in_table)

    @property
    def is_found(self) -> bool:
        """Whether the search over the whole file shows its records by themselves."""
        wanted = self.about.user_made if self.about.found is None else self.about.found
        return wanted and not self.about.names

    @property
    def has_position(self) -> bool:
        """Whether people move its records up and down."""
        return any(field.name == POSITION and not field.in_form for field in self.fields)

    @property
    def keeps_file(self) -> bool:
        """Whether its records hold a file; see `models.attached`."""
        return any(field.name == "file_sha" for field in self.fields)

    def field(self, name: str) -> Field:
        """The field or link of that name; KeyError when the kind has none."""
        for one in (*self.fields, *self.links):
            if one.name == name:
                return one
        raise KeyError(name)


FIELD = "field"
"""Where a mapped column keeps its `Field`."""
POSITION = "position"
"""The column that orders records by hand."""


@cache
def kind_of(record: type[Record]) -> RecordKind:
    """The kind a class declares; its fields stand in the order of the class, then of its bases."""
    columns = record.__table__.columns
    names = [
        name for base in record.__mro__ for name in vars(base).get("__annotations__", ()) if name in columns
    ]
    fields = tuple(replace(columns[name].info[FIELD], name=name) for name in names if name != "uid")
    links = tuple(
        replace(one, name=name, role=one.role or f"{record.__tablename__}_{one.refers}")
        for base in record.__mro__
        for name, one in vars(base).items()
        if isinstance(one, Field)
    )
    kind = RecordKind(record.__tablename__, record, record.about, fields, links)
    about, known = kind.about, {field.name for field in kind.shown}
    told = (*about.key, *sum(about.ordered, ()), about.counted, about.frozen_when, about.frozen_with)
    if unknown := {*told, *about.frozen_but, *about.within, about.names} - known - {""}:
        raise TypeError(
            f"{record.__name__}: About names {', '.join(sorted(unknown))}, which is no field of it"
        )
    return kind
