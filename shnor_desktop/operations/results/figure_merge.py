"""How a result from a workbook meets the one the document holds: a value replaces a value, nothing replaces nothing.

A result is a set of figures that must agree, so what comes out is checked again as a whole.
"""

from typing import NamedTuple

from shnor_desktop.operations.results.plan_types import (
    FIGURE_NAMES,
    Change,
    Fate,
    FigureTuple,
    as_figures,
    as_tuple,
    figure_label,
    figure_text,
)
from shnor_desktop.rules.figures import STATE_LABELS, Figures, ResultState
from shnor_desktop.rules.results.checks import PAIRS, PERCENTS, REFUSED, check_figures, complete
from shnor_desktop.rules.results.low_share import share_e4, unit_e4

_DECIMALS = FIGURE_NAMES.index("pct_decimals")
_SHARES = tuple(FIGURE_NAMES.index(name) for name in PERCENTS)
_FAILED_SHARE = FIGURE_NAMES.index("failed_pct_e4")


class Stored(NamedTuple):
    """A result as it is stored: uid, state, reason of exclusion, flag and figures."""

    uid: bytes
    state: str
    reason: str
    flag: bool
    figures: FigureTuple


class Merged(NamedTuple):
    """What becomes of a result: its fate, what is to be stored, what differs and why it is refused or kept."""

    fate: Fate
    stored: Stored
    changes: tuple[Change, ...] = ()
    why: str = ""


def are_same(one: Stored, other: Stored) -> bool:
    """Whether two results say the same."""
    return one[1:] == other[1:]


def joined(one: Stored, other: Stored, measured_by_marks: bool) -> Stored | None:
    """Two reports of one result put together; None when they contradict each other and a person must choose."""
    if one.state != other.state or _differ(one.figures, other.figures):
        return None
    figures = _overlaid(one.figures, other.figures)
    if _refusal(as_figures(figures), measured_by_marks):
        return None
    return Stored(one.uid, one.state, one.reason or other.reason, one.flag or other.flag, figures)


def _differ(one: FigureTuple, other: FigureTuple) -> bool:
    pairs = zip(FIGURE_NAMES, one, other, strict=True)
    return any(a is not None and b is not None and a != b for name, a, b in pairs if name != "pct_decimals")


def merge(old: Stored | None, given: Stored, measured_by_marks: bool) -> Merged:
    """What becomes of the document's result when a workbook gives another."""
    if old is None:
        return Merged(Fate.NEW, given)
    if old == given:
        return Merged(Fate.UNCHANGED, given)
    if not _gives_something(old, given):
        why = ""
        if old.state != given.state:
            why = f"В книге «{STATE_LABELS.get(given.state, given.state)}», в файле есть значение: оставлено прежнее."
        return Merged(Fate.UNCHANGED, old, (), why)
    stored = Stored(
        old.uid, given.state, given.reason, old.flag or given.flag, _overlaid(old.figures, given.figures)
    )
    if stored.figures != given.figures:
        agreed = _agreed(stored.figures, given.figures, measured_by_marks)
        if isinstance(agreed, str):
            return Merged(Fate.REFUSED, given, changes(old, stored), agreed)
        stored = stored._replace(figures=agreed)
    differences = changes(old, stored)
    return Merged(Fate.CHANGED if differences else Fate.UNCHANGED, stored, differences)


def changes(old: Stored, new: Stored) -> tuple[Change, ...]:
    """What differs, in Russian."""
    found = []
    if old.state != new.state:
        before, after = (STATE_LABELS.get(one.state, one.state) for one in (old, new))
        found.append(Change("состояние", before, after))
    if old.reason != new.reason:
        found.append(Change("причина исключения", old.reason or "—", new.reason or "—"))
    if old.flag != new.flag:
        found.append(
            Change("признак необъективности", "да" if old.flag else "нет", "да" if new.flag else "нет")
        )
    for name, before_value, after_value in zip(FIGURE_NAMES, old.figures, new.figures, strict=True):
        if before_value != after_value and name != "pct_decimals":
            found.append(
                Change(figure_label(name), figure_text(name, before_value), figure_text(name, after_value))
            )
    if not found and old.figures[_DECIMALS] != new.figures[_DECIMALS]:
        label = figure_label("pct_decimals")
        found.append(Change(label, str(old.figures[_DECIMALS]), str(new.figures[_DECIMALS])))
    return tuple(found)


def _gives_something(old: Stored, given: Stored) -> bool:
    """Whether the workbook says more than «nothing» about a result the document holds."""
    if given.state in (ResultState.VALID, ResultState.EXCLUDED):
        return True
    if given.state == ResultState.NOT_RECEIVED:
        return False
    return old.state not in (ResultState.VALID, ResultState.EXCLUDED)


def _overlaid(old: FigureTuple, new: FigureTuple) -> FigureTuple:
    """The old figures with every figure the new ones give; decimals are those of the shares that are kept."""
    values = [b if b is not None else a for a, b in zip(old, new, strict=True)]
    if new[_FAILED_SHARE] is not None:
        values[_DECIMALS] = new[_DECIMALS]
    elif old[_FAILED_SHARE] is not None or not any(new[at] is not None for at in _SHARES):
        values[_DECIMALS] = old[_DECIMALS]
    return tuple(values)


def _agreed(merged: FigureTuple, given: FigureTuple, measured_by_marks: bool) -> FigureTuple | str:
    """Figures that agree with each other, or why old and new ones cannot stand together."""
    refusal = _refusal(as_figures(merged), measured_by_marks)
    if not refusal:
        return merged
    derived = _overlaid(merged, as_tuple(_derived(as_figures(given), merged)))
    if not _refusal(as_figures(derived), measured_by_marks):
        return derived
    return f"Новые числа не сходятся с прежними. {refusal} Исправьте книгу или прежний результат."


def _refusal(figures: Figures, measured_by_marks: bool) -> str:
    found = check_figures(figures, measured_by_marks)
    return next((one.text for one in found if one.severity == REFUSED), "")


def _derived(given: Figures, merged: FigureTuple) -> Figures:
    """The new figures with the other way of saying them: counts for shares and shares for counts."""
    values = dict(zip(FIGURE_NAMES, as_tuple(complete(given)), strict=True))
    n = given.participants
    unit = unit_e4(merged[_DECIMALS] or 0)
    for count_name, share_name in PAIRS:
        count = values[count_name]
        if n and count is not None and values[share_name] is None:
            exact = share_e4(count, n)
            values[share_name] = (2 * exact + unit) // (2 * unit) * unit
            values["pct_decimals"] = merged[_DECIMALS]
    return as_figures(tuple(values.values()))
