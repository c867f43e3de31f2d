"""Bars above the page that say what is unusual about the open file: it was taken from a stick or a share, another program
wrote in it, it is opened for viewing or is a part of another.

Whether another program wrote in it is checked beside the work, in a process of its own.
"""

import json
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QProcess, QProcessEnvironment, QTemporaryDir, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs, Standing
from shnor_desktop.ui.kit.laying.boxes import BAR, lay_row
from shnor_desktop.ui.kit.screen import Context

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

_PLACES = {
    "NETWORK": ("взят из сетевой папки", "в папке", "Записать в сетевую папку"),
    "REMOVABLE": ("взят с носителя", "на носителе", "Записать на носитель"),
}
"""Where the file came from, where the edits are to be, and the button."""


class MediaBar(QFrame):
    """Hidden for files of this computer."""

    copy_wanted = Signal()
    """Nothing can be written where the file lies: the edits are handed over as a copy."""
    return_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.give_back = QPushButton(self)
        self.give_back.clicked.connect(self._on_clicked)
        self._read_only = False
        lay_row(self, (self.text, 1), self.give_back, around=BAR, gap=None)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Where the file came from, and whether its source has everything."""
        self.setVisible(standing.source is not None)
        if standing.source is None:
            return
        self._read_only = standing.medium == "READ_ONLY"
        self.text.setToolTip(str(standing.source))
        mark = theme.state_mark("changed" if standing.unreturned else "done").glyph
        if self._read_only:
            self.text.setText(
                f"{mark} Там, где лежит файл ({standing.source.parent}), писать нельзя: работа идёт в копии на этом "
                "компьютере. Передайте правки копией."
            )
            self.give_back.setText("Копия для другой организации…")
            self.give_back.setToolTip("")
            self.give_back.setEnabled(True)
            return
        taken, there, button = _PLACES.get(standing.medium, _PLACES["REMOVABLE"])
        state = f"{there} {'ещё нет последних правок' if standing.unreturned else 'то же самое'}"
        self.text.setText(
            f"{mark} Файл {taken} ({standing.source.parent}), работа идёт на этом компьютере: {state}."
        )
        self.give_back.setText(button)
        self.give_back.setToolTip("Ctrl+Shift+S")
        self.give_back.setEnabled(standing.returnable)

    def _on_clicked(self) -> None:
        (self.copy_wanted if self._read_only else self.return_wanted).emit()


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
        lay_row(self, (self.text, 1), self.show_button, self.later_button, around=BAR, gap=None)
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
        from shnor_desktop.ui.file.outside_edits_dialog import show_edits

        self.stop()  # Its copy is older than the answer that will be given.
        show_edits(self._context, self.window(), self.hide)

    def stop(self) -> None:
        """End the comparison that runs."""
        if not shiboken6.isValid(self._waiting):
            return  # Its window went before the program; its process went with it.
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
            self._context.messages.warn(remark, "Просмотрите эти карточки.")
        self._waiting.start(WAIT)

    def _take_copy(self) -> None:
        folder = self._folder = QTemporaryDir()
        if not folder.isValid():
            return
        path = folder.path()

        def work(document: "Document", progress: "Progress") -> _Start:
            from pathlib import Path

            from shnor_desktop.document.rescue import outside_edits

            copy = outside_edits.private_copy(document, Path(path))
            return copy, *outside_edits.comparison()

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
        if answer.get("forged"):
            self._context.jobs.ask(self, lambda document, progress: document.distrust(), lambda _: None)

    def _tell(self, findings: str, *, edits: bool) -> None:
        mark = theme.state_mark("changed" if edits else "deleted").glyph
        heading = "Файл правили другой программой." if edits else "Проверка нашла ошибки."
        self.text.setText(f"{mark} {heading} {findings}")
        self._edits = edits
        self.show()


class ViewingBar(QFrame):
    """Hidden for an ordinary file."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self._jobs = jobs
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        lay_row(self, self.text, around=BAR)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """What the file that was just opened is."""
        self.setVisible(standing.read_only)
        self._say("Файл открыт только для просмотра: изменить его можно там, где он открыт для работы.")
        if standing.path is not None and not standing.read_only:
            self._ask_part()

    def _ask_part(self) -> None:
        """A part of somebody's file says so as long as it is open."""

        def work(document: "Document", progress: "Progress") -> str:
            from shnor_desktop.operations.sharing.contents import part_of

            return part_of(document)

        def show(told: str) -> None:
            self.setVisible(bool(told))
            self._say(f"Это {told}. Исправьте и верните файл тому, кто прислал: он объединит его со своим.")

        self._jobs.ask(self, work, show)

    def _say(self, text: str) -> None:
        self.text.setText(f"{theme.state_mark('changed').glyph} {text}")
