"""What left with a deleted record: its children, deleted by the very same action. Whoever keeps the record wants them back."""

import sqlite3
from collections.abc import Iterable

from shnor_desktop.document.derive import DELETED, Said, derive_row
from shnor_desktop.document.origins import deletes, origin
from shnor_desktop.document.said import read_said, writers
from shnor_desktop.document.shape import Shape, Table

Span = tuple[int, int, int]
"""Writer, first and last sequence number of an action."""
Lost = tuple[Table, bytes]


class Companions:
    """Reads every deleting action once."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape) -> None:
        self._connection = connection
        self._shape = shape
        self._numbers = {uid: n for n, uid in writers(connection).items()}
        self._read: dict[Span, dict[bytes, list[Lost]]] = {}

    def of(self, table: Table, uid: bytes) -> list[Lost]:
        """Records that are gone and left together with this one, those nearest to it first."""
        said = read_said(self._connection, [uid]).get((table.number, uid), [])
        found: dict[bytes, Lost] = {}
        for span in self._spans(table, said):
            by_parent = self._by_parent(span)
            waiting = [uid]
            for parent in waiting:
                for lost in by_parent.get(parent, ()):
                    if lost[1] != uid and lost[1] not in found:
                        found[lost[1]] = lost
                        waiting.append(lost[1])
        return list(found.values())

    def _spans(self, table: Table, said: list[Said]) -> Iterable[Span]:
        """The actions that deleted a record and still stand."""
        state = derive_row(said, table.columns)
        for one in state.life if state else ():
            if deletes(one):
                writer, seq = origin(one, said).id
                yield from self._connection.execute(
                    "SELECT writer_n, seq, last_seq FROM action WHERE writer_n = ? AND seq < ? AND last_seq >= ?",
                    (self._numbers[writer], seq, seq),
                ).fetchall()

    def _by_parent(self, span: Span) -> dict[bytes, list[Lost]]:
        """Records an action deleted and that are still gone, by each record they referred to."""
        if span in self._read:
            return self._read[span]
        gone = self._connection.execute(
            "SELECT DISTINCT row_uid FROM change WHERE writer_n = ? AND seq > ? AND seq <= ? "
            "AND field_no = 0 AND value = ?",
            (*span, DELETED),
        ).fetchall()
        found: dict[bytes, list[Lost]] = {}
        for (number, uid), said in read_said(self._connection, (row[0] for row in gone)).items():
            table = self._shape.tables[number]
            state = derive_row(said, table.columns)
            if state is None or state.own_alive:
                continue
            parents = {state.values[index] for index, _ in table.refers}
            for parent in parents:
                if isinstance(parent, bytes):
                    found.setdefault(parent, []).append((table, uid))
        self._read[span] = found
        return found
