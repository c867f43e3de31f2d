"""What became of a due: the state of every window on a day, given what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.due import REPEAT, Due


class State(StrEnum):
    """Of one window. COUNTED: some of it is done, or it has no end to be measured by."""

    NOT_YET = "not_yet"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    COUNTED = "counted"


UNDONE = ("not_held", "partly")
"""Outcomes after which the work is still to be done."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something done: on one day, within a month or a span, and how many times."""

    days: Window
    times: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one window stands; `days` is None where the due names none. `needed` 0: as often as it happens."""

    days: Window | None
    state: State
    done: int
    needed: int


def standings(due: Due, today: date, happened: Sequence[Happening]) -> tuple[Standing, ...]:
    """The states of all windows. A happening counts for the first window with room that its days meet; one that meets
    none makes up for the first unfinished window before it, or, where nothing repeats, was done ahead of time."""
    if not due.windows:
        done = sum(one.times for one in happened)
        needed = due.least or 0
        state = State.DONE if 0 < needed <= done else State.COUNTED
        return (Standing(None, state, done, needed),)
    windows = sorted(due.windows)
    counts, late = [0] * len(windows), [False] * len(windows)
    for one in sorted(happened, key=lambda one: (one.days.ends, one.days.starts)):
        for _ in range(max(0, min(one.times, due.each * len(windows)))):
            at = _window_of(due, windows, counts, one.days)
            if at is None:
                break
            counts[at] += 1
            late[at] |= one.days.starts > windows[at].ends
    return tuple(
        Standing(days, _state(days, today, done, due.each, was_late), done, due.each)
        for days, done, was_late in zip(windows, counts, late, strict=True)
    )


def _window_of(due: Due, windows: Sequence[Window], counts: Sequence[int], days: Window) -> int | None:
    room = [at for at, done in enumerate(counts) if done < due.each]
    met = [at for at, one in enumerate(windows) if one.shared(days) is not None]
    if met:
        return next((at for at in met if at in room), None)
    missed = [at for at in room if windows[at].ends < days.starts]
    if missed:
        return missed[0]
    return room[0] if room and due.kind != REPEAT else None


def _state(days: Window, today: date, done: int, needed: int, late: bool) -> State:
    if done >= needed:
        return State.DONE_LATE if late else State.DONE
    if today > days.ends:
        return State.OVERDUE
    if done:
        return State.COUNTED
    return State.DUE if today >= days.starts else State.NOT_YET


def told(one: Standing) -> str:
    """«ещё не время», «просрочено: 1 из 2»."""
    words = {
        State.NOT_YET: "ещё не время",
        State.DUE: "пора",
        State.OVERDUE: "просрочено",
        State.DONE: "сделано",
        State.DONE_LATE: "сделано с опозданием",
        State.COUNTED: "сделано раз",
    }[one.state]
    if one.state is State.COUNTED:
        return f"{words}: {one.done} из {one.needed}" if one.needed else f"{words}: {one.done}"
    partly = one.state is State.OVERDUE and one.done
    return f"{words}: {one.done} из {one.needed}" if partly else words
