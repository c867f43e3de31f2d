"""Merging with another copy: look first, then take over; and what can be done about it afterwards."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from shnor_desktop.document.carried import checkout
from shnor_desktop.document.document import Document
from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.merging import FilePreview, MergePreview
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import PagesDialog
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.sharing.merge_pages import MergedPage, MergePage

LOAD, MERGE = "За&грузить данные из него…", "&Объединить"
RETURN, OPEN = "&Записать на носитель", "О&ткрыть этот файл"


class MergeDialog(PagesDialog):
    """Quarantine and preview of one or several files, merging, result."""

    def __init__(self, context: Context, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(context.jobs, "Объединение с другим файлом", parent, size=(1060, 680))
        self.context = context
        self.paths = tuple(paths)
        self.merged: MergePreview | None = None
        self.page = MergePage(context.settings, self)
        self.outcome = MergedPage(self)
        for widget in (self.page, self.outcome):
            self.stack.addWidget(widget)
        tip = (
            "Файл открыт только для просмотра"
            if context.read_only
            else "Перед объединением будет сделана копия"
        )
        self.close_with(
            Act(LOAD, self.load_records, tip="Сначала видно, что изменится", when=self._writable),
            Act(MERGE, self.take_over, tip=tip, when=self._writable, main=True),
            Act(RETURN, self._give_back),
            Act(OPEN, self.open_file),
        )
        self.page.files.currentIndexChanged.connect(lambda _: self.refresh())
        self.outcome.questions_wanted.connect(self._decide)
        self.outcome.protocol_wanted.connect(self._print)
        self.outcome.undo_wanted.connect(self._undo)
        QShortcut(QKeySequence.StandardKey.Find, self, self.page.changes.search.setFocus)

    def _writable(self) -> bool:
        return not self.context.read_only

    def source(self) -> Path | None:
        """The file on the stick the open one was taken from, when it is among the files to be merged."""
        source = self.context.jobs.standing.source
        return source if source in self.paths else None

    # --- looking and taking over ---------------------------------------------------------------------------------

    def look(self) -> None:
        """See what the files would bring; nothing is changed."""
        paths, source = self.paths, self.source()

        def work(document: Document, progress: Progress) -> MergePreview:
            seen = checkout.fingerprint(source) if source else ""
            preview = merging.preview(document, paths, progress, progress.heed())
            if source and any(one.path == source and one.already for one in preview.files):
                checkout.merged(document, seen)
            return preview

        self.wait_for(
            "Файл проверяется в стороне от ваших данных…",
            self.context.jobs.ask,
            work,
            self._on_looked,
            self._on_failed,
        )

    def _on_looked(self, preview: MergePreview) -> None:
        self.page.show_preview(preview)
        self.show_page(self.page)
        self.page.changes.setFocus()

    def take_over(self) -> None:
        """Merge everything that can be merged."""
        preview = self.page.preview
        if preview is None or not self.button(MERGE).isEnabled():
            return
        paths, source = preview.acceptable, self.source()

        def work(document: Document, progress: Progress) -> MergePreview:
            seen = checkout.fingerprint(source) if source else ""
            merged = merging.apply(document, paths, progress, progress.heed())
            if source:
                checkout.merged(document, seen)
            return merged

        self.wait_for(
            "Сначала резервная копия, потом объединение…",
            self.context.jobs.change,
            work,
            self._on_merged,
            self._on_failed,
        )

    def _on_merged(self, merged: MergePreview) -> None:
        self.merged = merged
        self.outcome.show_merged(merged)
        self.show_page(self.outcome)
        (self.outcome.decide if merged.open_after else self.leave).setFocus()

    def _on_failed(self, error: Exception) -> None:
        self.done(int(QDialog.DialogCode.Rejected))
        if isinstance(error, Cancelled):
            self.context.messages.tell("Объединение остановлено. Данные не изменены.")
        elif isinstance(error, UserError):
            self.context.messages.warn(error.what_happened, error.what_to_do)

    # --- buttons -------------------------------------------------------------------------------------------------

    def shown_file(self) -> FilePreview | None:
        """The file that is looked at."""
        preview = self.page.preview
        number = max(self.page.files.currentIndex(), 0)
        return preview.files[number] if preview and number < len(preview.files) else None

    def refresh(self) -> None:
        super().refresh()
        page, preview, one = self.stack.currentWidget(), self.page.preview, self.shown_file()
        looking = page is self.page
        able = preview is not None and bool(preview.acceptable)
        self.button(MERGE).setVisible(looking and able)
        returning = self.source() is not None
        self.button(OPEN).setVisible(
            looking and not returning and one is not None and (one.stranger or not one.refused)
        )
        self.button(LOAD).setVisible(looking and one is not None and one.stranger)
        contained = looking and one is not None and one.already
        self.button(RETURN).setVisible(returning and (page is self.outcome or contained))
        (self.button(MERGE) if looking and able else self.leave).setDefault(True)
        self.leave.setText("&Закрыть" if page is self.outcome or (looking and not able) else "Отмена")

    def open_file(self) -> None:
        """Leave the present file and open the one that is looked at."""
        one = self.shown_file()
        if one is not None:
            self.accept()
            self.context.merging.open_file(one.path)

    def load_records(self) -> None:
        """Take in what a file that was begun separately holds, after a look."""
        one = self.shown_file()
        if one is not None:
            from shnor_desktop.ui.records.take_in_dialog import open_take_in

            self.accept()
            open_take_in(self.context, [one.path])

    def _give_back(self) -> None:
        self.accept()
        self.context.command("file.return")

    def _decide(self) -> None:
        self.accept()
        self.context.go("questions", question="")

    def _print(self) -> None:
        self.accept()
        self.context.merging.print_protocol()

    def _undo(self) -> None:
        self.context.merging.undo_last(self.accept)


def open_merge(context: Context, paths: Sequence[Path]) -> MergeDialog:
    """The dialog on these files; it shows itself and deletes itself."""
    owner = context.parent()
    dialog = MergeDialog(context, paths, owner if isinstance(owner, QWidget) else None)
    dialog.open()
    dialog.look()
    return dialog
