"""Verdicts by a profile of the second type: figures of the schools in the last year, and their places beside the border."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import SchoolResult
from shnor_desktop.operations.identification.branches import JudgedSchool, family_uids
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.operations.results.snapshot import ONE_OF_A_KIND
from shnor_desktop.rules import lowest
from shnor_desktop.rules.doubles import one_shift, shifts, twins, whole_or_levels, wholes, without_twins
from shnor_desktop.rules.facts import Outcome, Place, Profile, Result, Verdict
from shnor_desktop.rules.figures import Figures, ResultState, by_marks
from shnor_desktop.rules.quality import Aspect, Value, is_scores, pooled, value_of

Given = dict[bytes, tuple[Figures, Result]]
"""Figures and what the rule knows of a result, by sitting."""


def places(session: Session, chosen: Profile, schools: Sequence[JudgedSchool]) -> dict[bytes, Place]:
    """The place of every school and of every branch that may be judged apart."""
    given = _given(session, chosen)
    figures = {}
    for school in schools:
        members = [given.get(uid, {}) for uid in family_uids(school)]
        figures[school.school] = _figure(chosen, members)
    return lowest.places(chosen, figures)


def placed(answers: Iterable[Verdict], found: Mapping[bytes, Place]) -> tuple[Verdict, ...]:
    """The verdicts as the place says; one without a figure waits for what is not received, if anything is."""
    return tuple(_placed(one, found.get(one.school)) for one in answers)


def _placed(verdict: Verdict, place: Place | None) -> Verdict:
    if place is None:  # A branch that is judged apart has no place of its own.
        place = Place(False, "", "", "", 0, 0, 0, 0)
    waiting = verdict.missing if not place.figure else ()
    outcome = Outcome.LOW if place.included else Outcome.INSUFFICIENT if waiting else Outcome.NOT
    return replace(
        verdict,
        outcome=outcome,
        criteria=(lowest.CODE,) if place.included else (),
        watch=False,
        deciding_missing=waiting,
        deciding_border=(),
        one_pupil_decides=False,
        place=place,
    )


def _given(session: Session, chosen: Profile) -> dict[bytes, Given]:
    """Results of the last year that the profile counts, by school."""
    columns = [getattr(SchoolResult, name) for name in FIGURE_NAMES]
    uids = [one.uid for one in chosen.slot_a]
    found: dict[bytes, Given] = {}
    for at in range(0, len(uids), 500):
        query = select(
            SchoolResult.sitting, SchoolResult.school, SchoolResult.objectivity_flag, *columns
        ).where(
            SchoolResult.sitting.in_(uids[at : at + 500]),
            SchoolResult.state == ResultState.VALID,
            ONE_OF_A_KIND,
        )
        for sitting, school, flag, *values in session.execute(query):
            figures = as_figures(tuple(values))
            few = figures.participants is not None and figures.participants < chosen.min_n
            if not few and not (flag and chosen.exclude_flagged):
                result = Result(sitting, ResultState.VALID, figures.participants, figures.failed)
                found.setdefault(school, {})[sitting] = figures, result
    return found


def _figure(chosen: Profile, members: Sequence[Given]) -> Value | None:
    """The figure of a school with its branches, nothing counted twice."""
    aspect = lowest.aspect_of(chosen)
    marks = {one.uid: by_marks(one.family, one.level) for one in chosen.slot_a}
    # Where some sittings have scores, the mean is one of scores: marks beside them cannot be averaged with those.
    scored = aspect is Aspect.MEAN and not all(marks.values())
    pairs = []
    for given in members:
        for uid in _kept(chosen, given):
            pair = given[uid][0], marks[uid]
            if aspect is Aspect.MEAN and not _fits(*pair, scored=scored):
                continue
            pairs.append(pair)
    if len(pairs) == 1:
        return value_of(aspect, *pairs[0])
    found = pooled(aspect, pairs)
    return found.value if found else None


def _fits(figures: Figures, marks: bool, *, scored: bool) -> bool:
    """Whether the mean is of the scale that is compared: scores of exams, else marks; points of ОГЭ are neither."""
    if scored:
        return not marks
    value = value_of(Aspect.MEAN, figures, marks)
    return value is not None and not is_scores(value.e4)


def _kept(chosen: Profile, given: Given) -> Iterable[bytes]:
    results: Mapping[bytes, Result] = {uid: result for uid, (_, result) in given.items()}
    results, _ = one_shift(without_twins(results, twins(chosen)), shifts(chosen))
    results, _ = whole_or_levels(results, wholes(chosen))
    return [result.sitting for result in results.values()]
