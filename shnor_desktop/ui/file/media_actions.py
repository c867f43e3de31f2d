"""Files of sticks and shares: worked on as a local copy, returned by command, and offered to be returned on leaving."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from shnor_desktop.errors import UserError
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from shnor_desktop.ui.kit.messages import Messages

if TYPE_CHECKING:
    from shnor_desktop.document.carried.checkout import Taken
    from shnor_desktop.document.carried.delivery import Leftover
    from shnor_desktop.document.document import Document

_RETURN = "Записать на носитель"


class Unfinished(UserError):
    """Beside the file on the medium lies a sound copy that a return did not finish."""

    def __init__(self, path: Path, leftover: "Leftover") -> None:
        super().__init__(f"Рядом с файлом «{path.name}» осталась незаконченная запись.")
        self.path = path
        self.leftover = leftover


def look_beside(path: Path) -> None:
    """Raise Unfinished when a return to this file was interrupted; runs on the worker."""
    from shnor_desktop.document.carried import delivery

    found = [one for one in delivery.leftovers(path) if one.sound]
    if found:
        raise Unfinished(path, max(found, key=lambda one: one.at))


class MediaActions(QObject):
    """Follows the open document by the standing of the jobs."""

    merge_wanted = Signal(Path)
    """The file on the medium has changed and is to be merged first."""
    returned = Signal()
    """The copy was written to its medium."""

    def __init__(self, jobs: Jobs, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._messages = messages
        self.declined: set[Path] = set()
        """Files whose unfinished return was looked at and left alone."""

    def give_back(self, then: Callable[[], object] = lambda: None) -> None:
        """Write the copy to its medium; `then` is called when it is there."""
        if self._jobs.standing.source is None:
            return

        def work(document: "Document", progress: Progress) -> "Taken":
            from shnor_desktop.document.carried import checkout

            progress(0, 0, "Файл записывается на носитель и перечитывается")
            return checkout.check_in(document)

        def done(known: "Taken") -> None:
            self.returned.emit()
            stick = " Перед тем как вынуть носитель, отключите его безопасно."
            self._messages.wrote(
                f"Записано и перечитано: {known.source}.{stick if known.medium == 'REMOVABLE' else ''}"
            )
            then()

        self._jobs.change(self, work, done, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        from shnor_desktop.document.carried.delivery import SourceChanged

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

    def offer_leftover(self, error: "Unfinished", then: Callable[[], object]) -> None:
        """A return was interrupted and left a sound copy beside the file: take it, or open the file as it is."""
        one = error.leftover
        answer = self._messages.choose(
            f"Рядом с файлом «{error.path.name}» осталась незаконченная запись от {one.at:%d.%m.%Y %H:%M}.",
            "Она цела. Если взять её, прежний файл останется рядом с окончанием .bak.",
            ("Взять незаконченную запись", "Открыть прежний файл") if error.path.exists() else ("Взять её",),
        )
        if answer == 0:
            path = error.path

            def work(progress: Progress) -> None:
                from shnor_desktop.document.carried import delivery

                delivery.adopt(one, path)

            def done(_: None) -> None:
                then()

            self._jobs.alone(self, work, done)
        elif answer == 1:
            self.declined.add(error.path)
            then()

    def remind(self) -> None:
        """Once a start: which files of sticks wait to be written back."""

        def work(progress: Progress) -> "tuple[Taken, ...]":
            from shnor_desktop.document.carried import checkout

            return checkout.unreturned()

        def done(found: "tuple[Taken, ...]") -> None:
            waiting = [
                one.source
                for one in found
                if one.source != self._jobs.standing.source and one.medium != "READ_ONLY"
            ]
            if waiting:
                names = ", ".join(f"«{path.name}» ({path.parent})" for path in waiting[:3])
                self._messages.tell(f"Ещё не записано на носитель: {names}. Откройте файл и запишите.")

        self._jobs.alone(self, work, done)

    def leave(self, then: Callable[[], object]) -> None:
        """Before the file is left: offer to return what its medium has not; `then` goes on."""
        standing = self._jobs.standing
        if standing.source is None or not standing.returnable:
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
