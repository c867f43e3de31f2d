"""Merging with another copy: look first, then take over; and what can be done about it afterwards."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from shnor_desktop.document.carried import checkout
from shnor_desktop.document.document import Document
from shnor_desktop.errors import Cancelled, UserError
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.merging import FilePreview, MergePreview
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.results.import_result import WaitPage
from shnor_desktop.ui.sharing.merge_pages import MergedPage, MergePage


class MergeDialog(QDialog):
    """Quarantine and preview of one or several files, merging, result."""

    def __init__(self, context: Context, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.paths = tuple(paths)
        self.merged: MergePreview | None = None
        self._progress: Progress | None = None
        self._working = False
        self.setWindowTitle("Объединение с файлом другой организации")
        theme.give_size(self, 1060, 680)
        self.wait = WaitPage(self)
        self.page = MergePage(context.settings, self)
        self.outcome = MergedPage(self)
        self.stack = QStackedWidget(self)
        for widget in (self.wait, self.page, self.outcome):
            self.stack.addWidget(widget)
        self.merge_button = QPushButton("&Объединить", self)
        self.merge_button.setObjectName("main")
        self.open_button = QPushButton("О&ткрыть этот файл", self)
        self.load_button = QPushButton("&Загрузить записи из него…", self)
        self.load_button.setToolTip("Сначала видно, что изменится")
        self.return_button = QPushButton("&Записать на носитель", self)
        self.cancel_button = QPushButton("Отмена", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.addWidget(self.stack, 1)
        column.addLayout(self._button_row())
        self._connect()

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addStretch(1)
        for button in (
            self.load_button,
            self.merge_button,
            self.return_button,
            self.open_button,
            self.cancel_button,
        ):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.merge_button.clicked.connect(self.take_over)
        self.open_button.clicked.connect(self.open_file)
        self.load_button.clicked.connect(self.load_records)
        self.return_button.clicked.connect(self._give_back)
        self.cancel_button.clicked.connect(self.reject)
        self.page.files.currentIndexChanged.connect(lambda _: self._show_buttons())
        self.outcome.questions_wanted.connect(self._decide)
        self.outcome.protocol_wanted.connect(self._print)
        self.outcome.undo_wanted.connect(self._undo)
        self.context.jobs.progressed.connect(self.wait.show_progress)
        QShortcut(QKeySequence.StandardKey.Find, self, self.page.changes.search.setFocus)

    def source(self) -> Path | None:
        """The file on the stick the open one was taken from, when it is among the files to be merged."""
        source = self.context.jobs.standing.source
        return source if source in self.paths else None

    # --- looking and taking over ---------------------------------------------------------------------------------

    def look(self) -> None:
        """See what the files would bring; nothing is changed."""
        paths, source = self.paths, self.source()

        def work(document: Document, progress: Progress) -> MergePreview:
            self._progress = progress
            seen = checkout.fingerprint(source) if source else ""
            preview = merging.preview(document, paths, progress, progress.cancelled)
            if source and any(one.path == source and one.already for one in preview.files):
                checkout.merged(document, seen)
            return preview

        self._begin("Файл проверяется в стороне от ваших данных…")
        self.context.jobs.ask(self, work, self._on_looked, self._on_failed)

    def _on_looked(self, preview: MergePreview) -> None:
        self._working = False
        self.page.show_preview(preview)
        self._show(self.page)
        self.page.changes.setFocus()

    def take_over(self) -> None:
        """Merge everything that can be merged."""
        preview = self.page.preview
        if preview is None or not self.merge_button.isEnabled():
            return
        paths, source = preview.acceptable, self.source()

        def work(document: Document, progress: Progress) -> MergePreview:
            self._progress = progress
            seen = checkout.fingerprint(source) if source else ""
            merged = merging.apply(document, paths, progress, progress.cancelled)
            if source:
                checkout.merged(document, seen)
            return merged

        self._begin("Сначала резервная копия, потом объединение…")
        self.context.jobs.change(self, work, self._on_merged, self._on_failed)

    def _on_merged(self, merged: MergePreview) -> None:
        self._working = False
        self.merged = merged
        self.outcome.show_merged(merged)
        self._show(self.outcome)
        (self.outcome.decide if merged.open_after else self.cancel_button).setFocus()

    def _begin(self, text: str) -> None:
        self._working = True
        self.wait.begin(text)
        self._show(self.wait)

    def _on_failed(self, error: Exception) -> None:
        self._working = False
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

    def _show(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self._show_buttons()

    def _show_buttons(self) -> None:
        page, preview, one = self.stack.currentWidget(), self.page.preview, self.shown_file()
        looking = page is self.page
        able = preview is not None and bool(preview.acceptable)
        self.merge_button.setVisible(looking and able)
        self.merge_button.setEnabled(not self.context.read_only)
        self.merge_button.setToolTip(
            "Файл открыт только для просмотра"
            if self.context.read_only
            else "Перед объединением будет сделана копия"
        )
        returning = self.source() is not None
        self.open_button.setVisible(
            looking and not returning and one is not None and (one.stranger or not one.refused)
        )
        self.load_button.setVisible(looking and one is not None and one.stranger)
        self.load_button.setEnabled(not self.context.read_only)
        contained = looking and one is not None and one.already
        self.return_button.setVisible(returning and (page is self.outcome or contained))
        (self.merge_button if looking and able else self.cancel_button).setDefault(True)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText("&Закрыть" if page is self.outcome or (looking and not able) else "Отмена")

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

    # --- closing -------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc and «Отмена»: stop the work first, then close."""
        if not self._working:
            super().reject()
            return
        if self._progress is not None:
            self._progress.cancel()
        self.wait.text.setText("Останавливается…")
        self.cancel_button.setEnabled(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._working:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)


def open_merge(context: Context, paths: Sequence[Path]) -> MergeDialog:
    """The dialog on these files; it shows itself and deletes itself."""
    owner = context.parent()
    dialog = MergeDialog(context, paths, owner if isinstance(owner, QWidget) else None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.look()
    return dialog
