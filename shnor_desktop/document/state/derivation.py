"""Makes the tables show what the journal says: incrementally after merges and decisions, or for all rows.

Runs inside the document's transaction with the capture triggers taken away: what it writes follows from the
journal and is never journaled itself. Incremental and full runs must give the same tables (a test holds it).
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.state.groups import Canon, joined_at, read_canon, unanswered
from shnor_desktop.document.state.row import Numbers, RowId, RowState, chunks, marks, read_said, read_states
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.values import is_beyond

Values = tuple[Value, ...]


@dataclass(slots=True)
class Effect:
    """What happened to the shown rows: before and after, None where there was or is no row."""

    rows: dict[RowId, tuple[Values | None, Values | None]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    """Table number → name."""

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables in which something changed."""
        return frozenset(self.names[number] for number, _ in self.rows)

    def note(self, row: RowId, before: Values | None, after: Values | None) -> None:
        """Remember the first «before» and the last «after»; a row that is as it was is no effect."""
        first = self.rows[row][0] if row in self.rows else before
        if first == after:
            self.rows.pop(row, None)
        else:
            self.rows[row] = (first, after)


def doubted(table: Table, differing: Iterable[int]) -> tuple[int, ...]:
    """Indexes of fields that show the cautious answer while offices disagree: whether two records are one."""
    if table.name != "identity_verdict":
        return ()
    places = {column.field_no: index for index, column in enumerate(table.columns)}
    return tuple(places[no] for no in differing if table.columns[places[no]].name == "verdict")


class Derivation:
    """One run over a set of touched rows."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape | None = None) -> None:
        self._connection = connection
        self._shape = shape or Shape(connection)
        self._numbers = Numbers(connection)
        self._canon = Canon()
        self._stand_ins: dict[tuple[int, frozenset[bytes]], bytes] = {}
        """(table number, group) → the member that is shown."""
        self._joined: dict[frozenset[bytes], int] = {}
        """Group → when its last verdict was given."""
        self._states: dict[RowId, RowState] = {}
        self._conflicts: set[tuple[str, int, bytes, int]] = set()
        self._instead: dict[RowId, bytes] = {}
        """Living rows that are not shown → the row shown instead."""
        self._kept: set[RowId] = set()
        """Dead rows that living ones refer to: they stay until somebody decides."""
        self._forward: set[RowId] = set()
        """Rows that came forward because the holder of their key went."""
        self._keys: set[tuple[int, Values]] = set()
        """Keys that gained or lost a row in this run."""
        self.effect = Effect(names={number: table.name for number, table in self._shape.tables.items()})

    def run(self, touched: Iterable[RowId]) -> Effect:
        """Bring the tables, heads, conflicts and row states up to date for `touched` and all they affect."""
        work = self._with_represented(self._with_groups(set(touched)))
        work |= self._asked_about_keys({number for number, _ in work})
        self._load(work)
        self._clear_derived(work)
        dead = {row for row in sorted(work) if not self._show(row)}
        self._resolve_keys()
        self._restore_parents()
        self._bury(dead)
        self._write_derived(work)
        return self.effect

    # ---- which rows are affected

    def _with_groups(self, work: set[RowId]) -> set[RowId]:
        """Verdicts first: they decide under which uid everything else is shown."""
        number = self._shape.by_name["identity_verdict"].number
        before = read_canon(self._connection)
        verdicts = {row for row in work if row[0] == number}
        self._load(verdicts)
        for row in verdicts:
            if not self._show(row):
                self._delete(self._shape.tables[number], row[1])
        self._canon = read_canon(self._connection)
        moved = before.differing(self._canon)
        moved |= {uid for _, uid in work} & (before.group_of.keys() | self._canon.group_of.keys())
        # A verdict typed here stands in its table already: its records have moved all the same.
        moved |= {one for row in verdicts if row in self._states for one in self._pair(row)}
        moved |= before.with_groups(moved) | self._canon.with_groups(moved)
        return work | self._rows_of(moved) | self._children_of(moved)

    def _pair(self, verdict: RowId) -> tuple[bytes, ...]:
        return tuple(value for value in self._states[verdict].values if isinstance(value, bytes))

    def _rows_of(self, uids: set[bytes]) -> set[RowId]:
        return self._with_any(uids, "SELECT DISTINCT table_no, row_uid FROM change WHERE row_uid")

    def _with_any(self, uids: set[bytes], query: str) -> set[RowId]:
        """What a query finds that ends with the column that has to be one of these."""
        parts = (
            self._connection.execute(f"{query} IN ({marks(part)})", part) for part in chunks(sorted(uids))
        )
        return set(chain.from_iterable(parts))

    def _children_of(self, uids: set[bytes]) -> set[RowId]:
        found: set[RowId] = set()
        for part in chunks(sorted(uids)):
            for table in self._shape.tables.values():
                for index, _ in table.refers:
                    name = table.columns[index].name
                    rows = self._connection.execute(
                        f'SELECT uid FROM {table.name} WHERE "{name}" IN ({marks(part)})', part
                    )
                    found.update((table.number, uid) for (uid,) in rows)
        return found

    def _with_represented(self, work: set[RowId]) -> set[RowId]:
        """Rows that stand behind a touched one may come forward."""
        found, fresh = set(work), {uid for _, uid in work}
        while fresh:
            more = self._represented_by(fresh) - found
            found |= more
            fresh = {uid for _, uid in more}
        return found

    def _represented_by(self, uids: set[bytes]) -> set[RowId]:
        return self._with_any(uids, "SELECT table_no, row_uid FROM row_state WHERE canonical_uid")

    def _asked_about_keys(self, numbers: set[int]) -> set[RowId]:
        """Marked second holders of keys: what was written here may have freed the key, and no longer shows it."""
        waiting = self._connection.execute("SELECT table_no, row_uid FROM conflict WHERE kind = 'key'")
        return {
            row
            for row in waiting
            if row[0] in numbers and not self._shape.is_leaf(self._shape.tables[row[0]])
        }

    def _load(self, rows: Iterable[RowId]) -> None:
        wanted = [uid for number, uid in rows if (number, uid) not in self._states]
        if wanted:
            self._states.update(read_states(self._connection, self._shape, wanted))

    def _clear_derived(self, work: set[RowId]) -> None:
        for part in chunks(sorted({uid for _, uid in work})):
            for table in ("head", "conflict", "row_state"):
                self._connection.execute(f"DELETE FROM {table} WHERE row_uid IN ({marks(part)})", part)

    # ---- showing rows

    def _stand_in(self, number: int, uid: bytes) -> bytes:
        """The member of a group that is shown: the smallest living uid, or the smallest when none lives. One
        that lives only because somebody edited it while another deleted it comes after the others: joining
        two records deletes one of them. Records of another kind are nobody's stand-in, whatever a verdict says."""
        group = self._canon.members(uid)
        if len(group) == 1:
            return uid
        if (number, group) not in self._stand_ins:
            rows = [(number, one) for one in group]
            self._load(rows)
            entered = [row for row in rows if row in self._states]
            living = [row for row in entered if self._states[row].own_alive]
            sure = [row for row in living if not self._states[row].edited_and_deleted]
            shown = min((uid for _, uid in sure or living or entered), default=min(group))
            self._stand_ins[number, group] = shown
        return self._stand_ins[number, group]

    def _show(self, row: RowId) -> bool:
        """Write the row if it is alive and stands for itself; say whether it did."""
        number, uid = row
        state = self._states.get(row)
        if state is None or not state.own_alive:
            return False
        instead = self._stand_in(number, uid)
        if instead != uid:
            self._instead[row] = instead
            return False
        self._write(self._shape.tables[number], uid, self._values(row))
        return True

    def _values(self, row: RowId) -> Values:
        """Shown values: references lead to shown records."""
        table, values = self._shape.tables[row[0]], list(self._states[row].values)
        for index in doubted(table, self._states[row].differing):
            values[index] = "different"
        for index, parent in table.refers:
            pointed = values[index]
            if isinstance(pointed, bytes):
                values[index] = self._stand_in(self._shape.by_name[parent].number, pointed)
        return tuple(values)

    def _shown(self, table: Table, uid: bytes) -> Values | None:
        found = self._connection.execute(
            f"SELECT {table.names} FROM {table.name} WHERE uid = ?", (uid,)
        ).fetchone()
        return tuple(found) if found is not None else None

    def _write(self, table: Table, uid: bytes, values: Values) -> None:
        """Write a row as a possible second holder of its key; `_resolve_keys` says who holds it."""
        before = self._shown(table, uid)
        if before is None:
            extra, mark = (", _dup", ", 1") if table.key else ("", "")
            self._connection.execute(
                f"INSERT INTO {table.name} (uid, {table.names}{extra}) VALUES (?, {marks(values)}{mark})",
                (uid, *values),
            )
        elif before != values:
            put = ", ".join(f'"{column.name}" = ?' for column in table.columns)
            extra = ", _dup = 1" if table.key else ""
            self._connection.execute(f"UPDATE {table.name} SET {put}{extra} WHERE uid = ?", (*values, uid))
        self._note(table, uid, before, values)

    def _delete(self, table: Table, uid: bytes) -> None:
        before = self._shown(table, uid)
        if before is not None:
            self._connection.execute(f"DELETE FROM {table.name} WHERE uid = ?", (uid,))
            self._note(table, uid, before, None)

    def _note(self, table: Table, uid: bytes, before: Values | None, after: Values | None) -> None:
        if before != after:
            self.effect.note((table.number, uid), before, after)
        if table.key:
            for values in (before, after):
                if values is not None:
                    self._keys.add((table.number, tuple(values[index] for index in table.key)))

    # ---- natural keys

    def _resolve_keys(self) -> None:
        """Of several rows with one key the first born holds it. Of leaves only the holder is shown; others
        stay beside it, marked, because records refer to them."""
        keys, self._keys = self._keys, set()
        for number, values in sorted(keys, key=repr):
            table = self._shape.tables[number]
            # What is empty in most rows helps nobody to find one: the sign keeps its index out of it.
            same = " AND ".join(
                f'{"+" if value is None else ""}"{table.columns[index].name}" IS ?'
                for index, value in zip(table.key, values, strict=True)
            )
            found = self._connection.execute(f"SELECT uid FROM {table.name} WHERE {same}", values).fetchall()
            rows = {(number, uid) for (uid,) in found}
            if self._shape.is_leaf(table):
                rows |= {row for row in self._represented_by({uid for _, uid in rows}) if row[0] == number}
            self._load(rows)
            # One of a group stands for all of it.
            rows = {row for row in rows if self._stand_in(*row) == row[1]}
            # The dead are not buried yet; of them only those compete that stay because others refer to them.
            rows = {row for row in rows if self._states[row].own_alive or row in self._kept}
            ordered = sorted(rows, key=self._born)
            for row in ordered[1:]:
                self._second(table, row, ordered[0])
            if ordered:
                # The dead that are not buried yet may hold the key still.
                free = f"UPDATE {table.name} SET _dup = 1 WHERE {same} AND _dup = 0 AND uid <> ?"
                self._connection.execute(free, (*values, ordered[0][1]))
                self._first(table, ordered[0])
        self._keys.clear()

    def _born(self, row: RowId) -> tuple[int, bytes, int]:
        """When anybody in its group was born: whoever joins the holder of a key stays or becomes its holder."""
        group = [(row[0], one) for one in self._canon.members(row[1])]
        return min(self._states[one].born for one in group if one in self._states)

    def _first(self, table: Table, row: RowId) -> None:
        self._unquestioned(row)
        if self._shown(table, row[1]) is None:
            self._clear_derived({row})
            self._forward.add(row)
            self._instead.pop(row, None)
            self._write(table, row[1], self._values(row))
        self._connection.execute(f"UPDATE {table.name} SET _dup = 0 WHERE uid = ? AND _dup = 1", (row[1],))

    def _unquestioned(self, row: RowId) -> None:
        """Forget that a row was second: who holds the key may have changed within this run."""
        self._connection.execute(
            "DELETE FROM conflict WHERE kind = 'key' AND table_no = ? AND row_uid = ?", row
        )
        self._conflicts.discard(("key", row[0], row[1], 0))

    def _second(self, table: Table, row: RowId, first: RowId) -> None:
        self._unquestioned(row)
        mine, theirs = self._values(row), self._values(first)
        differ = any(
            a != b for i, (a, b) in enumerate(zip(mine, theirs, strict=True)) if i not in table.quiet
        )
        if self._shape.is_leaf(table):
            self._delete(table, row[1])
            self._clear_derived({row})
            self._instead[row] = first[1]
        else:
            self._connection.execute(f"UPDATE {table.name} SET _dup = 1 WHERE uid = ?", (row[1],))
            differ = True
        if differ:
            self._conflicts.add(("key", row[0], row[1], 0))

    # ---- dead rows that others refer to

    def _restore_parents(self) -> None:
        """Bring back rows the shown ones refer to, and what these refer to in turn."""
        waiting = [(row, after) for row, (_, after) in self.effect.rows.items() if after is not None]
        while waiting:
            row, values = waiting.pop()
            for index, parent_name in self._shape.tables[row[0]].refers:
                pointed = values[index]
                parent = self._shape.by_name[parent_name]
                if not isinstance(pointed, bytes) or self._shown(parent, pointed) is not None:
                    continue
                target = (parent.number, pointed)
                self._load_known((target,))
                self._write(parent, pointed, self._values(target))
                self._kept.add(target)
                waiting.append((target, self._values(target)))

    def _load_known(self, rows: Iterable[RowId]) -> None:
        """Rows that others refer to. DocumentError when nobody ever entered one."""
        self._load(rows)
        if any(row not in self._states for row in rows):
            raise DocumentError(
                "В файле есть ссылки на записи, которых в нём нет.",
                "Попросите прислать полную копию через «Обмен».",
            )

    def _bury(self, dead: set[RowId]) -> None:
        """Take dead and represented rows out of the tables, unless a living row refers to a dead one."""
        kept_before = self._connection.execute(
            "SELECT table_no, row_uid FROM row_state WHERE own_alive = 0 AND alive = 1"
        )
        candidates = dead | self._kept | set(kept_before)
        self._load(candidates)
        stay = {row for row in candidates if row not in self._instead and self._needed(row, candidates)}
        fresh = set(stay)
        while fresh:
            pointed = {target for row in fresh for target in self._parents(row)}
            # What stays may refer to what was buried before, when nothing referred to it.
            lost = {row for row in pointed if self._shown(self._shape.tables[row[0]], row[1]) is None}
            self._load_known(lost)
            candidates |= lost
            fresh = (pointed & candidates) - stay - self._instead.keys()
            stay |= fresh
        for row in sorted(candidates - stay):
            self._delete(self._shape.tables[row[0]], row[1])
        self._clear_derived(candidates)
        for row in stay:
            self._write(self._shape.tables[row[0]], row[1], self._values(row))
        self._kept = stay
        self._resolve_keys()

    def _needed(self, row: RowId, candidates: set[RowId]) -> bool:
        name = self._shape.tables[row[0]].name
        for child, index in self._shape.children[name]:
            rows = self._connection.execute(
                f'SELECT uid FROM {child.name} WHERE "{child.columns[index].name}" = ?', (row[1],)
            )
            if any((child.number, uid) not in candidates for (uid,) in rows):
                return True
        return False

    def _parents(self, row: RowId) -> set[RowId]:
        table = self._shape.tables[row[0]]
        values = self._values(row)
        return {
            (self._shape.by_name[parent].number, pointed)
            for index, parent in table.refers
            if isinstance(pointed := values[index], bytes)
        }

    # ---- what has to be decided

    def _write_derived(self, work: set[RowId]) -> None:
        for row in work | self._kept | self._forward:
            self._judge(row)
        for row in self._kept:
            self._conflicts.add(("parent", row[0], row[1], 0))
            self._put_state(row, own=0, alive=1, instead=row[1])
        for row, instead in self._instead.items():
            self._put_state(row, own=1, alive=0, instead=instead)
        self._connection.executemany(
            "INSERT OR IGNORE INTO conflict (kind, table_no, row_uid, field_no) VALUES (?, ?, ?, ?)",
            sorted(self._conflicts),
        )

    def _judge(self, row: RowId) -> None:
        """Heads and conflicts of one touched row."""
        state, table = self._states.get(row), self._shape.tables[row[0]]
        if state is None:
            return
        shown = self._shown(table, row[1])
        if shown is None:
            if row in self._instead and self._is_group_member(row) and self._edited_unknowingly(row):
                self._conflicts.add(("merged", row[0], row[1], 0))
            return
        for field_no, heads in state.heads:
            self._connection.executemany(
                "INSERT INTO head (row_uid, field_no, writer_n, seq, win) VALUES (?, ?, ?, ?, ?)",
                [
                    (row[1], field_no, self._numbers[one.said.id[0]], one.said.id[1], int(one is heads[-1]))
                    for one in heads
                ],
            )
        places = {column.field_no: index for index, column in enumerate(table.columns)}
        for field_no in state.differing:
            if places[field_no] not in table.quiet:
                self._conflicts.add(("field", row[0], row[1], field_no))
        if state.edited_and_deleted:
            self._conflicts.add(("delete", row[0], row[1], 0))
        if impossible(table, shown):
            self._conflicts.add(("rule", row[0], row[1], 0))

    def _is_group_member(self, row: RowId) -> bool:
        return len(self._canon.members(row[1])) > 1

    def _edited_unknowingly(self, row: RowId) -> bool:
        """Whether somebody edited a record that another joined to a further one: while it was deleted for that,
        or after the verdict."""
        if self._states[row].edited_and_deleted:
            return True
        group = self._canon.members(row[1])
        if group not in self._joined:
            self._joined[group] = joined_at(self._connection, self._shape, group)
        since = self._joined[group]
        return bool(unanswered(read_said(self._connection, [row[1]])[row], since))

    def _put_state(self, row: RowId, own: int, alive: int, instead: bytes) -> None:
        self._load((row,))
        born = self._states[row].born
        self._connection.execute(
            "INSERT OR REPLACE INTO row_state (row_uid, table_no, ins_writer_n, ins_seq, own_alive, alive, "
            "canonical_uid) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row[1], row[0], self._numbers[born[1]], born[2], own, alive, instead),
        )


def impossible(table: Table, values: Values) -> bool:
    """Values that no record can have together, whoever typed which of them: out of their order, both known."""
    return any(is_beyond(values[lower], values[upper]) for lower, upper in table.ordered)
