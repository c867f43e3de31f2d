"""What records say: the words people read in them, by which they are found, and what tells one that was found apart."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models import values
from shnor_desktop.models.kind import TEXTS, Editor, Field, RecordKind
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules import searching
from shnor_desktop.rules.searching import Wanted

FOUND = tuple(kind for kind in KINDS if kind.is_found)
"""Kinds whose records are found."""
_ABOUT = 3
"""So many fields tell records of one title apart."""
_AROUND = 5
"""So many words are told around the one that was found."""


@dataclass(frozen=True, slots=True)
class Said:
    """One record: its title, and the other texts of it in lines."""

    kind: str
    uid: bytes
    title: str
    rest: str


def of_kind(session: Session, kind: RecordKind, others: dict[bytes, list[str]]) -> Iterator[Said]:
    titles, told = Titles(session), _told(kind)
    rows = session.execute(select(*kind.record.__table__.columns)).all()
    titles.ahead(kind, rows)
    for row in rows:
        rest = [text for field in told if (text := values.show(field, getattr(row, field.name)))]
        yield Said(
            kind.code,
            row.uid,
            " ".join(titles.of(kind.code, row).split()),
            "\n".join((*rest, *others.get(row.uid, ()))),
        )


def other_names(session: Session) -> dict[str, dict[bytes, list[str]]]:
    """By kind and record, as kinds declare it."""
    found: dict[str, dict[bytes, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind in KINDS:
        if kind.about.names:
            named = found[kind.field(kind.about.names).refers]
            for row in session.execute(select(*kind.record.__table__.columns)):
                named[getattr(row, kind.about.names)] += [getattr(row, field.name) for field in _told(kind)]
    return found


def _told(kind: RecordKind) -> tuple[Field, ...]:
    """Fields whose words people read: what they write, and what they choose where tables show it."""
    written = [one for one in kind.fields if one.in_table or (one.in_form and kind.about.user_made)]
    return tuple(
        one for one in written if one.editor in TEXTS or (one.editor is Editor.CHOICE and one.in_table)
    )


def about(kind: RecordKind, row: Any, said: Said, titles: Titles, sought: tuple[Wanted, ...]) -> str:
    """The words around what was found, where the title does not hold it; else what tells the record apart."""
    if searching.nearness(sought, searching.words_of(said.title)) is None:
        for text in said.rest.split("\n"):
            if told := _excerpt(text, sought):
                return told
    return ", ".join(_facts(kind, row, said.title, titles))


def _facts(kind: RecordKind, row: Any, title: str, titles: Titles) -> list[str]:
    told: list[str] = []
    for field in kind.fields:
        if (
            field.in_table
            and field.editor not in (Editor.FLAG, Editor.INTEGER, Editor.DECIMAL_E4)
            and len(told) < _ABOUT
        ):
            value = getattr(row, field.name)
            text = (
                titles(field.refers, value)
                if field.editor is Editor.RECORD
                else values.show(field, value)
                if value
                else ""
            )
            text = " ".join(text.split())
            if text and text not in title and text not in told:
                told.append(text)
    return told


def _excerpt(text: str, sought: tuple[Wanted, ...]) -> str:
    """«… о ходе сопровождения школ …»; "" where the text holds none of the words."""
    words = text.split()
    for place, word in enumerate(words):
        said = searching.words_of(word)
        if any(one.nearness(said) is not None for one in sought):
            first, last = max(0, place - _AROUND), place + _AROUND + 1
            return ("… " if first else "") + " ".join(words[first:last]) + (" …" if last < len(words) else "")
    return ""
