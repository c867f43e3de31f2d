"""Windows of what happens again and again: the years, terms, months or weeks of a period."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import TERM, TRIMESTER, Calendar, Window
from shnor_desktop.rules.deadlines.pieces import PERIOD, SCHOOL_YEAR, Often
from shnor_desktop.rules.deadlines.places import LAST_DAYS
from shnor_desktop.rules.deadlines.words import HALF, MONTH, QUARTER, WEEK, YEAR
from shnor_desktop.rules.deadlines.words import TERM as TERMS
from shnor_desktop.rules.deadlines.words import TRIMESTER as TRIMESTERS

ONE_YEAR = 366


def windows(often: Often, span: Window, school: bool, terms: Calendar, *, summer: bool) -> list[Window]:
    """The windows of one span. A unit of which the span has less than half does not count; `summer`: June to
    August of a school year counts too."""
    if often.unit == PERIOD:
        return [span]
    if often.edge:
        edges = (_edge(one, often.edge) for one in _units(often, span, school, terms, whole=True))
        return [one for one in edges if span.holds(one)]
    if often.unit == YEAR and span.days <= ONE_YEAR:
        return [span]
    found = list(_units(often, span, school, terms, whole=False))
    if often.unit in (MONTH, WEEK) and school and not summer:
        found = [one for one in found if _taught(one, terms)]
    if often.size > 1:
        found = _together(found, often.size)
    kept = [part for one in found if (part := one.mostly_in(span)) is not None]
    return kept or [span]


def _edge(one: Window, edge: str) -> Window:
    days = timedelta(days=LAST_DAYS - 1)
    if edge == "N":
        return Window(one.starts, min(one.ends, one.starts + days))
    return calendar.last_days(one, LAST_DAYS)


def _taught(one: Window, terms: Calendar) -> bool:
    year = one.starts.year if one.starts.month >= 9 else one.starts.year - 1
    return one.mostly_in(Window(calendar.school_year(year).starts, terms.teaching(year).ends)) is not None


def _together(found: list[Window], size: int) -> list[Window]:
    """Every `size` units as one; what is left over at the end makes none, unless there is nothing else."""
    groups = [found[at : at + size] for at in range(0, len(found), size)]
    whole = [one for one in groups if len(one) == size]
    return [Window(one[0].starts, one[-1].ends) for one in whole or groups]


def _units(often: Often, span: Window, school: bool, terms: Calendar, *, whole: bool) -> Iterable[Window]:
    """All units that share days with the span, not cut; `whole`: years of lessons instead of school years."""
    if often.unit == MONTH:
        return calendar.months_of(span)
    if often.unit == WEEK:
        return calendar.weeks_of(span)
    years = range(span.starts.year - 1, span.ends.year + 1)
    if often.unit == YEAR and not school and not whole and _anniversaries(span):
        return _own_years(span)
    found = (one for year in years for one in _of_year(often.unit, year, school, terms, whole=whole))
    return [one for one in found if one.shared(span) is not None]


def _anniversaries(span: Window) -> bool:
    """Whether the span is of whole years that do not begin in January: its own years are meant."""
    following = span.ends + timedelta(days=1)
    begins = (span.starts.month, span.starts.day)
    return begins not in ((1, 1), (2, 29)) and begins == (following.month, following.day)


def _own_years(span: Window) -> Iterator[Window]:
    starts = span.starts
    while starts <= span.ends:
        following = starts.replace(year=starts.year + 1)
        yield Window(starts, following - timedelta(days=1))
        starts = following


def _of_year(unit: str, year: int, school: bool, terms: Calendar, *, whole: bool) -> list[Window]:
    if unit == SCHOOL_YEAR or (unit == YEAR and school):
        return [terms.teaching(year) if whole else calendar.school_year(year)]
    if unit == YEAR:
        return [calendar.calendar_year(year)]
    if unit == QUARTER:
        return [calendar.months(year, first, first + 2) for first in (1, 4, 7, 10)]
    if unit == HALF and not school:
        return [calendar.months(year, first, first + 5) for first in (1, 7)]
    kind = {TERMS: TERM, TRIMESTERS: TRIMESTER, HALF: calendar.HALF}[unit]
    return [terms.part(year, kind, number) for number in range(1, calendar.HOW_MANY[kind] + 1)]
