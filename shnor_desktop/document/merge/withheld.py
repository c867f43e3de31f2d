"""What a part goes without: texts that name other schools, people who are none of its business, all people in a form.

In the part stands a stand-in instead of the text. Such a change is the same change: whoever knows the text keeps it, whoever
knows only the stand-in takes the text over as soon as a copy brings it. No other difference is ever passed over. What
may go where is declared on the field (`models.kind.Travel`).
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shnor_desktop.document.journal.capture import LEFT_OUT, OTHER_DEED, STAND_INS, WITHHELD
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.models.kind import Travel
from shnor_desktop.models.kinds import BY_CODE


@dataclass(frozen=True, slots=True)
class Filled:
    """A change of ours whose text the other copy knows."""

    table_no: int
    row_uid: bytes
    field_no: int
    writer_n: int
    seq: int
    value: Value


_INSTEAD = {Travel.PEOPLE: LEFT_OUT, Travel.WORDS: LEFT_OUT, Travel.OTHERS: WITHHELD}
_OF_OTHERS = {Travel.OTHERS: WITHHELD}
_Places = dict[int, str]
"""Number of a field → what stands there instead of a text."""


class Discretion:
    """Says of every value of a part what may stand there."""

    def __init__(self, shape: Shape, own: Collection[bytes], *, form: bool, others: bool) -> None:
        """`own` are the records the part is of: people and free words go along with these. With `others` what speaks
        of other schools goes too."""
        self._own = own
        self._form = form
        self._carried = {number: _places(table, _INSTEAD) for number, table in shape.tables.items()}
        self._of_own = {
            number: {} if others else _places(table, _OF_OTHERS) for number, table in shape.tables.items()
        }
        if others and not form:
            lists = [
                number
                for number, table in shape.tables.items()
                if Travel.OTHERS in table.travels and BY_CODE[table.name].about.frozen_when
            ]
            self._carried |= dict.fromkeys(lists, {})

    def value(self, table_no: int, row_uid: bytes, field_no: int, value: Value) -> Value:
        """What the part says where the file says `value`."""
        of_own = not self._form and row_uid in self._own
        places = (self._of_own if of_own else self._carried)[table_no]
        if not isinstance(value, str) or not places:
            return value
        if field_no:
            return places.get(field_no, value) if value else value
        return _without(value, places)


def _places(table: Table, instead: dict[Travel, str]) -> _Places:
    return {
        column.field_no: instead[travel]
        for column, travel in zip(table.columns, table.travels, strict=True)
        if travel in instead
    }


def _without(array: str, places: _Places) -> str:
    """The values of a new record with stand-ins. The numbers of the fields place them, and may have gaps: a number is
    never given anew."""
    items = json.loads(array)
    for field_no, stand_in in places.items():
        if field_no <= len(items) and items[field_no - 1]:
            items[field_no - 1] = stand_in
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


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


def _known(table: Table, field_no: int, ours: Value, theirs: Value) -> Value:
    if ours == theirs and type(ours) is type(theirs):
        return ours
    if field_no in _places(table, _INSTEAD):
        if ours in STAND_INS:
            return theirs
        if theirs in STAND_INS:
            return ours
    raise ValueError("not one change")


def fill(connection: sqlite3.Connection, texts: Sequence[Filled]) -> None:
    """Write the texts over their stand-ins."""
    connection.executemany(
        "UPDATE main.change SET value = ? WHERE writer_n = ? AND seq = ? AND field_no = ?",
        [(one.value, one.writer_n, one.seq, one.field_no) for one in texts],
    )


def fill_titles(connection: sqlite3.Connection) -> None:
    """Titles of actions that the attached `other` copy knows and we do not; `temp.j_map` leads from its writers to ours."""
    connection.execute(
        "UPDATE main.action SET title = (SELECT x.title FROM temp.j_map m CROSS JOIN other.action x "
        "ON x.writer_n = m.fn AND x.seq = action.seq WHERE m.n = action.writer_n) "
        "WHERE title = ? AND EXISTS (SELECT 1 FROM temp.j_map m CROSS JOIN other.action x ON x.writer_n = m.fn "
        "AND x.seq = action.seq WHERE m.n = action.writer_n AND m.compare = 1)",
        (OTHER_DEED,),
    )
