"""Verdicts by a profile of the second type: figures of the schools in the last year, and their places beside the border."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from shnor_desktop.operations.identification.counted_once import Counted, Records, valid_figures
from shnor_desktop.rules.figures import Figures, by_marks
from shnor_desktop.rules.identification import lowest
from shnor_desktop.rules.results.facts import Outcome, Place, Profile, Verdict
from shnor_desktop.rules.results.quality import Aspect, Pooled, is_scores, pooled_or_only, value_of

Units = Mapping[bytes, Sequence[bytes]]
"""Whose results make one figure, by the school that is judged: its own and those of the members added to it."""


def places(session: Session, chosen: Profile, units: Units) -> dict[bytes, Place]:
    """The place of everyone that is judged, branches that stand apart among them."""
    given = _given(valid_figures(session, chosen.slot_a), chosen)
    counted = Counted(chosen)
    figures = {
        school: _figure(chosen, counted, [given[uid] for uid in members if uid in given])
        for school, members in units.items()
    }
    return lowest.places(chosen, figures)


def placed(answers: Iterable[Verdict], found: Mapping[bytes, Place]) -> tuple[Verdict, ...]:
    """The verdicts as the place says; one without a figure waits for what is not received, if anything is."""
    return tuple(_placed(one, found[one.school]) for one in answers)


def _placed(verdict: Verdict, place: Place) -> Verdict:
    counts = {one.uid for one in verdict.profile.slot_a} if verdict.profile else set()
    waiting = () if place.figure else tuple(one for one in verdict.missing if one.uid in counts)
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


def _given(records: Records, chosen: Profile) -> dict[bytes, dict[bytes, Figures]]:
    """Figures that the profile counts, by school and sitting."""
    found: dict[bytes, dict[bytes, Figures]] = {}
    for sitting, schools in records.items():
        for school, told in schools.items():
            n = told.figures.participants
            few = n is not None and n < chosen.min_n
            if not few and not (told.flagged and chosen.exclude_flagged):
                found.setdefault(school, {})[sitting] = told.figures
    return found


def _figure(chosen: Profile, counted: Counted, members: Sequence[Mapping[bytes, Figures]]) -> Pooled | None:
    """The figure of a school with its branches, nothing counted twice."""
    aspect = lowest.aspect_of(chosen)
    marks = {one.uid: by_marks(one.family, one.level) for one in chosen.slot_a}
    # Where some sittings have scores, the mean is one of scores: marks beside them cannot be averaged with those.
    scored = aspect is Aspect.MEAN and not all(marks.values())
    pairs = [
        (figures[uid], marks[uid])
        for figures in members
        for uid in counted.kept(figures, (aspect,))
        if _fits(aspect, figures[uid], marks[uid], scored=scored)
    ]
    return pooled_or_only(aspect, pairs)


def _fits(aspect: Aspect, figures: Figures, marks: bool, *, scored: bool) -> bool:
    """Whether such a result can have the figure that is compared: качество is of marks; a mean is one of scores of
    exams, else of marks, and points of ОГЭ are neither. Nobody who took part tells nothing."""
    if figures.participants == 0:
        return False
    if aspect is Aspect.QUALITY:
        return marks
    if aspect is not Aspect.MEAN:
        return True
    if scored:
        return not marks
    value = value_of(aspect, figures, marks)
    return value is None or not is_scores(value.e4)
