"""Background work: one worker thread owns the document; screens ask and change through it and never wait. What may not
answer for long, a share that is away, is looked at aside, on a thread that nothing waits for.

Only frozen values come back. Work, its closures and the owners of its answers are kept on the GUI side, so that no
Qt object is ever destroyed from the worker thread.
"""

import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from shnor_desktop.errors import Cancelled, DocumentReplaced, UserError

if TYPE_CHECKING:
    from shnor_desktop.document.document import Changes, Document
    from shnor_desktop.ui.kit.messages import Messages

T = TypeVar("T")
_SECONDS_BETWEEN_REPORTS = 0.05
_LONGEST_TURN = 0.001
"""Seconds Python code may keep the interpreter from another thread. By default it is 5 ms, and a table that is painted
while the worker computes waits as long for every cell."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the open document stands after the last change; `path` is None when none is open."""

    path: Path | None = None
    uid: str = ""
    """Of the document, the same in all its copies."""
    read_only: bool = False
    undo_title: str | None = None
    redo_title: str | None = None
    source: Path | None = None
    """Where the file was taken from, when it lies on a stick or a share and a copy of it is worked on."""
    unreturned: bool = False
    """Whether the copy holds edits its source has not."""
    medium: str = ""
    """What the source lies on: «REMOVABLE», «NETWORK», or «READ_ONLY», to which nothing can be returned."""
    saved_at: datetime | None = None
    verified_at: datetime | None = None
    remarks: tuple[str, ...] = ()
    """What was put right when the file was opened, in sentences."""

    @property
    def returnable(self) -> bool:
        """Whether there are edits that wait to be written where the file came from."""
        return self.unreturned and self.medium != "READ_ONLY"

    @property
    def shown(self) -> Path | None:
        """The path people know the file by."""
        return self.source or self.path


class Progress:
    """Given to every work: call it to report a step, ask it whether the user wants to stop."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()
        self._last = 0.0
        self.heeds = False
        """Whether the work asks, or is going to, if it is to stop."""
        self.text = ""
        """What the work said last that it does."""

    def __call__(self, step: int, total: int, text: str = "") -> None:
        now = time.monotonic()
        self.text = text or self.text
        if step in (0, total) or now - self._last >= _SECONDS_BETWEEN_REPORTS:
            self._last = now
            self._report(step, total, text)

    def heed(self) -> Callable[[], bool]:
        """For work that is going to ask: tells whether the user wants to stop."""
        self.heeds = True
        return self._stop.is_set

    def stop_if_cancelled(self) -> None:
        """Raise Cancelled when the user asked to stop."""
        if self.heed()():
            raise Cancelled

    @property
    def is_called_off(self) -> bool:
        """Whether the user wants it to stop."""
        return self._stop.is_set()

    def begin(self) -> None:
        """Raise Cancelled when the work was called off before it began; no work does this itself."""
        if self.is_called_off:
            raise Cancelled

    def step(self, step: int, total: int, text: str = "") -> None:
        """Report a step at which the work may stop."""
        self.stop_if_cancelled()
        self(step, total, text)

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next check."""
        self._stop.set()


@dataclass(slots=True)
class _Job:
    owner: QObject
    work: Callable[..., Any]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    progress: Progress
    changes: bool
    latest: str = ""
    opens: bool = False
    dropped: bool = False
    free: bool = False
    """Needs no document."""


@dataclass(frozen=True, slots=True)
class _Order:
    number: int
    work: Callable[..., Any]
    progress: Progress
    opens: bool
    changes: bool
    free: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    number: int
    value: Any = None
    error: Exception | None = None
    report: str = ""
    changes: "Changes | None" = None
    standing: Standing | None = None


class Jobs(QObject):
    """The worker and its two verbs, `ask` and `change`."""

    document_changed = Signal(object, object)
    """(Changes, initiator): what was written and by which owner."""
    standing_changed = Signal(object)
    """Standing after opening, closing and every change."""
    progressed = Signal(int, int, str)
    """Step, total and text of the running work."""
    busy_changed = Signal(bool)
    document_opened = Signal(object)
    """Standing of a document that was just opened, or of none after closing and after a failure without one."""
    document_replaced = Signal(object, object, bool)
    """(DocumentReplaced, owner, whether the owner hears of it too): the file is no longer the one that was opened."""
    _returned = Signal(object)
    _seen = Signal(int, object)
    """Number and answer of what was looked at aside."""

    def __init__(self, messages: "Messages", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self.standing = Standing()
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._waiting: dict[int, _Job] = {}
        self._count = 0
        self._document: Document | None = None
        self._lost: DocumentReplaced | None = None
        """Of the document that was open when the worker ended."""
        self._returned.connect(self._on_returned)  # Sent by the worker, hence queued.
        self._asides: dict[int, tuple[QObject, Callable[[Any], None]]] = {}
        self._ending = threading.Lock()
        """Held while a thread aside speaks to what may be about to go."""
        self._ended = False
        self._seen.connect(self._on_seen)
        sys.setswitchinterval(_LONGEST_TURN)
        self._thread = threading.Thread(target=self._run, name="document", daemon=True)
        self._thread.start()

    # --- verbs, called on the GUI thread -------------------------------------------------------------------------

    def ask(
        self,
        owner: QObject,
        work: "Callable[[Document, Progress], T]",
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        latest: str = "",
    ) -> None:
        """Read. `done` gets the answer, unless `owner` is gone by then. Of several waiting asks with the same
        `latest` of one owner only the last is answered."""
        if latest:
            self._drop_waiting(owner, latest)
        self._start(_Job(owner, work, done, failed, self._new_progress(), False, latest))

    def alone(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Work that needs no open document."""
        job = _Job(
            owner, lambda document, progress: work(progress), done, failed, self._new_progress(), False
        )
        job.free = True
        self._start(job)

    def aside(self, owner: QObject, look: Callable[[], T], done: Callable[[T], None]) -> None:
        """Looking at a place that may not answer for long: on a thread of its own, which delays no work and not the end
        of the program. `look` tells failures by its answer."""
        self._count += 1
        self._asides[self._count] = (owner, done)
        threading.Thread(target=self._look, args=(self._count, look), name="aside", daemon=True).start()

    def change(
        self,
        owner: QObject,
        work: "Callable[[Document, Progress], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Write. After success `document_changed` is sent first, then `done` is called."""
        self._start(_Job(owner, work, done, failed, self._new_progress(), True))

    def open_document(
        self,
        owner: QObject,
        make: "Callable[[Progress], Document | None]",
        done: Callable[[Standing], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        close_first: bool = False,
    ) -> None:
        """Replace the open document by what `make` returns; after a failure the old one stays open, unless it had
        to be closed first."""

        def work(document: "Document | None", progress: Progress) -> Standing:
            if close_first:
                self._close()
            opened, left = make(progress), self._document
            self._document = opened
            if left is not None:
                left.close()
            return self._standing(saved=False)

        self._start(_Job(owner, work, done, failed, self._new_progress(), False, opens=True))

    def close_document(self, owner: QObject, done: Callable[[Standing], None] | None = None) -> None:
        """Close the open document, when there is one."""
        self.open_document(owner, lambda progress: None, done)

    def cancel(self) -> None:
        """Ask everything that waits or runs and was not yet answered to stop."""
        for job in self._waiting.values():
            job.progress.cancel()

    def stoppable(self) -> bool:
        """Whether the running work, the first of those that wait, heeds the wish to stop."""
        return next((job.progress.heeds for job in self._waiting.values()), False)

    def is_stopping(self) -> bool:
        """Whether the running work was asked to stop and has not done so yet."""
        return next((job.progress.is_called_off for job in self._waiting.values()), False)

    def running(self) -> tuple[str, ...]:
        """What works say they do whose outcome somebody waits for; of mere looking nothing."""
        waited = (job for job in self._waiting.values() if not (job.latest or job.dropped))
        return tuple(dict.fromkeys(job.progress.text for job in waited if job.progress.text))

    def let_go(self) -> None:
        """Ask everything to stop but edits that take a moment: what was typed last is written."""
        for job in self._waiting.values():
            if not job.changes or job.progress.text:
                job.progress.cancel()

    def is_opening(self) -> bool:
        """Whether another document is on its way, or none."""
        return any(job.opens for job in self._waiting.values())

    def idle(self) -> bool:
        """Whether every work was answered."""
        return not self._waiting

    def stop(self, seconds: float = 10.0) -> DocumentReplaced | None:
        """Close the document and end the worker; called once, when the program ends. What is returned must be told."""
        with self._ending:
            self._ended = True
        self._asides.clear()
        self._orders.put(None)
        self._thread.join(seconds)
        self._waiting.clear()
        return self._lost

    # --- GUI side ------------------------------------------------------------------------------------------------

    def _new_progress(self) -> Progress:
        return Progress(self.progressed.emit)

    def _drop_waiting(self, owner: QObject, latest: str) -> None:
        for job in self._waiting.values():
            if job.owner is owner and job.latest == latest:
                job.dropped = True
                job.progress.cancel()

    def _start(self, job: _Job) -> None:
        self._count += 1
        self._waiting[self._count] = job
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)
        self._orders.put(_Order(self._count, job.work, job.progress, job.opens, job.changes, job.free))

    def _on_returned(self, outcome: _Outcome) -> None:
        job = self._waiting.pop(outcome.number, None)
        if job is None:
            return
        if not self._waiting:
            self.busy_changed.emit(False)
        if outcome.standing is not None and outcome.standing != self.standing:
            self.standing = outcome.standing
            self.standing_changed.emit(outcome.standing)
        if job.opens and (outcome.error is None or self.standing.path is None):
            self.document_opened.emit(self.standing)
        if outcome.changes is not None and outcome.changes.tables:
            self.document_changed.emit(outcome.changes, job.owner)
        if job.dropped or not shiboken6.isValid(job.owner):
            return
        if outcome.error is not None:
            self._fail(job, outcome.error, outcome.report)
        elif job.done is not None:
            job.done(outcome.value)

    def _on_seen(self, number: int, value: object) -> None:
        owner, done = self._asides.pop(number, (None, None))
        if done is not None and shiboken6.isValid(owner):
            done(value)

    def _fail(self, job: _Job, error: Exception, report: str) -> None:
        if report:
            self._messages.report(report)
        if isinstance(error, DocumentReplaced):
            self.document_replaced.emit(error, job.owner, job.failed is not None)
        if job.failed is not None:
            job.failed(error)
        elif isinstance(error, DocumentReplaced):
            return  # Whoever listens to the signal has told it.
        elif isinstance(error, Cancelled):
            self._messages.tell(str(error))
        elif isinstance(error, UserError):
            self._messages.warn(error.what_happened, error.what_to_do)

    # --- worker side ---------------------------------------------------------------------------------------------

    def _look(self, number: int, look: Callable[[], object]) -> None:
        seen = look()
        with self._ending:
            if not self._ended:
                self._seen.emit(number, seen)

    def _run(self) -> None:
        while self._serve(self._orders.get()):
            pass
        try:
            self._close()
        except DocumentReplaced as error:
            self._lost = error

    def _serve(self, order: _Order | None) -> bool:
        if order is None:
            return False
        outcome = self._perform(order)
        del order
        self._returned.emit(outcome)
        return True

    def _perform(self, order: _Order) -> _Outcome:
        try:
            order.progress.begin()
            if self._document is None and not (order.opens or order.free):
                raise UserError("Файл не открыт.", "Откройте файл или создайте новый.")
            value = order.work(self._document, order.progress)
            changes = self._document.take_changes() if self._document and order.changes else None
            standing = (
                self._standing(saved=bool(changes)) if order.changes else value if order.opens else None
            )
            return _Outcome(order.number, value, changes=changes, standing=standing)
        except (
            BaseException
        ) as error:  # Native libraries raise panics that are no Exception; the worker lives on.
            report = "" if isinstance(error, UserError) else traceback.format_exc()
            changes, standing = self._left_by(order)
            return _Outcome(order.number, None, _without_frames(error), report, changes, standing)

    def _left_by(self, order: _Order) -> "tuple[Changes | None, Standing | None]":
        """What a work that failed had written before, and how the document stands; nothing of a document that
        cannot even be asked, for the worker must live on."""
        if not (order.opens or order.changes):
            return None, None
        try:
            changes = self._document.take_changes() if self._document and order.changes else None
            return changes, self._standing(saved=bool(changes))
        except Exception:
            return None, None  # The error that is on its way to the person tells of the trouble already.

    def _standing(self, saved: bool) -> Standing:
        document = self._document
        if document is None:
            return Standing()
        from shnor_desktop.document.carried import checkout

        last = document.actions(limit=1)
        taken = None if document.read_only else checkout.taken(document.path)
        saved_at = datetime.now(UTC) if saved else last[0].at if last else None
        copies = document.backups()
        return Standing(
            path=document.path,
            uid=document.uid.hex(),
            read_only=document.read_only,
            undo_title=document.undo_title(),
            redo_title=document.redo_title(),
            source=taken.source if taken else None,
            unreturned=bool(taken and taken.changed_in(document)),
            medium=taken.medium if taken else "",
            saved_at=saved_at,
            verified_at=max((one.at for one in copies), default=None),
            remarks=document.remarks,
        )

    def _close(self) -> None:
        document, self._document = self._document, None
        if document is not None:
            document.close()


def _without_frames(error: BaseException) -> Exception:
    """Frames of the traceback hold the locals of the work, which must not die on the worker thread."""
    link: BaseException | None = error
    while link is not None:
        link.__traceback__ = None
        following = link.__cause__ or link.__context__
        link.__cause__ = link.__context__ = None
        link = following
    return error if isinstance(error, Exception) else RuntimeError(str(error))
