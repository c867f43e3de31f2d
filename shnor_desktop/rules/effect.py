"""Whether what changed between two sittings is more than chance: differences of shares, limits of a funnel, and what would
have come without support.

All of it counts pupils who failed. Intervals take the pupils of a group for independent of each other and the two years
for two samples (pupils who sat both are not known one by one, so nothing is paired). Pupils of one school are more alike
than that: how much more is measured on the schools without support, and what is said of support is widened by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
from typing import NamedTuple

from shnor_desktop.rules.results.certainty import Z_95, wilson
from shnor_desktop.rules.words.russian import NBSP, counted, decimal_e4, e4, percent_e4

LEVELS = (95.0, 99.8)
"""Of the limits of a funnel, in percent."""
FEWEST_SCHOOLS = 5
"""With fewer schools without support nothing can be said of how schools change by themselves."""


class Count(NamedTuple):
    """How many of n failed."""

    failed: int
    n: int

    @property
    def pct(self) -> float:
        """Their share in percent."""
        return 100 * self.failed / self.n


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference in percentage points with its 95 % interval."""

    points: float
    low: float
    high: float

    @property
    def is_chance(self) -> bool:
        """Whether no difference at all would do as well."""
        return self.low <= 0 <= self.high


def newcombe(before: Count, after: Count, z: float = Z_95) -> Difference:
    """After less before, with the hybrid score interval of two independent shares.

    Newcombe R.G. Interval estimation for the difference between independent proportions: comparison of eleven methods.
    Statistics in Medicine 1998;17:873–890, method 10: the distances of the Wilson limits from both shares, squared and added.
    """
    return _apart(after, before.pct, wilson(before.failed, before.n, z), z)


def _apart(after: Count, from_pct: float, limits: tuple[float, float], z: float) -> Difference:
    """A share less a figure that has limits of its own.

    Zou G.Y., Donner A. Construction of confidence limits about effect measures: a general approach. Statistics in Medicine
    2008;27:1693–1702: Newcombe's way for any two figures whose limits are known.
    """
    low, high = wilson(after.failed, after.n, z)
    points = after.pct - from_pct
    return Difference(
        points,
        points - sqrt((after.pct - low) ** 2 + (limits[1] - from_pct) ** 2),
        points + sqrt((high - after.pct) ** 2 + (from_pct - limits[0]) ** 2),
    )


# ---- the funnel of one sitting


@lru_cache(maxsize=8_192)
def funnel_limits(n: int, share: float, level: float = 95.0) -> tuple[float, float]:
    """Between which percentages a school of n pupils lies by chance alone, when each of them fails with this share.

    Spiegelhalter D.J. Funnel plots for comparing institutional performance. Statistics in Medicine 2005;24:1185–1202,
    appendix A.1.1: exact binomial limits, interpolated between whole numbers of pupils.
    """
    tail = (1 - level / 100) / 2
    return 100 * _quantile(n, share, tail) / n, 100 * _quantile(n, share, 1 - tail) / n


def _quantile(n: int, share: float, wanted: float) -> float:
    """The number of failed below which that part of the distribution lies, interpolated; from 0 to n."""
    if not 0 < share < 1:
        return n * share
    below = 0.0
    for failed in range(n + 1):
        mass = exp(_log_mass(failed, n, share))
        if below + mass >= wanted or failed == n:
            return max(0.0, failed - min(1.0, (below + mass - wanted) / mass))
        below += mass
    raise AssertionError  # pragma: no cover - the last failed returns


def _log_mass(failed: int, n: int, share: float) -> float:
    ways = lgamma(n + 1) - lgamma(failed + 1) - lgamma(n - failed + 1)
    return ways + failed * log(share) + (n - failed) * log1p(-share)


class Place(StrEnum):
    """Where a school lies in the funnel."""

    INSIDE = "inside"
    WARNING = "warning"
    """Beyond 95 %: one of twenty lies there by chance alone."""
    OUTSIDE = "outside"
    """Beyond 99.8 %."""


def place(one: Count, share: float) -> Place:
    """Where a result lies: by how rarely one as far or further comes by chance. The drawn limits, which are interpolated,
    would put the only pupil of a school outside."""
    rare = min(_upto(one.failed, one.n, share), _upto(one.n - one.failed, one.n, 1 - share))
    beyond = [rare < (1 - level / 100) / 2 for level in LEVELS]
    return Place.OUTSIDE if beyond[1] else Place.WARNING if beyond[0] else Place.INSIDE


def _upto(failed: int, n: int, share: float) -> float:
    """How often so many or fewer fail."""
    if not 0 < share < 1:
        return float(n * share <= failed)
    return sum(exp(_log_mass(one, n, share)) for one in range(failed + 1))


# ---- what support changed


@dataclass(frozen=True, slots=True)
class Pair:
    """One school at the two sittings."""

    before: Count
    after: Count
    supported: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Schools together; figures are summed over pupils, never averaged over schools."""

    schools: int
    before: Count
    after: Count

    @property
    def change(self) -> Difference:
        """From the earlier sitting to the later."""
        return newcombe(self.before, self.after)


class Finding(StrEnum):
    """What may be said of support."""

    NOTHING = "nothing"
    """No supported school has results at both sittings."""
    CHANCE = "chance"
    """No difference from what would have come without support beyond chance."""
    BETTER = "better"
    WORSE = "worse"
    ALONE = "alone"
    """The results changed beyond chance, and there are too few schools without support to say why."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Supported schools beside the others. Groups without schools are None."""

    supported: Group | None
    as_low: Group | None
    """Not supported, and as low before: what they gained came by itself."""
    others: Group | None
    """Not supported, all of them."""
    expected: tuple[float, float] | None
    """Shares of failed in percent that supported schools would have come to without support: if they were chosen for this
    very result, and if for other reasons; None when it cannot be said."""
    excess: Difference | None
    """What the supported schools have beyond both: its interval holds those of both."""
    spread: float
    """How many times more schools without support vary than pupils by chance alone; 1 or more."""
    low_from: float
    """From which percentage before a school counts as low."""

    @property
    def finding(self) -> Finding:
        """What may be said."""
        if self.supported is None:
            return Finding.NOTHING
        judged = self.excess or self.supported.change
        if judged.is_chance:
            return Finding.CHANCE
        if self.excess is None:
            return Finding.ALONE
        return Finding.BETTER if judged.points < 0 else Finding.WORSE


def effect(pairs: Sequence[Pair], low_from: float = 30.0) -> Effect:
    """Judge what support changed. Schools chosen for being low rise by themselves, so the supported are compared with what
    they would have come to: see `_Expectation`."""
    supported = [one for one in pairs if one.supported]
    others = [one for one in pairs if not one.supported]
    enough = supported and len(others) >= FEWEST_SCHOOLS
    expectation = _Expectation(pairs, others, supported) if enough else None
    return Effect(
        supported=_group(supported),
        as_low=_group([one for one in others if one.before.pct >= low_from]),
        others=_group(others),
        expected=expectation.shares if expectation else None,
        excess=expectation.excess() if expectation else None,
        spread=expectation.spread if expectation else 1.0,
        low_from=low_from,
    )


def _group(pairs: Sequence[Pair]) -> Group | None:
    return (
        Group(len(pairs), _sum([p.before for p in pairs]), _sum([p.after for p in pairs])) if pairs else None
    )


def _sum(counts: Sequence[Count]) -> Count:
    return Count(sum(one.failed for one in counts), sum(one.n for one in counts))


class _Expectation:
    """What schools would come to at the later sitting if support did nothing.

    A result is partly the school and partly the luck of that day; what is luck does not come again (regression to the mean:
    Barnett A.G. et al. International Journal of Epidemiology 2005;34:215–220). Each school is moved towards the share of all
    by the part of its distance that is luck (Morris C.N. Parametric empirical Bayes inference. JASA 1983;78:47–55), with the
    variance between schools by moments (Kleinman J.C. JASA 1973;68:46–54), which is itself uncertain; then all move as the
    schools without support did. Who was supported for other reasons than this result had no luck to lose: of them the
    results themselves are taken, and they move as the others. Which of the two it was nobody knows. Shares are from 0 to 1.
    """

    def __init__(self, everyone: Sequence[Pair], others: Sequence[Pair], supported: Sequence[Pair]) -> None:
        before, later = _sum([one.before for one in everyone]), _sum([one.after for one in others])
        self._mean, self._later = before.failed / before.n, later.failed / later.n
        self._others, self._supported = others, supported
        # Variance of one pupil of the later sitting about the share of the school.
        self._pupil = max(self._later * (1 - self._later), 1e-6)
        between, error = _between([one.before for one in everyone], self._mean)
        share, variance = self._reckoned(between)
        ends = [self._reckoned(max(0.0, one))[0] for one in (between - error, between + error)]
        chosen = share, variance + self._pupil / later.n + ((ends[1] - ends[0]) / 2) ** 2
        self.spread = max(1.0, self._dispersion(between))
        self._expected = tuple(
            (100 * min(1.0, max(0.0, share)), 100 * sqrt(variance))
            for share, variance in (chosen, self._as_others())
        )

    def _as_others(self) -> tuple[float, float]:
        """The share of the supported if nothing of it was luck, and its variance."""
        own, others = (_sum([one.before for one in pairs]) for pairs in (self._supported, self._others))
        pupil = max(self._mean * (1 - self._mean), 1e-6)
        share = own.failed / own.n + self._later - others.failed / others.n
        later = sum(one.after.n for one in self._others)
        return share, pupil / own.n + pupil / others.n + self._pupil / later

    def _reckoned(self, between: float) -> tuple[float, float]:
        """The share of the supported with this variance between schools, and its own variance."""
        own, of_supported = self._kept(self._supported, between)
        others, of_others = self._kept(self._others, between)
        return own + self._later - others, of_supported + of_others

    def _kept(self, pairs: Sequence[Pair], between: float) -> tuple[float, float]:
        n = sum(one.after.n for one in pairs)
        found = [(one.after.n / n, *self._of(one, between)) for one in pairs]
        return sum(part * share for part, share, _ in found), sum(part**2 * own for part, _, own in found)

    def _of(self, one: Pair, between: float) -> tuple[float, float]:
        """The share of one school before all move, and its variance."""
        pupils = max(self._mean * (1 - self._mean) - between, 1e-9) / one.before.n
        luck = pupils / (pupils + between)
        share = one.before.failed / one.before.n
        return self._mean * luck + share * (1 - luck), between * luck

    def _dispersion(self, between: float) -> float:
        """Squared distances of schools without support from what was expected of them, over what chance makes of these."""
        shift = self._later - self._kept(self._others, between)[0]
        total = 0.0
        for one in self._others:
            share, variance = self._of(one, between)
            far = one.after.failed / one.after.n - share - shift
            total += far**2 / (variance + self._pupil / one.after.n)
        return total / (len(self._others) - 1)

    @property
    def shares(self) -> tuple[float, float]:
        """In percent: chosen for this result, and for other reasons."""
        return self._expected[0][0], self._expected[1][0]

    def excess(self) -> Difference:
        """What the supported have beyond the expected; wider where few schools without support say how schools vary."""
        z = _student(len(self._others) - 1) * sqrt(self.spread)
        after = _sum([one.after for one in self._supported])
        found = [_apart(after, pct, (pct - z * error, pct + z * error), z) for pct, error in self._expected]
        return Difference(
            min((one.points for one in found), key=abs),
            min(one.low for one in found),
            max(one.high for one in found),
        )


def _between(counts: Sequence[Count], mean: float) -> tuple[float, float]:
    """Variance between schools by moments, never less than nothing, and its standard error."""
    n, squares = sum(one.n for one in counts), sum(one.n**2 for one in counts)
    free = len(counts) - 1
    room = n - squares / n - free
    if room <= 0:
        return 0.0, 0.0
    apart = sum(one.n * (one.failed / one.n - mean) ** 2 for one in counts)
    chance = mean * (1 - mean)
    return min(chance, max(0.0, (apart - free * chance) / room)), apart * sqrt(2 / free) / room


def _student(free: int) -> float:
    """The 97.5 % point of Student's distribution by the first terms of its expansion (Abramowitz, Stegun, 26.7.5)."""
    z = Z_95
    return z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)


# ---- in words

WITHIN = "в пределах случайности"
_NOTABLE = 5.0
"""Percentage points that are called a positive change; less is little."""
ASSUMED = (
    "Интервалы Ньюкомба (95 %) считают участников независимыми и участников двух лет разными детьми. "
    "Ученики одной школы похожи друг на друга, поэтому разница групп на деле известна хуже, чем говорит её интервал.",
    "Ожидаемое без поддержки: все школы изменились так же, как школы без поддержки, а если школы отобраны по этому "
    "результату, он ещё и сдвинут к общему на ту часть расстояния, которую составляет случайность. Вывод делается, "
    "только когда он верен при обоих ожиданиях. Школы отобраны не жребием: различия, которых нет в результатах, не учтены.",
)
"""What everything that is said rests on."""


def points_text(points: float) -> str:
    """«−8,3 п.п.»."""
    value = e4(points)
    return f"{'+' if value > 0 else ''}{decimal_e4(value, 1)}{NBSP}п.п."


def difference_text(one: Difference) -> str:
    """«−8,3 п.п. (от −14,1 до −2,0)»."""
    low, high = (decimal_e4(e4(value), 1) for value in (one.low, one.high))
    return f"{points_text(one.points)} (от\u00a0{low} до\u00a0{high})"


def share_text(one: Count) -> str:
    """«82 из 200 (41,0 %)»."""
    return f"{one.failed} из\u00a0{one.n} ({percent_e4(e4(one.pct), 1)})"


def group_text(name: str, group: Group) -> str:
    """What became of a group of schools, in one sentence."""
    change = group.change
    chance = f" — {WITHIN}" if change.is_chance else " — больше, чем бывает случайно"
    return (
        f"{name} ({counted(group.schools, 'школа', 'школы', 'школ')}): не справились {share_text(group.before)}, "
        f"затем {share_text(group.after)}; изменение {difference_text(change)}{chance}."
    )


def _expected_text(expected: tuple[float, float]) -> str:
    chosen, others = (percent_e4(e4(one), 1) for one in expected)
    if chosen == others:
        return chosen
    return f"{chosen} (если отобраны по этому результату) или {others} (если по другим причинам)"


def _undecided(one: Effect) -> str:
    """What chance explains may still be there: how much of it the interval leaves room for."""
    assert one.supported is not None
    change = one.excess or one.supported.change
    least = f"{decimal_e4(e4(-change.low), 1)}{NBSP}п.п."
    if -change.low < _NOTABLE:
        return f"Если поддержка и помогла, то не больше чем на {least}"
    few = f"{counted(one.supported.schools, 'школа', 'школы', 'школ')} и {counted(one.supported.after.n, 'участник', 'участника', 'участников')}"
    return (
        f"Это не значит, что поддержка не помогла: {few} — слишком мало, чтобы исключить улучшение на {least}"
    )


def conclusion(one: Effect) -> str:
    """The answer, first of all."""
    match one.finding:
        case Finding.NOTHING:
            return "Школ с поддержкой, у которых есть результаты обоих лет, нет: сказать о поддержке нечего."
        case Finding.ALONE:
            return (
                "Результаты школ с поддержкой изменились больше, чем бывает случайно, но школ без поддержки меньше "
                f"{FEWEST_SCHOOLS}: изменилось ли это от поддержки, сказать нельзя."
            )
        case Finding.CHANCE:
            return f"Отличить действие поддержки от случайности по этим результатам нельзя: разница {WITHIN}."
        case Finding.BETTER:
            return "В школах с поддержкой не справившихся меньше, чем было бы без неё, и случайностью этого не объяснить."
    return "В школах с поддержкой не справившихся больше, чем ожидалось без неё, и случайностью этого не объяснить."


def sentences(one: Effect) -> tuple[str, ...]:
    """Everything there is to say of an effect, the answer first."""
    said = [conclusion(one)]
    if one.finding is Finding.CHANCE:
        said.append(_undecided(one))
    named = (
        ("С поддержкой", one.supported),
        (f"Без поддержки, столь же низкие (от {percent_e4(e4(one.low_from), 0)})", one.as_low),
        ("Без поддержки, все", one.others),
    )
    said += [group_text(name, group) for name, group in named if group is not None]
    if one.expected is not None and one.excess is not None:
        said.append(
            "Школы, отобранные за низкий результат, поднимаются и сами собой. Без поддержки в этих школах ожидалось "
            f"{_expected_text(one.expected)} не справившихся; отличие {difference_text(one.excess)}."
        )
    if one.supported is not None and one.as_low is None:
        said.append(
            "Столь же низких школ без поддержки нет: показать на них, что поднялось само собой, нельзя."
        )
    if one.spread > 1:
        said.append(
            "Школы без поддержки менялись сильнее, чем от одной случайности: интервал расширен в "
            f"{decimal_e4(e4(sqrt(one.spread)), 1)} раза."
        )
    return tuple(said)
