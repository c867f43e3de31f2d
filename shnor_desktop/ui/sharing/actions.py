"""What the window does with copies of the file in other organisations: merge, compare, send a part, take back."""

import atexit
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shnor_desktop import places
from shnor_desktop.errors import UserError
from shnor_desktop.ui.file.actions import FileActions
from shnor_desktop.ui.kit.messages import DOCUMENT_FILES, LOCKED_SUFFIX, PROGRAM_FILES
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
        self._unlocked: dict[Path, Path] = {}
        """What copies under a password hold, and the copies."""
        self._folders = ExitStack()
        # What was unlocked to be looked at stays as long as the dialogs may read it.
        atexit.register(self._folders.close)
        files.password_made.connect(self._show_password)
        files.locked_came.connect(self.open_locked)

    # --- copies under a password ---------------------------------------------------------------------------------

    def _show_password(self, copy: Path, password: str) -> None:
        from shnor_desktop.ui.file.passwords import show_password

        show_password(self.context, copy, password, self._window)

    def _unlock(self, paths: Sequence[Path], done: Callable[[list[Path]], object]) -> None:
        """Call `done` with the files, what copies under a password hold in their place; each password is asked for."""
        from shnor_desktop.ui.file.passwords import ask_password

        copy = next((one for one in paths if one.suffix.casefold() == LOCKED_SUFFIX), None)
        if copy is None:
            done(list(paths))
            return
        from shnor_desktop.operations.sharing import locked_copy

        folder = Path(self._folders.enter_context(places.private_folder("locked")))

        def opened(plain: Path) -> None:
            self._unlocked[plain] = copy
            self._unlock([plain if one == copy else one for one in paths], done)

        out = folder / locked_copy.opened_name(copy)
        ask_password(self.context, copy, out, self._window, opened)

    def open_locked(self, copy: Path) -> None:
        """Open what the copy holds, once its password is given and the person has said where it is kept."""
        self._unlock([copy], lambda plain: self._keep(plain[0]))

    def _keep(self, plain: Path) -> None:
        suggested = places.free_name(self._unlocked[plain].with_suffix(".shnor"))
        messages = self.context.messages
        out = messages.save_file("Сохранить копию без пароля", suggested, DOCUMENT_FILES, replace=False)
        if out is None:
            return

        def work(_progress: "Progress") -> None:
            from shnor_desktop.operations.sharing import locked_copy

            locked_copy.keep(plain, out)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and messages.ask(
                error.what_happened, error.what_to_do, yes="Выбрать другое место"
            ):
                self._keep(plain)

        self.context.jobs.alone(self, work, lambda _: self.files.open_path(out), failed)

    # --- merging -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files and look at them."""
        if self._is_open():
            chosen = self.context.messages.open_files("Объединить с файлом", PROGRAM_FILES, many=True)
            if chosen:
                self.look(chosen)

    def look(self, paths: Sequence[Path]) -> None:
        """Show what these files would bring."""
        from shnor_desktop.ui.sharing.merge_dialog import open_merge

        self._unlock(paths, lambda plain: open_merge(self.context, plain))

    def open_file(self, path: Path) -> None:
        """Open another file instead of merging it."""
        if path in self._unlocked:
            self._keep(path)
        else:
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
            from shnor_desktop.ui.sharing.compare_dialog import compare_file

            def compare(plain: list[Path]) -> None:
                compare_file(self.context, plain[0], self._window)

            for path in self.context.messages.open_files("Сравнить с файлом", PROGRAM_FILES):
                self._unlock([path], compare)

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
