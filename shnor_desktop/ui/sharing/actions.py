"""What the window does with copies of the file in other organisations: merge, compare, send a part, take back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shnor_desktop.ui.file.actions import FileActions
from shnor_desktop.ui.kit.messages import DOCUMENT_FILES
from shnor_desktop.ui.kit.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.sharing.merging import MergeLine
    from shnor_desktop.ui.kit.jobs import Progress


class MergeActions(QObject):
    """One a window; screens reach it as `context.merging`."""

    def __init__(self, context: Context, files: FileActions, window: QWidget) -> None:
        super().__init__(window)
        self.context = context
        self.files = files
        self._window = window

    # --- merging -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files and look at them."""
        if self._is_open():
            chosen = self.context.messages.open_files("Объединить с файлом", DOCUMENT_FILES, many=True)
            if chosen:
                self.look(chosen)

    def look(self, paths: Sequence[Path]) -> None:
        """Show what these files would bring."""
        from shnor_desktop.ui.sharing.merge_dialog import open_merge

        open_merge(self.context, paths)

    def open_file(self, path: Path) -> None:
        """Open another file instead of merging it."""
        self.files.open_path(path)

    def show_log(self) -> None:
        """Every merge of this file, with its protocol."""
        if self._is_open():
            from shnor_desktop.ui.sharing.log_dialog import open_log

            open_log(self.context, self._window)

    def print_protocol(self, n: int | None = None) -> None:
        """The protocol of a merge in the preview, of the newest by default."""
        self.context.go("papers", paper="merge", merge=n)

    # --- taking back ---------------------------------------------------------------------------------------------

    def undo_last(self, done: Callable[[], object] = lambda: None) -> None:
        """Take the newest merge back, after a warning; `done` is called once it is decided."""

        def work(document: "Document", progress: "Progress") -> "tuple[MergeLine, ...]":
            from shnor_desktop.operations.sharing import merging

            return merging.merges(document)[:1]

        def ask(lines: "tuple[MergeLine, ...]") -> None:
            if lines:
                self.undo(lines[0], done)

        self.context.jobs.ask(self, work, ask)

    def undo(self, line: "MergeLine", done: Callable[[], object] = lambda: None) -> None:
        """Put the automatic backup in the place of the file, after a warning."""
        messages = self.context.messages
        if line.backup is None:
            messages.warn(
                f"Резервной копии до объединения с «{line.file_name}» больше нет.",
                "Отмените полученные правки в истории по одной.",
            )
        elif messages.ask("Отменить объединение?", line.warning, yes="Отменить объединение", no="Оставить"):
            done()
            told = f"Объединение с «{line.file_name}» отменено: файл такой, каким был до него."
            self.files.restore_from(line.backup, told)

    # --- other copies --------------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Ask for a file and show how it differs, without merging."""
        if self._is_open():
            for path in self.context.messages.open_files("Сравнить с файлом", DOCUMENT_FILES):
                from shnor_desktop.ui.sharing.compare_dialog import compare_file

                compare_file(self.context, path, self._window)

    def send(self, what: str = "school") -> None:
        """Write a part of the file for somebody: «school», «year» or «form»."""
        if self._is_open():
            from shnor_desktop.ui.sharing.send_dialog import open_send

            open_send(self.context, what, self._window)

    def _is_open(self) -> bool:
        if self.context.jobs.standing.path is None:
            self.context.messages.warn("Файл не открыт.", "Сначала откройте свой файл.")
            return False
        return True
