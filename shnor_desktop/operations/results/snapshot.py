"""What the document holds of the sittings some books speak of: the snapshot an import is planned against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Boolean, ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from shnor_desktop.models import uids
from shnor_desktop.models.results import AreaResult, LearnedAnswer, Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.operations.results.figure_merge import Stored
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, PlannedSitting
from shnor_desktop.operations.schools.known import Known, known_schools
from shnor_desktop.rules.figures import Family, ResultState, by_marks
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name
from shnor_desktop.sheets.results.types import SittingMention

ONE_OF_A_KIND: ColumnElement[bool] = literal_column("school_result._dup = 0", Boolean)
"""Of two records of one school and sitting that came from two offices only the first is looked at."""

EXAM_GRADES = {Family.OGE: 9, Family.EGE: 11}
"""Grade of the exams, when the file does not name it."""


@dataclass(frozen=True, slots=True)
class KnownResults:
    """What the document holds of the sittings the books speak of."""

    schools: Known
    subjects: Mapping[str, bytes]
    """Subject by short name in capitals."""
    procedures: Mapping[tuple[str, bytes, str, int], bytes] = field(default_factory=dict)
    """Procedure by family, subject, level and programme grade; those with a title of their own are not met."""
    sittings: Mapping[tuple[bytes, int, str], bytes] = field(default_factory=dict)
    """Sitting by procedure, school year and season."""
    results: Mapping[tuple[bytes, bytes], Stored] = field(default_factory=dict)
    """Result by sitting and school."""
    areas: Mapping[bytes, Stored] = field(default_factory=dict)
    """Area result by its uid."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Remembered answers by question."""
    high_from: Mapping[bytes, int | None] = field(default_factory=dict)
    """The score from which results are high, by sitting."""


def measured_by(family: str, level: str) -> str:
    """How a procedure that is not in the dictionary is measured."""
    return "marks" if by_marks(family, level) else "threshold"


def completed_mention(mention: SittingMention) -> SittingMention:
    """The mention with the grade its family implies; the writing grade is that of the programme unless told."""
    grade = mention.programme_grade or EXAM_GRADES.get(Family(mention.family), 0)
    written = mention.sitting_grade or grade
    if (grade, written) == (mention.programme_grade, mention.sitting_grade):
        return mention
    return SittingMention(
        mention.family, mention.subject, mention.level, grade, written, mention.school_year, mention.season
    )


def known_results(session: Session, mentions: Iterable[SittingMention]) -> KnownResults:
    """Snapshot for planning: dictionaries whole, results only of the sittings that are mentioned."""
    subjects = {
        short.strip().upper(): uid for short, uid in session.execute(select(Subject.short, Subject.uid))
    }
    procedures = {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in session.execute(
            select(
                Procedure.family, Procedure.subject, Procedure.level, Procedure.programme_grade, Procedure.uid
            ).where(Procedure.title == "")
        )
    }
    columns = (Sitting.procedure, Sitting.school_year, Sitting.season, Sitting.uid, Sitting.high_from)
    held = session.execute(select(*columns)).all()
    sittings = {(row[0], row[1], row[2]): row[3] for row in held}
    known = KnownResults(known_schools(session), subjects, procedures, sittings)
    wanted = [one.uid for one in plan_sittings(known, mentions).values() if one and not one.is_new]
    return KnownResults(
        known.schools,
        subjects,
        procedures,
        sittings,
        _stored_results(session, wanted),
        _stored_areas(session, wanted),
        {row[0]: row[1] for row in session.execute(select(LearnedAnswer.question, LearnedAnswer.value))},
        {row[3]: row[4] for row in held},
    )


def _stored_results(session: Session, sittings: Sequence[bytes]) -> dict[tuple[bytes, bytes], Stored]:
    figures = [getattr(SchoolResult, name) for name in FIGURE_NAMES]
    found: dict[tuple[bytes, bytes], Stored] = {}
    for at in range(0, len(sittings), 500):
        query = select(
            SchoolResult.sitting,
            SchoolResult.school,
            SchoolResult.uid,
            SchoolResult.state,
            SchoolResult.reason,
            SchoolResult.objectivity_flag,
            *figures,
        ).where(SchoolResult.sitting.in_(sittings[at : at + 500]), ONE_OF_A_KIND)
        for row in session.execute(query):
            found[row[0], row[1]] = Stored(row[2], row[3], row[4], bool(row[5]), tuple(row[6:]))
    return found


def _stored_areas(session: Session, sittings: Sequence[bytes]) -> dict[bytes, Stored]:
    figures = [getattr(AreaResult, name) for name in FIGURE_NAMES]
    found: dict[bytes, Stored] = {}
    for at in range(0, len(sittings), 500):
        query = select(AreaResult.uid, *figures).where(AreaResult.sitting.in_(sittings[at : at + 500]))
        for row in session.execute(query):
            found[row[0]] = Stored(row[0], ResultState.VALID, "", False, tuple(row[1:]))
    return found


def plan_sittings(
    known: KnownResults, mentions: Iterable[SittingMention]
) -> dict[SittingMention, PlannedSitting | None]:
    """Every mention with its sitting; None when the document does not know the subject."""
    planned: dict[SittingMention, PlannedSitting | None] = {}
    for mention in mentions:
        if mention not in planned:
            planned[mention] = _plan_sitting(known, mention)
    return planned


def _plan_sitting(known: KnownResults, mention: SittingMention) -> PlannedSitting | None:
    full = completed_mention(mention)
    subject = known.subjects.get(full.subject.strip().upper())
    if subject is None:
        return None
    old_procedure = known.procedures.get((full.family, subject, full.level, full.programme_grade))
    procedure = old_procedure or uids.procedure(full.family, subject, full.level, full.programme_grade)
    old = known.sittings.get((procedure, full.school_year, full.season))
    name = procedure_name(full.family, full.subject, full.level, full.programme_grade)
    return PlannedSitting(
        full,
        old or uids.sitting(procedure, full.school_year, full.season),
        procedure,
        subject,
        sitting_name(name, full.school_year, full.season),
        old is None,
        old_procedure is None,
    )
