"""A document that is not where it was last open: which copies of it are near, so that nobody begins a new one beside them.

What belongs to it is told by the number inside, not by its name. This machine remembers which document was open where; where
it does not, the copies that bear the name of the document tell.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shnor_desktop import places, system
from shnor_desktop.document.file import access, backup, hot_journal
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.document.file.lock import own_key
from shnor_desktop.document.journal.history import moment
from shnor_desktop.errors import DocumentError, DocumentMissing

_NOTE = "где какой файл.json"
_MOST_REMEMBERED = 200
_MOST_LOOKED_AT = 300
_MOST_CHECKED = 12
_MOST_NAMED = 3
_SUFFIXES = (".shnor", ".new", ".bak")


@dataclass(frozen=True, slots=True)
class Copy:
    """A whole copy of the missing document."""

    path: Path
    edited_at: datetime | None
    """When its last action was, by the clock of whoever did it."""
    actions: int


@dataclass(frozen=True, slots=True)
class _Seen:
    path: Path
    uid: bytes
    actions: int
    counter: int
    wall_ms: int | None


def must_be_there(path: Path) -> None:
    """Raise DocumentMissing, with the copies by name, when nothing is at the path."""
    if os.path.lexists(path):
        return
    found = copies(path)
    if not found:
        raise DocumentMissing(f"Файл «{path}» не найден.", "Проверьте путь или создайте новый файл.", path)
    named = "; ".join(called(path, one) for one in found[:_MOST_NAMED])
    more = f"; всего копий: {len(found)}" if len(found) > _MOST_NAMED else ""
    raise DocumentMissing(
        f"Файл «{path}» не найден, но есть его копии: {named}{more}.",
        f"Не создавайте новый: откройте нужную копию или скопируйте её под именем «{path.name}».",
        path,
    )


def called(path: Path, copy: Copy) -> str:
    """«район.shnor.bak» (последняя правка 05.09.2026 10:12), with its folder when that is another one."""
    there = "" if copy.path.parent == path.parent else f" в папке «{copy.path.parent.name}»"
    at = f" (последняя правка {copy.edited_at:%d.%m.%Y %H:%M})" if copy.edited_at else ""
    return f"«{copy.path.name}»{there}{at}"


def copies(path: Path) -> tuple[Copy, ...]:
    """Whole copies of the document that was at the path, beside it and among its backups; the most complete first."""
    path = path.absolute()
    seen = [one for one in map(_seen, _near(path)) if one is not None]
    uid = _remembered().get(own_key(path))
    wanted = {bytes.fromhex(uid)} if uid else {one.uid for one in seen if _bears_its_name(one.path, path)}
    ours = [one for one in seen if one.uid in wanted]
    ours.sort(key=lambda one: (one.counter, one.actions, one.path.name), reverse=True)
    whole = [one for one in ours[:_MOST_CHECKED] if _is_whole(one.path)]
    return tuple(
        Copy(one.path, moment(one.wall_ms).astimezone() if one.wall_ms else None, one.actions)
        for one in whole
    )


def take_place(copy: Path, path: Path) -> None:
    """Put a copy in the empty place of the document; the copy stays where it is. Raises DocumentError."""
    access.check_header(copy)
    with (
        told(path),
        writing(path),
        places.written_whole(path, replace=False) as draft,
        closing(access.connect(copy, writable=False)) as source,
    ):
        backup.vacuum_into(source, draft)
        backup.verify_copy(draft)


# ---- which document is where


def remember(path: Path, uid: bytes) -> None:
    """This document is open here. A note that cannot be written is no reason not to work."""
    known = _remembered()
    key = own_key(path)
    if known.get(key) == uid.hex():
        return
    known.pop(key, None)
    pairs = [*known.items(), (key, uid.hex())][-_MOST_REMEMBERED:]
    with suppress(OSError), places.written_whole(places.user_data() / _NOTE) as draft:
        draft.write_text(json.dumps(dict(pairs), ensure_ascii=False), "utf-8", "surrogateescape")


def _remembered() -> dict[str, str]:
    try:
        known = json.loads((places.user_data() / _NOTE).read_text("utf-8", "surrogateescape"))
        return {str(key): bytes.fromhex(value).hex() for key, value in known.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


# ---- what lies near


def _near(path: Path) -> Iterator[Path]:
    """Files that may be copies: those of the folder, the youngest first, and the backups."""
    known = backup.backups(path)
    yield from (one.path for one in known[:_MOST_CHECKED])
    found = []
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.endswith(_SUFFIXES) and entry.is_file(follow_symlinks=False):
                found.append((entry.stat(follow_symlinks=False).st_mtime, entry.path))
    yield from (Path(name) for _, name in sorted(found, reverse=True)[:_MOST_LOOKED_AT])


def _bears_its_name(copy: Path, path: Path) -> bool:
    """Whether a copy was made by this program of a document of that name."""
    name = copy.name
    return (
        copy.parent == backup.folder_of(path)
        or name.startswith((f".{path.name}.", f"{path.stem} — до восстановления "))
        or name in (f"{path.name}.new", f"{path.name}.bak")
    )


def _seen(copy: Path) -> _Seen | None:
    """What a file tells of itself; None when it is no document of ours. It is not checked yet."""
    try:
        access.check_header(copy)
        with closing(sqlite3.connect(system.sqlite_uri(copy, "mode=ro&immutable=1"), uri=True)) as connection:
            (uid,) = connection.execute("SELECT v FROM meta WHERE k = 'uid'").fetchone()
            told = connection.execute("SELECT count(*), coalesce(max(lamport), 0), max(wall_ms) FROM action")
            actions, counter, wall_ms = told.fetchone()
        return _Seen(copy, bytes(uid), actions, counter, wall_ms)
    except (DocumentError, sqlite3.Error, TypeError, ValueError, OSError):
        return None


def _is_whole(copy: Path) -> bool:
    """Sound as it stands; a journal beside it is applied when it is opened, and what it then is nobody knows yet."""
    if hot_journal.beside(copy) is not None:
        return True
    try:
        backup.verify_copy(copy)
    except (DocumentError, sqlite3.Error):
        return False
    return True
