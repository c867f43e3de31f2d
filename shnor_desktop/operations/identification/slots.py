"""Method profiles as the rule takes them: which sittings stand in slot A (last year) and B (the year before).

Slots are chosen, not computed by arithmetic: 2019 and 2021 are neighbours when 2020 had no results.
"""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import identity
from shnor_desktop.models.identification import MethodProfile, ProfileSitting
from shnor_desktop.models.results import Procedure, SchoolResult, Subject
from shnor_desktop.models.results import Sitting as SittingRecord
from shnor_desktop.rules.facts import Profile, Sitting
from shnor_desktop.rules.figures import FAMILY_LABELS, Family, ResultState
from shnor_desktop.rules.russian import quoted
from shnor_desktop.rules.school_years import AUTUMN, programme_year
from shnor_desktop.rules.sitting_names import procedure_name, sitting_name

DEFAULT_NAME = "Два последних года"
_FAMILY_ORDER = {code: place for place, code in enumerate(FAMILY_LABELS)}


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """A method profile as it is stored and edited: `slot_mode` «auto» chooses the sittings by itself."""

    uid: bytes | None = None
    name: str = DEFAULT_NAME
    version: int = 1
    slot_mode: str = "auto"
    families: tuple[str, ...] = ()
    """Empty: all families with results."""
    threshold: int = 30
    min_n: int = 1
    c1_count: int = 2
    c2_count_a: int = 1
    c2_count_b: int = 1
    watch_width: int = 5
    join_levels: bool = True
    exclude_flagged: bool = False
    autumn: str = "programme"
    note: str = ""
    slot_a: tuple[bytes, ...] = ()
    """Sittings named by the profile; of no effect in the mode «auto»."""
    slot_b: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldSitting:
    """A sitting with what the file holds of it. `year` is the school year it counts for by the profile."""

    sitting: Sitting
    year: int
    recorded: bool
    """Some school has a record of it, be it only «не получен»."""
    valid: bool
    """Some school has a result."""


def specs(session: Session) -> tuple[ProfileSpec, ...]:
    """All profiles of the document, the default one first, then by name."""
    named: dict[bytes, dict[str, list[bytes]]] = {}
    for line in session.scalars(select(ProfileSitting)):
        named.setdefault(line.profile, {}).setdefault(line.slot, []).append(line.sitting)
    records = sorted(session.scalars(select(MethodProfile)), key=_default_first)
    return tuple(_spec(record, named.get(record.uid, {})) for record in records)


def spec(session: Session, name: str | None = None) -> ProfileSpec:
    """The profile of that name; with no name the default one."""
    known = specs(session)
    if name is None:
        return known[0] if known else ProfileSpec()
    for one in known:
        if one.name.casefold() == name.strip().casefold():
            return one
    titles = ", ".join(quoted(one.name) for one in known) or "нет ни одного"
    raise UserError(f"Профиля методики {quoted(name)} нет в файле.", f"Выберите один из имеющихся: {titles}.")


def resolve(session: Session, chosen: ProfileSpec) -> Profile:
    """The profile with its sittings found, as the rule takes it."""
    held = held_sittings(session, chosen.autumn)
    slot_a, slot_b = _named(held, chosen) if chosen.slot_mode == "named" else _latest(held, chosen)
    return Profile(
        name=chosen.name,
        version=chosen.version,
        slot_a=slot_a,
        slot_b=slot_b,
        threshold=chosen.threshold,
        min_n=chosen.min_n,
        c1_count=chosen.c1_count,
        c2_count_a=chosen.c2_count_a,
        c2_count_b=chosen.c2_count_b,
        join_levels=chosen.join_levels,
        exclude_flagged=chosen.exclude_flagged,
        watch_width=chosen.watch_width,
    )


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
            exists().where(of_sitting, SchoolResult.state == ResultState.VALID),
        )
        .join(Procedure, Procedure.uid == SittingRecord.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
    )
    held = []
    for record, procedure, subject, position, recorded, valid in session.execute(query):
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
        held.append((order, HeldSitting(sitting, _year(sitting, autumn), bool(recorded), bool(valid))))
    return tuple(one for _, one in sorted(held, key=lambda pair: pair[0]))


def _latest(held: tuple[HeldSitting, ...], chosen: ProfileSpec) -> tuple[tuple[Sitting, ...], ...]:
    """The latest school year with results and the one before it that has results."""
    fit = [
        one
        for one in held
        if one.recorded
        and (not chosen.families or one.sitting.family in chosen.families)
        and not (chosen.autumn == "exclude" and is_autumn_vpr(one.sitting))
    ]
    years = sorted({one.year for one in fit if one.valid}, reverse=True)[:2]
    slots = [tuple(one.sitting for one in fit if one.year == year) for year in years]
    return tuple(slots + [()] * (2 - len(slots)))


def _named(held: tuple[HeldSitting, ...], chosen: ProfileSpec) -> tuple[tuple[Sitting, ...], ...]:
    wanted = (set(chosen.slot_a), set(chosen.slot_b))
    return tuple(tuple(one.sitting for one in held if one.sitting.uid in slot) for slot in wanted)


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
    )


def _spec(record: MethodProfile, named: dict[str, list[bytes]]) -> ProfileSpec:
    return ProfileSpec(
        uid=record.uid,
        name=record.name,
        version=record.version,
        slot_mode=record.slot_mode,
        families=tuple(code.strip() for code in record.families.split(",") if code.strip()),
        threshold=record.threshold,
        min_n=record.min_n,
        c1_count=record.c1_count,
        c2_count_a=record.c2_count_a,
        c2_count_b=record.c2_count_b,
        watch_width=record.watch_width,
        join_levels=bool(record.join_levels),
        exclude_flagged=bool(record.exclude_flagged),
        autumn=record.autumn,
        note=record.note,
        slot_a=tuple(named.get("A", ())),
        slot_b=tuple(named.get("B", ())),
    )


def _default_first(record: MethodProfile) -> tuple[bool, str]:
    return record.uid != identity.DEFAULT_PROFILE, record.name.casefold()
