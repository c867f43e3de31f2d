"""Down the rows of a table: every school at every sitting becomes a row, a problem, or nothing."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from shnor_desktop.errors import Cancelled
from shnor_desktop.rules.figures import STATE_LABELS, Figures, ResultState, by_marks
from shnor_desktop.rules.results.checks import Scale, doubts, scale_of
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.values import Absent, Number, plain, value_of
from shnor_desktop.sheets.results.blanks import CORE, SEE_ROW, Blanks, IsNought, Rows, Scopes, Waiting
from shnor_desktop.sheets.results.columns import stray_columns, with_inferred_family
from shnor_desktop.sheets.results.figures import PlainGroup, Reading, fit, plain_group, read_group
from shnor_desktop.sheets.results.groups import places
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.row_kinds import Line, LineKind, LineReader
from shnor_desktop.sheets.results.side_columns import SideColumns, checked, without_sides
from shnor_desktop.sheets.results.sittings import Resolved, ask_missing, beside_exam, hints_of_row, resolve
from shnor_desktop.sheets.results.table import Column, Group, Table
from shnor_desktop.sheets.results.types import AreaRow, ReadRow, Refusal, SchoolMention, SittingMention
from shnor_desktop.sheets.words.aside import WHAT
from shnor_desktop.sheets.words.hints import NOTHING, Hints, nearest, year_as_of
from shnor_desktop.sheets.words.meaning import SITTING_COLUMNS, measure_of, role_of

ROWS_BETWEEN_ASKING = 500
_OF_ROWS = frozenset(("state", "reason", "grade"))
"""Columns that say something of every result of their row."""
_CLASS_LETTER = re.compile(r"(\d{1,2})\s*[-\"]?\s*\"?([а-яa-z])\"?(?: ?кл.*)?")
_OVER_SUBJECTS = re.compile(
    r"всего|итог|общ(?:ее|ий|ая|ие)(?![а-я])|средн|предмет|экзамен|результат|отметк|оценк|балл|участник|школ|процедур"
)
_STATES = {plain(label): ResultState(state) for state, label in STATE_LABELS.items()}


class Entry(NamedTuple):
    """A school at a sitting as it stands in the table, taken or refused, for subtotals to be checked against."""

    line: Line
    group: int
    sitting: SittingMention
    reading: Reading
    figures: Figures
    row: ReadRow | None
    """None when refused."""
    part: str = ""
    """Letter of the class, when a school's classes stand in rows of their own; the day, when days are added up."""


@dataclass(slots=True)
class TableRows:
    """Everything one table holds."""

    entries: list[Entry] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    areas: list[AreaRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)
    """Rows refused whole."""
    refusals: list[tuple[Line, int, SittingMention, Problem]] = field(default_factory=list)
    """Every result with figures that was refused: its line, group and sitting, and why."""
    asides: list[Line] = field(default_factory=list)
    """Rows of other periods and of the journal."""
    school_rows: int = 0
    used: dict[int, SittingMention] = field(default_factory=dict)
    """The sitting of each group whose headings name one."""


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, asking: Asking, cancelled: Callable[[], bool] | None = None) -> None:
        self.table = table
        self.asking = asking
        self.lines = LineReader(table)
        self._cancelled = cancelled
        self._sittings: dict[tuple[int, Hints], SittingMention | None] = {}
        self._fixed: dict[int, SittingMention | None] = {}
        self._row_hints: dict[tuple[str, ...], Hints] = {}
        own = [column for name, column in table.roles.items() if name in SITTING_COLUMNS]
        self._own = sorted(own, key=lambda column: column.meaning == "subject_code")
        self.context = with_inferred_family(table)
        self._some_subject = any(group.hints.subject for group in table.groups)
        self._families = self._families_of_table()
        self._strays = stray_columns(table)
        self._may_be_cut = len(table.groups) > 1 and not any(one.counts_people for one in table.groups)
        """Only in tables of shares every cell is filled with a number or a dash."""
        self._result = TableRows()
        self._scales: dict[SittingMention, Scale | None] = {}
        self._sides = SideColumns(table)
        self._joined_high = [group.high_with_hundreds for group in table.groups]
        self._plain = [plain_group(table, group) for group in table.groups]
        self._simple = (
            not (self._own or self._strays or self._may_be_cut) and not table.roles.keys() & _OF_ROWS
        )
        """Rows say nothing of their sitting, nor anything beside their figures."""
        self._known: list[tuple[int, SittingMention, PlainGroup | None]] | None = None
        """The groups of such a table with a sitting."""
        self._blank: list[Column] = []
        """Empty columns of the row at hand that are not decided."""
        self._waiting: list[Waiting] = []
        self._met: tuple[int, dict[int, set[SittingMention]]] = (-1, {})
        """Sittings of every group, with the number of entries they were gathered from."""

    def read(self) -> TableRows:
        """All rows of the table."""
        self._result.problems += self._unknown_subjects()
        nothing: list[tuple[Line, int, SittingMention]] = []
        persons: list[Line] = []
        for row in range(self.table.first, self.table.end):
            if row % ROWS_BETWEEN_ASKING == 0 and self._cancelled and self._cancelled():
                raise Cancelled
            line = self.lines.read(row)
            if line.kind == LineKind.SCHOOL:
                self._school(line, nothing)
            elif line.kind in (LineKind.TOTAL, LineKind.AREA, LineKind.NAMELESS):
                self._result.totals.append(line)
            elif line.kind == LineKind.PERSON:
                persons.append(line)
            elif line.kind == LineKind.ASIDE:
                self._result.asides.append(line)
        self._result.problems += self._of_asides(self._result.asides)
        if persons:
            self._result.problems.append(self._of_persons(persons))
        if self._waiting:
            self._decide_blanks(nothing)
        if self._result.totals:
            self._sides.fill(self._result, self.asking, self._all_rows(nothing))
        self._sides.settle(self._result)
        self._nobody_took_it(nothing)
        self._result.problems += self._told_of_resits()
        return self._result

    def _of_persons(self, lines: list[Line]) -> Problem:
        """Names of people where schools should stand are never schools."""
        where = self.table.grid.ref(lines[0].row, self.table.roles["school"].index)
        rows = counted(len(lines), "строка", "строки", "строк")
        text = f"В столбце школ фамилии людей: {rows}, например {where.address} «{lines[0].name}». Они оставлены в стороне."
        return Problem(Severity.WARNING, text, "", where, reason=Reason.ASIDE)

    def _of_asides(self, lines: list[Line]) -> Iterator[Problem]:
        """Rows of other periods and of the journal: one sentence a kind, with the words and numbers of rows."""
        for kind in dict.fromkeys(line.aside for line in lines):
            those = [line for line in lines if line.aside == kind]
            words = Counter(line.name for line in those)
            shown = ", ".join(f"«{word[:40]}» — {count}" for word, count in words.most_common(5))
            rows = counted(len(those), "строка", "строки", "строк")
            text = f"{rows} — {WHAT[kind] if kind else ''} ({shown}). Оставлено в стороне."
            where = self.table.grid.ref(those[0].row, 0)
            yield Problem(Severity.NOTE, text, "", where, reason=Reason.ASIDE)

    def _decide_blanks(self, nothing: list[tuple[Line, int, SittingMention]]) -> None:
        """Results with empty cells are read again when all rows and totals of the table are known."""
        rows = self._all_rows(nothing)
        blanks = Blanks(self.table, self.asking, rows, self._waiting)
        for one in self._waiting:
            self._result_of(one.line, one.group, one.sitting, blanks.is_nought, nothing)
        self._result.problems += blanks.told
        self._result.entries.sort(key=lambda entry: (entry.line.row, entry.group))

    def _all_rows(self, nothing: list[tuple[Line, int, SittingMention]]) -> Rows:
        lines = [(one.line, one.group, one.sitting) for one in self._result.entries]
        lines += [(one.line, one.group, one.sitting) for one in self._waiting]
        lines += nothing
        municipality = {line.row: line.municipality for line in self._result.refused}
        municipality |= {line.row: line.municipality for line, _, _ in lines}
        return Rows(
            Scopes(
                self.table, municipality, self._result.totals, {one.row: one.school for one, _, _ in lines}
            ),
            self._result.totals,
            {(line.row, at): sitting for line, at, sitting in lines},
            self.total_sitting,
        )

    def total_sitting(self, at: int, group: Group, line: Line) -> SittingMention | None:
        """A total need not repeat the class or subject of its rows: nothing is asked about it."""
        said = resolve(nearest((group.hints, self.row_hints(line.row), self.context))).sitting
        if self._met[0] != len(self._result.entries):
            by_group: dict[int, set[SittingMention]] = {}
            for entry in self._result.entries:
                by_group.setdefault(entry.group, set()).add(entry.sitting)
            for waiting in self._waiting:
                by_group.setdefault(waiting.group, set()).add(waiting.sitting)
            self._met = len(self._result.entries), by_group
        met = self._met[1].get(at, set())
        return said if said in met else next(iter(met)) if len(met) == 1 else said

    def _told_of_resits(self) -> list[Problem]:
        """Results after a resit stand beside those of the main period and never in their place."""
        if not any(entry.sitting.season == "final" for entry in self._result.entries):
            return []
        text = (
            "Результаты с учётом пересдачи загружены отдельно: они не заменяют результатов основного периода."
        )
        advice = "Какие из них учитывает расчёт, сказано в профиле методики."
        return [Problem(Severity.NOTE, text, advice, self.table.grid.ref(self.table.block.first, 0))]

    def _unknown_subjects(self) -> list[Problem]:
        """Figures under a heading that is no subject we know, beside headings that are: told, not lost silently."""
        if not self._some_subject or self.context.subject or "subject" in self.table.roles:
            return []
        problems: dict[str, Problem] = {}
        for group in self.table.groups:
            for column in () if group.hints.subject else (*group.columns, *group.left):
                chain = self.table.block.chains[column.index]
                above = (*chain[1:], *(text.split(":")[0] for text in chain[:1] if ":" in text))
                unknown = next((text for text in above if not self._beside_subjects(text)), "")
                unknown = unknown or next((text for text in chain if self.asking.hints(text).level), "")
                if unknown and unknown not in problems:
                    where = self.table.grid.ref(self.table.block.first, column.index)
                    text = f"Под заголовком «{unknown[:60]}» предмет не распознан: столбцы не загружены."
                    advice = "Добавьте такое название к предмету в «Справочниках» и загрузите книгу снова."
                    problems[unknown] = Problem(Severity.REFUSED, text, advice, where, reason=Reason.SUBJECT)
        return list(problems.values())

    def _beside_subjects(self, text: str) -> bool:
        """Totals over subjects, measures and words about the sitting are rightly no subjects."""
        return bool(
            _OVER_SUBJECTS.search(plain(text)) or measure_of(text) or role_of(text) or self.asking.hints(text)
        )

    def _school(self, line: Line, nothing: list[tuple[Line, int, SittingMention]]) -> None:
        self._result.school_rows += 1
        if self._simple:
            self._simple_school(line, nothing)
            return
        wrong = self._wrong_length(line) if self._strays or self._may_be_cut else None
        if wrong:
            self._result.problems.append(wrong)
            self._result.refused.append(line)
        row_hints = self.row_hints(line.row)
        for at in range(len(self.table.groups)):
            sitting = self.sitting(at, row_hints, line.row)
            if sitting is None:
                continue
            if wrong:
                self._result.refusals.append((line, at, sitting, wrong))
                continue
            self._result_of(line, at, sitting, self._not_decided, nothing)

    def _simple_school(self, line: Line, nothing: list[tuple[Line, int, SittingMention]]) -> None:
        """A short road: most results are plain figures that are sound."""
        if self._known is None:
            sittings = [(at, self.sitting(at, NOTHING, line.row)) for at in range(len(self.table.groups))]
            self._known = [(at, one, self._plain_at(at, one)) for at, one in sittings if one is not None]
        for at, sitting, group in self._known:
            reading = group.read(line.row) if group is not None else None
            if reading is None:
                self._result_of(line, at, sitting, self._not_decided, nothing)
            elif reading.sound:
                figures = reading.figures
                row = ReadRow(line.school, sitting, ResultState.VALID, figures, reading.cells)
                part = self.table.groups[at].part
                self._result.entries.append(Entry(line, at, sitting, reading, figures, row, part))
            else:
                self._take(line, at, sitting, reading)

    def _plain_at(self, at: int, sitting: SittingMention) -> PlainGroup | None:
        """How rows of the group are read at once, where the marks of the sitting allow it."""
        group = self._plain[at]
        marks = group is None or not group.has_marks or by_marks(sitting.family, sitting.level)
        return group if marks else None

    def _not_decided(self, column: Column, _row: int) -> bool:
        self._blank.append(column)
        return True

    def _result_of(
        self,
        line: Line,
        at: int,
        sitting: SittingMention,
        is_nought: IsNought,
        nothing: list[tuple[Line, int, SittingMention]],
    ) -> None:
        self._blank.clear()
        try:
            reading = self._reading(at, line.row, is_nought, sitting)
        except Refusal as refusal:
            self._result.problems.append(replace(refusal.problem, school=line.school.name))
            self._result.refusals.append((line, at, sitting, refusal.problem))
            empty = Reading(None)
            self._result.entries.append(
                Entry(line, at, sitting, empty, Figures(), None, self._part(at, line.row))
            )
            return
        if self._blank:
            self._waiting.append(Waiting(line, at, sitting, tuple(self._blank)))
        elif reading.state is None:
            nothing.append((line, at, sitting))
        else:
            self._take(line, at, sitting, reading)

    def scale(self, sitting: SittingMention) -> Scale | None:
        """What a pupil can get at the sitting."""
        if sitting not in self._scales:
            self._scales[sitting] = scale_of(sitting.family, sitting.level, sitting.subject)
        return self._scales[sitting]

    def _reading(self, at: int, row: int, is_nought: IsNought, sitting: SittingMention) -> Reading:
        at_once = self._plain_at(at, sitting)
        reading = at_once.read(row) if at_once is not None else None
        if reading is None:
            marks = by_marks(sitting.family, sitting.level)
            group = self.table.groups[at]
            reading = read_group(self.table, group, row, is_nought, self.scale(sitting), marks=marks)
        if "state" not in self.table.roles:
            return reading
        state = self._written_state(row)
        if state is None or reading.state == ResultState.VALID and state[0] == ResultState.VALID:
            return reading
        if reading.state == ResultState.VALID and state[0] not in (ResultState.EXCLUDED, ResultState.VALID):
            where = self.table.grid.ref(row, self.table.roles["state"].index)
            text = "В строке есть и числа, и отметка, что результата нет."
            raise Refusal(text, "Оставьте что-то одно.", where, Reason.CONTRADICTION)
        if state[0] == ResultState.VALID:
            return reading
        cells = reading.cells or (self.table.grid.ref(row, self.table.roles["state"].index),)
        return reading._replace(state=state[0], cells=cells, reason=state[1] or reading.reason)

    def _written_state(self, row: int) -> tuple[ResultState, str] | None:
        column = self.table.roles.get("state")
        if column is None:
            return None
        text = self.table.grid.text(row, column.index)
        value = value_of(text)
        state = _STATES.get(plain(text)) or (value.state if isinstance(value, Absent) else None)
        reason = self.table.roles.get("reason")
        return (state, self.table.grid.text(row, reason.index) if reason else "") if state else None

    def _take(self, line: Line, at: int, sitting: SittingMention, reading: Reading) -> None:
        figures = reading.figures if reading.sound else fit(reading.figures, sitting)
        problems: list[Problem] = []
        if reading.state == ResultState.VALID:
            if reading.left_out:
                self._sides.note(at, line.row, (), reading.left_out)
            if not reading.sound:
                figures, problems = self._checked(line, at, sitting, figures, reading)
        row = None
        refused = (
            next((one for one in problems if one.severity == Severity.REFUSED), None) if problems else None
        )
        if refused is not None:
            self._result.refusals.append((line, at, sitting, refused))
        else:
            state = reading.state or ResultState.NO_PARTICIPANTS
            row = ReadRow(
                line.school,
                sitting,
                state,
                figures if state in (ResultState.VALID, ResultState.EXCLUDED) else Figures(),
                reading.cells,
                reading.flagged,
                reading.reason,
            )
        self._result.entries.append(Entry(line, at, sitting, reading, figures, row, self._part(at, line.row)))

    def _checked(
        self, line: Line, at: int, sitting: SittingMention, given: Figures, reading: Reading
    ) -> tuple[Figures, list[Problem]]:
        """The completed figures without sides that contradict, and what is wrong with them."""

        def where() -> dict[str, CellRef]:
            return places(self.table, self.table.groups[at], line.row)

        scale, first = self.scale(sitting), reading.cells[0]
        figures, problems = checked(given, sitting, where, first)
        if problems and reading.own_decimals < given.pct_decimals:
            rounded = replace(given, pct_decimals=reading.own_decimals)
            again = checked(rounded, sitting, where, first)
            given, figures, problems = (rounded, *again) if not again[1] else (given, figures, problems)
        if problems or next(doubts(given, scale), None) is not None:
            given, left_out = without_sides(given, sitting, scale, self._joined_high[at])
            if left_out:
                self._sides.note(at, line.row, left_out, ())
                figures, problems = checked(given, sitting, where, first)
        self._result.problems += [replace(problem, school=line.school.name) for problem in problems]
        return figures, problems

    def _part(self, at: int, row: int) -> str:
        column = self.table.roles.get("grade")
        if column is None:
            return self.table.groups[at].part
        found = _CLASS_LETTER.fullmatch(plain(self.table.grid.text(row, column.index)))
        return self.table.groups[at].part + (found[2] if found else "")

    def _nobody_took_it(self, nothing: list[tuple[Line, int, SittingMention]]) -> None:
        """In a table of counts an empty group beside filled ones means that nobody of the school took it."""
        held = {entry.sitting for entry in self._result.entries if entry.reading.state == ResultState.VALID}
        for line, at, sitting in nothing:
            group = self.table.groups[at]
            if group.counts_people and sitting in held:
                cells = tuple(self.table.grid.ref(line.row, column.index) for column in group.columns)
                row = ReadRow(line.school, sitting, ResultState.NO_PARTICIPANTS, Figures(), cells)
                reading = Reading(ResultState.NO_PARTICIPANTS, cells=cells)
                self._result.entries.append(
                    Entry(line, at, sitting, reading, Figures(), row, self._part(at, line.row))
                )

    def _families_of_table(self) -> set[str]:
        """Kinds of exams that the headings, the titles and the rows name."""
        column = self.table.roles.get("family")
        rows = range(self.table.first, self.table.end)
        texts = {self.table.grid.text(row, column.index) for row in rows} if column else set()
        hints = (*(group.hints for group in self.table.groups), *map(self.asking.hints, texts), self.context)
        return {one.family for one in hints}

    def row_hints(self, row: int) -> Hints:
        """What the row's own columns say of the sitting."""
        if not self._own:
            return NOTHING
        texts = tuple(self.table.grid.text(row, column.index) for column in self._own)
        known = self._row_hints.get(texts)
        if known is None:
            meanings = [column.meaning for column in self._own]
            known = hints_of_row(meanings, texts, self.context.family, self.asking)
            self._row_hints[texts] = known
        return known

    def sitting(self, at: int, row_hints: Hints, row: int) -> SittingMention | None:
        """The sitting of the group in a row with such own columns; None when it cannot be told."""
        if row_hints is NOTHING and at in self._fixed:
            return self._fixed[at]
        key = (at, row_hints)
        if key not in self._sittings:
            self._sittings[key] = self._find_sitting(at, row_hints, row)
            if row_hints is NOTHING:
                self._fixed[at] = self._sittings[key]
        return self._sittings[key]

    def _find_sitting(self, at: int, row_hints: Hints, row: int) -> SittingMention | None:
        group = self.table.groups[at]
        hints = beside_exam(nearest((group.hints, row_hints, self.context)), self._families)
        resolved: Resolved = resolve(hints)
        if resolved.missing and not (self._some_subject and not hints.subject):
            where = self.table.grid.ref(row if row_hints else self.table.block.first, group.columns[0].index)
            about = self.table.grid.name, where, year_as_of((*self.table.titles, *self.table.outer))
            hints = ask_missing(self.asking, hints, resolved.missing, *about)
            further = resolve(hints)
            if (
                further.missing and further.missing != resolved.missing
            ):  # the family decides what else is needed
                hints = ask_missing(self.asking, hints, further.missing, *about)
                further = resolve(hints)
            resolved = further
        if resolved.sitting:
            self._result.used.setdefault(at, resolved.sitting)
        return resolved.sitting

    def _wrong_length(self, line: Line) -> Problem | None:
        """Values under no heading, or a row that ends in the middle of a result: everything may be shifted."""
        grid, row = self.table.grid, line.row
        for at in self._strays:
            if isinstance(value_of(grid.own(row, at)), Number | Absent):
                where = grid.ref(row, at)
                text = (
                    f"В строке лишнее значение: {where.address} стоит не под заголовком. Строка не загружена."
                )
                return Problem(Severity.REFUSED, text, SEE_ROW, where, line.school.name, Reason.SHIFTED)
        cut = self._cut_short(row)
        if cut is not None:
            where = grid.ref(row, cut)
            text = f"В строке не хватает значений: она обрывается перед {where.address}. Строка не загружена."
            return Problem(Severity.REFUSED, text, SEE_ROW, where, line.school.name, Reason.SHIFTED)
        return None

    def _cut_short(self, row: int) -> int | None:
        """The first cell that should be filled and is not."""
        if not self._may_be_cut:
            return None
        groups = self.table.groups
        columns = sorted((column for group in groups for column in group.columns), key=lambda c: c.index)
        filled = [value_of(self.table.grid.own(row, column.index)) is not None for column in columns]
        if all(filled) or not any(filled):
            return None
        end = len(filled) - filled[::-1].index(True)
        if end == len(filled) or not all(filled[:end]):
            return None
        last, following = columns[end - 1], columns[end]
        same = any(last in group.columns and following in group.columns for group in groups)
        return following.index if same and following.meaning in CORE | {"high"} else None


def school_key(school: SchoolMention, normalised: str) -> tuple[str, str]:
    """Two mentions of one school inside one file have the same key; a spreadsheet drops leading noughts of codes."""
    return (school.code.lstrip("0"), "") if school.code else (normalised, plain(school.municipality))
