"""Which sittings the file holds, in the order of papers, and the school year each counts for."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import Procedure, SchoolResult, Subject
from shnor_desktop.models.results import Sitting as SittingRecord
from shnor_desktop.rules.figures import FAMILY_LABELS, Family, ResultState
from shnor_desktop.rules.results.facts import Sitting
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name
from shnor_desktop.rules.words.school_years import AUTUMN, programme_year

HAS_SHARE = SchoolResult.failed_pct_e4.is_not(None) | (
    (SchoolResult.participants > 0) & SchoolResult.failed.is_not(None)
)
_FAMILY_ORDER = {code: place for place, code in enumerate(FAMILY_LABELS)}


@dataclass(frozen=True, slots=True)
class HeldSitting:
    """A sitting with what the file holds of it. `year` is the school year it counts for by the profile."""

    sitting: Sitting
    year: int
    recorded: bool
    """Some school has a record of it, be it only «не получен»."""
    valid: bool
    """Some school has a result with the share of those who failed."""
    known: bool = True
    """Some school has a result, be it without the share."""


def held_sittings(session: Session, autumn: str = "programme") -> tuple[HeldSitting, ...]:
    """All sittings in the order of papers: by family, subject, level, grade and season."""
    of_sitting = SchoolResult.sitting == SittingRecord.uid
    query = (
        select(
            SittingRecord,
            Procedure,
            Subject.short,
            Subject.position,
            exists().where(of_sitting),
            exists().where(of_sitting, SchoolResult.state == ResultState.VALID, HAS_SHARE),
            exists().where(of_sitting, SchoolResult.state == ResultState.VALID),
        )
        .join(Procedure, Procedure.uid == SittingRecord.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
    )
    held = []
    for record, procedure, subject, position, *found in session.execute(query):
        sitting = _sitting(record, procedure, subject)
        order = (
            _FAMILY_ORDER.get(sitting.family, len(_FAMILY_ORDER)),
            position,
            subject,
            sitting.level,
            sitting.programme_grade,
            sitting.school_year,
            sitting.season,
            sitting.name,
            sitting.uid,
        )
        held.append((order, HeldSitting(sitting, _year(sitting, autumn), *map(bool, found))))
    return tuple(one for _, one in sorted(held, key=lambda pair: pair[0]))


def years_with_results(session: Session) -> tuple[int, ...]:
    """School years with results, the latest first."""
    held = held_sittings(session, "sitting")
    with_share = {one.year for one in held if one.valid} or {one.year for one in held if one.known}
    return tuple(sorted(with_share, reverse=True))


def is_autumn_vpr(sitting: Sitting) -> bool:
    """Whether pupils wrote the programme of the year before in autumn."""
    return sitting.family == Family.VPR and sitting.season == AUTUMN


def _year(sitting: Sitting, autumn: str) -> int:
    if autumn == "programme" and is_autumn_vpr(sitting):
        return programme_year(
            sitting.school_year, sitting.season, sitting.sitting_grade, sitting.programme_grade
        )
    return sitting.school_year


def _sitting(record: SittingRecord, procedure: Procedure, subject: str) -> Sitting:
    named = procedure.title or procedure_name(
        procedure.family, subject, procedure.level, procedure.programme_grade
    )
    return Sitting(
        uid=record.uid,
        name=sitting_name(named, record.school_year, record.season),
        family=procedure.family,
        subject=subject,
        level=procedure.level,
        programme_grade=procedure.programme_grade,
        sitting_grade=record.sitting_grade,
        school_year=record.school_year,
        season=record.season,
        cohort=record.cohort,
        scale=record.scale,
    )
