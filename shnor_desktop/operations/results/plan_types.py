"""The import plan: what taking workbooks in would add, change, leave and refuse. Frozen values between the
pure `results.plan_import`, the preview that shows them and `parcels.apply` that writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.values import show
from shnor_desktop.operations.schools.matching import Match
from shnor_desktop.rules.figures import E4, STATE_LABELS, Figures, ResultState
from shnor_desktop.rules.results.checks import LABELS
from shnor_desktop.rules.results.low_share import share_e4
from shnor_desktop.sheets.book.amending import Amended, Passed
from shnor_desktop.sheets.book.problems import CellRef, Problem
from shnor_desktop.sheets.results.types import SchoolMention, SittingMention

FIGURE_NAMES: tuple[str, ...] = (
    "participants",
    "failed",
    "count_3",
    "count_4",
    "count_5",
    "failed_pct_e4",
    "pct_3_e4",
    "pct_4_e4",
    "pct_5_e4",
    "pct_decimals",
    "high",
    "high_pct_e4",
    "hundreds",
    "mean_e4",
    "lowered",
    "confirmed",
    "raised",
    "quality_pct_e4",
)
"""Columns of the figures in the order in which they are stored and compared."""

FigureTuple = tuple[int | None, ...]
as_tuple = attrgetter(*FIGURE_NAMES)
"""Figures → tuple in the order of FIGURE_NAMES."""


def as_figures(values: FigureTuple) -> Figures:
    """The reverse of `as_tuple`."""
    return Figures(*values)  # type: ignore[arg-type]


class Fate(StrEnum):
    """What happens to a row of a workbook."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    REFUSED = "refused"


class Change(NamedTuple):
    """One figure or state that differs, in Russian: «Участников»: «12» → «14»."""

    label: str
    before: str
    after: str


class PlannedRow(NamedTuple):
    """One school (or area) at one sitting as it would be stored. Refused and waiting rows store nothing."""

    fate: Fate
    uid: bytes
    school: bytes
    """uid of the school; empty for refused and waiting rows and for areas."""
    school_name: str
    sitting: bytes
    sitting_name: str
    state: str
    reason: str
    flag: bool
    figures: FigureTuple
    source: str
    """Short name of the file and the address of the first cell: «итоги.xlsx · Лист1!B6»."""
    book: int
    """Number of the book in `ImportPlan.books`, from 0."""
    cells: tuple[CellRef, ...] = ()
    changes: tuple[Change, ...] = ()
    why: str = ""
    """Why the row is refused, waits or was left as it is; a warning for a row that is taken."""
    area: str = ""
    """«district», «region» or «country» for lines of areas; empty for schools."""
    group: str = ""
    """Code of the reason of a refusal (`sheets.book.problems.Reason`), by which refused rows are told together."""
    added_up: str = ""
    """What it was added up from: «5А + 5Б: строки 6, 7»."""


class PlannedLost(NamedTuple):
    """A school at a sitting that a book has figures of and that is not taken from it."""

    uid: bytes
    """Of the record «не получен» it leaves behind, so that nobody takes the school for one without low results; empty
    when the document holds a result already or does not know the school."""
    school: bytes
    school_name: str
    sitting: bytes
    sitting_name: str
    participants: int | None
    why: str
    """In a few words, the same for all alike."""
    source: str
    book: int
    question: str = ""
    """Key under which it is remembered when the document does not know the school."""


@dataclass(frozen=True, slots=True)
class PlannedSchool:
    """One school as the books name it and what is to become of it."""

    key: str
    """Key of the decision: `decisions[key]` is «same:<uid hex>», «new» or «skip»."""
    mention: SchoolMention
    match: Match
    uid: bytes
    """The school its rows go to; empty while it waits for a decision or is skipped."""
    decision: str
    """«same», «new», «skip» or «» (waits for a person)."""
    is_new: bool
    """The school is created by this import."""
    rows: int
    """How many rows of the books are about it."""


@dataclass(frozen=True, slots=True)
class PlannedSitting:
    """A sitting the books speak of; new ones are created together with their procedures."""

    mention: SittingMention
    uid: bytes
    procedure: bytes
    subject: bytes
    name: str
    is_new: bool
    procedure_is_new: bool


@dataclass(frozen=True, slots=True)
class PlannedBook:
    """A book that becomes a parcel."""

    source: str
    sha256: str
    reconciled: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything one import would do."""

    books: tuple[PlannedBook, ...]
    rows: tuple[PlannedRow, ...]
    areas: tuple[PlannedRow, ...]
    schools: tuple[PlannedSchool, ...]
    sittings: tuple[PlannedSitting, ...]
    aliases: tuple[tuple[bytes, str, str], ...]
    """(school, spelling, normalised) to be learned."""
    codes: tuple[tuple[bytes, str, str], ...]
    """(school, system, code) to be learned."""
    municipalities: tuple[tuple[bytes, str], ...]
    """(school, municipality) for known schools whose municipality was not filled in."""
    answers: tuple[tuple[str, str, str], ...]
    """(question key, value, text) to be remembered."""
    problems: tuple[Problem, ...]
    """Warnings and notes of the reader; its refusals are among `rows`."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows by fate, schools and areas together."""
    lost: tuple[PlannedLost, ...] = ()
    """Results with figures that are not taken, each once."""
    loaded: tuple[str, ...] = ()
    """Keys of remembered rows that are taken after all."""
    told: tuple[str, ...] = ()
    """What was not taken, book by book, by reason and count; empty when nothing, or next to nothing, is missing."""
    passed: tuple[Passed, ...] = ()
    """Rows, columns and schools a person does not want: told, but neither refused nor waiting."""
    amended: tuple[tuple[int, Amended], ...] = ()
    """Number of the book and the cell that was corrected in it."""
    by_hand: Mapping[bytes, str] = field(default_factory=dict)
    """Changed results whose figures a person corrected in the document, with a sentence when and who."""
    forgotten: tuple[str, ...] = ()
    """Keys of remembered answers that are put back when the plan is applied."""
    names: Mapping[bytes, str] = field(default_factory=dict)
    """Of the schools of the document and those that are created."""
    high_from: tuple[tuple[bytes, int], ...] = ()
    """(sitting, score from which results are high) where the books say it and the document does not yet."""

    @property
    def undecided(self) -> tuple[PlannedSchool, ...]:
        """Schools a person must decide about before their rows can be taken."""
        return tuple(one for one in self.schools if not one.decision)

    @property
    def new_schools(self) -> tuple[PlannedSchool, ...]:
        """Schools this import creates."""
        return tuple(one for one in self.schools if one.is_new)

    @property
    def refused(self) -> tuple[PlannedRow, ...]:
        """Rows that are left out, with the reason of each."""
        return tuple(one for one in self.rows if one.fate is Fate.REFUSED)

    @property
    def writes(self) -> bool:
        """Whether applying the plan changes anything."""
        figures = self.counts.get(Fate.NEW) or self.counts.get(Fate.CHANGED)
        written = self.learned_of or self.answers or self.marks or self.loaded or self.forgotten
        return bool(figures or written)

    @property
    def marks(self) -> tuple[PlannedLost, ...]:
        """What is remembered of results that were not taken."""
        return tuple(one for one in self.lost if one.uid or one.question)

    @property
    def learned_of(self) -> frozenset[bytes]:
        """Schools of the document of which a spelling, a code or the municipality is learned."""
        rows: tuple[tuple[bytes, *tuple[str, ...]], ...] = (*self.aliases, *self.codes, *self.municipalities)
        learned = {row[0] for row in rows}
        return frozenset(learned.difference(one.uid for one in self.new_schools))


_TENTH = E4 // 10
_FIELDS = {one.name: one for one in kind_of(SchoolResult).fields}


def figure_text(name: str, value: int | None, decimals: int = 0) -> str:
    """A figure as it is shown to a person; «—» for nothing."""
    if value is None:
        return "—"
    if name.endswith("_e4") and name != "mean_e4":
        return f"{show(_FIELDS[name], value)}\u00a0%"
    return show(_FIELDS[name], value)


def figure_label(name: str) -> str:
    """Short Russian name of a figure, in lower case."""
    return LABELS.get(name) or _FIELDS[name].label.casefold()


def figures_text(state: str, figures: FigureTuple, reason: str = "") -> str:
    """A result in one line: «3 из 12 (25 %)», «31,5 %», «не проводилась»."""
    if state != ResultState.VALID:
        label = STATE_LABELS.get(state, state)
        return f"{label}: {reason}" if reason else label
    one = as_figures(figures)
    share = figure_text("failed_pct_e4", one.failed_pct_e4)
    if one.failed is not None and one.participants is not None:
        counted = f"{one.failed} из {one.participants}"
        if one.failed_pct_e4 is None and one.participants:
            tenths = (share_e4(one.failed, one.participants) + _TENTH // 2) // _TENTH * _TENTH
            share = figure_text("failed_pct_e4", tenths)
        return f"{counted} ({share})" if one.failed_pct_e4 is not None or one.participants else counted
    if one.failed_pct_e4 is not None:
        return f"{share} (участников {one.participants})" if one.participants is not None else share
    known = [
        f"{figure_label(name)}: {figure_text(name, value)}"
        for name, value in zip(FIGURE_NAMES, figures, strict=True)
        if value is not None and name != "pct_decimals"
    ]
    return "; ".join(known[:3]) or "нет чисел"
