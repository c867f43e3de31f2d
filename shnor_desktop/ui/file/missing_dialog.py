"""A document that is gone from its place: its copies that are near, one of which can take the place again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.ui.kit.dialog import Choice, ChoiceDialog
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from shnor_desktop.ui.kit.messages import Messages

if TYPE_CHECKING:
    from shnor_desktop.document.opening.missing import Copy


def _text(path: Path) -> str:
    return (
        f"Папка: {path.parent}. Выберите копию: она будет проверена и станет на место файла, сама копия "
        "останется. Сверху та, в которой больше правок. Не создавайте новый файл: с копиями других организаций "
        "он не объединится."
    )


def offer_copies(
    jobs: Jobs,
    messages: Messages,
    path: Path,
    open_path: Callable[[Path], None],
    nothing: Callable[[], None],
) -> None:
    """Look for copies of the missing file and show them; the chosen one takes its place and is opened. `nothing` is called
    when there are none."""

    def work(progress: Progress) -> list[Choice]:
        from shnor_desktop.document.opening import missing

        return [Choice(one, missing.called(path, one)) for one in missing.copies(path)]

    def show(found: list[Choice]) -> None:
        if not found:
            nothing()
            return
        dialog = ChoiceDialog(
            "Файла нет на месте",
            messages.window,
            found,
            take="Вернуть на место",
            name="Копии файла",
            heading=f"Файл «{path.name}» не найден, но есть его копии.",
            text=_text(path),
        )
        dialog.accepted.connect(lambda: _take(jobs, messages, path, dialog.chosen(), open_path))
        dialog.open()

    jobs.alone(messages, work, show)


def _take(
    jobs: Jobs, messages: Messages, path: Path, copy: "Copy", open_path: Callable[[Path], None]
) -> None:
    def work(progress: Progress) -> Path:
        from shnor_desktop.document.opening import missing

        missing.take_place(copy.path, path)
        return path

    jobs.alone(messages, work, open_path)
