"""The document: one SQLite file, everything saved at once, every write one transaction and one undo step."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from shnor_desktop import system
from shnor_desktop.document.file import access, backup
from shnor_desktop.document.file.backup import Backup
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.file.lock import locked, own_key
from shnor_desktop.document.file.watch import Fate, Lost, WatchedConnection
from shnor_desktop.document.journal import author, history, undo
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.journal.capture import ActionId, Journal
from shnor_desktop.document.journal.capturing import Capturing
from shnor_desktop.document.journal.history import ActionLine
from shnor_desktop.document.journal.undo import UndoReport
from shnor_desktop.document.journal.writes import Changes, Fill
from shnor_desktop.document.opening import trust, ways
from shnor_desktop.document.opening.ways import explained
from shnor_desktop.errors import DocumentError, DocumentReplaced

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import Session

    from shnor_desktop.document.state.check import CheckReport

__all__ = ["ActionId", "ActionLine", "Backup", "Changes", "Document", "UndoReport", "Who"]


class Document:
    """An open document. One connection, guarded by a lock; use it from one thread at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection, user: Who, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.who = user
        self.holder = ""
        """Who else has the file, when this is a read-only view of it."""
        self.remarks: tuple[str, ...] = ()
        """What was put right at opening, in sentences."""
        self._trusted = True
        self._view: Path | None = None
        self._connection = connection
        self._watch = connection.watch if isinstance(connection, WatchedConnection) else None
        self._kept: Path | None = None
        """Where the state of this session stands since its file was replaced."""
        self._note_left = ""
        self._journal = Journal(connection, user)
        self._capturing = Capturing(connection)
        self._stacks: undo.Stacks | None = None
        self._said: set[tuple[int, bytes]] | None = None  # Rows to be derived after an undo by words.
        """Whether the transaction said values beside each other, which must be derived."""
        self._pending = Changes()
        self._lock = threading.RLock()
        self._engine: Engine | None = None

    # ---- opening and closing

    @classmethod
    def create(cls, path: Path, user: Who, fill: Fill | None = None) -> "Document":
        """A new document, filled by one action where `fill` says how. Never overwrites a file."""
        path = path.absolute()
        ways.make(path, partial(cls._fill, user=user, fill=fill) if fill else None)
        return cls.open(path, user, back_up=False)

    @classmethod
    def _fill(cls, draft: Path, user: Who, fill: Fill) -> None:
        connection, _ = ways.for_work(draft)
        document = cls(draft, connection, user, read_only=False)
        try:
            with document.write(fill.title, "fill") as session:
                fill.work(session)
        finally:
            document.close()

    @classmethod
    def open(
        cls,
        path: Path,
        user: Who,
        *,
        read_only: bool = False,
        back_up: bool = True,
        references: bool = True,
        hurried: bool = True,
    ) -> "Document":
        """Open for work, or for reading only; then, without `references`, even with torn ones, to look into the
        journal. Raises DocumentLocked (another program works in it), DocumentForged (nobody would take what is done
        in it; of a very long history only a part is looked at when `hurried`) or DocumentError (anything else), each
        with a sentence."""
        # SQLite and its journal are where a link leads.
        path = access.followed(path) if path.is_symlink() else system.plain(path).absolute()
        if read_only:
            return cls._open_view(path, user, references=references)
        if own_key(path) in _held:
            raise locked(path)
        connection, remarks = ways.for_work(path)
        try:
            with told(path, opening=True):
                trust.require(connection, path.name, trust.AT_OPENING if hurried else None)
        except BaseException:
            connection.close()
            raise
        document = cls(path, connection, user, read_only=False)
        document._note_left = author.leave_note(path, user)
        document.remarks = remarks
        _held[own_key(path)] = document
        if back_up:
            try:
                document.back_up_if_changed("при открытии файла")
            except BaseException:
                document.close()
                raise
        return document

    @classmethod
    def _open_view(cls, path: Path, user: Who, *, references: bool) -> "Document":
        ours = _held.get(own_key(path))
        # Touching a file this process holds would cancel its own lock on it (POSIX).
        shown, remarks = (ways.copied(path, ours.copy_to), ()) if ours is not None else ways.readable_at(path)
        document = cls(path, ways.for_reading(path, shown, references=references), user, read_only=True)
        document.remarks = remarks
        if shown != path:
            document._view = shown
            document.holder = author.read_note(path)
        return document

    def close(self) -> None:
        """Give the file back. Raises DocumentReplaced, closed all the same, when what was written in it is no longer at its
        path and nobody was told yet: it is kept first. Between the one look and the closing nobody should come."""
        with self._lock:
            fate = None
            try:
                fate = self._fate()
                if fate is not None and not self._kept and self._watch and self._watch.lost(self._connection):
                    raise self._replaced(fate, undone=False)
            finally:
                if self._watch is not None and fate is Fate.REPLACED:
                    self._watch.let_journal_go(self._connection)  # Whoever works there may have it open.
                if self._engine is not None:
                    self._engine.dispose()
                self._connection.close()
                for key in [key for key, document in _held.items() if document is self]:
                    del _held[key]
                    author.remove_note(self.path, self._note_left)
                ways.drop(self._view.parent if self._view else None)
                self._watch = self._view = None

    def __enter__(self) -> "Document":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except DocumentReplaced:
            if error is None:  # Otherwise what went wrong first is told.
                raise

    @property
    def uid(self) -> bytes:
        """Identity of the document, the same in all its copies."""
        with self._lock, self._told():
            (value,) = self._connection.execute("SELECT v FROM meta WHERE k = 'uid'").fetchone()
            return bytes(value)

    @property
    def live_writer(self) -> int | None:
        """Number of the writer this opening made, None before its first write: nobody else speaks for it."""
        return self._journal.writer

    # ---- reading and writing

    @contextmanager
    def _told(self, *, writing: bool = False) -> Iterator[None]:
        """Run a block; what is the fault of the place, of the file or of another tool leaves it as DocumentError. What was
        overwritten is not read; what was deleted or replaced still can be."""
        outermost = not self._connection.in_transaction
        if outermost and self._watch is not None and (fate := self._watch.altered(self._connection)):
            raise self._replaced(fate, undone=writing)
        try:
            with explained(self._connection), told(self.path):
                yield
        except DocumentReplaced:
            raise
        except (DocumentError, OSError) as error:
            fate = self._watch.fate(self._connection) if outermost and self._watch is not None else None
            if fate is None:
                raise
            raise self._replaced(fate, undone=True) from error

    @contextmanager
    def _written(self) -> Iterator[None]:
        """Run a transaction that writes, unless the file is no longer the one this program left: then nothing is written,
        and what this program had is kept. Raises DocumentReplaced."""
        assert self._watch is not None
        fate = self._watch.fate(self._connection)
        if fate is not None:
            raise self._replaced(fate, undone=True)
        self._watch.mend_journal(self._connection)
        try:
            yield
        except Lost as lost:
            raise self._replaced(lost.fate, undone=True) from None
        fate = self._watch.left(self._connection)
        if fate is not None:
            raise self._replaced(fate, undone=False)
        self._kept = None

    def _before_commit(self) -> None:
        if (fate := self._fate()) is not None:
            raise Lost(fate)

    def _replaced(self, fate: Fate, *, undone: bool) -> DocumentReplaced:
        """The refusal; the state of the session is kept once, for nothing is written any more."""
        from shnor_desktop.document.opening import replaced  # Needed after a mishap only.

        assert self._watch is not None
        if self._kept is None or not self._kept.exists():
            self._kept = replaced.keep(self._connection, self.path, self._watch)
        return replaced.told(self.path, fate, self._kept, undone=undone)

    def must_be_ours(self) -> None:
        """DocumentReplaced when the file was deleted, moved, replaced or overwritten since this program wrote it."""
        with self._lock:
            if (fate := self._fate()) is not None:
                raise self._replaced(fate, undone=False)

    def _fate(self) -> Fate | None:
        return self._watch.fate(self._connection) if self._watch is not None else None

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        """The bare connection in a transaction for reading by SQL alone, as the first screens do: mapped records
        take longer to load than the file to open. Whatever was changed by mistake is rolled back."""
        with self._lock, self._told():
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:  # A failing disk may have ended it already.
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def read(self) -> "Iterator[Session]":
        """A session for reading; whatever it changed by mistake is rolled back."""
        with self._lock, self._told(), self._session(autoflush=False) as session:
            try:
                yield session
            finally:
                session.rollback()

    def _session(self, *, autoflush: bool = True) -> "Session":
        from sqlalchemy.orm import Session  # Not needed to show a file.

        from shnor_desktop.document.file import sessions

        if self._engine is None:
            self._engine = sessions.engine_over(self._connection, self._capturing.before)
        return Session(self._engine, autoflush=autoflush)

    def distrust(self) -> None:
        """The history turned out to be forged while the file is open: nothing more may be written."""
        self._trusted = False

    def must_be_writable(self) -> None:
        """DocumentError for a view, and for a document nobody else would accept."""
        if not self._trusted:
            raise trust.forged(self.path.name)
        if self.read_only:
            raise DocumentError(
                f"Файл «{self.path.name}» открыт только для чтения.",
                "Закройте его в другой программе и откройте снова.",
            )

    @contextmanager
    def write(
        self,
        title: str,
        kind: str = "edit",
        *,
        backup_first: bool = False,
        target: ActionId | None = None,
        force: bool = False,
        by: Who | None = None,
    ) -> "Iterator[Session]":
        """One transaction, one undo step. Any exception takes everything back. `by` speaks instead of who works here."""
        self.must_be_writable()
        from shnor_desktop.document.state import after_commit  # Not needed to show a file.

        with self._lock, self._told(writing=True), self._written():
            if backup_first:
                self.back_up_if_changed("перед загрузкой" if kind == "import" else "перед большой правкой")
            with self._session() as session, session.begin():
                session.connection()
                journal = Journal(self._connection, by) if by else self._journal
                action = journal.begin(self._capturing, kind)
                yield session
                session.flush()
                count, tables = journal.finish(action, kind, title, target, force=force)
                if not count and not force:
                    session.rollback()
                    return
                said, self._said = self._said, None
                if count and (said is not None or after_commit.needed(self._connection, tables)):
                    every_row = said is not None or kind not in after_commit.CAPTURED
                    tables |= after_commit.settle(
                        self._connection, journal, action, said or (), every_row=every_row
                    ).tables
                self._before_commit()
            journal.committed(action)
            self._note(action, kind, title, target, count, tables)

    @contextmanager
    def deriving(self, *, keep: bool) -> Iterator[sqlite3.Connection]:
        """For merging and deciding only: the raw connection in one transaction, uncaptured; a preview without `keep`."""
        if keep:
            self.must_be_writable()
        with self._lock, self._told(writing=keep), self._written() if keep else nullcontext():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._journal.suspend()
                yield self._connection
                if keep:
                    self._before_commit()
                self._connection.execute("COMMIT" if keep else "ROLLBACK")
            except BaseException:
                if self._connection.in_transaction:  # A full disk may have ended it already.
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """The bare connection outside a transaction, for the modules of this package only."""
        with self._lock, self._told():
            before = self._connection.total_changes
            yield self._connection
            wrote = self._connection.total_changes != before and not self._connection.in_transaction
            if wrote and self._watch is not None and (fate := self._watch.left(self._connection)):
                raise self._replaced(fate, undone=False)

    def derived(self, tables: frozenset[str], title: str) -> None:
        """Tell the next `take_changes` what a merge or a decision changed."""
        with self._lock:
            self._pending = self._pending.then(tables, 1, title)

    def _note(
        self,
        action: ActionId,
        kind: str,
        title: str,
        target: ActionId | None,
        count: int,
        tables: frozenset[str],
    ) -> None:
        if self._stacks is not None:
            self._stacks.push(kind, action, target)
        self._pending = self._pending.then(tables, count, title, action, target)

    def take_changes(self) -> Changes:
        """What has been written since the last call; for telling screens what to re-read."""
        with self._lock:
            taken, self._pending = self._pending, Changes()
            return taken

    # ---- undo and history

    def _known_stacks(self) -> undo.Stacks:
        if self._stacks is None:
            with self._told():
                self._stacks = undo.Stacks(self._connection)
        return self._stacks

    def undo_next(self) -> ActionId | None:
        """The action Ctrl+Z would take back."""
        with self._lock:
            return self._known_stacks().undo

    def undo_title(self) -> str | None:
        """Title of the action Ctrl+Z would take back."""
        with self._lock:
            return self._title_of(waiting) if (waiting := self.undo_next()) else None

    def redo_title(self) -> str | None:
        """Title of the action Ctrl+Shift+Z would bring back."""
        with self._lock:
            waiting = self._known_stacks().redo
            return self._title_of(waiting[0]) if waiting else None

    def undo(self) -> UndoReport | None:
        """Take the last action back; None when there is none."""
        with self._lock:
            waiting = self.undo_next()
            return self._reverse(waiting, "undo", self._title_of(waiting)) if waiting else None

    def redo(self) -> UndoReport | None:
        """Bring the last undone action back; None when there is none."""
        with self._lock:
            waiting = self._known_stacks().redo
            return self._reverse(waiting[1], "redo", self._title_of(waiting[0])) if waiting else None

    def undo_action(self, action: ActionId) -> UndoReport:
        """Take one older action back, keeping what was edited later. It can itself be undone."""
        with self._lock:
            title = self._title_of(action)
            if title is None:
                raise DocumentError("Такого действия в истории нет.", "Обновите список истории.")
            return self._reverse(action, "revert", title)

    def _reverse(self, action: ActionId, kind: str, title: str | None) -> UndoReport:
        from shnor_desktop.document.state import reopening

        heading = {"undo": "Отменено", "redo": "Возвращено", "revert": "Отозвано"}[kind]
        linear = kind != "revert"
        with self.write(f"{heading}: {title}", kind, target=action, force=linear):
            reopened, returning = reopening.take_back(self._connection, action)
            reversal = undo.Reversal(self._connection, returning)
            reversal.take_back(action, reopened.handled)
            reversal.keep_parents()
            if reopened.handled or reversal.unsure or returning.rows:
                self._said = returning.rows
        return UndoReport(title or "", reversal.undone + reopened.undone, reversal.kept + reopened.kept)

    def _title_of(self, action: ActionId) -> str | None:
        return history.title_of(self._connection, action)

    def actions(self, limit: int = 500) -> tuple[ActionLine, ...]:
        """The history, newest first."""
        with self._lock, self._told():
            return history.actions(self._connection, limit)

    # ---- copies and checks

    def make_backup(self, now: datetime | None = None, why: str = "по вашей команде") -> Backup:
        """A verified backup now; `why` stands in its name."""
        with self._lock, self._told():
            return backup.make(self._connection, self.path, now, why=why)

    def back_up_if_changed(self, why: str = "") -> Backup | None:
        """A backup unless the newest one already holds everything."""
        with self._lock, self._told():
            if self.read_only or not backup.changed_since(self._connection, self.path):
                return None
            return backup.make(self._connection, self.path, why=why)

    def backups(self) -> tuple[Backup, ...]:
        """Verified backups, newest first."""
        with self._told():
            return backup.backups(self.path, self.uid)

    def copy_to(self, out: Path, *, travels: bool = False) -> None:
        """A verified copy. Never overwrites a file. One that `travels` to another office leaves behind what belongs
        to this very file, the log of its merges."""
        if out.exists():
            raise DocumentError(
                f"Файл «{out.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
            )
        with self._lock, self._told():
            backup.copy(self._connection, out, travels=travels)

    def check(self, progress: Callable[[int, int, str], None] | None = None) -> "CheckReport":
        """The full check; slow on large files."""
        from shnor_desktop.document.state import check

        with self._lock, self._told():
            return check.check(self._connection, progress)


_held: dict[str, Document] = {}
"""Documents this process holds for writing, by real path."""


def raw_of(session: "Session") -> sqlite3.Connection:
    """The connection under a session, for what is read by SQL alone; where changes are made it sees them."""
    if session.autoflush:
        session.flush()
    return cast(sqlite3.Connection, session.connection().connection.driver_connection)
