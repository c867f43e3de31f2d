"""One result of a school from its classes or days: counts are added over different classes, once each.

Main, reserve and additional days, spring and autumn of one procedure are one sitting: the same class met
twice keeps its first figures. Percentages are never averaged.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shnor_desktop.rules.figures import Figures
from shnor_desktop.rules.results.checks import COUNTS, complete


@dataclass(frozen=True, slots=True)
class ClassSum:
    """The sum, and what a person should look at."""

    figures: Figures
    repeated: tuple[str, ...]
    """Classes met again; only their first figures were taken."""
    without_counts: tuple[str, ...]
    """Classes whose number of participants or of failed is unknown: they could not be added."""


def add_classes(parts: Iterable[tuple[str, Figures]]) -> ClassSum:
    """Add the figures of classes, named as in the source («5А», «5 а»)."""
    taken: dict[str, Figures] = {}
    names: dict[str, str] = {}
    repeated: list[str] = []
    for name, figures in parts:
        key = _class_key(name)
        if key in taken:
            repeated.append(name)
            continue
        taken[key], names[key] = complete(figures), name
    if len(taken) == 1:
        return ClassSum(next(iter(taken.values())), tuple(repeated), ())
    bare = tuple(names[key] for key, one in taken.items() if one.participants is None or one.failed is None)
    countable = [one for one in taken.values() if one.participants is not None and one.failed is not None]
    return ClassSum(_sum(countable), tuple(repeated), bare)


def _class_key(name: str) -> str:
    return "".join(sign for sign in name.casefold().replace("ё", "е") if sign.isalnum())


def _sum(countable: list[Figures]) -> Figures:
    """Counts known for every class; a count missing in one class is unknown for all."""
    if not countable:
        return Figures()
    sums: dict[str, int] = {}
    for name in COUNTS:
        values = [getattr(one, name) for one in countable]
        if None not in values:
            sums[name] = sum(values)
    return Figures(**sums)
