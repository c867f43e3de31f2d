"""Places in time that a due text names: «октябрь–ноябрь», «II квартал 2022 г.», «до 15 октября», «конец полугодия».

A place without a year is a rule that gives its days in any year; which year is meant the period decides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import HALF, HOLIDAYS, TERM, TRIMESTER, Calendar, Window
from shnor_desktop.rules.deadlines.words import WINTER, Token

IN, BEFORE, SINCE, AFTER = "in", "before", "since", "after"
FIRST, LAST = "first", "last"
_HALF_DOUBT = "Учебное или календарное полугодие?"
_WINTER_DOUBT = "Назван год начала или конца зимы?"
_YEARS_DOUBT = "Учебный год или два календарных?"
LAST_DAYS = 10
"""«Конец мая», «в конце четверти»: its last ten days."""


class Unread(Exception):
    """The words make no place that exists: the thirtieth of February, a fifth quarter."""


@dataclass(frozen=True, slots=True)
class Place:
    """`on` gives the days by the year; `school` says that it is the year in which a school year begins.
    `year` is what the text names. `point`: which of its days «до …» means, where that needs no question.
    `doubt`: what to ask wherever it stands."""

    on: Callable[[int], Window]
    school: bool = False
    year: int | None = None
    point: str = ""
    whole_year: bool = False
    doubt: str = ""

    @property
    def days(self) -> Window:
        assert self.year is not None
        return self.on(self.year)


@dataclass(frozen=True, slots=True)
class Item:
    """A place and how the text stands to it: in it, up to it, from it on, after it."""

    place: Place
    mode: str = IN


class Cursor:
    """Tokens read from left to right; what was not recognised is given back."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self.kinds = "".join(one.kind for one in self.tokens)
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def take(self, pattern: str) -> tuple[Token, ...] | None:
        """The tokens the pattern takes here, at least one, or None."""
        found = re.compile(pattern).match(self.kinds, self.at)
        if found is None or found.end() == self.at:
            return None
        taken = self.tokens[self.at : found.end()]
        self.at = found.end()
        return taken


def items(cursor: Cursor, school: bool, terms: Calendar) -> list[Item]:
    """The places that stand here as a list; a year named last is the year of those before it."""
    found: list[Item] = []
    while True:
        start = cursor.at
        if found:
            cursor.take("[,;+i]+")
        more = _item(cursor, school, terms)
        if not more:
            cursor.at = start
            return _with_years(found)
        found += more


def _with_years(found: list[Item]) -> list[Item]:
    """«Февраль, апрель 2022»: one year for the row, when only its last has one."""
    if (
        len(found) < 2
        or found[-1].place.year is None
        or any(one.place.year is not None for one in found[:-1])
    ):
        return found
    last = found[-1].place
    if any(one.mode != IN for one in found) or last.whole_year:
        return found
    year = last.days.starts.year
    return [*(replace(one, place=in_year(one.place, year)) for one in found[:-1]), found[-1]]


def in_year(place: Place, year: int) -> Place:
    """The place in a calendar year."""
    keys = (year, year - 1) if place.school else (year,)
    return replace(place, year=next((key for key in keys if place.on(key).starts.year == year), keys[0]))


def in_school_year(place: Place, year: int) -> Place:
    """The place in a school year."""
    if place.school:
        return replace(place, year=year)
    whole = calendar.school_year(year)
    return replace(place, year=year if place.on(year).starts >= whole.starts else year + 1)


def _item(cursor: Cursor, school: bool, terms: Calendar) -> list[Item]:
    start = cursor.at
    cursor.take("v?[tV](?=v*[snmdxyeNSZKPlbLk])|v+")
    for mode, sign in ((BEFORE, "bv?|Lv?|kv?|v?L"), (BEFORE, "p(?=[mdxn])"), (AFTER, "a"), (SINCE, "s+")):
        if taken := cursor.take(sign):
            found = _from(cursor, school, terms) if mode == SINCE else _one(cursor, school, terms, mode)
            if taken[0].kind == "p":
                found = [replace(one, place=replace(one.place, point=LAST)) for one in found]
            break
    else:
        found = [Item(one) for one in _span(cursor, school, terms)]
    if not found:
        cursor.at = start
    return found


def _one(cursor: Cursor, school: bool, terms: Calendar, mode: str) -> list[Item]:
    places = _atom(cursor, school, terms)
    return [Item(places[0], mode)] if len(places) == 1 else []


def _from(cursor: Cursor, school: bool, terms: Calendar) -> list[Item]:
    """«с 10 по 20 марта», «с сентября по май», «с 2022 г.»."""
    days = cursor.take(r"n[pb]n(?=m)")
    if days:
        (month,) = cursor.take("m") or ()
        if days[0].value >= days[2].value:
            raise Unread
        first, last = (_month_day(month.value, one.value) for one in (days[0], days[2]))
        return [Item(_dated(cursor, _joined(first, last)))]
    places = _atom(cursor, school, terms)
    if len(places) != 1:
        return []
    if cursor.take("[pb-]v?"):
        others = _atom(cursor, school, terms)
        alike = len(others) == 1 and others[0].whole_year == places[0].whole_year
        return [Item(_joined(places[0], others[0]))] if alike else []
    return [Item(places[0], SINCE)]


def _span(cursor: Cursor, school: bool, terms: Calendar) -> list[Place]:
    """One place, several of one unit, or from one to another."""
    if days := cursor.take(r"n-(?=[dx])"):
        end = _atom(cursor, school, terms)[0]
        if days[0].value >= end.on(2020 if end.year is None else end.year).ends.day:
            raise Unread
        return [_joined(_same_month(end, days[0].value), end)]
    places = _atom(cursor, school, terms)
    start = cursor.at
    if len(places) == 1 and cursor.take("-"):
        others = _atom(cursor, school, terms)
        if len(others) == 1 and others[0].whole_year == places[0].whole_year:
            return [_joined(places[0], others[0])]
        if places[0].whole_year and others:
            return []
        cursor.at = start
    return places


def _same_month(end: Place, day: int) -> Place:
    def on(year: int) -> Window:
        return _day(end.on(year).ends.year, end.on(year).ends.month, day)

    return replace(end, on=on)


def _atom(cursor: Cursor, school: bool, terms: Calendar) -> list[Place]:
    """What names its own days, with the year if it stands there; nothing when there is no place here."""
    return (
        _day_places(cursor)
        or _numbered(cursor, school, terms)
        or _edges(cursor, school, terms)
        or _seasons(cursor, terms)
        or _years(cursor, school)
    )


# ---- days and months


def _day(year: int, month: int, day: int) -> Window:
    try:
        one = date(year, month, day)
    except ValueError:
        if (month, day) != (2, 29):
            raise Unread from None
        one = date(year, 2, 28)
    return Window(one, one)


def _month_day(month: int, day: int) -> Place:
    _day(2000, month, day)
    return Place(lambda year: _day(year, month, day), point=LAST)


def _day_places(cursor: Cursor) -> list[Place]:
    if found := cursor.take("dG?"):
        one = date.fromordinal(found[0].value)
        return [Place(lambda year: _day(year, one.month, one.day), year=one.year, point=LAST)]
    if found := cursor.take("x"):
        return [_dated(cursor, _month_day(*divmod(found[0].value, 100)))]
    if found := cursor.take("n(?:[,i-]n)*m"):
        days = _numbers(found[:-1])
        month = found[-1].value
        points = [[_month_day(month, day) for day in pair] for pair in days]
        return _all_dated(cursor, [_joined(one[0], one[-1]) if len(one) > 1 else one[0] for one in points])
    if found := cursor.take("m"):
        return [_dated(cursor, _months(found[0].value))]
    return []


def _months(number: int) -> Place:
    return Place(lambda year: calendar.month(year, number))


def _numbers(found: Sequence[Token]) -> list[tuple[int, ...]]:
    """«1, 3-4» → (1,), (3, 4)."""
    ranges: list[tuple[int, ...]] = []
    joins = False
    for one in found:
        if one.kind == "n":
            if joins:
                ranges[-1] = (ranges[-1][0], one.value)
            else:
                ranges.append((one.value,))
        joins = one.kind == "-"
    if any(one[0] >= one[-1] for one in ranges if len(one) > 1):
        raise Unread
    return ranges


def _dated(cursor: Cursor, place: Place) -> Place:
    """The place with the year that stands after it, if one does."""
    return _all_dated(cursor, [place])[0]


def _all_dated(cursor: Cursor, places: list[Place]) -> list[Place]:
    start = cursor.at
    cursor.take("v(?=y)")
    if years := cursor.take("y[-/]y(?:UG?)|y/yG?"):
        begun = _school_start(years)
        if begun is not None:
            return [in_school_year(one, begun) for one in places]
    elif years := cursor.take("yUG(?!-)"):
        return [in_school_year(one, years[0].value) for one in places]
    elif years := cursor.take("y(?![-/]y)G?"):
        return [in_year(one, years[0].value) for one in places]
    cursor.at = start
    return places


def _school_start(years: Sequence[Token]) -> int | None:
    first, second = (one.value for one in (years[0], years[2]))
    return first if second == first + 1 else None


# ---- numbered parts of years


def _numbered(cursor: Cursor, school: bool, terms: Calendar) -> list[Place]:
    found = cursor.take("[nl](?:[,i-]n)*[KW]v?m")
    if found:
        return _month_parts(cursor, found)
    if found := cursor.take("nPv?m"):
        month, first = found[-1].value, found[0].value == 1
        return [_dated(cursor, _part(month, (1, 15) if first else (16, 31)))]
    if found := cursor.take("nPU?G(?!-)"):
        return _all_dated(cursor, [_unit("H", found[0].value, school or found[2].kind == "U", terms)])
    if found := cursor.take("n(?:[,i-]n)*[QTHI]|[QTHI]n(?:[,i-]n)*"):
        kind = found[-1].kind if found[-1].kind in "QTHI" else found[0].kind
        named = re.compile(r"[(,]?(?:y[-/]y|y)?U").match(cursor.kinds, cursor.at) is not None
        taught = school or named
        either = kind == "H" and school and not named and cursor.kinds[cursor.at : cursor.at + 1] == "y"
        cursor.take("U(?=G)")
        pairs = [[_unit(kind, number, taught, terms) for number in one] for one in _numbers(found)]
        places = [_joined(one[0], one[-1]) if len(one) > 1 else one[0] for one in pairs]
        dated = _all_dated(cursor, places)
        cursor.take("G")
        return [replace(one, doubt=_HALF_DOUBT) for one in dated] if either else dated
    return []


def _month_parts(cursor: Cursor, found: Sequence[Token]) -> list[Place]:
    month, weekly = found[-1].value, any(one.kind == "W" for one in found)
    if found[0].kind == "l":
        return [_dated(cursor, _last_days(_months(month), 7 if weekly else LAST_DAYS))]
    size, most = (7, 5) if weekly else (10, 3)
    places = []
    for one in _numbers(found):
        if one[-1] > most:
            raise Unread
        last = 31 if one[-1] == most else size * one[-1]
        places.append(_part(month, (size * (one[0] - 1) + 1, last)))
    return _all_dated(cursor, places)


def _part(month: int, days: tuple[int, int]) -> Place:
    def on(year: int) -> Window:
        whole = calendar.month(year, month)
        first = min(days[0], whole.days)
        return Window(whole.starts.replace(day=first), whole.starts.replace(day=min(days[1], whole.days)))

    return Place(on)


_SCHOOL = {"T": TERM, "H": HALF, "I": TRIMESTER}


def _unit(kind: str, number: int, school: bool, terms: Calendar) -> Place:
    """The n-th quarter, term, half-year or trimester."""
    if number > {"Q": 4, "T": 4, "H": 2, "I": 3}[kind]:
        raise Unread
    if kind == "Q" or (kind == "H" and not school):
        size = 3 if kind == "Q" else 6
        return Place(lambda year: calendar.months(year, size * (number - 1) + 1, size * number))
    return Place(lambda year: terms.part(year, _SCHOOL[kind], number), school=True)


# ---- beginnings and ends, seasons and holidays


def _edges(cursor: Cursor, school: bool, terms: Calendar) -> list[Place]:
    """«Начало сентября», «конец I полугодия», «конец учебного года»."""
    start = cursor.at
    edge = cursor.take("[NSZ](?:[,i]v?[NSZ])*") or cursor.take("pO") or cursor.take("O(?=n[THQI])")
    if edge is None:
        return []
    kinds = "Z" if edge[-1].kind == "O" else "".join(one.kind for one in edge if one.kind in "NSZ")
    if found := cursor.take("UG|A?G(?![^,;)]*y)"):
        taught = school or found[0].kind == "U"
        whole = Place(terms.teaching if taught else calendar.calendar_year, school=taught)
        whole = _dated(cursor, whole)
    else:
        places = _day_places(cursor) if edge[-1].kind != "O" else []
        places = places or _numbered(cursor, school, terms) or _years(cursor, school)
        if len(places) != 1:
            cursor.at = start
            return []
        whole = places[0]
        if whole.whole_year and whole.school:
            whole = replace(
                whole, on=lambda year: terms.teaching(year + round(places[0].on(year).days / 366) - 1)
            )
    return [_edge(whole, kind) for kind in kinds]


def _edge(whole: Place, kind: str) -> Place:
    if kind == "Z":
        return replace(_last_days(whole, LAST_DAYS), point=LAST)

    def on(year: int) -> Window:
        days = whole.on(year)
        first = days.starts
        if kind == "S":
            first += timedelta(days=max(0, (days.days - LAST_DAYS) // 2))
        return Window(first, min(days.ends, first + timedelta(days=LAST_DAYS - 1)))

    return replace(whole, on=on, whole_year=False, point=FIRST if kind == "N" else "")


def _last_days(whole: Place, count: int) -> Place:
    def on(year: int) -> Window:
        return calendar.last_days(whole.on(year), count)

    return replace(whole, on=on, whole_year=False)


_SEASON_MONTHS = {1: (9, 11), 2: (12, 2), 3: (3, 5), 4: (6, 8)}


def _seasons(cursor: Cursor, terms: Calendar) -> list[Place]:
    if found := cursor.take("e(?:[,i-]e)*h"):
        named = [one.value for one in found if one.kind == "e"]
        dated = _all_dated(cursor, [_holidays(one, terms) for one in named])
        return _winter_asked(dated, named)
    if found := cursor.take("eV?"):
        first, last = _SEASON_MONTHS[found[0].value]
        dated = [_dated(cursor, Place(lambda year: calendar.months(year, first, last)))]
        return _winter_asked(dated, [found[0].value])
    return []


def _winter_asked(dated: list[Place], seasons: list[int]) -> list[Place]:
    """A winter has two years: which one is named?"""
    return [
        replace(one, doubt=_WINTER_DOUBT) if season == WINTER and one.year is not None else one
        for one, season in zip(dated, seasons, strict=True)
    ]


def _holidays(number: int, terms: Calendar) -> Place:
    return Place(lambda year: terms.part(year, HOLIDAYS, number), school=True)


# ---- years


def _years(cursor: Cursor, school: bool) -> list[Place]:
    """«2018 год», «2018–2021 гг.», «2019, 2020 годах», «2021/22 учебный год», «2021-2022, 2022-2023 уч. годы»."""
    start = cursor.at
    named: list[tuple[Token, ...]] = []
    while found := cursor.take("y[-/]yU?|yU(?=G)|y"):
        worded = cursor.take("G") is not None
        named.append(found)
        if not cursor.take(r"[,i](?=y[-/G,iU]|y$|y\))"):
            taught = found[-1].kind == "U"
            return [_year_place(one, school, taught, worded) for one in named]
    cursor.at = start
    return []


def _year_place(found: Sequence[Token], school: bool, taught: bool, worded: bool) -> Place:
    """One year or several; `taught`: they are called school years, `worded`: years at all."""
    first, last = found[0].value, found[-1 if found[-1].kind == "y" else -2].value
    next_to = len(found) > 2 and last == first + 1
    doubt = ""
    if next_to and not taught and not worded:
        taught = school or found[1].kind == "/"
        doubt = "" if taught else _YEARS_DOUBT
    if last < first:
        raise Unread
    if not taught:
        return Place(
            lambda year: Window(date(year, 1, 1), date(year + last - first, 12, 31)),
            year=first,
            whole_year=True,
            doubt=doubt,
        )
    count = last - first - 1 if len(found) > 2 and last > first else 0
    return Place(
        lambda year: Window(calendar.school_year(year).starts, calendar.school_year(year + count).ends),
        school=True,
        year=first,
        whole_year=True,
    )


# ---- from one to another


def _joined(first: Place, last: Place) -> Place:
    """From the beginning of one to the end of another, over the turn of the year where the months say so."""

    def end(starts: date, year: int) -> Window:
        return next(
            days for days in (last.on(year), last.on(year + 1), last.on(year + 2)) if days.ends >= starts
        )

    if first.year is not None and last.year is not None:
        days = Window(first.days.starts, last.days.ends)
        if days.starts > days.ends:
            raise Unread
        shift = last.year - first.year
        return replace(first, on=lambda year: Window(first.on(year).starts, last.on(year + shift).ends))

    def on(year: int) -> Window:
        starts = first.on(year).starts
        return Window(starts, end(starts, year - 1 if first.school and not last.school else year).ends)

    if last.year is not None:
        wanted = last.days.ends
        years = (last.year + 1, last.year, last.year - 1, last.year - 2)
        key = next(year for year in years if first.on(year).starts <= wanted)
        return Place(
            lambda year: Window(first.on(year).starts, last.on(year - key + (last.year or 0)).ends),
            first.school,
            key,
        )
    return Place(on, first.school, first.year)
