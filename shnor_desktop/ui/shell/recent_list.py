"""The files opened lately on the first page: each is looked at by itself, and nothing waits for a share that is silent."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from shnor_desktop.ui.file.recent import Recent, RecentFiles, look
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.shell.welcome import WelcomePage

_PATIENCE_MS, _LONG_PATIENCE_MS = 1500, 5000
"""So long a place may be silent before others are offered, and before whoever works in another file is told that it is: a
disk of a share that slept needs some seconds."""


class RecentList(QObject):
    """One a window."""

    def __init__(
        self,
        jobs: Jobs,
        recent: RecentFiles,
        page: WelcomePage,
        open_file: Callable[[Path], None],
        tell: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._recent = recent
        self._page = page
        self._open_file = open_file
        self._tell = tell
        self._awaited: Path | None = None
        """A file that is opened as soon as its place answers."""
        page.recent_chosen.connect(self.open)
        page.forget_chosen.connect(self._forget)
        jobs.document_opened.connect(lambda standing: self.give_up())

    def show(self) -> None:
        """All of them, and of each how it stands when that is known."""
        paths = self._recent.paths()
        self._page.show_recent([Recent(one, one) for one in paths])
        for one in paths:
            self._look_at(one, self._page.show_found)

    def _forget(self, path: Path) -> None:
        self._recent.forget(path)
        self.show()

    def open(self, path: Path) -> None:
        """Open a file of the list, or while its stick is away the copy on this computer."""
        self.await_file(path, lambda found: self._open_file(found.opens or path))

    def await_file(self, path: Path, go_on: Callable[[Recent], None]) -> None:
        """Look at a file that is to be opened, unless another is opened before its place answers."""
        self._awaited = path
        works = self._jobs.standing.path is not None
        if not works:
            self._page.show_waiting(path)
        patience = _LONG_PATIENCE_MS if works else _PATIENCE_MS
        QTimer.singleShot(patience, self, lambda: self.offer_meanwhile(path))

        def found(one: Recent) -> None:
            if self._awaited == path and not self._jobs.is_opening():
                self.give_up()
                go_on(one)

        self._look_at(path, found)

    def give_up(self) -> None:
        """Another file is opened: none is awaited any more."""
        self._awaited = None

    def offer_meanwhile(self, path: Path) -> None:
        """Its place has not answered by now: offer others. Whoever works in another file is not torn out of it later."""
        if self._awaited != path or self._jobs.is_opening():
            return
        if self._jobs.standing.path is None:
            self.show()
            self._page.offer_meanwhile(path)
        else:
            self.give_up()
            self._tell(f"Папка файла «{path.name}» не отвечает, он не открыт. Позже выберите его ещё раз.")

    def _look_at(self, path: Path, done: Callable[[Recent], None]) -> None:
        copy = self._recent.working().get(path)
        self._jobs.aside(self, lambda: look(path, copy), done)
