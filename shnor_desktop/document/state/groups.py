"""Which records are one record: the verdicts of people, as groups; and what was said of a record that stands
behind another by somebody who did not know of the verdict.

Whoever keeps two records joined knowing such words says of the record behind that it stays («restored»), naming
all of them. Taking that back names this word alone: then it answers nothing any more.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shnor_desktop.document.journal.undo import Value, unpack
from shnor_desktop.document.state.row import RESTORED, ChangeId, Said, chunks, marks, read_said
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.document.state.words import deletes


@dataclass(slots=True)
class Canon:
    """Groups of uids that are one record."""

    group_of: dict[bytes, frozenset[bytes]] = field(default_factory=dict)

    def members(self, uid: bytes) -> frozenset[bytes]:
        """Everybody in the same group, itself included."""
        return self.group_of.get(uid, frozenset((uid,)))

    def differing(self, other: "Canon") -> set[bytes]:
        """Everybody whose group is not the same in both."""
        return set().union(*(set(self.group_of.values()) ^ set(other.group_of.values())))

    def with_groups(self, uids: Iterable[bytes]) -> set[bytes]:
        """The groups of all of them together."""
        return set().union(*{self.members(uid) for uid in uids})


def read_canon(connection: sqlite3.Connection) -> Canon:
    """Connected components of the verdicts «same», but of those on verdicts, which nobody can give here. The smaller
    group always moves into the larger one, so that a long chain of verdicts costs little more than its length."""
    groups: dict[bytes, set[bytes]] = {}
    pairs = connection.execute(
        "SELECT first, second FROM identity_verdict v WHERE verdict = 'same' "
        "AND NOT EXISTS (SELECT 1 FROM identity_verdict o WHERE o.uid IN (v.first, v.second))"
    )
    for pair in pairs:
        small, large = sorted((groups.setdefault(one, {one}) for one in pair), key=len)
        if small is not large:
            large |= small
            groups.update(dict.fromkeys(small, large))
    frozen = {id(group): group for group in groups.values()}
    return Canon(
        {one: group for members in frozen.values() for group in (frozenset(members),) for one in group}
    )


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
