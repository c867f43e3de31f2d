"""Many schools at once: results that cannot matter may be left out without changing an answer."""

from dataclasses import replace

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.identification.classifier import classify_all
from shnor_desktop.rules.results.facts import Profile, Result, Sitting

A = tuple(Sitting(bytes([n]), f"ВПР {n}", "vpr", "МА", "", n, n, 2024, "spring") for n in range(1, 6))
B = tuple(Sitting(bytes([n]), f"ВПР {n}", "vpr", "МА", "", n, n, 2023, "spring") for n in range(11, 14))
PROFILE = Profile("Проверочная", 1, A, B)


def valid(sitting: Sitting, n: int, failed: int) -> Result:
    return Result(sitting.uid, ResultState.VALID, n, failed)


def test_partial_results_give_the_same_answer_and_no_absences() -> None:
    low = {one.uid: valid(one, 10, 4) for one in (A[3], A[0], B[1])}
    calm = {one.uid: valid(one, 40, 1) for one in (A[1], A[2], A[4], B[0], B[2])}
    (full,) = classify_all({b"s": {**low, **calm}}, PROFILE)
    (partial,) = classify_all({b"s": low}, PROFILE, partial=True)
    assert partial.criteria == full.criteria == ("C1", "C2")
    assert partial.low == full.low
    assert [one.sitting for one in partial.judged] == [A[0], A[3], B[1]]
    assert partial.absent == ()
    (whole,) = classify_all({b"s": low}, PROFILE)
    assert whole.absent == (A[1], A[2], A[4], B[0], B[2])


def test_a_sitting_outside_the_profile_is_not_judged() -> None:
    stranger = replace(A[0], uid=b"?")
    (verdict,) = classify_all({b"s": {stranger.uid: valid(stranger, 10, 9)}}, PROFILE, partial=True)
    assert verdict.judged == ()
