"""Units that a heading names for all its rows: «Показатели (%)», «Охват, чел.»."""

import re

_NAMED = re.compile(
    r"[(,]\s*(?:в\s+)?(%|процент\w*|шт\.?|штук\w*|чел\.?|человек\w*|балл\w*|ед\.?|единиц\w*)\s*\)?\s*$",
    re.IGNORECASE,
)
_STEMS = ("%", "процент", "шт", "чел", "балл", "ед")


def named_in(heading: str) -> str:
    """The unit as the heading writes it; empty where it names none."""
    found = _NAMED.search(heading)
    return found[1] if found else ""


def differ(one: str, other: str) -> bool:
    """Whether two units are both told and are not one: «шт.» and «штук» are."""
    return bool(one.strip() and other.strip()) and _plain(one) != _plain(other)


def _plain(text: str) -> str:
    plain = text.strip().casefold().rstrip(".")
    stem = next((one for one in _STEMS if plain.startswith(one)), plain)
    return "%" if stem == "процент" else stem
