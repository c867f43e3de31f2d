"""Files that come in: dragged onto the window or chosen; documents are opened or merged, workbooks imported."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QDropEvent

from shnor_desktop.ui.kit.messages import WORKBOOK_FILES, WORKBOOK_SUFFIXES
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.shell.landing import DOCUMENT_SUFFIX, Landing, Way, landing

_RECORD_FILES = f"Книги и файлы ({' '.join(f'*{one}' for one in (*WORKBOOK_SUFFIXES, DOCUMENT_SUFFIX))})"


class Incoming(QObject):
    """One a window, which hands its drags to it."""

    def __init__(self, context: Context, open_file: Callable[[Path], None], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._open_file = open_file

    def consider(self, event: QDropEvent) -> Landing | None:
        """A drag is over the window: what will become of it; None for what is no files. It is taken at first whatever it
        is, or nobody would hear of its leaving."""
        paths = _dragged(event)
        if not paths:
            return None
        event.acceptProposedAction()
        return self._landing(paths)

    def move(self, event: QDropEvent) -> None:
        """The drag goes on: what cannot be used is refused by the shape of the cursor."""
        if self._landing(_dragged(event)).way is Way.NOTHING:
            event.ignore()
        else:
            event.acceptProposedAction()

    def drop(self, event: QDropEvent) -> None:
        """The files were let go."""
        paths = _dragged(event)
        event.acceptProposedAction()
        # The program the file is dragged from waits until this returns.
        QTimer.singleShot(0, self, lambda: self.take(paths))

    def take(self, paths: Sequence[Path]) -> None:
        """Do with them what was told while they were dragged."""
        found = self._landing(paths)
        if found.way is Way.NOTHING:
            self._context.messages.warn(found.title, found.text)
        elif found.way is Way.MERGE:
            self._context.merging.look(found.paths)
        elif found.way is Way.OPEN:
            self._open_file(found.paths[0])
        elif found.way is Way.PLAN:
            self._context.go("roadmap", document=found.paths[0])
        else:
            self.import_files(found.paths)

    def _landing(self, paths: Sequence[Path]) -> Landing:
        opened = self._context.jobs.standing.path is not None
        return landing(paths, opened=opened, read_only=self._context.read_only)

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
        chosen = self._context.messages.open_files("Загрузить данные", _RECORD_FILES, many=True)
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


def _dragged(event: QDropEvent) -> list[Path]:
    """Local files of a drag."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
