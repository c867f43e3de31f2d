import pytest

from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.results.dynamics import Trend, trend


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


def test_the_step_is_a_setting() -> None:
    assert trend(30 * E4, 27 * E4, step_points=3) is Trend.BETTER
