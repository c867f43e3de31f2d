"""A journal that a crash left beside a file: it is either the file's own, or the file has been replaced since, and then
SQLite would roll a newer file back or tear it.

Both outcomes are made in copies and looked at before anything happens. The journal is applied unless the file is sound
without it and rolling back would take something from it; if neither way gives a sound file, both stay as they are.
"""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from shnor_desktop import places, system
from shnor_desktop.document.file import access, hot_journal
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.file.lock import untouched
from shnor_desktop.errors import DocumentError

SET_ASIDE = "Рядом с файлом лежал журнал прерванного действия, к нему не относящийся: он отложен, файл открыт без него."
_KNOWN = (
    "SELECT v FROM {0}.meta WHERE k = 'uid'",
    "SELECT w.uid, a.seq, a.last_seq FROM {0}.action a JOIN {0}.writer w ON w.n = a.writer_n",
    "SELECT w.uid, c.seq, c.field_no, c.table_no, c.row_uid, c.value "
    "FROM {0}.change c JOIN {0}.writer w ON w.n = c.writer_n",
)
"""What a file knows: which document it is, its actions and its changes."""


def settle(path: Path, journal: Path) -> tuple[int, tuple[str, ...]]:
    """Leave beside the file a journal that SQLite may apply, or none. Returns the format of the file as it will be, and
    sentences about what was done. Raises DocumentLocked, and DocumentError when neither way helps."""
    with (
        told(path, opening=True),
        untouched(path) as held,
        places.private_folder("спасение", path.parent) as folder,
    ):
        alone = _copy(held, folder / "без журнала" / path.name)
        rolled = _copy(held, folder / "с журналом" / path.name)
        kept = access.sidecar(alone, "-память")
        hot_journal.copy_plain(journal, kept)
        shutil.copyfile(kept, access.sidecar(rolled, "-journal"))
        without = _sound(alone)
        try:
            version = _roll_back(rolled)
        except DocumentError:
            if without is None:
                raise
            return without, (_set_aside(journal),)
        if without is None:
            hot_journal.cut(journal)
            return version, ()
        written = hot_journal.every_page_written(alone, kept)
        over = hot_journal.finished(path, journal) and (written or shows_its_history(alone))
        if over or not _intact(rolled):
            return without, (_set_aside(journal),)
        rolled_lacks, alone_lacks = _apart(rolled, alone)
        if rolled_lacks and not alone_lacks and written and shows_its_history(alone):
            return without, (_set_aside(journal),)
        remarks = (_beside(path, alone),) if rolled_lacks else ()
        hot_journal.cut(journal)
        return version, remarks


def _copy(held: BinaryIO, copy: Path) -> Path:
    """A copy through the handle that keeps others off: opening the file anew would give that up (POSIX)."""
    copy.parent.mkdir()
    held.seek(0)
    with copy.open("xb") as file:
        shutil.copyfileobj(held, file, 1_000_000)
        file.flush()
        os.fsync(file.fileno())
    return copy


def _sound(alone: Path) -> int | None:
    """The format of the file without the journal; None when it is torn, as a crash in mid-action leaves it."""
    try:
        version = access.check_header(alone)
        with closing(access.connect(alone, writable=False)) as connection:
            access.verify(connection, alone, version, references=False)
        return version if _intact(alone) else None
    except (DocumentError, sqlite3.Error):
        return None


def _roll_back(rolled: Path) -> int:
    """The format of the copy after SQLite has applied the journal to it. Raises DocumentError when that is no document."""
    with told(rolled, opening=True):
        with closing(access.connect(rolled, writable=True)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        version = access.check_header(rolled)
        with closing(access.connect(rolled, writable=False)) as connection:
            access.verify(connection, rolled, version, references=False)
        return version


def _intact(copy: Path) -> bool:
    """Whether every page and index is whole and the history is what its writers sealed."""
    from shnor_desktop.document.state import check  # It brings all the kinds of records along.

    with closing(access.connect(copy, writable=False)) as connection:
        whole = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        return whole and not check.broken_chains(connection)


def shows_its_history(alone: Path) -> bool:
    """Whether the tables show what the history says: not so when a crash came between the two."""
    from shnor_desktop.document.state import check

    with closing(access.connect(alone, writable=False)) as connection:
        return not check.journal_differences(connection)


def _apart(rolled: Path, alone: Path) -> tuple[bool, bool]:
    """Whether the rolled-back file lacks something that the file alone knows, and the other way round."""
    with (
        closing(access.connect(rolled, writable=False)) as connection,
        access.attached(connection, alone, "other"),
    ):
        return _lacks(connection, "main", "other"), _lacks(connection, "other", "main")


def _lacks(connection: sqlite3.Connection, one: str, another: str) -> bool:
    queries = (f"{known.format(another)} EXCEPT {known.format(one)} LIMIT 1" for known in _KNOWN)
    return any(connection.execute(query).fetchone() for query in queries)


def _set_aside(journal: Path) -> str:
    """Take the journal from the file, which stays untouched; the sentence about it."""
    access.put_aside(journal)
    return SET_ASIDE


def _beside(path: Path, alone: Path) -> str:
    """Leave the file alone beside the document, under a name of its own; the sentence about it."""
    name = f"{path.stem} — другая копия {time.strftime('%Y-%m-%d %H-%M-%S')}.shnor"
    kept = places.free_name(path.with_name(name))
    system.take_name(alone, kept)
    return (
        f"Рядом с файлом «{path.name}» лежал журнал прерванного действия: файл возвращён к состоянию до него, а в том, "
        f"что было на его месте, есть правки, которых в нём нет. Оно сохранено рядом: «{kept.name}»; объедините его "
        "с этим файлом."
    )
