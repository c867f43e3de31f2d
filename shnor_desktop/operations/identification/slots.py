"""Method profiles as the rule takes them: which sittings stand in slot A (last year) and B (the year before).

Slots are chosen, not computed by arithmetic: 2019 and 2021 are neighbours when 2020 had no results.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.identification import MethodProfile, ProfileSitting
from shnor_desktop.operations.results.held import HeldSitting, held_sittings, is_autumn_vpr
from shnor_desktop.rules.figures import NOT_USUAL
from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.rules.words.russian import quoted

DEFAULT_NAME = "Два последних года"


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """A method profile as it is stored and edited: `slot_mode` «auto» chooses the sittings by itself."""

    uid: bytes | None = None
    name: str = DEFAULT_NAME
    version: int = 1
    slot_mode: str = "auto"
    families: tuple[str, ...] = ()
    """Empty: all families with results but ГВЭ."""
    threshold: int = 30
    min_n: int = 1
    c1_count: int = 2
    c2_count_a: int = 1
    c2_count_b: int = 1
    watch_width: int = 5
    join_levels: bool = True
    exclude_flagged: bool = False
    autumn: str = "programme"
    method: str = ""
    measure: str = ""
    lowest_pct: int = 0
    subjects: tuple[str, ...] = ()
    """Short names; empty: all subjects with results."""
    attempts: str = ""
    note: str = ""
    slot_a: tuple[bytes, ...] = ()
    """Sittings named by the profile; of no effect in the mode «auto»."""
    slot_b: tuple[bytes, ...] = ()


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
        attempts=chosen.attempts,
        method=chosen.method,
        measure=chosen.measure,
        lowest_pct=chosen.lowest_pct,
        uid=chosen.uid or b"",
    )


def _latest(held: tuple[HeldSitting, ...], chosen: ProfileSpec) -> tuple[tuple[Sitting, ...], ...]:
    """The latest school year with results and the one before it that has results.

    A year counts when some school has a share. Where no year does, the years with participants or means alone stand,
    so that every school is told to lack data instead of none being found low.
    """
    fit = [
        one
        for one in held
        if one.recorded
        and _is_wanted(one.sitting, chosen)
        and not (chosen.autumn == "exclude" and is_autumn_vpr(one.sitting))
    ]
    held_years = {one.year for one in fit if one.valid} or {one.year for one in fit if one.known}
    years = sorted(held_years, reverse=True)[:2]
    slots = [tuple(one.sitting for one in fit if one.year == year) for year in years]
    return tuple(slots + [()] * (2 - len(slots)))


def _is_wanted(sitting: Sitting, chosen: ProfileSpec) -> bool:
    """ГВЭ is another exam for other pupils, «Другая» may be a trial one: they count only where the profile names them."""
    families = sitting.family in chosen.families if chosen.families else sitting.family not in NOT_USUAL
    return families and (not chosen.subjects or sitting.subject in chosen.subjects)


def _named(held: tuple[HeldSitting, ...], chosen: ProfileSpec) -> tuple[tuple[Sitting, ...], ...]:
    wanted = (set(chosen.slot_a), set(chosen.slot_b))
    return tuple(tuple(one.sitting for one in held if one.sitting.uid in slot) for slot in wanted)


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
        method=record.method,
        measure=record.measure,
        lowest_pct=record.lowest_pct,
        subjects=tuple(short.strip().upper() for short in record.subjects.split(",") if short.strip()),
        attempts=record.attempts,
        note=record.note,
        slot_a=tuple(named.get("A", ())),
        slot_b=tuple(named.get("B", ())),
    )


def _default_first(record: MethodProfile) -> tuple[bool, str]:
    return record.uid != uids.DEFAULT_PROFILE, record.name.casefold()
