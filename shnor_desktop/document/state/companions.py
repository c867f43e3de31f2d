"""What left with a deleted record: its children, deleted by the very same action. Whoever keeps the record wants them back."""

import sqlite3
from collections.abc import Iterable

from shnor_desktop.document.state.row import DELETED, Numbers, Said, derive_row, marks, read_said, read_states
from shnor_desktop.document.state.tables import Shape, Table
from shnor_desktop.document.state.words import Words, deletes

Span = tuple[int, int, int]
"""Writer, first and last sequence number of an action."""
Lost = tuple[Table, bytes]


class Companions:
    """Reads every deleting action once."""

    def __init__(self, connection: sqlite3.Connection, shape: Shape) -> None:
        self._connection = connection
        self._shape = shape
        self._numbers = Numbers(connection)
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
        words = Words(said)
        for one in state.life if state else ():
            if deletes(one):
                writer, seq = words.origin(one).id
                yield from self._connection.execute(
                    "SELECT writer_n, seq, last_seq FROM action WHERE writer_n = ? AND seq < ? AND last_seq >= ?",
                    (self._numbers[writer], seq, seq),
                ).fetchall()

    def _by_parent(self, span: Span) -> dict[bytes, list[Lost]]:
        """Records an action deleted and that are still gone, by each record they referred to."""
        if span not in self._read:
            found: dict[bytes, list[Lost]] = {}
            for table in self._shape.tables.values():
                if table.refers:
                    self._read_table(span, table, found)
            self._read[span] = found
        return self._read[span]

    def _read_table(self, span: Span, table: Table, found: dict[bytes, list[Lost]]) -> None:
        """References stand in the entry of a record; the few that were changed later are derived."""
        fields = [table.columns[index].field_no for index, _ in table.refers]
        entered = ", ".join(f"json_extract(i.value, '$[{number - 1}]')" for number in fields)
        changed = (
            f"EXISTS (SELECT 1 FROM change f WHERE f.row_uid = i.row_uid AND f.field_no IN ({marks(fields)}))"
        )
        rows = self._connection.execute(
            f"SELECT i.row_uid, {changed}, {entered} FROM change d JOIN change i ON i.row_uid = d.row_uid "
            "AND i.field_no = 0 AND typeof(i.value) = 'text' "
            "WHERE d.writer_n = ? AND d.seq > ? AND d.seq <= ? AND d.field_no = 0 AND d.value = ? AND d.table_no = ? "
            f"AND NOT EXISTS (SELECT 1 FROM {table.name} t WHERE t.uid = d.row_uid)",
            (*fields, *span, DELETED, table.number),
        ).fetchall()
        moved = {uid for uid, is_changed, *_ in rows if is_changed}
        parents = {
            (uid, bytes.fromhex(one)) for uid, _, *named in rows if uid not in moved for one in named if one
        }
        for (_, uid), state in read_states(self._connection, self._shape, moved).items():
            values = (state.values[index] for index, _ in table.refers)
            parents |= {(uid, value) for value in values if isinstance(value, bytes)}
        for uid, parent in sorted(parents):
            found.setdefault(parent, []).append((table, uid))
