"""What a mean says of the other figures of a result: that nobody can have failed, that somebody must have, or that a
column beside participants and failed (mean, high scores, hundreds) cannot be right.

Nothing is estimated: only what no set of pupils could have given is spoken of.
"""

from collections.abc import Iterator
from typing import NamedTuple

from shnor_desktop.rules.certainty import unit_e4
from shnor_desktop.rules.figures import E4, Family, Figures, by_marks
from shnor_desktop.rules.russian import decimal_e4

EGE_MINIMUM = {
    "РУ": 24, "МА": 27, "ФИ": 36, "ХИ": 36, "БИ": 36, "ИН": 40, "ОБ": 42, "ИС": 32, "ЛИ": 32, "ГЕ": 37,
    "АЯ": 22, "НЯ": 22, "ФЯ": 22, "ИЯ": 22, "КЯ": 22,
}  # fmt: skip
"""Least scores of ЕГЭ for the certificate."""
MARGIN = 12
"""So much more than the least score a source may have called the minimum: that of universities."""
HIGH_FROM, HIGH_ABOVE = 70, 90
"""High scores begin somewhere between: at 80 or 81 in most regions."""
SIDES = ("hundreds", "high", "high_pct_e4", "mean_e4", "lowered", "confirmed", "raised")
"""Figures beside the result itself: one that contradicts is left out, the result stays."""


class Scale(NamedTuple):
    """What one pupil can get: the least at all, the least that passes, as a source may call it, and the most."""

    least: int
    passing: int
    called_passing: int
    most: int


MARKS = Scale(1, 3, 3, 5)


class Doubt(NamedTuple):
    """Figures that cannot be right, and why."""

    text: str
    fields: tuple[str, ...]


def scale_of(family: str, level: str, subject: str) -> Scale | None:
    """The scale of a sitting; None where the least passing score is not known."""
    if by_marks(family, level):
        return MARKS
    minimum = EGE_MINIMUM.get(subject) if family == Family.EGE else None
    return Scale(0, minimum, minimum + MARGIN, 100) if minimum else None


def speaks(mean_e4: int, scale: Scale) -> bool:
    """Is the mean one of this scale? Beside marks there may stand a mean of primary scores."""
    return scale.least * E4 <= mean_e4 <= scale.most * E4


def nobody_failed(mean_e4: int, n: int, scale: Scale) -> bool:
    """The mean is higher than it could be with one failed pupil."""
    if not speaks(mean_e4, scale) or n < 1:
        return False
    best = scale.called_passing - 1 + (n - 1) * scale.most
    return n * (mean_e4 - _slack(mean_e4)) > best * E4


def somebody_failed(mean_e4: int, n: int, scale: Scale) -> bool:
    """The mean is lower than it could be if all had passed."""
    return speaks(mean_e4, scale) and n > 0 and mean_e4 + _slack(mean_e4) < scale.passing * E4


def doubts(figures: Figures, scale: Scale | None) -> Iterator[Doubt]:
    """Sides that contradict, the surest first; a caller leaves the fields of the first out and asks again."""
    n, mean = figures.participants, figures.mean_e4
    if not n or mean is None:
        return
    total = n * (mean + _slack(mean))
    top = scale.most if scale else 100
    if figures.hundreds and top == 100 and figures.hundreds * 100 * E4 > total:
        text = f"получивших 100 баллов {figures.hundreds} из {n}, а средний балл {_shown(mean)}"
        yield Doubt(text, ("hundreds",))
    elif figures.high and top == 100 and figures.high * HIGH_FROM * E4 > total:
        text = f"высокобалльников {figures.high} из {n}, а средний балл {_shown(mean)}"
        yield Doubt(text, ("high", "high_pct_e4", "mean_e4"))
    elif scale is not None and speaks(mean, scale) and not _possible(figures, n, mean, scale):
        yield Doubt(f"не справились {figures.failed} из {n}, а средний балл {_shown(mean)}", ("mean_e4",))


def _shown(mean_e4: int) -> str:
    return decimal_e4(mean_e4, 4).rstrip("0").rstrip(",")


def _possible(figures: Figures, n: int, mean: int, scale: Scale) -> bool:
    """Can so many failed and passed pupils have this mean?"""
    failed, slack = figures.failed, _slack(mean)
    if failed is None or not 0 <= failed <= n:
        return True
    most = failed * (scale.called_passing - 1) + _best(n - failed, figures.high, scale)
    least = failed * scale.least + (n - failed) * scale.passing
    return least * E4 <= n * (mean + slack) and n * (mean - slack) <= most * E4


def _best(passed: int, high: int | None, scale: Scale) -> int:
    """The most that so many passed pupils can have together, so many of them with high scores."""
    if high is None or scale.most < HIGH_ABOVE:
        return passed * scale.most
    high = min(high, passed)
    return high * scale.most + (passed - high) * HIGH_ABOVE


def _slack(mean_e4: int) -> int:
    """Half a unit of the last decimal that the mean shows."""
    decimals = next((at for at in range(4) if mean_e4 % unit_e4(at) == 0), 4)
    return (unit_e4(decimals) + 1) // 2
