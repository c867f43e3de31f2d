"""What the menu «Файл» does with whole files: create, open, recent ones, copies and backups."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths

from shnor_desktop.errors import DocumentLocked, UserError
from shnor_desktop.ui.jobs import Jobs, Progress, Standing
from shnor_desktop.ui.messages import DOCUMENT_FILES, Messages

if TYPE_CHECKING:
    from shnor_desktop.document.backup import Backup
    from shnor_desktop.document.check import CheckReport
    from shnor_desktop.document.document import Document

_MOST_RECENT = 10


class FileActions(QObject):
    """One a window; `jobs.document_opened` tells the window what came of them."""

    def __init__(self, jobs: Jobs, messages: Messages, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._messages = messages
        self._settings = settings
        jobs.document_opened.connect(self._on_document_opened)

    # --- recent files --------------------------------------------------------------------------------------------

    def recent(self) -> list[Path]:
        """Files opened lately that are still there, the last first."""
        stored = self._settings.value("files/recent")
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [path for path in map(Path, names) if path.is_file()]

    def last(self) -> Path | None:
        """The file that was open when the program ended."""
        name = str(self._settings.value("files/last", "") or "")
        return Path(name) if name and Path(name).is_file() else None

    def _on_document_opened(self, standing: Standing) -> None:
        if standing.path is None:
            return
        path = standing.path.absolute()
        others = [one for one in self.recent() if one != path]
        self._settings.setValue("files/recent", [str(one) for one in [path, *others][:_MOST_RECENT]])
        if not standing.read_only:
            self._settings.setValue("files/last", str(path))

    # --- create, open, close -------------------------------------------------------------------------------------

    def create(self) -> None:
        """Ask for a name and fill a new file."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        suggested = self._folder() or Path(documents)
        path = self._messages.save_file(
            "Новый файл", suggested / "Школы района.shnor", DOCUMENT_FILES, replace=False
        )
        if path is not None:
            self.create_at(path)

    def create_at(self, path: Path) -> None:
        """A new file with filled dictionaries; an existing one is never written over."""

        def make(progress: Progress) -> "Document":
            from shnor_desktop.operations import dictionaries, offices

            return dictionaries.create_document(path, offices.who())

        self._jobs.open_document(self, make)

    def open(self) -> None:
        """Ask which file to open."""
        for path in self._messages.open_files("Открыть файл", DOCUMENT_FILES, folder=self._folder()):
            self.open_path(path)

    def open_path(self, path: Path, *, read_only: bool = False) -> None:
        """Open a file; one that another program holds is offered for viewing."""
        if self._is_open(path, read_only):
            self._messages.tell(f"Файл «{path.name}» уже открыт.")
            return
        same = self._jobs.standing.path is not None and _same(self._jobs.standing.path, path)
        self._jobs.open_document(
            self, _opener(path, read_only), None, self._offer_view(path), close_first=same
        )

    def reopen(self) -> None:
        """Close the open file and open it anew, under another name of the user."""
        standing = self._jobs.standing
        if standing.path is not None:
            make = _opener(standing.path, standing.read_only)
            self._jobs.open_document(self, make, close_first=True)

    def close(self) -> None:
        """Close the open file; the next start does not open it again."""
        self._jobs.close_document(self, lambda standing: self._settings.setValue("files/last", ""))

    def _offer_view(self, path: Path) -> Callable[[Exception], None]:
        def failed(error: Exception) -> None:
            if not isinstance(error, DocumentLocked):
                self._warn(error)
                return
            details = " ".join(part for part in (error.holder, error.what_to_do) if part)
            if self._messages.choose(error.what_happened, details, ("Открыть для просмотра",)) == 0:
                self.open_path(path, read_only=True)

        return failed

    def _warn(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._messages.warn(error.what_happened, error.what_to_do)

    def _is_open(self, path: Path, read_only: bool) -> bool:
        standing = self._jobs.standing
        return standing.path is not None and _same(standing.path, path) and standing.read_only == read_only

    def _folder(self) -> Path | None:
        recent = self.recent()
        return recent[0].parent if recent else None

    # --- copies --------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """A verified copy for another office."""
        source = self._jobs.standing.path
        if source is None:
            return
        out = self._messages.save_file(
            "Копия для другой организации",
            source.with_name(f"{source.stem} — копия.shnor"),
            DOCUMENT_FILES,
            replace=False,
        )
        if out is None:
            return
        self._jobs.ask(
            self,
            lambda document, progress: document.copy_to(out),
            lambda _: self._messages.tell(f"Копия проверена и сохранена: {out}"),
        )

    def backup(self) -> None:
        """A backup now."""
        self._jobs.ask(
            self,
            lambda document, progress: document.make_backup(),
            lambda _: self._messages.tell("Резервная копия сделана и проверена."),
        )

    def restore(self) -> None:
        """Choose a backup and put it in the place of the open file."""
        from shnor_desktop.ui.backups_dialog import choose_backup

        self._jobs.ask(
            self,
            lambda document, progress: document.backups(),
            lambda found: choose_backup(self._messages, found, self.restore_from),
        )

    def restore_from(self, copy: "Backup") -> None:
        """Put this backup in the place of the open file, which stays beside it under another name."""
        path = self._jobs.standing.path
        if path is None:
            return

        troubles: list[UserError] = []

        def make(progress: Progress) -> "Document":
            from shnor_desktop.document import backup

            try:
                backup.restore(path, copy.path)
            except UserError as error:
                troubles.append(error)  # The file is as it was and is worked on.
            return _opener(path, False)(progress)

        def done(standing: Standing) -> None:
            for error in troubles:
                self._warn(error)
            if not troubles:
                self._messages.tell(f"Восстановлена копия от {copy.at:%d.%m.%Y %H:%M}.")

        self._jobs.open_document(self, make, done, close_first=True)

    def check(self) -> None:
        """Integrity of the file and of its journal."""
        self._jobs.ask(self, lambda document, progress: document.check(progress), self._show_check)

    def _show_check(self, found: "CheckReport") -> None:
        if found.sound:
            self._messages.tell(f"Файл в порядке: записей {found.rows}, изменений в истории {found.changes}.")
        else:
            self._messages.warn(
                "Проверка нашла ошибки. " + " ".join(found.findings),
                "Восстановите файл из резервной копии: меню «Файл».",
            )


def _opener(path: Path, read_only: bool) -> "Callable[[Progress], Document]":
    def make(progress: Progress) -> "Document":
        from shnor_desktop.document.document import Document
        from shnor_desktop.operations import offices

        return Document.open(path, offices.who(), read_only=read_only)

    return make


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
