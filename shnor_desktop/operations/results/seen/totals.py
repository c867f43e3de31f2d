"""What the selected cells come to: how many they are, their sum and their mean. Pupils are added, never percentages."""

from collections.abc import Iterable

from shnor_desktop.operations.results.grid_cells import GridCell
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.results.low_share import PERCENT_E4
from shnor_desktop.rules.results.quality import (
    ASPECT_LABELS,
    COUNTED_DECIMALS,
    MEAN_DECIMALS,
    Aspect,
    is_scores,
)
from shnor_desktop.rules.words.russian import counted, decimal_e4

_UNKNOWN = "среднего нет: число участников неизвестно"


def totals(cells: Iterable[GridCell | None], aspect: Aspect) -> str:
    """One line; empty for a single cell, which says everything itself."""
    selected = list(cells)
    if len(selected) < 2:
        return ""
    figures = [one for one in selected if one is not None and one.value_e4 is not None]
    parts = [f"Выделено: {counted(len(selected), 'ячейка', 'ячейки', 'ячеек')}", f"с числами {len(figures)}"]
    if figures:
        parts += _takers(figures) if aspect is Aspect.TAKERS else _by_pupils(figures, aspect)
    return " · ".join(parts)


def _takers(figures: list[GridCell]) -> list[str]:
    total = sum(one.value_e4 or 0 for one in figures)
    mean = (2 * total + len(figures)) // (2 * len(figures))
    return [f"сумма {total // E4}", f"в среднем {decimal_e4(mean, 1)}"]


def _by_pupils(figures: list[GridCell], aspect: Aspect) -> list[str]:
    known = [one for one in figures if one.people and (aspect is not Aspect.FAILED or one.failed is not None)]
    people = sum(one.people or 0 for one in known)
    if not known:
        return [_UNKNOWN]
    parts = [f"участников {people}"]
    if aspect is Aspect.FAILED:
        failed = sum(one.failed or 0 for one in known)
        parts.append(f"не справились {failed}")
        mean, decimals = (2 * PERCENT_E4 * failed + people) // (2 * people), COUNTED_DECIMALS
    else:
        if aspect is Aspect.MEAN and len({is_scores(one.value_e4 or 0) for one in known}) > 1:
            return [*parts, "среднего нет: отметки и баллы вместе не складывают"]
        total = sum((one.value_e4 or 0) * (one.people or 0) for one in known)
        mean, decimals = (2 * total + people) // (2 * people), COUNTED_DECIMALS
        if aspect is Aspect.MEAN and not is_scores(mean):
            decimals = MEAN_DECIMALS
    unit = "" if aspect is Aspect.MEAN else "\u00a0%"
    name = "доля «2»" if aspect is Aspect.FAILED else ASPECT_LABELS[aspect].lower()
    name = "среднее" if aspect is Aspect.MEAN else f"{name} в среднем"
    part = "" if len(known) == len(figures) else f" (по {len(known)} из {len(figures)})"
    return [*parts, f"{name} {decimal_e4(mean, decimals)}{unit}{part}"]
