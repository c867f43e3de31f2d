"""What a mean says of the figures beside it: only what no pupils could have given is spoken of."""

import pytest

from shnor_desktop.rules.figures import E4, Figures
from shnor_desktop.rules.results.checks import (
    OF_MARKS,
    Scale,
    doubts,
    nobody_failed,
    scale_of,
    somebody_failed,
    speaks,
)

PHYSICS = Scale(0, 36, 48, 100)


def fields(figures: Figures, scale: Scale | None = PHYSICS) -> list[tuple[str, ...]]:
    return [one.fields for one in doubts(figures, scale)]


def test_scales() -> None:
    assert scale_of("ege", "", "ФИ") == PHYSICS
    assert scale_of("ege", "base", "МА") == OF_MARKS == scale_of("oge", "", "ФИ") == scale_of("vpr", "", "МА")
    assert scale_of("ege", "", "МУ") is None
    assert speaks(35 * E4 // 10, OF_MARKS) and not speaks(14 * E4, OF_MARKS)


@pytest.mark.parametrize(
    ("mean", "n", "proved"),
    [
        (55, 1, True),
        (47, 1, False),
        (78, 2, True),
        (70, 2, False),
        (96, 10, True),
        (94, 10, False),
        (55, 0, False),
    ],
)
def test_a_mean_that_one_failed_pupil_would_not_allow(mean: int, n: int, proved: bool) -> None:
    assert nobody_failed(mean * E4, n, PHYSICS) is proved


def test_marks_prove_too() -> None:
    assert nobody_failed(46 * E4 // 10, 5, OF_MARKS) and not nobody_failed(42 * E4 // 10, 5, OF_MARKS)
    assert not nobody_failed(14 * E4, 5, OF_MARKS)  # a mean of primary scores


@pytest.mark.parametrize(("mean", "failed"), [(23, True), (35, True), (36, False), (50, False)])
def test_a_mean_below_the_minimum(mean: int, failed: bool) -> None:
    assert somebody_failed(mean * E4, 3, PHYSICS) is failed


def test_rounding_is_allowed_for() -> None:
    assert somebody_failed(35_9000, 3, PHYSICS) and not somebody_failed(36 * E4, 3, PHYSICS)


def test_hundreds_beside_a_mean() -> None:
    three = Figures(participants=3, failed=0, hundreds=3, mean_e4=56_6700)
    assert fields(three) == [("hundreds",)]
    assert fields(Figures(participants=3, failed=0, hundreds=1, mean_e4=56_6700)) == []


def test_high_scores_beside_a_mean() -> None:
    assert fields(Figures(participants=4, failed=0, high=4, mean_e4=60 * E4)) == [
        ("high", "high_pct_e4", "mean_e4")
    ]
    assert fields(Figures(participants=4, failed=0, high=2, mean_e4=60 * E4)) == []


def test_failed_beside_a_mean() -> None:
    assert fields(Figures(participants=4, failed=4, mean_e4=70 * E4)) == [("mean_e4",)]
    assert fields(Figures(participants=4, failed=0, mean_e4=20 * E4)) == [("mean_e4",)]
    assert fields(Figures(participants=4, failed=0, high=0, mean_e4=95 * E4)) == [("mean_e4",)]
    assert fields(Figures(participants=4, failed=1, mean_e4=50 * E4)) == []
    assert fields(Figures(participants=10, failed=9, mean_e4=45 * E4 // 10), OF_MARKS) == [("mean_e4",)]


@pytest.mark.parametrize(
    "figures",
    [
        Figures(participants=4, failed=4),
        Figures(mean_e4=70 * E4),
        Figures(participants=0, failed=0, mean_e4=70 * E4),
        Figures(participants=4, mean_e4=70 * E4),
        Figures(participants=4, failed=9, mean_e4=70 * E4),
    ],
)
def test_nothing_is_said_where_nothing_is_known(figures: Figures) -> None:
    assert fields(figures) == []


def test_without_a_scale_only_hundreds_and_high_scores_are_looked_at() -> None:
    assert fields(Figures(participants=4, failed=4, mean_e4=70 * E4), None) == []
    assert fields(Figures(participants=2, hundreds=2, mean_e4=70 * E4), None) == [("hundreds",)]
