"""One paper about many, written as one file with bookmarks or as a folder of files: where to, progress, what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.screen import Context, Screen

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.papers.kind import Answers
    from shnor_desktop.ui.kit.jobs import Progress


def save_all(
    context: Context,
    owner: Screen,
    title: str,
    code: str,
    answers: "Callable[[Document], Sequence[Answers]]",
) -> None:
    """Ask where to, then write the paper for each of the answers."""
    messages = context.messages
    way = messages.choose(
        f"{title}: по всем сразу",
        "Одним файлом удобно печатать, папкой — рассылать.",
        ("Одним файлом PDF", "Папкой"),
    )
    out: Path | None = None
    if way == 0:
        out = messages.save_file("Сохранить все", Path(f"{title}.pdf"), "PDF (*.pdf)")
    elif way == 1:
        out = messages.choose_folder("Папка для документов")
    if out is None:
        return
    place = out

    def work(document: "Document", progress: "Progress") -> tuple[int, tuple[str, ...]]:
        from shnor_desktop.operations.papers import batch

        return batch.write_all(document, code, answers(document), place, progress.step)

    def done(told: tuple[int, tuple[str, ...]]) -> None:
        context.mark("papers")
        messages.wrote(_told(*told, place), place)

    context.jobs.ask(owner, work, done)


def _told(count: int, found: tuple[str, ...], out: Path) -> str:
    told = (
        f"{counted(count, 'документ сохранён', 'документа сохранены', 'документов сохранено')}: {out.name}."
    )
    return f"{told} Замечаний проверки: {len(found)}, первое — {found[0]}" if found else told
