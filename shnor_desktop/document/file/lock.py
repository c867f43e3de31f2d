"""Taking a file for this program alone, and telling who has it when somebody else does."""

import os
import sqlite3
from pathlib import Path

from shnor_desktop.document.file import access
from shnor_desktop.document.journal import author
from shnor_desktop.errors import DocumentLocked

_NEEDS_SNAPSHOT = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
)


def take(path: Path) -> sqlite3.Connection:
    """A connection that holds the file alone; DocumentLocked with the holder's name when another does."""
    connection = None
    try:
        connection = access.connect(path, writable=True)
        access.hold(connection)
        return connection
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise locked(path) from error
        raise


def own_key(path: Path) -> str:
    """One name for one file, however it is spelled."""
    return os.path.normcase(os.path.realpath(path))


def readable(path: Path) -> bool:
    """Whether the file can be read in place; not when another program holds it or left a hot journal."""
    connection = None
    try:
        connection = access.connect(path, writable=False)
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        return True
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _NEEDS_SNAPSHOT:
            raise
        return False
    finally:
        if connection is not None:
            connection.close()


def locked(path: Path) -> DocumentLocked:
    """The refusal that names the holder, from the note beside the file."""
    holder = author.read_note(path)
    named = f": {holder}" if holder else ""
    return DocumentLocked(
        f"Файл «{path.name}» уже открыт{named}.",
        "Закройте его там или откройте здесь только для чтения.",
        holder,
    )
