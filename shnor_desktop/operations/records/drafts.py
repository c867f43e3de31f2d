"""One row of a book on its way into a plan, and what may stop it on the way."""

from dataclasses import dataclass, field
from typing import Any

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.operations.records.incoming_types import FieldEdit, Refusal
from shnor_desktop.sheets.records.layout import Facts
from shnor_desktop.sheets.records.reader import Incoming, Question

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

    def refuse(self, name: str, text: str, what_to_do: str = "") -> None:
        """One of its cells says nothing that could be taken."""
        self.refusals.append(Refusal(self.row.cells.get(name, self.row.place), text, what_to_do))
