"""Which records are one record: the verdicts of people, as groups."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field


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
