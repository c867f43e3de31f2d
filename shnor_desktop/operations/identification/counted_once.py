"""Figures of valid results by sitting and school, and which of them count: no pupil twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import SchoolResult
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.operations.results.snapshot import ONE_OF_A_KIND
from shnor_desktop.rules.figures import Figures, ResultState, by_marks
from shnor_desktop.rules.results.doubles import (
    one_shift,
    shifts,
    twins,
    whole_or_levels,
    wholes,
    without_twins,
)
from shnor_desktop.rules.results.facts import Profile, Result, Sitting
from shnor_desktop.rules.results.quality import Aspect, value_of


@dataclass(frozen=True, slots=True)
class Told:
    """What a source told of one school at one sitting."""

    figures: Figures
    flagged: bool = False
    """With an objectivity flag."""
    uid: bytes = b""
    """Of its record."""


Records = dict[bytes, dict[bytes, Told]]
"""By sitting and school."""


def valid_figures(session: Session, sittings: Sequence[Sitting]) -> Records:
    """Figures of every valid result of these sittings."""
    found: Records = defaultdict(dict)
    columns = [getattr(SchoolResult, name) for name in FIGURE_NAMES]
    uids = [one.uid for one in sittings]
    for at in range(0, len(uids), 500):
        query = select(
            SchoolResult.sitting,
            SchoolResult.school,
            SchoolResult.objectivity_flag,
            SchoolResult.uid,
            *columns,
        ).where(
            SchoolResult.sitting.in_(uids[at : at + 500]),
            SchoolResult.state == ResultState.VALID,
            ONE_OF_A_KIND,
        )
        for sitting, school, flag, uid, *values in session.execute(query):
            found[sitting][school] = Told(as_figures(tuple(values)), bool(flag), uid)
    return dict(found)


class Counted:
    """Which sittings of a profile count for a school: what doubles what is found out once."""

    def __init__(self, profile: Profile) -> None:
        sittings = (*profile.slot_a, *profile.slot_b)
        self._marks = {one.uid: by_marks(one.family, one.level) for one in sittings}
        self._twins, self._shifts, self._wholes = twins(profile), shifts(profile), wholes(profile)

    def kept(self, figures: Mapping[bytes, Figures], aspects: Sequence[Aspect]) -> frozenset[bytes]:
        """Of the sittings of one school those that count, by figures of each; one with some figure of `aspects` tells
        more than one without."""
        results: Mapping[bytes, Result] = {
            uid: self._weighed(uid, one, aspects) for uid, one in figures.items()
        }
        results, _ = one_shift(without_twins(results, self._twins), self._shifts)
        results, _ = whole_or_levels(results, self._wholes)
        # A twin stands in the place of the first sitting, but its figures are its own.
        return frozenset(result.sitting for result in results.values())

    def _weighed(self, uid: bytes, figures: Figures, aspects: Sequence[Aspect]) -> Result:
        if figures.participants == 0:
            return Result(uid, ResultState.NO_PARTICIPANTS)
        values = (value_of(one, figures, self._marks[uid]) for one in aspects)
        share = next((one.e4 for one in values if one is not None), None)
        return Result(uid, ResultState.VALID, figures.participants, failed_pct_e4=share)
