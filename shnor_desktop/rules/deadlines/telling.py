"""How a due was read, in few words beside its text: «январь–июнь 2018 года», «каждую четверть, не меньше 16 раз»."""

from datetime import date

from shnor_desktop.rules.deadlines import calendar, words
from shnor_desktop.rules.deadlines import due as kinds
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.due import Due
from shnor_desktop.rules.deadlines.pieces import PERIOD, SCHOOL_YEAR, Often
from shnor_desktop.rules.words import russian, school_years

MONTHS = tuple(
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ]
)

_ONCE = {
    words.YEAR: "каждый год",
    SCHOOL_YEAR: "каждый учебный год",
    words.QUARTER: "каждый квартал",
    words.TERM: "каждую четверть",
    words.HALF: "каждое полугодие",
    words.TRIMESTER: "каждый триместр",
    words.MONTH: "каждый месяц",
    words.WEEK: "каждую неделю",
}
_OF = {
    words.YEAR: ("года", "лет"),
    SCHOOL_YEAR: ("учебных года", "учебных лет"),
    words.QUARTER: ("квартала", "кварталов"),
    words.TERM: ("четверти", "четвертей"),
    words.HALF: ("полугодия", "полугодий"),
    words.TRIMESTER: ("триместра", "триместров"),
    words.MONTH: ("месяца", "месяцев"),
    words.WEEK: ("недели", "недель"),
}
_EACH_OF = {
    words.YEAR: "каждого года",
    SCHOOL_YEAR: "каждого учебного года",
    words.QUARTER: "каждого квартала",
    words.TERM: "каждой четверти",
    words.HALF: "каждого полугодия",
    words.TRIMESTER: "каждого триместра",
    words.MONTH: "каждого месяца",
    words.WEEK: "каждой недели",
}
_WITHOUT_DAYS = {
    kinds.ON_DEMAND: "по запросам: просрочки не бывает, считается сделанное",
    kinds.BY_PLAN: "даты в другом плане: здесь не просрочивается",
    kinds.CONDITION: "срок зависит от события",
    kinds.EMPTY: "срок не указан",
    kinds.ASK: "срок не прочитан",
}
_NO_PERIOD = "дни не определены: период программы не назван"
_SHOWN = 4
"""So many windows are named one by one; of more only the first and the last."""


def told(due: Due) -> str:
    """The reading without the question, which stands apart."""
    if due.kind in _WITHOUT_DAYS:
        return _WITHOUT_DAYS[due.kind]
    if due.kind == kinds.CHECKPOINTS:
        return _checkpoints(due)
    if due.kind == kinds.REPEAT:
        return _repeat(due)
    if not due.windows:
        return _NO_PERIOD
    if due.until:
        return f"не позже {day(due.windows[0].ends)}"
    if due.kind == kinds.WHOLE:
        return f"весь период: {days(due.windows[0])}"
    named = "; ".join(days(one) for one in due.windows)
    return f"{named}, всего {russian.times(len(due.windows))}" if len(due.windows) > 1 else named


def _checkpoints(due: Due) -> str:
    if not due.windows:
        return f"{', '.join(due.names)}: даты не назначены"
    return "; ".join(f"{name}: {days(one)}" for name, one in zip(due.names, due.windows, strict=True))


def _repeat(due: Due) -> str:
    how = _often(due.often) if due.often is not None and due.often.unit != PERIOD else ""
    least = russian.times(due.least, "не меньше") if due.least else ""
    shown = ""
    if due.often is None or due.often.unit in (words.YEAR, SCHOOL_YEAR, PERIOD):
        listed = [days(one) for one in due.windows]
        shown = "; ".join(listed if len(listed) <= _SHOWN else [listed[0], "…", listed[-1]])
    elif due.windows:
        shown = f"с {day(due.windows[0].starts)} по {day(due.windows[-1].ends)}"
    often = ", ".join(part for part in (how, least) if part)
    return f"{often}: {shown}" if shown else often or _NO_PERIOD


def _often(often: Often) -> str:
    if often.edge:
        return f"{'в начале' if often.edge == 'N' else 'в конце'} {_EACH_OF[often.unit]}"
    if often.size > 1:
        how = f"раз в {russian.counted(often.size, _ONCE[often.unit], *_OF[often.unit])}"
    else:
        how = _ONCE[often.unit]
    return how if often.count == 1 else f"{how} по {russian.times(often.count)}"


def day(one: date) -> str:
    """«15 октября 2021 года»."""
    return f"{one.day} {russian.MONTHS_OF[one.month - 1]} {one.year} года"


def days(one: Window) -> str:
    """The shortest usual name of these days."""
    starts, ends = one.starts, one.ends
    if starts == ends:
        return day(starts)
    if one == calendar.school_year(starts.year):
        return f"{school_years.label(starts.year)} учебный год"
    if (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31):
        return f"{starts.year} год" if starts.year == ends.year else f"{starts.year}–{ends.year} годы"
    if starts.day == 1 and one.ends == calendar.month(ends.year, ends.month).ends:
        return _months(one)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}–{day(ends)}"
    if starts.year == ends.year:
        return f"{starts.day} {russian.MONTHS_OF[starts.month - 1]} – {day(ends)}"
    return f"{day(starts)} – {day(ends)}"


def _months(one: Window) -> str:
    first, last = MONTHS[one.starts.month - 1], MONTHS[one.ends.month - 1]
    if one.starts.year != one.ends.year:
        return f"{first} {one.starts.year} – {last} {one.ends.year} года"
    return f"{first} {one.ends.year} года" if first == last else f"{first}–{last} {one.ends.year} года"
