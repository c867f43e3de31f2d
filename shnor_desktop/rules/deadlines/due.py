"""What a due text is read into: its kind, windows, fewest happenings, and the question that is left."""

from dataclasses import dataclass
from datetime import date

from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.pieces import Often

WINDOW, REPEAT, WHOLE, CHECKPOINTS = "window", "repeat", "whole", "checkpoints"
ON_DEMAND, BY_PLAN, CONDITION, EMPTY, ASK = "on_demand", "by_plan", "condition", "empty", "ask"

LONGEST_PERIOD = 366 * 30
_EARLIEST, _LATEST = date(1950, 1, 1), date(2150, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a programme, and whether it counts by school years. `day`: of the order or the meeting that terms like
    «в течение месяца» run from."""

    starts: date
    ends: date
    school: bool
    day: date | None = None

    @property
    def days(self) -> Window:
        return Window(self.starts, self.ends)

    @property
    def usable(self) -> bool:
        """Whether windows may be counted in it at all."""
        return _EARLIEST <= self.starts <= self.ends <= _LATEST and self.days.days <= LONGEST_PERIOD


@dataclass(frozen=True, slots=True)
class Due:
    """`least`: fewest happenings over the period; 0 is never overdue, None cannot be said. `each`: so many of them in
    every window. `question`: what a person must say, even where windows are proposed. `names`: of checkpoints.
    `often`: what repeats. `until`: only the end was named."""

    kind: str
    windows: tuple[Window, ...] = ()
    least: int | None = None
    question: str = ""
    each: int = 1
    names: tuple[str, ...] = ()
    often: Often | None = None
    until: bool = False
