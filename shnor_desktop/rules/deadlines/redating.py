"""Years and periods that stand inside texts: found, and moved on when a plan goes into its next years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_PATTERN = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<dated>(?:19|20)\d\d|\d\d)(?![\d.])"
    r"|(?<![\d.,/-])(?P<first>(?:19|20)\d\d)(?P<dash>\s*[-–—/]\s*)(?P<last>(?:19|20)\d\d|\d\d)(?!\d|-\d)"
    r"|(?<![\d.,/-])(?P<year>(?:19|20)\d\d)(?![\d]|[-/.]\d)"
)
_NUMBER = re.compile(r"№\s*$")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Mention:
    """A year, a date or a span of years in a text."""

    starts: int
    ends: int
    """Its place in the text."""
    first: int
    last: int
    """The years it speaks of."""
    text: str


def mentions(text: str) -> tuple[Mention, ...]:
    """All of them, from left to right; what follows «№» is a number."""
    return tuple(
        one
        for found in _PATTERN.finditer(text)
        if not _NUMBER.search(text[: found.start()]) and (one := _mention(found)) is not None
    )


def _mention(found: re.Match[str]) -> Mention | None:
    place = (found.start(), found.end())
    if found["dated"]:
        year = int(found["dated"]) + (2000 if len(found["dated"]) == 2 else 0)
        if not (1 <= int(found["day"]) <= 31 and 1 <= int(found["month"]) <= 12):
            return None
        return Mention(*place, year, year, found[0])
    if found["year"]:
        return Mention(*place, int(found["year"]), int(found["year"]), found[0])
    first, last = int(found["first"]), int(found["last"])
    if len(found["last"]) == 2:
        last = first - first % 100 + last + (100 if last <= first % 100 else 0)
    return Mention(*place, first, last, found[0]) if first < last <= first + _LONGEST else None


def moved(one: Mention, years: int) -> str:
    """The same, so many years later, in the same spelling."""
    found = _PATTERN.fullmatch(one.text)
    if found is None:
        return one.text
    if found["dated"]:
        year = one.first + years
        digits = f"{year % 100:02d}" if len(found["dated"]) == 2 else str(year)
        return f"{_day(year, found['month'], found['day'])}.{found['month']}.{digits}"
    if found["year"]:
        return str(one.first + years)
    last = one.last + years
    digits = f"{last % 100:02d}" if len(found["last"]) == 2 else str(last)
    return f"{one.first + years}{found['dash']}{digits}"


def _day(year: int, month: str, day: str) -> str:
    """The last of February is another one in other years."""
    try:
        date(year, int(month), int(day))
    except ValueError:
        return "28" if int(month) == 2 and day == "29" else day
    return day


def replaced(text: str, chosen: Iterable[tuple[Mention, int]]) -> str:
    """The text with these mentions moved on."""
    for one, years in sorted(chosen, key=lambda pair: -pair[0].starts):
        text = f"{text[: one.starts]}{moved(one, years)}{text[one.ends :]}"
    return text


def redated(text: str, years: int) -> str:
    """The text with everything moved on."""
    return replaced(text, [(one, years) for one in mentions(text)])
