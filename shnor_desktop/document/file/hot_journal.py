"""The journal SQLite leaves beside a file when it dies in mid-action, read before SQLite applies it unasked.

Layout: sqlite.org/fileformat2.html, «The Rollback Journal». A transaction over several databases ends its journals with
the name of a super-journal: while that exists the action is unfinished, and SQLite deletes the file of that name,
whatever it is. So SQLite never gets to see such a name: it is cut off first.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_HEADER = 28
_TO_THE_END = 0xFFFFFFFF
_LONGEST_SECTOR = 65_536
_LONGEST_NAME = 4096
_SUPER = re.compile(r"-mj[0-9A-F]{9}\Z")


def beside(path: Path) -> Path | None:
    """The journal beside a document that SQLite would apply to it; None when there is none."""
    journal = path.with_name(path.name + "-journal")
    try:
        if not stat.S_ISREG(journal.lstat().st_mode):
            return None
    except OSError:
        return None
    with journal.open("rb") as file:
        # A header of noughts is how SQLite says that the action is over.
        return journal if any(file.read(_HEADER)) else None


def super_journal(journal: Path) -> Path | None:
    """The super-journal whose name stands at the end of a journal; None for an action on one database."""
    end = _super_name(journal)
    return Path(end[1].decode("utf-8", "surrogateescape")) if end else None


def finished(path: Path, journal: Path) -> bool:
    """Whether the journal's action is over by its own word: its super-journal is gone, here and where the name says.
    A folder may have been moved as a whole."""
    named = super_journal(journal)
    return named is not None and not (named.exists() or path.with_name(named.name).exists())


def copy_plain(journal: Path, target: Path) -> None:
    """Copy what SQLite would apply of a journal, and no name of a super-journal: SQLite will roll its file back and touch
    no other. How long the file is says nothing; it may have no end."""
    end = max((last for _, _, last in _records(journal)), default=_LONGEST_SECTOR)
    with journal.open("rb") as source, target.open("wb") as copy:
        while end > 0 and (piece := source.read(min(end, 1_000_000))):
            copy.write(piece)
            end -= len(piece)
    cut(target)


def cut(journal: Path) -> None:
    """Cut the name of a super-journal off; a single write, so that nothing half done can stay."""
    end = _super_name(journal)
    if end:
        with journal.open("rb+") as file:
            file.truncate(end[0])


def drop_super_journal(path: Path) -> None:
    """Delete what SQLite left as a super-journal, unless a journal it names is still there: that one needs it."""
    with suppress(OSError, ValueError):
        if not path.is_file() or path.stat().st_size > _LONGEST_NAME * 4 or not _SUPER.search(path.name):
            return
        names = [Path(os.fsdecode(name)) for name in path.read_bytes().split(b"\0") if name]
        if not any(one.exists() or path.with_name(one.name).exists() for one in names):
            path.unlink()


def every_page_written(path: Path, journal: Path) -> bool:
    """Whether no page of the file is still as the journal remembers it. Otherwise the action the journal belongs to may
    have died before its last write, however sound the file looks."""
    with path.open("rb") as file:
        for number, content in _originals(journal):
            file.seek((number - 1) * len(content))
            if file.read(len(content)) == content:
                return False
    return True


def _super_name(journal: Path) -> tuple[int, bytes] | None:
    """Where the end with the name begins, and the name."""
    size = journal.stat().st_size
    with journal.open("rb") as file:
        file.seek(max(0, size - 16))
        tail = file.read(16)
        length = int.from_bytes(tail[:4], "big")
        if len(tail) < 16 or tail[8:] != _MAGIC or not 0 < length <= min(_LONGEST_NAME, size - 20):
            return None
        file.seek(size - 16 - length)
        name = file.read(length)
    # SQLite adds the bytes up with their sign.
    total = sum(byte - 256 if byte > 127 else byte for byte in name) % 2**32
    return (size - 20 - length, name) if total == int.from_bytes(tail[4:8], "big") else None


def _originals(journal: Path) -> Iterator[tuple[int, bytes]]:
    """(page number, content before the action) of every page the journal remembers."""
    for number, content, _ in _records(journal):
        yield number, content


def _records(journal: Path) -> Iterator[tuple[int, bytes, int]]:
    """(page number, content before the action, where the record ends) of all that SQLite would apply."""
    size = journal.stat().st_size
    with journal.open("rb") as file:
        at = 0
        while at + _HEADER <= size:
            file.seek(at)
            head = file.read(_HEADER)
            count, nonce, sector, page = (
                int.from_bytes(head[place : place + 4], "big") for place in (8, 12, 20, 24)
            )
            if head[:8] != _MAGIC or not (32 <= sector <= _LONGEST_SECTOR and 512 <= page <= 65_536):
                return
            if count == _TO_THE_END:
                count = size
            at += sector
            while count and at + page + 8 <= size:
                file.seek(at)
                record = file.read(page + 8)
                number, content = int.from_bytes(record[:4], "big"), record[4:-4]
                # SQLite adds up every 200th byte, and ends where the sum is another.
                total = (nonce + sum(content[page - 200 : 0 : -200])) % 2**32
                if not number or total != int.from_bytes(record[-4:], "big"):
                    return
                at, count = at + page + 8, count - 1
                yield number, content, at
            if count:
                return
            at += -at % sector  # The next header begins on a sector of its own.
