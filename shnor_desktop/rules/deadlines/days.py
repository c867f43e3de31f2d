"""The days of what was done, as words name them: «15.12», «вчера», «в ноябре 2020»; of an event as it keeps them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from shnor_desktop.rules.deadlines.calendar import Window, month
from shnor_desktop.rules.deadlines.due import WHOLE, WINDOW, Due, Period
from shnor_desktop.rules.deadlines.reading import parse

_ANY_DAY = date(2000, 1, 1)
_NAMED_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@lru_cache(maxsize=4096)
def days_of_event(starts: str, ends: str, words: str = "") -> Window | None:
    """The days of what was done as it keeps them; one that names a single day keeps it in either field. Words tell them
    only where they name a year themselves. The same event is asked about by many."""
    try:
        first, last = date.fromisoformat(starts or ends), date.fromisoformat(ends or starts)
    except ValueError:
        return days_of(words, _ANY_DAY) if _NAMED_YEAR.search(words) else None
    return Window(min(first, last), max(first, last))


def days_of(text: str, today: date, period: Period | None = None) -> Window | None:
    """The days words mean: «15.12», «в ноябре 2020», «5–9 октября»; None where they name none, or only an end."""
    plain = " ".join(text.split())
    ago = _AGO.get(plain.casefold())
    if ago is not None:
        day = today - timedelta(days=ago)
        return Window(day, day)
    for tried in _periods(today, period):
        due = parse(plain, tried)
        if due.kind == WHOLE:
            return period.days if period is not None else None
        if due.kind != WINDOW or not due.windows or due.until:
            return None
        found = _whole(due)
        if found.shared(tried.days) is None or not tried.days.holds(found):
            return _in_its_own_years(plain, found)
        slip = due.question.startswith(_SLIP)
        if (not due.question or slip) and _as_typed(plain, found):
            return found
        if due.question and not due.question.startswith(_WHICH_YEAR):
            return None
    return None


def _as_typed(text: str, found: Window) -> bool:
    """29.02 is no other day in a year that has none."""
    typed = re.match(r"\d{1,2}(?=[. ]\D*\d?)", text)
    return typed is None or found.days > 1 or int(typed[0]) == found.starts.day


_AGO = {"сегодня": 0, "вчера": 1, "позавчера": 2}
_YEAR = 12
_WHICH_YEAR = "Год не назван"
"""The one question that other twelve months may answer."""
_SLIP = "Опечатка"
"""Whoever typed the line sees what was read."""


def _periods(today: date, period: Period | None) -> Iterable[Period]:
    """Twelve months up to now, or to the end of the programme; then twelve months that end earlier, in which what
    spans the turn of a year stands whole."""
    last = today if period is None else min(today, period.ends)
    for back in range(_YEAR):
        ends = month(last.year - 1, last.month + _YEAR - back).ends
        starts = month(ends.year - 1, ends.month + 1).starts
        yield Period(starts, ends, period is not None and period.school)


def _whole(due: Due) -> Window:
    return Window(min(one.starts for one in due.windows), max(one.ends for one in due.windows))


def _in_its_own_years(text: str, found: Window) -> Window | None:
    """What names its year stands whole only where the period holds it."""
    around = Period(date(found.starts.year - 1, 1, 1), date(found.ends.year + 1, 12, 31), False)
    due = parse(text, around)
    return _whole(due) if due.kind == WINDOW and due.windows and not due.until else None
