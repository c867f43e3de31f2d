"""What was said of a record that stands behind another after a verdict, by somebody who did not know of it.

Whoever keeps two records joined knowing such words says of the record behind that it stays («restored»), naming
all of them. Taking that back names this word alone: then it answers nothing any more.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from shnor_desktop.document.derive import RESTORED, ChangeId, Said
from shnor_desktop.document.origins import deletes
from shnor_desktop.document.said import chunks, marks, read_said
from shnor_desktop.document.shape import Shape
from shnor_desktop.document.undo import Value, unpack

_REVERSALS = ("undo", "redo", "revert")


def keeps(one: Said, by_id: Mapping[ChangeId, Said]) -> bool:
    """Whether it is the word of somebody who kept records joined: the record is said to stay and nothing it
    names says otherwise."""
    if one.field_no or one.value != RESTORED:
        return False
    named = [by_id[key] for key in one.replaced if key in by_id]
    older = frozenset().union(*(old.replaced for old in named if not old.field_no))
    return not any(deletes(old) and old.id not in older for old in named)


def unanswered(said: Sequence[Said], since: int) -> list[Said]:
    """Words said of a joined record after the verdict, which was given at `since`, that nobody answered."""
    by_id = {one.id: one for one in said}
    kept = [one for one in said if keeps(one, by_id)]
    taken_back = frozenset().union(*(one.replaced for one in kept))
    answered = frozenset().union(*(one.replaced for one in kept if one.id not in taken_back))
    answers = {one.id for one in kept}
    return [one for one in said if one.lamport > since and one.id not in answers and one.id not in answered]


def joined_at(connection: sqlite3.Connection, shape: Shape, group: Iterable[bytes]) -> int:
    """The counter at which the last verdict of a group was given. One said once more over itself or brought
    back by an undo is not given anew."""
    rows = [
        row
        for members in chunks(sorted(group))
        for row in connection.execute(
            f"SELECT uid FROM identity_verdict WHERE verdict = 'same' AND first IN ({marks(members)})",
            tuple(members),
        )
    ]
    given = [0]
    for said in read_said(connection, (uid for (uid,) in rows)).values():
        values = {one.id: value for one in said if (value := _verdict(shape, one)) is not None}
        for one in said:
            before = {values[key] for key in one.replaced if key in values}
            if values.get(one.id) == "same" and before != {"same"} and not _reversed(connection, one):
                given.append(one.lamport)
    return max(given)


def _verdict(shape: Shape, one: Said) -> Value:
    columns = shape.by_name["identity_verdict"].columns
    place = next(index for index, column in enumerate(columns) if column.name == "verdict")
    if one.is_array:
        return unpack(str(one.value), columns)[place]
    return one.value if one.field_no == columns[place].field_no else None


def _reversed(connection: sqlite3.Connection, one: Said) -> bool:
    """Whether it was said by undoing or redoing something."""
    found = connection.execute(
        "SELECT kind FROM action WHERE writer_n = (SELECT n FROM writer WHERE uid = ?) AND seq < ? "
        "ORDER BY seq DESC LIMIT 1",
        one.id,
    ).fetchone()
    return found is not None and found[0] in _REVERSALS
