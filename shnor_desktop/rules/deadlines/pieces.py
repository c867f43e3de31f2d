"""A due text as pieces: how often, where in time, all the time, checkpoints; nothing may be left over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shnor_desktop.rules.deadlines import words
from shnor_desktop.rules.deadlines.calendar import Calendar
from shnor_desktop.rules.deadlines.places import Cursor, Item, items
from shnor_desktop.rules.deadlines.words import AS_OF, Token

SCHOOL_YEAR, PERIOD = "S", ""
"""Units beside those of the words."""


@dataclass(frozen=True, slots=True)
class Often:
    """`count` times every `size` units; `edge` Z or N: at the end or at the beginning of each."""

    unit: str
    count: int = 1
    size: int = 1
    edge: str = ""


@dataclass(slots=True)
class Pieces:
    """What was read. `days`: of each month, «до 5 числа» from the first one."""

    often: list[Often] = field(default_factory=list)
    places: list[Item] = field(default_factory=list)
    days: tuple[int, int] | None = None
    whole: bool = False
    year: bool = False
    school_year: bool = False
    vague: bool = False
    checkpoints: list[str] = field(default_factory=list)


_UNIT = "U?[GMQTHIW]"
_BETWEEN = r"[-,;:()+/i]+"


def read(found: Sequence[Token], school: bool, terms: Calendar) -> Pieces | None:
    """All tokens as pieces, or None when something is left over."""
    cursor, pieces = Cursor(found), Pieces()
    while not cursor.done:
        if cursor.take(_BETWEEN):
            continue
        if not any(take(cursor, pieces, school, terms) for take in _TAKERS):
            return None
    return pieces


def _often(cursor: Cursor, pieces: Pieces, school: bool, terms: Calendar) -> bool:
    for pattern, made in _PATTERNS:
        if found := cursor.take(pattern):
            pieces.often.append(made(found))
            return True
    return False


def _unit(found: Sequence[Token]) -> str:
    kinds = "".join(one.kind for one in found)
    return SCHOOL_YEAR if kinds.endswith("UG") else kinds[-1]


def _adverb(found: Sequence[Token]) -> Often:
    return Often(chr(found[0].value))


def _times(found: Sequence[Token]) -> Often:
    """«Не реже 2 раз в 3 месяца»: the number before «раз» counts, the one after it is the size."""
    mark = next(at for at, one in enumerate(found) if one.kind in "R?")
    count = next((one.value for one in found[:mark] if one.kind == "n"), 1)
    size = next((one.value for one in found[mark:] if one.kind == "n"), 1)
    return Often(_unit(found) if len(found) > mark + 1 else PERIOD, count, size)


def _reversed(found: Sequence[Token]) -> Often:
    return Often(_unit(found[:-2]), found[-2].value)


def _each(found: Sequence[Token]) -> Often:
    size = next((one.value for one in found if one.kind == "n"), 1)
    return Often(_unit(found), 1, size)


def _edge(found: Sequence[Token]) -> Often:
    edge = next(one.kind for one in found if one.kind in "NZO")
    return Often(_unit(found), edge="N" if edge == "N" else "Z")


def _yearly(found: Sequence[Token]) -> Often:
    return Often(words.YEAR)


_PATTERNS: tuple[tuple[str, Callable[[Sequence[Token]], Often]], ...] = (
    ("F", _adverb),
    (rf"q?(?:n(?:-n)?)?R(?:[vt/]A?E?|E)n?{_UNIT}(?![ny])", _times),
    (rf"q?n(?:-n)?\?{{1,2}}vn?{_UNIT}(?![ny])", _times),
    (r"q?n(?:-n)?R", _times),
    (rf"v{_UNIT}nR", _reversed),
    (rf"(?:v?[NZ]|pO|vO)(?:E{_UNIT}|[MQTHI](?![n,i-]*[nym]))", _edge),
    (r"pOU?G(?![(,v]*y)", _edge),
    (rf"[vt]?En?{_UNIT}", _each),
    (r"v?E(?=[me])", _yearly),
)


def _as_of(cursor: Cursor, pieces: Pieces, school: bool, terms: Calendar) -> bool:
    """«На 1 сентября» is the day of a figure, every year."""
    here = cursor.kinds[cursor.at :]
    if here.startswith("pBv"):
        cursor.take("pBv")
    elif here in ("vnm", "vx") and cursor.tokens[cursor.at].value == AS_OF:
        cursor.take("v")
    else:
        return False
    pieces.often.append(Often(words.YEAR))
    return True


def _day_of_month(cursor: Cursor, pieces: Pieces, school: bool, terms: Calendar) -> bool:
    if found := cursor.take("(?:b|Lv?|k|v?L)v?n(?:c|$)"):
        pieces.days = (1, found[-2 if found[-1].kind == "c" else -1].value)
    elif found := cursor.take("sn[pb-]nc|n-nc|v?nc"):
        numbers = [one.value for one in found if one.kind == "n"]
        pieces.days = (numbers[0], numbers[-1])
    return found is not None


def _places(cursor: Cursor, pieces: Pieces, school: bool, terms: Calendar) -> bool:
    found = items(cursor, school, terms)
    pieces.places += found
    return bool(found)


def _whole(cursor: Cursor, pieces: Pieces, school: bool, terms: Calendar) -> bool:
    if cursor.take("v?t?A?V+"):
        pieces.whole = True
    elif found := cursor.take("v?(?:tA?U?G|AU?G|UG)"):
        pieces.year = True
        pieces.school_year |= any(one.kind == "U" for one in found)
    elif found := cursor.take("[wg]"):
        pieces.whole = True
        pieces.vague |= found[0].kind == "g"
    elif found := cursor.take("jo?"):
        pieces.checkpoints.append(found[0].text)
    else:
        return False
    return True


_TAKERS = (_often, _as_of, _day_of_month, _places, _whole)
