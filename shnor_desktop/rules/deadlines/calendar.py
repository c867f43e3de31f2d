"""Days and the school calendar: terms, trimesters, half-years and holidays, with the usual dates where none are set."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

TERM, TRIMESTER, HALF, HOLIDAYS = "term", "trimester", "half", "holidays"
AUTUMN_HOLIDAYS, WINTER_HOLIDAYS, SPRING_HOLIDAYS, SUMMER_HOLIDAYS = 1, 2, 3, 4


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Days from the first to the last, both included."""

    starts: date
    ends: date

    @property
    def days(self) -> int:
        return (self.ends - self.starts).days + 1

    def shared(self, other: "Window") -> "Window | None":
        """The days both have."""
        starts, ends = max(self.starts, other.starts), min(self.ends, other.ends)
        return Window(starts, ends) if starts <= ends else None

    def holds(self, other: "Window") -> bool:
        return self.starts <= other.starts and other.ends <= self.ends

    def mostly_in(self, other: "Window") -> "Window | None":
        """What `other` has of these days, if it is half of them or more."""
        part = self.shared(other)
        return part if part is not None and 2 * part.days >= self.days else None


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a school year as the office set it; `number` of holidays: 1 autumn … 4 summer."""

    school_year: int
    kind: str
    number: int
    name: str
    starts: date
    ends: date


_USUAL: tuple[tuple[str, int, str, tuple[int, int], tuple[int, int]], ...] = (
    (TERM, 1, "I четверть", (9, 1), (10, 26)),
    (TERM, 2, "II четверть", (11, 5), (12, 30)),
    (TERM, 3, "III четверть", (1, 9), (3, 23)),
    (TERM, 4, "IV четверть", (4, 1), (5, 31)),
    (TRIMESTER, 1, "I триместр", (9, 1), (11, 16)),
    (TRIMESTER, 2, "II триместр", (11, 24), (2, 15)),
    (TRIMESTER, 3, "III триместр", (2, 24), (5, 31)),
    (HALF, 1, "I полугодие", (9, 1), (12, 30)),
    (HALF, 2, "II полугодие", (1, 9), (5, 31)),
    (HOLIDAYS, AUTUMN_HOLIDAYS, "Осенние каникулы", (10, 27), (11, 4)),
    (HOLIDAYS, WINTER_HOLIDAYS, "Зимние каникулы", (12, 31), (1, 8)),
    (HOLIDAYS, SPRING_HOLIDAYS, "Весенние каникулы", (3, 24), (3, 31)),
    (HOLIDAYS, SUMMER_HOLIDAYS, "Летние каникулы", (6, 1), (8, 31)),
)
HOW_MANY = {TERM: 4, TRIMESTER: 3, HALF: 2, HOLIDAYS: 4}


def usual(school_year: int) -> tuple[Term, ...]:
    """The school year as most schools have it; an office that has it otherwise changes the dates."""

    def day(month: int, number: int) -> date:
        return date(school_year if month >= 9 else school_year + 1, month, number)

    return tuple(
        Term(school_year, kind, number, name, day(*starts), day(*ends))
        for kind, number, name, starts, ends in _USUAL
    )


@dataclass(frozen=True, slots=True)
class Calendar:
    """The school calendar: what the office set, and the usual dates for the rest."""

    terms: tuple[Term, ...] = ()

    def part(self, school_year: int, kind: str, number: int) -> Window:
        """One term, trimester, half-year or holidays. A half-year that is not set follows the terms that are."""
        own = self._set(school_year, kind, number)
        if own is not None:
            return own
        known = next(one for one in usual(school_year) if (one.kind, one.number) == (kind, number))
        starts, ends = known.starts, known.ends
        if kind == HALF:
            first = self._set(school_year, TERM, 2 * number - 1)
            last = self._set(school_year, TERM, 2 * number)
            starts = first.starts if first is not None else starts
            ends = last.ends if last is not None else ends
        return Window(starts, ends)

    def _set(self, school_year: int, kind: str, number: int) -> Window | None:
        for one in self.terms:
            same = (one.school_year, one.kind, one.number) == (school_year, kind, number)
            if same and one.starts <= one.ends:
                return Window(one.starts, one.ends)
        return None

    def teaching(self, school_year: int) -> Window:
        """From the first to the last day of lessons."""
        return Window(self.part(school_year, HALF, 1).starts, self.part(school_year, HALF, 2).ends)


def calendar_year(year: int) -> Window:
    return Window(date(year, 1, 1), date(year, 12, 31))


def school_year(year: int) -> Window:
    """From 1 September to 31 August."""
    return Window(date(year, 9, 1), date(year + 1, 8, 31))


def month(year: int, number: int) -> Window:
    """The month; numbers past 12 go on into the next years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    following = date(year + number // 12, number % 12 + 1, 1)
    return Window(date(year, number, 1), following - timedelta(days=1))


def months(year: int, first: int, last: int) -> Window:
    """From the first day of one month to the last day of another; a last one below the first is of the next year."""
    return Window(month(year, first).starts, month(year, last if last >= first else last + 12).ends)


def last_days(span: Window, count: int) -> Window:
    """The last days of a span; the last ten of a month are all after its twentieth."""
    first = span.ends - timedelta(days=count - 1)
    if count == 10 and span == month(span.starts.year, span.starts.month):
        first = span.starts.replace(day=21)
    return Window(max(span.starts, first), span.ends)


def months_of(span: Window) -> Iterator[Window]:
    """The months that share days with the span, whole."""
    one = month(span.starts.year, span.starts.month)
    while one.starts <= span.ends:
        yield one
        one = month(one.starts.year, one.starts.month + 1)


def weeks_of(span: Window) -> Iterator[Window]:
    """The weeks from Monday to Sunday that share days with the span, whole."""
    first = span.starts - timedelta(days=span.starts.weekday())
    while first <= span.ends:
        yield Window(first, first + timedelta(days=6))
        first += timedelta(days=7)
