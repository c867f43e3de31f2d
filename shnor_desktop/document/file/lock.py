"""Taking a file for this program alone, and telling who has it when somebody else does."""

import contextlib
import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from shnor_desktop import system
from shnor_desktop.document.file import access
from shnor_desktop.document.file.watch import Watch, WatchedConnection
from shnor_desktop.document.journal import author
from shnor_desktop.errors import DocumentError, DocumentLocked

_NEEDS_SNAPSHOT = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
)
_LOCK_BYTES, _LOCK_COUNT = 0x40000000, 512
"""PENDING_BYTE and what follows it (sqlite.org/fileformat2.html, «The Lock-Byte Page»)."""


def take(path: Path) -> WatchedConnection:
    """A connection that holds the file alone; DocumentLocked with the holder's name when another does."""
    connection = None
    try:
        connection = access.connect(path, writable=True)
        with contextlib.suppress(PermissionError):  # SQLite says more of that.
            connection.watch = Watch(path)
        access.hold(connection)
        if connection.watch is None or not connection.watch.begins():
            raise replaced_meanwhile(path)
        return connection
    except BaseException as error:
        if connection is not None:
            connection.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise locked(path) from error
        raise


def replaced_meanwhile(path: Path) -> DocumentError:
    """What is said of a file that another program put away while it was being opened."""
    return DocumentError(f"Файл «{path.name}» заменили, пока он открывался.", "Откройте его ещё раз.")


@contextmanager
def untouched(path: Path) -> Iterator[BinaryIO]:
    """The file, readable, while nobody else may work in it: the bytes are locked that SQLite locks, but SQLite is not
    asked, because it would apply a journal beside the file. Reading by another handle would give the lock up (POSIX).
    Raises DocumentLocked."""
    with path.open("rb+") as file:
        try:
            _lock(file)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise locked(path) from error
            raise
        yield file


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_LOCK_BYTES)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, _LOCK_COUNT)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCK_COUNT, _LOCK_BYTES)


def own_key(path: Path) -> str:
    """One name for one file, however it is spelled."""
    return os.path.normcase(system.real_path(path))


def readable(path: Path) -> bool:
    """Whether the file can be read in place; not when another program holds it or left a hot journal, nor when
    something lies beside it that SQLite would wait for or read along."""
    if access.strange_sidecars(path):
        return False
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


def held(path: Path) -> bool:
    """Whether another program works in the file at this moment."""
    connection = None
    try:
        connection = access.connect(path, writable=False)
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        return False
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except (DocumentError, sqlite3.Error):
        return False
    finally:
        if connection is not None:
            connection.close()


def locked(path: Path) -> DocumentLocked:
    """The refusal that names the holder, from the note beside the file: another window of the same person, or somebody."""
    holder = author.read_note(path)
    if author.is_mine(path):
        return DocumentLocked(
            f"Файл «{path.name}» уже открыт в другом окне программы на этом компьютере.",
            "Перейдите в то окно или откройте файл здесь только для просмотра.",
            holder,
        )
    named = f": {holder}" if holder else ""
    return DocumentLocked(
        f"Файл «{path.name}» уже открыт{named}.",
        "Закройте его там или откройте здесь только для просмотра.",
        holder,
    )
