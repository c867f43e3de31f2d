"""Reading the changes of many rows at once, with everything each of them replaces."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from shnor_desktop.document.derive import ChangeId, RowState, Said, derive_row
from shnor_desktop.document.shape import Shape
from shnor_desktop.document.undo import journal_damaged

RowId = tuple[int, bytes]
"""Table number and uid."""

_CHUNK = 400


def chunks(items: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Pieces small enough for one statement's parameters."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def marks(items: Sequence[object]) -> str:
    """Question marks for an IN list."""
    return ", ".join("?" * len(items))


class Writers(dict[int, bytes]):
    """Local number → uid, looked up when asked for: a file may hold a great many writers and a row names few."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, n: int) -> bytes:
        found = self._connection.execute("SELECT uid FROM writer WHERE n = ?", (n,)).fetchone()
        if found is None:
            raise journal_damaged()
        self[n] = found[0]
        return self[n]


class Numbers(dict[bytes, int]):
    """The other way round: uid → local number."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, uid: bytes) -> int:
        found = self._connection.execute("SELECT n FROM writer WHERE uid = ?", (uid,)).fetchone()
        if found is None:
            raise journal_damaged()
        self[uid] = found[0]
        return self[uid]


def read_said(connection: sqlite3.Connection, uids: Iterable[bytes]) -> dict[RowId, list[Said]]:
    """All changes of the rows with those uids."""
    names = Writers(connection)
    found: dict[RowId, list[Said]] = {}
    for part in chunks(sorted(set(uids))):
        rows = connection.execute(
            "SELECT table_no, row_uid, writer_n, seq, lamport, field_no, value, pred_writer_n, pred_seq "
            f"FROM change WHERE row_uid IN ({marks(part)})",
            tuple(part),
        ).fetchall()
        more = _further(connection, part, names)
        for table_no, uid, n, seq, lamport, field_no, value, pred_n, pred_seq in rows:
            me = (names[n], seq)
            replaced = more.get(me, set())
            if pred_seq is not None:
                replaced = replaced | {(names[pred_n], pred_seq)}
            found.setdefault((table_no, uid), []).append(
                Said(me, lamport, field_no, value, frozenset(replaced))
            )
    return found


def _further(
    connection: sqlite3.Connection, part: Sequence[bytes], names: Writers
) -> dict[ChangeId, set[ChangeId]]:
    found: dict[ChangeId, set[ChangeId]] = {}
    rows = connection.execute(
        "SELECT p.writer_n, p.seq, p.pred_writer_n, p.pred_seq FROM change c "
        "JOIN change_pred p ON p.writer_n = c.writer_n AND p.seq = c.seq "
        f"WHERE c.row_uid IN ({marks(part)})",
        tuple(part),
    )
    for n, seq, pred_n, pred_seq in rows:
        found.setdefault((names[n], seq), set()).add((names[pred_n], pred_seq))
    return found


def read_states(connection: sqlite3.Connection, shape: Shape, uids: Iterable[bytes]) -> dict[RowId, RowState]:
    """States of the rows with those uids; rows nothing ever inserted are left out."""
    states = {}
    for row, said in read_said(connection, uids).items():
        state = derive_row(said, shape.tables[row[0]].columns)
        if state is not None:
            states[row] = state
    return states
