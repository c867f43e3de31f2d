"""The newest actions first, read without looking through the older ones.

The file has no index over the order of the whole journal, but what one writer did stands in order by itself. So the ends of
all writers are held against each other, and only of those whose turn comes more is read: it costs what is asked for,
however long the history is.
"""

import heapq
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from shnor_desktop.document.journal.capture import ActionId


class Step(NamedTuple):
    """One action; the first three give the order all offices agree on."""

    lamport: int
    uid: bytes
    seq: int
    writer_n: int
    last_seq: int
    kind: str
    title: str
    wall_ms: int
    target_n: int | None
    target_seq: int | None

    @property
    def action(self) -> ActionId:
        """Its identity."""
        return ActionId(self.writer_n, self.seq)

    @property
    def target(self) -> ActionId | None:
        """What it takes back or brings back."""
        if self.target_n is None or self.target_seq is None:
            return None
        return ActionId(self.target_n, self.target_seq)


_COLUMNS = "a.lamport, {uid}, a.seq, a.writer_n, a.last_seq, a.kind, a.title, a.wall_ms, a.target_writer_n, a.target_seq"
_ENDS = (
    f"SELECT {_COLUMNS.format(uid='w.uid')} FROM writer w CROSS JOIN action a ON a.writer_n = w.n AND a.seq = "
    "(SELECT max(b.seq) FROM action b WHERE b.writer_n = w.n)"
)
_BEFORE = (
    f"SELECT {_COLUMNS.format(uid='?')} FROM action a WHERE a.writer_n = ? AND a.seq < ? "
    "ORDER BY a.seq DESC LIMIT ?"
)
_PIECE = 64


def newest_first(connection: sqlite3.Connection, *, here: bool = False) -> Iterator[Step]:
    """All actions known at the first call, or those done in this very file. What is written meanwhile does not matter."""
    own = " WHERE w.here = 1" if here else ""
    ends = [Step(*row) for row in connection.execute(_ENDS + own)]
    return heapq.merge(*(_back(connection, end) for end in ends), key=lambda one: one[:3], reverse=True)


def _back(connection: sqlite3.Connection, end: Step) -> Iterator[Step]:
    """What one writer did, from its end back."""
    piece = [end]
    while piece:
        yield from piece
        last = piece[-1]
        rows = connection.execute(_BEFORE, (last.uid, last.writer_n, last.seq, _PIECE))
        piece = [Step(*row) for row in rows]
