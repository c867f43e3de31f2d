"""Undo and redo of any action from the journal: linear (Ctrl+Z) and targeted (one parcel, weeks later).

The rule for one change is the same everywhere: where the table still shows what the change wrote, the value
before it comes back; where somebody wrote something later, the later value stays and is counted as kept.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from shnor_desktop.document.journal.capture import STAND_INS, ActionId, Catalogue, Column, catalogue
from shnor_desktop.document.journal.order import Step, newest_first
from shnor_desktop.errors import DocumentError

Value = int | str | bytes | None


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did: changes taken back and changes kept because of later ones or references."""

    title: str
    undone: int
    kept: int

    @property
    def left(self) -> str:
        """« Оставлено то, что изменили позже: 2.»; empty when everything was put back."""
        return f" Оставлено то, что изменили позже: {self.kept}." if self.kept else ""


class Stacks:
    """Actions that Ctrl+Z and Ctrl+Shift+Z would take next, over all openings of this file. Older actions are read only
    when their turn comes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._older = newest_first(connection, here=True)
        self._undo: list[ActionId] = []
        """What is known of the stack, last item first in line; `_older` gives what lies below."""
        self._redo: list[tuple[ActionId, ActionId]] = []
        """(action, the undo that took it back)."""
        self._standing: dict[ActionId, bool] = {}
        """Whether an action not read yet stands, by the last word about it."""
        self._begin()

    def _begin(self) -> None:
        """Read back to the last ordinary action: what came after it says what may be brought back."""
        reversals = []
        for step in self._older:
            if step.kind in ("undo", "redo") and step.target is not None:
                reversals.append((step.kind, step.action, step.target))
            if self._is_waiting(step):
                self._undo.append(step.action)
                break
            if not (step.kind == "fill" or (step.kind in ("undo", "redo") and step.target)):
                break  # An ordinary action, taken back since.
        for kind, me, target in reversed(reversals):
            if kind == "undo":
                self._redo.append((target, me))
            else:
                self._redo = [pair for pair in self._redo if pair[1] != target]

    def _is_waiting(self, step: Step) -> bool:
        """Whether a step, met on the way back, is one to be taken back."""
        if step.kind == "undo" and step.target is not None:
            self._standing.setdefault(step.target, False)
            return False
        if step.kind == "redo" and step.target is not None:
            again = self._target_of(step.target)
            if again is not None:
                self._standing.setdefault(again, True)
            return False
        # The first filling of a new file is nobody's step to take back.
        return step.kind != "fill" and self._standing.pop(step.action, True)

    def _target_of(self, action: ActionId) -> ActionId | None:
        row = self._connection.execute(
            "SELECT target_writer_n, target_seq FROM action WHERE writer_n = ? AND seq = ?",
            (action.writer_n, action.seq),
        ).fetchone()
        return ActionId(*row) if row and row[0] is not None else None

    @property
    def undo(self) -> ActionId | None:
        """What is taken back next."""
        if not self._undo:
            found = next((step.action for step in self._older if self._is_waiting(step)), None)
            self._undo = [found] if found else []
        return self._undo[-1] if self._undo else None

    @property
    def redo(self) -> tuple[ActionId, ActionId] | None:
        """What is brought back next, and the undo that took it back."""
        return self._redo[-1] if self._redo else None

    def push(self, kind: str, me: ActionId, target: ActionId | None) -> None:
        """Follow one committed action."""
        if kind == "undo" and target is not None:
            if target == self.undo:
                self._undo.pop()
            self._redo.append((target, me))
        elif kind == "redo" and target is not None:
            self._undo += [pair[0] for pair in self._redo if pair[1] == target]
            self._redo = [pair for pair in self._redo if pair[1] != target]
        elif kind != "fill":
            self._undo.append(me)
            self._redo.clear()


def unpack(array: str, columns: tuple[Column, ...]) -> list[Value]:
    """Field values of an insert in the order of the catalogue; fields younger than the insert hold their blank.
    DocumentError when the text is not what the journal writes."""
    return entered(array, columns)[0]


def entered(array: str, columns: tuple[Column, ...]) -> tuple[list[Value], int]:
    """The same, and the number of the last field the insert knew."""
    try:
        items = json.loads(array)
        if not isinstance(items, list):
            raise ValueError("not a list")
        known = len(items)
        values = [
            _typed(items[column.field_no - 1], column) if column.field_no <= known else column.blank
            for column in columns
        ]
        return values, known
    except ValueError as error:
        raise journal_damaged() from error


def journal_damaged() -> DocumentError:
    """The journal holds what the program never writes: another tool was at work."""
    return DocumentError(
        "История файла повреждена.",
        "Восстановите файл из резервной копии: «Файл → Восстановить из резервной копии…».",
    )


def _typed(item: Value, column: Column) -> Value:
    return bytes.fromhex(item) if column.type == "BLOB" and isinstance(item, str) else item


class Returning(Protocol):
    """What comes back otherwise than by an entry of its values."""

    def comes_by_words(self, table_no: int, uid: bytes, values: Sequence[Value]) -> bool:
        """Whether a row with those values was said to be there just now."""

    def comes_by_itself(self, table_no: int, uid: bytes) -> bool:
        """Whether a row that others refer to will be shown without being entered."""

    def says(self, there: Sequence[Value], entered: Sequence[Value]) -> bool:
        """Whether a row shows what was entered, be it by way of records that are one with those it named."""


class Reversal:
    """Takes one action back inside the document's open transaction."""

    def __init__(self, connection: sqlite3.Connection, returning: Returning) -> None:
        self._connection = connection
        self._returning = returning
        self._tables: dict[int, tuple[str, tuple[Column, ...]]] = {
            number: (table, columns) for table, (number, columns) in catalogue(connection).items()
        }
        self.undone = 0
        self.kept = 0
        self.unsure = False
        """Whether a stand-in came back: what it means has to be derived."""

    def take_back(self, action: ActionId, but: Collection[tuple[int, int]] = ()) -> None:
        """Reverse every change of `action`, last first, but those named by (seq, field number)."""
        (last_seq,) = self._connection.execute(
            "SELECT last_seq FROM action WHERE writer_n = ? AND seq = ?", (action.writer_n, action.seq)
        ).fetchone()
        span = (action.writer_n, action.seq, last_seq)
        done = self._delete_untouched(span)
        changes = self._connection.execute(
            "SELECT seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq FROM change c "
            "WHERE writer_n = ? AND seq > ? AND seq <= ? AND NOT EXISTS (SELECT 1 FROM change d "
            "WHERE d.row_uid = c.row_uid AND d.field_no = 0 AND d.writer_n = ? AND d.seq > ? AND d.seq <= ?) "
            "ORDER BY seq DESC, field_no DESC",
            (*span, *done),
        ).fetchall()
        for seq, field_no, table_no, row_uid, lamport, value, pred_writer, pred_seq in changes:
            if (seq, field_no) in but:
                continue
            table, columns = self._tables[table_no]
            if field_no:
                column = next(one for one in columns if one.field_no == field_no)
                before = self._value_of(pred_writer, pred_seq, column, columns)
                self._put(table, column, row_uid, value, before)
            elif isinstance(value, str):
                self._remove(table, columns, row_uid, unpack(value, columns), span)
            else:
                values = self.before(row_uid, (lamport, action.writer_n, seq), columns)
                self._bring_back(table_no, row_uid, values)

    def _delete_untouched(self, span: tuple[int, int, int]) -> tuple[int, int, int]:
        """Fast road for parcels: rows that this action inserted and nothing ever touched again. Returns the
        span of our own changes that did it."""
        start = self._connection.execute("SELECT writer_n, seq FROM j_now").fetchone()
        touched = self._connection.execute(
            "SELECT DISTINCT table_no FROM change WHERE writer_n = ? AND seq > ? AND seq <= ?", span
        ).fetchall()
        for (table_no,) in touched:
            cursor = self._connection.execute(
                f"DELETE FROM {self._tables[table_no][0]} WHERE uid IN (SELECT c.row_uid FROM change c "
                "WHERE c.writer_n = ? AND c.seq > ? AND c.seq <= ? AND c.field_no = 0 AND c.table_no = ? "
                "AND typeof(c.value) = 'text' "
                "AND (SELECT count(*) FROM change d WHERE d.row_uid = c.row_uid) = 1)",
                (*span, table_no),
            )
            self.undone += cursor.rowcount
        (end,) = self._connection.execute("SELECT seq FROM j_now").fetchone()
        return start[0], start[1], end

    def _value_of(
        self, writer_n: int | None, seq: int | None, column: Column, columns: tuple[Column, ...]
    ) -> Value:
        row = self._connection.execute(
            "SELECT field_no, value FROM change WHERE writer_n = ? AND seq = ?", (writer_n, seq)
        ).fetchone()
        if row is None:
            return None
        field_no, value = row
        if field_no == 0 and isinstance(value, str):
            return unpack(value, columns)[columns.index(column)]
        typed: Value = value
        return typed

    def _put(self, table: str, column: Column, row_uid: bytes, wrote: Value, before: Value) -> None:
        name = f'"{column.name}"'
        if before == wrote and before in STAND_INS:
            self.kept += 1  # Which of the two texts stands is not known here.
            return
        self.unsure = self.unsure or before in STAND_INS
        cursor = self._connection.execute(
            f"UPDATE {table} SET {name} = ? WHERE uid = ? AND {name} IS ?", (before, row_uid, wrote)
        )
        self._count(cursor.rowcount)

    def _remove(
        self,
        table: str,
        columns: tuple[Column, ...],
        row_uid: bytes,
        inserted: list[Value],
        span: tuple[int, int, int],
    ) -> None:
        """Take an entered row away, unless somebody said something of it since, shown or not."""
        there = self._row(table, columns, row_uid)
        if there is None:
            return
        beside = "SELECT 1 FROM head WHERE row_uid = ? AND NOT (writer_n = ? AND seq > ? AND seq <= ?)"
        if (
            not self._returning.says(there, inserted)
            or self._connection.execute(beside, (row_uid, *span)).fetchone()
        ):
            self.kept += 1
            return
        self._connection.execute(f"DELETE FROM {table} WHERE uid = ?", (row_uid,))
        self.undone += 1

    def _bring_back(self, table_no: int, row_uid: bytes, values: list[Value] | None) -> None:
        table, columns = self._tables[table_no]
        if values is None or self._row(table, columns, row_uid) is not None:
            self.kept += 1
            return
        if not self._returning.comes_by_words(table_no, row_uid, values):
            self.unsure = self.unsure or not STAND_INS.isdisjoint(values)
            insert_row(self._connection, table, columns, row_uid, values)
        self.undone += 1

    def before(
        self, row_uid: bytes, change: tuple[int, int, int], columns: tuple[Column, ...]
    ) -> list[Value] | None:
        """Values of a row just before the change of that (lamport, writer, seq), None when it did not exist."""
        lamport, writer_n, seq = change
        changes = self._connection.execute(
            "SELECT c.field_no, c.value FROM change c JOIN writer w ON w.n = c.writer_n WHERE c.row_uid = ? "
            "AND (c.lamport, w.uid, c.seq) < (?, (SELECT uid FROM writer WHERE n = ?), ?) "
            "ORDER BY c.lamport, w.uid, c.seq",
            (row_uid, lamport, writer_n, seq),
        )
        return fold(changes, columns)

    def _row(self, table: str, columns: tuple[Column, ...], row_uid: bytes) -> list[Value] | None:
        names = ", ".join(f'"{column.name}"' for column in columns)
        row = self._connection.execute(f"SELECT {names} FROM {table} WHERE uid = ?", (row_uid,)).fetchone()
        return list(row) if row is not None else None

    def keep_parents(self) -> None:
        """Rows that others refer to by now come back: an undone parcel never tears a hole.

        What cannot come back stands behind another record after a verdict; deriving the touched rows, which
        follows, leads their references there.
        """
        by_name: Catalogue = {table: (no, columns) for no, (table, columns) in self._tables.items()}
        while broken := self._connection.execute("PRAGMA foreign_key_check").fetchall():
            restored = [self._restore_parent(by_name, *row) for row in broken]
            if not any(restored):
                return

    def _restore_parent(self, by_name: Catalogue, child: str, rowid: int, parent: str, key: int) -> bool:
        keys = self._connection.execute(f"PRAGMA foreign_key_list({child})").fetchall()
        column = next(row[3] for row in keys if row[0] == key)
        (uid,) = self._connection.execute(
            f'SELECT "{column}" FROM {child} WHERE rowid = ?', (rowid,)
        ).fetchone()
        table_no, columns = by_name[parent]
        if self._row(parent, columns, uid) is not None or self._returning.comes_by_itself(table_no, uid):
            return False
        last = self._connection.execute(
            "SELECT c.lamport, c.writer_n, c.seq FROM change c JOIN writer w ON w.n = c.writer_n "
            "WHERE c.row_uid = ? AND c.field_no = 0 AND c.value = 0 "
            "ORDER BY c.lamport DESC, w.uid DESC, c.seq DESC LIMIT 1",
            (uid,),
        ).fetchone()
        values = self.before(uid, last, columns) if last else None
        if values is not None:
            self.unsure = self.unsure or not STAND_INS.isdisjoint(values)
            insert_row(self._connection, parent, columns, uid, values)
            self.undone -= 1
            self.kept += 1
            return True
        return False

    def _count(self, rows: int) -> None:
        if rows:
            self.undone += 1
        else:
            self.kept += 1


def insert_row(
    connection: sqlite3.Connection,
    table: str,
    columns: tuple[Column, ...],
    row_uid: bytes,
    values: list[Value],
) -> None:
    """Insert one row by its catalogue columns."""
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" * (len(columns) + 1))
    connection.execute(f"INSERT INTO {table} (uid, {names}) VALUES ({marks})", (row_uid, *values))


class RowSoFar:
    """Values of a row while its changes are told in order, None while it does not exist."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        self._place = {column.field_no: index for index, column in enumerate(columns)}
        self._last: list[Value] | None = None
        self.values: list[Value] | None = None

    def take(self, field_no: int, value: Value) -> None:
        """One more change."""
        if field_no and self.values is not None:
            self.values[self._place[field_no]] = value
        elif not field_no and isinstance(value, str):
            self.values = unpack(value, self._columns)
        elif not field_no and value:
            self.values = self._last  # Restored by a decision: the row as it was when it was deleted.
        elif not field_no:
            self.values, self._last = None, self.values or self._last


def fold(changes: Iterable[tuple[int, Value]], columns: tuple[Column, ...]) -> list[Value] | None:
    """Values of a row after its changes in order, None while it does not exist."""
    row = RowSoFar(columns)
    for field_no, value in changes:
        row.take(field_no, value)
    return row.values
