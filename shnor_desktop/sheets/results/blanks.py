"""What a total stands for, and by it: are empty cells beside a number of participants noughts, or not known?

A total that fits with noughts proves them; noughts of totals, of other columns and other subjects prove nothing. What is
not proved is asked once for all columns of the same words, with the number of rows, and remembered for books of the same
source.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.results.checks import Scale, nobody_failed, somebody_failed
from shnor_desktop.rules.results.low_share import unit_e4
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.rules.words.short_names import short_name
from shnor_desktop.sheets.book.problems import Problem, Reason, Severity
from shnor_desktop.sheets.book.values import Absent, Number, is_dash, may_be_nought, plain
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.row_kinds import Line, LineKind
from shnor_desktop.sheets.results.table import Column, Group, Table, own_words, value_at
from shnor_desktop.sheets.results.types import Refusal, SchoolMention, SittingMention
from shnor_desktop.sheets.words.meaning import COUNT, LABELS, PERCENT

BLANK_OPTIONS = (("zero", "Ноль"), ("missing", "Нет сведений"))
Held = tuple[int, SittingMention]
"""A group of columns and the sitting it is about: in a flat list rows of one column belong to several."""
IsNought = Callable[[Column, int], bool]
"""Is an empty cell of the column and row, beside a number of participants, a nought?"""
CORE = frozenset(("participants", "failed", "mark_3", "mark_4", "mark_5", "passed"))
MARK_MEANINGS = ("failed", "mark_3", "mark_4", "mark_5")
HUNDRED = 100 * E4
SAY_WHAT = "Впишите число или ответьте на вопрос, 0 это или нет сведений."
SAY_LATER = "Впишите число, когда оно станет известно, и загрузите книгу снова."
SEE_ROW = "Проверьте строку в файле: возможно, значения сдвинуты."


_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:(?:ск|цк)?(?:ого|ому|ыми|ими|ым|им|ом|ой|ый|ий|ая|яя|ую|юю|ое|ее|ей|его|ему|ем)|ов|ам|ах|ями|а|у|е|ы|и|я|ю|ь)(?![а-я])"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The school rows a total may stand for."""

    name: str
    """Of the municipality; "" for all or for a stretch of rows."""
    rows: frozenset[int]
    whole: bool = False


class Scopes:
    """The rows of schools of one table and its totals."""

    def __init__(
        self,
        table: Table,
        municipality: Mapping[int, str],
        totals: Sequence[Line],
        schools: Mapping[int, SchoolMention],
    ) -> None:
        self._end = table.end
        self._schools = schools
        self._totals = totals
        self.municipality = municipality
        """Of every row of a school."""
        self.names = {plain(name): name for name in municipality.values() if name}
        self.school_rows = sorted(municipality)

    def school_of(self, row: int) -> str:
        """The school of a row as the file names it."""
        school = self._schools.get(row)
        return school.text if school else ""

    def of(self, line: Line) -> list[Scope]:
        """The rows the line may stand for, the likeliest first."""
        if line.school.name:
            return [
                Scope("", frozenset(row for row, school in self._schools.items() if school == line.school))
            ]
        everything = Scope("", frozenset(self.school_rows), whole=True)
        if line.area in ("region", "country"):
            return [everything]
        named = self._named(line.municipality or line.name)
        if named:
            return [named]
        above, below = self._stretch(line, up=True), self._stretch(line, up=False)
        if line.kind == LineKind.AREA:
            return [scope for scope in (below, above) if scope.rows]
        last = not below.rows
        scopes = (everything, above) if last else (above, everything)
        return [scope for scope in scopes if scope.rows]

    def _named(self, name: str) -> Scope | None:
        wanted = _stems(name)
        if not wanted:
            return None
        for clean, municipality in self.names.items():
            if _stems(municipality) == wanted or plain(name) == clean:
                rows = frozenset(row for row, held in self.municipality.items() if plain(held) == clean)
                return Scope(municipality, rows)
        return None

    def _stretch(self, line: Line, up: bool) -> Scope:
        """School rows from the line to the next total."""
        marks = [other.row for other in self._totals if other.row != line.row]
        if up:
            edge = max((row for row in marks if row < line.row), default=-1)
            inside = (row for row in self.school_rows if edge < row < line.row)
        else:
            edge = min((row for row in marks if row > line.row), default=self._end)
            inside = (row for row in self.school_rows if line.row < row < edge)
        return Scope("", frozenset(inside))


def _stems(name: str) -> frozenset[str]:
    """Words without endings: «Берёзовскому району» and «Берёзовский район» are one."""
    words = re.findall(r"[а-яa-z\d]+", _ENDING.sub("", plain(name)))
    return frozenset(word for word in words if word not in ("по", "и", "город", "муницип", "образ"))


class Waiting(NamedTuple):
    """A result whose empty cells are not decided yet."""

    line: Line
    group: int
    sitting: SittingMention
    columns: tuple[Column, ...]


class Rows(NamedTuple):
    """What the table is known to hold when all its rows were looked at."""

    scopes: Scopes
    totals: Sequence[Line]
    sittings: Mapping[tuple[int, int], SittingMention]
    """By row and group."""
    total_sitting: Callable[[int, Group, Line], SittingMention | None]


class Blanks:
    """Decides the empty cells of one table."""

    def __init__(self, table: Table, asking: Asking, rows: Rows, waiting: Sequence[Waiting]) -> None:
        self._table, self._asking, self._rows = table, asking, rows
        self._noughts: set[tuple[int, int]] = set()
        """Column and row of the cells that are noughts."""
        self.told: list[Problem] = []
        self._prove(waiting)
        self._ask(waiting)

    @classmethod
    def proved(cls, table: Table, asking: Asking, rows: Rows, waiting: Sequence[Waiting]) -> "Blanks":
        """Only what totals prove; nothing is asked."""
        blanks = cls(table, asking, rows, ())
        blanks._prove(waiting)
        return blanks

    def is_nought(self, column: Column, row: int) -> bool:
        """Is the empty cell a nought?"""
        return (column.index, row) in self._noughts

    def _prove(self, waiting: Sequence[Waiting]) -> None:
        """Totals that agree with the rows in participants, and in the column when empty cells are noughts."""
        held: dict[Held, list[Waiting]] = {}
        for one in waiting:
            held.setdefault((one.group, one.sitting), []).append(one)
        for total in self._rows.totals:
            for scope in self._rows.scopes.of(total):
                for (at, sitting), those in held.items():
                    inside = [one for one in those if one.line.row in scope.rows]
                    if inside:
                        rows = [row for row in scope.rows if self._rows.sittings.get((row, at)) == sitting]
                        self._prove_group(total, at, sitting, rows, inside)

    def _prove_group(
        self, total: Line, at: int, sitting: SittingMention, rows: Sequence[int], inside: Sequence[Waiting]
    ) -> None:
        group = self._table.groups[at]
        people = group.of("participants")
        if people is None or self._rows.total_sitting(at, group, total) != sitting:
            return
        if not self._fits(people, total.row, rows):
            return
        for column in {column.index: column for one in inside for column in one.columns}.values():
            if column.unit == COUNT and self._fits(column, total.row, rows):
                self._noughts |= {(column.index, one.line.row) for one in inside if column in one.columns}

    def _fits(self, column: Column, total: int, rows: Sequence[int]) -> bool:
        written = value_at(self._table, total, column)
        if not isinstance(written, Number):
            return False
        found = 0
        for row in rows:
            value = value_at(self._table, row, column)
            if isinstance(value, Number):
                found += value.e4
            elif value is not None and not isinstance(value, Absent):
                return False
        return found == written.e4

    def _ask(self, waiting: Sequence[Waiting]) -> None:
        """One question for all columns of the same words; those that hold noughts of schools are asked apart."""
        by_key: dict[str, tuple[str, bool, list[tuple[Column, int]]]] = {}
        with_noughts: dict[tuple[int, int], bool] = {}
        for one in waiting:
            for column in one.columns:
                if self.is_nought(column, one.line.row):
                    continue
                at = one.group, column.index
                if at not in with_noughts:
                    with_noughts[at] = self._has_noughts(one.group, column)
                words = own_words(self._table.block.chains[column.index], self._asking.hints)
                shown, words = words or column.heading.split(" / ")[-1], words or LABELS[column.meaning]
                key = f"blank:{self._asking.kin}:{plain(words).replace(chr(34), '')}" + (
                    ":0" if with_noughts[at] else ""
                )
                cells = by_key.setdefault(key, (shown, with_noughts[at], []))[2]
                cells.append((column, one.line.row))
        for key, (words, noughts, cells) in by_key.items():
            self._answer(key, words, noughts, cells)

    def _answer(self, key: str, words: str, noughts: bool, cells: list[tuple[Column, int]]) -> None:
        column, row = cells[0]
        where = self._table.grid.ref(row, column.index)
        words = quoted(words)
        written = {plain(self._table.grid.text(line, one.index)) for one, line in cells}
        words_there = ", ".join(f"«{word}»" for word in sorted(written - {""})[:3])
        stands = f"{'пусто или ' if '' in written else 'стоит '}{words_there}" if words_there else "пусто"

        def text(count: int) -> str:
            rows = counted(count, "строка", "строки", "строк")
            also = " В этих же столбцах есть и нули." if noughts else ""
            return f"{rows}: участники указаны, а под {words} {stands} — это 0 или нет сведений?{also}"

        rows_there = sorted({line for _, line in cells})
        schools = [short_name(name) for line in rows_there if (name := self._rows.scopes.school_of(line))]
        together = f"{self._table.grid.name}:{hash(tuple(rows_there))}:{stands}:{noughts};"
        answer = self._asking.ask_counted(key, len(cells), text, BLANK_OPTIONS, where, schools, together)
        if answer == "zero":
            self._noughts |= {(column.index, row) for column, row in cells}
            rows = counted(len(cells), "строке", "строках", "строках")
            told = f"Под {words} {stands} в {rows}: прочитано как 0, как отвечено."
            self.told.append(Problem(Severity.NOTE, told, "", where, reason=Reason.BLANK))

    def _has_noughts(self, group: int, column: Column) -> bool:
        """Do schools have noughts in this column, so that an empty cell may mean something else?"""
        return any(
            isinstance(value := value_at(self._table, row, column), Number) and not value.e4
            for row, at in self._rows.sittings
            if at == group
        )


def _core(group: Group) -> list[Column]:
    """Columns that must be filled together; a measure given twice (count and share) counts once."""
    names = CORE if group.counts_people else CORE | {"high"}
    return [column for column in group.columns if column.meaning in names]


def missing_core(group: Group, numbers: dict[int, Number]) -> list[Column]:
    """Columns that should have a number beside the others and have none, nor follow from one that has; of a number and
    its share only the number."""
    given = {column.meaning for column in group.columns if column.index in numbers}
    if given & {"failed", "passed"} and (group.of("participants") or not group.passed_and_failed):
        given |= {"failed", "passed"}  # each says the other
    missing: dict[str, Column] = {}
    for column in _core(group):
        if column.index not in numbers and column.meaning not in given:
            held = missing.setdefault(column.meaning, column)
            if held.unit == PERCENT and column.unit == COUNT:
                missing[column.meaning] = column
    return list(missing.values())


def fill_blanks(
    table: Table,
    group: Group,
    row: int,
    numbers: dict[int, Number],
    is_nought: IsNought,
    scale: Scale | None,
) -> None:
    """Every empty cell of the result is a nought by proof or by an answer, or the row is refused."""
    missing = missing_core(group, numbers)
    why_not = _cannot_be_nought(group, numbers, missing, scale) if missing else ""
    for column in missing:
        if column.meaning == "passed" and group.of("failed") in missing:
            continue  # follows from the failed
        asked = False
        if not why_not and column.meaning in MARK_MEANINGS and _is_blank(table, row, column):
            if _marks_complete(group, numbers) or _nobody_failed(group, numbers, column, scale):
                continue
            people = group.of("participants") or group.of("passed", COUNT)
            asked = people is not None and people.index in numbers
            if asked and is_nought(column, row):
                continue
        raise _half_filled(table, group, row, numbers, column, why_not, asked)


def _half_filled(
    table: Table,
    group: Group,
    row: int,
    numbers: dict[int, Number],
    column: Column,
    why_not: str,
    asked: bool,
) -> Refusal:
    """Why a result with a number in one cell and none in another is not taken."""
    where, other = table.grid.ref(row, column.index), table.grid.ref(row, next(iter(numbers)))
    value, word = value_at(table, row, column), table.grid.text(row, column.index)
    if not isinstance(value, Absent) or is_dash(word):
        empty = "пусто" if value is None else "прочерк"
        text = (
            f"Результат заполнен наполовину: в {other.address} число, а в {where.address} {empty}{why_not}."
        )
        return Refusal(text, SAY_WHAT if asked else SEE_ROW, where, Reason.BLANK)
    if (
        column.meaning == "participants"
        or not may_be_nought(value, word)
        and value.state != ResultState.NOT_RECEIVED
    ):
        text = f"В {other.address} число, а в {where.address} «{word[:60]}»: одно из двух неверно."
        return Refusal(text, "Оставьте что-то одно: числа или слова.", where, Reason.CONTRADICTION)
    text = f"Участники указаны, а в {where.address} «{word[:60]}»{why_not}: сколько их, не сказано."
    return Refusal(text, SAY_WHAT if asked else SAY_LATER, where, Reason.BLANK)


def _is_blank(table: Table, row: int, column: Column) -> bool:
    """Empty, or the dash or the «нет» that many put instead of a nought."""
    value = value_at(table, row, column)
    if not isinstance(value, Absent):
        return value is None
    word = table.grid.text(row, column.index)
    return is_dash(word) or may_be_nought(value, word)


def _marks(group: Group, numbers: dict[int, Number], unit: str) -> list[Number]:
    return [
        numbers[column.index]
        for column in group.columns
        if column.meaning in MARK_MEANINGS and column.unit == unit and column.index in numbers
    ]


def _marks_complete(group: Group, numbers: dict[int, Number]) -> bool:
    """The marks that are given already make up all participants, or a hundred percent: an empty mark is none."""
    counts = _marks(group, numbers, COUNT)
    n = _people(group, numbers)
    if n is not None and counts:
        return sum(one.e4 for one in counts) == n * E4
    shares = _marks(group, numbers, PERCENT)
    if len(shares) < 2:
        return False
    slack = len(shares) * unit_e4(max(one.decimals for one in shares)) // 2
    one_pupil = HUNDRED // n if n else 0
    return abs(sum(one.e4 for one in shares) - HUNDRED) <= slack and (not n or slack < one_pupil)


def _people(group: Group, numbers: dict[int, Number]) -> int | None:
    participants = group.of("participants")
    number = numbers.get(participants.index) if participants else None
    return number.whole if number else None


def _nobody_failed(group: Group, numbers: dict[int, Number], column: Column, scale: Scale | None) -> bool:
    """High scores of all, or a mean that one failed pupil would not allow."""
    n = _people(group, numbers)
    if column.meaning != "failed" or not n:
        return False
    high_column, mean_column = group.of("high", COUNT), group.of("mean")
    high = numbers.get(high_column.index) if high_column else None
    mean = numbers.get(mean_column.index) if mean_column else None
    if high is not None and high.whole == n:
        return True
    return scale is not None and mean is not None and nobody_failed(mean.e4, n, scale)


def _cannot_be_nought(
    group: Group, numbers: dict[int, Number], missing: list[Column], scale: Scale | None
) -> str:
    """Why no empty cell can be a nought; "" when it can."""
    n = _people(group, numbers)
    if not n:
        return ""
    mean_column = group.of("mean")
    mean = numbers.get(mean_column.index) if mean_column else None
    failed = any(column.meaning == "failed" for column in missing)
    if failed and scale is not None and mean is not None and somebody_failed(mean.e4, n, scale):
        return ", а нулём быть не может: средний балл ниже минимального"
    if set(MARK_MEANINGS) <= {column.meaning for column in missing}:
        return ", а нулями все отметки быть не могут"
    marks = {column.meaning for column in group.columns if column.unit == COUNT}
    counts = _marks(group, numbers, COUNT)
    if marks.issuperset(MARK_MEANINGS) and counts and sum(one.e4 for one in counts) < n * E4:
        return ", а нулём быть не может: отметок меньше, чем участников"
    return ""
