"""What the import wizard shows: everything read and planned at one go, and the lines of the preview."""

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shnor_desktop.document.document import Document
from shnor_desktop.operations.results import importing
from shnor_desktop.operations.results.corrections import Remembered, remembered, remembered_answers
from shnor_desktop.operations.results.importing import Cancel, Progress, Reading
from shnor_desktop.operations.results.new_schools import school_name
from shnor_desktop.operations.results.plan_types import (
    Fate,
    ImportPlan,
    PlannedRow,
    PlannedSchool,
    figures_text,
)
from shnor_desktop.operations.results.refusals import Contents, contents, reason_of
from shnor_desktop.operations.schools.known import plain_spelling
from shnor_desktop.operations.schools.matching import known_schools
from shnor_desktop.rules.figures import FAMILY_LABELS
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.short_names import short_name
from shnor_desktop.sheets.book.amending import cell_key, row_key
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.system import no_collecting

SCHOOL = "school"
NAMED = "named"
"""A name of the books that was taken for a school of another name."""
SITTING = "sitting"
WARNING = "warning"
SKIPPED = "skipped"
AMENDED = "amended"
ANSWER = "answer"
_ORDER = (Fate.REFUSED, Fate.WAITING, Fate.CHANGED, Fate.NEW, Fate.UNCHANGED)


class PreviewLine(NamedTuple):
    """One line of the preview, all in words; `uid` is that of the result."""

    kind: str
    """A fate, or «school», «named», «sitting», «warning», «skipped», «amended», «answer»."""
    uid: bytes
    school: str
    sitting: str
    before: str
    after: str
    where: str
    note: str
    group: str = ""
    """The reason in a few words, by which lines are folded together."""
    book: int = -1
    cell: CellRef | None = None
    owner: bytes = b""
    """uid of the school, when it is known."""
    keys: tuple[str, ...] = ()
    """Answers that are put back with the line."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything the wizard needs after reading."""

    reading: Reading
    plan: ImportPlan
    lines: tuple[PreviewLine, ...]
    known: tuple[tuple[bytes, str], ...]
    """Schools of the document by name, for choosing by hand."""
    remembered: tuple[Remembered, ...] = ()
    """Answers of earlier imports that mattered."""
    correctable: frozenset[tuple[int, CellRef]] = frozenset()
    """Number of the book and refused cell that can be said anew."""
    contents: Contents | None = None
    """What would be written as long as nothing is ticked otherwise."""


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
    forgotten: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> Prepared:
    """Read the sources and plan them with the answers given so far; those `forgotten` no longer hold."""
    with _uncollected():
        reading = _read(document, sources, answers, forgotten, progress, cancelled)
    return plan_again(document, reading, decisions, forgotten)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hundreds of thousands of values without cycles: looking for garbage among them would stop the window. They go by
    themselves when nobody holds them; see `collected_again`."""
    with no_collecting():
        try:
            yield
        finally:
            gc.freeze()


def collected_again() -> None:
    """To be called when what was prepared is let go: it may hold itself, and is found by the next look through all. That
    look sees what the program began with as well, for nothing thaws but all at once, and leaves it out again."""
    gc.unfreeze()


def _read(
    document: Document,
    sources: Sources,
    answers: Mapping[str, str],
    forgotten: Collection[str],
    progress: Progress | None,
    cancelled: Cancel | None,
) -> Reading:
    if sources.block:
        return importing.read_pasted(document, sources.block, answers, forgotten=forgotten)
    return importing.read_books(
        document, sources.paths, answers, forgotten=forgotten, progress=progress, cancelled=cancelled
    )


def plan_again(
    document: Document, reading: Reading, decisions: Mapping[str, str], forgotten: Collection[str] = ()
) -> Prepared:
    """Plan what was read with other decisions."""
    with _uncollected():
        return _planned(document, reading, decisions, forgotten)


def _planned(
    document: Document, reading: Reading, decisions: Mapping[str, str], forgotten: Collection[str]
) -> Prepared:
    plan = importing.plan(document, reading.books, decisions, forgotten)
    with document.read() as session:
        learned = remembered_answers(session)
        known = sorted(
            ((one.uid, one.name) for one in known_schools(session).schools),
            key=lambda one: by_name(one[1]),
        )
    held = {key: one for key, one in learned.items() if key not in forgotten}
    old = remembered(reading.books, plan, held)
    lines = (*preview_lines(plan), *_settled(plan, old))
    cells = frozenset((at, one.where) for at, book in enumerate(reading.books) for one in book.refused_rows)
    return Prepared(reading, plan, lines, tuple(known), old, cells, contents(plan, plan.by_hand))


def preview_lines(plan: ImportPlan) -> tuple[PreviewLine, ...]:
    """What needs attention first; then results in the order of the books."""
    several = len(plan.books) > 1
    by_fate: dict[str, list[PreviewLine]] = {fate: [] for fate in _ORDER}
    for row in (*plan.rows, *plan.areas):
        by_fate[row.fate].append(_line(row, several, plan.by_hand))
    lines = [line for fate in _ORDER for line in by_fate[fate]]
    lines += [_problem(one) for one in plan.problems if one.severity is Severity.WARNING]
    for school in plan.new_schools:
        known_by = f"код {school.mention.code}" if school.mention.code else ""
        note = ", ".join(part for part in (school.mention.municipality, known_by) if part)
        lines.append(PreviewLine(SCHOOL, b"", school_name(school.mention), "", "", "", "", note))
    lines += [_named(one, plan.names) for one in plan.schools if _is_named_otherwise(one, plan.names)]
    for one in plan.sittings:
        if one.is_new:
            family = FAMILY_LABELS.get(one.mention.family, "")
            lines.append(PreviewLine(SITTING, b"", "", one.name, "", "", "", family))
    return tuple(lines)


_TAKEN_FOR = {
    "code": "код школы тот же",
    "alias": "это название уже относили к ней",
    "normalised": "названия различаются только видом школы, сокращениями или знаками",
    "new": "названия различаются только видом школы, сокращениями или знаками",
    "suggested": "так решили вы",
}


def _is_named_otherwise(one: PlannedSchool, names: Mapping[bytes, str]) -> bool:
    """Whether the books say another name than the school has; its own official name is none."""
    if not one.uid or one.is_new or not one.mention.name or one.match.kind == "exact":
        return False
    return plain_spelling(one.mention.name) != plain_spelling(names.get(one.uid, ""))


def _named(one: PlannedSchool, names: Mapping[bytes, str]) -> PreviewLine:
    why = _TAKEN_FOR[one.match.kind]
    if one.match.kind == "new" and one.decision == "same":
        why = _TAKEN_FOR["suggested"]
    elif one.match.kind == "new" and one.mention.code:
        why = f"название или код ({one.mention.code}) те же"
    note = f"В книге {quoted(one.mention.name)}: {why}."
    return PreviewLine(NAMED, b"", names.get(one.uid, ""), "", "", "", "", note, owner=one.uid)


def _settled(plan: ImportPlan, old: Sequence[Remembered]) -> Iterator[PreviewLine]:
    """What a person settled, now or before: each can be put back."""
    for one in plan.passed:
        keys = tuple(key for key in (one.key, row_key(one.source, one.where) if one.where else "") if key)
        name = short_name(one.school) or one.text
        yield PreviewLine(
            SKIPPED,
            b"",
            name,
            "",
            "",
            "",
            _where(one.where, one.source),
            one.text,
            "Пропущено в книгах этого источника",
            cell=one.where,
            keys=keys,
        )
    for number, cell in plan.amended:
        source = plan.books[number].source
        before, after = cell.before or "пусто", cell.after or "пусто"
        key = cell_key(source, cell.where)
        where = _where(cell.where, source)
        note = "Ячейка исправлена при загрузке"
        group = "Исправлено при загрузке"
        yield PreviewLine(
            AMENDED, b"", "", "", before, after, where, note, group, cell=cell.where, keys=(key,)
        )
    for answer in old:
        yield PreviewLine(
            ANSWER, b"", "", "", "", "", "", answer.text, "Ответы прежних загрузок", keys=(answer.key,)
        )


def _line(row: PlannedRow, several: bool, by_hand: Mapping[bytes, str]) -> PreviewLine:
    before = after = ""
    if row.fate is Fate.CHANGED:
        before = "; ".join(f"{one.label}: {one.before}" for one in row.changes)
        after = "; ".join(f"{one.label}: {one.after}" for one in row.changes)
    elif row.state:
        after = figures_text(row.state, row.figures, row.reason)
    source = row.source.partition(" · ")[0] if several else ""
    where = _where(row.cells[0] if row.cells else None, source)
    hand = by_hand.get(row.uid, "")
    added_up = f"Сложено {row.added_up}." if row.added_up else ""
    why = " ".join(part for part in (hand, added_up, row.why) if part)
    waits = row.fate in (Fate.REFUSED, Fate.WAITING)
    return PreviewLine(
        row.fate,
        row.uid,
        row.school_name,
        row.sitting_name,
        before,
        after,
        where,
        why,
        reason_of(row.group, row.why) if waits else "",
        row.book,
        row.cells[0] if row.cells else None,
        row.school,
    )


def _where(cell: CellRef | None, source: str = "") -> str:
    """«B6, Лист1, итоги.xlsx»: the cell first, because narrow columns cut the end off."""
    parts = [cell.address.rpartition("!")[2], cell.sheet] if cell else []
    return ", ".join(part for part in (*parts, source) if part)


def _problem(one: Problem) -> PreviewLine:
    return PreviewLine(
        WARNING,
        b"",
        one.school,
        "",
        "",
        "",
        _where(one.where),
        f"{one.text} {one.what_to_do}".strip(),
        reason_of(one.reason, one.text),
        cell=one.where,
    )


def notes(plan: ImportPlan) -> Sequence[str]:
    """What the reader has to say about the books as a whole."""
    return [f"{one.text} {one.what_to_do}".strip() for one in plan.problems if one.severity is Severity.NOTE]
