"""The numbers that Word counts by itself: «1.», «1.2.», «а)», bullets. They are in no text of the document."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

_BULLET = "–"
_DEEPEST = 8
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_MOST_STYLES = 20


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """What a paragraph's list counts by."""

    shared: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Where this list, of those that count together, begins anew."""


class Numbers:
    """Counts on from paragraph to paragraph."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists = _lists(numbering)
        self._styles = _styles(styles)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Any) -> tuple[int, str]:
        """Level and number of the paragraph with these properties; an empty number where it has none."""
        named = _numbered(properties) or self._of_style(value_of(part_of(properties, "pStyle")))
        if named is None or named[0] not in self._lists:
            return 0, ""
        number, level = named
        counted = self._lists[number]
        if level not in counted.levels:
            return 0, ""
        counts = self._counts[counted.shared]
        if level in counted.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = counted.starts[level] - 1
        counts[level] = counts.get(level, counted.levels[level].start - 1) + 1
        for deeper in range(level + 1, _DEEPEST + 1):
            counts.pop(deeper, None)
        return level, _told(counted, counts, level)

    def _of_style(self, style: str) -> tuple[str, int] | None:
        for _ in range(_MOST_STYLES):
            found = self._styles.get(style)
            if found is None:
                return None
            style, numbered = found
            if numbered is not None:
                return numbered
        return None


def _told(counted: _List, counts: dict[int, int], level: int) -> str:
    about = counted.levels[level]
    if about.form == "bullet":
        return _BULLET
    if about.form == "none" and "%" not in about.text:
        return about.text.strip()
    text = about.text
    for at in range(level + 1):
        one = counted.levels.get(at, _Level())
        text = text.replace(f"%{at + 1}", _figure(counts.get(at, one.start), one.form))
    return text.strip()


def _figure(number: int, form: str) -> str:
    if form in ("lowerRoman", "upperRoman"):
        told, rest = "", number
        for worth, sign in _ROMAN:
            while rest >= worth and len(told) < 20:
                told, rest = told + sign, rest - worth
        return told.lower() if form == "lowerRoman" else told
    letters = {"russian": _RUSSIAN, "lower": _LATIN, "upper": _LATIN}.get(
        form.replace("Lower", "").replace("Upper", "").replace("Letter", "")
    )
    if letters is not None and number > 0:
        told = letters[(number - 1) % len(letters)] * min(1 + (number - 1) // len(letters), 5)
        return told.upper() if "pper" in form else told
    if form == "none":
        return ""
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _lists(numbering: Any) -> dict[str, _List]:
    if numbering is None:
        return {}
    shared = {
        value_of(one, "abstractNumId"): {
            _level(level): _about(level) for level in one if name_of(level) == "lvl"
        }
        for one in numbering
        if name_of(one) == "abstractNum"
    }
    found = {}
    for one in numbering:
        if name_of(one) != "num":
            continue
        abstract = value_of(part_of(one, "abstractNumId"))
        levels, starts = dict(shared.get(abstract, {})), {}
        for changed in one:
            if name_of(changed) == "lvlOverride":
                at = _level(changed)
                if (other := part_of(changed, "lvl")) is not None:
                    levels[at] = _about(other)
                if (start := part_of(changed, "startOverride")) is not None:
                    starts[at] = _whole(start, 1)
        found[value_of(one, "numId")] = _List(abstract, levels, starts)
    return found


def _about(level: Any) -> _Level:
    start, form, text = (part_of(level, name) for name in ("start", "numFmt", "lvlText"))
    return _Level(_whole(start, 1), value_of(form) or "decimal", value_of(text))


def _styles(styles: Any) -> dict[str, tuple[str, tuple[str, int] | None]]:
    """style → the style it is based on, its list and level."""
    found = {}
    for one in styles if styles is not None else ():
        if name_of(one) == "style":
            numbered = _numbered(part_of(one, "pPr"))
            found[value_of(one, "styleId")] = (value_of(part_of(one, "basedOn")), numbered)
    return found


def _numbered(properties: Any) -> tuple[str, int] | None:
    """List and level that properties of a paragraph name; list «0» says that it is in none."""
    about = part_of(properties, "numPr")
    if about is None or (number := part_of(about, "numId")) is None:
        return None
    level = part_of(about, "ilvl")
    return value_of(number), min(max(_whole(level, 0), 0), _DEEPEST)


def _level(element: Any) -> int:
    text = value_of(element, "ilvl")
    return min(int(text), _DEEPEST) if text.isdecimal() else 0


def name_of(element: Any) -> str:
    """The name of an element whatever its namespace: transitional and strict documents differ in it alone."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def part_of(element: Any, *names: str) -> Any:
    """The element reached by these names; None where there is none, or nothing to look in."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if name_of(one) == name), None)
    return element


def value_of(element: Any, name: str = "val") -> str:
    """An attribute of Word's, whatever its namespace."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _whole(element: Any, otherwise: int) -> int:
    try:
        return otherwise if element is None else min(int(value_of(element)), 100_000)
    except ValueError:
        return otherwise
