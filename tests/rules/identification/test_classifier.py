from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.identification.classifier import FLAGGED, classify, classify_all, pivotal, what_if
from shnor_desktop.rules.results.facts import Outcome, Profile, Result, Verdict
from tests.rules.cases import SCHOOL, by_sitting, counts, percent, profile, sitting, state, verdict

A1, A2, A3 = (sitting("МА", grade, 2020) for grade in (6, 7, 8))
B1, B2 = (sitting("РУ", grade, 2018) for grade in (5, 6))
RULE = profile([A1, A2, A3], [B1, B2])
LOW, NOT = Outcome.LOW, Outcome.NOT
MISSING = ResultState.NOT_RECEIVED


def outcome(*results: Result, rule: Profile = RULE) -> tuple[Outcome, tuple[str, ...]]:
    found = verdict(rule, results)
    return found.outcome, found.criteria


CRITERIA = [
    ([], NOT, ()),
    ([counts(A1, 3, 10)], NOT, ()),
    ([counts(A1, 3, 10), counts(A2, 3, 10)], LOW, ("C1",)),
    ([counts(A1, 3, 10), counts(B1, 3, 10)], LOW, ("C2",)),
    ([counts(A1, 3, 10), counts(A2, 9, 10), counts(B2, 3, 10)], LOW, ("C1", "C2")),
    ([counts(B1, 3, 10), counts(B2, 3, 10)], NOT, ()),
    ([counts(A1, 29, 100), counts(A2, 30, 100)], NOT, ()),
    ([percent(A1, 31), percent(A2, 44)], LOW, ("C1",)),
    ([percent(A1, 29), percent(A2, 44)], NOT, ()),
    ([counts(A1, 0, 10), counts(A2, 0, 10)], NOT, ()),
]


@pytest.mark.parametrize(("results", "expected", "criteria"), CRITERIA)
def test_criteria(results: list[Result], expected: Outcome, criteria: tuple[str, ...]) -> None:
    assert outcome(*results) == (expected, criteria)


def test_the_profile_says_how_many_and_how_much() -> None:
    results = [counts(A1, 3, 10), counts(A2, 3, 10), counts(B1, 3, 10)]
    assert outcome(*results, rule=replace(RULE, c1_count=3)) == (LOW, ("C2",))
    assert outcome(*results, rule=replace(RULE, c1_count=3, c2_count_a=3)) == (NOT, ())
    assert outcome(*results, rule=replace(RULE, c1_count=3, c2_count_b=2)) == (NOT, ())
    assert outcome(*results, rule=replace(RULE, threshold=31)) == (NOT, ())


def test_the_verdict_carries_profile_and_school() -> None:
    found = verdict(RULE, [counts(A1, 3, 10)])
    assert (found.school, found.profile_name, found.profile_version) == (SCHOOL, "Проверочный", 1)
    assert found.profile is RULE


def test_judged_stand_in_the_order_of_the_profile_with_all_figures() -> None:
    found = verdict(RULE, [percent(B1, 12.5, 1), counts(A2, 1, 3), state(A1, ResultState.NOT_CONDUCTED)])
    assert [(one.sitting, one.slot) for one in found.judged] == [(A1, "A"), (A2, "A"), (B1, "B")]
    absent, low, share = found.judged
    assert (absent.low, absent.percent_e4, absent.wilson) == (False, None, None)
    assert (low.low, low.fragile, low.percent_e4) == (True, True, 333_333)
    assert low.wilson == pytest.approx((6.15, 79.23), abs=0.006)
    assert (share.low, share.percent_e4, share.wilson) == (False, 125_000, None)
    assert found.low == (low,)
    assert found.absent == (A3, B2)


INSUFFICIENT = [
    # (results, sittings that decide; none: plain «not»)
    ([counts(A1, 3, 10), state(A2, MISSING)], [A2]),
    ([counts(A1, 3, 10), state(B1, MISSING)], [B1]),
    ([counts(B1, 3, 10), state(A2, MISSING)], [A2]),
    ([state(A1, MISSING), state(A2, MISSING)], [A1, A2]),
    ([state(A1, MISSING), state(B1, MISSING)], [A1, B1]),
    # one of A is enough because B is low already; B's own gap does not matter
    ([state(A1, MISSING), counts(B1, 3, 10), state(B2, MISSING)], [A1]),
    ([counts(A1, 3, 10), state(A2, MISSING), state(B1, MISSING)], [A2, B1]),
    # two in A would do, and so would one in A with one in B
    ([state(A1, MISSING), state(A2, MISSING), state(B1, MISSING)], [A1, A2, B1]),
    ([state(B1, MISSING), state(B2, MISSING)], []),
    ([state(A1, MISSING)], []),
    ([counts(A1, 1, 10), state(A2, MISSING)], []),
]


@pytest.mark.parametrize(("results", "deciding"), INSUFFICIENT)
def test_missing_results_that_could_decide_are_named(results: list[Result], deciding: list[object]) -> None:
    found = verdict(RULE, results)
    assert found.outcome == (Outcome.INSUFFICIENT if deciding else NOT)
    assert list(found.deciding_missing) == deciding
    assert len(found.missing) == sum(one.state == MISSING for one in results)


def test_missing_results_do_not_shake_what_is_met() -> None:
    found = verdict(RULE, [counts(A1, 3, 10), counts(A2, 3, 10), state(A3, MISSING)])
    assert (found.outcome, found.missing, found.deciding_missing) == (LOW, (A3,), ())


CONFIRM = [
    ([percent(A1, 30), percent(A2, 44)], [A1]),
    ([percent(A1, 30), percent(A2, 30)], [A1, A2]),
    ([percent(A1, 30), percent(B1, 44)], [A1]),
    ([percent(A1, 44), percent(B1, 30.0, 1)], [B1]),
    # two others stand without it
    ([percent(A1, 30), percent(A2, 44), percent(A3, 31)], []),
    # either the second of A or that of B would do
    ([percent(A1, 44), percent(A2, 30), percent(B1, 30)], [A2, B1]),
    # B is firm: only A is needed
    ([percent(A1, 30), percent(B1, 44), percent(B2, 30)], [A1]),
    ([percent(A1, 30.1, 1), percent(A2, 44)], []),
    # counts are known: nothing is hidden by rounding
    ([percent(A1, 30, n=10), percent(A2, 44)], []),
]


@pytest.mark.parametrize(("results", "deciding"), CONFIRM)
def test_border_results_that_decide_are_named(results: list[Result], deciding: list[object]) -> None:
    found = verdict(RULE, results)
    assert found.outcome == (Outcome.CONFIRM if deciding else LOW)
    assert list(found.deciding_border) == deciding
    assert found.criteria


def test_border_is_marked_on_the_result() -> None:
    found = verdict(RULE, [percent(A1, 30), percent(A2, 31), percent(A3, 29)])
    assert [one.border for one in found.judged] == [True, False, False]


WATCH = [
    ([counts(A1, 3, 10)], True),
    ([counts(A1, 3, 10), counts(A2, 3, 10)], False),
    ([counts(B1, 3, 10)], False),
    ([counts(B1, 25, 100)], True),
    ([counts(A1, 249, 1000)], False),
    ([counts(A1, 299, 1000)], True),
    ([percent(A1, 25)], True),
    ([percent(A1, 24.9, 1)], False),
    ([counts(A1, 3, 10), counts(A2, 3, 10), counts(B1, 26, 100)], True),
    ([], False),
]


@pytest.mark.parametrize(("results", "watch"), WATCH)
def test_group_of_risk(results: list[Result], watch: bool) -> None:
    assert verdict(RULE, results).watch is watch


def test_left_out_results_are_not_watched() -> None:
    rule = replace(RULE, min_n=10)
    assert not verdict(rule, [counts(A1, 2, 8)]).watch
    assert verdict(replace(RULE, watch_width=15), [counts(A1, 2, 10)]).watch


ONE_PUPIL = [
    ([counts(A1, 3, 10), counts(A2, 9, 10)], [A1]),
    ([counts(A1, 9, 10), counts(A2, 9, 10)], []),
    ([counts(A1, 2, 10), counts(A2, 9, 10)], [A1]),
    ([counts(A1, 2, 10)], []),
    ([counts(A1, 9, 10), counts(B1, 2, 10)], [B1]),
    ([counts(A1, 9, 10), counts(B1, 3, 10)], [B1]),
    ([counts(A1, 3, 10), counts(A2, 3, 10), counts(A3, 3, 10)], []),
    ([counts(A1, 3, 10), counts(A2, 9, 10), counts(B1, 9, 10)], []),
    ([percent(A1, 30), counts(A2, 9, 10)], []),
]


@pytest.mark.parametrize(("results", "deciding"), ONE_PUPIL)
def test_one_pupil_decides(results: list[Result], deciding: list[object]) -> None:
    found = verdict(RULE, results)
    assert found.one_pupil_decides is bool(deciding)
    assert [one.sitting for one in pivotal(found.judged, RULE)] == deciding


def test_figures_that_contradict_themselves_are_not_counted() -> None:
    broken = counts(A1, 11, 10)
    found = verdict(RULE, [broken, counts(A2, -1, 10), replace(counts(A3, 9, 5), failed_pct_e4=40 * E4)])
    assert [(one.low, one.percent_e4) for one in found.judged] == [
        (False, None),
        (False, None),
        (True, 40 * E4),
    ]


def test_a_result_without_any_share_is_not_low() -> None:
    results = [
        Result(A1.uid, ResultState.VALID, 10),
        Result(A2.uid, ResultState.VALID, None, 4),
        Result(A3.uid, ResultState.VALID),
    ]
    assert [one.low for one in verdict(RULE, results).judged] == [False, False, False]


def test_all_schools_at_once_and_one_by_one_agree() -> None:
    results = {
        b"one": by_sitting([counts(A1, 3, 10), counts(A2, 4, 10)]),
        b"two": by_sitting([percent(A1, 30), state(B1, MISSING)]),
    }
    together = classify_all(results, RULE)
    assert together == tuple(classify(school, own, RULE) for school, own in results.items())
    assert [one.school for one in together] == [b"one", b"two"]


def test_what_if() -> None:
    results = {
        b"stays": by_sitting([counts(A1, 9, 10), counts(A2, 9, 10)]),
        b"leaves": by_sitting([counts(A1, 9, 10), percent(A2, 30)]),
        b"enters": by_sitting([counts(A1, 9, 10), counts(B1, 20, 40)]),
        b"never": by_sitting([counts(A1, 0, 10)]),
    }
    strict = replace(RULE, threshold=40, c2_count_b=1)
    old = classify_all(results, replace(RULE, c2_count_b=2))
    new = classify_all(results, strict)
    changed = what_if(old, new)
    assert (changed.enters, changed.leaves, changed.stays) == ((b"enters",), (b"leaves",), (b"stays",))
    assert what_if(new, new).enters == ()
    assert what_if((), new).enters == (b"stays", b"enters")
    assert what_if(new, ()).leaves == (b"stays", b"enters")


# --- properties -------------------------------------------------------------------------------------------

SITTINGS = (A1, A2, A3, B1, B2)
FIGURES = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
ANSWERS = st.one_of(
    st.none(),
    st.sampled_from([ResultState.NOT_CONDUCTED, ResultState.NOT_RECEIVED, ResultState.NO_PARTICIPANTS]),
    FIGURES,
    st.integers(0, 100),
)


def _results(answers: Sequence[object]) -> list[Result]:
    found = []
    for one, answer in zip(SITTINGS, answers, strict=True):
        if isinstance(answer, ResultState):
            found.append(state(one, answer))
        elif isinstance(answer, tuple):
            found.append(counts(one, *answer))
        elif isinstance(answer, int):
            found.append(percent(one, answer))
    return found


MANY = st.lists(ANSWERS, min_size=5, max_size=5).map(_results)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_matter(results: list[Result], random: object) -> None:
    shuffled = list(results)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert verdict(RULE, results) == verdict(RULE, shuffled)


@given(MANY, st.integers(0, 4), st.integers(1, 40))
def test_more_failed_never_takes_a_criterion_away(results: list[Result], which: int, more: int) -> None:
    before = verdict(RULE, results)
    raised = [
        replace(one, failed=min(one.failed + more, one.participants or 0))
        if one.sitting == SITTINGS[which].uid and one.failed is not None
        else one
        for one in results
    ]
    assert set(before.criteria) <= set(verdict(RULE, raised).criteria)


@given(MANY)
def test_insufficient_means_that_all_missing_low_would_decide(results: list[Result]) -> None:
    found = verdict(RULE, results)
    worst = [
        replace(one, state=ResultState.VALID, participants=10, failed=10) if one.state == MISSING else one
        for one in results
    ]
    assert (found.outcome == Outcome.INSUFFICIENT) is (
        not found.criteria and bool(verdict(RULE, worst).criteria)
    )


@given(MANY)
def test_confirm_means_that_nothing_is_left_without_border_results(results: list[Result]) -> None:
    found = verdict(RULE, results)
    border = {one.sitting.uid for one in found.judged if one.border}
    firm = verdict(RULE, [one for one in results if one.sitting not in border])
    assert (found.outcome == Outcome.CONFIRM) is (bool(found.criteria) and not firm.criteria)


@given(MANY)
def test_one_pupil_decides_means_that_some_neighbour_differs(results: list[Result]) -> None:
    found = verdict(RULE, results)

    def flips(one: Result, step: int) -> bool:
        if one.failed is None or one.participants is None or not 0 <= one.failed + step <= one.participants:
            return False
        changed = [replace(x, failed=one.failed + step) if x is one else x for x in results]
        return bool(verdict(RULE, changed).criteria) != bool(found.criteria)

    assert found.one_pupil_decides is any(flips(one, step) for one in results for step in (-1, 1))


def test_reasons_are_words_for_people() -> None:
    rule = replace(RULE, min_n=5, exclude_flagged=True)
    found: Verdict = verdict(rule, [counts(A1, 3, 4), counts(A2, 3, 10, flagged=True)])
    assert [one.result.reason for one in found.judged] == ["участников меньше 5", FLAGGED]


class TestOneSittingEnteredTwice:
    """Two offices may have entered the same sitting as two records; their results are one result."""

    once = sitting("МА", 5, 2024)
    again = replace(once, uid=b"again", sitting_grade=6)
    rule = profile([once, again, sitting("РУ", 5, 2024)])

    def test_its_result_counts_once(self) -> None:
        found = verdict(self.rule, [counts(self.once, 5, 10), counts(self.again, 5, 10)])
        assert found.outcome is Outcome.NOT
        assert [one.sitting for one in found.low] == [self.once]

    def test_a_result_only_at_the_second_record_stands(self) -> None:
        found = verdict(self.rule, [counts(self.again, 5, 10)])
        assert [one.sitting for one in found.low] == [self.once]
        assert self.again not in found.absent

    def test_figures_come_before_a_state_without_them(self) -> None:
        waiting = state(self.once, ResultState.NOT_RECEIVED)
        assert verdict(self.rule, [waiting, counts(self.again, 5, 10)]).missing == ()
        assert verdict(self.rule, [waiting]).missing == (self.once,)

    def test_levels_of_a_doubled_exam_are_added_once(self) -> None:
        base = sitting("МА", 11, 2024, family="ege", level="base")
        top = sitting("МА", 11, 2024, family="ege", level="profile")
        rule = profile([base, replace(base, uid=b"again"), top])
        found = verdict(
            rule, [counts(base, 3, 5), counts(replace(base, uid=b"again"), 3, 5), counts(top, 3, 5)]
        )
        assert [(one.result.failed, one.result.participants) for one in found.low] == [(6, 10)]
