"""Which values wait for a decision, read cheaply: for the navigation, the marks on screens and the notes of papers."""

import sqlite3

from shnor_desktop.document.file.attachments import FILE

TOGETHER = ("failed", "participants")
"""Two fields that say one thing: what differs in both is one question."""
_SECOND = (
    "SELECT count(*) FROM conflict c "
    "JOIN catalogue f ON f.table_no = c.table_no AND f.field_no = c.field_no AND f.column_name = ? "
    "JOIN catalogue g ON g.table_no = c.table_no AND g.column_name = ? "
    "JOIN conflict o ON o.table_no = c.table_no AND o.row_uid = c.row_uid AND o.field_no = g.field_no AND o.kind = 'field' "
    "WHERE c.kind = 'field'"
)
_RULE_TOO = (
    "SELECT count(*) FROM conflict r WHERE r.kind = 'rule' AND EXISTS (SELECT 1 FROM conflict c JOIN catalogue f "
    "ON f.table_no = c.table_no AND f.field_no = c.field_no AND f.column_name IN (?, ?) "
    "WHERE c.kind = 'field' AND c.table_no = r.table_no AND c.row_uid = r.row_uid)"
)

_MORE_OF_FILES = (
    "SELECT ifnull(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM conflict c "
    "JOIN catalogue f ON f.table_no = c.table_no AND f.field_no = c.field_no "
    f"WHERE c.kind = 'field' AND f.column_name IN {FILE} GROUP BY c.table_no, c.row_uid)"
)
"""Of the columns of a kept file one counts. Kinds that keep none have one column of these names at most."""


def open_count(connection: sqlite3.Connection) -> int:
    """How many questions are open."""
    found = int(connection.execute("SELECT count(*) FROM conflict").fetchone()[0])
    if not found:
        return 0
    again = (connection.execute(query, TOGETHER).fetchone()[0] for query in (_SECOND, _RULE_TOO))
    return found - sum(map(int, again)) - int(connection.execute(_MORE_OF_FILES).fetchone()[0])


def ever_merged(connection: sqlite3.Connection) -> bool:
    """Whether this file ever was merged, or decided in."""
    query = "SELECT EXISTS (SELECT 1 FROM merge_log) OR EXISTS (SELECT 1 FROM action WHERE kind = 'decide')"
    return bool(connection.execute(query).fetchone()[0])


def undecided(connection: sqlite3.Connection) -> frozenset[tuple[str, bytes, str]]:
    """(kind, uid, field) of undecided values; a whole record has the field «»."""
    rows = connection.execute(
        "SELECT t.table_name, ifnull(s.canonical_uid, c.row_uid), ifnull(f.column_name, '') FROM conflict c "
        "JOIN (SELECT DISTINCT table_no, table_name FROM catalogue) t ON t.table_no = c.table_no "
        "LEFT JOIN catalogue f ON f.table_no = c.table_no AND f.field_no = c.field_no "
        "LEFT JOIN row_state s ON s.row_uid = c.row_uid"
    )
    return frozenset((code, bytes(uid), field) for code, uid, field in rows)
