"""Tables whose rows are not schools: protocols with one pupil a row, added up to schools by code (names and documents are
not kept), and «Сравнение отметок с отметками по журналу» of ФИС ОКО: a name, and under it rows понизили, подтвердили,
повысили."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from shnor_desktop.errors import Cancelled
from shnor_desktop.rules.figures import E4, Family, Figures, ResultState, by_marks
from shnor_desktop.rules.results.checks import EGE_MINIMUM
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.values import Number, plain, value_of
from shnor_desktop.sheets.results.figures import Reading, is_flag
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.row_kinds import Line, LineKind, mention, only_school
from shnor_desktop.sheets.results.rows import Entry, TableReader, TableRows
from shnor_desktop.sheets.results.sittings import resolve
from shnor_desktop.sheets.results.table import Column, Group, Table
from shnor_desktop.sheets.results.types import AreaRow, FlagRow, ReadRow, SchoolMention, SittingMention
from shnor_desktop.sheets.words.hints import NOTHING, Hints, nearest
from shnor_desktop.sheets.words.meaning import measure_of
from shnor_desktop.sheets.words.territories import area_of

_BORDER = re.compile(r"минимальн\w* (?:граница|балл|порог)")
_FOOTER = re.compile(r"средн|минимальн|всего|исполнител|итого|максимальн")
_EXAM_OF_GRADE = {9: Family.OGE, 11: Family.EGE, 12: Family.EGE}
HIGH = 81
_SEVERAL = re.compile(r"[,;\n/]| и ")


@dataclass(slots=True)
class Gathered:
    """Pupils of one school at one sitting."""

    school: SchoolMention
    row: int
    first: CellRef
    marks: list[int] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)
    journal: list[int] = field(default_factory=list)
    """Mark minus the mark in the journal."""


def is_protocol(table: Table) -> bool:
    """Scores or marks of persons, not of schools."""
    meanings = {column.meaning for column in table.columns}
    return (
        bool(meanings & {"test_score", "mark"})
        and bool(meanings & {"person", "journal", "code", "school"})
        and not meanings & {"participants", "passed", "hundreds"}
    )


class ProtocolReader:
    """Goes down the pupils of one table."""

    def __init__(self, table: Table, asking: Asking, cancelled: Callable[[], bool] | None = None) -> None:
        self.table = table
        self.asking = asking
        self._cancelled = cancelled
        table.groups = [Group(NOTHING, _measures(table))]
        self._lines = TableReader(table, asking, cancelled)
        self._only = only_school(table)
        self._schools: dict[tuple[SittingMention, str], Gathered] = {}
        self._border: dict[Hints, int] = {}
        self._exam = NOTHING
        self._state_exam = any("ппэ" in plain(column.heading) for column in table.columns)
        """Only the state exams are written in «пункты проведения экзамена»."""

    def read(self) -> TableRows:
        """Schools with counts."""
        result = TableRows()
        for row in range(self.table.first, self.table.end):
            if row % 500 == 0 and self._cancelled and self._cancelled():
                raise Cancelled
            filled = self.table.grid.filled(row)
            if filled:
                self._row(row, filled)
        for (sitting, _), gathered in self._schools.items():
            figures = self._figures(sitting, gathered)
            if figures is None:
                continue
            line = Line(gathered.row, LineKind.SCHOOL, gathered.school)
            reading = Reading(ResultState.VALID, figures, (gathered.first,))
            taken = ReadRow(
                gathered.school, sitting, ResultState.VALID, figures, (gathered.first,), by_pupils=True
            )
            result.entries.append(Entry(line, 0, sitting, reading, figures, taken))
            result.used.setdefault(0, sitting)
        result.school_rows = len({key for _, key in self._schools})
        return result

    def _row(self, row: int, filled: list[int]) -> None:
        first = plain(self.table.grid.text(row, filled[0]))
        if _BORDER.search(first):
            numbers = [value_of(self.table.grid.own(row, at)) for at in filled]
            numbers += [value_of(part) for part in re.findall(r"\d+", first)]
            border = next((one.whole for one in numbers if isinstance(one, Number)), None)
            if border is not None:
                self._border[self._exam] = border
        elif _FOOTER.match(first):
            return
        elif len(filled) == 1:
            self._exam = self.asking.hints(self.table.grid.text(row, filled[0])) or self._exam
        else:
            self._pupil(row)

    def _pupil(self, row: int) -> None:
        score, mark, journal = (self._number(row, name) for name in ("test_score", "mark", "journal"))
        name, code = self._text(row, "school") or self._only, self._text(row, "code")
        if (score is None and mark is None) or not (name or code):
            return
        hints = self._lines.row_hints(row).over(self._exam)
        if self._state_exam and not hints.over(self.table.context).family:
            hints = replace(hints, family=_EXAM_OF_GRADE.get(hints.grade, ""))
        sitting = self._lines.sitting(0, hints, row)
        if sitting is None:
            return
        roles = self.table.roles
        school = mention(
            name, code, roles["code"].heading if "code" in roles else "", self._text(row, "municipality")
        )
        key = (sitting, school.code or plain(school.name))
        shown = roles.get("mark") or roles.get("test_score") or self.table.columns[0]
        gathered = self._schools.setdefault(key, Gathered(school, row, self.table.grid.ref(row, shown.index)))
        if mark is not None and 1 <= mark <= 5:
            gathered.marks.append(mark)
            if journal is not None and 2 <= journal <= 5:
                gathered.journal.append(mark - journal)
        if score is not None and 0 <= score <= 100:
            gathered.scores.append(score)

    def _text(self, row: int, role: str) -> str:
        column = self.table.roles.get(role)
        return self.table.grid.text(row, column.index) if column else ""

    def _number(self, row: int, role: str) -> int | None:
        column = self.table.roles.get(role)
        value = value_of(self.table.grid.own(row, column.index)) if column else None
        return value.whole if isinstance(value, Number) else None

    def _figures(self, sitting: SittingMention, gathered: Gathered) -> Figures | None:
        if by_marks(sitting.family, sitting.level) and gathered.marks:
            return _of_marks(gathered)
        if not gathered.scores:
            return _of_marks(gathered) if gathered.marks else None
        border = self._border_of(sitting)
        if border is None:
            return None
        scores = gathered.scores
        exam = sitting.family == Family.EGE
        return Figures(
            participants=len(scores),
            failed=sum(score < border for score in scores),
            high=sum(score >= HIGH for score in scores) if exam else None,
            hundreds=sum(score == 100 for score in scores) if exam else None,
            mean_e4=round(E4 * sum(scores) / len(scores)),
        )

    def _border_of(self, sitting: SittingMention) -> int | None:
        """The printed border, else the answer."""
        for hints, border in self._border.items():
            if not hints.subject or (hints.subject == sitting.subject and hints.level in ("", sitting.level)):
                return border
        proposed = EGE_MINIMUM.get(sitting.subject, 0)
        answer = self.asking.ask(
            f"border:{sitting.family}:{sitting.subject}:{sitting.level}:{sitting.school_year}",
            f"Какой минимальный балл установлен ({self._name(sitting)}, {sitting.school_year + 1} год)?",
            (),
            self.table.grid.ref(self.table.block.first, 0),
            str(proposed) if proposed and sitting.family == Family.EGE else "",
        )
        return int(answer) if answer.isdigit() else None

    def _name(self, sitting: SittingMention) -> str:
        return next(
            (w.name for w in self.asking.vocabulary.subjects if w.short == sitting.subject), sitting.subject
        )


def _measures(table: Table) -> list[Column]:
    """The columns figures come from, for messages and the summary."""
    return [table.roles[role] for role in ("test_score", "mark") if role in table.roles]


def _of_marks(gathered: Gathered) -> Figures:
    marks = gathered.marks
    journal = gathered.journal
    whole = len(journal) == len(marks)
    return Figures(
        participants=len(marks),
        failed=sum(mark <= 2 for mark in marks),
        count_3=marks.count(3),
        count_4=marks.count(4),
        count_5=marks.count(5),
        mean_e4=round(E4 * sum(marks) / len(marks)),
        lowered=sum(one < 0 for one in journal) if whole else None,
        confirmed=journal.count(0) if whole else None,
        raised=sum(one > 0 for one in journal) if whole else None,
    )


def markers(table: Table, asking: Asking) -> tuple[list[FlagRow], list[Problem]]:
    """Sheets that list markers of non-objectivity: a column a subject and class («4 РУ»), or a row a marker; and what
    could not be told of them."""
    subjects = [column for column in table.columns if column.hints.subject]
    marks = [column for column in table.columns if column.meaning == "objectivity"]
    table.groups = [Group(column.hints, [column]) for column in subjects] or [Group(NOTHING, marks)]
    lines = TableReader(table, asking)
    found: list[FlagRow] = []
    untold: list[CellRef] = []
    for row in range(table.first, table.end):
        line = lines.lines.read(row)
        if line.kind != LineKind.SCHOOL:
            continue
        here = _across(table, subjects, row) if subjects else _down(table, asking, lines, marks, row)
        for at, said in here:
            hints = nearest((said, lines.row_hints(row), table.context))
            sitting = resolve(hints if hints.family else replace(hints, family=Family.VPR)).sitting
            where = table.grid.ref(row, at)
            if sitting is None:
                untold.append(where)
            else:
                found.append(FlagRow(line.school, sitting, where))
    if not untold:
        return found, []
    rows = counted(len(untold), "признак", "признака", "признаков")
    text = f"Признаки необъективности: о каком предмете, классе или годе {rows}, не сказано. Они не отмечены."
    advice = "Назовите в строке предмет и класс, а год — в строке или в заголовке."
    return found, [Problem(Severity.WARNING, text, advice, untold[0], reason=Reason.ASIDE)]


def _across(table: Table, subjects: list[Column], row: int) -> list[tuple[int, Hints]]:
    """Column and sitting of every marker of a row whose columns are subjects."""
    cells = table.grid.rows[row]
    return [(column.index, column.hints) for column in subjects if is_flag(value_of(cells[column.index]))]


def _down(
    table: Table, asking: Asking, lines: TableReader, marks: list[Column], row: int
) -> list[tuple[int, Hints]]:
    """A row a marker: its own columns name the subject, or the marker does («РУ 5, МА 4»)."""
    cells = table.grid.rows[row]
    flagged = [column for column in marks if is_flag(value_of(cells[column.index]))]
    if marks and not flagged:
        return []
    first = flagged[0].index if flagged else table.grid.filled(row)[0]
    if lines.row_hints(row).subject:
        return [(first, NOTHING)]
    named = [table.roles[role] for role in ("subject", "sitting") if role in table.roles]
    parts = [
        (column.index, hints)
        for column in (*named, *flagged)
        for part in _SEVERAL.split(table.grid.text(row, column.index))
        if (hints := asking.hints(part)).subject
    ]
    return parts or [(first, NOTHING)]


JOURNAL = frozenset(("lowered", "confirmed", "raised"))
LOOK_AT = 40


def is_comparison(table: Table) -> bool:
    """Do the rows, not the columns, name the outcomes of the comparison?"""
    school = table.roles.get("school")
    if school is None:
        return False
    rows = range(table.first, min(table.end, table.first + LOOK_AT))
    found = {measure_of(table.grid.text(row, school.index)) for row in rows}
    return found >= JOURNAL


class ComparisonReader:
    """Goes down the names and their outcomes."""

    def __init__(self, table: Table, asking: Asking) -> None:
        self.table = table
        self.names = table.roles["school"]
        self.counts = next((c for c in table.columns if c.meaning == "participants"), None)
        self.shares = next((c for c in table.columns if c.unit == "percent" and c is not self.counts), None)
        table.groups = [Group(NOTHING, [column for column in (self.counts, self.shares) if column])]
        self._lines = TableReader(table, asking)
        self._result = TableRows()

    def read(self) -> TableRows:
        """Schools and areas with how many lowered, confirmed, raised their marks."""
        name, row_of_name = "", self.table.first
        found: dict[str, int] = {}
        for row in range(self.table.first, self.table.end):
            text = self.table.grid.text(row, self.names.index)
            if not text:
                continue
            outcome = "participants" if plain(text).startswith("всего") else measure_of(text)
            if outcome in JOURNAL | {"participants"}:
                count = self._whole(row, self.counts)
                if count is not None:
                    found[outcome] = count
                continue
            self._finish(name, row_of_name, found)
            name, row_of_name, found = text, row, {}
        self._finish(name, row_of_name, found)
        return self._result

    def _whole(self, row: int, column: Column | None) -> int | None:
        value = value_of(self.table.grid.own(row, column.index)) if column else None
        return value.whole if isinstance(value, Number) else None

    def _finish(self, name: str, row: int, found: dict[str, int]) -> None:
        if not name or not found.keys() >= JOURNAL:
            return
        sitting = self._lines.sitting(0, NOTHING, row)
        if sitting is None:
            return
        found.setdefault("participants", sum(found[outcome] for outcome in JOURNAL))
        figures = Figures(**found)
        cells: tuple[CellRef, ...] = (self.table.grid.ref(row, self.names.index),)
        area = area_of(name)
        school = mention(name, "", "", "")
        if area and not school.code:
            self._result.areas.append(AreaRow(area, name, sitting, figures, cells))
            return
        self._take(school, row, ReadRow(school, sitting, ResultState.VALID, figures, cells))

    def _take(self, school: SchoolMention, row: int, taken: ReadRow) -> None:
        self._result.school_rows += 1
        self._result.used.setdefault(0, taken.sitting)
        reading = Reading(ResultState.VALID, taken.figures, taken.cells)
        line = Line(row, LineKind.SCHOOL, school)
        self._result.entries.append(Entry(line, 0, taken.sitting, reading, taken.figures, taken))
