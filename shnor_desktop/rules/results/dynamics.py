"""Whether results went up or down between two sittings: the share of failed in percentage points (п.п.)."""

from enum import StrEnum

from shnor_desktop.rules.figures import E4

STEP_POINTS = 5
"""A smaller change is not called a change. The papers give no definition, so callers may set their own."""


class Trend(StrEnum):
    """Direction of a change."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


def trend(before_e4: int, after_e4: int, step_points: int = STEP_POINTS) -> Trend:
    """Fewer failed by at least the step is better, more by at least the step is worse."""
    change = after_e4 - before_e4
    if abs(change) < step_points * E4:
        return Trend.SAME
    return Trend.BETTER if change < 0 else Trend.WORSE
