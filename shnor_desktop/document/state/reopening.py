"""Taking decisions back: the question is asked again, with the values and words it was asked about.

A decision replaced several values that stood beside each other. Undo says them once more beside each other, redo
says the decision once more over them; both are ordinary changes that travel.
"""

import sqlite3
from collections.abc import Iterable

from shnor_desktop.document.journal.capture import ActionId, Column, say
from shnor_desktop.document.journal.undo import Value, unpack
from shnor_desktop.document.state.groups import keeps
from shnor_desktop.document.state.returning import Returning, TakenBack
from shnor_desktop.document.state.row import DELETED, RESTORED, ChangeId, RowId, Said, read_said
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.document.state.words import Words, deletes, in_order, unknowing

_REVERSALS = ("undo", "redo", "revert")


def take_back(connection: sqlite3.Connection, action: ActionId) -> tuple[TakenBack, Returning]:
    """Take back what was decided in an action, or in the undo of one, and what any action settled by the way; everything
    else is left to the reversal, which asks about rows it would enter."""
    shape = Shape(connection)
    found, returning = TakenBack(), Returning(connection, shape, action)
    decides = decided(connection, action)
    rows = set() if decides is None else _take_decisions_back(connection, shape, action, decides, found)
    returning.take_back(found, rows)
    returning.rows |= rows
    return found, returning


def _take_decisions_back(
    connection: sqlite3.Connection, shape: Shape, action: ActionId, decides: bool, found: TakenBack
) -> set[RowId]:
    """The rows in which that was done."""
    rows: set[RowId] = set()
    (last_seq,) = connection.execute(
        "SELECT last_seq FROM action WHERE writer_n = ? AND seq = ?", (action.writer_n, action.seq)
    ).fetchone()
    (writer,) = connection.execute("SELECT uid FROM writer WHERE n = ?", (action.writer_n,)).fetchone()
    changes = connection.execute(
        "SELECT seq, field_no, table_no, row_uid FROM change WHERE writer_n = ? AND seq > ? AND seq <= ? "
        "ORDER BY seq DESC",
        (action.writer_n, action.seq, last_seq),
    ).fetchall()
    for seq, field_no, table_no, row_uid in changes:
        row = _Row(connection, shape.tables[table_no], row_uid)
        done = row.open((writer, seq)) if decides else row.close((writer, seq))
        if done is not None:
            found.handled.add((seq, field_no))
            found.count(done)
            rows.add((table_no, row_uid))
    return rows


def decided(connection: sqlite3.Connection, action: ActionId) -> bool | None:
    """True for a decision and for one said again, False for one taken back, None for everything else."""
    decides = True
    at: tuple[int | None, int | None] = (action.writer_n, action.seq)
    seen = {at}
    while at[0] is not None:
        kind, *target = connection.execute(
            "SELECT kind, target_writer_n, target_seq FROM action WHERE writer_n = ? AND seq = ?", at
        ).fetchone() or ("", None, None)
        if kind not in _REVERSALS:
            return decides if kind == "decide" else None
        decides, at = not decides, (target[0], target[1])
        if at in seen:  # A forged history may take itself back.
            return None
        seen.add(at)
    return None


class _Row:
    """One row with everything said of it."""

    def __init__(self, connection: sqlite3.Connection, table: Table, uid: bytes) -> None:
        self._connection = connection
        self._table, self._uid = table, uid
        self._said = read_said(connection, [uid]).get((table.number, uid), [])
        self._by_id = {one.id: one for one in self._said}

    def open(self, change: ChangeId) -> bool | None:
        """Ask again what the change decided: True when that is done, False when something was said since, None
        when the change is an ordinary one."""
        one = self._by_id[change]
        before = [RESTORED] if keeps(one, self._by_id) else self._before(one, self._table.columns)
        if one.field_no and len(set(before)) < 2 or not before:
            return None
        heads = self._heads(one.field_no)
        if not heads or any(head.value != one.value for head in heads) or not self._is_there(one):
            return False
        for value in reversed(dict.fromkeys(reversed(before))):
            self._say(one.field_no, value, (head.id for head in heads))
        return True

    def _before(self, one: Said, columns: tuple[Column, ...]) -> list[Value]:
        """What the change replaced, the value that was shown last."""
        known = [self._by_id[key] for key in one.replaced if key in self._by_id]
        known.sort(key=lambda old: old.rank)
        if one.field_no:
            place = next(n for n, column in enumerate(columns) if column.field_no == one.field_no)
            return [
                unpack(str(old.value), columns)[place] if old.is_array else old.value
                for old in known
                if old.is_array or old.field_no == one.field_no
            ]
        if one.is_array:
            return []
        if any(deletes(old) for old in known):
            edited = unknowing(known, [old for old in self._said if old.rank < one.rank])
            return [DELETED, RESTORED] if edited else [DELETED]  # Alone: kept only because others need it.
        return [RESTORED] if deletes(one) else []

    def _heads(self, field_no: int) -> list[Said]:
        own = [one for one in self._said if one.field_no == field_no]
        replaced = frozenset().union(*(one.replaced for one in own))
        return [one for one in own if one.id not in replaced]

    def _is_there(self, one: Said) -> bool:
        """A value said of a record that is gone would bring it back."""
        query = f"SELECT 1 FROM {self._table.name} WHERE uid = ?"
        return not one.field_no or self._connection.execute(query, (self._uid,)).fetchone() is not None

    def close(self, change: ChangeId) -> bool | None:
        """Say the decision again over what its undo said; of several changes the last does it for all."""
        one = self._by_id[change]
        twins = Words(self._said).beside(one)
        before = max(
            (self._by_id[key] for key in one.replaced if key in self._by_id),
            key=lambda old: old.rank,
            default=one,
        )
        if one.is_array or before.is_array or not (twins or not one.field_no):
            return None
        if one.id != max(item.id for item in (one, *twins)):
            return True
        ids = {one.id, *(other.id for other in twins)}
        if {head.id for head in self._heads(one.field_no)} != ids:
            return False
        if deletes(before) or keeps(before, self._by_id):
            ids |= {item.id for item in self._said}
        self._say(one.field_no, before.value, in_order(self._by_id[key] for key in ids))
        return True

    def _say(self, field_no: int, value: Value, replaced: Iterable[ChangeId]) -> None:
        say(self._connection, self._table.number, self._uid, field_no, value, list(replaced))
