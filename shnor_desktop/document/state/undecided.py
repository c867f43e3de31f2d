"""Which values wait for a decision, read cheaply: for the navigation, the marks on screens and the notes of papers."""

import sqlite3


def open_count(connection: sqlite3.Connection) -> int:
    """How many questions are open."""
    return int(connection.execute("SELECT count(*) FROM conflict").fetchone()[0])


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
