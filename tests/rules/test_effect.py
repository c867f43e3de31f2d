"""The figures of another program and of published tables; districts in which support does nothing, and in which it helps."""

import random

import pytest

from shnor_desktop.rules import effect as rule
from shnor_desktop.rules.effect import (
    Count,
    Effect,
    Finding,
    Pair,
    Place,
    effect,
    funnel_limits,
    newcombe,
    place,
    sentences,
)
from tests.rules.effect_values import FUNNEL, NEWCOMBE

PUBLISHED = (
    ((56, 70), (48, 80), 5.24, 33.39),
    ((9, 10), (3, 10), 17.05, 80.90),
    ((6, 7), (2, 7), 5.82, 80.62),
    ((5, 56), (0, 29), -3.81, 19.26),
    ((0, 10), (0, 20), -16.11, 27.75),
    ((0, 10), (0, 10), -27.75, 27.75),
    ((10, 10), (0, 20), 67.91, 100.0),
    ((10, 10), (0, 10), 60.75, 100.0),
)
"""Newcombe 1998, table II, method 10."""


@pytest.mark.parametrize(("one", "other", "low", "high"), PUBLISHED)
def test_published_intervals(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    found = newcombe(Count(*other), Count(*one))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(("failed", "n", "later", "m", "low", "high"), NEWCOMBE)
def test_intervals_of_another_program(
    failed: int, n: int, later: int, m: int, low: float, high: float
) -> None:
    found = newcombe(Count(failed, n), Count(later, m))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)
    assert found.points == pytest.approx(100 * later / m - 100 * failed / n)


@pytest.mark.parametrize(("share", "n", "low", "high", "lowest", "highest"), FUNNEL)
def test_limits_of_another_program(
    share: float, n: int, low: float, high: float, lowest: float, highest: float
) -> None:
    assert funnel_limits(n, share) == pytest.approx((low, high), abs=1e-7)
    assert funnel_limits(n, share, 99.8) == pytest.approx((lowest, highest), abs=1e-7)


@pytest.mark.parametrize(("of", "among"), [(1, 20), (1, 3), (7, 10)])
def test_limits_are_exact_for_every_size(of: int, among: int) -> None:
    """Against whole numbers, which round nothing: C(n, k)·aᵏ·bⁿ⁻ᵏ summed until the tail is reached."""
    rest = among - of
    for n in range(1, 501):
        failed, ways, below, whole = 0, rest**n, 0, among**n
        for level, tail in ((99.8, 1_000), (95.0, 40)):
            while (below + ways) * tail < whole:
                below, failed = below + ways, failed + 1
                ways = ways * (n - failed + 1) * of // (failed * rest)
            part = ((below + ways) * tail - whole) / (ways * tail)
            found = funnel_limits(n, of / among, level)[0]
            assert found == pytest.approx(100 * max(0.0, failed - part) / n, abs=1e-7)


@pytest.mark.parametrize("n", [20, 60, 400])
def test_upper_limits_follow_from_lower_ones(n: int) -> None:
    """Those who passed are the mirror of those who failed, but that both are interpolated downwards, by one pupil in all."""
    assert 100 - funnel_limits(n, 0.3)[1] == pytest.approx(funnel_limits(n, 0.7)[0] + 100 / n)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_all_do_alike_there_is_no_chance(share: float) -> None:
    assert funnel_limits(9, share) == (100 * share, 100 * share)
    assert place(Count(round(9 * share), 9), share) is Place.INSIDE
    assert place(Count(4, 9), share) is Place.OUTSIDE


def test_places_in_the_funnel() -> None:
    assert place(Count(1, 1), 0.3) is Place.INSIDE
    assert place(Count(15, 50), 0.3) is Place.INSIDE
    assert place(Count(23, 50), 0.3) is Place.WARNING
    assert place(Count(27, 50), 0.3) is Place.OUTSIDE
    assert place(Count(0, 50), 0.3) is Place.OUTSIDE


# ---- simulated districts


def _failed(n: int, share: float, chance: random.Random) -> int:
    return sum(chance.choices((1, 0), (share, 1 - share), k=n))


def _district(
    chance: random.Random, *, helped: float = 0.0, drift: float = 0.0, lowest: bool = True
) -> Effect:
    """40 schools of 25 pupils; 8 of them, the lowest before or drawn, are supported."""
    schools = []
    for _ in range(40):
        share = min(0.95, max(0.02, chance.gauss(0.35, 0.1)))
        schools.append((Count(_failed(25, share, chance), 25), share))
    order = sorted(range(40), key=lambda one: -schools[one][0].failed) if lowest else list(range(40))
    pairs = []
    for number, (before, share) in enumerate(schools):
        supported = number in order[:8]
        later = min(0.97, max(0.01, share + chance.gauss(0, drift) - helped * supported))
        pairs.append(Pair(before, Count(_failed(25, later, chance), 25), supported))
    return effect(pairs)


@pytest.mark.parametrize(
    ("lowest", "drift", "runs"), [(True, 0.0, 1_000), (False, 0.0, 500), (True, 0.06, 500)]
)
def test_support_that_does_nothing_is_called_chance(lowest: bool, drift: float, runs: int) -> None:
    chance = random.Random(1)
    found = [_district(chance, lowest=lowest, drift=drift) for _ in range(runs)]
    assert sum(one.finding is Finding.CHANCE for one in found) >= 0.94 * runs
    if lowest:  # The plain change calls it a success far more often: that is why it does not decide.
        assert sum(one.supported is not None and one.supported.change.is_chance for one in found) < 0.7 * runs


def test_a_true_fall_is_found() -> None:
    chance = random.Random(2)
    found = [_district(chance, helped=0.2) for _ in range(200)]
    assert sum(one.finding is Finding.BETTER for one in found) >= 180
    assert all(one.supported is not None and one.supported.before.n == 200 for one in found)


def test_two_samples_alone() -> None:
    """Nothing but the interval: half and 30 % of 200 pupils each, and the same share twice."""
    chance = random.Random(3)
    fallen = [newcombe(_drawn(0.5, chance), _drawn(0.3, chance)) for _ in range(500)]
    same = [newcombe(_drawn(0.4, chance), _drawn(0.4, chance)) for _ in range(1_000)]
    assert sum(one.high < 0 for one in fallen) >= 450
    assert sum(one.is_chance for one in same) >= 940


def _drawn(share: float, chance: random.Random) -> Count:
    return Count(_failed(200, share, chance), 200)


# ---- words and the ends


def _pairs(before: int, after: int, supported: bool, schools: int = 6, n: int = 40) -> list[Pair]:
    return [Pair(Count(before, n), Count(after, n), supported)] * schools


def test_better_than_those_as_low() -> None:
    found = effect([*_pairs(20, 8, True), *_pairs(20, 19, False), *_pairs(6, 7, False)])
    assert found.finding is Finding.BETTER
    assert found.as_low is not None and found.as_low.schools == 6
    assert found.others is not None and found.others.schools == 12
    told = sentences(found)
    assert told[0].startswith("В школах с поддержкой не справившихся меньше")
    assert "С поддержкой (6\u00a0школ): не справились 120 из\u00a0240 (50,0\u00a0%), затем 48" in told[1]
    assert "−30,0\u00a0п.п.".replace("−", "\u2212") in told[1] and "больше, чем бывает случайно" in told[1]
    assert any(rule.WITHIN in one for one in told[2:])
    assert any("поднимаются и сами собой" in one for one in told)


def test_worse_than_without_support() -> None:
    found = effect([*_pairs(12, 30, True), *_pairs(14, 13, False), *_pairs(10, 11, False)])
    assert found.finding is Finding.WORSE
    assert "больше, чем ожидалось" in sentences(found)[0]


def test_support_for_other_reasons_has_no_luck_to_lose() -> None:
    """Two kinds of schools that stay as they are: neither reckoning alone may call that worse."""
    found = effect([*_pairs(20, 20, True), *_pairs(4, 4, False, schools=12)])
    assert found.finding is Finding.CHANCE and found.expected is not None
    assert found.expected[0] < found.expected[1] == pytest.approx(50)
    assert any("(если отобраны по этому результату) или 50,0" in one for one in sentences(found))


def test_few_schools_are_said_to_be_too_few_and_never_that_support_does_nothing() -> None:
    answer, few, *_ = sentences(
        effect([*_pairs(5, 5, True, schools=3, n=15), *_pairs(5, 5, False, schools=13, n=15)])
    )
    assert answer.startswith("Отличить действие поддержки от случайности по этим результатам нельзя")
    assert "Это не значит, что поддержка не помогла: 3\u00a0школы и 45\u00a0участников — слишком мало" in few
    many = sentences(effect([*_pairs(300, 300, True, n=1_000), *_pairs(300, 300, False, 40, n=1_000)]))[1]
    assert "слишком мало" not in many and "Если поддержка и помогла, то не больше чем на" in many


def test_few_others_leave_the_change_alone() -> None:
    found = effect([*_pairs(20, 8, True), *_pairs(5, 5, False, schools=2)])
    assert found.finding is Finding.ALONE and found.expected is None
    told = sentences(found)
    assert "сказать нельзя" in told[0] and "Столь же низких школ без поддержки нет" in told[-1]
    assert effect(_pairs(20, 20, True)).finding is Finding.CHANCE


def test_nobody_supported() -> None:
    found = effect(_pairs(20, 18, False))
    assert found.finding is Finding.NOTHING and found.supported is None and found.excess is None
    assert "сказать о поддержке нечего" in sentences(found)[0]
    assert effect([]).others is None


def test_schools_that_vary_widen_the_interval() -> None:
    wild = [Pair(Count(10, 40), Count(after, 40), False) for after in (1, 25, 2, 24, 3, 22, 1, 26)]
    found = effect([*_pairs(20, 12, True), *wild])
    assert found.spread > 1 and found.finding is Finding.CHANCE
    assert "интервал расширен" in sentences(found)[-1]


def test_schools_that_are_all_alike_or_one() -> None:
    """No variance between schools can be told from one pupil each; all failing or none leaves the figures finite."""
    for failed in (0, 1):
        pairs = [Pair(Count(failed, 1), Count(failed, 1), number < 3) for number in range(9)]
        found = effect(pairs)
        assert found.finding is Finding.CHANCE
        assert found.expected == pytest.approx((100 * failed, 100 * failed))
