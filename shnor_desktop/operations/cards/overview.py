"""What the first screen says of a document: what is in it and what to do next."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.results import Parcel, Procedure, SchoolResult, Sitting
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import classification
from shnor_desktop.operations.office import offices
from shnor_desktop.rules.facts import Outcome
from shnor_desktop.rules.figures import FAMILY_LABELS, ResultState

_PARCELS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """Results of one family in one school year."""

    school_year: int
    family: str
    """«ВПР»."""
    sittings: int
    schools: int
    results: int


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A workbook that was taken in."""

    title: str
    file_name: str
    imported_on: str
    results: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of schools with low results: what the computation says and what is signed."""

    computed: int
    confirm: int
    insufficient: int
    watch: int
    in_force: int
    """Schools with the status today, whatever its basis."""
    last_title: str
    last_on: str
    """ISO date of the last signed list; empty when none is signed."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first screen shows."""

    schools: int
    results: int
    held: tuple[Held, ...]
    parcels: tuple[ParcelLine, ...]
    listed: Listed
    office: str
    """Title of the current office; empty when it is not described yet."""
    person: str
    """Who works on this machine, when they said so."""


def overview(session: Session) -> Overview:
    """Read it all in a few queries."""
    office = offices.current(session)
    schools = session.scalar(select(func.count()).select_from(School)) or 0
    results = session.scalar(select(func.count()).select_from(SchoolResult)) or 0
    return Overview(
        schools=schools,
        results=results,
        held=_held(session),
        parcels=_parcels(session),
        listed=_listed(session, results > 0),
        office=office.title if office else "",
        person=offices.machine().person,
    )


def _held(session: Session) -> tuple[Held, ...]:
    valid = SchoolResult.state == ResultState.VALID
    query = (
        select(
            Sitting.school_year,
            Procedure.family,
            func.count(distinct(Sitting.uid)),
            func.count(distinct(case((valid, SchoolResult.school)))),
            func.sum(case((valid, 1), else_=0)),
        )
        .select_from(SchoolResult)
        .join(Sitting, Sitting.uid == SchoolResult.sitting)
        .join(Procedure, Procedure.uid == Sitting.procedure)
        .group_by(Sitting.school_year, Procedure.family)
    )
    order = list(FAMILY_LABELS)
    found = sorted(
        session.execute(query), key=lambda row: (-row[0], order.index(row[1]) if row[1] in order else 99)
    )
    return tuple(
        Held(year, FAMILY_LABELS.get(family, family), sittings, schools, results)
        for year, family, sittings, schools, results in found
    )


def _parcels(session: Session) -> tuple[ParcelLine, ...]:
    latest = session.execute(
        select(Parcel.uid, Parcel.title, Parcel.file_name, Parcel.imported_on)
        .order_by(Parcel.imported_on.desc(), Parcel.uid.desc())
        .limit(_PARCELS)
    ).all()
    uids = [row.uid for row in latest]
    counts: dict[bytes, int] = {
        uid: count
        for uid, count in session.execute(
            select(SchoolResult.parcel, func.count())
            .where(SchoolResult.parcel.in_(uids))
            .group_by(SchoolResult.parcel)
        )
        if uid is not None
    }
    return tuple(
        ParcelLine(title, file_name, imported_on, counts.get(uid, 0))
        for uid, title, file_name, imported_on in latest
    )


def _listed(session: Session, has_results: bool) -> Listed:
    outcomes = []
    watch = 0
    if has_results:
        for one in classification.verdicts(session, classification.profile(session)):
            outcomes.append(one.verdict.outcome)
            watch += one.verdict.watch and one.verdict.outcome is Outcome.NOT
    today = date.today().isoformat()
    in_force = select(func.count(distinct(SchoolStatus.school))).where(
        SchoolStatus.kind == "low_result",
        (SchoolStatus.since == "") | (SchoolStatus.since <= today),
        (SchoolStatus.until == "") | (SchoolStatus.until >= today),
    )
    last = session.execute(
        select(StatusList.title, StatusList.signed_on)
        .where(StatusList.signed_on != "")
        .order_by(StatusList.signed_on.desc(), StatusList.uid.desc())
        .limit(1)
    ).first()
    return Listed(
        computed=outcomes.count(Outcome.LOW),
        confirm=outcomes.count(Outcome.CONFIRM),
        insufficient=outcomes.count(Outcome.INSUFFICIENT),
        watch=watch,
        in_force=session.scalar(in_force) or 0,
        last_title=last.title if last else "",
        last_on=last.signed_on if last else "",
    )
