"""A journal that a crash left beside a file which has been replaced since: SQLite would roll the newer file back.

So the file is also looked at alone. What only one of the two knows stays: in the file, or in a copy beside it.
"""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from shnor_desktop.document.file import access
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.file.lock import take
from shnor_desktop.errors import DocumentDamaged, DocumentError

SET_ASIDE = "Рядом с файлом лежал журнал прерванного действия, к нему не относящийся: он отложен, файл открыт без него."
_KNOWN = (
    "SELECT v FROM {0}.meta WHERE k = 'uid'",
    "SELECT w.uid, a.seq, a.last_seq FROM {0}.action a JOIN {0}.writer w ON w.n = a.writer_n",
    "SELECT w.uid, c.seq, c.field_no, c.table_no, c.row_uid, c.value "
    "FROM {0}.change c JOIN {0}.writer w ON w.n = c.writer_n",
)
"""What a file knows: which document it is, its actions and its changes."""


def settle(path: Path, rescued: Path) -> tuple[str, ...]:
    """Have SQLite roll the file back, and keep what the file alone knows more; sentences about that. `rescued` is the
    folder of the copies made before. Raises DocumentLocked, and DocumentError when rolling back does harm."""
    with told(path, opening=True):
        connection = take(path)
        try:
            alone = _sound_alone(path, rescued)
            if alone is None:
                return ()
            access.verify(connection, path, access.check_header(alone), references=False)
            if _broken(connection):
                raise DocumentDamaged(f"Файл «{path.name}» повреждён прерванным действием.", SET_ASIDE)
            ours_lacks, alone_lacks = _apart(connection, alone)
        finally:
            connection.close()
        if not ours_lacks:
            return ()
        if not alone_lacks and _whole(alone):
            alone.replace(path)
            return (SET_ASIDE,)
        return (_beside(path, alone),)


def _sound_alone(path: Path, rescued: Path) -> Path | None:
    """A copy of the file without the journal; None when that is torn, as a crash in mid-action leaves it."""
    folder = rescued / "без журнала"
    folder.mkdir()
    alone = folder / path.name
    shutil.copyfile(rescued / path.name, alone)
    with alone.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        version = access.check_header(alone)
        with closing(access.connect(alone, writable=False)) as connection:
            access.verify(connection, alone, version, references=False)
            intact = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            return alone if intact and not _broken(connection) else None
    except (DocumentError, sqlite3.Error):
        return None


def _broken(connection: sqlite3.Connection) -> bool:
    """Whether the history is not what its writers sealed."""
    from shnor_desktop.document.state import check  # It brings all the kinds of records along.

    return bool(check.broken_chains(connection))


def _whole(alone: Path) -> bool:
    """Whether the tables show what the history says: not so when a crash came between the two."""
    from shnor_desktop.document.state import check

    with closing(access.connect(alone, writable=False)) as connection:
        return not check.journal_differences(connection)


def _apart(connection: sqlite3.Connection, alone: Path) -> tuple[bool, bool]:
    """Whether the rolled-back file lacks something that the file alone knows, and the other way round."""
    connection.execute("ATTACH CAST(? AS TEXT) AS other", (os.fsencode(alone),))
    try:
        return _lacks(connection, "main", "other"), _lacks(connection, "other", "main")
    finally:
        connection.execute("DETACH other")


def _lacks(connection: sqlite3.Connection, one: str, another: str) -> bool:
    queries = (f"{known.format(another)} EXCEPT {known.format(one)} LIMIT 1" for known in _KNOWN)
    return any(connection.execute(query).fetchone() for query in queries)


def _beside(path: Path, alone: Path) -> str:
    """Leave the file alone beside the document, under a name of its own; the sentence about it."""
    stem, number = f"{path.stem} — другая копия {time.strftime('%Y-%m-%d %H-%M-%S')}", 1
    kept = path.with_name(f"{stem}.shnor")
    while kept.exists():
        number += 1
        kept = path.with_name(f"{stem} ({number}).shnor")
    alone.replace(kept)
    return (
        f"Файл «{path.name}» заменяли, когда рядом лежал журнал прерванного действия: открыта прежняя копия, а в новой "
        f"есть правки, которых в ней нет. Новая сохранена рядом: «{kept.name}»; объедините её с этим файлом."
    )
