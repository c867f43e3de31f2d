"""Whose words a question is about: who said each of the values or deletions that do not agree, and when."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from shnor_desktop.document.journal.capture import ActionId
from shnor_desktop.document.journal.history import moment
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.state import reopening
from shnor_desktop.document.state.groups import Canon, joined_at, read_canon, unanswered
from shnor_desktop.document.state.row import ChangeId, RowState, Said, read_said
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.document.state.words import Words, deletes

MOST_SIDES = 200
"""So many of the values or words that do not agree are told of one question, the last of them; a decision answers all."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values or words that do not agree."""

    value: Value
    person: str
    office: str
    at: datetime
    here: bool
    """Written in this very file."""
    shown: bool
    """Shown until somebody decides."""
    by: bytes = b""
    """The writer."""
    ours: bool = False
    """Of an office whose people write in this file too."""


class Sides:
    """Finds them for the questions of one file."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape) -> None:
        self._connection = connection
        self._shape = shape
        self._known: dict[ChangeId, bool] = {}
        self._joined: dict[frozenset[bytes], int] = {}

    @cached_property
    def _canon(self) -> Canon:
        return read_canon(self._connection)

    def origin(self, one: Said, words: Words) -> Said:
        """The change this one repeats, itself when it repeats none."""
        return words.origin(one, self._taken_back)

    def _taken_back(self, one: Said) -> bool:
        """Whether it was said by taking a decision back."""
        if one.id not in self._known:
            self._known[one.id] = self._takes_back(one)
        return self._known[one.id]

    def _takes_back(self, one: Said) -> bool:
        found = self._connection.execute(
            "SELECT writer_n, seq FROM action WHERE writer_n = (SELECT n FROM writer WHERE uid = ?) AND seq < ? "
            "ORDER BY seq DESC LIMIT 1",
            one.id,
        ).fetchone()
        return found is not None and reopening.decided(self._connection, ActionId(*found)) is False

    def of_life(self, state: RowState, said: list[Said]) -> tuple[Side, ...]:
        """Those who deleted the record, and the last of those who did not know of it."""
        words = Words(said)
        return tuple(
            self.side(one, words, None, shown=not deletes(one))
            for one in self._disagreeing(state, said, words)
        )

    def _disagreeing(self, state: RowState, said: list[Said], words: Words) -> list[Said]:
        deletions = [one for one in state.life if deletes(one)][-MOST_SIDES:]
        first = [self.origin(one, words) for one in deletions]
        known = frozenset().union(*(one.replaced for one in (*deletions, *first)))
        overruled = frozenset().union(*(one.replaced for one in said if not one.field_no))
        others = [
            one
            for one in said
            if not deletes(one)
            and one.id not in known
            and (one.field_no or one.is_array or one.id not in overruled)
        ]
        return [*deletions, *([max(others, key=lambda one: one.rank)] if others else [])]

    def of_joined(self, uid: bytes, state: RowState, said: list[Said]) -> tuple[Side, ...]:
        """The last of those who did not know that the record was joined to another."""
        words = Words(said)
        if state.edited_and_deleted:
            found = [one for one in self._disagreeing(state, said, words) if not deletes(one)]
        else:
            group = self._canon.members(uid)
            if group not in self._joined:
                self._joined[group] = joined_at(self._connection, self._shape, group)
            found = unanswered(said, self._joined[group])
        last = max(found, key=lambda one: one.rank, default=None)
        return (self.side(last, words, None, shown=False),) if last else ()

    def last_word(self, table_no: int, uid: bytes, *, shown: bool) -> Side | None:
        """Who said the last word about a record; what only took a decision back does not count."""
        said = read_said(self._connection, [uid]).get((table_no, uid), [])
        last = max(said, key=lambda one: one.rank, default=None)
        return self.side(last, Words(said), None, shown=shown) if last else None

    def side(self, one: Said, words: Words, value: Value, *, shown: bool) -> Side:
        """One change as somebody's word."""
        first = self.origin(one, words)
        person, office, here, ours, wall = self._connection.execute(
            "SELECT w.person, w.office, w.here, w.office <> '' AND EXISTS (SELECT 1 FROM writer h WHERE h.here "
            "AND h.office = w.office), (SELECT a.wall_ms FROM action a WHERE a.writer_n = w.n "
            "AND a.seq < ? ORDER BY a.seq DESC LIMIT 1) FROM writer w WHERE w.uid = ?",
            (first.id[1], first.id[0]),
        ).fetchone()
        return Side(value, person, office, moment(wall or 0), bool(here), shown, first.id[0], bool(ours))
