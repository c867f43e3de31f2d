"""What the menu «Файл» does with whole files: create, open, recent ones, copies and backups."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSettings, Signal

from shnor_desktop.errors import DocumentDamaged, DocumentLocked, DocumentMissing, UserError
from shnor_desktop.places import free_name
from shnor_desktop.ui.file.media_actions import MediaActions, Unfinished, look_beside
from shnor_desktop.ui.file.recent import RecentFiles
from shnor_desktop.ui.file.sample import is_sample, open_sample, sample_path
from shnor_desktop.ui.kit.jobs import Jobs, Progress, Standing
from shnor_desktop.ui.kit.messages import COPY_FILES, DOCUMENT_FILES, LOCKED_SUFFIX, PROGRAM_FILES, Messages

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.document.file.backup import Backup
    from shnor_desktop.document.state.check import CheckReport

T = TypeVar("T")


class FileActions(QObject):
    """One a window; `jobs.document_opened` tells the window what came of them."""

    edited_outside = Signal()
    """A check found edits of another program."""
    password_made = Signal(object, str)
    """Path and password of a copy that was just written under one."""
    copied = Signal()
    """A copy was written where the person said."""
    locked_came = Signal(Path)
    """A copy under a password is to be opened."""

    def __init__(self, jobs: Jobs, messages: Messages, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._messages = messages
        self.recent = RecentFiles(settings)
        messages.folder = next((one.parent for one in self.recent.paths()), None)
        self.media = MediaActions(jobs, messages, self)
        self.may_leave: Callable[[], bool] = lambda: True
        """Whether the open file may be closed; the window asks what its screens still hold."""
        jobs.document_opened.connect(self._on_document_opened)

    def _on_document_opened(self, standing: Standing) -> None:
        if standing.shown is None or is_sample(standing):
            return
        self.recent.note(standing)
        self._messages.folder = standing.shown.absolute().parent

    # --- create, open, close -------------------------------------------------------------------------------------

    def create(self) -> None:
        """Ask for a name and fill a new file."""
        suggested = free_name(self._messages.start_folder() / "Школы района.shnor")
        path = self._messages.save_file("Новый файл", suggested, DOCUMENT_FILES, replace=False)
        if path is not None:
            self.create_at(path)

    def create_at(self, path: Path) -> None:
        """A new file with filled dictionaries; an existing one is never written over."""

        def make(progress: Progress) -> "Document":
            progress(0, 0, f"Создаётся файл «{path.name}»")
            from shnor_desktop.document.carried import checkout
            from shnor_desktop.document.opening import missing
            from shnor_desktop.operations.office import offices
            from shnor_desktop.operations.results import dictionaries

            made = dictionaries.create_document(path, offices.who())
            missing.remember(path, made.uid)
            if not checkout.must_be_taken(path):
                return made
            made.close()
            return _opener(path, False)(progress)

        self._leave(lambda: self._jobs.open_document(self, make))

    def open_sample(self, *, anew: bool = False) -> None:
        """The invented district, made when it is wanted first; an open one is only shown."""
        if anew or not is_sample(self._jobs.standing):
            make, failed = partial(open_sample, anew=anew), self._offer_view(sample_path())
            self._leave(lambda: self._jobs.open_document(self, make, None, failed, close_first=anew))

    def open(self) -> None:
        """Ask which file to open."""
        for path in self._messages.open_files("Открыть файл", PROGRAM_FILES):
            self.open_path(path)

    def open_path(self, path: Path, *, read_only: bool = False) -> None:
        """Open a file; one that another program holds is offered for viewing."""
        if path.suffix.casefold() == LOCKED_SUFFIX:
            self.locked_came.emit(path)
            return
        if self._is_open(path, read_only):
            self._messages.tell(f"Файл «{path.name}» уже открыт.")
            return
        self._leave(lambda: self._open(path, read_only))

    def _leave(self, then: Callable[[], object]) -> None:
        if self.may_leave():
            self.media.leave(then)

    def _open(self, path: Path, read_only: bool) -> None:
        same = self._jobs.standing.path is not None and _same(self._jobs.standing.path, path)
        make = _opener(path, read_only, look=path not in self.media.declined)
        self._jobs.open_document(self, make, None, self._offer_view(path), close_first=same)

    def reopen(self) -> None:
        """Close the open file and open it anew, under another name of the user."""
        standing = self._jobs.standing
        if standing.path is not None and self.may_leave():
            make = _opener(standing.path, standing.read_only)
            self._jobs.open_document(self, make, close_first=True)

    def open_again(self, path: Path) -> None:
        """Open what lies now where the open file lay; that one is closed."""
        self._open(path, False)

    def close(self) -> None:
        """Close the open file; the next start does not open it again."""
        self._leave(lambda: self._jobs.close_document(self, lambda _: self.recent.leave()))

    def _offer_view(self, path: Path) -> Callable[[Exception], None]:
        def failed(error: Exception) -> None:
            if isinstance(error, Unfinished):
                self.media.offer_leftover(error, lambda: self.open_path(path))
                return
            if isinstance(error, DocumentDamaged):
                self.rescue(path, error)
                return
            if isinstance(error, DocumentMissing):
                self.offer_copies(path, error)
                return
            if not isinstance(error, DocumentLocked):
                self._warn(error)
                return
            answers = ("Открыть для просмотра",)
            if self._messages.choose(error.what_happened, error.what_to_do, answers) == 0:
                self.open_path(path, read_only=True)

        return failed

    def _warn(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._messages.warn(error.what_happened, error.what_to_do)

    def _is_open(self, path: Path, read_only: bool) -> bool:
        standing = self._jobs.standing
        mine = (one for one in (standing.path, standing.source) if one is not None)
        return any(_same(one, path) for one in mine) and standing.read_only == read_only

    # --- missing and damaged files -------------------------------------------------------------------------------------------

    def offer_copies(self, path: Path, error: UserError | None = None) -> None:
        """Copies of a file that is gone; without any the error is told, if there is one."""
        from shnor_desktop.ui.file.missing_dialog import offer_copies

        told = (lambda: self._warn(error)) if error is not None else (lambda: None)
        offer_copies(self._jobs, self._messages, path, self.open_path, told)

    def rescue(self, path: Path, error: UserError) -> None:
        """What can be done about a damaged file: backups, a partner's file, recovery, in this order."""
        from shnor_desktop.ui.file.rescue_dialog import offer_ways

        offer_ways(
            self._jobs,
            self._messages,
            path,
            error,
            self.open_path,
            lambda path: self.open_path(path, read_only=True),
        )

    # --- copies --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """A verified copy for another office."""
        source = self._jobs.standing.shown
        if source is None:
            return
        out = self._messages.save_file(
            "Копия для другой организации",
            source.with_name(f"{source.stem} — копия.shnor"),
            COPY_FILES,
            replace=False,
            other=LOCKED_SUFFIX,
        )
        if out is None:
            return

        def send(document: "Document", to: Path) -> str:
            from shnor_desktop.operations.sharing import outside_edits

            return outside_edits.send_copy(document, to)

        def done(sent: tuple[str, str]) -> None:
            lacks, password = sent
            if password:
                self.password_made.emit(out, password)
            self.copied.emit()
            told = f"Копия проверена и сохранена: {out}"
            if lacks:
                self._messages.warn(f"{told}.", lacks)
            else:
                self._messages.wrote(told, out)

        from shnor_desktop.ui.file.passwords import sending

        self._jobs.ask(self, sending(out, send), done)

    def backup(self) -> None:
        """A backup now; a change, because the bar below tells of the newest copy."""
        self._jobs.change(
            self,
            _saying("Делается и проверяется резервная копия", lambda document: document.make_backup()),
            lambda _: self._messages.wrote("Резервная копия сделана и проверена."),
        )

    def restore(self) -> None:
        """Choose a backup and put it in the place of the open file."""
        from shnor_desktop.ui.file.backups_dialog import choose_backup

        def work(document: "Document", progress: Progress) -> "tuple[Backup, ...]":
            from shnor_desktop.document.file import backup

            found = document.backups()
            if not found and (trouble := backup.out_of_reach(document.path)):
                raise trouble
            return found

        self._jobs.ask(self, work, lambda found: choose_backup(self._messages, found, self.restore_from))

    def restore_from(self, copy: "Backup", told: str = "") -> None:
        """Put this backup in the place of the open file, which stays beside it under another name."""
        path = self._jobs.standing.path
        if path is None or not self.may_leave():
            return

        troubles: list[UserError] = []

        def make(progress: Progress) -> "Document":
            from shnor_desktop.document.file import backup

            progress(0, 0, "Восстанавливается резервная копия")
            try:
                backup.restore(path, copy.path)
            except UserError as error:
                troubles.append(error)  # The file is as it was and is worked on.
            return _opener(path, False)(progress)

        def done(standing: Standing) -> None:
            for error in troubles:
                self._warn(error)
            if not troubles:
                self._messages.tell(told or f"Восстановлена копия от {copy.at:%d.%m.%Y %H:%M}.")

        self._jobs.open_document(self, make, done, close_first=True)

    def check(self) -> None:
        """Integrity of the file and of its journal."""
        self._jobs.ask(self, lambda document, progress: document.check(progress), self._show_check)

    def _show_check(self, found: "CheckReport") -> None:
        if found.sound:
            self._messages.tell(
                f"Файл в порядке: карточек {found.rows}, изменений в истории {found.changes}."
            )
        elif found.edited_outside and not self._jobs.standing.read_only:
            self.edited_outside.emit()
        elif found.forged:
            self._give_up_working()
        else:
            self._messages.warn(
                "Проверка нашла ошибки. " + " ".join(found.findings),
                found.way_out,
            )

    def _give_up_working(self) -> None:
        """The history turned out to be forged: the file is only looked at from now on, and the ways out are offered."""
        path = self._jobs.standing.path
        if path is None:
            return

        def done(standing: Standing) -> None:
            from shnor_desktop.document.opening import trust

            self.rescue(path, trust.forged(path.name))

        self._jobs.open_document(self, _opener(path, True), done, close_first=True)


def _saying(text: str, verb: "Callable[[Document], T]") -> "Callable[[Document, Progress], T]":
    """Work that says what it does from the first."""

    def work(document: "Document", progress: Progress) -> T:
        progress(0, 0, text)
        return verb(document)

    return work


def _opener(path: Path, read_only: bool, *, look: bool = False) -> "Callable[[Progress], Document]":
    def make(progress: Progress) -> "Document":
        progress(0, 0, f"Открывается файл «{path.name}»")
        from shnor_desktop.document.carried import checkout
        from shnor_desktop.document.document import Document
        from shnor_desktop.document.opening import missing
        from shnor_desktop.operations.office import offices

        there = path
        if not read_only and checkout.must_be_taken(path):
            if look:
                look_beside(path)
            progress(0, 0, f"Файл копируется с носителя: {path.name}")
            there = checkout.check_out(path).working
            progress(0, 0, f"Открывается файл «{path.name}»")
        document = Document.open(there, offices.who(), read_only=read_only)
        if not read_only:
            missing.remember(path, document.uid)
        return document

    return make


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
