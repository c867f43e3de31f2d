"""Whether a school may be called ШНСУ, резильентная, with high results, a leader: what speaks for it, what against, what is not
known. Only proposals follow; a status is given by a person with a basis.

ШНСУ: the index of social conditions. Резильентная: adverse conditions, no low result in either year, and results at the mean
of the district or above. High results: none low in either year and above the mean in both. Leader: high results, and it
helps others already. The mean of the district is told fairly: so many pupils of the school would not have passed, had each
of the same works gone as in the whole district.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shnor_desktop.rules.context_index import Conditions
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words.russian import counted_of, decimal_e4, joined

ADVERSE, RESILIENT, HIGH, LEADER = "adverse_social", "resilient", "high_result", "leader"
KINDS = (ADVERSE, RESILIENT, HIGH, LEADER)
FEW_PUPILS = 50
"""Fewer results of pupils say little; it is told."""


class Holds(StrEnum):
    """Whether what makes a status is there."""

    YES = "yes"
    MAYBE = "maybe"
    """By what is known, or only close to it: something is not known."""
    NO = "no"
    UNKNOWN = "unknown"
    """Too little is known to say anything."""


@dataclass(frozen=True, slots=True)
class Against:
    """A school beside its district over the same works: pupils who failed, or those with «4» and «5»."""

    pupils: int
    count: int
    expected_e4: int
    """How many there would be by the shares of the district, in ten-thousandths of a pupil."""
    spread_e4: int
    """The variance of that number by chance alone, in ten-thousandths."""
    good: bool = False
    """They are those with «4» and «5»."""

    @property
    def _ahead_e4(self) -> int:
        ahead = self.expected_e4 - self.count * E4
        return -ahead if self.good else ahead

    @property
    def above(self) -> bool:
        """Better than the mean."""
        return self._ahead_e4 > 0

    @property
    def not_below(self) -> bool:
        """At the mean or better."""
        return self._ahead_e4 >= 0

    @property
    def within_chance(self) -> bool:
        """So far from the mean a school comes by chance more often than once in twenty times."""
        return 25 * self._ahead_e4**2 <= 96 * self.spread_e4 * E4

    @property
    def text(self) -> str:
        """«не справились 3 из 57 работ, при долях района было бы 5,1»."""
        what = "«4» и «5»" if self.good else "не справились"
        return (
            f"{what} {self.count} из {counted_of(self.pupils, 'работы', 'работ')}, "
            f"при долях района было бы {decimal_e4(self.expected_e4, 1)}"
        )


def against(works: Sequence[tuple[int, int, int, int]], *, good: bool = False) -> Against | None:
    """From (pupils, counted) of the school and (pupils, counted) of the district at each work; None without any."""
    known = [one for one in works if one[0] > 0 and one[2] > 0]
    if not known:
        return None
    expected = sum(E4 * n * found // among for n, _, among, found in known)
    spread = sum(E4 * n * found * (among - found) // among**2 for n, _, among, found in known)
    return Against(sum(n for n, *_ in known), sum(count for _, count, *_ in known), expected, spread, good)


@dataclass(frozen=True, slots=True)
class Year:
    """The results of one of the two years that are looked at."""

    title: str
    low: tuple[str, ...] = ()
    """Names of the low results."""
    missing: tuple[str, ...] = ()
    """Works whose result was not received."""
    beside: Against | None = None
    """Those who failed."""
    quality: Against | None = None
    """Those with «4» and «5», where the sources tell."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is known of a school for this."""

    conditions: Conditions
    index: str
    """«58,3 %»; empty where it could not be computed."""
    lacking: tuple[str, ...] = ()
    """Indicators of the index that are not known."""
    confirmed: str = ""
    """By what the school has the status ШНСУ now; empty where it has not."""
    years: tuple[Year, ...] = ()
    """The last year, then the one before."""
    flagged: bool = False
    """Some result has an objectivity flag."""
    helps: tuple[str, ...] = ()
    """What it does for other schools."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a status would rest on."""

    kind: str
    holds: Holds
    reasons: tuple[str, ...] = ()
    """What speaks for it, with figures."""
    doubts: tuple[str, ...] = field(default=())
    """What speaks against it, or is not known."""


def judge(kind: str, one: Standing) -> Judgement:
    """Of one status."""
    if kind == ADVERSE:
        return _adverse(one)
    if kind == RESILIENT:
        return _resilient(one)
    return _high(one) if kind == HIGH else _leader(one)


def _adverse(one: Standing) -> Judgement:
    if one.conditions is Conditions.NOT and one.index:
        return Judgement(ADVERSE, Holds.NO, (), (f"индекс социального неблагополучия {one.index}",))
    if one.conditions in (Conditions.NOT, Conditions.INSUFFICIENT):
        return Judgement(ADVERSE, Holds.UNKNOWN, (), _lack(one) or ("социальный паспорт не заполнен",))
    reasons = (f"индекс социального неблагополучия {one.index}",)
    if one.conditions is Conditions.CONFIRM:
        return Judgement(ADVERSE, Holds.MAYBE, reasons, _lack(one))
    return Judgement(ADVERSE, Holds.YES, reasons)


def _lack(one: Standing) -> tuple[str, ...]:
    return (f"не хватает показателей: {joined(one.lacking)}",) if one.lacking else ()


def _conditions(one: Standing) -> tuple[Holds, tuple[str, ...], tuple[str, ...]]:
    if one.confirmed:
        return Holds.YES, (f"статус ШНСУ: {one.confirmed}",), ()
    found = _adverse(one)
    doubts = (*found.doubts, "статус ШНСУ не подтверждён") if found.holds is Holds.YES else found.doubts
    holds = Holds.MAYBE if found.holds is Holds.YES else found.holds
    return holds, found.reasons, doubts


def _results(one: Standing, *, strictly: bool) -> tuple[Holds, tuple[str, ...], tuple[str, ...]]:
    """No low result in either year, and the mean of the district in both together, or above it in each."""
    low = [name for year in one.years for name in year.low]
    if low:
        return Holds.NO, (), (f"низкие результаты: {joined(low)}",)
    known = [year for year in one.years if year.beside is not None]
    if not known:
        return Holds.UNKNOWN, (), ("результатов двух лет с числом участников нет",)
    reasons = [f"{year.title}: {told.text}" for year in known for told in _told(year, strictly=strictly)]
    worse = [year.title for year in known if not _is_above(_told(year, strictly=True))]
    if (strictly and worse) or (not strictly and not _sum(known).not_below):
        told = f"результаты не выше районных: {joined(worse)}" if strictly else "результаты ниже районных"
        return Holds.NO, tuple(reasons), (told,)
    doubts = _unknown(one, known)
    return (Holds.MAYBE if doubts else Holds.YES), ("низких результатов нет", *reasons), doubts


def _is_above(told: Sequence[Against]) -> bool:
    """Nowhere below the mean, somewhere above it."""
    return all(one.not_below for one in told) and any(one.above for one in told)


def _unknown(one: Standing, known: Sequence[Year]) -> tuple[str, ...]:
    missing = [name for year in one.years for name in year.missing]
    found = [f"{year.title}: результатов с числом участников нет" for year in one.years if year not in known]
    found += [f"не получены: {joined(missing)}"] if missing else []
    pupils = _sum(known).pupils
    if pupils < FEW_PUPILS:
        found.append(f"работ всего {pupils}: вывод неустойчив")
    return tuple(found)


def _told(year: Year, *, strictly: bool) -> list[Against]:
    """What is compared: those who failed; for high results those with «4» and «5» as well."""
    quality = year.quality if strictly else None
    return [one for one in (year.beside, quality) if one is not None]


def _sum(years: Sequence[Year]) -> Against:
    parts = [one.beside for one in years if one.beside is not None]
    return Against(
        sum(one.pupils for one in parts),
        sum(one.count for one in parts),
        sum(one.expected_e4 for one in parts),
        sum(one.spread_e4 for one in parts),
    )


def _resilient(one: Standing) -> Judgement:
    first, reasons, doubts = _conditions(one)
    second, more, others = _results(one, strictly=False)
    return Judgement(RESILIENT, _both(first, second), (*reasons, *more), (*doubts, *others))


def _high(one: Standing) -> Judgement:
    holds, reasons, doubts = _results(one, strictly=True)
    if holds in (Holds.YES, Holds.MAYBE):
        known = [year for year in one.years if year.beside is not None]
        if _sum(known).within_chance:
            doubts = (*doubts, "число не справившихся отличается от районного в пределах случайности")
        if one.flagged:
            doubts = (*doubts, "есть признаки необъективности")
        holds = Holds.MAYBE if doubts else holds
    return Judgement(HIGH, holds, reasons, doubts)


def _leader(one: Standing) -> Judgement:
    found = _high(one)
    helps = Holds.YES if one.helps else Holds.NO
    more = (f"помогает другим: {joined(one.helps)}",) if one.helps else ()
    against_it = () if one.helps else ("школа никому не помогает по записям этого файла",)
    return Judgement(LEADER, _both(found.holds, helps), (*found.reasons, *more), (*found.doubts, *against_it))


_WEAKEST = (Holds.NO, Holds.UNKNOWN, Holds.MAYBE, Holds.YES)


def _both(first: Holds, second: Holds) -> Holds:
    """Of two things that must both hold."""
    return _WEAKEST[min(_WEAKEST.index(first), _WEAKEST.index(second))]
