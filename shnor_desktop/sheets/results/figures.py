"""The figures of one group of columns in one row: a result, a state without figures, or the reason of a refusal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from shnor_desktop.rules.checks import REFUSED, check_figures, complete
from shnor_desktop.rules.figures import E4, Figures, ResultState, by_marks
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.sheets.book.values import Absent, Number, Value, plain
from shnor_desktop.sheets.results.table import Column, Group, Table, value_at
from shnor_desktop.sheets.results.types import SittingMention
from shnor_desktop.sheets.words.meaning import COUNT, PERCENT

CORE = frozenset(("participants", "failed", "mark_3", "mark_4", "mark_5", "passed"))
COUNT_FIELDS = {
    "participants": "participants",
    "failed": "failed",
    "mark_3": "count_3",
    "mark_4": "count_4",
    "mark_5": "count_5",
    "high": "high",
    "hundreds": "hundreds",
    "lowered": "lowered",
    "confirmed": "confirmed",
    "raised": "raised",
}
PERCENT_FIELDS = {
    "failed": "failed_pct_e4",
    "mark_3": "pct_3_e4",
    "mark_4": "pct_4_e4",
    "mark_5": "pct_5_e4",
    "high": "high_pct_e4",
}
STATE_ORDER = (
    ResultState.EXCLUDED,
    ResultState.NOT_RECEIVED,
    ResultState.NO_PARTICIPANTS,
    ResultState.NOT_CONDUCTED,
)
SEE_ROW = "Проверьте строку в файле: возможно, значения сдвинуты."
BlankIsZero = Callable[[Column], bool]
"""Is an empty cell of the column, beside a number of participants, a nought?"""
HUNDRED = 100 * E4


class Reading(NamedTuple):
    """What one group of cells says; `state` None means that all its cells are empty."""

    state: ResultState | None
    figures: Figures = Figures()
    cells: tuple[CellRef, ...] = ()
    flagged: bool = False
    reason: str = ""
    own_decimals: int = 4
    """Decimals that the shares of this row themselves print; the columns may print more."""


class Refusal(Exception):
    """The cells cannot be taken; carries the problem, without the school."""

    def __init__(self, text: str, what_to_do: str, where: CellRef) -> None:
        super().__init__(text)
        self.problem = Problem(Severity.REFUSED, text, what_to_do, where)


def read_group(table: Table, group: Group, row: int, blank_is_zero: BlankIsZero) -> Reading:
    """Figures or state of the group in the row; raises Refusal."""
    numbers: dict[int, Number] = {}
    absent: list[Absent] = []
    cells: list[CellRef] = []
    flagged = False
    for column in group.columns:
        value = value_at(table, row, column)
        if value is None:
            continue
        if column.meaning == "objectivity":
            flagged = flagged or _is_flag(value)
            continue
        where = table.grid.ref(row, column.index)
        cells.append(where)
        if isinstance(value, Number):
            numbers[column.index] = value
        elif isinstance(value, Absent):
            absent.append(value)
        else:
            text = f"В ячейке {where.address} не число: «{value[:60]}»."
            raise Refusal(text, "Впишите число, «-» или «х».", where)
    if not numbers:
        return _without_numbers(absent, tuple(cells), flagged)
    if _nobody(group, numbers):
        return Reading(ResultState.NO_PARTICIPANTS, cells=tuple(cells), flagged=flagged)
    if len(numbers) < len(group.columns):
        _refuse_half_empty(table, group, row, numbers, blank_is_zero)
    figures, own = _figures(table, group, row, numbers)
    return Reading(ResultState.VALID, figures, tuple(cells), flagged, own_decimals=own)


def _without_numbers(absent: list[Absent], cells: tuple[CellRef, ...], flagged: bool) -> Reading:
    """Dashes and words: of several the strongest counts."""
    if not absent:
        return Reading(None, flagged=flagged)
    state = next(one for one in STATE_ORDER if any(value.state == one for value in absent))
    reason = next((value.reason for value in absent if value.reason), "")
    return Reading(state, cells=cells, flagged=flagged, reason=reason)


def _is_flag(value: Value) -> bool:
    """A marker column holds a number above 0 or a word that is not «нет»."""
    if isinstance(value, Number):
        return value.e4 > 0
    return isinstance(value, str) and not value.lower().startswith(("нет", "не "))


def _nobody(group: Group, numbers: dict[int, Number]) -> bool:
    participants = group.of("participants")
    return (
        participants is not None
        and participants.index in numbers
        and not any(value.e4 for value in numbers.values())
    )


def _core(group: Group) -> list[Column]:
    """Columns that must be filled together; a measure given twice (count and share) counts once."""
    names = CORE if group.counts_people else CORE | {"high"}
    return [column for column in group.columns if column.meaning in names]


def missing_core(group: Group, numbers: dict[int, Number]) -> list[Column]:
    """Columns that should have a number beside the others and have none."""
    given = {column.meaning for column in group.columns if column.index in numbers}
    return [column for column in _core(group) if column.index not in numbers and column.meaning not in given]


def _refuse_half_empty(
    table: Table, group: Group, row: int, numbers: dict[int, Number], blank_is_zero: BlankIsZero
) -> None:
    for column in missing_core(group, numbers):
        absent = isinstance(value_at(table, row, column), Absent)
        blank = not absent and column.meaning != "participants" and group.counts_people
        if blank and (_sum_complete(group, numbers) or blank_is_zero(column)):
            continue
        other = table.grid.ref(row, next(iter(numbers)))
        where = table.grid.ref(row, column.index)
        word = "прочерк" if absent else "пусто"
        raise Refusal(
            f"Результат заполнен наполовину: в {other.address} число, а в {where.address} {word}.",
            SEE_ROW,
            where,
        )


def _sum_complete(group: Group, numbers: dict[int, Number]) -> bool:
    """The marks that are given already make up all participants: an empty mark is none."""
    participants = group.of("participants")
    if participants is None or participants.index not in numbers:
        return False
    marks = [
        numbers[column.index].e4
        for column in group.columns
        if column.meaning in ("failed", "mark_3", "mark_4", "mark_5")
        and column.unit == COUNT
        and column.index in numbers
    ]
    return bool(marks) and sum(marks) == numbers[participants.index].e4


def _figures(table: Table, group: Group, row: int, numbers: dict[int, Number]) -> tuple[Figures, int]:
    """The figures, and how many decimals the shares of the row itself print."""
    found: dict[str, int] = {}
    decimals = own = 0
    bracketed = False
    for column in group.columns:
        number = numbers.get(column.index)
        if number is None:
            continue
        bracketed = bracketed or number.beside is not None
        if column.unit == COUNT:
            whole, rest = divmod(number.e4, E4)
            if rest:
                where = table.grid.ref(row, column.index)
                text = f"В ячейке {where.address} не целое число человек."
                raise Refusal(text, "Проверьте, не доля ли это.", where)
            found[COUNT_FIELDS.get(column.meaning, column.meaning)] = whole
        elif column.unit == PERCENT:
            own = max(own, number.decimals)
            decimals = max(decimals, number.decimals, column.decimals)
            if column.meaning in PERCENT_FIELDS:
                found[PERCENT_FIELDS[column.meaning]] = number.e4
        elif column.meaning == "mean":
            found["mean_e4"] = number.e4
    if len(numbers) < len(group.columns):
        _noughts(found, group, numbers)
    if bracketed:
        decimals = max(decimals, _from_brackets(found, group, numbers))
    return Figures(**_derived(found, numbers, group), pct_decimals=decimals), own


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
    """Empty counts that were not refused are none of the participants."""
    for column in missing_core(group, numbers):
        if column.unit == COUNT and column.meaning in COUNT_FIELDS:
            found[COUNT_FIELDS[column.meaning]] = 0


def _derived(found: dict[str, int], numbers: dict[int, Number], group: Group) -> dict[str, int]:
    """Успеваемость and shares of the journal comparison turned into what is kept."""
    n, passed = found.get("participants"), found.pop("passed", None)
    if passed is not None and n is not None:
        found.setdefault("failed", n - passed)
    high = group.of("high", COUNT)
    if high is not None and "high" in found and re.search(r"до 99|- ?99", plain(high.heading)):
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


def fit(figures: Figures, sitting: SittingMention) -> Figures:
    """At ЕГЭ a lone share or number of «5» is that of high scores."""
    if by_marks(sitting.family, sitting.level) or figures.pct_3_e4 is not None or figures.count_3 is not None:
        return figures
    if figures.pct_5_e4 is not None and figures.high_pct_e4 is None:
        figures = replace(figures, high_pct_e4=figures.pct_5_e4, pct_5_e4=None)
    if figures.count_5 is not None and figures.high is None:
        figures = replace(figures, high=figures.count_5, count_5=None)
    return figures


def checked(
    figures: Figures, sitting: SittingMention, where_of: Callable[[], dict[str, CellRef]], first: CellRef
) -> tuple[Figures, list[Problem]]:
    """The completed figures and what is wrong with them; refusals come first."""
    problems = []
    findings = check_figures(figures, by_marks(sitting.family, sitting.level))
    held = where_of() if findings else {}
    for finding in findings:
        where = next((held[name] for name in finding.fields if name in held), first)
        refused = finding.severity == REFUSED
        problems.append(
            Problem(
                Severity.REFUSED if refused else Severity.WARNING,
                finding.text,
                "Сверьте с источником и исправьте." if refused else "Сверьте с источником.",
                where,
            )
        )
    return complete(figures), problems


def places(table: Table, group: Group, row: int) -> dict[str, CellRef]:
    """Which cell each field of the figures comes from."""
    found: dict[str, CellRef] = {}
    for column in group.columns:
        where = table.grid.ref(row, column.index)
        names: Iterable[str] = ()
        if column.meaning == "mean":
            names = ("mean_e4",)
        elif column.meaning == "passed":
            names = ("failed", "failed_pct_e4")
        elif column.unit == PERCENT:
            names = (PERCENT_FIELDS.get(column.meaning, column.meaning),)
        elif column.meaning in COUNT_FIELDS:
            names = (COUNT_FIELDS[column.meaning],)
        for name in names:
            found.setdefault(name, where)
    return found
