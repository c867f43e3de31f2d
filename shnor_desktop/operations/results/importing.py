"""Taking workbooks in, step by step: read, plan, apply.

Answers people gave are remembered in the document, so that the same book asks nothing the next time.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shnor_desktop.document.document import ActionId, Document, UndoReport
from shnor_desktop.errors import Cancelled, WorkbookError
from shnor_desktop.operations.results.corrections import (
    corrected_by_hand,
    forget,
    without_answers,
    without_known,
)
from shnor_desktop.operations.results.dictionaries import vocabulary
from shnor_desktop.operations.results.parcels import Applied, apply, parcel_title
from shnor_desktop.operations.results.plan import known_results, mentioned_sittings, plan_import
from shnor_desktop.operations.results.plan_types import Fate, ImportPlan
from shnor_desktop.operations.results.refusals import Contents, contents
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book import helper
from shnor_desktop.sheets.book.amending import CORRECTIONS
from shnor_desktop.sheets.book.problems import Problem, Question, Severity
from shnor_desktop.sheets.book.reader import sources_of
from shnor_desktop.sheets.results import reader
from shnor_desktop.sheets.results.table import COLUMN_CHOICES
from shnor_desktop.sheets.results.types import READ, SKIP, ReadBook
from shnor_desktop.system import no_collecting

Progress = Callable[[int, int, str], None]
Cancel = Callable[[], bool]

LARGE = 2_000
"""An import of more results than this is preceded by a backup."""


@dataclass(frozen=True, slots=True)
class BookFailure:
    """A file that could not be read at all, with a sentence why and what to do."""

    name: str
    what_happened: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading several files gave."""

    books: tuple[ReadBook, ...]
    failures: tuple[BookFailure, ...] = ()
    originals: tuple[Path, ...] = ()
    """The file of every book, in their order; empty for a pasted block."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything the reader could not tell, each question once."""
        return tuple({one.key: one for book in self.books for one in book.questions}.values())


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote; `action` is None when there was nothing to write."""

    action: ActionId | None
    title: str
    applied: Applied
    contents: Contents
    """What was written, by kinds."""


@no_collecting()
def read_books(
    document: Document,
    paths: Sequence[Path],
    answers: Mapping[str, str] | None = None,
    *,
    year: int | None = None,
    hidden: str = "",
    forgotten: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> Reading:
    """Read the files by meaning; files that cannot be read are among the failures. `forgotten` are keys of remembered
    answers that no longer hold."""
    helper.prepare()  # It gets ready while the words are read.
    with document.read() as session:
        words = without_answers(vocabulary(session), forgotten)

    def step(at: int, total: int) -> None:
        if progress:
            name = names[at] if at < len(names) else ""
            progress(at, total, f"Чтение: {name}" if name else "Чтение")

    names = sources_of(paths)
    books: list[ReadBook] = []
    originals: list[Path] = []
    failures: list[BookFailure] = []
    found = reader.read_many(
        paths, words, answers, year=year, hidden=hidden, progress=step, cancelled=cancelled
    )
    for path, name, one in zip(paths, names, found, strict=False):
        if isinstance(one, WorkbookError):
            failures.append(BookFailure(name, one.what_happened, one.what_to_do))
        else:
            books.append(one)
            originals.append(path)
    _stop_if(cancelled)
    return Reading(tuple(books), tuple(failures), tuple(originals))


def read_pasted(
    document: Document,
    text: str,
    answers: Mapping[str, str] | None = None,
    *,
    year: int | None = None,
    forgotten: Collection[str] = (),
) -> Reading:
    """Read a block copied from Excel."""
    with document.read() as session:
        words = without_answers(vocabulary(session), forgotten)
    try:
        return Reading((reader.read_block(text, words, answers, year=year),))
    except WorkbookError as error:
        return Reading((), (BookFailure("буфер обмена", error.what_happened, error.what_to_do),))


@no_collecting()
def plan(
    document: Document,
    books: Sequence[ReadBook],
    decisions: Mapping[str, str] | None = None,
    forgotten: Collection[str] = (),
) -> ImportPlan:
    """What the books would change; see `PlannedSchool.key` for the decisions."""
    with document.read() as session:
        all_known = known_results(session, mentioned_sittings(books))
        known = without_known(all_known, forgotten)
        made = plan_import(known, books, decisions)
        anew = {key for key, _, _ in made.answers}
        lost = tuple(key for key in forgotten if key in all_known.answers and key not in anew)
        return replace(made, by_hand=corrected_by_hand(session, known, made), forgotten=lost)


def remembering(plan: ImportPlan, questions: Sequence[Question], answers: Mapping[str, str]) -> ImportPlan:
    """The plan with the answers to the reader's questions, to be remembered when it is applied."""
    texts = {one.key: one for one in questions}
    given = tuple(
        (key, value, _answer_text(texts.get(key), key, value))
        for key, value in answers.items()
        if value and not key.startswith(CORRECTIONS)
    )
    anew = {key for key, _, _ in given}
    left = tuple(key for key in plan.forgotten if key not in anew)
    return replace(plan, answers=(*plan.answers, *given), forgotten=left)


def _answer_text(question: Question | None, key: str, value: str) -> str:
    if question is None and key.startswith("hidden:"):
        words = {READ: "читать", SKIP: "пропускать"}
        return f"Скрытое в «{key.partition(':')[2]}» — {words.get(value, 'строки и столбцы читать')}"
    if question is None and value in (meanings := dict(COLUMN_CHOICES)):
        return f"Столбец «{key.partition(':')[2]}» — {meanings[value]}"
    if question is None:
        return f"{key.partition(':')[2]}: {value}"
    return f"{question.text} — {dict(question.options).get(value, value)}"


@no_collecting()
def apply_plan(
    document: Document,
    plan: ImportPlan,
    leave: Collection[bytes] = (),
    *,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> Imported:
    """Write the plan as one undo step; when it is cancelled nothing is written."""
    count = sum(row.fate in (Fate.NEW, Fate.CHANGED) for row in (*plan.rows, *plan.areas))
    if not plan.writes:
        return Imported(None, "", Applied(0, 0, (), 0), contents(plan, leave))

    def step(done: int, total: int) -> None:
        _stop_if(cancelled)
        if progress:
            progress(done, total, "Запись результатов")

    title = import_title(plan)
    with document.write(title, kind="import", backup_first=count > LARGE) as session:
        forget(session, plan.forgotten)
        applied = apply(session, plan, leave, step)
        _stop_if(cancelled)
    if progress:
        progress(count, count, "Готово")
    last = document.actions(limit=1)
    action = last[0].action if last and last[0].title == title else None
    return Imported(action, title, applied, contents(plan, leave))


def import_title(plan: ImportPlan) -> str:
    """How the import is called in the history."""
    names = [f"«{book.source}»" for book in plan.books]
    if len(names) == 1:
        return parcel_title(plan.books[0].source)
    shown = ", ".join(names[:3]) + (" и другие" if len(names) > 3 else "")
    return f"Загрузка: {counted(len(names), 'книга', 'книги', 'книг')} ({shown})"


def take_back(document: Document, action: ActionId) -> UndoReport:
    """Take an import back as one step; what was edited since stays."""
    return document.undo_action(action)


def save_refused(plan: ImportPlan, original: Path, out: Path, book: int = 0) -> int:
    """The same workbook with the cells that were not taken marked and commented; how many cells were marked."""
    from shnor_desktop.sheets.writing.marked import save_marked

    problems = [
        Problem(Severity.REFUSED, row.why, "", row.cells[0], row.school_name)
        for row in plan.rows
        if row.book == book and row.cells and row.fate in (Fate.REFUSED, Fate.WAITING)
    ]
    if len(plan.books) == 1:
        problems += [one for one in plan.problems if one.severity is Severity.WARNING]
    return save_marked(original, problems, out)


def _stop_if(cancelled: Cancel | None) -> None:
    if cancelled and cancelled():
        raise Cancelled
