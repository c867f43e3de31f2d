"""School years: a school year is named by the calendar year it starts in (2020 = «2020/21»)."""

import re
from datetime import date

AUTUMN = "autumn"

_SPAN = re.compile(r"(?<![\d./-])(20\d\d)\s*[/\\\-\u2010-\u2015\u2212]\s*(20\d\d|\d\d)(?![\d./-]*\d)")


def school_year_of(calendar_year: int, season: str) -> int:
    """Spring and the exams of a calendar year close the school year begun the autumn before."""
    return calendar_year if season == AUTUMN else calendar_year - 1


def calendar_year_of(school_year: int, season: str) -> int:
    """The calendar year in which a sitting of this school year and season is held."""
    return school_year if season == AUTUMN else school_year + 1


def programme_year(school_year: int, season: str, sitting_grade: int, programme_grade: int) -> int:
    """The school year whose programme was written: in autumn pupils may write the year before's."""
    if season == AUTUMN and programme_grade < sitting_grade:
        return school_year - 1
    return school_year


def running(day: date) -> int:
    """The school year that runs on a day: a new one begins on the first of September."""
    return day.year if day.month >= 9 else day.year - 1


def label(school_year: int) -> str:
    """«2020/21»."""
    return f"{school_year}/{(school_year + 1) % 100:02d}"


def parse(text: str) -> int | None:
    """The one school year a text names («2020/21», «2020–2021 учебный год»), or None.

    Longer periods («2018-2021»), single calendar years and two different school years give None.
    """
    found = set()
    for first, second in _SPAN.findall(text):
        year = int(first)
        if int(second) % 100 == (year + 1) % 100 and (len(second) == 2 or int(second) == year + 1):
            found.add(year)
        else:
            return None
    return found.pop() if len(found) == 1 else None
