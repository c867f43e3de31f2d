"""Counts or percentages, whole percentages or fractions: what the headings do not say, the figures show."""

import re

from shnor_desktop.rules.figures import E4
from shnor_desktop.sheets.book.values import Number, plain, value_of
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.table import Column, Group, Table, column_numbers
from shnor_desktop.sheets.words.meaning import COUNT, PERCENT

SHARED = ("failed", "mark_3", "mark_4", "mark_5", "passed", "high", "lowered", "confirmed", "raised")
ALWAYS_COUNTS = ("participants", "hundreds")
MARKS = ("failed", "mark_3", "mark_4", "mark_5")
VOTERS = 500
"""How many rows are asked what a column holds."""
HUNDRED = 100 * E4
_RATE = re.compile(r"успев|успешност|(?<![а-я])усп(?![а-я])|rate")
UNIT_OPTIONS = ((PERCENT, "Доли в процентах"), (COUNT, "Число человек"))
FRACTION_OPTIONS = (("fraction", "Части единицы: 1 — это все 100 %"), ("percent", "Проценты: 1 — это 1 %"))


def settle(table: Table, asking: Asking) -> None:
    """Give every measure its unit; columns whose unit cannot be told become unknown, with a question."""
    titled = PERCENT if any("%" in title or "процент" in plain(title) for title in table.titles) else ""
    for group in table.groups:
        for column in group.columns:
            if column.meaning in ALWAYS_COUNTS:
                column.unit = COUNT
            elif column.meaning == "mean":
                column.unit = ""
        unclear = [column for column in group.columns if column.meaning in SHARED and not column.unit]
        unclear = [column for column in unclear if not _settle_alone(table, group, column)]
        if unclear:
            _settle_group(table, group, unclear, titled, asking)
        group.columns = [column for column in group.columns if column.meaning != "unknown"]
    table.groups = [group for group in table.groups if group.columns]
    _fractions(table, asking)
    _decimals(table)


def _settle_alone(table: Table, group: Group, column: Column) -> bool:
    """Percent signs say it all; успеваемость is a rate even beside numbers of marks, unless its figures deny it."""
    if any(number.percent_sign for number in column_numbers(table, column)):
        column.unit = PERCENT
    elif column.meaning == "passed":
        unit = _by_values(table, group, [column], usual="")
        column.unit = unit or (PERCENT if _RATE.search(plain(column.heading)) else "")
    return column.unit != ""


def _settle_group(table: Table, group: Group, unclear: list[Column], titled: str, asking: Asking) -> None:
    both = [c for c in unclear if any(o is not c and o.meaning == c.meaning for o in group.columns)]
    for column in both:  # «"2"» beside «"2", %»: the one without a unit is the count
        other = next(o for o in group.columns if o is not column and o.meaning == column.meaning)
        column.unit = COUNT if other.unit == PERCENT else PERCENT
    unclear = [column for column in unclear if not column.unit]
    if not unclear:
        return
    unit = _by_sums(table, group, unclear) or titled or _by_values(table, group, unclear)
    if not unit:
        heading = unclear[0].heading
        unit = asking.ask(
            f"unit:{asking.source}:{plain(heading)}",
            f"Что записано под «{heading}»: число человек или доля в процентах?",
            UNIT_OPTIONS,
            table.grid.ref(table.block.first, unclear[0].index),
        )
    for column in unclear:
        column.unit = unit
        if not unit:
            column.meaning = "unknown"


def _by_sums(table: Table, group: Group, unclear: list[Column]) -> str:
    """Marks 2–5 of a row add up to the participants, or to a hundred."""
    marks = [column for name in MARKS for column in unclear if column.meaning == name]
    if len(marks) < 3:
        return ""
    participants = group.of("participants")
    votes = {PERCENT: 0, COUNT: 0}
    for row in range(table.first, min(table.end, table.first + VOTERS)):
        parts = [_number(table, row, column) for column in marks]
        if any(part is None for part in parts) or not any(part.e4 for part in parts if part):
            continue
        total = sum(part.e4 for part in parts if part)
        n = _number(table, row, participants) if participants else None
        hundred = abs(total - HUNDRED) <= 2 * E4 or abs(total - E4) <= E4 // 50
        if n and total == n.e4 and not hundred:
            votes[COUNT] += 1
        elif hundred and not (n and n.e4 == HUNDRED):
            votes[PERCENT] += 1
        elif not n and total % E4 == 0:
            votes[COUNT] += 1
    if votes[PERCENT] == votes[COUNT]:
        return ""
    return max(votes, key=lambda unit: votes[unit])


def _number(table: Table, row: int, column: Column) -> Number | None:
    value = value_of(table.grid.rows[row][column.index])
    return value if isinstance(value, Number) else None


def _by_values(table: Table, group: Group, unclear: list[Column], usual: str = COUNT) -> str:
    """Percent signs and fractions are shares; else every row votes for what is possible with its participants."""
    participants = group.of("participants")
    shares = counts = 0
    for row in range(table.first, min(table.end, table.first + VOTERS)):
        n = _number(table, row, participants) if participants else None
        for column in unclear:
            value = _number(table, row, column)
            if value is None or not value.e4:
                continue
            if value.percent_sign:
                return PERCENT
            count, share = value.whole is not None and (not n or value.e4 <= n.e4), _possible_share(value, n)
            shares, counts = shares + (share and not count), counts + (count and not share)
    if shares != counts:
        return PERCENT if shares > counts else COUNT
    return usual if participants else ""


def _possible_share(value: Number, n: Number | None) -> bool:
    """Can so many percent (or so large a part of one) be printed with so many participants?"""
    if n is None or not n.whole:
        return True
    for share in (value.e4,) if value.whole is not None else (value.e4, value.e4 * 100):
        pupils = round(share * n.whole / HUNDRED)
        if share <= HUNDRED and abs(share * n.whole - pupils * HUNDRED) * 2 <= E4 * n.whole:
            return True
    return False


def _percent_columns(table: Table) -> list[Column]:
    return [column for group in table.groups for column in group.columns if column.unit == PERCENT]


def _fractions(table: Table, asking: Asking) -> None:
    """Excel keeps 30 % as 0,3: a column of numbers up to 1 with broken ones among them is fractions."""
    doubtful: list[Column] = []
    percents = _percent_columns(table)
    for column in percents:
        numbers = [number for number in column_numbers(table, column) if not number.percent_sign]
        nonzero = [number for number in numbers if number.e4]
        if not nonzero or max(number.e4 for number in nonzero) > E4:
            continue
        if any(number.e4 < E4 for number in nonzero):
            column.fraction = True
        else:
            doubtful.append(column)
    if not doubtful:
        return
    settled = {
        column.fraction for column in percents if column not in doubtful and column_numbers(table, column)
    }
    if len(settled) == 1 and any(
        n.e4 for c in percents if c not in doubtful for n in column_numbers(table, c)
    ):
        answer = "fraction" if settled.pop() else "percent"
    else:
        answer = asking.ask(
            f"fraction:{asking.source}:{table.grid.name}",
            f"Под «{doubtful[0].heading}» стоят только 0 и 1: это 100 % или 1 %?",
            FRACTION_OPTIONS,
            table.grid.ref(table.block.first, doubtful[0].index),
            "percent",
        )
    for column in doubtful:
        column.fraction = answer == "fraction"
    if not answer:
        for group in table.groups:
            group.columns = [column for column in group.columns if column not in doubtful]
        table.groups = [group for group in table.groups if group.columns]


def _decimals(table: Table) -> None:
    """A column prints so many decimals as at least a quarter of its numbers need."""
    for column in _percent_columns(table):
        needed = sorted(number.decimals for number in column_numbers(table, column) if number.e4)
        column.decimals = needed[-1 - len(needed) // 4] if needed else 0
