"""Verified copies: backups beside the document, thinned with age, and copies for another office."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from shnor_desktop import places, system
from shnor_desktop.document.file import access, attachments, hot_journal
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.document.file.lock import untouched
from shnor_desktop.document.journal.capture import STATE
from shnor_desktop.errors import DocumentError, DocumentLocked

UID = "SELECT v FROM meta WHERE k = 'uid'"
STAMP = "%Y-%m-%d %H-%M-%S"
_KEEP_NEWEST = 10
_KEEP_DAYS, _KEEP_WEEKS, _KEEP_MONTHS = 14, 8, 24


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy: it got its name only after it had been opened and checked."""

    path: Path
    at: datetime
    size: int
    why: str = ""
    """«перед загрузкой»; empty of copies that earlier versions made."""


_FOLDER = " — резервные копии"


def folder_of(document: Path) -> Path:
    """Where the backups of a document are written. Which of those that stand there are its own, `backups` tells."""
    return document.with_name(f"{document.stem}{_FOLDER}")


def backups(document: Path, uid: bytes | None = None) -> tuple[Backup, ...]:
    """Newest first; files that people put into the folder are left alone.

    A backup belongs to the document whose number it bears: another file of the same name has none of them, and a
    renamed one keeps those that stand under its old name. `uid` is the document's number where the caller knows it.
    """
    own = uid or uid_of(document)
    found = []
    for folder in _folders(document, own):
        for path in folder.glob("*.shnor"):
            named = _NAME.match(path.stem)
            try:
                at = datetime.strptime(named[1] if named else "", STAMP)
            except ValueError:
                continue
            # A pipe would keep us waiting for ever, a link lead elsewhere.
            if access.is_plain(path) and _is_of(path, own, folder, document):
                found.append(Backup(path, at, path.stat().st_size, (named and named[3]) or ""))
    # What was made while the clock was ahead tells nothing of its age; it must not pass for the newest until that day.
    now = datetime.now()
    return tuple(
        sorted(found, key=lambda one: (one.at <= now, one.at, _number(one.path), one.path.name), reverse=True)
    )


_DEEP = 300
"""In a folder with a path as long as this names stay short: SQLite opens no path of more than 512 bytes."""
_NAME = re.compile(r"(.{19})(?: \((\d{1,9})\))?(?: — (.+))?")
"""Moment, number of those that were made in the same second, and why it was made."""


def _number(path: Path) -> int:
    """«… (2).shnor» is the second of the same second."""
    named = _NAME.match(path.stem)
    return int((named and named[2]) or 1)


def _folders(document: Path, uid: bytes | None) -> Iterator[Path]:
    """The folder under the document's name, and those under names no copy of the document bears any more."""
    here = folder_of(document)
    if places.is_own_folder(here):
        yield here
    if uid is None or not document.parent.is_dir():
        return
    for folder in sorted(document.parent.glob(f"*{_FOLDER}")):
        other = folder.with_name(f"{folder.name.removesuffix(_FOLDER)}{document.suffix}")
        if folder != here and places.is_own_folder(folder) and uid_of(other) != uid:
            yield folder


def out_of_reach(document: Path) -> DocumentError | None:
    """Why backups of a document can be neither written nor listed; None while they can, or are not begun yet. A link is
    never followed: what it leads to is somebody else's."""
    folder = folder_of(document)
    if not os.path.lexists(folder):
        return None
    if not places.is_own_folder(folder):
        what = "стоит ссылка" if folder.is_symlink() else "лежит что-то другое"
        return DocumentError(
            f"Резервные копии недоступны: на месте папки «{folder.name}» {what}.",
            "Уберите или переименуйте это и повторите; сам файл не изменён.",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return DocumentError(
            f"Резервные копии недоступны: на папку «{folder.name}» нет прав.",
            "Верните права на эту папку или переименуйте её и повторите; сам файл не изменён.",
        )
    return None


def _is_of(path: Path, uid: bytes | None, folder: Path, document: Path) -> bool:
    """Whether a backup is the document's. Where the number of a damaged document cannot be read, its folder counts as
    its own only while it holds the backups of one document."""
    there = uid_of(path)
    if uid is None:
        return len({one for other in folder.glob("*.shnor") if (one := uid_of(other))}) < 2
    if there is None:  # Damaged: told where it stands, and of no use to anybody.
        return folder.name.removesuffix(_FOLDER) == document.stem
    return there == uid


def uid_of(path: Path) -> bytes | None:
    """The number of the document in a file; None where there is no file, or none that can be read."""
    try:
        state = path.stat()
        return _read_uid(path, state.st_mtime_ns, state.st_size)
    except (sqlite3.Error, OSError, DocumentError):
        return None  # Not remembered: a file that is locked now can be read later.


@lru_cache(maxsize=512)
def _read_uid(path: Path, _changed: int, _size: int) -> bytes | None:
    connection = access.connect(path, writable=False)
    try:
        row = connection.execute(UID).fetchone()
    finally:
        connection.close()
    return row[0] if row and isinstance(row[0], bytes) else None


def make(connection: sqlite3.Connection, document: Path, now: datetime | None = None, *, why: str) -> Backup:
    """Write, verify and name a new backup, then thin the old ones. `why` is a few words that are fit for a name."""
    at = now or datetime.now()
    folder, uid = folder_of(document), _own_uid(connection)
    with told(document):
        if not os.path.lexists(folder):
            places.own_folder(folder)
        if trouble := out_of_reach(document):
            raise trouble
        stamp = at.strftime(STAMP)
        # A number that thinning has set free would pass for an older copy.
        same = max(
            (one.path for one in backups(document, uid) if one.path.stem[:19] == stamp),
            key=_number,
            default=None,
        )
        number = 1 if same is None else _number(same) + 1
        if len(os.fsencode(folder)) > _DEEP:
            why = ""
        while os.path.lexists(target := folder / _named(stamp, number, why)):
            number += 1
        _write(connection, target)
    thin(document, at, uid)
    return Backup(target, at, target.stat().st_size, why)


def _named(stamp: str, number: int, why: str) -> str:
    return f"{stamp}{f' ({number})' if number > 1 else ''}{f' — {why}' if why else ''}.shnor"


def _own_uid(connection: sqlite3.Connection) -> bytes | None:
    row = connection.execute(UID).fetchone()
    return row[0] if row else None


def copy(connection: sqlite3.Connection, target: Path, *, travels: bool = False) -> None:
    """A complete, verified copy at `target`, which appears only when it is whole. One that `travels` goes without
    the log of merges: that tells what was merged into this very file."""
    with told(target), writing(target):
        _write(connection, target, travels=travels)


def _write(connection: sqlite3.Connection, target: Path, *, travels: bool = False) -> None:
    with places.written_whole(target, replace=False) as draft:
        vacuum_into(connection, draft)
        if travels:
            _leave_behind(draft)
        verify_copy(draft)


def vacuum_into(connection: sqlite3.Connection, target: Path) -> None:
    """A copy by SQLite itself, whatever bytes the name consists of."""
    # Values longer than we ever write or read are copied all the same.
    usual = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    try:
        connection.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(target),))
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, usual)


_LONGEST = 1_000_000_000
"""What SQLite itself allows."""


def _leave_behind(path: Path) -> None:
    """The log of merges, and the bytes of files that no record keeps any more or that are damaged."""
    made = sqlite3.connect(path, isolation_level=None)
    try:
        gone = made.execute("DELETE FROM merge_log").rowcount
        if attachments.held(made):
            gone += attachments.spare(made, attachments.shown(made) - attachments.spoilt(made))
        if gone:
            made.execute("VACUUM")  # They are gone from the file, not only from the tables.
    finally:
        made.close()


def verify_copy(path: Path) -> None:
    """Open the copy as a document and check it whole; DocumentError when it is not sound."""
    version = access.check_header(path)
    connection = access.connect(path, writable=False)
    try:
        access.verify(connection, path, version)
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise DocumentError(
                f"Копия «{path.name}» не прошла проверку.", "Проверьте диск и сделайте копию ещё раз."
            )
    finally:
        connection.close()


def trouble(one: Backup) -> str:
    """Why a backup is of no use; empty when it is sound."""
    try:
        with told(one.path):
            verify_copy(one.path)
    except DocumentError as error:
        return error.what_happened
    return ""


def changed_since(connection: sqlite3.Connection, document: Path) -> bool:
    """Whether the document has actions its newest backup lacks."""
    known = backups(document, _own_uid(connection))
    if not known:
        return bool(connection.execute("SELECT 1 FROM action LIMIT 1").fetchone())
    try:
        other = access.connect(known[0].path, writable=False)
        try:
            return bool(other.execute(STATE).fetchone() != connection.execute(STATE).fetchone())
        finally:
            other.close()
    except sqlite3.DatabaseError:
        return True


def thin(document: Path, now: datetime, uid: bytes | None = None) -> None:
    """Keep the newest, then one a day, a week and a month as they grow older."""
    all_known = backups(document, uid)
    keep = {one.path for one in all_known[:_KEEP_NEWEST]}
    spans = (("%Y-%m-%d", _KEEP_DAYS), ("%G-%V", 7 * _KEEP_WEEKS), ("%Y-%m", 31 * _KEEP_MONTHS))
    for shape, days in spans:
        keep |= _newest_of_each(all_known, shape, days, now)
    for one in all_known:
        if one.path not in keep:
            one.path.unlink(missing_ok=True)


def _newest_of_each(known: Iterable[Backup], shape: str, days: int, now: datetime) -> set[Path]:
    newest: dict[str, Path] = {}
    for one in known:
        if (now - one.at).days <= days:
            newest.setdefault(one.at.strftime(shape), one.path)
    return set(newest.values())


def restore(document: Path, backup: Path) -> Path | None:
    """Put a backup in the place of a closed document, in one step: at every moment a whole file bears the name. The present
    file is kept beside it, whatever its state; its new name is returned, None when there was none."""
    verify_copy(backup)
    kept: Path | None = None
    with told(document):
        _refuse_held(document)
        journal = hot_journal.beside(document)
        try:
            with places.written_whole(document) as draft:
                source = access.connect(backup, writable=False)
                try:
                    vacuum_into(source, draft)
                finally:
                    source.close()
                verify_copy(draft)
                kept = _keep(document, journal) if document.exists() else None
        except BaseException:
            for copy in (kept, kept and access.sidecar(kept, "-journal")):
                if copy is not None:
                    copy.unlink(missing_ok=True)
            raise
        if journal is not None:
            system.take_away(journal)
    return kept


def _keep(document: Path, journal: Path | None) -> Path:
    """A copy of the present file with its journal, under a name that tells why it is kept. Another name for the same file
    would be quicker, but two names of one database must never exist."""
    name = f"{document.stem} — до восстановления {datetime.now().strftime(STAMP)}.shnor"
    kept = places.free_name(document.with_name(name))
    pairs = [(document, kept)]
    if journal is not None:  # First: a journal without its file does no harm.
        pairs.insert(0, (journal, access.sidecar(kept, "-journal")))
    for source, target in pairs:
        with places.written_whole(target, replace=False) as draft:
            shutil.copyfile(source, draft)
    return kept


def _refuse_held(document: Path) -> None:
    """A file another program holds must not be replaced under it."""
    if not document.exists():
        return
    held = DocumentError(
        f"Файл «{document.name}» открыт другой программой.", "Закройте её и повторите восстановление."
    )
    if hot_journal.beside(document) is not None:  # SQLite would apply it unasked.
        try:
            with untouched(document):
                return
        except DocumentLocked as error:
            raise held from error
    connection = None
    try:
        connection = access.connect(document, writable=True)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise held from error
    except sqlite3.DatabaseError:
        return  # Damaged, hence not held: this is what restoring is for.
    finally:
        if connection is not None:
            connection.close()
