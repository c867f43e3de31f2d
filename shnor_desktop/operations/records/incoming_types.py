"""What taking records in from a book means before it is done: a frozen plan, row by row and field by field, and a row on its
way into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import CellRef, Question
from shnor_desktop.sheets.records.layout import Facts
from shnor_desktop.sheets.records.reader import Incoming


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field that a row fills or changes, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell or a whole row is not taken, and where it stands."""

    where: CellRef
    text: str
    what_to_do: str = ""

    def __str__(self) -> str:
        return f"{self.text} {self.what_to_do}".strip()


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One row that brings something, or would."""

    kind: str
    title: str
    fate: Fate
    place: CellRef
    uid: bytes = b""
    """Of the record as it is or will be; empty where that is not known."""
    edits: tuple[FieldEdit, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    """What is written: everything of a new record, what changes of another."""
    refusals: tuple[Refusal, ...] = ()
    links: Mapping[str, Linked] = field(default_factory=dict)
    """Name of a field → what the record will be linked to."""
    later: Mapping[str, Value] = field(default_factory=dict)
    """References to records that refer back: written when all of them are there."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A record the book was written with, whose row is no longer in it."""

    kind: str
    uid: bytes
    title: str


@dataclass(frozen=True, slots=True)
class TakeInPlan:
    """What a book would change. `records` stand in the order in which they can be written."""

    source: str
    records: tuple[PlannedRecord, ...] = ()
    unchanged: int = 0
    missing: tuple[Missing, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, fate: Fate) -> tuple[PlannedRecord, ...]:
        """The rows of one fate."""
        return tuple(one for one in self.records if one.fate is fate)

    @property
    def added(self) -> int:
        """New records."""
        return len(self.of(Fate.NEW))

    @property
    def changed(self) -> int:
        """Records that would differ."""
        return len(self.of(Fate.CHANGED))

    def brief(self, *, done: bool, deleted: int = 0) -> str:
        """What is or would be done, as the words of a sentence."""
        parts = [
            f"{'добавлено' if done else 'будет добавлено'} {self.added}",
            f"{'изменено' if done else 'изменится'} {self.changed}",
            f"без изменений {self.unchanged}",
            f"не принято {len(self.of(Fate.REFUSED))}",
            f"ждёт решения {len(self.of(Fate.WAITING))}",
        ]
        parts += [f"{'удалено' if done else 'будет удалено'} {deleted}"] if deleted else []
        return ", ".join(parts)

    @property
    def needs_person(self) -> bool:
        """Whether something was left for a person."""
        return bool(self.questions or self.of(Fate.REFUSED) or self.of(Fate.WAITING))


def cards_and_links(codes: Sequence[str]) -> str:
    """«2 карточки, 1 связь» of records of these kinds: a link is no card to anybody."""
    links = sum(code == "link" for code in codes)
    told = (
        (len(codes) - links, ("карточка", "карточки", "карточек")),
        (links, ("связь", "связи", "связей")),
    )
    return ", ".join(counted(count, *words) for count, words in told if count)


# --- rows on their way ---------------------------------------------------------------------------------------------

NEW, SAME, BOOK, FILE, EMPTY = "new", "same", "book", "file", "empty"
"""Answers."""


class Later(Exception):
    """A row refers to one that was not understood yet."""


class Asked(Exception):
    """A person must say something first."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


class Left(Exception):
    """A person said that this row is not loaded."""


@dataclass(slots=True)
class Draft:
    """One row on its way."""

    kind: RecordKind
    row: Incoming
    current: Any = None
    """The record as the file holds it."""
    facts: Facts = field(default_factory=Facts)
    """What its book says of itself."""
    ours: bool = True
    """Whether that was written from this file."""
    partial: bool = False
    """An empty cell says nothing: the row was matched by other words than its key."""
    refusals: list[Refusal] = field(default_factory=list)
    edits: list[FieldEdit] = field(default_factory=list)
    links: dict[str, Linked] = field(default_factory=dict)
    """What it will be linked to, where that is said anew."""
    later: dict[str, str] = field(default_factory=dict)
    """Name of a field → the text of a reference that is understood when all rows are."""

    def begin(self) -> None:
        """Forget what was found out of it."""
        self.edits, self.refusals, self.links, self.later = [], [], {}, {}

    def refuse(self, name: str, text: str, what_to_do: str = "") -> None:
        """One of its cells says nothing that could be taken."""
        self.refusals.append(Refusal(self.row.cells.get(name, self.row.place), text, what_to_do))
