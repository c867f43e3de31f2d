"""Успеваемость, качество, mean: from counts, from shares, as printed, or not at all."""

import pytest

from shnor_desktop.rules.figures import E4, Figures
from shnor_desktop.rules.results.checks import check_figures
from shnor_desktop.rules.results.quality import (
    ASPECT_LABELS,
    Aspect,
    Value,
    is_scores,
    pooled,
    pooled_or_only,
    value_of,
    without_told_quality,
)

COUNTS = Figures(participants=20, failed=2, count_3=9, count_4=6, count_5=3)
SHARES = Figures(failed_pct_e4=100_000, pct_3_e4=450_000, pct_4_e4=300_000, pct_5_e4=150_000, pct_decimals=1)


def text(aspect: Aspect, figures: Figures, by_marks: bool = True) -> str | None:
    found = value_of(aspect, figures, by_marks)
    return found.text if found else None


@pytest.mark.parametrize("figures", [COUNTS, SHARES])
def test_of_counts_and_of_shares_alike(figures: Figures) -> None:
    assert text(Aspect.FAILED, figures) == "10,0"
    assert text(Aspect.PASSED, figures) == "90,0"
    assert text(Aspect.QUALITY, figures) == "45,0"
    assert text(Aspect.MEAN, figures) == "3,50"


def test_every_aspect_has_a_label() -> None:
    assert set(ASPECT_LABELS) == set(Aspect)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (Figures(participants=10, failed=1, count_3=4), "50,0"),
        (Figures(participants=10, count_4=4, count_5=2), "60,0"),
        (Figures(failed_pct_e4=100_000, pct_3_e4=255_000, pct_decimals=1), "64,5"),
        (Figures(participants=3, pct_4_e4=330_000, pct_5_e4=0), "33"),
        (Figures(participants=10, failed=1, quality_pct_e4=452_000, pct_decimals=1), "45,2"),
        (Figures(participants=10, failed=1, count_4=4), None),
        (Figures(participants=10, count_4=8, count_5=5), None),
        (Figures(count_4=8, count_5=5), None),
        (Figures(participants=10, failed=1), None),
        (Figures(failed_pct_e4=600_000, pct_3_e4=405_000, pct_decimals=1), "0,0"),
        (Figures(), None),
    ],
)
def test_quality(figures: Figures, told: str | None) -> None:
    assert text(Aspect.QUALITY, figures) == told
    assert text(Aspect.QUALITY, figures, by_marks=False) is None


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (Figures(participants=3, failed=1), "66,7"),
        (Figures(participants=0, failed=0), None),
        (Figures(participants=3, failed=4), None),
        (Figures(failed_pct_e4=314_900, pct_decimals=2), "68,51"),
        (Figures(participants=5, mean_e4=36_000), None),
    ],
)
def test_pass_rate_of_marks_and_of_a_minimum(figures: Figures, told: str | None) -> None:
    assert text(Aspect.PASSED, figures) == told
    assert text(Aspect.PASSED, figures, by_marks=False) == told


@pytest.mark.parametrize(
    ("figures", "by_marks", "told"),
    [
        (Figures(mean_e4=57_400 * 10, participants=4), False, "57,4"),
        (Figures(mean_e4=36_700), True, "3,67"),
        (Figures(participants=21, failed=2, count_3=9, count_4=6, count_5=3, mean_e4=34_000), True, "3,40"),
        (Figures(failed=2, count_3=9, count_4=6, count_5=3), True, "3,50"),
        (Figures(failed=0, count_3=0, count_4=0, count_5=0), True, None),
        (Figures(failed_pct_e4=100_000, pct_3_e4=450_000, pct_4_e4=300_000, pct_5_e4=150_000), True, "3,5"),
        (SHARES, False, None),
        (Figures(participants=20, failed=2), True, None),
    ],
)
def test_mean(figures: Figures, by_marks: bool, told: str | None) -> None:
    assert text(Aspect.MEAN, figures, by_marks) == told


def test_takers() -> None:
    assert text(Aspect.TAKERS, COUNTS) == "20"
    assert text(Aspect.TAKERS, SHARES) is None


def test_many_are_added_by_pupils_never_by_percents() -> None:
    small = Figures(participants=2, failed=1, count_3=0, count_4=1, count_5=0)
    found = pooled(Aspect.PASSED, [(COUNTS, True), (small, True)])
    assert found is not None and found.value.text == "86,4" and not found.is_partial
    quality = pooled(Aspect.QUALITY, [(COUNTS, True), (small, True)])
    assert quality is not None and quality.value.text == "45,5"
    marks = pooled(Aspect.MEAN, [(COUNTS, True), (small, True)])
    assert marks is not None and marks.value.text == "3,45"
    takers = pooled(Aspect.TAKERS, [(COUNTS, True), (small, True)])
    assert takers is not None and takers.value.text == "22"


def test_scores_are_weighted_by_takers() -> None:
    results = [Figures(participants=1, mean_e4=100 * E4), Figures(participants=9, mean_e4=50 * E4)]
    found = pooled(Aspect.MEAN, [(one, False) for one in results])
    assert found is not None and found.value.text == "55,0"


def test_points_and_marks_are_never_averaged_together() -> None:
    points = Figures(participants=9, mean_e4=19 * E4)
    found = pooled(Aspect.MEAN, [(COUNTS, True), (points, True)])
    assert found is not None and found.value.text == "3,50" and found.is_partial
    alone = pooled(Aspect.MEAN, [(points, True)])
    assert alone is not None and alone.value.text == "19,0" and is_scores(alone.value.e4)


def test_what_cannot_be_added_is_told() -> None:
    found = pooled(
        Aspect.QUALITY, [(COUNTS, True), (SHARES, True), (Figures(participants=4, failed=1), True)]
    )
    assert found is not None
    assert (found.of, found.among, found.is_partial, found.value.text) == (1, 3, True, "45,0")
    assert pooled(Aspect.QUALITY, [(SHARES, True)]) is None
    assert pooled(Aspect.QUALITY, []) is None


def test_printed_shares_with_known_pupils_can_be_added() -> None:
    one = Figures(participants=10, quality_pct_e4=400_000)
    found = pooled(Aspect.QUALITY, [(one, True), (COUNTS, True)])
    assert found is not None and found.value == Value(433_333, 1, 13_000_000, 30)


def test_a_told_share_is_kept_only_where_the_marks_do_not_say_it() -> None:
    told = Figures(participants=10, failed=1, quality_pct_e4=400_000)
    assert without_told_quality(told) == told
    assert without_told_quality(COUNTS) == COUNTS
    both = Figures(participants=10, failed=1, count_3=5, quality_pct_e4=400_000)
    assert without_told_quality(both) == Figures(participants=10, failed=1, count_3=5)


@pytest.mark.parametrize(("told", "warned"), [(450_000, False), (452_000, False), (700_000, True)])
def test_a_told_share_that_contradicts_the_marks_is_a_warning_and_never_a_refusal(
    told: int, warned: bool
) -> None:
    figures = Figures(participants=20, failed=2, count_3=9, quality_pct_e4=told)
    assert [one.severity for one in check_figures(figures, True)] == (["warning"] if warned else [])
    assert check_figures(Figures(participants=20, failed=2, quality_pct_e4=told), True) == ()


def test_the_only_result_with_the_figure_needs_no_pupils() -> None:
    nothing = Figures(participants=5)
    alone = pooled_or_only(Aspect.QUALITY, [(SHARES, True), (nothing, True)])
    assert alone is not None and (alone.value.text, alone.of, alone.among) == ("45,0", 1, 2)
    both = pooled_or_only(Aspect.QUALITY, [(SHARES, True), (COUNTS, True)])
    assert both is not None and (both.value.pupils, both.of, both.among) == (20, 1, 2)
    assert pooled_or_only(Aspect.QUALITY, [(SHARES, True), (SHARES, True)]) is None
    assert pooled_or_only(Aspect.QUALITY, [(nothing, True)]) is None
