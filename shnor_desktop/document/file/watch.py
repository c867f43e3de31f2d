"""Whether at the path of an open document still lies what this program left there.

People, colleagues and sync programs delete, rename and overwrite files that are open. SQLite keeps the lock to itself
and would go on writing into a file nobody finds any more, or into the middle of somebody else's.
"""

import os
import sqlite3
import stat
import zlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from shnor_desktop import system
from shnor_desktop.document.file.image import is_on_disk
from shnor_desktop.document.file.visitors import Visitors
from shnor_desktop.errors import DocumentError

_HEADER = 100
_BLOCK = 1 << 18
_SMALL = 4_000_000
"""Bytes: reading so much back after a commit takes less than bringing it to the disk."""
_TIMES_TELL = os.name == "posix"
"""Whether the moment of a change is told at once; Windows tells it when it pleases."""


class Fate(Enum):
    """What became of the file; the value is what is said of it."""

    DELETED = "Файл «{name}» удалили, пока он был открыт."
    MOVED = "Файл «{name}» перенесли или переименовали, пока он был открыт."
    REPLACED = "Файл «{name}» заменили другим, пока он был открыт."
    OVERWRITTEN = "Файл «{name}» перезаписала другая программа, пока он был открыт."
    UNREACHABLE = "Диск или папка с файлом «{name}» больше не доступны."


class Lost(Exception):
    """In a transaction: the file is no longer there. It is rolled back, then DocumentReplaced is raised."""

    def __init__(self, fate: Fate) -> None:
        super().__init__(fate)
        self.fate = fate


@dataclass(frozen=True, slots=True)
class _Mark:
    """What can be seen of a file without reading it."""

    size: int
    counter: bytes
    """SQLite's change counter and the place where it says which version of the counter the size is of."""
    pages: int
    page: int
    times: tuple[int, int]
    """Of the last change of content and of the last change at all; others change the second without harm."""

    def same_but_for_times(self, other: "_Mark") -> bool:
        """Whether only the times differ."""
        return (self.size, self.counter, self.pages) == (other.size, other.counter, other.pages)

    def follows(self, other: "_Mark") -> bool:
        """Whether one transaction of ours may lie between: one that holds the file alone counts up once at most."""
        before, after = (int.from_bytes(mark.counter[:4], "big") for mark in (other, self))
        return (after - before) % 2**32 <= 1 and self.size == self.pages * self.page


class Watch:
    """Of one open document, from before SQLite opened it. Its own handle on the file is closed after SQLite's: closing any
    handle takes the locks of the whole process away (POSIX)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = Path(f"{system.real_path(path)}-journal")
        # For writing: on a layered file system reading alone would leave us with the layer below.
        self._file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        self._visitors = Visitors(self._file)
        try:
            self._mark = self._seen()
        except BaseException:
            self.close()
            raise
        self._said: tuple[object, ...] = ()
        self._content: int | None = None
        """The checksum of what we left, where times do not tell whether it is still there."""
        self._our_journal: int | None = None
        self._wrote = False

    def close(self) -> None:
        """Let the file go; the connection must have done so before."""
        if self._file >= 0:
            self._visitors.close()
            os.close(self._file)
            self._file = -1

    def begins(self) -> bool:
        """The connection holds the file alone now, and a journal beside it has been applied: from here on the file is
        watched. False when another lies at the path already."""
        self._mark = self._seen()
        return self._elsewhere() is None

    # ---- questions

    def fate(self, connection: sqlite3.Connection) -> Fate | None:
        """What became of the file since this program left it, None when it is there and as it was."""
        came = self._visitors.came(wrote=connection.in_transaction)
        return self._elsewhere() or self._altered(connection, doubtful=came)

    def altered(self, connection: sqlite3.Connection) -> Fate | None:
        """The same of the very file that is open, wherever it is now: it may be read as long as this is None."""
        return self._altered(connection, doubtful=False)

    def _altered(self, connection: sqlite3.Connection, *, doubtful: bool) -> Fate | None:
        """The moment of a change is told in steps of some milliseconds: of whom the file was opened by meanwhile it may
        say nothing. That is doubtful before anything is written."""
        try:
            seen = self._seen()
        except OSError:
            return Fate.UNREACHABLE
        if connection.in_transaction:
            return None if seen == self._mark or self._within(connection, seen) else Fate.OVERWRITTEN
        if seen == self._mark and not doubtful:
            return None
        if not seen.same_but_for_times(self._mark):
            return Fate.OVERWRITTEN
        # Rights, links and attributes change times too; whether the content did is asked of every byte, once.
        if not self._as_remembered(connection):
            return Fate.OVERWRITTEN
        self._mark = seen
        if doubtful:
            self._visitors.looked()
        return None

    def _within(self, connection: sqlite3.Connection, seen: _Mark) -> bool:
        """Whether the file may look like that in the middle of a transaction of ours: untouched, or grown by pages that
        SQLite had no room to keep until the end, when it counts up."""
        if seen.counter != self._mark.counter or seen.size < self._mark.size:
            return False
        ((pages,),) = connection.execute("PRAGMA main.page_count").fetchall()
        ((room,),) = connection.execute("PRAGMA main.cache_size").fetchall()
        # SQLite keeps a part of its room free, and each page takes more than its size.
        crowded = 2 * pages * self._mark.page >= (-room * 1024 if room < 0 else room * self._mark.page)
        if crowded or (seen.size, seen.times[0]) == (self._mark.size, self._mark.times[0]):
            return True
        if _TIMES_TELL:
            return False
        self._visitors.suspect()
        return self._content is None or self._content == self._sum()

    def on_same_disk(self, folder: Path) -> bool:
        """Whether a folder lies where the open file lies: a mount point without its disk does not."""
        try:
            return folder.stat().st_dev == os.fstat(self._file).st_dev
        except OSError:
            return False

    def has_all(self, copy: sqlite3.Connection) -> bool:
        """Whether a copy holds exactly the actions this program left in the file."""
        return _said(copy) == self._said

    def lost(self, connection: sqlite3.Connection) -> Fate | None:
        """What became of the file, when this program wrote in it and that is not in any file with a name."""
        fate = self.fate(connection) if self._wrote and not connection.in_transaction else None
        return None if fate is Fate.MOVED and self.altered(connection) is None else fate

    # ---- keeping up

    def left(self, connection: sqlite3.Connection) -> Fate | None:
        """This program has written: what it left is the measure from now on, wherever the file is now. None when it is at
        its path, and nobody wrote in between."""
        self._wrote = bool(self._said)  # The first time is the opening.
        fate = self._elsewhere()
        try:
            self._said = _said(connection)
            seen = self._seen()
            came = self._visitors.came(wrote=True)
            doubtful = came or seen.size <= _SMALL or _has_holes(self._file, seen.size)
            if not self._is_ours(connection, seen, doubtful=doubtful):
                return fate or Fate.OVERWRITTEN
        except OSError:
            return fate or Fate.UNREACHABLE
        except sqlite3.Error:  # What is not in memory was read from what somebody wrote.
            return fate or Fate.OVERWRITTEN
        self._mark = seen
        self._content = None if _TIMES_TELL or seen.size > _SMALL else self._sum()
        if doubtful:
            self._visitors.looked()
        if fate is None:
            self._our_journal = self._journal_now()
        return fate

    def _is_ours(self, connection: sqlite3.Connection, seen: _Mark, *, doubtful: bool) -> bool:
        """Whether the file is as SQLite left it. Of a transaction of ours alone the header tells; whether somebody else wrote
        while it was committed, only every byte does."""
        (pages,) = connection.execute("PRAGMA main.page_count").fetchone()
        follows = seen == self._mark or (seen.pages == pages and seen.follows(self._mark))
        return (follows and not doubtful) or self._is_in_memory(connection)

    def mend_journal(self, connection: sqlite3.Connection) -> None:
        """Before a transaction: SQLite keeps the journal open between two of them. One that somebody took away in the
        meantime would protect nothing. Raises DocumentError when something lies in its place that cannot be one."""
        now = self._journal_now()
        if self._our_journal is not None and now != self._our_journal:
            self.let_journal_go(connection)
            connection.execute("PRAGMA journal_mode = DELETE")
            self._our_journal = None

    def let_journal_go(self, connection: sqlite3.Connection) -> None:
        """Close the journal without deleting it: it bears the name of the journal of whatever lies there now."""
        connection.execute("PRAGMA journal_mode = OFF")

    def _journal_now(self) -> int | None:
        try:
            known = self._journal.lstat()
        except OSError:
            return None
        if not stat.S_ISREG(known.st_mode):
            raise not_a_journal(self._journal)
        return known.st_ino

    # ---- looking

    def _elsewhere(self) -> Fate | None:
        """What lies at the path, when it is not the open file."""
        try:
            there, ours = self._path.stat(), os.fstat(self._file)
        except (FileNotFoundError, NotADirectoryError):
            return self._absent()
        except OSError:
            return Fate.UNREACHABLE
        return None if os.path.samestat(there, ours) else Fate.REPLACED

    def _absent(self) -> Fate:
        if not self.on_same_disk(self._path.parent):
            return Fate.UNREACHABLE
        return Fate.MOVED if os.fstat(self._file).st_nlink else Fate.DELETED

    def _seen(self) -> _Mark:
        about = os.fstat(self._file)
        os.lseek(self._file, 0, os.SEEK_SET)
        header = os.read(self._file, _HEADER)
        page = int.from_bytes(header[16:18], "big")
        return _Mark(
            about.st_size,
            _counter(header),
            int.from_bytes(header[28:32], "big"),
            65_536 if page == 1 else page,
            (about.st_mtime_ns, about.st_ctime_ns),
        )

    def _sum(self) -> int:
        found = 0
        os.lseek(self._file, 0, os.SEEK_SET)
        while block := os.read(self._file, _BLOCK):
            found = zlib.crc32(block, found)
        return found

    def _as_remembered(self, connection: sqlite3.Connection) -> bool:
        """Whether the file holds the actions it should, and is byte for byte what SQLite has of it in memory. What is not in
        memory any more, SQLite reads from the file; hence the first question."""
        try:
            return self.has_all(connection) and self._is_in_memory(connection)
        except sqlite3.Error:
            return False

    def _is_in_memory(self, connection: sqlite3.Connection) -> bool:
        try:
            return is_on_disk(connection.serialize(), self._file)
        except (OSError, sqlite3.Error):
            return False


class WatchedConnection(sqlite3.Connection):
    """A connection that knows, once it holds its file alone, whether that is still the file at its path."""

    watch: Watch | None = None

    def close(self) -> None:
        """Give the file back."""
        super().close()
        if self.watch is not None:
            self.watch.close()


def _said(connection: sqlite3.Connection) -> tuple[object, ...]:
    """How much everybody has said in a file, and the seal of the youngest writer: no two histories have both alike."""
    row: tuple[object, ...] = connection.execute(
        "SELECT count(*), sum(last_seq), (SELECT hex(chain) FROM main.writer ORDER BY n DESC LIMIT 1) FROM main.writer"
    ).fetchone()
    return row


def _has_holes(file: int, size: int) -> bool:
    """Whether parts of a file were never written, as when somebody cut it by its name while we wrote behind the cut: nobody
    opens it for that."""
    if not hasattr(os, "SEEK_HOLE"):
        return False
    try:
        return os.lseek(file, 0, os.SEEK_HOLE) < size
    except OSError:  # The file system does not know.
        return False


def _counter(header: bytes) -> bytes:
    return header[24:28] + header[92:96]


def not_a_journal(path: Path) -> DocumentError:
    """What is said when a folder, a link, a pipe or a device bears the name of a file SQLite would open."""
    return DocumentError(
        f"Рядом с файлом лежит «{path.name}»: это не обычный файл, и работать с ним рядом нельзя.",
        "Уберите его из папки и повторите.",
    )
