"""What a part goes without: texts that name other schools, people who are none of its business, all people in a form.

In the part stands a stand-in instead of the text. Such a change is the same change: whoever knows the text keeps it, whoever
knows only the stand-in takes the text over as soon as a copy brings it. No other difference is ever passed over. What
may go where is declared on the field (`models.kind.Travel`).
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shnor_desktop.document.journal.capture import LEFT_OUT, OTHER_DEED, STAND_INS, WITHHELD
from shnor_desktop.document.journal.undo import Value
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.models.kind import Travel
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.rules.words.codes import is_code


@dataclass(frozen=True, slots=True)
class Filled:
    """A change of ours whose text the other copy knows."""

    table_no: int
    row_uid: bytes
    field_no: int
    writer_n: int
    seq: int
    value: Value


_OF_OTHERS = {Travel.OTHERS: WITHHELD}
_SHARED = {Travel.PEOPLE: WITHHELD, Travel.WORDS: WITHHELD, Travel.CODE: WITHHELD} | _OF_OTHERS
_OF_NOBODY = {Travel.PEOPLE: LEFT_OUT, Travel.WORDS: LEFT_OUT, Travel.CODE: LEFT_OUT} | _OF_OTHERS
_INSTEAD = _OF_NOBODY | {Travel.NEEDED: LEFT_OUT}


class _Instead(NamedTuple):
    """What stands in a field instead of a text."""

    text: str
    if_words: bool
    """Only where the text is no plain number."""


_Places = dict[int, _Instead]
"""By the number of the field."""


class Discretion:
    """Says of every value of a part what may stand there."""

    def __init__(
        self,
        shape: Shape,
        own: Collection[bytes],
        *,
        form: bool,
        others: bool,
        shared: Collection[bytes] = frozenset(),
    ) -> None:
        """`own` are the records the part is of: people and free words go along with these, but for those that are
        `shared` with other schools. With `others` what speaks of other schools goes too."""
        self._own = own
        self._shared = shared
        self._form = form
        self._carried = {
            number: _places(table, _INSTEAD if form or is_of_schools(table.name) else _OF_NOBODY)
            for number, table in shape.tables.items()
        }
        self._of_several = {number: _places(table, _SHARED) for number, table in shape.tables.items()}
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
        places = self._places(row_uid)[table_no]
        if not isinstance(value, str) or not places:
            return value
        if field_no:
            return _told(value, places.get(field_no))
        return _without(value, places)

    def _places(self, row_uid: bytes) -> dict[int, _Places]:
        if self._form or row_uid not in self._own:
            return self._carried
        return self._of_several if row_uid in self._shared else self._of_own


def is_of_schools(code: str) -> bool:
    """Whether records of a kind may be of one school or several."""
    kind = BY_CODE.get(code)
    return kind is not None and any(field.refers == "school" for field in kind.shown)


def _told(value: Value, instead: _Instead | None) -> Value:
    """A text of a part, or what stands there."""
    if instead is None or not value or not isinstance(value, str) or (instead.if_words and is_code(value)):
        return value
    return instead.text


def _places(table: Table, instead: dict[Travel, str]) -> _Places:
    return {
        column.field_no: _Instead(instead[travel], travel is Travel.CODE)
        for column, travel in zip(table.columns, table.travels, strict=True)
        if travel in instead
    }


def _without(array: str, places: _Places) -> str:
    """The values of a new record with stand-ins. The numbers of the fields place them, and may have gaps: a number is
    never given anew."""
    items = json.loads(array)
    for field_no, instead in places.items():
        if field_no <= len(items):
            items[field_no - 1] = _told(items[field_no - 1], instead)
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
