"""An open document whose file was deleted, moved, replaced or overwritten: what this program had of it is kept.

A deleted or replaced file can still be read through the open connection. Of one that was overwritten in its place
SQLite has in memory what it has read and written, which is the whole of all but very large documents; whether it is the
whole is proved by the seals of the history before anybody is told so.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.file import access, backup
from shnor_desktop.document.file.faults import told as filing
from shnor_desktop.document.file.faults import writing
from shnor_desktop.document.file.watch import Fate, Watch
from shnor_desktop.errors import DocumentDamaged, DocumentError, DocumentReplaced


def keep(connection: sqlite3.Connection, path: Path, watch: Watch) -> Path | None:
    """A verified copy of what this program left, beside the file or in this user's folder; None when none can be
    made. Outside a transaction."""
    name = f"{path.stem} — мои правки {time.strftime('%Y-%m-%d %H-%M-%S')}.shnor"
    for folder in _folders(path, watch):
        try:
            places.own_folder(folder)
            target = places.free_name(folder / name)
            with places.written_whole(target, replace=False) as draft:
                _write(connection, watch, draft)
        except (OSError, sqlite3.Error, DocumentError):
            continue
        return target
    return None


def _folders(path: Path, watch: Watch) -> Iterator[Path]:
    if watch.on_same_disk(path.parent):
        yield path.parent
    yield places.user_data() / "Сохранённые правки"


def _write(connection: sqlite3.Connection, watch: Watch, draft: Path) -> None:
    if watch.altered(connection) is None:
        backup.vacuum_into(connection, draft)
        backup.verify_copy(draft)
        return
    draft.write_bytes(connection.serialize())
    backup.verify_copy(draft)
    if not _whole(draft, watch):
        raise DocumentDamaged(f"В памяти программы нет всего файла «{draft.name}».", "")


def _whole(copy: Path, watch: Watch) -> bool:
    """Whether the history is the one this program left, as it was sealed, and the tables show what it says: no page is of
    another file."""
    from shnor_desktop.document.state import check  # It brings all the kinds of records along.

    with closing(access.connect(copy, writable=False)) as connection:
        return watch.has_all(connection) and not any(
            step(connection) for step in (check.unreadable, check.broken_chains, check.journal_differences)
        )


def told(path: Path, fate: Fate, kept: Path | None, *, undone: bool) -> DocumentReplaced:
    """The refusal. `undone`: the action that led to it was not written; otherwise all is in the copy."""
    happened = fate.value.format(name=path.name)
    there = fate is not Fate.UNREACHABLE and path.exists()
    last = "Последнее действие не записано, остальные" if undone else "Все"
    if kept is not None:
        ways = "объедините её с файлом на прежнем месте или работайте в ней" if there else "работайте в ней"
        return DocumentReplaced(
            happened, f"{last} ваши правки сохранены в копии «{kept}»: {ways}.", path, kept, there=there
        )
    newest = next(iter(_backups(path)), None)
    named = f"возьмите резервную копию «{newest.path}»" if newest else "возьмите копию из другой организации"
    return DocumentReplaced(happened, f"Сохранить ваши правки не удалось: {named}.", path, None, there=there)


def _backups(path: Path) -> tuple[backup.Backup, ...]:
    try:
        return backup.backups(path)
    except OSError:
        return ()


def move_to(kept: Path, out: Path) -> None:
    """Give the copy another name or place; never writes over a file. What is there is verified before the copy goes."""
    with filing(out), writing(out):
        with (
            places.written_whole(out, replace=False) as draft,
            closing(access.connect(kept, writable=False)) as source,
        ):
            backup.vacuum_into(source, draft)
            backup.verify_copy(draft)
        kept.unlink()


def shelve(kept: Path, document: Path) -> None:
    """All of the copy has been merged into the document: it stands among the backups from now on."""
    with filing(document):
        folder = backup.folder_of(document)
        places.own_folder(folder)
        move_to(kept, places.free_name(folder / f"{time.strftime(backup.STAMP)} — объединённая копия.shnor"))
