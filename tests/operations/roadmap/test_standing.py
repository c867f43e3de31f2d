"""One state for all windows of a row: only an end makes it overdue, a person's word goes first."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shnor_desktop.operations.roadmap import standing
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.due import Due, Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.deadlines.states import Happening, standings

PERIOD = Period(date(2021, 9, 1), date(2022, 8, 31), school=True)
TEXTS = (
    "январь",
    "до 15.03.2022",
    "1 раз в четверть",
    "ежемесячно",
    "в течение года",
    "по запросам",
    "по плану управления",
    "",
    "когда-нибудь",
    "2 раза в год",
)
DAYS = st.dates(date(2021, 6, 1), date(2023, 1, 1))


def state_of(due: Due, on: date, done: tuple[Happening, ...], by_hand: str = "") -> str:
    stands = standing.settled(by_hand, standings(due, on, done))
    return standing.summary(by_hand, "", due, stands)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), DAYS, st.lists(DAYS, max_size=12))
def test_only_an_end_makes_overdue_and_enough_makes_done(text: str, on: date, days: list[date]) -> None:
    due = parse(text, PERIOD)
    done = tuple(Happening(Window(one, one)) for one in days)
    state = state_of(due, on, done)
    assert state in standing.WORDS
    assert standing.told(state, due, standings(due, on, done))
    if state == "overdue":
        assert any(one.ends < on for one in due.windows)
    if not due.windows:
        assert state != "overdue"
    in_each = tuple(Happening(Window(one.starts, one.starts), due.each) for one in due.windows)
    if due.windows:
        assert state_of(due, on, in_each) == "done"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), DAYS, st.lists(DAYS, max_size=5), st.sampled_from(standing.BY_HAND))
def test_a_person_s_word_goes_first_and_nothing_closed_is_overdue(
    text: str, on: date, days: list[date], by_hand: str
) -> None:
    due = parse(text, PERIOD)
    done = tuple(Happening(Window(one, one)) for one in days)
    assert state_of(due, on, done, by_hand) == by_hand
    stands = standing.settled(by_hand, standings(due, on, done))
    shown = {standing.window_state(by_hand, one) for one in stands}
    if by_hand in ("done", "ongoing", "cancelled", "not_done"):
        assert "overdue" not in shown


@pytest.mark.parametrize(
    ("text", "after", "wanted"),
    [
        ("1 раз в четверть", 0, "срок не наступил"),
        ("1 раз в четверть", 30, "пора: 0 из 4"),
        ("1 раз в четверть", 90, "просрочено: 0 из 4"),
        ("январь", 135, "пора"),
        ("январь", 200, "просрочено"),
        ("по запросам", 200, "по мере надобности"),
    ],
)
def test_states_are_told_with_what_is_done_of_what_is_needed(text: str, after: int, wanted: str) -> None:
    due, on = parse(text, PERIOD), date(2021, 8, 25) + timedelta(days=after)
    assert standing.told(state_of(due, on, ()), due, standings(due, on, ())) == wanted
