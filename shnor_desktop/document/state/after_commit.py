"""After a local commit while something is open: the rows that may have become more than what was written are derived
again, so that answered questions vanish and parents nobody needs any more leave with their last child.

Which rows those are follows from how the capture replaces: what is said here replaces whatever was said last of that
field, a deletion or a return replaces all that stood. So a row that was plain before (one value a field, shown because
it lives, hidden because it does not) is plain afterwards, and its table shows it already. `_doubtful` names all others:

* verdicts, and rows whose uid or whose reference belongs to joined records: they are shown under another uid;
* rows with an entry in `head`, `conflict` or `row_state`, and rows that others stand behind: they are not plain;
* rows of a leaf that share their natural key with a shown row; where nothing is hidden the second of a key is marked by
  a conflict, so in such a table every row counts while one key is in conflict;
* figures nobody can have, which are a question whoever typed them.

Dead parents that are kept may lose their last child by any deletion or edit; every derivation looks at all of them.
"""

import sqlite3
from collections.abc import Iterable

from shnor_desktop.document.journal.capture import ActionId, Journal
from shnor_desktop.document.journal.limits import beyond
from shnor_desktop.document.state.derivation import Derivation, Effect
from shnor_desktop.document.state.row import RowId
from shnor_desktop.document.state.tables import Shape, Table

CAPTURED = frozenset({"edit", "import", "fill", "undo", "redo", "revert"})
"""Kinds of actions of which the capture wrote every change."""

_TOUCHED = "(SELECT row_uid FROM change WHERE writer_n = :writer AND seq > :after)"
_JOINED = (
    "(SELECT first FROM identity_verdict WHERE verdict = 'same' "
    "UNION SELECT second FROM identity_verdict WHERE verdict = 'same')"
)
_NOT_PLAIN = (
    f"SELECT row_uid FROM head WHERE row_uid IN {_TOUCHED} "
    f"UNION SELECT row_uid FROM conflict WHERE row_uid IN {_TOUCHED} "
    f"UNION SELECT row_uid FROM row_state WHERE row_uid IN {_TOUCHED} "
    f"UNION SELECT canonical_uid FROM row_state WHERE canonical_uid IN {_TOUCHED} "
    f"UNION SELECT row_uid FROM change WHERE writer_n = :writer AND seq > :after AND row_uid IN {_JOINED}"
)
_KEPT = "SELECT EXISTS (SELECT 1 FROM row_state WHERE own_alive = 0 AND alive = 1)"


def needed(connection: sqlite3.Connection, tables: frozenset[str]) -> bool:
    """Whether a commit that touched `tables` may change more than it wrote. The last verdict taken back
    leaves nothing open and still parts two records; figures nobody can have open a question."""
    doubt = connection.execute("SELECT doubt FROM j_now").fetchone()[0]
    return "identity_verdict" in tables or bool(doubt) or something_open(connection)


def something_open(connection: sqlite3.Connection) -> bool:
    """Whether any row is not simply what was said of it last."""
    return any(
        connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]
        for table in ("head", "conflict", "row_state", "identity_verdict")
    )


def settle(
    connection: sqlite3.Connection,
    journal: Journal,
    action: ActionId,
    further: Iterable[RowId] = (),
    *,
    every_row: bool = False,
) -> Effect:
    """Derive what the action just written made doubtful; runs inside its transaction. `further` rows were said to be
    there or are needed again; `every_row` for an action that wrote changes by hand, as decisions do."""
    journal.suspend()
    shape = Shape(connection)
    span = {"writer": action.writer_n, "after": action.seq}
    touched: set[RowId] = set(
        connection.execute(
            "SELECT DISTINCT table_no, row_uid FROM change WHERE writer_n = :writer AND seq > :after", span
        )
    )
    rows = touched if every_row else _doubtful(connection, shape, span, touched)
    rows = rows.union(further)
    if not rows and not connection.execute(_KEPT).fetchone()[0]:
        return Effect()
    return Derivation(connection, shape).run(rows)


def _doubtful(
    connection: sqlite3.Connection, shape: Shape, span: dict[str, int], touched: set[RowId]
) -> set[RowId]:
    """Touched rows that may not be what the tables show, as the head of this module argues."""
    doubtful = {uid for (uid,) in connection.execute(_NOT_PLAIN, span)}
    whole: set[int] = set()
    for number in {number for number, _ in touched}:
        table = shape.tables[number]
        if table.name == "identity_verdict" or _keys_in_conflict(connection, shape, table):
            whole.add(number)
            continue
        for query in _questions(shape, table):
            doubtful.update(uid for (uid,) in connection.execute(query, span))
    return {row for row in touched if row[0] in whole or row[1] in doubtful}


def _keys_in_conflict(connection: sqlite3.Connection, shape: Shape, table: Table) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM conflict WHERE kind = 'key' AND table_no = ?)"
    return not shape.is_leaf(table) and bool(connection.execute(query, (table.number,)).fetchone()[0])


def _questions(shape: Shape, table: Table) -> list[str]:
    """Queries for touched rows of a table that lead to joined records, share a key or hold what cannot be."""
    asked = [f'"{table.columns[index].name}" IN {_JOINED}' for index, _ in table.refers]
    for lower, upper in table.ordered:
        asked.append(beyond(table.columns[lower].name, table.columns[upper].name))
    found = (
        [f"SELECT uid FROM {table.name} WHERE uid IN {_TOUCHED} AND ({' OR '.join(asked)})"] if asked else []
    )
    if table.key and shape.is_leaf(table):
        keys = [table.columns[index].name for index in table.key]
        same = " AND ".join(f'b."{name}" IS a."{name}"' for name in keys)
        found.append(
            f"SELECT a.uid FROM {table.name} a CROSS JOIN {table.name} b ON {same} AND b._dup = 0 AND b.uid <> a.uid "
            f"WHERE a.uid IN {_TOUCHED}"
        )
    return found
