"""What reading a workbook yields: frozen rows, problems and questions. Nothing here touches a document."""

from dataclasses import dataclass
from typing import NamedTuple

from shnor_desktop.rules.figures import Figures, ResultState
from shnor_desktop.sheets.book.amending import Amended, Passed, RowCells
from shnor_desktop.sheets.book.problems import CellRef, Problem, Question, Reason, Severity

USUAL, READ, SKIP = "usual", "read", "skip"
"""What becomes of hidden rows, columns and sheets; see `unseen`."""


class SchoolMention(NamedTuple):
    """A school as the file names it; matching it to a record is the next layer's business."""

    name: str
    code: str = ""
    code_system: str = ""
    """«fisoko» (login), «rcoi», «inn» or empty when unknown."""
    municipality: str = ""

    @property
    def text(self) -> str:
        """The name with what tells the school from its namesakes."""
        code = f"код {self.code}" if self.code else ""
        more = ", ".join(part for part in (self.municipality, code) if part)
        if not self.name:
            return more
        return f"{self.name} ({more})" if more else self.name


class SittingMention(NamedTuple):
    """A sitting as the file names it. `subject` is a short name of the vocabulary; grade 0 is unknown."""

    family: str
    subject: str
    level: str
    programme_grade: int
    sitting_grade: int
    school_year: int
    """Year the school year starts in: spring 2019 is 2018, autumn 2020 is 2020."""
    season: str
    """«spring», «autumn» or empty (ОГЭ, ЕГЭ)."""


class ReadRow(NamedTuple):
    """One school at one sitting."""

    school: SchoolMention
    sitting: SittingMention
    state: ResultState
    figures: Figures
    cells: tuple[CellRef, ...]
    """All cells the figures came from; the first is shown as the source."""
    objectivity_flag: bool = False
    reason: str = ""
    by_pupils: bool = False
    """Added up from a protocol with a pupil a row, which may be a part of the whole."""
    parts: tuple[str, ...] = ()
    """The classes or days it was added up from, as the file names them, in the order of `cells`."""


class Refusal(Exception):
    """The cells cannot be taken; carries the problem, without the school."""

    def __init__(self, text: str, what_to_do: str, where: CellRef, reason: Reason) -> None:
        super().__init__(text)
        self.problem = Problem(Severity.REFUSED, text, what_to_do, where, reason=reason)


class FlagRow(NamedTuple):
    """A marker of non-objectivity: it belongs to the result of a school at a sitting that stands elsewhere."""

    school: SchoolMention
    sitting: SittingMention
    where: CellRef


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A line of a district, region or country at one sitting (never a school)."""

    kind: str
    """«district», «region» or «country»."""
    name: str
    sitting: SittingMention
    figures: Figures
    cells: tuple[CellRef, ...]


class LostRow(NamedTuple):
    """A school at a sitting that stands in the file with figures and could not be taken."""

    school: SchoolMention
    sitting: SittingMention
    participants: int | None
    """As the row gives it; None when it does not."""
    why: str
    """The reason in a few words, the same for all rows alike: «Не преодолели»: пусто."""
    where: CellRef


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What the reader took a column for."""

    column: int
    heading: str
    """The flattened heading as it stands in the file."""
    meaning: str
    """Code: school, code, municipality, participants, failed, mark_3 …, ignored, unknown."""
    label: str
    """The meaning in Russian."""
    sitting: SittingMention | None = None


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """What was recognised in one table of a sheet."""

    name: str
    heading_rows: tuple[int, int] | None
    """First and last row of the heading block, from 1; None when the sheet was passed over."""
    columns: tuple[ColumnMeaning, ...]
    school_rows: int
    subtotal_rows: int
    note: str = ""
    figures: bool = True
    """Whether the sheet holds a table's worth of numbers: only of such is it told that nothing was taken."""
    across: bool = False
    """Schools stand across: `columns` are rows of the sheet and their numbers those of the rows."""


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook, CSV or pasted block, read by meaning."""

    source: str
    """File name without folders, or «буфер обмена»."""
    sha256: str
    sheets: tuple[SheetSummary, ...]
    rows: tuple[ReadRow, ...]
    areas: tuple[AreaRow, ...]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    reconciled: int = 0
    """How many subtotal figures were checked against the rows and agreed."""
    flags: tuple[FlagRow, ...] = ()
    """Markers of non-objectivity without the results they belong to."""
    hidden: str = ""
    """What became of hidden rows, columns and sheets that hold something: see `unseen`; empty when there are none."""
    lost: tuple[LostRow, ...] = ()
    """Rows with figures that were not taken, so that whoever sums over their sittings can say so."""
    amended: tuple[Amended, ...] = ()
    """Cells a person corrected."""
    passed: tuple[Passed, ...] = ()
    """Rows and columns a person does not want."""
    refused_rows: tuple[RowCells, ...] = ()
    """What stands in the rows that were refused."""
    used: tuple[tuple[str, str], ...] = ()
    """(question key, answer) of everything that was answered now or before and mattered here."""
    high_from: tuple[tuple[SittingMention, int], ...] = ()
    """The score from which results are high, of sittings whose headings say one."""
