"""The ways into a document file: making a new one, taking one for this program alone, reading one beside others.

What goes wrong on them is either a mistake of the program, an internal error, or another tool wrote in the document.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.file import access, backup, hot_journal, schema
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.file.lock import readable, replaced_meanwhile, take
from shnor_desktop.document.file.watch import WatchedConnection
from shnor_desktop.document.opening.missing import must_be_there
from shnor_desktop.errors import DocumentDamaged, DocumentError, UserError
from shnor_desktop.models.uids import new_uid


def make(path: Path, fill: Callable[[Path], None] | None = None) -> None:
    """A new document, empty or as `fill` fills it; never writes over a file. It gets its name when it is whole: whatever
    interrupts that leaves nothing a person could meet."""
    places.must_know_the_time()
    taken = DocumentError(
        f"Файл «{path.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
    )
    with told(path):
        if not path.parent.is_dir():
            raise DocumentError(f"Папки «{path.parent}» нет.", "Создайте её или выберите другую.")
        if os.path.lexists(path):
            raise taken
        try:
            with places.written_whole(path, replace=False) as draft:
                connection = access.connect(draft, writable=True)
                try:
                    schema.migrate(connection, 0)
                    connection.execute("INSERT INTO meta (k, v) VALUES ('uid', ?)", (new_uid(),))
                finally:
                    connection.close()
                if fill is not None:
                    fill(draft)
        except FileExistsError as error:
            raise taken from error


# ---- for work


def for_work(path: Path) -> tuple[WatchedConnection, tuple[str, ...]]:
    """A connection that holds the checked file alone, and what had to be put right. A hot journal that would
    damage the file or take newer actions from it is set aside. Raises DocumentLocked or DocumentError."""
    places.must_know_the_time()
    must_be_there(path)
    version = access.check_header(path)
    access.set_foreign_sidecars_aside(path)
    remarks: tuple[str, ...] = ()
    journal = hot_journal.beside(path)
    if journal is not None:
        from shnor_desktop.document.opening import stale_journal  # Needed after a crash only.

        version, remarks = stale_journal.settle(path, journal)
    with told(path, opening=True):
        connection = take(path)
        try:
            remarks = (*remarks, *_prepared(connection, path, version))
            if connection.watch is not None and connection.watch.left(connection) is not None:
                raise replaced_meanwhile(path)
        except BaseException:
            connection.close()
            raise
    _clear_away(path)
    return connection, remarks


def _clear_away(path: Path) -> None:
    """What killed processes left beside a file that is ours alone now, whose journal is settled."""
    for folder in (path.parent, backup.folder_of(path)):
        places.sweep(folder)
    places.sweep_temporary()
    with suppress(OSError):
        for near in path.parent.iterdir():
            if near.name.startswith(f"{path.name}-mj"):
                hot_journal.drop_super_journal(near)


def _prepared(connection: sqlite3.Connection, path: Path, version: int) -> tuple[str, ...]:
    """Verified, of our format and with whole references; what had to be put right for that."""
    access.verify(connection, path, version, references=False)
    if version < schema.FORMAT:
        backup.make(connection, path, why="перед переводом в новый формат")
        schema.migrate(connection, version)
    remarks: tuple[str, ...] = ()
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        from shnor_desktop.document.opening import mending

        remarks = mending.mend_references(connection, path)
    if version < schema.FORMAT or remarks:
        access.verify(connection, path, schema.FORMAT)
    return remarks


# ---- for reading


def copied(path: Path, copy_to: Callable[[Path], None]) -> Path:
    """Where a copy of an open document stands that `copy_to` makes; in a folder of its own."""
    shown = places.new_private_folder("view") / path.name
    try:
        copy_to(shown)
    except BaseException:
        drop(shown.parent)
        raise
    return shown


def readable_at(path: Path) -> tuple[Path, tuple[str, ...]]:
    """Where a file can be read: in its place, or in a copy when another program works in it or it is of an older
    format (then the copy is of today's); and what a person should know of that."""
    places.must_know_the_time()
    must_be_there(path)
    version = access.check_header(path)
    with told(path, opening=True):
        if version == schema.FORMAT and readable(path):
            return path, ()
        from shnor_desktop.document.opening import viewing  # It brings all the kinds of records along.

        shown, remarks = viewing.snapshot(path)
        try:
            _renew(shown)
        except BaseException:
            drop(shown.parent)
            raise
        return shown, remarks


def _renew(copy: Path) -> None:
    """Bring a private copy to today's format; a damaged one of an older format is refused here."""
    version = access.check_header(copy)
    if version == schema.FORMAT:
        return
    connection = access.connect(copy, writable=True)
    try:
        access.verify(connection, copy, version, references=False)
        schema.migrate(connection, version)
    finally:
        connection.close()


def for_reading(path: Path, shown: Path, *, references: bool) -> sqlite3.Connection:
    """A checked connection for reading the document of `path` at `shown`; a copy that fails leaves nothing."""
    try:
        with told(path, opening=True):
            connection = access.connect(shown, writable=False)
            try:
                access.verify(connection, shown, schema.FORMAT, references=references)
            except BaseException:
                connection.close()
                raise
            return connection
    except BaseException:
        drop(shown.parent if shown != path else None)
        raise


def drop(folder: Path | None) -> None:
    """Remove a folder of copies."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def explained(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a block that works in the document. When it fails for a reason the program does not know, the document is
    checked: if another tool changed it, DocumentError says so instead. Nothing is asked while all goes well."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        # Within a transaction the journal is half written; whoever began it comes here too, after taking it back.
        known = None if connection.in_transaction else _suspected(connection)
        if known is None:
            raise
        raise known from error


def _suspected(connection: sqlite3.Connection) -> DocumentError | None:
    """What the check finds, as an error."""
    from shnor_desktop.document.state import check  # It brings all the kinds of records along.

    try:
        history = check.unreadable(connection)
        if history:
            return DocumentDamaged(
                history[0], "Восстановите файл из резервной копии или из копии другой организации."
            )
        found = [*check.unreadable_merges(connection), *check.journal_differences(connection)]
    except DocumentError as error:
        return error
    except sqlite3.Error:
        return None
    if not found:
        return None
    return DocumentError(
        f"Файл правили другой программой. {found[0]}", "Проверьте его: «Файл → Проверить файл»."
    )
