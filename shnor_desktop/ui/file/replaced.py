"""The file of the open document was deleted, moved, replaced or overwritten by another program: what happened, where
the edits are, and the ways on. The window asks whenever it comes to the front; every refused edit asks too."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QPushButton, QWidget

from shnor_desktop import places
from shnor_desktop.errors import DocumentReplaced, UserError
from shnor_desktop.ui.file.actions import FileActions
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs, Progress, Standing
from shnor_desktop.ui.kit.laying.boxes import BAR, lay_row
from shnor_desktop.ui.kit.messages import DOCUMENT_FILES, Messages

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.dialog import ChoiceDialog


def _suggested(error: DocumentReplaced, kept: Path) -> Path:
    """Where to save: in the empty place, else beside it; of a disk that is gone only a mount point may be left."""
    path = error.path
    if kept.parent == path.parent:
        return path.with_name(f"{path.stem} — мои правки.shnor") if error.there else path
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return (documents if documents.is_dir() else places.home()) / path.name


class ReplacedBar(QFrame):
    """Above the page as long as nothing can be written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.ways_button = QPushButton("Что сделать…", self)
        lay_row(self, (self.text, 1), self.ways_button, around=BAR, gap=None)
        self.hide()

    def tell(self, error: DocumentReplaced) -> None:
        """What happened, in short."""
        mark = theme.state_mark("deleted").glyph
        kept = " Ваши правки целы, они в отдельной копии." if error.kept else ""
        self.text.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.text.setText(f"{mark} {error.what_happened} Здесь ничего не записывается.{kept}")
        self.text.setToolTip(str(error.kept or ""))
        self.show()


class ReplacedActions(QObject):
    """One a window: hears of every refusal, asks by itself when the window comes to the front."""

    def __init__(self, jobs: Jobs, messages: Messages, files: FileActions, bar: ReplacedBar) -> None:
        super().__init__(bar)
        self._jobs = jobs
        self._messages = messages
        self._files = files
        self._bar = bar
        self._error: DocumentReplaced | None = None
        self._dialog: ChoiceDialog | None = None
        bar.ways_button.clicked.connect(self.show_ways)
        jobs.document_replaced.connect(self._on_replaced)
        jobs.document_opened.connect(self._on_opened)
        jobs.document_changed.connect(lambda changes, owner: self._on_well())

    def look(self) -> None:
        """Ask whether the file is still there; nothing is said while all is well."""
        standing = self._jobs.standing
        if standing.path is not None and not standing.read_only:
            self._jobs.ask(
                self,
                lambda document, progress: document.must_be_ours(),
                lambda _: self._on_well(),
                lambda error: None,  # What was replaced is heard by the signal; nothing else was asked for.
                latest="look",
            )

    def show_ways(self) -> None:
        """The dialog, over the window."""
        if self._error is None or self._dialog is not None:
            return
        from shnor_desktop.ui.file.replaced_dialog import new_dialog

        dialog = self._dialog = new_dialog(self._error, self._messages.window)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    # --- what is heard -------------------------------------------------------------------------------------------

    def _on_replaced(self, error: DocumentReplaced, owner: QObject, answered: bool) -> None:
        known = self._error is not None and self._error.kept == error.kept
        self._error = error
        self._bar.tell(error)
        if owner is self and known:
            return  # Shown before and put off: the bar says it.
        if QApplication.activeModalWidget() is None:
            self.show_ways()
        elif not answered:
            self._messages.warn(error.what_happened, error.what_to_do)

    def _on_well(self) -> None:
        self._error = None
        self._bar.hide()

    def _on_opened(self, standing: Standing) -> None:
        self._on_well()

    def _on_finished(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        error = self._error
        if dialog is None or error is None or result != int(QDialog.DialogCode.Accepted):
            return
        act = {"merge": self._merge, "save": self._save, "open": self._open, "rescue": self._rescue}
        act[dialog.chosen()](error)

    # --- the ways ------------------------------------------------------------------------------------------------

    def _merge(self, error: DocumentReplaced) -> None:
        kept, path = error.kept, error.path
        if kept is None:
            return
        waiting: list[int] = []

        def make(progress: Progress) -> "Document":
            from shnor_desktop.operations.office import offices
            from shnor_desktop.operations.sharing import kept_edits

            document, merged = kept_edits.merge_into(path, kept, offices.who(), progress, progress.heed())
            waiting.append(merged.open_after)
            return document

        def done(_: Standing) -> None:
            told = f"Ваши правки объединены с тем, что лежало на месте файла «{path.name}»."
            self._messages.tell(f"{told} Нужно решить вопросов: {waiting[0]}." if waiting[0] else told)

        self._jobs.open_document(self, make, done, self._failed(kept), close_first=True)

    def _save(self, error: DocumentReplaced) -> None:
        kept = error.kept
        if kept is None:
            return
        out = self._messages.save_file(
            "Сохранить как", _suggested(error, kept), DOCUMENT_FILES, replace=False
        )
        if out is None:
            return

        def make(progress: Progress) -> "Document":
            from shnor_desktop.document.document import Document
            from shnor_desktop.operations.office import offices
            from shnor_desktop.operations.sharing import kept_edits

            kept_edits.save_as(kept, out)
            return Document.open(out, offices.who())

        def done(_: Standing) -> None:
            self._messages.wrote(f"Сохранено и проверено: {out}", out)

        self._jobs.open_document(self, make, done, self._failed(kept), close_first=True)

    def _open(self, error: DocumentReplaced) -> None:
        self._files.open_again(error.path)

    def _rescue(self, error: DocumentReplaced) -> None:
        self._jobs.close_document(self, lambda _: self._files.rescue(error.path, error))

    def _failed(self, kept: Path) -> Callable[[Exception], None]:
        """The way was barred: say why, and go on in the kept copy, which holds everything."""

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                told = f"{error.what_to_do} Открыта копия с вашими правками: «{kept.name}»."
                self._messages.warn(error.what_happened, told)
            if kept.exists():
                self._files.open_path(kept)

        return failed
