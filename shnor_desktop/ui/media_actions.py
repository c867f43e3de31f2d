"""Files of sticks and shares: worked on as a local copy, returned by command, and offered to be returned on leaving."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shnor_desktop.errors import UserError
from shnor_desktop.ui.jobs import Jobs, Progress
from shnor_desktop.ui.messages import Messages

if TYPE_CHECKING:
    from shnor_desktop.document.checkout import Taken
    from shnor_desktop.document.document import Document

_RETURN = "Записать на носитель"


class MediaActions(QObject):
    """Follows the open document by the standing of the jobs."""

    merge_wanted = Signal(Path)
    """The file on the medium has changed and is to be merged first."""

    def __init__(self, jobs: Jobs, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._messages = messages

    def give_back(self, then: Callable[[], object] = lambda: None) -> None:
        """Write the copy to its medium; `then` is called when it is there."""
        if self._jobs.standing.source is None:
            return

        def work(document: "Document", progress: Progress) -> "Taken":
            from shnor_desktop.document import checkout

            progress(0, 0, "Файл записывается на носитель и перечитывается")
            return checkout.check_in(document)

        def done(known: "Taken") -> None:
            self._messages.tell(
                f"Записано и перечитано: {known.source}. Перед тем как вынуть носитель, отключите его безопасно."
            )
            then()

        self._jobs.change(self, work, done, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        from shnor_desktop.document.delivery import SourceChanged

        if isinstance(error, SourceChanged):
            source = error.source
            if self._messages.ask(
                f"Файл «{source.name}» на носителе изменился.",
                "Пока вы работали, туда записали другие правки. Они не будут затёрты: посмотрите их, объедините "
                "со своими и запишите на носитель общее.",
                yes="Посмотреть и объединить",
            ):
                self.merge_wanted.emit(source)
        elif isinstance(error, UserError):
            self._messages.warn(error.what_happened, error.what_to_do)

    def leave(self, then: Callable[[], object]) -> None:
        """Before the file is left: offer to return what its medium has not; `then` goes on."""
        standing = self._jobs.standing
        if standing.source is None or not standing.unreturned:
            then()
            return
        answer = self._messages.choose(
            f"На носителе ещё нет последних правок файла «{standing.source.name}».",
            "Правки сохранены на этом компьютере и не пропадут. Получатель увидит их, когда они будут на носителе.",
            (_RETURN, "Записать потом"),
        )
        if answer == 0:
            self.give_back(then)
        elif answer == 1:
            then()
