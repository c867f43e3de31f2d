"""Dues counted from the day of an order or a meeting: «в течение 10 рабочих дней», «в месячный срок», «до конца квартала»."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from shnor_desktop.rules.deadlines.calendar import (
    HALF,
    HOW_MANY,
    TERM,
    TRIMESTER,
    Calendar,
    Window,
    month,
    months,
)
from shnor_desktop.rules.deadlines.due import WINDOW, Due

_NUMBERS = {
    **dict.fromkeys(("один", "одного", "одной"), 1),
    **dict.fromkeys(("два", "две", "двух"), 2),
    **dict.fromkeys(("три", "трех"), 3),
    **dict.fromkeys(("четыре", "четырех"), 4),
    **{"пяти": 5, "шести": 6, "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10},
    **{"четырнадцати": 14, "пятнадцати": 15, "двадцати": 20, "тридцати": 30},
}
_DAY, _WORKDAY, _WEEK, _MONTH, _QUARTER, _HALF, _YEAR = (
    "day",
    "workday",
    "week",
    "month",
    "quarter",
    "half",
    "year",
)
_TERM, _TRIMESTER, _TAUGHT_HALF, _CALENDAR_HALF = "term", "trimester", "taught half", "calendar half"
_CALENDAR_YEAR, _SCHOOL_YEAR = "calendar year", "school year"
_UNITS = {
    _WORKDAY: r"раб(?:оч\w+|\.) дн\w+",
    _DAY: r"(?:календарн\w+ )?(?:день|дн\w+)|сут\w+",
    _WEEK: r"недел\w+",
    _MONTH: r"(?:календарн\w+ )?месяц\w*",
    _QUARTER: r"(?:календарн\w+ )?квартал\w*",
    _TERM: r"(?:учебн\w+ )?четверти",
    _TRIMESTER: r"триместра",
    _TAUGHT_HALF: r"учебн\w+ полугоди\w+",
    _CALENDAR_HALF: r"календарн\w+ полугоди\w+",
    _HALF: r"полугоди\w+|полугода",
    _CALENDAR_YEAR: r"календарн\w+ года",
    _SCHOOL_YEAR: r"уч(?:ебн\w+|\.) (?:года|г\.?)",
    _YEAR: r"года|лет",
}
_ADJECTIVES = {"дневн": _DAY, "недельн": _WEEK, "месячн": _MONTH, "годичн": _YEAR}
_MONTHS_OF = {_MONTH: 1, _QUARTER: 3, _HALF: 6, _YEAR: 12}
_WORD = "|".join(_NUMBERS)
_UNIT = f"(?P<unit>{'|'.join(_UNITS.values())})"
_NOW = r"(?P<now>(?:все(?:го|й)|текущ\w+|это(?:го|й)|данн\w+) )?"
_SINCE = (
    r"(?: (?:со дня|с даты|с момента|от даты|после)(?: (?:издания|подписания|регистрации|принятия|утверждения))?"
    r"(?: (?:настоящего|данного|этого))? (?:приказа|распоряжения|постановления))?"
)
_UNTIL = re.compile(rf"(?:до|ко?) (?:кон|окончани|завершени|истечени)\w+ {_NOW}{_UNIT}")
_WITHIN = re.compile(
    r"(?:в ?течени[ие]|не поз(?:днее|же)(?: чем)?(?: через| в течение)?|через) "
    rf"{_NOW}(?:(?P<number>\d{{1,3}}|{_WORD})(?:-?(?:ти|х|и))?(?: \([а-я]+\))? )?{_UNIT}{_SINCE}"
)
_IN_TERM = re.compile(
    rf"в (?:(?P<number>\d{{1,3}}|{_WORD})(?:-?(?:ти|х))?[- ]?)?(?P<unit>{'|'.join(_ADJECTIVES)})\w+ срок{_SINCE}"
)
_FREE = {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
"""Days off of every year; which of them a government moves is not known."""


def counted(plain: str, day: date, school: bool, terms: Calendar) -> Due | None:
    """What a normalised text means from this day on; None where it is no such term."""
    text = plain.rstrip(" .,;")
    if found := _UNTIL.fullmatch(text):
        return _due(day, *_rest(_unit(found["unit"]), day, school, terms))
    if found := _IN_TERM.fullmatch(text):
        return _due(day, _after(_ADJECTIVES[found["unit"]], _count(found["number"]), day))
    found = _WITHIN.fullmatch(text)
    if found is None:
        return None
    unit = _unit(found["unit"])
    if unit in (_DAY, _WORKDAY, _WEEK, *_MONTHS_OF) and not found["now"]:
        doubtful = unit in (_QUARTER, _HALF, _YEAR) and found["number"] is None
        question = "От дня документа или до конца того, что уже идёт?" if doubtful else ""
        return _due(day, _after(unit, _count(found["number"]), day), question)
    if found["number"]:
        return None
    end, question = _rest(unit, day, school, terms)
    return Due(WINDOW, (Window(day, end),), 1, question)


def school_end(day: date, terms: Calendar) -> date:
    """The last day of lessons of the school year that a day is in; in summer, of the one that comes."""
    return _first_end((terms.teaching(year) for year in (day.year - 1, day.year, day.year + 1)), day)


def _due(day: date, end: date, question: str = "") -> Due:
    return Due(WINDOW, (Window(day, end),), 1, question, until=True)


def _unit(text: str) -> str:
    return next(unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, text))


def _count(text: str | None) -> int:
    return 1 if text is None else _NUMBERS.get(text) or int(text)


def _after(unit: str, count: int, day: date) -> date:
    """So many days, weeks or months after the day; a month ends on the same number of another."""
    if unit in _MONTHS_OF:
        last = month(day.year, day.month + count * _MONTHS_OF[unit])
        return last.starts.replace(day=min(day.day, last.days))
    if unit != _WORKDAY:
        return day + timedelta(days=count * (7 if unit == _WEEK else 1))
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and (day.month, day.day) not in _FREE
    return day


def _rest(unit: str, day: date, school: bool, terms: Calendar) -> tuple[date, str]:
    """The end of the week, month, term or year that the day is in, and what has to be asked."""
    parts = {_TERM: TERM, _TRIMESTER: TRIMESTER, _HALF: HALF, _TAUGHT_HALF: HALF}
    if unit in parts:
        kind = parts[unit]
        every = (
            terms.part(year, kind, number)
            for year in (day.year - 1, day.year)
            for number in range(1, HOW_MANY[kind] + 1)
        )
        return _first_end(every, day), "Учебное или календарное полугодие?" if unit == _HALF else ""
    if unit == _SCHOOL_YEAR or (unit == _YEAR and school):
        return school_end(day, terms), "" if unit == _SCHOOL_YEAR else "Учебного года или календарного?"
    if unit == _WEEK:
        return day + timedelta(days=6 - day.weekday()), ""
    if unit in (_DAY, _WORKDAY):
        return day, ""
    size = {_MONTH: 1, _QUARTER: 3, _CALENDAR_HALF: 6}.get(unit, 12)
    first = day.month - (day.month - 1) % size
    end = months(day.year, first, first + size - 1).ends
    return end, "Учебного года или календарного?" if unit == _YEAR else ""


def _first_end(every: Iterable[Window], day: date) -> date:
    """The first end that the day has not passed."""
    return next(one.ends for one in every if one.ends >= day)
