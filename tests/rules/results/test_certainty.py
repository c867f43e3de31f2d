import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.results.certainty import wilson
from shnor_desktop.rules.results.low_share import failed_of, is_border, is_fragile, is_low, share_e4, unit_e4


@pytest.mark.parametrize(
    ("failed", "n", "low", "high"),
    [
        # from published tables of the interval
        (0, 10, 0.0, 27.75),
        (1, 3, 6.15, 79.23),
        (3, 10, 10.78, 60.32),
        (10, 10, 72.25, 100.0),
        (30, 100, 21.89, 39.58),
        (0, 1, 0.0, 79.35),
        (1, 1, 20.65, 100.0),
    ],
)
def test_wilson(failed: int, n: int, low: float, high: float) -> None:
    assert wilson(failed, n) == pytest.approx((low, high), abs=0.006)


def test_wilson_with_another_z_is_narrower() -> None:
    wide, narrow = wilson(3, 10), wilson(3, 10, 1.0)
    assert wide[0] < narrow[0] < 30 < narrow[1] < wide[1]


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_point_and_stays_in_bounds(pair: tuple[int, int]) -> None:
    failed, n = pair
    low, high = wilson(failed, n)
    assert 0 <= low <= 100 * failed / n <= high <= 100
    mirrored = wilson(n - failed, n)
    assert mirrored == pytest.approx((100 - high, 100 - low))


@pytest.mark.parametrize(
    ("n", "failed", "pct", "threshold", "low"),
    [
        (10, 3, None, 30, True),
        (10, 2, None, 30, False),
        (1000, 299, None, 30, False),
        (3, 1, None, 30, True),
        # counts win over the percentage
        (10, 2, 300_000, 30, False),
        (10, 3, 290_000, 30, True),
        (None, None, 300_000, 30, True),
        (None, None, 299_999, 30, False),
        (None, 3, 300_000, 30, True),
        (10, None, 300_000, 30, True),
        (0, 0, None, 30, False),
        (None, None, None, 30, False),
        (10, 5, None, 50, True),
    ],
)
def test_low(n: int | None, failed: int | None, pct: int | None, threshold: int, low: bool) -> None:
    assert is_low(n, failed, pct, threshold) is low


@pytest.mark.parametrize(
    ("value", "decimals", "border"),
    [
        (30, 0, True),
        (30.5, 0, True),
        (29, 0, False),
        (31, 0, False),
        (30.0, 1, True),
        (30.1, 1, False),
        (29.96, 1, True),
        (29.9, 1, False),
        (30.01, 2, False),
        (30.0, 2, True),
        (30.0, 9, True),
    ],
)
def test_border(value: float, decimals: int, border: bool) -> None:
    assert is_border(round(value * E4), decimals, 30) is border


@pytest.mark.parametrize(
    ("n", "failed", "fragile"),
    [
        (3, 1, True),
        (3, 0, True),
        (3, 2, False),
        (10, 3, True),
        (10, 2, True),
        (10, 4, False),
        (10, 1, False),
        (1, 0, True),
        (1, 1, True),
        (100, 30, True),
        (100, 29, True),
        (100, 31, False),
        (100, 28, False),
    ],
)
def test_fragile(n: int, failed: int, fragile: bool) -> None:
    assert is_fragile(n, failed, 30) is fragile


def test_fragile_keeps_within_the_pupils_there_are() -> None:
    assert not is_fragile(5, 5, 101)
    assert not is_fragile(5, 0, 0)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 100))
def test_fragile_means_a_neighbour_differs(pair: tuple[int, int], threshold: int) -> None:
    failed, n = pair
    low = is_low(n, failed, None, threshold)
    neighbours = [f for f in (failed - 1, failed + 1) if 0 <= f <= n]
    assert is_fragile(n, failed, threshold) is any(is_low(n, f, None, threshold) != low for f in neighbours)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_shares_and_counts_go_both_ways(pair: tuple[int, int]) -> None:
    failed, n = pair
    assert failed_of(share_e4(failed, n), n) == failed


def test_halves_go_up() -> None:
    assert failed_of(30 * E4, 5) == 2
    assert failed_of(10 * E4, 5) == 1
    assert share_e4(1, 3) == 333_333
    assert share_e4(2, 3) == 666_667


@pytest.mark.parametrize(("decimals", "unit"), [(-1, 10_000), (0, 10_000), (2, 100), (4, 1), (12, 1)])
def test_last_printed_unit(decimals: int, unit: int) -> None:
    assert unit_e4(decimals) == unit
