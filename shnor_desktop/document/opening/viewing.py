"""A private copy of a document that cannot be read in its place: another program holds it, a crash left a journal beside
it, or something lies there that SQLite would wait for or read along.

A journal is judged in copies: it may belong to the action another program is about to finish, to a crash, or to a file
that has been replaced since. Nothing beside the document is changed.
"""

import contextlib
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.file import access, hot_journal
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.file.lock import held
from shnor_desktop.document.opening.stale_journal import shows_its_history
from shnor_desktop.errors import DocumentError

_TRIES = 10
_PAUSE_S = 0.2
_ACTIONS = "SELECT w.uid, a.seq, a.last_seq FROM {0}.action a JOIN {0}.writer w ON w.n = a.writer_n"


def snapshot(path: Path) -> tuple[Path, tuple[str, ...]]:
    """The copy, in a folder of its own that goes with it, and what a person should know. Raises DocumentError while another
    program is in the middle of writing; a damaged document is copied as it is."""
    strange = access.strange_sidecars(path)
    remarks = tuple(f"Рядом с файлом лежит посторонний «{one.name}»: он не учтён." for one in strange)
    folder = places.new_private_folder("view")
    try:
        for _ in range(_TRIES):
            busy = held(path)
            shown, remark = _copied(path, folder)
            if shown is not None:
                return shown, (*remarks, *remark)
            if not busy:
                return Path(shutil.copyfile(path, folder / path.name)), remarks
            time.sleep(_PAUSE_S)  # A moment later it is whole again.
        raise DocumentError(
            f"Файл «{path.name}» сейчас записывается другой программой.",
            "Подождите минуту и откройте его снова.",
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _copied(path: Path, folder: Path) -> tuple[Path | None, tuple[str, ...]]:
    """The sound one of the file alone and the file after its journal, and a sentence when they are two."""
    alone, rolled = folder / "без журнала" / path.name, folder / path.name
    journal = hot_journal.beside(path)
    for copy in (rolled,) if journal is None else (alone, rolled):
        copy.parent.mkdir(exist_ok=True)
        with told(path):
            shutil.copyfile(path, copy)
    if journal is None:
        return (rolled if _is_document(rolled) else None), ()
    with contextlib.suppress(FileNotFoundError), told(path):  # Its action may have ended just now.
        hot_journal.copy_plain(journal, access.sidecar(rolled, "-journal"))
    after, before = _sound(rolled, writable=True), _sound(alone, writable=False)
    newer = before and after and _lacks(rolled, alone)
    if before and (not after or (newer and not _lacks(alone, rolled) and shows_its_history(alone))):
        return alone.replace(rolled), (_ignored(path),)
    if newer and shows_its_history(alone):
        return rolled, (
            f"Файл «{path.name}» заменяли, когда рядом лежал журнал прерванного действия: показана прежняя копия. "
            "Откройте файл для работы, и обе сохранятся.",
        )
    return (rolled if after else None), ()


def _ignored(path: Path) -> str:
    name = access.sidecar(path, "-journal").name
    return f"Рядом с файлом лежит журнал прерванного действия «{name}», к нему не относящийся: он не учтён."


def _sound(copy: Path, *, writable: bool) -> bool:
    """Whether a copy is a whole document of ours with its history as it was sealed, after SQLite has applied the journal
    beside it, if one is there."""
    from shnor_desktop.document.state import check  # It brings all the kinds of records along.

    try:
        with closing(access.connect(copy, writable=writable)) as connection:
            connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        access.sidecar(copy, "-journal").unlink(missing_ok=True)
        if not _is_document(copy):
            return False
        with closing(access.connect(copy, writable=False)) as connection:
            return not check.broken_chains(connection)
    except (DocumentError, sqlite3.Error):
        return False


def _is_document(copy: Path) -> bool:
    """Whether a copy is a whole document of ours, of this format or an older one."""
    try:
        version = access.check_header(copy)
        with closing(access.connect(copy, writable=False)) as connection:
            access.verify(connection, copy, version, references=False)
        return True
    except (DocumentError, sqlite3.Error):
        return False


def _lacks(one: Path, another: Path) -> bool:
    """Whether a copy lacks an action that another has."""
    with (
        closing(access.connect(one, writable=False)) as connection,
        access.attached(connection, another, "other"),
    ):
        query = f"{_ACTIONS.format('other')} EXCEPT {_ACTIONS.format('main')} LIMIT 1"
        return connection.execute(query).fetchone() is not None
