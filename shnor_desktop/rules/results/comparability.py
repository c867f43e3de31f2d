"""Whether results of two years may be compared at all: the same pupils by kind, the same scale, the same attempt."""

from collections.abc import Iterable

from shnor_desktop.rules.figures import Family
from shnor_desktop.rules.results.facts import Sitting

EVERY_YEAR = frozenset({"РУ", "МА"})
"""Subjects of ВПР that are written by all every year; the others are chosen at random for each class since 2026."""
RANDOM_SINCE = 2025
"""The school year of the order that made it so."""
_COHORTS = {
    "chosen": "участвовали по выбору",
    "random": "предмет выбран для класса случайно",
    "two": "экзамен по двум предметам",
}


def cohort_of(sitting: Sitting) -> str:
    """Who took part: what a person said of the sitting, else what the rules of that year say."""
    if sitting.cohort:
        return "" if sitting.cohort == "all" else sitting.cohort
    random = sitting.family == Family.VPR and sitting.school_year >= RANDOM_SINCE
    return "random" if random and sitting.subject not in EVERY_YEAR else ""


def why_incomparable(earlier: Sitting, later: Sitting) -> str:
    """Why the two say nothing of a change; empty when they may be compared."""
    before, after = cohort_of(earlier), cohort_of(later)
    if "random" in (before, after):
        return _COHORTS["random"]
    if before != after:
        return f"изменился состав участников ({_COHORTS.get(after or before, after or before)})"
    if earlier.scale.strip().casefold() != later.scale.strip().casefold():
        return "изменилась шкала перевода баллов"
    if (earlier.season == "final") != (later.season == "final"):
        return "один результат с учётом пересдачи, другой без неё"
    return ""


def unlike(slot_a: Iterable[Sitting], slot_b: Iterable[Sitting]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Procedures of ВПР that only one of the two years has, beside РУ and МА: (only A, only B)."""
    a, b = _electives(slot_a), _electives(slot_b)
    if not a and not b:
        return (), ()
    return tuple(sorted(a - b)), tuple(sorted(b - a))


def _electives(slot: Iterable[Sitting]) -> set[str]:
    return {
        f"{one.subject} {one.programme_grade}"
        for one in slot
        if one.family == Family.VPR and one.subject not in EVERY_YEAR
    }


def advice(slot_a: Iterable[Sitting], slot_b: Iterable[Sitting]) -> str:
    """What a person who chooses procedures should know; empty when both years have the same subjects."""
    only_a, only_b = unlike(slot_a, slot_b)
    if not only_a and not only_b:
        return ""
    told = [
        f"только в году {name}: {', '.join(names)}" for name, names in (("А", only_a), ("Б", only_b)) if names
    ]
    return (
        f"Наборы предметов ВПР по годам различаются ({'; '.join(told)}). "
        "Чтобы сравнивать одинаковое, можно взять только русский язык и математику."
    )
