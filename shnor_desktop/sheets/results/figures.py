"""The figures of one group of columns in one row: a result, a state without figures, or the reason of a refusal."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

from shnor_desktop.rules.figures import E4, Figures, ResultState, by_marks
from shnor_desktop.rules.results.checks import Scale, add_up
from shnor_desktop.sheets.book.problems import CellRef, Reason
from shnor_desktop.sheets.book.reader import Cell
from shnor_desktop.sheets.book.values import Absent, Fault, Number, Value, plain, value_of
from shnor_desktop.sheets.results.blanks import MARK_MEANINGS, IsNought, fill_blanks, missing_core
from shnor_desktop.sheets.results.groups import COUNT_FIELDS, PERCENT_FIELDS
from shnor_desktop.sheets.results.table import Column, Group, Table, value_at
from shnor_desktop.sheets.results.types import Refusal, SittingMention
from shnor_desktop.sheets.words.meaning import COUNT, PERCENT

STATE_ORDER = (
    ResultState.EXCLUDED,
    ResultState.NOT_RECEIVED,
    ResultState.NO_PARTICIPANTS,
    ResultState.NOT_CONDUCTED,
)
_NO_FLAG = re.compile(r"нет(?![а-я])|не (?:выявл|обнаруж|установл|име|найден)|отсутств|объективн")
HUNDRED = 100 * E4
PASSING_MARKS = MARK_MEANINGS[1:]
SIDE_MEANINGS = frozenset(("mean", "high", "hundreds", "lowered", "confirmed", "raised"))
"""Columns beside the result: what is wrong in one of them does not cost the result."""


class LeftOut(NamedTuple):
    """A cell beside the result that is no figure of it, and why."""

    column: Column
    where: CellRef
    why: str


class Reading(NamedTuple):
    """What one group of cells says; `state` None means that all its cells are empty."""

    state: ResultState | None
    figures: Figures = Figures()
    cells: tuple[CellRef, ...] = ()
    flagged: bool = False
    reason: str = ""
    own_decimals: int = 4
    """Decimals that the shares of this row themselves print; the columns may print more."""
    left_out: tuple[LeftOut, ...] = ()
    sound: bool = False
    """It was seen already that there is nothing to doubt in the figures or to complete."""


class _Cells:
    """The cells of one group in one row, sorted by what they hold."""

    __slots__ = ("absent", "faults", "flagged", "left_out", "numbers", "refs", "words")

    def __init__(self) -> None:
        self.numbers: dict[int, Number] = {}
        self.absent: list[Absent] = []
        self.faults: list[tuple[Column, CellRef, Fault]] = []
        self.words: list[tuple[Column, CellRef, str]] = []
        self.refs: list[CellRef] = []
        self.left_out: list[LeftOut] = []
        self.flagged = False


class PlainGroup:
    """A group of numbers of people, shares and a mean: a row with a plain number in each of its cells is read at once, and
    just as `read_group` reads it."""

    __slots__ = ("_cells", "_grid", "_indexes", "_read", "has_marks")

    def __init__(self, table: Table, group: Group, fields: list[str]) -> None:
        self._grid = table.grid
        self._indexes = [column.index for column in group.columns]
        first, *further = self._indexes
        self._cells = itemgetter(first, *further) if further else itemgetter(slice(first, first + 1))
        decimals = max((one.decimals for one in group.columns if one.unit == PERCENT), default=0)
        units = [column.unit for column in group.columns]
        self._read = _plain_reader(tuple(zip(fields, units, strict=True)), decimals)
        self.has_marks = any(column.meaning in PASSING_MARKS for column in group.columns)

    def read(self, row: int) -> Reading | None:
        """The result; None when something else than a number stands in a cell, or nothing but noughts."""
        found = self._read(tuple(self._cells(self._grid.rows[row])))
        if found is None:
            return None
        figures, own, sound = found
        refs = self._grid.refs(row, self._indexes)
        return Reading(ResultState.VALID, figures, refs, own_decimals=own, sound=sound)


_PlainReader = Callable[[tuple[Cell, ...]], tuple[Figures, int, bool] | None]


@lru_cache(maxsize=50)
def _plain_reader(fields: tuple[tuple[str, str], ...], decimals: int) -> _PlainReader:
    """Reads the cells of such fields and remembers them: small schools have the same ones over and over."""
    return lru_cache(maxsize=10_000)(partial(_plain_figures, fields, decimals))


def _plain_figures(
    fields: tuple[tuple[str, str], ...], decimals: int, cells: tuple[Cell, ...]
) -> tuple[Figures, int, bool] | None:
    """The figures, how many decimals the row itself prints and whether the figures are sound."""
    found: dict[str, int] = {}
    own = 0
    for (name, unit), cell in zip(fields, cells, strict=True):
        value = value_of(cell)
        if not isinstance(value, Number) or value.beside is not None:
            return None
        number = value.e4
        if unit == COUNT:
            number, rest = divmod(number, E4)
            if rest:
                return None
        elif unit:
            own = max(own, value.decimals)
        found[name] = number
    if not any(found.values()):
        return None
    figures = Figures(**found, pct_decimals=max(own, decimals))
    return figures, own, add_up(figures)


def plain_group(table: Table, group: Group) -> PlainGroup | None:
    """The group when each of its columns says one figure by itself."""
    fields = [_field_alone(column) for column in group.columns]
    plain = fields and "" not in fields and not group.high_leaves_hundreds_out
    return PlainGroup(table, group, fields) if plain else None


def _field_alone(column: Column) -> str:
    """The figure a number of the column is, as it stands there; "" when that depends on others, or on its row."""
    if column.meaning == "mean":
        return "mean_e4"
    if column.unit == COUNT:
        return COUNT_FIELDS.get(column.meaning, "")
    if column.unit != PERCENT or column.meaning == "quality" or column.fraction or column.parts:
        return ""
    return PERCENT_FIELDS.get(column.meaning, "")


def read_group(
    table: Table,
    group: Group,
    row: int,
    is_nought: IsNought,
    scale: Scale | None = None,
    *,
    marks: bool = True,
) -> Reading:
    """Figures or state of the group in the row, whose sitting has marks or not; raises Refusal."""
    group = group if marks else _of_points(table, group, row)
    cells = _sorted(table, group, row)
    numbers = cells.numbers
    if cells.words:
        _leave_out_words(cells)
    if not numbers:
        return _without_numbers(group, cells)
    if _nobody(group, numbers):
        return _no_participants(group, cells)
    if cells.faults:
        _leave_out_faults(group, cells)
    if len(numbers) < len(group.columns):
        fill_blanks(table, group, row, numbers, is_nought, scale)
    figures, own = _figures(table, group, row, cells)
    return Reading(
        ResultState.VALID,
        figures,
        tuple(cells.refs),
        cells.flagged,
        own_decimals=own,
        left_out=tuple(cells.left_out),
    )


def _of_points(table: Table, group: Group, row: int) -> Group:
    """A list of all exams has columns of «3», «4» and «5», which at ЕГЭ are empty, dashed or noughts: they say nothing."""
    marks = [column for column in group.columns if column.meaning in PASSING_MARKS]
    if not marks:
        return group
    values = [value_at(table, row, column) for column in marks]
    idle = all(value is None or isinstance(value, Absent) or _is_nought(value) for value in values)
    if len({column.meaning for column in marks}) < len(PASSING_MARKS) or not idle:
        return group
    if group.of("failed") is None and group.of("passed") is None:
        return group
    return Group(group.hints, [column for column in group.columns if column not in marks], group.left)


def _is_nought(value: Value) -> bool:
    return isinstance(value, Number) and not value.e4


def _sorted(table: Table, group: Group, row: int) -> _Cells:
    cells = _Cells()
    for column in group.columns:
        value = value_at(table, row, column)
        if value is None:
            continue
        if column.meaning == "objectivity":
            cells.flagged = cells.flagged or is_flag(value)
            continue
        where = table.grid.ref(row, column.index)
        cells.refs.append(where)
        if isinstance(value, Number):
            cells.numbers[column.index] = value
        elif isinstance(value, Absent):
            cells.absent.append(value)
        elif isinstance(value, Fault):
            cells.faults.append((column, where, value))
        else:
            cells.words.append((column, where, value))
    return cells


def _leave_out_words(cells: _Cells) -> None:
    """A word in a column beside the result is left out; in the result itself it refuses the row."""
    for column, where, value in cells.words:
        if column.meaning not in SIDE_MEANINGS or not cells.numbers:
            text = f"В ячейке {where.address} не число: «{value[:60]}»."
            raise Refusal(text, "Впишите число, «-» или «х».", where, Reason.NOT_A_NUMBER)
        cells.left_out.append(LeftOut(column, where, f"не число: «{value[:60]}»"))


def _leave_out_faults(group: Group, cells: _Cells) -> None:
    """An error in a column beside the result, or in a share whose number is given, is left out."""
    given = {column.meaning for column in group.columns if column.index in cells.numbers}
    for column, where, fault in cells.faults:
        if column.meaning not in SIDE_MEANINGS and column.meaning not in given:
            raise _faulty(where, fault)
        if fault.unsure:
            continue
        why = "формула не рассчитана" if fault.uncalculated else f"ошибка {fault.name}"
        cells.left_out.append(LeftOut(column, where, why))


def _faulty(where: CellRef, fault: Fault) -> Refusal:
    if fault.unsure:
        text = f"В ячейке {where.address} число до 1 рядом с процентами: не решено, часть единицы это или проценты."
        return Refusal(text, "Ответьте на вопрос или запишите доли одинаково.", where, Reason.PARTS_OF_ONE)
    if fault.uncalculated:
        text = f"В ячейке {where.address} формула не рассчитана: значения в файле нет."
        advice = "Откройте книгу в Excel или LibreOffice, сохраните и загрузите снова."
        return Refusal(text, advice, where, Reason.FORMULA)
    text = f"В ячейке {where.address} ошибка {fault.name} вместо числа."
    return Refusal(text, "Исправьте формулу в книге и загрузите её снова.", where, Reason.ERROR)


def _without_numbers(group: Group, cells: _Cells) -> Reading:
    """Dashes and words: of several the strongest counts."""
    if not cells.absent:
        unknown = [one for one in cells.faults if not (one[2].not_found or one[2].of_nobody)]
        if unknown:
            raise _faulty(unknown[0][1], unknown[0][2])
        if cells.faults and group.counts_people and all(one[2].of_nobody for one in cells.faults):
            return Reading(None, flagged=cells.flagged)
        if cells.faults:  # what was to be looked up for this school was not there
            return Reading(ResultState.NOT_RECEIVED, cells=tuple(cells.refs), flagged=cells.flagged)
        return Reading(None, flagged=cells.flagged)
    state = next(one for one in STATE_ORDER if any(value.state == one for value in cells.absent))
    reason = next((value.reason for value in cells.absent if value.reason), "")
    return Reading(state, cells=tuple(cells.refs), flagged=cells.flagged, reason=reason)


def _no_participants(group: Group, cells: _Cells) -> Reading:
    participants = group.of("participants")
    if cells.absent and participants is not None and participants.index not in cells.numbers:
        return _without_numbers(group, cells)
    return Reading(ResultState.NO_PARTICIPANTS, cells=tuple(cells.refs), flagged=cells.flagged)


def is_flag(value: Value) -> bool:
    """A marker column holds a number above 0 or a word that does not deny it."""
    if isinstance(value, Number):
        return value.e4 > 0
    return isinstance(value, str) and _NO_FLAG.match(plain(value)) is None


def _nobody(group: Group, numbers: dict[int, Number]) -> bool:
    """Nought participants, or none given and nothing but noughts beside."""
    return group.counts_people and not any(value.e4 for value in numbers.values())


def _figures(table: Table, group: Group, row: int, cells: _Cells) -> tuple[Figures, int]:
    """The figures, and how many decimals the shares of the row itself print."""
    found: dict[str, int] = {}
    numbers = cells.numbers
    bracketed = False
    for column in group.columns:
        number = numbers.get(column.index)
        if number is None:
            continue
        bracketed = bracketed or number.beside is not None
        if column.unit == COUNT:
            whole, rest = divmod(number.e4, E4)
            if rest:
                _broken_count(table, row, column, cells)
                continue
            found[COUNT_FIELDS.get(column.meaning, column.meaning)] = whole
        elif column.unit == PERCENT and column.meaning in PERCENT_FIELDS:
            found[PERCENT_FIELDS[column.meaning]] = number.e4
        elif column.meaning == "mean":
            found["mean_e4"] = number.e4
    decimals, own = _decimals(group, numbers)
    if len(numbers) < len(group.columns):
        _noughts(found, group, numbers)
    if bracketed:
        decimals = max(decimals, _from_brackets(found, group, numbers))
    _refuse_unequal(table, group, row, found)
    return Figures(**_derived(found, numbers, group), pct_decimals=decimals), own


def _refuse_unequal(table: Table, group: Group, row: int, found: dict[str, int]) -> None:
    """Those who passed and those who failed are all who took part."""
    parts, column = (found.get("passed"), found.get("failed")), group.of("passed", COUNT)
    n = found.get("participants")
    if column is None or n is None or None in parts or sum(part or 0 for part in parts) == n:
        return
    text = f"Справились {parts[0]}, не справились {parts[1]}, а участников {n}: не сходится."
    where = table.grid.ref(row, column.index)
    raise Refusal(text, "Сверьте с источником и исправьте.", where, Reason.CONTRADICTION)


def _broken_count(table: Table, row: int, column: Column, cells: _Cells) -> None:
    where = table.grid.ref(row, column.index)
    if column.meaning in SIDE_MEANINGS:
        del cells.numbers[column.index]
        cells.left_out.append(LeftOut(column, where, "не целое число человек"))
        return
    text = f"В ячейке {where.address} не целое число человек."
    raise Refusal(text, "Проверьте, не доля ли это.", where, Reason.NOT_A_NUMBER)


def _decimals(group: Group, numbers: dict[int, Number]) -> tuple[int, int]:
    """Decimals of the shares in their columns and in this row; quality is printed in its own way and counts alone only."""
    shares = [one for one in group.columns if one.unit == PERCENT and one.index in numbers]
    telling = [one for one in shares if one.meaning != "quality"] or shares
    own = max((numbers[one.index].decimals for one in telling), default=0)
    return max((own, *(one.decimals for one in telling))), own


def _from_brackets(found: dict[str, int], group: Group, numbers: dict[int, Number]) -> int:
    """«3 чел. (30 %)» says the number and the share, so that one can be checked by the other; decimals of shares."""
    decimals = 0
    for column in group.columns:
        number = numbers.get(column.index)
        beside = number.beside if number else None
        if beside is None:
            continue
        if column.unit == COUNT and beside.percent_sign and column.meaning in PERCENT_FIELDS:
            found.setdefault(PERCENT_FIELDS[column.meaning], beside.e4)
            decimals = max(decimals, beside.decimals)
            continue
        counted = column.unit == PERCENT and not beside.percent_sign and column.meaning in COUNT_FIELDS
        if counted and beside.whole is not None:
            found.setdefault(COUNT_FIELDS[column.meaning], beside.whole)
    return decimals


def _noughts(found: dict[str, int], group: Group, numbers: dict[int, Number]) -> None:
    """Empty cells that were not refused are none of the participants."""
    for column in missing_core(group, numbers):
        fields = COUNT_FIELDS if column.unit == COUNT else PERCENT_FIELDS
        if column.meaning in MARK_MEANINGS and column.unit:
            found[fields[column.meaning]] = 0


def _derived(found: dict[str, int], numbers: dict[int, Number], group: Group) -> dict[str, int]:
    """Успеваемость and shares of the journal comparison turned into what is kept."""
    n, passed = found.get("participants"), found.pop("passed", None)
    if passed is not None and n is not None:
        found.setdefault("failed", n - passed)
    elif passed is not None and "failed" in found:
        n = found["participants"] = passed + found["failed"]
    _take_quality(found, n)
    if "high" in found and group.high_leaves_hundreds_out:
        found["high"] += found.get("hundreds", 0)  # «81–99» leaves the hundreds out
    for column in group.columns:
        if column.unit != PERCENT or column.meaning in PERCENT_FIELDS or column.index not in numbers:
            continue
        share = numbers[column.index].e4
        if column.meaning == "passed":
            found.setdefault("failed_pct_e4", HUNDRED - share)
        elif column.meaning in COUNT_FIELDS and n is not None:
            found.setdefault(COUNT_FIELDS[column.meaning], (2 * share * n + HUNDRED) // (2 * HUNDRED))
    return found


def _take_quality(found: dict[str, int], n: int | None) -> None:
    """The number of «4» and «5» together is what the «3» leave; without those it is kept as a share."""
    good, failed = found.pop("quality", None), found.get("failed")
    if good is None or not n:
        return
    if failed is not None and "count_3" not in found and n - failed - good >= 0:
        found["count_3"] = n - failed - good
    elif good <= n:
        found.setdefault("quality_pct_e4", (2 * HUNDRED * good + n) // (2 * n))


def fit(figures: Figures, sitting: SittingMention) -> Figures:
    """At ЕГЭ a lone share or number of «5» is that of high scores."""
    if by_marks(sitting.family, sitting.level) or figures.pct_3_e4 is not None or figures.count_3 is not None:
        return figures
    if figures.pct_5_e4 is not None and figures.high_pct_e4 is None:
        figures = replace(figures, high_pct_e4=figures.pct_5_e4, pct_5_e4=None)
    if figures.count_5 is not None and figures.high is None:
        figures = replace(figures, high=figures.count_5, count_5=None)
    return figures
