"""Taking back never answers a question: what an action hid or settled is asked again when the action is taken back.

A deletion replaces everything said of a row, and an edit may agree with the other value; neither is a decision. So a row
that was more than its last values (values that differ, a deletion somebody did not know of, a key two rows have) is not
entered anew, which would say one of the values over the others. It is said to be there again, and derivation shows it
with all that stood beside it. These words are ordinary changes that travel.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shnor_desktop.document.journal.capture import STAND_INS, ActionId, say
from shnor_desktop.document.journal.undo import Value, insert_row
from shnor_desktop.document.state.groups import Canon, read_canon
from shnor_desktop.document.state.row import (
    DELETED,
    RESTORED,
    ChangeId,
    RowId,
    RowState,
    Said,
    derive_row,
    last_of_each,
    read_said,
)
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.document.state.words import Words, deletes, in_order

_SPAN = "c.writer_n = :writer AND c.seq > :first AND c.seq <= :last"
_NAMED = "SELECT 1 FROM change_pred p WHERE p.writer_n = c.writer_n AND p.seq = c.seq"
_MORE_THAN_PLAIN = (
    "SELECT c.table_no, c.row_uid FROM change c "
    "LEFT JOIN change l ON l.writer_n = c.pred_writer_n AND l.seq = c.pred_seq "
    f"WHERE {_SPAN} AND c.field_no = 0 AND typeof(c.value) = 'integer' AND (typeof(l.value) IS NOT 'text' "
    f"OR EXISTS ({_NAMED} AND (p.pred_field_no = 0 OR l.pred_seq IS NOT NULL)) "
    f"OR EXISTS ({_NAMED} GROUP BY p.pred_field_no HAVING count(*) > 1)) "
    f"UNION SELECT c.table_no, c.row_uid FROM change c WHERE {_SPAN} AND c.row_uid IN "
    "(SELECT row_uid FROM head UNION ALL SELECT row_uid FROM row_state)"
)
"""Rows of an action that may have been more than their last values: a deletion named more than the entry and one edit a
field, or several values stand beside each other now, or the row is kept for others. The rest need not be read."""


@dataclass(slots=True)
class TakenBack:
    """What came of an action that is taken back. `handled` names changes by (seq, field number)."""

    handled: set[tuple[int, int]] = field(default_factory=set)
    undone: int = 0
    kept: int = 0

    def count(self, done: bool) -> None:
        """One record or value more."""
        self.undone += done
        self.kept += not done


class Returning:
    """Takes back what an action settled, by words; whatever is plain is left to the reversal."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape, action: ActionId) -> None:
        self._connection = connection
        self._shape = shape
        self._writer: bytes
        (self._writer,) = connection.execute(
            "SELECT uid FROM writer WHERE n = ?", (action.writer_n,)
        ).fetchone()
        self._first = action.seq
        self._last, self._lamport = connection.execute(
            "SELECT last_seq, lamport FROM action WHERE writer_n = ? AND seq = ?",
            (action.writer_n, action.seq),
        ).fetchone()
        self._span = {"writer": action.writer_n, "first": self._first, "last": self._last}
        self._canon: Canon | None = None
        self.rows: set[RowId] = set()
        """What derivation has to show, as the tables do not yet."""

    def take_back(self, found: TakenBack, but: Iterable[RowId] = ()) -> None:
        """Every row of the action that was more than its last values, but those dealt with."""
        rows = self._connection.execute(_MORE_THAN_PLAIN, self._span).fetchall()
        said = read_said(self._connection, [uid for _, uid in rows])
        for row in sorted(set(rows).difference(but)):
            _Row(self, self._shape.tables[row[0]], row[1], said[row]).take_back(found)

    def is_mine(self, one: Said) -> bool:
        """Whether the action said it."""
        return one.id[0] == self._writer and self._first < one.id[1] <= self._last

    def comes_by_words(self, table_no: int, uid: bytes, values: Sequence[Value]) -> bool:
        """Whether a row cannot be entered because another one, which was there before the action, took its key
        meanwhile; both are shown and asked about then."""
        table = self._shape.tables[table_no]
        if not table.key:
            return False
        same = " AND ".join(f'"{table.columns[place].name}" IS ?' for place in table.key)
        holder = self._connection.execute(
            f"SELECT (SELECT min(c.lamport) FROM change c WHERE c.row_uid = t.uid) < ? FROM {table.name} t "
            f"WHERE {same} AND _dup = 0 AND uid <> ?",
            (self._lamport, *(values[place] for place in table.key), uid),
        ).fetchone()
        return holder is not None and bool(holder[0]) and self._again(table, uid)

    def comes_by_itself(self, table_no: int, uid: bytes) -> bool:
        """Whether a row that others refer to again is shown by derivation: it was said to be there, or was deleted
        before the action and kept for their sake, which is a question still."""
        if (table_no, uid) in self.rows:
            return True
        table = self._shape.tables[table_no]
        said = read_said(self._connection, [uid]).get((table_no, uid), [])
        state = derive_row(said, table.columns)
        if state is None:
            return False
        if not state.own_alive and state.life[-1].lamport < self._lamport:
            self.rows.add((table_no, uid))
            return True
        return self._again(table, uid, only_open=True)

    def says(self, there: Sequence[Value], entered: Sequence[Value]) -> bool:
        """Whether a row shows what was entered: of records that are one, derivation names the one that is shown."""
        if list(there) == list(entered):
            return True
        self._canon = self._canon or read_canon(self._connection)
        return all(
            shown == said or isinstance(shown, bytes) and said in self._canon.members(shown)
            for shown, said in zip(there, entered, strict=True)
        )

    def _again(self, table: Table, uid: bytes, *, only_open: bool = False) -> bool:
        said = read_said(self._connection, [uid]).get((table.number, uid), [])
        return _Row(self, table, uid, said).return_deleted(only_open=only_open)

    def say(
        self, table: Table, uid: bytes, field_no: int, value: Value, replaced: Iterable[ChangeId]
    ) -> None:
        """One word that derivation has to show."""
        say(self._connection, table.number, uid, field_no, value, list(replaced))
        self.rows.add((table.number, uid))

    def enter(self, table: Table, uid: bytes, values: Sequence[Value]) -> ChangeId:
        """A row with all its values, captured; the name of that change."""
        insert_row(self._connection, table.name, table.columns, uid, list(values))
        return self._connection.execute(  # type: ignore[no-any-return]
            "SELECT w.uid, n.seq FROM j_now n JOIN writer w ON w.n = n.writer_n"
        ).fetchone()

    def remove(self, table: Table, uid: bytes) -> None:
        """Take a row away, captured."""
        self._connection.execute(f"DELETE FROM {table.name} WHERE uid = ?", (uid,))

    def is_shown(self, table: Table, uid: bytes) -> bool:
        """Whether the table has it."""
        query = f"SELECT 1 FROM {table.name} WHERE uid = ?"
        return self._connection.execute(query, (uid,)).fetchone() is not None


class _Row:
    """One row: what the action said of it, what was said upon that, and what it is without both."""

    def __init__(self, all_rows: Returning, table: Table, uid: bytes, said: list[Said]) -> None:
        self._all, self._table, self._uid = all_rows, table, uid
        self._said = said
        self._mine = sorted((one for one in said if all_rows.is_mine(one)), key=lambda one: one.rank)

    def take_back(self, found: TakenBack) -> None:
        """As far as the row was more than its last values."""
        self._look(self._mine)
        if self._rest is None or self._now is None:
            return
        life = [one for one in self._mine if not one.field_no]
        if not life:
            self._take_fields_back(found)
        elif any(one.is_array for one in self._mine):
            self._take_entry_back(found)
        elif not deletes(life[-1]):
            self._handle(self._mine, found, self._delete_again())
        elif not self._now.own_alive and (self._is_open() or self._all.is_shown(self._table, self._uid)):
            self._handle(self._mine, found, self._return())

    def _take_entry_back(self, found: TakenBack) -> None:
        """An entry goes by the reversal, and with it what an undo said over it. One that stood in for the row the same
        action deleted makes way for that."""
        twins = Words(self._mine)
        found.handled |= {_place(one) for one in self._mine if twins.beside(one)}
        rest, now = self._rest, self._now
        assert rest is not None and now is not None
        if self._is_open() and any(map(deletes, self._mine)) and _is_told(rest) and self._stands(now):
            self._all.remove(self._table, self._uid)
            self._handle(self._mine, found, self._enter(rest))

    def _stands(self, now: RowState) -> bool:
        """Whether the row is what the action left."""
        then = [one for one in self._said if one.id not in self._upon or one in self._mine]
        left = derive_row(then, self._table.columns)
        return left is not None and left.values == now.values and not now.differing

    def return_deleted(self, *, only_open: bool) -> bool:
        """Bring the row back from its last deletion, whoever said it."""
        deletions = [one for one in self._said if deletes(one)]
        if not deletions or self._all.is_shown(self._table, self._uid):
            return False
        self._look([max(deletions, key=lambda one: one.rank)])
        if self._rest is None or self._now is None or only_open and not self._is_open():
            return False
        return self._return()

    def _look(self, taken: Iterable[Said]) -> None:
        """The changes taken back, with all that stands on them, and the row without them."""
        self._upon = {one.id for one in taken}
        for one in sorted(self._said, key=lambda one: one.rank):
            if not self._upon.isdisjoint(one.replaced):
                self._upon.add(one.id)
        rest = [one for one in self._said if one.id not in self._upon]
        self._rest: RowState | None = derive_row(rest, self._table.columns)
        self._now: RowState | None = derive_row(self._said, self._table.columns)

    def _handle(self, changes: Iterable[Said], found: TakenBack, done: bool) -> None:
        found.handled |= {_place(one) for one in changes}
        found.count(done)

    def _is_open(self) -> bool:
        rest = self._rest
        return rest is not None and bool(rest.differing or rest.edited_and_deleted or not rest.own_alive)

    def _return(self) -> bool:
        """The row as it was, without the changes taken back."""
        rest, now = self._rest, self._now
        assert rest is not None and now is not None
        upon = [one for one in self._said if one.id in self._upon]
        if any(one.field_no or one.is_array for one in upon):
            return self._enter(rest)
        words = [DELETED] if rest.edited_and_deleted or not rest.own_alive else []
        words += [RESTORED] if rest.own_alive else []
        replaced = in_order(one for one in now.life if one.id in self._upon)
        for word in words:
            self._say(0, word, replaced)
        return True

    def _enter(self, rest: RowState) -> bool:
        """Where the row has been entered anew meanwhile, only a further entry tells its values; they are said beside
        each other over it. Which text a stand-in means cannot be told so."""
        if not _is_told(rest):
            return False
        over = [self._all.enter(self._table, self._uid, rest.values)]
        for field_no in rest.differing:
            for value in last_of_each(head.value for head in dict(rest.heads)[field_no]):
                self._say(field_no, value, over)
        for word in (DELETED, RESTORED) if rest.edited_and_deleted else ():
            self._say(0, word, over)
        return True

    def _delete_again(self) -> bool:
        """What an undo said to be there goes again, unless somebody said something of it since."""
        if not {one.id for one in self._mine} >= self._upon:
            return False
        if self._all.is_shown(self._table, self._uid):
            self._all.remove(self._table, self._uid)
        else:
            self._say(0, DELETED, in_order(self._said))
        return True

    def _take_fields_back(self, found: TakenBack) -> None:
        """Edits that agreed with another value: their own word goes, the others stay."""
        assert self._rest is not None and self._now is not None
        twins = Words(self._mine)
        places = {column.field_no: place for place, column in enumerate(self._table.columns)}
        for field_no in sorted({one.field_no for one in self._mine}):
            mine = [one for one in self._mine if one.field_no == field_no]
            if field_no not in self._rest.differing and not any(map(twins.beside, mine)):
                continue
            heads = self._heads_upon(field_no)
            since = [one for one in heads if one not in mine and one.value != mine[-1].value]
            shown = self._now.values[places[field_no]]
            values = self._replaced(field_no, places[field_no])
            if not heads or since or shown not in [one.value for one in mine] or not values:
                continue
            if STAND_INS.isdisjoint(values) and self._all.is_shown(self._table, self._uid):
                for value in values:
                    self._say(field_no, value, [one.id for one in heads])
                self._handle(mine, found, True)

    def _heads_upon(self, field_no: int) -> list[Said]:
        """Values nobody replaced yet that were said by the action or upon it."""
        over = (one.replaced for one in self._said if one.field_no == field_no or one.is_array)
        replaced = frozenset().union(*over)
        return [
            one
            for one in self._said
            if one.field_no == field_no and one.id in self._upon and one.id not in replaced
        ]

    def _replaced(self, field_no: int, place: int) -> list[Value]:
        """The values that the changes taken back replaced, the shown one last."""
        assert self._rest is not None
        heads = dict(self._rest.heads).get(field_no)
        if heads is None:
            return [self._rest.values[place]]
        named = frozenset().union(*(one.replaced for one in self._said if one.id in self._upon))
        return list(last_of_each(head.value for head in heads if head.said.id in named))

    def _say(self, field_no: int, value: Value, replaced: Iterable[ChangeId]) -> None:
        self._all.say(self._table, self._uid, field_no, value, replaced)


def _is_told(rest: RowState) -> bool:
    """Whether a living row can be entered anew with everything that stands beside each other in it."""
    told = {head.value for _, heads in rest.heads for head in heads} | set(rest.values)
    return rest.own_alive and STAND_INS.isdisjoint(told)


def _place(one: Said) -> tuple[int, int]:
    return one.id[1], one.field_no
