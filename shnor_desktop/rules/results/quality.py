"""Успеваемость, качество and the mean of results: of one school at one sitting, and of many added together.

Nothing is estimated: a figure comes from counts of pupils, else from shares where these suffice, else as the source
printed it, and is absent otherwise. Many results are added by pupils only, never as a mean of percentages; what has no
number of pupils is left out and told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from shnor_desktop.rules.figures import E4, Figures
from shnor_desktop.rules.results.low_share import PERCENT_E4, share_e4
from shnor_desktop.rules.words.russian import decimal_e4


class Aspect(StrEnum):
    """Which figure of a result is looked at."""

    FAILED = "failed"
    PASSED = "passed"
    QUALITY = "quality"
    MEAN = "mean"
    TAKERS = "takers"


ASPECT_LABELS: dict[str, str] = {
    Aspect.FAILED: "Доля «2»",
    Aspect.PASSED: "Успеваемость",
    Aspect.QUALITY: "Качество",
    Aspect.MEAN: "Средний",
    Aspect.TAKERS: "Участники",
}
COUNTED_DECIMALS, MEAN_DECIMALS = 1, 2
HIGHEST_MARK = 5 * E4
"""A mean above this is one of scores, whatever the procedure is measured by: sources give those of ОГЭ in points."""


@dataclass(frozen=True, slots=True)
class Value:
    """One figure, in ten-thousandths: percent, or marks and scores for a mean."""

    e4: int
    decimals: int
    """How many it is printed with: those of its source, or the usual ones of a computed figure."""
    total_e4: int | None = None
    """What it adds to a sum over results: percent or marks times pupils; None when the pupils are not known."""
    pupils: int = 0

    @property
    def text(self) -> str:
        """«45,0»: without a unit."""
        return decimal_e4(self.e4, self.decimals)


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure over several results, and of how many results it is."""

    value: Value
    of: int
    among: int
    """Results that have any figures; more than `of` when some cannot be added."""

    @property
    def is_partial(self) -> bool:
        """Whether some result is left out."""
        return self.of < self.among


def value_of(aspect: Aspect, figures: Figures, by_marks: bool) -> Value | None:
    """The figure of one result; None where the source does not say enough."""
    if aspect is Aspect.FAILED:
        return failed_share(figures)
    if aspect is Aspect.PASSED:
        return pass_rate(figures)
    if aspect is Aspect.QUALITY:
        return quality_rate(figures) if by_marks else None
    if aspect is Aspect.MEAN:
        return mean(figures, by_marks)
    n = figures.participants
    return None if n is None else Value(n * E4, 0, n * E4, 1)


def pooled(aspect: Aspect, results: Iterable[tuple[Figures, bool]]) -> Pooled | None:
    """The figure over many results (with whether each is measured by marks), every pupil counting once; None where no
    result has both the figure and its pupils. Участники are added up."""
    found = [value_of(aspect, figures, by_marks) for figures, by_marks in results]
    known = [one for one in found if one is not None and one.total_e4 is not None and one.pupils]
    if aspect is Aspect.MEAN:
        known = _of_one_scale(known)
    if not known:
        return None
    among, of = len(found), len(known)
    pupils, total = sum(one.pupils for one in known), sum(one.total_e4 or 0 for one in known)
    if aspect is Aspect.TAKERS:
        return Pooled(Value(total, 0, total, 1), of, among)
    decimals = COUNTED_DECIMALS
    value = (2 * total + pupils) // (2 * pupils)
    if aspect is Aspect.MEAN:
        decimals = _mean_decimals(value)
    return Pooled(Value(value, decimals, total, pupils), of, among)


def pooled_or_only(aspect: Aspect, results: Sequence[tuple[Figures, bool]]) -> Pooled | None:
    """The same; where only one result has the figure, that one as it is, for which no pupils are needed."""
    found = [value_of(aspect, figures, by_marks) for figures, by_marks in results]
    known = [one for one in found if one is not None]
    return Pooled(known[0], 1, len(found)) if len(known) == 1 else pooled(aspect, results)


def _of_one_scale(means: list[Value]) -> list[Value]:
    """Marks and points are never averaged together: the marks, where there are any."""
    return [one for one in means if not is_scores(one.e4)] or means


def failed_share(figures: Figures) -> Value | None:
    """The share of «2», at exams with a minimum of those below it: the measure of the identification rule."""
    return _of_count(figures, figures.failed) or _printed(figures, figures.failed_pct_e4)


def pass_rate(figures: Figures) -> Value | None:
    """Успеваемость (процент успеваемости): the share of participants with a mark above «2», at exams with a minimum of
    those who reached it; so municipal programmes tell it beside качество («успеваемость и качество, школа и район»)."""
    n, failed, share = figures.participants, figures.failed, figures.failed_pct_e4
    if n and failed is not None and failed <= n:
        return _of_count(figures, n - failed)
    return None if share is None else _printed(figures, PERCENT_E4 - share)


def quality_rate(figures: Figures) -> Value | None:
    """Качество (качество знаний, % качества): the share of participants with «4» and «5», the usual companion of
    успеваемость in the same tables. From counts of marks; else from their shares; else as the source printed it."""
    counted = _of_count(figures, _good(figures))
    if counted is not None:
        return counted
    four, five, three, two = figures.pct_4_e4, figures.pct_5_e4, figures.pct_3_e4, figures.failed_pct_e4
    if four is not None and five is not None:
        return _printed(figures, four + five)
    if two is not None and three is not None:
        return _printed(figures, PERCENT_E4 - two - three)
    return _printed(figures, figures.quality_pct_e4)


def without_told_quality(figures: Figures) -> Figures:
    """The figures without the printed share of «4» and «5» where the marks say it themselves."""
    if figures.quality_pct_e4 is None:
        return figures
    alone = replace(figures, quality_pct_e4=None)
    return figures if quality_rate(alone) is None else alone


def _good(figures: Figures) -> int | None:
    """How many have «4» or «5»."""
    n, failed, three = figures.participants, figures.failed, figures.count_3
    if figures.count_4 is not None and figures.count_5 is not None:
        return figures.count_4 + figures.count_5
    return None if n is None or failed is None or three is None else n - failed - three


def mean(figures: Figures, by_marks: bool) -> Value | None:
    """Средняя отметка: (2 × «2» + 3 × «3» + 4 × «4» + 5 × «5») / all marks; средний балл as the source gives it, because
    scores of pupils are not kept. A mean the source gives stands where the marks are not all known; shares of all four
    marks give the mean of marks too, with one decimal less where they are whole percents."""
    if by_marks:
        counts = (figures.failed, figures.count_3, figures.count_4, figures.count_5)
        exact = _mean_of_marks(counts)
        if exact is not None:
            pupils = sum(one or 0 for one in counts)
            if figures.participants in (None, pupils):
                return Value(exact, MEAN_DECIMALS, exact * pupils, pupils)
    if figures.mean_e4 is not None:
        return _weighted(figures, figures.mean_e4, _mean_decimals(figures.mean_e4))
    if by_marks:
        shares = (figures.failed_pct_e4, figures.pct_3_e4, figures.pct_4_e4, figures.pct_5_e4)
        about = _mean_of_marks(shares)
        if about is not None:
            return _weighted(figures, about, MEAN_DECIMALS if figures.pct_decimals else 1)
    return None


def _mean_of_marks(marks: tuple[int | None, ...]) -> int | None:
    """The mean in ten-thousandths of marks 2, 3, 4, 5 with these numbers or shares."""
    known = [one for one in marks if one is not None]
    total = sum(known)
    if len(known) < len(marks) or total <= 0:
        return None
    weighted = sum(mark * one for mark, one in zip((2, 3, 4, 5), known, strict=True))
    return (2 * E4 * weighted + total) // (2 * total)


def _mean_decimals(e4: int) -> int:
    return 1 if is_scores(e4) else MEAN_DECIMALS


def is_scores(mean_e4: int) -> bool:
    """Whether a mean is one of points and not of marks."""
    return mean_e4 > HIGHEST_MARK


def _of_count(figures: Figures, count: int | None) -> Value | None:
    """A share of the participants by number."""
    n = figures.participants
    if not n or count is None or not 0 <= count <= n:
        return None
    return Value(share_e4(count, n), COUNTED_DECIMALS, PERCENT_E4 * count, n)


def _printed(figures: Figures, share: int | None) -> Value | None:
    """A share as printed, or put together from printed ones."""
    if share is None:
        return None
    return _weighted(figures, min(max(share, 0), PERCENT_E4), figures.pct_decimals)


def _weighted(figures: Figures, e4: int, decimals: int) -> Value:
    n = figures.participants
    return Value(e4, decimals, e4 * n if n else None, n or 0)
