from dataclasses import replace

import pytest

from shnor_desktop.rules.dynamics import (
    TREND_LABELS,
    Trend,
    comparable,
    is_positive,
    same_cohort,
    trend,
)
from shnor_desktop.rules.figures import E4
from tests.rules.cases import sitting


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (30, 25, Trend.BETTER),
        (30, 25.1, Trend.SAME),
        (30, 30, Trend.SAME),
        (30, 35, Trend.WORSE),
        (9, 0, Trend.BETTER),
    ],
)
def test_trend(before: float, after: float, expected: Trend) -> None:
    assert trend(round(before * E4), round(after * E4)) is expected
    assert TREND_LABELS[expected]


def test_the_step_is_a_setting() -> None:
    assert trend(30 * E4, 27 * E4, step_points=3) is Trend.BETTER


def test_comparable_is_the_same_programme_grade_and_subject_earlier() -> None:
    before, after = sitting("МА", 6, 2018), sitting("МА", 6, 2020)
    assert comparable(before, after)
    assert not comparable(after, before)
    assert not comparable(before, sitting("МА", 7, 2020))
    assert not comparable(before, sitting("РУ", 6, 2020))
    assert comparable(before, replace(after, season="autumn", sitting_grade=7))


def test_a_cohort_moves_up_a_grade_a_year() -> None:
    assert same_cohort(sitting("МА", 6, 2019), sitting("МА", 7, 2020))
    assert same_cohort(sitting("МА", 7, 2018), sitting("МА", 9, 2020, family="oge"))
    assert not same_cohort(sitting("МА", 6, 2019), sitting("МА", 6, 2020))
    assert not same_cohort(sitting("МА", 6, 2020), sitting("МА", 6, 2020))
    assert not same_cohort(sitting("МА", 6, 2019), sitting("РУ", 7, 2020))


@pytest.mark.parametrize(
    ("low_before", "low_after", "change", "expected"),
    [
        (3, 2, 0, True),
        (2, 2, -5, True),
        (2, 2, -4, False),
        (0, 0, 0, False),
        (1, 2, -6, True),
        (1, 2, 6, False),
    ],
)
def test_positive_dynamics(low_before: int, low_after: int, change: int, expected: bool) -> None:
    assert is_positive(low_before, low_after, change * E4) is expected
