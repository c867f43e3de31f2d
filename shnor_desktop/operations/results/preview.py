"""What the import wizard shows: everything read and planned at one go, and the lines of the preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shnor_desktop.document.document import Document
from shnor_desktop.operations.results import importing
from shnor_desktop.operations.results.importing import Cancel, Progress, Reading
from shnor_desktop.operations.results.new_schools import school_name
from shnor_desktop.operations.results.plan_types import Fate, ImportPlan, PlannedRow, figures_text
from shnor_desktop.operations.schools.matching import known_schools
from shnor_desktop.rules.figures import FAMILY_LABELS
from shnor_desktop.rules.russian import by_name
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity

SCHOOL = "school"
SITTING = "sitting"
WARNING = "warning"
_ORDER = (Fate.REFUSED, Fate.WAITING, Fate.CHANGED, Fate.NEW, Fate.UNCHANGED)


class PreviewLine(NamedTuple):
    """One line of the preview, all in words; `uid` is that of the result."""

    kind: str
    """A fate, or «school», «sitting», «warning»."""
    uid: bytes
    school: str
    sitting: str
    before: str
    after: str
    where: str
    note: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything the wizard needs after reading."""

    reading: Reading
    plan: ImportPlan
    lines: tuple[PreviewLine, ...]
    known: tuple[tuple[bytes, str], ...]
    """Schools of the document by name, for choosing by hand."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is imported: files, or a block from the clipboard."""

    paths: tuple[Path, ...] = ()
    block: str = ""


def prepare(
    document: Document,
    sources: Sources,
    answers: Mapping[str, str],
    decisions: Mapping[str, str],
    *,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> Prepared:
    """Read the sources and plan them with the answers given so far."""
    if sources.block:
        reading = importing.read_pasted(document, sources.block, answers)
    else:
        reading = importing.read_books(
            document, sources.paths, answers, progress=progress, cancelled=cancelled
        )
    return plan_again(document, reading, decisions)


def plan_again(document: Document, reading: Reading, decisions: Mapping[str, str]) -> Prepared:
    """Plan what was read with other decisions."""
    plan = importing.plan(document, reading.books, decisions)
    with document.read() as session:
        known = sorted(
            ((one.uid, one.name) for one in known_schools(session).schools),
            key=lambda one: by_name(one[1]),
        )
    return Prepared(reading, plan, preview_lines(plan), tuple(known))


def preview_lines(plan: ImportPlan) -> tuple[PreviewLine, ...]:
    """What needs attention first; then results in the order of the books."""
    several = len(plan.books) > 1
    by_fate: dict[str, list[PreviewLine]] = {fate: [] for fate in _ORDER}
    for row in (*plan.rows, *plan.areas):
        by_fate[row.fate].append(_line(row, several))
    lines = [line for fate in _ORDER for line in by_fate[fate]]
    lines += [_problem(one) for one in plan.problems if one.severity is Severity.WARNING]
    for school in plan.new_schools:
        known_by = f"код {school.mention.code}" if school.mention.code else ""
        note = ", ".join(part for part in (school.mention.municipality, known_by) if part)
        lines.append(PreviewLine(SCHOOL, b"", school_name(school.mention), "", "", "", "", note))
    for one in plan.sittings:
        if one.is_new:
            family = FAMILY_LABELS.get(one.mention.family, "")
            lines.append(PreviewLine(SITTING, b"", "", one.name, "", "", "", family))
    return tuple(lines)


def _line(row: PlannedRow, several: bool) -> PreviewLine:
    before = after = ""
    if row.fate is Fate.CHANGED:
        before = "; ".join(f"{one.label}: {one.before}" for one in row.changes)
        after = "; ".join(f"{one.label}: {one.after}" for one in row.changes)
    elif row.state:
        after = figures_text(row.state, row.figures, row.reason)
    source = row.source.partition(" · ")[0] if several else ""
    where = _where(row.cells[0] if row.cells else None, source)
    return PreviewLine(row.fate, row.uid, row.school_name, row.sitting_name, before, after, where, row.why)


def _where(cell: CellRef | None, source: str = "") -> str:
    """«B6, Лист1, итоги.xlsx»: the cell first, because narrow columns cut the end off."""
    parts = [cell.address.rpartition("!")[2], cell.sheet] if cell else []
    return ", ".join(part for part in (*parts, source) if part)


def _problem(one: Problem) -> PreviewLine:
    return PreviewLine(
        WARNING, b"", one.school, "", "", "", _where(one.where), f"{one.text} {one.what_to_do}".strip()
    )


def notes(plan: ImportPlan) -> Sequence[str]:
    """What the reader has to say about the books as a whole."""
    return [f"{one.text} {one.what_to_do}".strip() for one in plan.problems if one.severity is Severity.NOTE]
