"""Checks of one result's figures against each other, and what follows from them exactly: also what a mean says of the
others, that nobody can have failed, that somebody must have, or that a figure beside the result cannot be right.

The reader of workbooks, the grid and the forms call these before anything is stored.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal, NamedTuple

from shnor_desktop.rules.figures import E4, MOST_PUPILS, Family, Figures, by_marks
from shnor_desktop.rules.results.low_share import PERCENT_E4, failed_of, share_e4, unit_e4
from shnor_desktop.rules.results.quality import COUNTED_DECIMALS, quality_rate
from shnor_desktop.rules.words.russian import counted, decimal_e4, percent_e4

Severity = Literal["refused", "warning"]
REFUSED: Severity = "refused"
WARNING: Severity = "warning"

LABELS: dict[str, str] = {
    "participants": "участников",
    "failed": "не справились",
    "count_3": "получили «3»",
    "count_4": "получили «4»",
    "count_5": "получили «5»",
    "failed_pct_e4": "доля не справившихся",
    "pct_3_e4": "доля «3»",
    "pct_4_e4": "доля «4»",
    "pct_5_e4": "доля «5»",
    "high": "высокобалльников",
    "high_pct_e4": "доля высокобалльников",
    "hundreds": "получили 100 баллов",
    "mean_e4": "средний балл",
    "lowered": "понизили отметку",
    "confirmed": "подтвердили отметку",
    "raised": "повысили отметку",
    "quality_pct_e4": "доля «4» и «5»",
}

MARKS = ("failed", "count_3", "count_4", "count_5")
SHARES = ("failed_pct_e4", "pct_3_e4", "pct_4_e4", "pct_5_e4")
JOURNAL = ("lowered", "confirmed", "raised")
PAIRS = (*zip(MARKS, SHARES, strict=True), ("high", "high_pct_e4"))
COUNTS = ("participants", *MARKS, "high", "hundreds", *JOURNAL)
PERCENTS = (*SHARES, "high_pct_e4", "quality_pct_e4")


_people = attrgetter("participants", *MARKS)
_BESIDE_PEOPLE = ("high", "hundreds", *JOURNAL, *PERCENTS, "mean_e4")
_beside_people = attrgetter(*_BESIDE_PEOPLE)
_NOTHING_BESIDE = (None,) * len(_BESIDE_PEOPLE)
_counts = attrgetter(*COUNTS)
_percents_and_mean = attrgetter(*PERCENTS, "mean_e4")
_percents = attrgetter(*PERCENTS)
_parts_of = attrgetter(*MARKS, "high", "hundreds")
_marks = attrgetter(*MARKS)
_mark_shares = attrgetter(*SHARES)
_compared = attrgetter(*JOURNAL)
_NO_PERCENTS = (None,) * len(PERCENTS)
_Values = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful in the figures; `fields` are names of `Figures`, the first is to blame."""

    severity: Severity
    text: str
    fields: tuple[str, ...]


def check_figures(figures: Figures, measured_by_marks: bool) -> tuple[Finding, ...]:
    """Everything that contradicts itself in the figures, refusals first."""
    if add_up(figures):
        return ()
    if not _in_range(figures):
        return tuple(_ranges(figures))
    checks: tuple[Callable[[Figures], Iterable[Finding]], ...] = (_parts, _high, _journal, _shares)
    found = [finding for check in checks for finding in check(figures)]
    if measured_by_marks:
        found += _mark_sums(figures)
        found += _quality(figures)
    if not found:
        return ()
    return tuple(sorted(found, key=lambda finding: finding.severity != REFUSED))


def complete(figures: Figures) -> Figures:
    """The figures with what follows from them exactly: nothing is estimated, nothing given is changed."""
    if add_up(figures) or not _in_range(figures):
        return figures
    counted = _complete_counts(figures)
    completed = _complete_marks(counted)
    return completed if completed is counted else _complete_counts(completed)


def add_up(figures: Figures) -> bool:
    """Four marks that make up the participants, and nothing else: there is nothing to doubt or to complete."""
    people: tuple[int, ...] = _people(figures)
    if None in people or _beside_people(figures) != _NOTHING_BESIDE:
        return False
    return min(people) >= 0 and sum(people) == 2 * people[0] <= 2 * MOST_PUPILS


def _value(figures: Figures, name: str) -> int | None:
    value: int | None = getattr(figures, name)
    return value


def _unit(figures: Figures) -> int:
    """One unit of the last printed decimal, in ten-thousandths."""
    return unit_e4(figures.pct_decimals)


def _in_range(figures: Figures) -> bool:
    """Whether every figure can be one at all; asked of every row, so the reasons are looked for only when not."""
    for count in _counts(figures):
        if count is not None and not 0 <= count <= MOST_PUPILS:
            return False
    return all(share is None or 0 <= share <= PERCENT_E4 for share in _percents_and_mean(figures))


def _ranges(figures: Figures) -> Iterable[Finding]:
    for name in COUNTS:
        value = _value(figures, name)
        if value is not None and value < 0:
            yield Finding(REFUSED, f"Отрицательное число: {LABELS[name]} {value}.", (name,))
        elif value is not None and value > MOST_PUPILS:
            yield Finding(REFUSED, f"Столько учеников не бывает: {LABELS[name]} {value}.", (name,))
    for name in (*PERCENTS, "mean_e4"):
        value = _value(figures, name)
        if value is not None and not 0 <= value <= PERCENT_E4:
            shown = decimal_e4(value, 4).rstrip("0").rstrip(",")
            yield Finding(REFUSED, f"Значение вне пределов от 0 до 100: {LABELS[name]} {shown}.", (name,))


def _parts(figures: Figures) -> Iterable[Finding]:
    n = figures.participants
    if n is None:
        return
    for name, value in zip((*MARKS, "high", "hundreds"), _parts_of(figures), strict=True):
        if value is not None and value > n:
            text = f"Больше, чем участников: {LABELS[name]} {value}, участников {n}."
            yield Finding(REFUSED, text, (name, "participants"))


def _high(figures: Figures) -> Iterable[Finding]:
    n, failed, high, hundreds = figures.participants, figures.failed, figures.high, figures.hundreds
    if high is not None and hundreds is not None and hundreds > high:
        text = f"Получивших 100 баллов ({hundreds}) больше, чем высокобалльников ({high})."
        yield Finding(WARNING, text, ("hundreds", "high"))
    if n is not None and failed is not None and high is not None and max(failed, high) <= n < failed + high:
        text = f"Не справившихся и высокобалльников вместе {failed + high}, а участников {n}."
        yield Finding(REFUSED, text, ("high", "failed", "participants"))
    low_pct, high_pct = figures.failed_pct_e4, figures.high_pct_e4
    if low_pct is not None and high_pct is not None and low_pct + high_pct > PERCENT_E4 + _unit(figures):
        text = "Доли не справившихся и высокобалльников вместе больше 100\u00a0%."
        yield Finding(REFUSED, text, ("high_pct_e4", "failed_pct_e4"))


def _journal(figures: Figures) -> Iterable[Finding]:
    n, known = figures.participants, [value for value in _compared(figures) if value is not None]
    if n is None or not known:
        return
    total = sum(known)
    if total > n:
        text = f"Понизили, подтвердили и повысили отметку вместе {total}, а участников {n}."
        yield Finding(REFUSED, text, (*JOURNAL, "participants"))
    elif total < n and len(known) == len(JOURNAL):
        text = f"Сравнение с журналом есть не для всех: {total} из {n}."
        yield Finding(WARNING, text, (*JOURNAL, "participants"))


def _shares(figures: Figures) -> Iterable[Finding]:
    n = figures.participants
    if n is None or _percents(figures) == _NO_PERCENTS:
        return
    for count_name, share_name in PAIRS:
        share, count = _value(figures, share_name), _value(figures, count_name)
        if share is not None and (count is None or count <= n):
            yield from _share(figures, n, count_name, count, share_name, share)


def _share(
    figures: Figures, n: int, count_name: str, count: int | None, share_name: str, share: int
) -> Iterable[Finding]:
    if n == 0:
        if share:
            text = f"Участников нет, а {LABELS[share_name]} не ноль."
            yield Finding(REFUSED, text, (share_name, "participants"))
        return
    nearest = failed_of(share, n) if count is None else count
    error, unit = abs(share * n - PERCENT_E4 * nearest), _unit(figures) * n
    if 2 * error <= unit:
        return
    shown = percent_e4(share, figures.pct_decimals)
    if count is None:
        people = counted(n, "участнике", "участниках", "участниках")
        text = f"Такой доли не бывает при {people}: {LABELS[share_name]} {shown}."
        fields: tuple[str, ...] = (share_name, "participants")
    else:
        exact = percent_e4(share_e4(nearest, n), max(1, figures.pct_decimals))
        text = (
            f"Доля не сходится с числом: {LABELS[count_name]} {count} из {n} — это {exact}, записано {shown}."
        )
        fields = (share_name, count_name, "participants")
    yield Finding(WARNING if error < unit else REFUSED, text, fields)


def _mark_sums(figures: Figures) -> Iterable[Finding]:
    n, marks = figures.participants, [value for value in _marks(figures) if value is not None]
    total, whole = sum(marks), len(marks) == len(MARKS)
    if n is not None and max(marks, default=0) <= n and (total > n or (whole and total != n)):
        text = f"Отметок всего {total}, а участников {n}."
        yield Finding(REFUSED, text, (*MARKS, "participants"))
    shares = [value for value in _mark_shares(figures) if value is not None]
    if not shares:
        return
    sum_e4, slack = sum(shares), len(shares) * _unit(figures)
    whole = len(shares) == len(SHARES)
    if 2 * (sum_e4 - PERCENT_E4) > slack or (whole and 2 * (PERCENT_E4 - sum_e4) > slack):
        text = (
            f"Доли отметок в сумме дают {percent_e4(sum_e4, max(1, figures.pct_decimals))}, а не 100\u00a0%."
        )
        yield Finding(REFUSED, text, SHARES)


def _quality(figures: Figures) -> Iterable[Finding]:
    """A side figure: what contradicts in it never costs the result, and what the marks say is taken."""
    told = figures.quality_pct_e4
    known = quality_rate(replace(figures, quality_pct_e4=None)) if told is not None else None
    if known is None or told is None:
        return
    if abs(known.e4 - told) > 2 * _unit(figures) + unit_e4(COUNTED_DECIMALS):
        shown = percent_e4(told, figures.pct_decimals)
        text = f"Качество не сходится с отметками: по отметкам {known.text}\u00a0%, записано {shown}."
        yield Finding(WARNING, text, ("quality_pct_e4",))


def _complete_counts(figures: Figures) -> Figures:
    """Counts from shares, where only one number of pupils can have been printed so."""
    n = figures.participants
    if not n or _percents(figures) == _NO_PERCENTS:
        return figures
    found: dict[str, int] = {}
    for count_name, share_name in PAIRS:
        share = _value(figures, share_name)
        if share is None or _value(figures, count_name) is not None:
            continue
        nearest, unit = failed_of(share, n), _unit(figures) * n
        near = [f for f in (nearest - 1, nearest, nearest + 1) if 2 * abs(share * n - PERCENT_E4 * f) <= unit]
        if near == [nearest]:
            found[count_name] = nearest
    return replace(figures, **found) if found else figures


def _complete_marks(figures: Figures) -> Figures:
    """The one unknown among participants and the four marks."""
    marks: _Values = _marks(figures)
    if marks.count(None) + (figures.participants is None) != 1:
        return figures
    unknown = [name for name in ("participants", *MARKS) if _value(figures, name) is None]
    total = sum(value for value in marks if value is not None)
    value = total if unknown[0] == "participants" else (figures.participants or 0) - total
    return replace(figures, **{unknown[0]: value}) if value >= 0 else figures


EGE_MINIMUM = {
    "РУ": 24, "МА": 27, "ФИ": 36, "ХИ": 36, "БИ": 36, "ИН": 40, "ОБ": 42, "ИС": 32, "ЛИ": 32, "ГЕ": 37,
    "АЯ": 22, "НЯ": 22, "ФЯ": 22, "ИЯ": 22, "КЯ": 22, "ИНЯ": 22,
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


OF_MARKS = Scale(1, 3, 3, 5)


class Doubt(NamedTuple):
    """Figures that cannot be right, and why."""

    text: str
    fields: tuple[str, ...]


def scale_of(family: str, level: str, subject: str) -> Scale | None:
    """The scale of a sitting; None where the least passing score is not known."""
    if by_marks(family, level):
        return OF_MARKS
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
