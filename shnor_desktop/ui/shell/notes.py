"""Leads what the one voice says to the foot of the window: the note over the bar, and the messages that are kept in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from shnor_desktop.ui.kit.messages import Messages, NoteAct
from shnor_desktop.ui.kit.notice import Note, Notice
from shnor_desktop.ui.shell.status_bar import StatusBar


class Notes(QObject):
    """One a window."""

    def __init__(self, messages: Messages, notice: Notice, bar: StatusBar) -> None:
        super().__init__(notice)
        self._messages = messages
        self._notice = notice
        self._bar = bar
        messages.told.connect(self._tell)
        messages.undo_offered.connect(lambda text, undo: self._offer(text, (("Отменить", undo),)))
        messages.offered.connect(self._offer)
        messages.written.connect(self._tell_written)
        bar.last.wanted.connect(lambda text: notice.tell(text))

    def _tell(self, text: str) -> None:
        self._bar.last.keep(text)
        self._notice.tell(text)

    def _offer(self, text: str, acts: Sequence[NoteAct], lasting: bool = False) -> None:
        self._bar.last.keep(text)
        self._notice.offer(text, acts, lasting)

    def _tell_written(self, text: str, path: Path | None) -> None:
        acts = self._acts(path) if path is not None else ()
        self._bar.last.keep(text, acts, result=True)
        self._notice.show_note(Note(text, acts))

    def _acts(self, path: Path) -> tuple[NoteAct, ...]:
        from shnor_desktop.ui.kit.printing.saved_bar import open_written

        def show(wanted: Path) -> None:
            open_written(self._messages, wanted)

        if path.is_dir():
            return (("Показать папку", lambda: show(path)),)
        return ("Открыть", lambda: show(path)), ("Показать в папке", lambda: show(path.parent))
