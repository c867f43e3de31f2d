"""Whether the share of those who failed is low at the threshold, and how shares and counts follow from each other."""

from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.results.facts import Result

PERCENT_E4 = 100 * E4
UNITS_E4 = (E4, 1000, 100, 10, 1)
"""One unit of the last printed decimal for 0, 1, 2, 3, 4 decimals."""


def is_low(n: int | None, failed: int | None, pct_e4: int | None, threshold: int) -> bool:
    """Low by counts in integers; by the percentage only where counts are unknown. The threshold is inclusive."""
    if n and failed is not None:
        return 100 * failed >= threshold * n
    return pct_e4 is not None and pct_e4 >= threshold * E4


def is_border(pct_e4: int, pct_decimals: int, threshold: int) -> bool:
    """A printed share whose rounding hides on which side of the threshold it lies."""
    return 2 * abs(pct_e4 - threshold * E4) <= unit_e4(pct_decimals)


def is_fragile(participants: int, failed: int, threshold: int) -> bool:
    """One pupil more or less among the failed would flip «low»."""
    edge = threshold * participants
    if 100 * failed >= edge:
        return failed > 0 and 100 * (failed - 1) < edge
    return failed < participants and 100 * (failed + 1) >= edge


def unit_e4(pct_decimals: int) -> int:
    """One unit of the last printed decimal, in ten-thousandths of a percent."""
    return UNITS_E4[max(0, min(pct_decimals, 4))]


def share_e4(failed: int, n: int) -> int:
    """The share of failed in ten-thousandths of a percent, half up."""
    return (2 * PERCENT_E4 * failed + n) // (2 * n)


def failed_of(pct_e4: int, n: int) -> int:
    """The number of failed nearest to a percentage of n, half up."""
    return (2 * pct_e4 * n + PERCENT_E4) // (2 * PERCENT_E4)


def counts(result: Result) -> tuple[int, int] | None:
    """(participants, failed) of a valid result; failed comes from the percentage when only n is known."""
    n = result.participants
    if not n:
        return None
    if result.failed is not None:
        return n, result.failed
    if result.failed_pct_e4 is None:
        return None
    return n, failed_of(result.failed_pct_e4, n)
