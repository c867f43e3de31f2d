"""What one row is, given everything anybody ever said of it: a pure function of its set of changes.

Merging is the union of journals; this function makes the same row of the same set in every office, whatever
the order in which the changes arrived. No wall clock decides anything. Many rows are read at once, with everything each change
of them replaces.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from shnor_desktop.document.journal.capture import STAND_INS, Column
from shnor_desktop.document.journal.undo import Value, entered, journal_damaged, unpack
from shnor_desktop.document.state.tables import Shape

ChangeId = tuple[bytes, int]
"""Writer uid and sequence number."""

RESTORED, DELETED = 1, 0


@dataclass(frozen=True, slots=True)
class Said:
    """One change of one row. `replaced` holds every change it named as the one it replaces."""

    id: ChangeId
    lamport: int
    field_no: int
    value: Value
    replaced: frozenset[ChangeId]

    @property
    def rank(self) -> tuple[int, bytes, int]:
        """The order all offices agree on."""
        return self.lamport, self.id[0], self.id[1]

    @property
    def is_array(self) -> bool:
        """Whether it brings the whole row with all values."""
        return self.field_no == 0 and isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Head:
    """A value nobody replaced yet."""

    said: Said
    value: Value


@dataclass(frozen=True, slots=True)
class RowState:
    """The row as all offices see it. `heads` holds only fields with more than one un-replaced change."""

    own_alive: bool
    edited_and_deleted: bool
    values: tuple[Value, ...]
    heads: tuple[tuple[int, tuple[Head, ...]], ...]
    life: tuple[Said, ...]
    born: tuple[int, bytes, int]
    """Rank of its first insert: decides which of two rows with one key is the first."""

    @property
    def differing(self) -> tuple[int, ...]:
        """Fields whose heads hold different values."""
        return tuple(no for no, heads in self.heads if len({_key(head.value) for head in heads}) > 1)


def _key(value: Value) -> tuple[str, Value]:
    return type(value).__name__, value


def derive_row(changes: Iterable[Said], columns: tuple[Column, ...]) -> RowState | None:
    """State of a row, None when nothing ever inserted it (a part may hold such rows)."""
    said = tuple(changes)
    life = [one for one in said if one.field_no == 0]
    arrays = [one for one in life if one.is_array]
    if not arrays:
        return None
    by_array = frozenset().union(*(one.replaced for one in arrays))
    in_life = frozenset().union(*(one.replaced for one in life))
    by_delete = frozenset().union(*(one.replaced for one in life if one.value == DELETED))
    life_heads = tuple(one for one in life if one.id not in in_life)
    sources = _sources(life, arrays, life_heads)
    unpacked = {one.id: entered(str(one.value), columns) for one in sources}
    fields: dict[int, list[Said]] = {}
    for one in said:
        if one.field_no:
            fields.setdefault(one.field_no, []).append(one)
    values: list[Value] = []
    heads: list[tuple[int, tuple[Head, ...]]] = []
    edited = False
    for index, column in enumerate(columns):
        own = fields.get(column.field_no, [])
        found = _field_heads(own, sources, unpacked, (index, column.field_no), by_array)
        if any(head.value in STAND_INS for head in found):
            found = _told(found, own, arrays, index, columns)
        winner = max(found, key=lambda head: head.said.rank)
        values.append(winner.value)
        edited = edited or any(h.said.field_no and h.said.id not in by_delete for h in found)
        if len(found) > 1:
            heads.append((column.field_no, tuple(sorted(found, key=lambda head: head.said.rank))))
    deleted = any(one.value == DELETED for one in life_heads)
    standing = any(one.value != DELETED for one in life_heads)
    alive = standing or edited
    return RowState(
        own_alive=alive,
        edited_and_deleted=alive and deleted,
        values=tuple(values),
        heads=tuple(heads),
        life=tuple(sorted(life_heads, key=lambda one: one.rank)),
        born=min(one.rank for one in arrays),
    )


def _told(
    heads: list[Head], own: list[Said], arrays: list[Said], index: int, columns: tuple[Column, ...]
) -> list[Head]:
    """The heads with the text that a stand-in means, if anybody who is heard here knows it."""
    said = {one.rank: unpack(str(one.value), columns)[index] for one in arrays}
    said |= {one.rank: one.value for one in own}
    ranks = sorted(rank for rank, value in said.items() if value != "" and value not in STAND_INS)
    told = []
    for head in heads:
        place = bisect_left(ranks, head.said.rank) if head.value in STAND_INS else 0
        told.append(Head(head.said, said[ranks[place - 1]]) if place else head)
    return told


def _sources(life: list[Said], arrays: list[Said], heads: tuple[Said, ...]) -> list[Said]:
    """The inserts whose values still count: those no later return stands on, and of these the ones the
    living heads stand on, if any."""
    if len(arrays) == 1:
        return arrays
    known = {one.id: one for one in life}
    older = below(arrays, known)
    last = [one for one in arrays if one.id not in older]
    living = [one for one in heads if one.value != DELETED]
    stood_on = below(living, known) | {head.id for head in living}
    return [one for one in last if one.id in stood_on] or last


def below(tops: Iterable[Said], known: Mapping[ChangeId, Said]) -> set[ChangeId]:
    """Everything the given life changes stand on, directly or not. Each change is visited once, because a row may
    have died and returned thousands of times."""
    found: set[ChangeId] = set()
    waiting = list(tops)
    while waiting:
        fresh = {one for one in waiting.pop().replaced if one in known and one not in found}
        found |= fresh
        waiting += [known[one] for one in fresh]
    return found


def last_of_each(values: Iterable[Value]) -> tuple[Value, ...]:
    """Each value once, where it comes last."""
    return tuple(reversed(dict.fromkeys(reversed(tuple(values)))))


def _field_heads(
    own: list[Said],
    sources: list[Said],
    unpacked: dict[ChangeId, tuple[list[Value], int]],
    place: tuple[int, int],
    by_array: frozenset[ChangeId],
) -> list[Head]:
    """An insert says nothing of a field that is younger than its program, so it does not contradict who does."""
    index, field_no = place
    replaced = frozenset().union(*(one.replaced for one in own)) if own else frozenset()
    found = [Head(one, one.value) for one in own if one.id not in replaced and one.id not in by_array]
    found += [
        Head(one, unpacked[one.id][0][index])
        for one in sources
        if one.id not in replaced and unpacked[one.id][1] >= field_no
    ]
    if not found:
        # Nobody spoke of it, or this is only a part without the insert it stands on: the newest word counts.
        last = max([*own, *sources], key=lambda one: one.rank)
        return [Head(last, unpacked[last.id][0][index] if last.is_array else last.value)]
    return found


RowId = tuple[int, bytes]
"""Table number and uid."""
_K = TypeVar("_K")
_V = TypeVar("_V")

_CHUNK = 400


def chunks(items: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Pieces small enough for one statement's parameters."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def marks(items: Sequence[object]) -> str:
    """Question marks for an IN list."""
    return ", ".join("?" * len(items))


class _LookedUp(dict[_K, _V]):
    """Looked up when asked for: a file may hold a great many writers and a row names few."""

    query: ClassVar[str]

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, key: _K) -> _V:
        found = self._connection.execute(self.query, (key,)).fetchone()
        if found is None:
            raise journal_damaged()
        self[key] = found[0]
        return self[key]


class Writers(_LookedUp[int, bytes]):
    """Local number → uid."""

    query = "SELECT uid FROM writer WHERE n = ?"


class Numbers(_LookedUp[bytes, int]):
    """The other way round: uid → local number."""

    query = "SELECT n FROM writer WHERE uid = ?"


def read_said(connection: sqlite3.Connection, uids: Iterable[bytes]) -> dict[RowId, list[Said]]:
    """All changes of the rows with those uids."""
    names = Writers(connection)
    found: dict[RowId, list[Said]] = {}
    for part in chunks(sorted(set(uids))):
        rows = connection.execute(
            "SELECT table_no, row_uid, writer_n, seq, lamport, field_no, value, pred_writer_n, pred_seq "
            f"FROM change WHERE row_uid IN ({marks(part)})",
            tuple(part),
        ).fetchall()
        more = _further(connection, part, names)
        for table_no, uid, n, seq, lamport, field_no, value, pred_n, pred_seq in rows:
            me = (names[n], seq)
            replaced = more.get(me, set())
            if pred_seq is not None:
                replaced = replaced | {(names[pred_n], pred_seq)}
            found.setdefault((table_no, uid), []).append(
                Said(me, lamport, field_no, value, frozenset(replaced))
            )
    return found


def _further(
    connection: sqlite3.Connection, part: Sequence[bytes], names: Writers
) -> dict[ChangeId, set[ChangeId]]:
    found: dict[ChangeId, set[ChangeId]] = {}
    rows = connection.execute(
        "SELECT p.writer_n, p.seq, p.pred_writer_n, p.pred_seq FROM change c "
        "JOIN change_pred p ON p.writer_n = c.writer_n AND p.seq = c.seq "
        f"WHERE c.row_uid IN ({marks(part)})",
        tuple(part),
    )
    for n, seq, pred_n, pred_seq in rows:
        found.setdefault((names[n], seq), set()).add((names[pred_n], pred_seq))
    return found


def read_states(connection: sqlite3.Connection, shape: Shape, uids: Iterable[bytes]) -> dict[RowId, RowState]:
    """States of the rows with those uids; rows nothing ever inserted are left out."""
    states = {}
    for row, said in read_said(connection, uids).items():
        state = derive_row(said, shape.tables[row[0]].columns)
        if state is not None:
            states[row] = state
    return states
