"""Workbooks taken in at one go, as the command line does: read, planned with the answers given, written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.families import by_name
from shnor_desktop.operations.import_answers import read_answered, school_decisions
from shnor_desktop.operations.import_plan import Fate, ImportPlan, PlannedRow, PlannedSchool
from shnor_desktop.operations.import_schools import school_name
from shnor_desktop.operations.importing import (
    BookFailure,
    Cancel,
    Imported,
    Progress,
    apply_plan,
    plan,
    remembering,
)
from shnor_desktop.operations.parcels import Applied, parcel_title
from shnor_desktop.sheets.book import Problem, Question


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

    @property
    def needs_person(self) -> bool:
        """Whether something was left for a person."""
        return bool(self.refused or self.needs_decision or self.questions or self.failures)


def import_books(
    document: Document,
    paths: Sequence[Path],
    year: int | None = None,
    dry_run: bool = False,
    *,
    answers: Mapping[str, str] | None = None,
    schools: Sequence[tuple[str, str]] = (),
    hidden: str = "",
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> ImportOutcome:
    """Read, plan and apply without asking: schools that resemble known ones wait for a person, clear ones are added.

    `answers` are those to the reader's questions by key, `schools` pairs as `school_decisions` takes them;
    `hidden` says whether hidden rows, columns and sheets are read or skipped.
    """
    answered = read_answered(
        document, paths, answers or {}, year=year, hidden=hidden, progress=progress, cancelled=cancelled
    )
    reading = answered.reading
    if not reading.books and len(reading.failures) == 1:
        failure = reading.failures[0]
        raise UserError(failure.what_happened, failure.what_to_do)
    planned = plan(document, reading.books)
    if schools:
        planned = plan(document, reading.books, school_decisions(document, planned, schools))
    planned = remembering(planned, answered.asked, answered.answers)
    done = Imported(None, "", Applied(0, 0, (), 0))
    if not dry_run:
        done = apply_plan(document, planned, progress=progress, cancelled=cancelled)
    taken = {row.book for row in (*planned.rows, *planned.areas) if row.fate in (Fate.NEW, Fate.CHANGED)}
    return ImportOutcome(
        plan=planned,
        added=planned.counts.get(Fate.NEW, 0),
        changed=planned.counts.get(Fate.CHANGED, 0),
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
    )
