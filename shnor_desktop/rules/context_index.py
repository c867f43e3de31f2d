"""The index of social conditions by an open formula: every weighted indicator that is worse than its border adds its weight;
the index is the share of what was added among the weights of the indicators that are known.

Where a border is said, a value at it or beyond counts. Where none is, the worst quarter of the schools does, if it is worse
than the middle. What is not known is named, with what the index would be at its least and at its most. Nothing here puts
schools in an order, and nothing is decided: a status is a person's word.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_high, median_low
from typing import TypeVar

from shnor_desktop.rules.figures import E4

FEWEST_FOR_QUARTER = 4
"""Schools whose value is known; among fewer there is no worst quarter."""
BORDER_E4 = 50 * E4
"""From which the conditions count as adverse, where nobody says another border."""
_HUNDRED = 100 * E4
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Measure:
    """A weighted indicator."""

    key: bytes
    weight_e4: int
    high_is_bad: bool
    limit_e4: int | None = None


@dataclass(frozen=True, slots=True)
class Border:
    """From where on a value is adverse; None where the values known do not tell."""

    value_e4: int | None
    said: bool
    """By a limit of the indicator, not by the worst quarter of the schools."""
    of: int = 0
    """How many values a quarter is of."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one indicator adds to the index of a school."""

    key: bytes
    value_e4: int
    border: Border
    adverse: bool
    weight_e4: int
    points_e4: int
    """Of the index: the weight among the known weights, or 0."""


class Conditions(StrEnum):
    """What the index says of a school."""

    ADVERSE = "adverse"
    """At the border or above it, whatever is missing."""
    CONFIRM = "confirm"
    """Above by what is known; what is missing could take it below."""
    INSUFFICIENT = "insufficient"
    """Below by what is known; what is missing could lift it."""
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Index:
    """Of one school."""

    value_e4: int | None
    """In percent; None where nothing weighted is known."""
    least_e4: int
    most_e4: int
    conditions: Conditions
    contributions: tuple[Contribution, ...]
    missing: tuple[bytes, ...]
    """Weighted indicators without a value, or whose border is not known."""
    known_weight_e4: int
    weight_e4: int


def borders(measures: Sequence[Measure], values: Mapping[K, Mapping[bytes, int]]) -> dict[bytes, Border]:
    """From where on each indicator is adverse among these schools."""
    return {
        one.key: _border(one, [held[one.key] for held in values.values() if one.key in held])
        for one in measures
    }


def _border(one: Measure, known: Sequence[int]) -> Border:
    if one.limit_e4 is not None:
        return Border(one.limit_e4, said=True)
    if len(known) < FEWEST_FOR_QUARTER:
        return Border(None, said=False, of=len(known))
    worst_first = sorted(known, reverse=one.high_is_bad)
    quarter = worst_first[-(-len(known) // FEWEST_FOR_QUARTER) - 1]
    middle = median_high(known) if one.high_is_bad else median_low(known)
    beyond = [value for value in known if _worse(one, value, middle)]
    if not beyond:
        return Border(None, said=False, of=len(known))
    if not _worse(one, quarter, middle):
        quarter = min(beyond) if one.high_is_bad else max(beyond)
    return Border(quarter, said=False, of=len(known))


def _worse(one: Measure, value: int, other: int) -> bool:
    return value > other if one.high_is_bad else value < other


def indexes(
    measures: Sequence[Measure], values: Mapping[K, Mapping[bytes, int]], border_e4: int = BORDER_E4
) -> dict[K, Index]:
    """The index of every school; indicators of no weight do not count."""
    weighted = [one for one in measures if one.weight_e4 > 0]
    found = borders(weighted, values)
    alike = {key for key, one in found.items() if one.value_e4 is None and one.of >= FEWEST_FOR_QUARTER}
    return {school: _index(weighted, found, alike, held, border_e4) for school, held in values.items()}


def _index(
    measures: Sequence[Measure],
    found: Mapping[bytes, Border],
    alike: set[bytes],
    held: Mapping[bytes, int],
    border_e4: int,
) -> Index:
    known = [
        one
        for one in measures
        if one.key in held and (one.key in alike or found[one.key].value_e4 is not None)
    ]
    total, known_weight = sum(one.weight_e4 for one in measures), sum(one.weight_e4 for one in known)
    made = tuple(_contribution(one, held[one.key], found[one.key], known_weight) for one in known)
    added = sum(one.weight_e4 for one in made if one.adverse)
    value = _share(added, known_weight) if known_weight else None
    least, most = _share(added, total), _share(added + total - known_weight, total)
    return Index(
        value,
        least,
        most,
        _conditions(value, least, most, border_e4),
        made,
        tuple(one.key for one in measures if one not in known),
        known_weight,
        total,
    )


def _contribution(one: Measure, value: int, border: Border, known_weight: int) -> Contribution:
    limit = border.value_e4
    adverse = limit is not None and (value >= limit if one.high_is_bad else value <= limit)
    points = _share(one.weight_e4, known_weight) if adverse else 0
    return Contribution(one.key, value, border, adverse, one.weight_e4, points)


def _share(part: int, whole: int) -> int:
    return (2 * _HUNDRED * part + whole) // (2 * whole) if whole else 0


def _conditions(value: int | None, least: int, most: int, border_e4: int) -> Conditions:
    if value is None:
        return Conditions.INSUFFICIENT if most else Conditions.NOT
    if least >= border_e4:
        return Conditions.ADVERSE
    if value >= border_e4:
        return Conditions.CONFIRM
    return Conditions.INSUFFICIENT if most >= border_e4 else Conditions.NOT
