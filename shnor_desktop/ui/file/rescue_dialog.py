"""A damaged file: what happened to it, and the ways out, best first."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.errors import DocumentForged, UserError
from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from shnor_desktop.ui.kit.messages import DOCUMENT_FILES, Messages

if TYPE_CHECKING:
    from shnor_desktop.document.rescue.recovery import Recovered, Way
    from shnor_desktop.document.rescue.renewal import Renewed

_ABOUT = {
    "backup": "Повреждённый файл останется рядом под другим именем. Правок после этой копии в ней нет.",
    "partner": "Рядом появится новый файл со всем, что есть в выбранной копии; потом объедините его с другими.",
    "renew": "Рядом появится новый файл со всеми карточками и без прежней истории. Это другой файл: с копиями прежнего, в том "
    "числе у других организаций, он не объединится. Прежний останется как есть.",
    "view": "Файл откроется для просмотра: его можно печатать и выгружать, но не изменять.",
    "recover": "Рядом появится новый файл. Результат всегда нужно просмотреть; начинайте с этого в последнюю очередь.",
}


def offer_ways(
    jobs: Jobs,
    messages: Messages,
    path: Path,
    error: UserError,
    open_path: Callable[[Path], None],
    view: Callable[[Path], None],
) -> None:
    """Show the ways out for a damaged file and take the chosen one; what comes of it is opened, or the file itself for
    looking at."""
    forged = isinstance(error, DocumentForged)

    def work(progress: Progress) -> "tuple[Way, ...]":
        from shnor_desktop.document.rescue import recovery

        return recovery.ways(path, forged=forged)

    def show(ways: "tuple[Way, ...]") -> None:
        dialog = ChoiceDialog(
            "Истории файла нельзя доверять" if forged else "Файл повреждён",
            messages.window,
            [Choice(one, f"{n}. {one.title}", _ABOUT[one.kind]) for n, one in enumerate(ways, start=1)],
            take="Выполнить",
            name="Что можно сделать",
            heading=error.what_happened,
            text="Что можно сделать, начиная с лучшего:",
        )
        dialog.accepted.connect(
            lambda: (
                view(path)
                if dialog.chosen().kind == "view"
                else _take(jobs, messages, path, dialog.chosen(), open_path)
            )
        )
        dialog.open()

    jobs.alone(messages, work, show)


def _take(jobs: Jobs, messages: Messages, path: Path, way: "Way", open_path: Callable[[Path], None]) -> None:
    if way.kind == "backup" and way.path is not None:
        copy = way.path

        def restore(progress: Progress) -> Path:
            from shnor_desktop.document.file import backup

            progress(0, 0, "Восстанавливается резервная копия")
            backup.restore(path, copy)
            return path

        jobs.alone(messages, restore, open_path)
    elif way.kind == "partner":
        for partner in messages.open_files("Файл другой организации", DOCUMENT_FILES):
            _from_partner(jobs, messages, path, partner, open_path)
    elif way.kind == "renew":
        _renew(jobs, messages, path, open_path)
    else:
        _recover(jobs, messages, path, open_path)


def _from_partner(
    jobs: Jobs, messages: Messages, path: Path, partner: Path, open_path: Callable[[Path], None]
) -> None:
    def work(progress: Progress) -> Path:
        from shnor_desktop.operations.sharing import repair as rescue

        progress(0, 0, f"Проверяется «{partner.name}»")
        return rescue.from_partner(path, partner, progress.heed())

    jobs.alone(messages, work, open_path)


def _renew(jobs: Jobs, messages: Messages, path: Path, open_path: Callable[[Path], None]) -> None:
    def work(progress: Progress) -> "Renewed":
        from shnor_desktop.document.rescue import renewal
        from shnor_desktop.operations.office import offices
        from shnor_desktop.operations.sharing import repair as rescue

        return renewal.renew(path, rescue.free_name(path, "история заново"), offices.who(), progress)

    def done(made: "Renewed") -> None:
        open_path(made.path)
        kept = f" Нерешённых вопросов было {made.lost_questions}: остались показанные значения."
        messages.tell(
            f"Создан новый файл «{made.path.name}»: карточек {made.records}.{kept if made.lost_questions else ''} Раздайте "
            "его копии тем, с кем работаете: с прежними он не объединяется."
        )

    jobs.alone(messages, work, done)


def _recover(jobs: Jobs, messages: Messages, path: Path, open_path: Callable[[Path], None]) -> None:
    def work(progress: Progress) -> "Recovered":
        from shnor_desktop.document.rescue import recovery
        from shnor_desktop.operations.office import offices
        from shnor_desktop.operations.sharing import repair as rescue

        return recovery.recover(path, rescue.free_name(path, "восстановлен"), offices.who(), progress)

    def done(found: "Recovered") -> None:
        open_path(found.path)
        messages.warn("Файл собран из того, что читается.", found.warning)

    jobs.alone(messages, work, done)
