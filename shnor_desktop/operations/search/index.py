"""The index of everything that can be found in a file: plain words in a table of SQLite in memory, never in the document.

The words of records stand there as they are written, and what is looked for is widened to all forms of its words.
"""

import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from math import inf
from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.search.places import ORDER, Place, place_of
from shnor_desktop.operations.search.said import FOUND, Said, about, of_kind, other_names
from shnor_desktop.rules import searching
from shnor_desktop.rules.searching import Nearness, Wanted
from shnor_desktop.rules.words.name_order import by_name

_PIECE = 200
"""So many records are taken at once."""
_MATCHES = """SELECT group_concat(number || '/' || rank, ' ') FROM (
    SELECT rowid AS number, bm25(said, ?, ?) AS rank FROM said WHERE said MATCH ? LIMIT -1)"""
"""All in one row: for each row of a long answer the window would have to wait for the interpreter once more."""
_ALIKE = 0.001
"""By so much the ranks of two records may differ that say the same of a word."""
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
    whole: bool = True
    """Whether all of the file was read by then."""
    corrected: str = ""
    """The same keys with the other layout, where only that found anything."""


class Index:
    """Of one document after another; one thread asks it."""

    def __init__(self) -> None:
        self._words = _new_table()
        weakref.finalize(self, self._words.close)
        self._of: tuple[Document, int, int] | None = None
        """What it was made of, and is being made of while steps are left."""
        self._steps: Iterator[None] = iter(())
        self._session: Session | None = None
        self._count = 0
        self._numbers: dict[bytes, int] = {}
        self._said: dict[int, Said] = {}
        self._titles: dict[int, str] = {}
        """Folded."""

    def find(
        self,
        document: Document | None,
        text: str,
        beside: Sequence[str] = (),
        *,
        only: str = "",
        most: int = searching.FEW,
        patience: float = inf,
    ) -> Found:
        """What the file holds of a text, after whatever changed in it was read again, and which of the texts `beside` do;
        `only` of one kind. After so many seconds of reading it answers from what it knows by then, and is not `whole`."""
        if document is None:
            return self._found(None, text, beside, only, most)
        with document.read() as session:
            whole = self._renew(document, session, patience)
            return replace(self._found(session, text, beside, only, most), whole=whole)

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
                corrected = "" if asked == text else asked
                return Found(text, groups, places, first, corrected=corrected)
        return Found(text)

    # --- what is said --------------------------------------------------------------------------------------------

    def _renew(self, document: Document, session: Session, patience: float) -> bool:
        """Read what has changed since the last time, by whomever; False where more is left than the patience allows."""
        now = document, *_stamp(raw_of(session))
        if now != self._of:
            if self._of is None or self._of[0] is not document:
                self._forget()
            self._of, self._steps = now, self._renewal()
        self._session = session
        until = monotonic() + patience
        try:
            return not any(monotonic() >= until for _ in self._steps)
        except BaseException:
            self._of = None
            raise
        finally:
            self._session = None

    def _forget(self) -> None:
        self._words.execute("INSERT INTO said (said) VALUES ('delete-all')")
        self._numbers, self._said, self._titles = {}, {}, {}

    def _renewal(self) -> Iterator[None]:
        """In steps of which none takes long."""
        assert self._session is not None
        others, left = other_names(self._session), dict(self._numbers)
        for kind in FOUND:
            new: list[Said] = []
            for said in of_kind(self._session, kind, others.get(kind.code, {})):
                number = left.pop(said.uid, None)
                if number is None or self._said[number] != said:
                    new.append(said)
            yield
            for start in range(0, len(new), _PIECE):
                self._take(new[start : start + _PIECE])
                yield
        for number in left.values():
            self._drop(number)

    def _drop(self, number: int) -> None:
        said = self._said.pop(number)
        del self._numbers[said.uid]
        texts = (self._titles.pop(number), searching.folded(said.rest))
        self._words.execute(
            "INSERT INTO said (said, rowid, title, rest) VALUES ('delete', ?, ?, ?)", (number, *texts)
        )

    def _take(self, new: Sequence[Said]) -> None:
        for said in new:
            if (known := self._numbers.get(said.uid)) is not None:
                self._drop(known)
            self._count += 1
            self._numbers[said.uid], self._said[self._count] = self._count, said
            self._titles[self._count] = searching.folded(said.title)
        numbers = [self._numbers[said.uid] for said in new]
        self._words.executemany(
            "INSERT INTO said (rowid, title, rest) VALUES (?, ?, ?)",
            [
                (number, self._titles[number], searching.folded(said.rest))
                for number, said in zip(numbers, new, strict=True)
            ],
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
        codes = sorted(
            (one for one in found if only in ("", one)),
            key=lambda code: (min(found[code])[0], ORDER.get(code, len(ORDER)), BY_CODE[code].many),
        )
        return tuple(self._group(session, code, found[code], sought, most) for code in codes)

    def _best(self, found: list[tuple[Nearness, float, int]], most: int) -> list[Said]:
        """The nearest and fullest; those alike by their titles."""
        if len(found) > most:
            near, rank, _ = nsmallest(most, found)[-1]
            found = [one for one in found if one[:2] <= (near, rank + _ALIKE)]
        ordered = sorted(
            found, key=lambda one: (one[0], round(one[1] / _ALIKE), by_name(self._said[one[2]].title))
        )
        return [self._said[number] for _, _, number in ordered[:most]]

    def _group(
        self,
        session: Session,
        code: str,
        found: list[tuple[Nearness, float, int]],
        sought: tuple[Wanted, ...],
        most: int,
    ) -> Group:
        kind, best = BY_CODE[code], self._best(found, most)
        columns = kind.record.__table__.columns
        asked = select(*columns).where(columns.uid.in_([one.uid for one in best]))
        rows = {row.uid: row for row in session.execute(asked)}
        titles = Titles(session)
        titles.ahead(kind, rows.values())
        hits = tuple(
            Hit(code, one.uid, one.title, about(kind, row, one, titles, sought), place_of(session, code, row))
            for one in best
            if (row := rows.get(one.uid)) is not None  # Else it has gone since it was read.
        )
        return Group(code, kind.many, hits, len(found))

    def _hits(self, sought: tuple[Wanted, ...]) -> dict[int, tuple[Nearness, float]]:
        """Numbers of what holds every word, how nearly and how much; parts of words only where there is nothing nearer."""
        if not sought:
            return {}
        found: dict[int, tuple[Nearness, float]] = {}
        for near in (Nearness.FORMS, Nearness.BEGINNINGS):
            if near is Nearness.BEGINNINGS and all(len(one.text) == 1 and not one.whole for one in sought):
                break  # With one letter half of all records begin somewhere.
            found = self._matches(near, sought) | found
        if not found and all(one.has_parts for one in sought):
            for number, title in self._titles.items():
                if all(word.text in title for word in sought):
                    found[number] = (Nearness.PARTS, 0.0)
        if not found and all(one.root for one in sought):
            found = self._matches(Nearness.ALIKE, sought)
        return found

    def _matches(self, near: Nearness, sought: tuple[Wanted, ...]) -> dict[int, tuple[Nearness, float]]:
        asked = " AND ".join(_expression(one, near) for one in sought)
        (told,) = self._words.execute(_MATCHES, (_TITLE, _REST, asked)).fetchone()
        ranked = (line.partition("/") for line in (told or "").split())
        return {int(number): (near, float(rank)) for number, _, rank in ranked}


def _places(texts: Sequence[str], sought: tuple[Wanted, ...]) -> tuple[Nearness, tuple[int, ...]]:
    """How near the nearest of the texts is, and the numbers of those that hold what is looked for, the shortest first; what
    is only alike where nothing is nearer."""
    known = [
        (near, len(text), place)
        for place, text in enumerate(texts)
        if (near := searching.nearness(sought, searching.words_of(text))) is not None
    ]
    known.sort()
    if known and known[0][0] is not Nearness.ALIKE:
        known = [one for one in known if one[0] is not Nearness.ALIKE]
    return (known[0][0] if known else Nearness.ALIKE), tuple(place for *_, place in known)


def _new_table() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    made.execute(
        "CREATE VIRTUAL TABLE said USING fts5(title, rest, tokenize = 'unicode61 remove_diacritics 0', "
        "content = '', detail = column, prefix = '2 3')"
    )
    return made


def _stamp(connection: sqlite3.Connection) -> tuple[int, int]:
    """Another after every write: by other connections, and by this one."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version), connection.total_changes


def _expression(one: Wanted, near: Nearness) -> str:
    if near is Nearness.ALIKE:
        return f'"{one.root}" *'
    told = [f'"{form}"' for form in sorted(one.forms)]
    if one.stems:
        told.append("(" + " AND ".join(f'"{stem}" *' for stem in one.stems) + ")")
    if near is Nearness.BEGINNINGS:
        told.append(f'"{one.text}"' if one.whole else f'"{one.text}" *')
    return f"({' OR '.join(told)})"
