"""Which records are one record: the verdicts of people, as groups."""

import sqlite3
from dataclasses import dataclass, field


@dataclass(slots=True)
class Canon:
    """Groups of uids that are one record."""

    group_of: dict[bytes, frozenset[bytes]] = field(default_factory=dict)

    def members(self, uid: bytes) -> frozenset[bytes]:
        """Everybody in the same group, itself included."""
        return self.group_of.get(uid, frozenset((uid,)))


def read_canon(connection: sqlite3.Connection) -> Canon:
    """Connected components of the verdicts «same»."""
    canon = Canon()
    rows = connection.execute(
        "SELECT first, second FROM identity_verdict WHERE verdict = 'same' ORDER BY uid"
    )
    for first, second in rows:
        joined = canon.members(first) | canon.members(second)
        for one in joined:
            canon.group_of[one] = joined
    return canon
