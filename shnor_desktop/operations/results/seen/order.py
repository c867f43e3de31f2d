"""Which schools of the grid are shown, and in which order. By themselves they stand by name; another order is somebody's
wish for a moment's look, never how the program lists schools.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shnor_desktop.operations.results.grid_cells import NO_FIGURE, NO_SHARE, GridCell
from shnor_desktop.rules.figures import ResultState


class Only(StrEnum):
    """Schools with such a cell."""

    ALL = ""
    LOW = "low"
    WATCH = "watch"
    SMALL = "small"
    MISSING = "missing"


ONLY_LABELS: dict[str, str] = {
    Only.ALL: "все школы",
    Only.LOW: "▲ низкие",
    Only.WATCH: "◆ внимание",
    Only.SMALL: "▫ мало участников",
    Only.MISSING: "○ нет данных",
}


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at; columns are named by the uid of their sitting."""

    only: Only = Only.ALL
    within: bytes | None = None
    """Where the cell is looked for; None for every column that is shown."""
    by: bytes | None = None
    """The column the schools stand by; None for names."""
    falling: bool = False


def belongs(only: Only, cell: GridCell | None) -> bool:
    """Whether a cell is such a one."""
    if only is Only.MISSING:
        return cell is None or cell.mark == ResultState.NOT_RECEIVED or cell.text in (NO_FIGURE, NO_SHARE)
    if cell is None or only is Only.ALL:
        return only is Only.ALL
    return cell.small if only is Only.SMALL else cell.mark == only.value


def arranged(
    view: View, sittings: Sequence[bytes], columns: Sequence[int], lines: Sequence[Sequence[GridCell | None]]
) -> list[int]:
    """Numbers of the lines to show. `sittings` are all columns, `columns` the numbers of those that are shown."""
    within = [at for at in columns if view.within in (None, sittings[at])] or list(columns)
    found = list(range(len(lines)))
    if view.only is not Only.ALL:
        found = [number for number in found if any(belongs(view.only, lines[number][at]) for at in within)]
    by = next((at for at in columns if sittings[at] == view.by), None)
    return found if by is None else _by_value(found, [line[by] for line in lines], view.falling)


def _by_value(found: list[int], cells: Sequence[GridCell | None], falling: bool) -> list[int]:
    """Lines without a figure come last, rising or falling; equal ones stay by name."""
    known = [(value, number) for number in found if (value := _value(cells[number])) is not None]
    known.sort(key=lambda one: one[0], reverse=falling)
    has = {number for _, number in known}
    return [number for _, number in known] + [number for number in found if number not in has]


def _value(cell: GridCell | None) -> int | None:
    return None if cell is None else cell.value_e4
