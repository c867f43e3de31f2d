"""Whether results went up or down between two sittings: the share of failed in percentage points (п.п.).

Only results of one subject and one programme grade are compared; a cohort followed into the next grade is
another question and is shown apart.
"""

from enum import StrEnum

from shnor_desktop.rules.facts import Sitting
from shnor_desktop.rules.figures import E4

STEP_POINTS = 5
"""A smaller change is not called a change. The papers give no definition, so callers may set their own."""


class Trend(StrEnum):
    """Direction of a change."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


TREND_LABELS: dict[str, str] = {
    Trend.BETTER: "положительная динамика",
    Trend.WORSE: "отрицательная динамика",
    Trend.SAME: "без существенных изменений",
}


def comparable(before: Sitting, after: Sitting) -> bool:
    """The same procedure at an earlier sitting."""
    return _procedure(before) == _procedure(after) and before.school_year < after.school_year


def same_cohort(before: Sitting, after: Sitting) -> bool:
    """The same pupils in the same subject, some years and as many grades later."""
    years = after.school_year - before.school_year
    return before.subject == after.subject and years == after.sitting_grade - before.sitting_grade > 0


def trend(before_e4: int, after_e4: int, step_points: int = STEP_POINTS) -> Trend:
    """Fewer failed by at least the step is better, more by at least the step is worse."""
    change = after_e4 - before_e4
    if abs(change) < step_points * E4:
        return Trend.SAME
    return Trend.BETTER if change < 0 else Trend.WORSE


def is_positive(low_before: int, low_after: int, change_e4: int, step_points: int = STEP_POINTS) -> bool:
    """«Положительная динамика» of a school: fewer low results, or a share of failed lower by the step."""
    return low_after < low_before or change_e4 <= -step_points * E4


def _procedure(sitting: Sitting) -> tuple[str, str, str, int]:
    return sitting.family, sitting.subject, sitting.level, sitting.programme_grade
