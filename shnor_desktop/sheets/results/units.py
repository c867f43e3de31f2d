"""Counts or percentages, whole percentages or fractions: what the headings do not say, the figures show."""

import re

from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words.russian import counted, percent_e4
from shnor_desktop.sheets.book.problems import Problem, Reason, Severity
from shnor_desktop.sheets.book.values import Number, plain, value_of
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.table import Column, Group, Table, column_numbers, turned, value_at
from shnor_desktop.sheets.words.meaning import (
    COUNT,
    PERCENT,
    are_those_who_passed,
    is_of_them,
    took_or_passed,
    took_part,
)

SHARED = (
    "failed",
    "mark_3",
    "mark_4",
    "mark_5",
    "passed",
    "quality",
    "high",
    "lowered",
    "confirmed",
    "raised",
)
ALWAYS_COUNTS = ("participants", "hundreds")
MARKS = ("failed", "mark_3", "mark_4", "mark_5")
FEWEST_ROWS = 2
"""So many schools must bear out what the figures of exams say of each other."""
VOTERS = 500
"""How many rows are asked what a column holds."""
HUNDRED = 100 * E4
UNIT = (E4, E4 // 10, E4 // 100, E4 // 1000, 1)
"""One unit of the last of so many printed decimals."""
_ALL_PUPILS = re.compile(r"выпускник|по списку|в классе|обучающ|контингент|учащ|уч-ся|ученик|допущ|всего")
_RATE = re.compile(r"успев|успешност|(?<![а-я])усп(?![а-я])|rate|качеств|(?<![а-я])(?:кз|кач)(?![а-я])")
UNIT_OPTIONS = ((PERCENT, "Доли в процентах"), (COUNT, "Число человек"))
FRACTION_OPTIONS = (("fraction", "Части единицы: 1 — это все 100 %"), ("percent", "Проценты: 1 — это 1 %"))


def settle_taken(table: Table, asking: Asking) -> None:
    """«Сд.» beside «не сд.», and no number of participants: all who sat the exam, or those of them who passed."""
    chains = table.block.chains
    failed = {column.hints: column for column in table.columns if column.meaning == "failed"}
    for column in table.columns:
        other = failed.get(column.hints) if column.meaning in ("participants", "unknown") else None
        if other and are_those_who_passed(chains[column.index], chains[other.index]):
            column.meaning = "passed"
    counted = {column.hints for column in table.columns if column.meaning == "participants"}
    doubtful = [
        column
        for column in table.columns
        if column.meaning == "passed"
        and column.unit != PERCENT
        and column.hints not in counted
        and column.hints in failed
        and took_or_passed(chains[column.index], chains[failed[column.hints].index])
    ]
    if not doubtful:
        return
    pairs = [(column, failed[column.hints]) for column in doubtful]
    of_them = all(is_of_them(chains[other.index]) for _, other in pairs)
    answer = "participants" if of_them else _shown_took_or_passed(table, pairs)
    if not answer:
        where = table.grid.ref(table.block.first, doubtful[0].index)
        text = f"Кто записан под «{chains[doubtful[0].index][0][:60]}»: все, кто сдавал, или только те, кто сдал?"
        options = (("participants", "Все, кто сдавал"), ("passed", "Только те, кто сдал"))
        answer = asking.ask(f"taken:{asking.kin}", text, options, where)
    for column, other in pairs:
        if answer != "passed":
            column.meaning, column.unit = ("participants", COUNT) if answer else ("ignored", "")
        if not answer:
            other.meaning = "ignored"


def _shown_took_or_passed(table: Table, pairs: list[tuple[Column, Column]]) -> str:
    """More failed than are «сд.» shows that these are those who passed; so does the one level of mathematics that everybody
    takes at ЕГЭ beside русский язык."""
    pairs = [pair for pair in pairs if pair[1].unit != PERCENT]
    for column, other in pairs:
        for row in range(table.first, table.end):
            if _e4(table, row, other) > _e4(table, row, column):
                return "passed"
        marks = [one for one in table.columns if one.hints == column.hints and one.meaning in MARKS]
        if len({one.meaning for one in marks}) == len(marks) == len(MARKS):
            rows = [row for row in range(table.first, table.end) if _e4(table, row, column)]
            if all(sum(_e4(table, row, one) for one in marks) == _e4(table, row, column) for row in rows):
                return "participants"
    of = {(column.hints.subject, column.hints.level): (column, other) for column, other in pairs}
    one, levels = of.get(("РУ", "")), [of.get(("МА", level)) for level in ("base", "profile")]
    if one is None or None in levels:
        return ""
    taken, passed = (
        [
            sum(_e4(table, row, column) for column in one[:many])
            == sum(_e4(table, row, column) for pair in levels if pair for column in pair[:many])
            for row in range(table.first, table.end)
            if _e4(table, row, one[0])
        ]
        for many in (1, 2)
    )
    if len(taken) < FEWEST_ROWS or all(taken) == all(passed):
        return ""
    return "participants" if all(taken) else "passed"


def _e4(table: Table, row: int, column: Column) -> int:
    value = value_at(table, row, column)
    return value.e4 if isinstance(value, Number) and not value.percent_sign and value.whole is not None else 0


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
        _enrolled(table, group)
    table.groups = [group for group in table.groups if group.columns]
    _fractions(table, asking)
    _decimals(table)


def _settle_alone(table: Table, group: Group, column: Column) -> bool:
    """Percent signs say it all; успеваемость is a rate even beside numbers of marks, unless its figures deny it."""
    cells = [row[column.index] for row in table.grid.rows[table.first : table.end]]
    if any([cell.__class__ is str and "%" in cell for cell in cells]) and any(
        number.percent_sign for number in column_numbers(table, column)
    ):
        column.unit = PERCENT
    elif column.meaning in ("passed", "quality"):
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
    unit = (
        _by_sums(table, group, unclear)
        or titled
        or _by_values(table, group, unclear)
        or _by_both(table, group, unclear)
    )
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
    rows = range(table.first, min(table.end, table.first + VOTERS))
    people = _numbers(table, rows, participants) if participants else [None] * len(rows)
    for n, *parts in zip(people, *(_numbers(table, rows, column) for column in marks), strict=True):
        told = [part.e4 for part in parts if part is not None]
        total = sum(told)
        if len(told) < len(parts) or not any(told):
            continue
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


def _by_both(table: Table, group: Group, unclear: list[Column]) -> str:
    """Those who passed and those who failed add up to a hundred percent, or row by row to something else."""
    both = [column for name in ("passed", "failed") if (column := group.of(name)) in unclear and column]
    if len(both) < 2:
        return ""
    votes = {PERCENT: 0, COUNT: 0}
    for row in range(table.first, min(table.end, table.first + VOTERS)):
        parts = [number for column in both if (number := _number(table, row, column))]
        if len(parts) == len(both) and any(part.e4 for part in parts):
            total = sum(part.e4 for part in parts)
            whole = all(part.whole is not None for part in parts)
            share = not whole or abs(total - HUNDRED) <= E4 // 10
            votes[PERCENT if share else COUNT] += 1
    if votes[PERCENT] == votes[COUNT]:
        return ""
    return max(votes, key=lambda unit: votes[unit])


def _number(table: Table, row: int, column: Column) -> Number | None:
    value = value_of(table.grid.rows[row][column.index])
    if not isinstance(value, Number):
        return None
    return value if value.beside is None else turned(value, column.unit)


def _numbers(table: Table, rows: range, column: Column) -> list[Number | None]:
    """As `_number`, of many rows."""
    at = column.index
    values = map(value_of, [cells[at] for cells in table.grid.rows[rows.start : rows.stop]])
    return [
        (one if one.beside is None else turned(one, column.unit)) if one.__class__ is Number else None
        for one in values
    ]


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


def _fractions(table: Table, asking: Asking) -> None:
    """Excel keeps 30 % as 0,3: a column of numbers up to 1 with broken ones among them is fractions, which is told where
    the participants do not prove it. Beside percents such numbers are asked about, never multiplied in silence."""
    ones: list[Column] = []
    mixed: list[tuple[Column, list[int]]] = []
    told: list[tuple[Column, int]] = []
    percents = [
        (group, column) for group in table.groups for column in group.columns if column.unit == PERCENT
    ]
    for group, column in percents:
        kind, rows = _notation(table, group, column)
        if kind == "ones":
            ones.append(column)
        elif kind == "mixed":
            proved = [row for row in rows if _says_fraction(table, group, row, column)]
            column.parts = dict.fromkeys(proved, "fraction")
            told += [(column, row) for row in proved[:1]]
            if doubtful := [row for row in rows if row not in column.parts]:
                mixed.append((column, doubtful))
        elif kind == "fractions":
            column.fraction = True
            if rows and not _sum_to_one(table, group):
                told.append((column, rows[0]))
    if told:
        _tell_fractions(table, told)
    if mixed:
        _ask_mixed(table, asking, mixed)
    if ones:
        _settle_ones(table, asking, [column for _, column in percents if column not in ones], ones)


def _notation(table: Table, group: Group, column: Column) -> tuple[str, list[int]]:
    """How the shares of a column are written, and the rows that leave a doubt about it."""
    signed = large = False
    small: list[int] = []
    whole: list[int] = []
    for row in range(table.first, table.end):
        number = _number(table, row, column)
        if number is None or not number.e4:
            continue
        signed, large = signed or number.percent_sign, large or number.e4 > E4
        if not number.percent_sign and number.e4 < E4:
            small.append(row)
        elif not number.percent_sign and number.e4 == E4:
            whole.append(row)
    if signed or large:
        doubtful = [*small, *whole] if signed else small
        doubtful = [row for row in doubtful if not _says_percent(table, group, row, column)]
        return ("mixed", doubtful) if doubtful else ("", [])
    if small:
        proved = any(_says_fraction(table, group, row, column) for row in small)
        return "fractions", [] if proved else small
    return ("ones" if whole else ""), []


def _says_percent(table: Table, group: Group, row: int, column: Column) -> bool:
    """Is the number, as a percentage, one or more of the participants of the row?"""
    n, share = _people(table, group, row), _number(table, row, column)
    if not n or share is None:
        return False
    pupils = round(share.e4 * n / HUNDRED)
    return pupils > 0 and abs(share.e4 * n - pupils * HUNDRED) * 2 <= UNIT[share.decimals] * n


def _says_fraction(table: Table, group: Group, row: int, column: Column) -> bool:
    """Is the number possible with the participants of the row as a part of one, and not as a percentage?"""
    n, share = _people(table, group, row), _number(table, row, column)
    if not n or share is None or _says_percent(table, group, row, column):
        return False
    pupils = round(share.e4 * n / E4)
    return abs(share.e4 * n - pupils * E4) * 2 <= max(UNIT[share.decimals], E4 // 100) * n


def _people(table: Table, group: Group, row: int) -> int | None:
    participants = group.of("participants")
    number = _number(table, row, participants) if participants else None
    return number.whole if number else None


def _sum_to_one(table: Table, group: Group) -> bool:
    """Marks 2–5 that make up one in some row are parts of it."""
    marks = [column for name in MARKS if (column := group.of(name, PERCENT))]
    if len(marks) < len(MARKS):
        return False
    for row in range(table.first, min(table.end, table.first + VOTERS)):
        numbers = [_number(table, row, column) for column in marks]
        if None not in numbers and abs(sum(number.e4 for number in numbers if number) - E4) <= E4 // 50:
            return True
    return False


def _tell_fractions(table: Table, told: list[tuple[Column, int]]) -> None:
    column, row = told[0]
    where = table.grid.ref(row, column.index)
    shown = table.grid.text(row, column.index).replace(".", ",")
    number = _number(table, row, column)
    percent = percent_e4(number.e4 * 100, max(0, number.decimals - 2)) if number else ""
    more = f" и ещё в {counted(len(told) - 1, 'столбце', 'столбцах', 'столбцах')}" if len(told) > 1 else ""
    text = f"Под «{column.heading[:120]}»{more} части единицы: {shown} в {where.address} прочитано как {percent}."
    table.told.append(
        Problem(Severity.WARNING, text, "Сверьте с источником.", where, reason=Reason.PARTS_OF_ONE)
    )


def _ask_mixed(table: Table, asking: Asking, mixed: list[tuple[Column, list[int]]]) -> None:
    """One question for all such columns of the table; what is not answered is not taken."""
    column, rows = mixed[0]
    where = table.grid.ref(rows[0], column.index)
    shown = table.grid.text(rows[0], column.index).replace(".", ",")

    def text(count: int) -> str:
        cells = counted(count, "ячейка", "ячейки", "ячеек")
        return f"{cells}: под «{column.heading[:80]}» рядом с процентами стоит {shown} — это часть единицы (1 = 100 %) или {shown} %?"

    count = sum(len(rows) for _, rows in mixed)
    answer = asking.ask_counted(f"parts:{asking.kin}", count, text, FRACTION_OPTIONS, where)
    for column, rows in mixed:
        if answer != "percent":
            column.parts.update(dict.fromkeys(rows, answer or "unknown"))


def _settle_ones(table: Table, asking: Asking, others: list[Column], doubtful: list[Column]) -> None:
    """Columns of nothing but 0 and 1 are written as the other columns of shares are, else it is asked."""
    told = [column for column in others if any(number.e4 for number in column_numbers(table, column))]
    settled = {column.fraction for column in told}
    if len(settled) == 1:
        answer = "fraction" if settled.pop() else "percent"
    else:
        answer = asking.ask(
            f"fraction:{asking.source}:{table.grid.name}",
            f"Под «{doubtful[0].heading}» стоят только 0 и 1: это 100 % или 1 %?",
            FRACTION_OPTIONS,
            table.grid.ref(table.block.first, doubtful[0].index),
        )
    for column in doubtful:
        column.fraction = answer == "fraction"
    if not answer:
        for group in table.groups:
            group.columns = [column for column in group.columns if column not in doubtful]
        table.groups = [group for group in table.groups if group.columns]


def _enrolled(table: Table, group: Group) -> None:
    """«Кол-во выпускников» is no number of participants where the marks are fewer: those who have one took part."""
    participants = group.of("participants")
    marks = [column for name in MARKS if (column := group.of(name, COUNT))]
    if group.passed_and_failed and len(marks) < len(MARKS):
        marks = [column for name in ("passed", "failed") if (column := group.of(name, COUNT))]
    elif len(marks) < len(MARKS):
        return
    if participants is None or not _ALL_PUPILS.search(plain(participants.heading)):
        return
    if took_part(participants.heading):
        return
    fewer: list[int] = []
    for row in range(table.first, table.end):
        n, numbers = _people(table, group, row), [_number(table, row, column) for column in marks]
        if n is None or None in numbers:
            continue
        total = sum(number.e4 for number in numbers if number)
        if total > n * E4:
            return
        if total < n * E4:
            fewer.append(row)
    if fewer:
        group.columns.remove(participants)
        participants.meaning = "ignored"
        where = table.grid.ref(fewer[0], participants.index)
        whose = "отметок" if len(marks) == len(MARKS) else "справились и не справились"
        who = "получившие отметку" if len(marks) == len(MARKS) else "те, кто справился и не справился"
        text = f"Под «{participants.heading[:120]}» больше, чем {whose} ({where.address}): участниками считаются {who}."
        table.told.append(Problem(Severity.NOTE, text, "", where, reason=Reason.DOUBTED))


def _decimals(table: Table) -> None:
    """A column prints so many decimals as at least a quarter of its numbers need."""
    for column in (c for group in table.groups for c in group.columns if c.unit == PERCENT):
        needed = sorted(number.decimals for number in column_numbers(table, column) if number.e4)
        column.decimals = needed[-1 - len(needed) // 4] if needed else 0
