"""The index of everything that can be found in a file: plain words in a table of SQLite in memory, never in the document.

The words of records stand there as they are written, and what is looked for is widened to all forms of its words.
"""

import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.models import values
from shnor_desktop.models.kind import TEXTS, Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.search.places import Place, place_of
from shnor_desktop.rules import searching
from shnor_desktop.rules.searching import Nearness, Wanted
from shnor_desktop.rules.words.name_order import by_name

MOST = 8
"""So many records of a kind are named unless more are asked for."""
_ABOUT = 3
"""So many fields tell records of one title apart."""
_AROUND = 5
"""So many words are told around the one that was found."""
_TITLE, _REST = 10.0, 1.0
"""What a word in the title weighs, and one in another field."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    kind: str
    uid: bytes
    title: str
    about: str
    """What tells it apart, or the words around what was found."""
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    kind: str
    title: str
    hits: tuple[Hit, ...]
    """The best of them."""
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found by a text; the kinds with the nearest first."""

    asked: str
    groups: tuple[Group, ...] = ()
    beside: tuple[int, ...] = ()
    """Numbers of the texts beside the records that hold it, the nearest first."""
    beside_first: bool = True
    """Whether none of the records is nearer than these."""
    corrected: str = ""
    """The same keys with the other layout, where only that found anything."""


@dataclass(frozen=True, slots=True)
class _Said:
    kind: str
    uid: bytes
    title: str
    rest: str


_Stamp = tuple[int, int]


class Index:
    """Of one document after another; one thread asks it."""

    def __init__(self) -> None:
        self._words = _new_table()
        weakref.finalize(self, self._words.close)
        self._stamp: tuple[Document, _Stamp] | None = None
        self._numbers: dict[bytes, int] = {}
        self._said: dict[int, _Said] = {}

    def find(
        self,
        document: Document | None,
        text: str,
        beside: Sequence[str] = (),
        *,
        only: str = "",
        most: int = MOST,
    ) -> Found:
        """What the file holds of a text, after whatever changed in it was read again, and which of the texts `beside` do;
        `only` of one kind."""
        if document is None:
            return self._found(None, text, beside, only, most)
        with document.read() as session:
            self._refresh(document, session)
            return self._found(session, text, beside, only, most)

    def _found(
        self, session: Session | None, text: str, beside: Sequence[str], only: str, most: int
    ) -> Found:
        for asked in dict.fromkeys((text, searching.other_layout(text))):
            sought = searching.wanted(asked)
            near, places = _places(beside, sought)
            hits = self._hits(sought) if session is not None else {}
            groups = self._groups(session, hits, sought, only, most) if session is not None else ()
            if groups or places:
                first = all(near <= one for one, _ in hits.values())
                return Found(text, groups, places, first, "" if asked == text else asked)
        return Found(text)

    # --- what is said --------------------------------------------------------------------------------------------

    def refresh(self, document: Document) -> None:
        """Read what has changed since the last time, by whomever."""
        with document.read() as session:
            self._refresh(document, session)

    def _refresh(self, document: Document, session: Session) -> None:
        stamp = _stamp(raw_of(session))
        if self._stamp is not None and self._stamp[0] is document and self._stamp[1] == stamp:
            return
        if self._stamp is None or self._stamp[0] is not document:
            self._words.execute("DELETE FROM said")
            self._numbers, self._said = {}, {}
        self._stamp = None
        left = dict(self._numbers)
        new: list[_Said] = []
        for said in _everything(session):
            number = left.pop(said.uid, None)
            if number is None:
                new.append(said)
            elif self._said[number] != said:
                self._drop(said.uid, number)
                new.append(said)
        for uid, number in left.items():
            self._drop(uid, number)
        self._take(new)
        self._stamp = document, stamp

    def _drop(self, uid: bytes, number: int) -> None:
        self._words.execute("DELETE FROM said WHERE rowid = ?", (number,))
        del self._numbers[uid], self._said[number]

    def _take(self, new: Iterable[_Said]) -> None:
        start = max(self._said, default=0) + 1
        for number, said in enumerate(new, start):
            self._numbers[said.uid], self._said[number] = number, said
        self._words.executemany(
            "INSERT INTO said (rowid, title, rest) VALUES (?, ?, ?)",
            (
                (number, searching.folded(said.title), searching.folded(said.rest))
                for number, said in self._said.items()
                if number >= start
            ),
        )

    # --- what is found -------------------------------------------------------------------------------------------

    def _groups(
        self,
        session: Session,
        hits: dict[int, tuple[Nearness, float]],
        sought: tuple[Wanted, ...],
        only: str,
        most: int,
    ) -> tuple[Group, ...]:
        found: dict[str, list[tuple[Nearness, float, int]]] = defaultdict(list)
        for number, (near, rank) in hits.items():
            found[self._said[number].kind].append((near, rank, number))
        order = {kind.code: place for place, kind in enumerate(KINDS)}
        codes = sorted(
            (one for one in found if only in ("", one)),
            key=lambda code: (min(found[code])[0], code != "school", order[code]),
        )
        return tuple(
            self._group(session, code, sorted(found[code], key=self._place), sought, most) for code in codes
        )

    def _place(self, one: tuple[Nearness, float, int]) -> tuple[Nearness, float, str]:
        near, rank, number = one
        return near, round(rank, 3), by_name(self._said[number].title)

    def _group(
        self,
        session: Session,
        code: str,
        found: list[tuple[Nearness, float, int]],
        sought: tuple[Wanted, ...],
        most: int,
    ) -> Group:
        kind = BY_CODE[code]
        said = [self._said[number] for _, _, number in found[:most]]
        columns = kind.record.__table__.columns
        rows = {
            row.uid: row
            for row in session.execute(select(*columns).where(columns.uid.in_([one.uid for one in said])))
        }
        titles = Titles(session)
        titles.ahead(kind, rows.values())
        hits = tuple(
            Hit(
                code,
                one.uid,
                one.title,
                _about(kind, rows[one.uid], one, titles, sought),
                place_of(session, code, rows[one.uid]),
            )
            for one in said
        )
        return Group(code, kind.many, hits, len(found))

    def _hits(self, sought: tuple[Wanted, ...]) -> dict[int, tuple[Nearness, float]]:
        """Numbers of what holds every word, how nearly and how much; parts of words only where there is nothing nearer."""
        if not sought:
            return {}
        found: dict[int, tuple[Nearness, float]] = {}
        for near in (Nearness.FORMS, Nearness.BEGINNINGS):
            asked = " AND ".join(_expression(one, near) for one in sought)
            query = "SELECT rowid, bm25(said, ?, ?) FROM said WHERE said MATCH ?"
            for number, rank in self._words.execute(query, (_TITLE, _REST, asked)):
                found.setdefault(number, (near, rank))
        if not found and all(one.has_parts for one in sought):
            for number, one in self._said.items():
                title = searching.folded(one.title)
                if all(word.text in title for word in sought):
                    found[number] = (Nearness.PARTS, 0.0)
        return found


def _places(texts: Sequence[str], sought: tuple[Wanted, ...]) -> tuple[Nearness, tuple[int, ...]]:
    """How near the nearest of the texts is, and the numbers of those that hold what is looked for."""
    known = [
        (near, place)
        for place, text in enumerate(texts)
        if (near := searching.nearness(sought, searching.words_of(text))) is not None
    ]
    known.sort()
    return (known[0][0] if known else Nearness.PARTS), tuple(place for _, place in known)


def _new_table() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    made.execute(
        "CREATE VIRTUAL TABLE said USING fts5(title, rest, tokenize = 'unicode61 remove_diacritics 0', "
        "detail = column, prefix = '2 3')"
    )
    return made


def _stamp(connection: sqlite3.Connection) -> _Stamp:
    """Another after every write: by other connections, and by this one."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version), connection.total_changes


def _expression(one: Wanted, near: Nearness) -> str:
    told = [f'"{form}"' for form in sorted(one.forms)]
    if one.stems:
        told.append("(" + " AND ".join(f'"{stem}" *' for stem in one.stems) + ")")
    if near is Nearness.BEGINNINGS:
        told.append(f'"{one.text}"' if one.whole else f'"{one.text}" *')
    return f"({' OR '.join(told)})"


# --- what records say --------------------------------------------------------------------------------------------


def _everything(session: Session) -> Iterator[_Said]:
    others = _other_names(session)
    for kind in KINDS:
        if kind.is_found:
            yield from _of_kind(session, kind, others.get(kind.code, {}))


def _of_kind(session: Session, kind: RecordKind, others: dict[bytes, list[str]]) -> Iterator[_Said]:
    titles, told = Titles(session), _told(kind)
    rows = session.execute(select(*kind.record.__table__.columns)).all()
    titles.ahead(kind, rows)
    for row in rows:
        rest = [text for field in told if (text := values.show(field, getattr(row, field.name)))]
        yield _Said(
            kind.code,
            row.uid,
            " ".join(titles.of(kind.code, row).split()),
            "\n".join((*rest, *others.get(row.uid, ()))),
        )


def _other_names(session: Session) -> dict[str, dict[bytes, list[str]]]:
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


def _about(kind: RecordKind, row: Any, said: _Said, titles: Titles, sought: tuple[Wanted, ...]) -> str:
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
