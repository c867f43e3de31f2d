"""What a change replaced: the values its author saw, whatever others said of the same row without knowing of it."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shnor_desktop.document.journal.capture import ActionId, Column, catalogue
from shnor_desktop.document.journal.history import FieldChange, action_of, moment
from shnor_desktop.document.journal.undo import Value, unpack
from shnor_desktop.document.state.row import (
    RESTORED,
    ChangeId,
    RowState,
    Said,
    Writers,
    below,
    derive_row,
    last_of_each,
    read_said,
)

Values = dict[str, Value]
Choice = tuple[Value, ...]
"""Values that did not agree, the one that was shown last."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an action found of one row and what it left; empty where there was no such row."""

    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    asked: dict[str, Choice] = field(default_factory=dict)
    """The columns of which it found several values: it answered a question."""
    left: dict[str, Choice] = field(default_factory=dict)
    """Those of which it left several: it took an answer back."""
    returned: bool = False
    """Whether it kept a row that somebody had deleted."""


def around(
    connection: sqlite3.Connection, action: ActionId, rows: Iterable[tuple[str, bytes]]
) -> dict[bytes, Deed]:
    """What an action did to rows, given by table and uid."""
    tables = catalogue(connection)
    wanted = [(*tables[table], uid) for table, uid in rows]
    writer = Writers(connection)[action.writer_n]
    (last,) = connection.execute(
        "SELECT last_seq FROM action WHERE writer_n = ? AND seq = ?", (action.writer_n, action.seq)
    ).fetchone() or (action.seq,)
    said = read_said(connection, (uid for *_, uid in wanted))
    found = {}
    for number, columns, uid in wanted:
        every = said.get((number, uid), [])
        own = [one for one in every if one.id[0] == writer and action.seq < one.id[1] <= last]
        found[uid] = _deed(own, every, columns)
    return found


def _deed(own: list[Said], every: list[Said], columns: tuple[Column, ...]) -> Deed:
    by_id = {one.id: one for one in every}
    known = [by_id[key] for key in below(own, by_id) - {one.id for one in own}]
    found, left = derive_row(known, columns), derive_row([*known, *own], columns)
    return Deed(
        _values(found, columns),
        _values(left, columns),
        _differing(found, columns),
        _differing(left, columns),
        any(one.field_no == 0 and one.value == RESTORED for one in own),
    )


def _values(row: RowState | None, columns: tuple[Column, ...]) -> Values:
    if row is None or not row.own_alive:
        return {}
    return {column.name: value for column, value in zip(columns, row.values, strict=True)}


def _differing(row: RowState | None, columns: tuple[Column, ...]) -> dict[str, Choice]:
    if row is None or not row.own_alive:
        return {}
    names = {column.field_no: column.name for column in columns}
    differing = row.differing
    return {
        names[no]: last_of_each(head.value for head in heads) for no, heads in row.heads if no in differing
    }


def record_history(connection: sqlite3.Connection, table: str, uid: bytes) -> tuple[FieldChange, ...]:
    """Everything that happened to one record, oldest first, in the order that every copy shares."""
    number, columns = catalogue(connection)[table]
    said = sorted(read_said(connection, [uid]).get((number, uid), ()), key=lambda one: one.rank)
    by_id = {one.id: one for one in said}
    speakers: dict[bytes, tuple[int, str, str]] = {}
    found: list[FieldChange] = []
    for one in said:
        writer, seq = one.id
        if writer not in speakers:
            speakers[writer] = connection.execute(
                "SELECT n, person, office FROM writer WHERE uid = ?", (writer,)
            ).fetchone()
        n, person, office = speakers[writer]
        action, title, wall = action_of(connection, n, seq)
        what, name = _what(one), next((each.name for each in columns if each.field_no == one.field_no), "")
        place = one.lamport, writer, seq
        older, after = (_replaced(one, by_id, columns), one.value) if name else ((), None)
        before = older[-1] if older else None
        found.append(
            FieldChange(action, moment(wall), person, office, title, what, name, before, after, place, older)
        )
    return tuple(found)


def _what(one: Said) -> str:
    if one.field_no:
        return "changed"
    return "added" if one.is_array else "returned" if one.value else "deleted"


def _replaced(one: Said, by_id: Mapping[ChangeId, Said], columns: tuple[Column, ...]) -> Choice:
    """What the change of a field stands in place of."""
    known = [by_id[key] for key in one.replaced if key in by_id]
    older = frozenset().union(*(old.replaced for old in known))
    place = next(index for index, column in enumerate(columns) if column.field_no == one.field_no)
    return last_of_each(
        unpack(str(old.value), columns)[place] if old.is_array else old.value
        for old in sorted(known, key=lambda old: old.rank)
        if old.id not in older and (old.is_array or old.field_no == one.field_no)
    )
