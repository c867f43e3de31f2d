"""How many people courses have trained: whoever is named counts once, of the others only their number is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from shnor_desktop.rules.words.russian import plural


@dataclass(frozen=True, slots=True)
class Course:
    """A course that was held: who is named as having passed it, and how many took part."""

    persons: frozenset[bytes] = frozenset()
    people: int | None = None
    at_least: bool = False
    """More may have taken part than is said."""


@dataclass(frozen=True, slots=True)
class Trained:
    """People who passed courses. `unnamed` are known by number alone and may be the same in several courses."""

    named: int
    unnamed: int
    courses: int
    silent: int
    """Courses that say neither who nor how many."""
    at_least: bool = False
    twice: bool = False
    """Some of the unnamed may have been counted twice."""

    @property
    def count(self) -> int:
        return self.named + self.unnamed

    @property
    def told(self) -> str:
        """«названы 12, ещё 9 без имён»; what the number does not know."""
        words = [f"названы {self.named}" if self.named else ""]
        if self.unnamed:
            words.append(f"{'ещё ' * bool(self.named)}{self.unnamed} без имён")
        words.append("кто был на нескольких курсах, мог быть посчитан не раз" if self.twice else "")
        if self.silent:
            records = plural(self.silent, "записи", "записях", "записях")
            words.append(f"в {self.silent} {records} участники не указаны")
        return ", ".join(filter(None, words))


def trained(courses: Iterable[Course]) -> Trained:
    """Everybody who passed one of these courses, once as far as names tell."""
    every = list(courses)
    named = frozenset[bytes]().union(*(one.persons for one in every))
    unnamed = [max((one.people or 0) - len(one.persons), 0) for one in every]
    return Trained(
        len(named),
        sum(unnamed),
        len(every),
        sum(not one.persons and not one.people for one in every),
        any(one.at_least for one in every),
        sum(unnamed) > 0 and len(every) > 1,
    )
