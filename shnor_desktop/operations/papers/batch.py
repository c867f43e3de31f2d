"""The same paper about many: all cards, letters to all schools; as one file with a bookmark each, or a folder of files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.errors import DocumentError, UserError
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.papers.kind import Answers
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import Paper
from shnor_desktop.papers.tree.parts import bound
from shnor_desktop.rules.words.russian import counted, quoted

Progress = Callable[[int, int, str], None]


def _silent(done: int, of: int, text: str) -> None:
    """Nobody listens."""


def all_answers(document: Document, code: str, given: Answers) -> list[dict[str, object]]:
    """The answers for every choice of what the paper must be told and was not: every school, every programme."""
    kind = registry.kind_of(code)
    ask = kind.about_each
    if ask is None or given.get(ask.code) is not None:
        raise UserError(
            f"Документ «{kind.title}» по всем сразу напечатать нельзя.",
            "Так печатают документы об одной школе, программе или об одном приказе.",
        )
    with document.read() as session:
        return [{**given, ask.code: one.value} for one in ask.choices(session)]


def write_all(
    document: Document, code: str, every: Sequence[Answers], out: Path, progress: Progress = _silent
) -> tuple[int, tuple[str, ...]]:
    """Write the papers into one file, or into a folder where `out` has no suffix; how many there are, and what the check
    of each found. Each paper is read at its own moment; a stop leaves the files that are whole. One that cannot be printed is
    told with the findings, the others are printed."""
    if not every:
        raise UserError("Печатать нечего.", "Выберите, о чём печатать.")
    kind = registry.kind_of(code)
    made: list[Paper] = []
    found: list[str] = []
    names: set[str] = set()
    refused: list[UserError] = []
    parts = 2 * len(every) if out.suffix else len(every)
    for number, answers in enumerate(every, start=1):
        progress(number - 1, parts, f"{kind.title}: {number} из {len(every)}")
        try:
            with document.read() as session:
                paper = registry.compose(session, code, **answers)
        except DocumentError:
            raise
        except UserError as error:
            refused.append(error)
            continue
        found += [f"{kind.file_name(paper)}: {one}" for one in registry.findings(paper)]
        if out.suffix:
            made.append(paper)
        else:
            places.make_folder(out)
            render.write(paper, out / f"{_free(kind.file_name(paper), names)}.pdf")
    if len(refused) == len(every):
        raise refused[0]
    if out.suffix:
        told = f"Записывается файл {quoted(out.name)}"
        progress(len(every), parts, told)
        render.write(
            bound(kind.title, made),
            out,
            step=lambda done, of: progress(len(every) + done * len(every) // of, parts, told),
        )
    written = len(every) - len(refused)
    progress(parts, parts, counted(written, "документ", "документа", "документов"))
    return written, (*(f"Не напечатано: {one}" for one in refused), *found)


def _free(name: str, names: set[str]) -> str:
    """A name that no file of the folder has yet, whatever the letters' case."""
    wanted, number = name, 1
    while wanted.casefold() in names:
        number += 1
        wanted = f"{name} ({number})"
    names.add(wanted.casefold())
    return wanted
