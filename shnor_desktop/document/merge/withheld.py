"""What a part for one school goes without: texts that name other schools, as a signed list does.

In the part stands WITHHELD instead of the text. Such a change is the same change: whoever knows the text keeps it, whoever
knows only the stand-in takes the text over as soon as a copy brings it. No other difference is ever passed over.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from shnor_desktop.document.journal.capture import WITHHELD
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.state.tables import Shape, Table


@dataclass(frozen=True, slots=True)
class Filled:
    """A change of ours whose text the other copy knows."""

    table_no: int
    row_uid: bytes
    field_no: int
    writer_n: int
    seq: int
    value: Value


def withhold(made: sqlite3.Connection, shape: Shape) -> None:
    """Put the stand-in wherever a change says such a text."""
    for table in shape.tables.values():
        for field_no in _withheld(table):
            item = f"'$[{field_no - 1}]'"
            made.execute(
                f"UPDATE change SET value = json_set(value, {item}, ?) WHERE table_no = ? AND field_no = 0 "
                f"AND typeof(value) = 'text' AND json_extract(value, {item}) <> ''",
                (WITHHELD, table.number),
            )
            made.execute(
                "UPDATE change SET value = ? WHERE table_no = ? AND field_no = ? AND value <> ''",
                (WITHHELD, table.number, field_no),
            )


def common(table: Table, field_no: int, ours: Value, theirs: Value) -> Value:
    """What two copies together know of one change. ValueError when they say different things."""
    if field_no or not (isinstance(ours, str) and isinstance(theirs, str)):
        return _known(table, field_no, ours, theirs)
    left, right = json.loads(ours), json.loads(theirs)
    if not isinstance(left, list) or not isinstance(right, list) or len(left) != len(right):
        raise ValueError("not one change")
    both = [
        _known(table, number, *pair) for number, pair in enumerate(zip(left, right, strict=True), start=1)
    ]
    if both == left:
        return ours
    if both == right:
        return theirs
    raise ValueError("each lacks something the other knows")


def _withheld(table: Table) -> frozenset[int]:
    """Numbers of the fields. They place the values of a new record, and may have gaps: a number is never given anew."""
    return frozenset(table.columns[index].field_no for index in table.withheld)


def _known(table: Table, field_no: int, ours: Value, theirs: Value) -> Value:
    if ours == theirs and type(ours) is type(theirs):
        return ours
    if field_no in _withheld(table) and WITHHELD in (ours, theirs):
        return theirs if ours == WITHHELD else ours
    raise ValueError("not one change")


def fill(connection: sqlite3.Connection, texts: Sequence[Filled]) -> None:
    """Write the texts over their stand-ins."""
    connection.executemany(
        "UPDATE main.change SET value = ? WHERE writer_n = ? AND seq = ? AND field_no = ?",
        [(one.value, one.writer_n, one.seq, one.field_no) for one in texts],
    )
