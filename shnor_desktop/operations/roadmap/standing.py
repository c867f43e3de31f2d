"""Where a row of a plan stands: what a person set, else what follows from its dues and from what was done."""

from collections.abc import Sequence

from shnor_desktop.models.roadmap import ACTIVITY_STATES
from shnor_desktop.rules.deadlines import due as kinds
from shnor_desktop.rules.deadlines.due import Due
from shnor_desktop.rules.deadlines.states import Standing, State

PARTLY, NOT_DONE, ONGOING, CANCELLED, STATEMENT, ASK = (
    "partly",
    "not_done",
    "ongoing",
    "cancelled",
    "statement",
    "ask",
)
WORDS = {
    State.OVERDUE: "просрочено",
    State.DUE: "пора",
    State.NOT_YET: "срок не наступил",
    State.COUNTED: "идёт",
    State.DONE: "выполнено",
    State.DONE_LATE: "выполнено с опозданием",
    PARTLY: "выполнено частично",
    NOT_DONE: "не выполнено",
    ONGOING: "выполняется",
    CANCELLED: "отменено",
    STATEMENT: "к сведению",
    ASK: "срок не определён",
}
"""Codes of states in the order of concern, with what they are called."""
BY_HAND = tuple(code for code, _ in ACTIVITY_STATES if code)
CLOSED = frozenset((State.DONE, State.DONE_LATE, NOT_DONE, CANCELLED, STATEMENT))
"""Nothing more is awaited of such a row."""


def settled(by_hand: str, standings: tuple[Standing, ...]) -> tuple[Standing, ...]:
    """The windows of a row whose state a person set: what is done is done in all of them, and of what goes on all the
    time or was taken off nothing is overdue."""
    if by_hand == State.DONE:
        return tuple(
            one if _is_done(one.state) else Standing(one.days, State.DONE, one.done, one.needed)
            for one in standings
        )
    if by_hand in (ONGOING, CANCELLED):
        return tuple(
            Standing(one.days, State.COUNTED, one.done, one.needed)
            if one.state in (State.OVERDUE, State.DUE)
            else one
            for one in standings
        )
    return standings


def window_state(by_hand: str, one: Standing) -> str:
    """The state of one window as it is told: what was taken off or given up is called so, wherever nothing was done."""
    if by_hand in (CANCELLED, NOT_DONE) and not _is_done(one.state):
        return by_hand
    return one.state


def _is_done(state: State) -> bool:
    return state in (State.DONE, State.DONE_LATE)


def summary(by_hand: str, kind: str, due: Due, standings: Sequence[Standing]) -> str:
    """One state of a whole row."""
    if by_hand in BY_HAND:
        return by_hand
    if kind == STATEMENT:
        return STATEMENT
    states = [one.state for one in standings]
    if not due.windows:
        unread = due.kind not in (kinds.ON_DEMAND, kinds.BY_PLAN)
        nothing = not any(one.done for one in standings)
        return ASK if unread and nothing else states[0] if states else State.COUNTED
    if all(map(_is_done, states)):
        return State.DONE_LATE if State.DONE_LATE in states else State.DONE
    if State.OVERDUE in states:
        return State.OVERDUE
    if State.DUE in states or any(
        one.state is State.COUNTED and one.needed > one.done > 0 for one in standings
    ):
        return State.DUE
    return State.COUNTED if any(one.done for one in standings) else State.NOT_YET


def told(state: str, due: Due, standings: Sequence[Standing]) -> str:
    """«просрочено: 2 из 4», «выполнено»."""
    word = WORDS.get(state, state)
    done = sum(one.done for one in standings)
    if state == State.COUNTED and not due.windows:
        return f"сделано раз: {done}" if done else "по мере надобности"
    if state in (State.OVERDUE, State.DUE, State.COUNTED, PARTLY, ONGOING):
        needed = due.least or len(due.windows) * due.each
        if needed > 1 or (needed and done):
            return f"{word}: {done} из {needed}"
    return word
