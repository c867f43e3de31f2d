"""Files that come in: dragged onto the window or chosen; documents are opened or merged, workbooks imported."""

import atexit
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QDropEvent

from shnor_desktop import places
from shnor_desktop.ui.kit.messages import DOCUMENT_FILES, LOCKED_SUFFIX, WORKBOOK_FILES, WORKBOOK_SUFFIXES
from shnor_desktop.ui.kit.screen import Context

DOCUMENT_SUFFIX = ".shnor"
WORD_SUFFIXES = (".docx", ".doc")
_RECORD_FILES = f"Книги и файлы ({' '.join(f'*{one}' for one in (*WORKBOOK_SUFFIXES, DOCUMENT_SUFFIX))})"


class Incoming(QObject):
    """One a window, which hands its drags to it."""

    def __init__(self, context: Context, open_file: Callable[[Path], None], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._open_file = open_file
        self._unlocked = ExitStack()
        # What was unlocked to be looked at stays as long as the dialogs may read it.
        atexit.register(self._unlocked.close)

    def consider(self, event: QDropEvent) -> None:
        """A drag is over the window: take it when there is a file in it that can be used."""
        if _dropped(event):
            event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """The files were let go."""
        paths = _dropped(event)
        event.acceptProposedAction()
        # The program the file is dragged from waits until this returns.
        QTimer.singleShot(0, self, lambda: self.take(paths))

    def take(self, paths: Sequence[Path]) -> None:
        """Documents are opened, or merged with the open one after a look; workbooks are imported; of a document of Word the
        plan is looked at."""
        if locked := [path for path in paths if path.suffix.lower() == LOCKED_SUFFIX]:
            self._unlock(locked[0])
            return
        documents = [path for path in paths if path.suffix.lower() == DOCUMENT_SUFFIX]
        if documents and self._context.jobs.standing.path is not None:
            self._context.merging.look(documents)
        elif documents:
            self._open_file(documents[0])
        elif paths and paths[0].suffix.lower() in WORD_SUFFIXES:
            if self._can_take():
                self._context.go("roadmap", document=paths[0])
        elif paths:
            self.import_files(path for path in paths if path.suffix.lower() not in WORD_SUFFIXES)

    def _unlock(self, copy: Path) -> None:
        """A copy under a password: merged with the open file like any other, else kept as a file and opened."""
        from shnor_desktop.ui.file.passwords import ask_password

        context = self._context
        window = context.messages.window
        if context.jobs.standing.path is not None:
            folder = Path(self._unlocked.enter_context(places.private_folder("locked")))
            out = folder / f"{copy.stem}{DOCUMENT_SUFFIX}"
            ask_password(context, copy, out, window, lambda path: context.merging.look([path]))
            return
        suggested = copy.with_suffix(DOCUMENT_SUFFIX)
        out_ = context.messages.save_file(
            "Сохранить копию без пароля", suggested, DOCUMENT_FILES, replace=False
        )
        if out_ is not None:
            ask_password(context, copy, out_, window, self._open_file)

    def import_files(self, paths: Iterable[Path] = ()) -> None:
        """The import wizard on these workbooks; without any it asks which."""
        if not self._can_take():
            return
        from shnor_desktop.sheets.book import helper

        helper.prepare()
        messages = self._context.messages
        chosen = list(paths) or messages.open_files("Загрузить книги", WORKBOOK_FILES, many=True)
        if chosen:
            from shnor_desktop.ui.results.import_wizard import open_wizard

            open_wizard(self._context, chosen)

    def load_records(self) -> None:
        """Records from workbooks or from another file, after a look; asks which."""
        if not self._can_take():
            return
        chosen = self._context.messages.open_files("Загрузить записи", _RECORD_FILES, many=True)
        if chosen:
            from shnor_desktop.ui.records.take_in_dialog import open_take_in

            open_take_in(self._context, chosen)

    def _can_take(self) -> bool:
        messages = self._context.messages
        if self._context.jobs.standing.path is None:
            messages.warn("Файл не открыт.", "Создайте или откройте файл, потом загрузите в него книгу.")
            return False
        if self._context.read_only:
            messages.warn(
                "Файл открыт только для просмотра.", "Откройте его для работы и повторите загрузку."
            )
            return False
        return True


def _dropped(event: QDropEvent) -> list[Path]:
    """Local files of a drag that can be used."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [
        path
        for path in paths
        if path.suffix.lower() in (DOCUMENT_SUFFIX, LOCKED_SUFFIX, *WORD_SUFFIXES, *WORKBOOK_SUFFIXES)
    ]
