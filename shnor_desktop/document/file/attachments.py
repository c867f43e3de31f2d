"""The bytes of files that records keep: once each by their SHA-256, whoever keeps them. They are no part of the journal; the
records that name them are."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from shnor_desktop.rules.admissible import LARGEST_FILE

COLUMN = "file_sha"
"""The column by which a kind names the bytes, as hex text."""
FILE = ("file_name", "file_size", COLUMN)
"""What `models.attached` declares: columns that say one thing, named here for what is read before the kinds are loaded."""
_HEX = 64


def put(connection: sqlite3.Connection, content: bytes) -> str:
    """Keep bytes; what a record names them by. Damaged ones under their name are healed."""
    digest = hashlib.sha256(content)
    connection.execute(
        f"INSERT INTO attachment (sha256, bytes) VALUES (?, ?) {_HEALED}", (digest.digest(), content)
    )
    return digest.hexdigest()


_OTHER = "(length({0}.bytes) IS NOT length({1}.bytes) OR {0}.bytes IS NOT {1}.bytes)"
"""Lengths first: bytes that are far too long cannot even be read."""
_HEALED = "ON CONFLICT (sha256) DO UPDATE SET bytes = excluded.bytes WHERE " + _OTHER.format(
    "attachment", "excluded"
)


def take_over(connection: sqlite3.Connection, other: str) -> int:
    """Keep the sound bytes of an attached database; how many of them records here named in vain."""
    wanted = [
        digest
        for (digest,) in connection.execute(
            f"SELECT o.sha256 FROM {other}.attachment o LEFT JOIN main.attachment m ON m.sha256 = o.sha256 "
            f"WHERE m.sha256 IS NULL OR {_OTHER.format('m', 'o')}"
        )
    ]
    if not wanted:
        return 0
    found = shown(connection)
    connection.executemany(
        f"INSERT INTO main.attachment (sha256, bytes) SELECT sha256, bytes FROM {other}.attachment "
        f"WHERE sha256 = ? {_HEALED}",
        [(digest,) for digest in wanted],
    )
    return sum(digest in found for digest in wanted)


def take(connection: sqlite3.Connection, name: str) -> bytes | None:
    """The bytes a record names; None when they are not here or are not those."""
    digest = _digest(name)
    return next((content for _, content in carried(connection, {digest} if digest else set())), None)


def has(connection: sqlite3.Connection, name: str) -> bool:
    """Whether bytes lie under what a record names, sound or not; they are not read."""
    digest = _digest(name)
    query = "SELECT 1 FROM attachment WHERE sha256 = ?"
    return digest is not None and connection.execute(query, (digest,)).fetchone() is not None


def size_with(connection: sqlite3.Connection, content: bytes) -> int:
    """Bytes the document would have with this file."""
    (pages,), (page,) = (
        connection.execute(f"PRAGMA {one}").fetchone() for one in ("page_count", "page_size")
    )
    return int(pages * page) + len(content)


def is_sound(digest: object, content: object) -> bool:
    """Whether these bytes may lie under this name."""
    return (
        type(content) is bytes and len(content) <= LARGEST_FILE and hashlib.sha256(content).digest() == digest
    )


def held(connection: sqlite3.Connection) -> set[bytes]:
    """Names of all bytes a file holds, sound or not."""
    return {one for (one,) in connection.execute("SELECT sha256 FROM attachment")}


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


@dataclass(frozen=True, slots=True)
class Lost:
    """A file that a shown record keeps and whose bytes are not here as they should be."""

    name: str
    wrong: str
    """MISSING, DAMAGED or GIANT."""


MISSING, DAMAGED, GIANT = "missing", "damaged", "giant"


def lost(connection: sqlite3.Connection, *, read: bool = True) -> tuple[Lost, ...]:
    """Files of shown records that are not here, or not as they were; unless they are `read`, only what is not here."""
    found: dict[tuple[str, str], None] = {}
    known: dict[bytes, str] = {}
    for (table,) in connection.execute(
        "SELECT table_name FROM catalogue WHERE column_name = ?", (COLUMN,)
    ).fetchall():
        query = f"SELECT file_name, {COLUMN} FROM {table} ORDER BY file_name"
        for name, sha in connection.execute(query).fetchall():
            if (digest := _digest(sha)) is None:
                continue
            if digest not in known:
                known[digest] = _wrong(connection, digest, read=read)
            if known[digest]:
                found[name or sha[:8], known[digest]] = None
    return tuple(Lost(*one) for one in found)


def mixed(connection: sqlite3.Connection) -> tuple[tuple[str, int, int], ...]:
    """(name, size said, size) of files of shown records that are here, sound, and of another size than is said of them.
    Records about whose file a question is open are left out: the answer mends them."""
    found = []
    query = "SELECT lower(hex(sha256)), length(bytes) FROM attachment WHERE length(bytes) <= ?"
    sizes = dict(connection.execute(query, (LARGEST_FILE,)))
    for number, table in connection.execute(
        "SELECT table_no, table_name FROM catalogue WHERE column_name = ?", (COLUMN,)
    ).fetchall():
        rows = connection.execute(
            f"SELECT {', '.join(FILE)} FROM {table} WHERE uid NOT IN (SELECT c.row_uid FROM conflict c "
            "JOIN catalogue f ON f.table_no = c.table_no AND f.field_no = c.field_no "
            f"WHERE c.kind = 'field' AND c.table_no = ? AND f.column_name IN {FILE}) ORDER BY file_name",
            (number,),
        ).fetchall()
        found += [
            (name or sha[:8], said, sizes[sha])
            for name, said, sha in rows
            if sha in sizes and said is not None and said != sizes[sha] and take(connection, sha) is not None
        ]
    return tuple(found)


def _wrong(connection: sqlite3.Connection, digest: bytes, *, read: bool) -> str:
    query = "SELECT length(bytes) FROM attachment WHERE sha256 = ?"
    row = connection.execute(query, (digest,)).fetchone()
    if row is None:
        return MISSING
    if not read:
        return ""
    if row[0] > LARGEST_FILE:
        return GIANT
    return "" if any(True for _ in carried(connection, {digest})) else DAMAGED


def spoilt(connection: sqlite3.Connection) -> set[bytes]:
    """Names of bytes that are not what they are called."""
    names = held(connection)
    return names - {digest for digest, _ in carried(connection, names)}


def spare(connection: sqlite3.Connection, keep: set[bytes]) -> int:
    """Take out all but these; how many went."""
    gone = [(one,) for (one,) in connection.execute("SELECT sha256 FROM attachment") if one not in keep]
    connection.executemany("DELETE FROM attachment WHERE sha256 = ?", gone)
    return len(gone)


def carried(
    source: sqlite3.Connection, wanted: set[bytes], database: str = "main"
) -> Iterator[tuple[bytes, bytes]]:
    """The sound ones of those a file holds, one after the other."""
    query = f"SELECT bytes FROM {database}.attachment WHERE sha256 = ? AND length(bytes) <= ?"
    for digest in sorted(wanted):
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
