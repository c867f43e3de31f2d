"""After a local commit while something is open: the rows it touched are derived again, so that answered
questions vanish and parents nobody needs any more leave with their last child."""

import sqlite3

from shnor_desktop.document.derived import Derivation, Effect
from shnor_desktop.document.journal import ActionId, Journal


def needed(connection: sqlite3.Connection, tables: frozenset[str]) -> bool:
    """Whether a commit that touched `tables` may change more than it wrote. The last verdict taken back
    leaves nothing open and still parts two records."""
    return "identity_verdict" in tables or something_open(connection)


def something_open(connection: sqlite3.Connection) -> bool:
    """Whether any row is not simply what was said of it last."""
    return any(
        connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]
        for table in ("head", "conflict", "row_state", "identity_verdict")
    )


def settle(connection: sqlite3.Connection, journal: Journal, action: ActionId) -> Effect:
    """Derive the rows of the action just written; runs inside its transaction."""
    rows = connection.execute(
        "SELECT DISTINCT table_no, row_uid FROM change WHERE writer_n = ? AND seq > ?",
        (action.writer_n, action.seq),
    ).fetchall()
    journal.suspend()
    return Derivation(connection).run(rows)
