"""One exam told several times: its levels and the whole, the main period and what a resit made of it."""

import pytest

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.doubles import whole_or_levels
from shnor_desktop.rules.results.facts import Outcome, Result, Sitting
from tests.rules.cases import by_sitting, counts, percent, profile, sitting, state, verdict

WHOLE = sitting("МА", 7, 2025)
BASE = sitting("МА", 7, 2025, level="base")
ADVANCED = sitting("МА", 7, 2025, level="advanced")
EXAM = sitting("МА", 9, 2023, family="oge")
AFTER = sitting("МА", 9, 2023, family="oge", season="final")
OTHER = sitting("РУ", 7, 2025)


def without_share(one: Sitting) -> Result:
    return Result(one.uid, ResultState.VALID, 30)


def test_two_levels_of_one_vpr_are_one_procedure_joined_by_counts() -> None:
    answer = verdict(profile([BASE, ADVANCED]), [counts(BASE, 4, 40), counts(ADVANCED, 7, 20)])
    (judged,) = answer.judged
    assert (judged.result.failed, judged.result.participants) == (11, 60)
    assert judged.sitting.name == "ВПР МА 7, весна 2026"
    assert not judged.low


def test_levels_stand_apart_where_the_profile_says_so() -> None:
    rule = profile([BASE, ADVANCED], join_levels=False)
    answer = verdict(rule, [counts(BASE, 4, 40), counts(ADVANCED, 7, 20)])
    assert [one.low for one in answer.judged] == [False, True]


def test_the_whole_beside_all_its_levels_is_not_counted_again() -> None:
    results = [counts(WHOLE, 24, 60), counts(BASE, 12, 40), counts(ADVANCED, 12, 20), counts(OTHER, 0, 60)]
    answer = verdict(profile([WHOLE, BASE, ADVANCED, OTHER]), results)
    assert [one.sitting.name for one in answer.low] == ["ВПР МА 7, весна 2026"]
    assert answer.outcome is Outcome.NOT
    assert answer.aside == (WHOLE,)


def test_one_level_beside_the_whole_is_a_part_of_it() -> None:
    answer = verdict(profile([WHOLE, BASE, ADVANCED]), [counts(WHOLE, 24, 60), counts(BASE, 20, 40)])
    assert [one.sitting for one in answer.judged] == [WHOLE]
    assert answer.aside == (BASE,)


def test_a_whole_without_figures_hides_no_level() -> None:
    results = by_sitting([state(WHOLE, ResultState.NOT_RECEIVED), counts(BASE, 20, 40)])
    assert whole_or_levels(results, {WHOLE.uid: (BASE.uid, ADVANCED.uid)}) == (results, ())
    nothing = by_sitting([counts(BASE, 1, 4)])
    assert whole_or_levels(nothing, {WHOLE.uid: (BASE.uid,)}) == (nothing, ())


def test_a_level_still_to_come_decides_nothing_beside_the_whole() -> None:
    results = [counts(WHOLE, 20, 60), state(BASE, ResultState.NOT_RECEIVED), counts(OTHER, 30, 60)]
    answer = verdict(profile([WHOLE, BASE, ADVANCED, OTHER]), results)
    assert len(answer.low) == 2 and answer.missing == () and answer.aside == ()


@pytest.mark.parametrize(("attempts", "counted", "aside"), [("", EXAM, AFTER), ("last", AFTER, EXAM)])
def test_of_two_attempts_the_profile_takes_one(attempts: str, counted: object, aside: object) -> None:
    for order in ([EXAM, AFTER], [AFTER, EXAM]):
        answer = verdict(profile(order, attempts=attempts), [counts(EXAM, 6, 30), counts(AFTER, 1, 30)])
        assert [one.sitting for one in answer.judged] == [counted]
        assert answer.aside == (aside,)


def test_the_only_attempt_that_is_known_counts() -> None:
    answer = verdict(profile([EXAM, AFTER]), [counts(AFTER, 10, 30)])
    assert [one.sitting for one in answer.judged] == [AFTER]
    assert answer.absent == ()
    both = verdict(profile([EXAM, AFTER]), [percent(AFTER, 40), state(EXAM, ResultState.NOT_RECEIVED)])
    assert [one.sitting for one in both.judged] == [AFTER]


def test_what_came_without_its_figures_takes_no_place_of_what_tells_them() -> None:
    known = {WHOLE.uid: (BASE.uid, ADVANCED.uid)}
    silent = by_sitting([without_share(WHOLE), counts(BASE, 20, 40)])
    assert whole_or_levels(silent, known) == (silent, ())
    part = by_sitting([counts(WHOLE, 24, 60), counts(BASE, 12, 40), without_share(ADVANCED)])
    assert whole_or_levels(part, known) == ({WHOLE.uid: part[WHOLE.uid]}, (BASE.uid,))
    all_levels = by_sitting([without_share(WHOLE), counts(BASE, 12, 40), counts(ADVANCED, 1, 20)])
    kept, aside = whole_or_levels(all_levels, known)
    assert set(kept) == {BASE.uid, ADVANCED.uid} and aside == ()
    nobody = by_sitting([state(WHOLE, ResultState.NO_PARTICIPANTS), *list(all_levels.values())[1:]])
    assert whole_or_levels(nobody, known) == (nobody, ())
