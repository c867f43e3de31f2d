"""Figures as papers print them, by the same rules as the explanation on the screen."""

from shnor_desktop.rules.certainty import wilson
from shnor_desktop.rules.explanation import SMALL_N, percent_text
from shnor_desktop.rules.facts import JudgedResult, Result, Sitting
from shnor_desktop.rules.russian import NBSP, decimal_e4, e4


def share_text(one: JudgedResult, threshold: int) -> str:
    """«33,3», without the sign; empty when there is no share."""
    if one.percent_e4 is None:
        return ""
    return percent_text(one, threshold).removesuffix(f"{NBSP}%")


def plain_share(
    sitting: Sitting, result: Result, percent_e4: int | None, counts: tuple[int, int] | None, threshold: int
) -> str:
    """The same text for a result that nobody judged: an area, a year outside the slots."""
    interval = wilson(counts[1], counts[0]) if counts else None
    return share_text(JudgedResult(sitting, "", result, False, False, False, percent_e4, interval), threshold)


def interval_text(interval: tuple[float, float] | None) -> str:
    """«6,1–79,2»."""
    if interval is None:
        return ""
    return "–".join(decimal_e4(e4(bound), 1) for bound in interval)


def is_small(participants: int | None) -> bool:
    """So few participants that the percentage says little."""
    return participants is not None and 0 < participants < SMALL_N


def change_text(points_e4: int) -> str:
    """«+5,3», «−12,0», «0,0»: a difference in percentage points."""
    text = decimal_e4(points_e4, 1)
    return f"+{text}" if points_e4 > 0 and text.strip("0,") else text
