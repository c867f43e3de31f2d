"""Sittings of one slot that must not count twice: entered by two offices, held in two shifts, told before and after
a resit, or told whole beside their levels."""

from collections.abc import Mapping
from dataclasses import replace

from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.facts import Profile, Result, Sitting
from shnor_desktop.rules.results.sitting_names import sitting_name
from shnor_desktop.rules.words.school_years import programme_year

FINAL = "final"
_WITH_SHIFTS = "vpr"
"""Family whose sittings were held in spring and again in autumn on the programme of the year before."""


def twins(profile: Profile) -> dict[bytes, bytes]:
    """Sittings that are the same as an earlier one of their slot, and that one: two offices may have entered one
    sitting twice, and until they are joined its results must not count twice."""
    found: dict[bytes, bytes] = {}
    for slot in (profile.slot_a, profile.slot_b):
        first: dict[Sitting, bytes] = {}
        for one in slot:
            uid = first.setdefault(replace(one, uid=b"", sitting_grade=0, cohort="", scale=""), one.uid)
            if uid != one.uid:
                found[one.uid] = uid
    return found


def without_twins(results: Mapping[bytes, Result], doubled: Mapping[bytes, bytes]) -> Mapping[bytes, Result]:
    """A result at a twin stands for the first sitting where that one has none with figures."""
    kept = results
    for uid, first in doubled.items():
        if uid in results:
            held, other = kept.get(first), results[uid]
            kept = {key: value for key, value in kept.items() if key != uid}
            if held is None or _weight(held) < _FIGURES == _weight(other):
                kept[first] = other
    return kept


def shifts(profile: Profile) -> dict[bytes, bytes]:
    """Later sittings of a slot at which the same programme of the same year was written again, and the first: in
    2022 some schools wrote in spring and the others in autumn (DOMAIN 9.3, two shifts of one procedure)."""
    doubled = twins(profile)
    found = _attempts(profile, doubled)
    for slot in (profile.slot_a, profile.slot_b):
        first: dict[tuple[object, ...], bytes] = {}
        for one in sorted(slot, key=lambda sitting: sitting.school_year):
            if one.family == _WITH_SHIFTS and one.uid not in doubled:
                uid = first.setdefault(_programme(one), one.uid)
                if uid != one.uid:
                    found[one.uid] = uid
    return found


def _attempts(profile: Profile, doubled: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Of an exam that is told both for its main period and after the resit: the one the profile does not ask for,
    and the one that counts."""
    found = {}
    for slot in (profile.slot_a, profile.slot_b):
        main = {_exam(one): one.uid for one in slot if one.season != FINAL and one.uid not in doubled}
        for one in slot:
            uid = main.get(_exam(one)) if one.season == FINAL and one.uid not in doubled else None
            if uid is not None:
                other, counts = (uid, one.uid) if profile.attempts == "last" else (one.uid, uid)
                found[other] = counts
    return found


def _exam(one: Sitting) -> tuple[object, ...]:
    name = one.name.removesuffix(sitting_name("", one.school_year, one.season))
    return one.family, one.subject, one.level, one.programme_grade, one.school_year, name


def wholes(profile: Profile) -> dict[bytes, tuple[bytes, ...]]:
    """Sittings without a level and those of the same procedure and year with one: their pupils are the same."""
    found = {}
    for slot in (profile.slot_a, profile.slot_b):
        levels: dict[tuple[object, ...], list[bytes]] = {}
        for one in slot:
            if one.level:
                levels.setdefault(_levelled(one), []).append(one.uid)
        for one in slot:
            if not one.level and _levelled(one) in levels:
                found[one.uid] = tuple(levels[_levelled(one)])
    return found


def _levelled(one: Sitting) -> tuple[object, ...]:
    return one.family, one.subject, one.programme_grade, one.school_year, one.season


def whole_or_levels(
    results: Mapping[bytes, Result], known: Mapping[bytes, tuple[bytes, ...]]
) -> tuple[Mapping[bytes, Result], tuple[bytes, ...]]:
    """(results without what is told twice; sittings whose figures were put aside). All levels say more than the
    whole; the whole says more than one of them. What came without its figures says nothing of either."""
    kept, aside = results, []
    for uid, levels in known.items():
        if uid not in kept or _weight(kept[uid]) == 0:
            continue
        told = [one for one in levels if one in kept and _weight(kept[one]) == _FIGURES]
        if len(told) == len(levels) > 1:
            dropped: tuple[bytes, ...] = (uid,)
        elif _weight(kept[uid]) == _FIGURES:
            dropped = levels
        else:
            continue
        aside += [one for one in dropped if one in kept and _weight(kept[one]) == _FIGURES]
        kept = {key: value for key, value in kept.items() if key not in dropped}
    return kept, tuple(aside)


def _programme(one: Sitting) -> tuple[object, ...]:
    year = programme_year(one.school_year, one.season, one.sitting_grade, one.programme_grade)
    name = one.name.removesuffix(sitting_name("", one.school_year, one.season))
    return one.subject, one.level, one.programme_grade, year, name


def one_shift(
    results: Mapping[bytes, Result], later: Mapping[bytes, bytes]
) -> tuple[Mapping[bytes, Result], tuple[bytes, ...]]:
    """(results with one shift of each procedure; sittings whose figures were put aside). The first with figures
    counts, without any one that is still to come. Totals of a school do not tell classes apart, so two shifts are
    never added up."""
    kept, aside = results, []
    for uid, first in later.items():
        if uid in kept and first in kept:
            dropped = first if _weight(kept[uid]) > _weight(kept[first]) else uid
            if _weight(kept[dropped]) == _weight(kept[first]) == _FIGURES:
                aside.append(dropped)
            kept = {key: value for key, value in kept.items() if key != dropped}
    return kept, tuple(aside)


_FIGURES = 2


def _weight(result: Result) -> int:
    """What tells more of a school: a share, then one that is still to come."""
    if result.is_unknown:
        return 1
    return {ResultState.VALID: _FIGURES, ResultState.NOT_RECEIVED: 1}.get(result.state, 0)


def shifts_together(
    members: Mapping[bytes, Mapping[bytes, Result]], later: Mapping[bytes, bytes]
) -> dict[bytes, Mapping[bytes, Result]]:
    """The results of several schools that are added up, by school: each with one shift, and where one wrote in
    spring and another in autumn, all of them at the first: they are different pupils of one procedure."""
    chosen = {school: one_shift(results, later)[0] for school, results in members.items()}
    used = {uid for results in chosen.values() for uid in results}
    moved = {uid: first for uid, first in later.items() if uid in used and first in used}
    return {
        school: {
            moved.get(uid, uid): replace(result, sitting=moved.get(uid, uid))
            for uid, result in results.items()
        }
        for school, results in chosen.items()
    }
