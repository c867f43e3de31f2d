"""The bar that says another program wrote in the open file; the check runs beside, in a process of its own."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QProcess, QProcessEnvironment, QTemporaryDir, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Standing
from shnor_desktop.ui.screen import Context

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.jobs import Progress

WAIT = 3_000
"""Milliseconds after the opening: the first screens come before."""
_Start = tuple["Path", list[str], dict[str, str]]


class ExternalBar(QFrame):
    """Hidden while the tables are what the journal says."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._folder: QTemporaryDir | None = None
        self._process: QProcess | None = None
        self._edits = True
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.show_button = QPushButton("Показать…", self)
        self.later_button = QPushButton("Позже", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.addWidget(self.text, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.later_button)
        self.hide()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._take_copy)
        self.show_button.clicked.connect(self.show_edits)
        self.later_button.clicked.connect(self.hide)
        context.jobs.document_opened.connect(self._on_document_opened)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.stop)

    def show_edits(self) -> None:
        """What another program changed, and what becomes of it; what is worse, the check tells."""
        if not self._edits:
            self._context.command("file.check")
            return
        from shnor_desktop.ui.external_dialog import show_edits

        self.stop()  # Its copy is older than the answer that will be given.
        show_edits(self._context, self.window(), self.hide)

    def stop(self) -> None:
        """End the comparison that runs."""
        self._waiting.stop()
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(2_000)
            process.deleteLater()
        self._folder = None

    def _on_document_opened(self, standing: Standing) -> None:
        self.stop()
        self.hide()
        self._edits = True
        if standing.path is None or standing.read_only:
            return
        for remark in standing.remarks:
            self._context.messages.warn(remark, "Просмотрите эти записи.")
        self._waiting.start(WAIT)

    def _take_copy(self) -> None:
        folder = self._folder = QTemporaryDir()
        if not folder.isValid():
            return
        path = folder.path()

        def work(document: "Document", progress: "Progress") -> _Start:
            from pathlib import Path

            from shnor_desktop.document import external

            copy = external.private_copy(document, Path(path))
            return copy, *external.comparison()

        # Where there is no room for a copy, sending compares all the same.
        self._context.jobs.ask(self, work, self._compare, lambda error: None)

    def _compare(self, start: _Start) -> None:
        if self._folder is None:
            return
        copy, (program, *words), environment = start
        process = self._process = QProcess(self)
        variables = QProcessEnvironment()
        for name, value in environment.items():
            variables.insert(name, value)
        process.setProcessEnvironment(variables)
        process.finished.connect(self._on_compared)
        process.errorOccurred.connect(lambda error: self.stop())
        process.start(program, words)
        process.write(str(copy).encode())
        process.closeWriteChannel()

    def _on_compared(self) -> None:
        process = self._process
        if process is None:
            return
        try:
            answer = json.loads(bytes(process.readAllStandardOutput().data()))
        except ValueError:
            answer = {"findings": ()}  # It did not come to an end; sending checks again.
        self.stop()
        if answer["findings"]:
            self._tell(" ".join(answer["findings"]), edits=answer["edited_outside"])

    def _tell(self, findings: str, *, edits: bool) -> None:
        mark = theme.state_mark("changed" if edits else "deleted").glyph
        heading = "Файл правили другой программой." if edits else "Проверка нашла ошибки."
        self.text.setText(f"{mark} {heading} {findings}")
        self._edits = edits
        self.show()
