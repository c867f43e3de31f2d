"""The bytes of files that records keep: once each by their SHA-256, whoever keeps them. They are no part of the journal; the
records that name them are."""

import hashlib
import sqlite3
from collections.abc import Iterator

from shnor_desktop.rules.admissible import LARGEST_FILE

COLUMN = "file_sha"
"""The column by which a kind names the bytes, as hex text."""
_HEX = 64


def put(connection: sqlite3.Connection, content: bytes) -> str:
    """Keep bytes; what a record names them by."""
    digest = hashlib.sha256(content)
    connection.execute(
        "INSERT INTO attachment (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (digest.digest(), content),
    )
    return digest.hexdigest()


def take(connection: sqlite3.Connection, name: str) -> bytes | None:
    """The bytes a record names; None when they are not here or are not those."""
    digest = _digest(name)
    row = digest and connection.execute("SELECT bytes FROM attachment WHERE sha256 = ?", (digest,)).fetchone()
    return bytes(row[0]) if row and is_sound(digest, row[0]) else None


def has(connection: sqlite3.Connection, name: str) -> bool:
    """Whether bytes lie under what a record names, sound or not; they are not read."""
    digest = _digest(name)
    query = "SELECT 1 FROM attachment WHERE sha256 = ?"
    return digest is not None and connection.execute(query, (digest,)).fetchone() is not None


def is_sound(digest: object, content: object) -> bool:
    """Whether these bytes may lie under this name."""
    return (
        type(content) is bytes and len(content) <= LARGEST_FILE and hashlib.sha256(content).digest() == digest
    )


def held(connection: sqlite3.Connection) -> bool:
    """Whether a file holds any at all."""
    return connection.execute("SELECT 1 FROM attachment LIMIT 1").fetchone() is not None


def named(connection: sqlite3.Connection) -> set[bytes]:
    """What any record ever named, deleted ones too: what an undo may bring back."""
    found = set()
    for number, field_no in connection.execute(
        "SELECT table_no, field_no FROM catalogue WHERE column_name = ?", (COLUMN,)
    ).fetchall():
        rows = connection.execute(
            "SELECT DISTINCT iif(field_no = 0, json_extract(value, ?), value) FROM change WHERE table_no = ? "
            "AND (field_no = ? OR field_no = 0) AND typeof(value) = 'text'",
            (f"$[{field_no - 1}]", number, field_no),
        )
        found |= {digest for (name,) in rows if (digest := _digest(name))}
    return found


def shown(connection: sqlite3.Connection) -> set[bytes]:
    """What the records of the tables name."""
    tables = connection.execute(
        "SELECT table_name FROM catalogue WHERE column_name = ?", (COLUMN,)
    ).fetchall()
    return {
        digest
        for (table,) in tables
        for (name,) in connection.execute(f"SELECT DISTINCT {COLUMN} FROM {table}")
        if (digest := _digest(name))
    }


def spare(connection: sqlite3.Connection, keep: set[bytes]) -> int:
    """Take out all but these; how many went."""
    gone = [(one,) for (one,) in connection.execute("SELECT sha256 FROM attachment") if one not in keep]
    connection.executemany("DELETE FROM attachment WHERE sha256 = ?", gone)
    return len(gone)


def carried(source: sqlite3.Connection, wanted: set[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The sound ones of those a file holds, one after the other."""
    for digest in sorted(wanted):
        query = "SELECT bytes FROM attachment WHERE sha256 = ? AND length(bytes) <= ?"
        row = source.execute(query, (digest, LARGEST_FILE)).fetchone()
        if row and is_sound(digest, row[0]):
            yield digest, row[0]


def _digest(name: object) -> bytes | None:
    if type(name) is not str or len(name) != _HEX or name != name.lower():
        return None
    try:
        return bytes.fromhex(name)
    except ValueError:
        return None
