"""Sittings of one slot that must not count twice: entered by two offices, or held in two shifts."""

from collections.abc import Mapping
from dataclasses import replace

from shnor_desktop.rules.facts import Profile, Result, Sitting
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.school_years import programme_year
from shnor_desktop.rules.sitting_names import sitting_name

_WITH_SHIFTS = "vpr"
"""Family whose sittings were held in spring and again in autumn on the programme of the year before."""


def twins(profile: Profile) -> dict[bytes, bytes]:
    """Sittings that are the same as an earlier one of their slot, and that one: two offices may have entered one
    sitting twice, and until they are joined its results must not count twice."""
    found: dict[bytes, bytes] = {}
    for slot in (profile.slot_a, profile.slot_b):
        first: dict[Sitting, bytes] = {}
        for one in slot:
            uid = first.setdefault(replace(one, uid=b"", sitting_grade=0), one.uid)
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
    found: dict[bytes, bytes] = {}
    for slot in (profile.slot_a, profile.slot_b):
        first: dict[tuple[object, ...], bytes] = {}
        for one in sorted(slot, key=lambda sitting: sitting.school_year):
            if one.family == _WITH_SHIFTS and one.uid not in doubled:
                uid = first.setdefault(_programme(one), one.uid)
                if uid != one.uid:
                    found[one.uid] = uid
    return found


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
