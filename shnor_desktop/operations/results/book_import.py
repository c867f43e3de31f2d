"""Workbooks taken in at one go, as the command line does: read, planned with the answers given, written.

Answers are given to the reader's questions by their keys and about schools by their names.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.results.asked_corrections import Wanted, answers_for, check_done, known_keys
from shnor_desktop.operations.results.corrections import (
    Remembered,
    remembered,
    remembered_answers,
    school_skip_key,
)
from shnor_desktop.operations.results.dictionaries import vocabulary
from shnor_desktop.operations.results.importing import (
    BookFailure,
    Cancel,
    Imported,
    Progress,
    Reading,
    apply_plan,
    plan,
    read_books,
    remembering,
)
from shnor_desktop.operations.results.new_schools import said_of_schools, school_name
from shnor_desktop.operations.results.parcels import Applied, parcel_title
from shnor_desktop.operations.results.plan_types import Fate, ImportPlan, PlannedRow, PlannedSchool
from shnor_desktop.operations.results.refusals import Contents, contents
from shnor_desktop.operations.schools.known import plain_spelling
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.sheets.book.amending import PASS_OVER
from shnor_desktop.sheets.book.problems import Problem, Question
from shnor_desktop.sheets.results.table import COLUMN_CHOICES, column_key
from shnor_desktop.system import no_collecting


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What `import_books` did, or with `dry_run` would do."""

    plan: ImportPlan
    added: int
    changed: int
    unchanged: int
    refused: tuple[PlannedRow, ...]
    waiting: int
    """Rows that wait for a decision about their school."""
    needs_decision: tuple[PlannedSchool, ...]
    new_schools: tuple[str, ...]
    problems: tuple[Problem, ...]
    """Warnings and notes; the rows they are about were taken."""
    questions: tuple[Question, ...]
    failures: tuple[BookFailure, ...]
    parcels: tuple[str, ...]
    """Titles of the parcels written."""
    contents: Contents
    """What `added` and the rest consist of."""
    by_hand: tuple[PlannedRow, ...] = ()
    """Results that differ and keep what a person entered in the document."""
    remembered: tuple[Remembered, ...] = ()
    """Answers of earlier imports that mattered."""

    @property
    def alike(self) -> int:
        """How many of the doubtful schools have the name of one other school, so that all can be joined at once."""
        return len({one.match.newcomer or one.key for one in self.needs_decision if same_name(one)})

    @property
    def needs_person(self) -> bool:
        """Whether something was left for a person."""
        left = self.refused or self.needs_decision or self.questions or self.failures
        return bool(left or self.plan.told)


@no_collecting()
def import_books(
    document: Document,
    paths: Sequence[Path],
    year: int | None = None,
    dry_run: bool = False,
    *,
    answers: Mapping[str, str] | None = None,
    schools: Sequence[tuple[str, str]] = (),
    alike: str = "",
    hidden: str = "",
    wanted: Wanted | None = None,
    forget: Sequence[str] = (),
    overwrite: bool = False,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> ImportOutcome:
    """Read, plan and apply without asking: schools that resemble known ones wait for a person, clear ones are added.

    `answers` are those to the reader's questions by key, `schools` pairs as `school_decisions` takes them, `alike` as
    `all_alike` does;
    `hidden` says whether hidden rows, columns and sheets are read or skipped; `forget` are keys of remembered answers to
    put back; what a person corrected in the document is overwritten only with `overwrite`.
    """
    with document.read() as session:
        learned = remembered_answers(session)
    forgotten = known_keys(forget, {key: value for key, (value, _) in learned.items()})

    def read(corrections: Mapping[str, str]) -> Answered:
        return read_answered(
            document,
            paths,
            answers or {},
            year=year,
            hidden=hidden,
            corrections=corrections,
            forgotten=forgotten,
            progress=progress,
            cancelled=cancelled,
        )

    answered = read({})
    if wanted and answered.reading.books:
        answered = read(answers_for(answered.reading, wanted))
        check_done(answered.reading, wanted)
    reading = answered.reading
    if not reading.books and len(reading.failures) == 1:
        failure = reading.failures[0]
        raise UserError(failure.what_happened, failure.what_to_do)
    planned = plan(document, reading.books, None, forgotten)
    if schools or alike:
        decisions = all_alike(planned, alike) | school_decisions(document, planned, schools)
        planned = plan(document, reading.books, decisions, forgotten)
    planned = remembering(planned, answered.asked, answered.answers)
    leave = frozenset[bytes]() if overwrite else frozenset(planned.by_hand)
    if dry_run:
        done = Imported(None, "", Applied(0, 0, (), 0), contents(planned, leave))
    else:
        done = apply_plan(document, planned, leave, progress=progress, cancelled=cancelled)
    told = done.contents
    both = (*planned.rows, *planned.areas)
    taken = {row.book for row in both if row.fate in (Fate.NEW, Fate.CHANGED) and row.uid not in leave}
    return ImportOutcome(
        plan=planned,
        added=told.added,
        changed=told.changed,
        unchanged=planned.counts.get(Fate.UNCHANGED, 0),
        refused=planned.refused,
        waiting=planned.counts.get(Fate.WAITING, 0),
        needs_decision=planned.undecided,
        new_schools=tuple(sorted({school_name(one.mention) for one in planned.new_schools}, key=by_name)),
        problems=planned.problems,
        questions=reading.questions,
        failures=reading.failures,
        parcels=tuple(parcel_title(planned.books[n].source) for n in sorted(taken))
        if done.applied.parcels
        else (),
        contents=told,
        by_hand=tuple(row for row in both if row.uid in leave and row.fate is Fate.CHANGED),
        remembered=remembered(
            reading.books, planned, {key: one for key, one in learned.items() if key not in forgotten}
        ),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """What was read with the answers, and what of them was asked."""

    reading: Reading
    asked: tuple[Question, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


def read_answered(
    document: Document,
    paths: Sequence[Path],
    given: Mapping[str, str],
    *,
    year: int | None = None,
    hidden: str = "",
    corrections: Mapping[str, str] | None = None,
    forgotten: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> Answered:
    """Read the books, answering what they ask; UserError for an answer to nothing or one that is no choice.

    An answer may bring a further question: the family of a procedure decides what else must be known. So the books are
    read again as long as answers are left that they ask for.
    """
    with document.read() as session:
        learned = dict(vocabulary(session).learned)
    used = {key: value for key, value in given.items() if key in learned}
    used |= {key: _value(_about_column(key), value) for key, value in used.items() if _is_column(key)}
    asked: dict[str, Question] = {}

    def read() -> Reading:
        return read_books(
            document,
            paths,
            {**used, **(corrections or {})},
            year=year,
            hidden=hidden,
            forgotten=forgotten,
            progress=progress,
            cancelled=cancelled,
        )

    reading = read()
    while new := [one for one in _answerable(reading) if one.key in given and one.key not in asked]:
        asked |= {one.key: one for one in new}
        used |= {one.key: _value(one, given[one.key]) for one in new}
        reading = read()
    unasked = sorted(given.keys() - used.keys())
    if unasked:
        open_keys = ", ".join(f"«{one.key}»" for one in reading.questions)
        raise UserError(
            f"Вопроса «{unasked[0]}» в книгах нет.",
            f"Есть вопросы: {open_keys}." if open_keys else "Уберите этот ответ: вопросов нет.",
        )
    return Answered(reading, tuple(asked.values()), used)


def _answerable(reading: Reading) -> Iterator[Question]:
    """What the books ask, and what each of their columns is: that may be said without being asked."""
    for one in reading.questions:
        yield _about_column(one.key, one.text) if _is_column(one.key) else one
    for book in reading.books:
        for sheet in book.sheets:
            for column in sheet.columns:
                yield _about_column(column_key(column.heading), f"Что записано в столбце «{column.heading}»?")


def _is_column(key: str) -> bool:
    return key.startswith(column_key(""))


def _about_column(key: str, text: str = "") -> Question:
    return Question(key, text or f"Что записано в столбце «{key.partition(':')[2]}»?", COLUMN_CHOICES)


def _value(question: Question, answer: str) -> str:
    """The value meant by its code or by its label."""
    wanted = plain_spelling(answer)
    for value, label in question.options:
        if wanted in (plain_spelling(value), plain_spelling(label)):
            return value
    if question.options:
        choices = ", ".join(f"{value} ({label})" for value, label in question.options)
        raise UserError(f"«{answer}» — не ответ на вопрос: {question.text}", f"Варианты: {choices}.")
    return answer.strip()


def all_alike(plan: ImportPlan, alike: str) -> dict[str, str]:
    """One decision for all doubtful schools: «new», or «same» for those with the name of exactly one other."""
    if alike == "new":
        return {one.key: "new" for one in plan.undecided}
    found = ((one.key, same_name(one)) for one in plan.undecided if alike == "same")
    return {key: f"same:{uid.hex()}" for key, uid in found if uid}


def same_name(one: PlannedSchool) -> bytes:
    """The one school that has the very name of a doubtful one; empty when there are several, or none."""
    same = {near.uid for near in one.match.suggestions if near.score == 1}
    return same.pop() if len(same) == 1 else b""


def school_decisions(
    document: Document, plan: ImportPlan, wanted: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """Decisions for `plan_import` from pairs «name in the books», «code or name in the file, новая, пропустить»."""
    decisions: dict[str, str] = {}
    for said in said_of_schools(document, plan.schools, wanted, "в книгах"):
        if said.decision == "skip" and said.school.match.school is not None:
            mention = said.school.mention
            decisions |= {school_skip_key(book.source, mention): PASS_OVER for book in plan.books}
        elif said.school.match.school is None:
            decisions[said.school.key] = said.decision
    return decisions
