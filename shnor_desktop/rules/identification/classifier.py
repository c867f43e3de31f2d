"""The rule: which results of a school are low, which criteria they meet, and how firm the answer is.

Callers gather results by sitting and read the answer off a `Verdict`; nothing here knows where they came from.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.results.certainty import wilson
from shnor_desktop.rules.results.doubles import (
    one_shift,
    shifts,
    twins,
    whole_or_levels,
    wholes,
    without_twins,
)
from shnor_desktop.rules.results.facts import JudgedResult, Outcome, Profile, Result, Sitting, Verdict
from shnor_desktop.rules.results.low_share import failed_of, is_border, is_fragile, is_low, share_e4

VALID = ResultState.VALID
NOT_RECEIVED = ResultState.NOT_RECEIVED
FLAGGED = "признак необъективности"

LAST_YEAR_APART = 2017
"""Up to the exams of 2018 one pupil could sit both levels, so totals of the two may not be added."""

_LEVEL_WORD = re.compile(r"\s*\(?\s*\b(?:баз|проф|углубл)\w*\.?(?:\s+уров\w*)?\s*\)?")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How the computed list would change: uids of schools, in the order of the verdicts."""

    enters: tuple[bytes, ...]
    leaves: tuple[bytes, ...]
    stays: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two levels of one exam that are one procedure when both have counts."""

    first: bytes
    second: bytes
    joined: Sitting


@dataclass(frozen=True, slots=True)
class _Method:
    """A profile made ready for many schools: sittings in order, and the pair each belongs to."""

    profile: Profile
    places: tuple[tuple[str, Sitting], ...]
    pairs: dict[bytes, _Pair]
    order: dict[bytes, int]
    """Place of a sitting among `places`."""
    twins: dict[bytes, bytes]
    shifts: dict[bytes, bytes]
    wholes: dict[bytes, tuple[bytes, ...]]
    partial: bool = False

    def other_shift(self, sitting: bytes) -> bytes | None:
        """The sitting at which other pupils wrote the same, if the profile names one."""
        later = (one for one, first in self.shifts.items() if first == sitting)
        return self.shifts.get(sitting) or next(later, None)


def classify(school: bytes, results: Mapping[bytes, Result], profile: Profile) -> Verdict:
    """The explained answer for one school; `results` are keyed by the uid of their sitting."""
    return _verdict(school, results, _method(profile))


def classify_all(
    results: Mapping[bytes, Mapping[bytes, Result]], profile: Profile, *, partial: bool = False
) -> tuple[Verdict, ...]:
    """Verdicts of many schools (keyed by their uid), in the order given.

    With `partial`, results that cannot matter were left out beforehand: what is not there is not called absent.
    """
    method = replace(_method(profile), partial=partial)
    return tuple(_verdict(school, own, method) for school, own in results.items())


def what_if(old: Iterable[Verdict], new: Iterable[Verdict]) -> WhatIf:
    """Who enters, leaves and stays in the computed list when another profile is used."""
    before = {verdict.school: is_computed(verdict) for verdict in old}
    after = {verdict.school: is_computed(verdict) for verdict in new}
    return WhatIf(
        tuple(school for school, listed in after.items() if listed and not before.get(school)),
        tuple(school for school, listed in before.items() if listed and not after.get(school)),
        tuple(school for school, listed in after.items() if listed and before.get(school)),
    )


def is_computed(verdict: Verdict) -> bool:
    """The figures at hand meet a criterion, be it only thanks to rounded percentages."""
    return verdict.outcome in (Outcome.LOW, Outcome.CONFIRM)


def criteria_met(profile: Profile, low_a: int, low_b: int) -> tuple[str, ...]:
    """«C1», «C2» for so many low results in the slots."""
    met = []
    if low_a >= profile.c1_count:
        met.append("C1")
    if low_a >= profile.c2_count_a and low_b >= profile.c2_count_b:
        met.append("C2")
    return tuple(met)


def low_counts(judged: Iterable[JudgedResult]) -> tuple[int, int]:
    """How many low results stand in A and in B."""
    slots = [one.slot for one in judged if one.low]
    return slots.count("A"), slots.count("B")


def pivotal(judged: tuple[JudgedResult, ...], profile: Profile) -> tuple[JudgedResult, ...]:
    """Results in which one pupil more or less among the failed would change the answer."""
    fragile = [one for one in judged if one.fragile]
    if not fragile:
        return ()
    low_a, low_b = low_counts(judged)
    computed = bool(criteria_met(profile, low_a, low_b))
    found = []
    for one in fragile:
        step = -1 if one.low else 1
        moved = (low_a + step, low_b) if one.slot == "A" else (low_a, low_b + step)
        if bool(criteria_met(profile, *moved)) != computed:
            found.append(one)
    return tuple(found)


def small_n_reason(min_n: int) -> str:
    """Why a result with too few participants was left out."""
    return f"участников меньше {min_n}"


def _method(profile: Profile) -> _Method:
    doubled = twins(profile)
    slot_a, slot_b = (
        tuple(one for one in slot if one.uid not in doubled) for slot in (profile.slot_a, profile.slot_b)
    )
    places = (*(("A", one) for one in slot_a), *(("B", one) for one in slot_b))
    pairs: dict[bytes, _Pair] = {}
    if profile.join_levels:
        for slot in (slot_a, slot_b):
            pairs.update(_pairs(slot))
    order = {one.uid: at for at, (_, one) in enumerate(places)}
    return _Method(profile, places, pairs, order, doubled, shifts(profile), wholes(profile))


def _pairs(slot: tuple[Sitting, ...]) -> dict[bytes, _Pair]:
    waiting: dict[tuple[str, str, int, int, str], Sitting] = {}
    pairs: dict[bytes, _Pair] = {}
    for one in slot:
        if not one.level or one.school_year <= LAST_YEAR_APART:
            continue
        key = (one.family, one.subject, one.programme_grade, one.school_year, one.season)
        first = waiting.setdefault(key, one)
        if first.level != one.level and first.uid not in pairs:
            name = " ".join(_LEVEL_WORD.sub(" ", first.name).replace(" ,", ",").split())
            pair = _Pair(first.uid, one.uid, replace(first, name=name, level=""))
            pairs[first.uid] = pairs[one.uid] = pair
    return pairs


def _verdict(school: bytes, results: Mapping[bytes, Result], method: _Method) -> Verdict:
    profile = method.profile
    results, aside = one_shift(without_twins(results, method.twins), method.shifts)
    if method.wholes:
        results, more = whole_or_levels(results, method.wholes)
        aside += more
    judged, absent = _judged(results, method)
    missing = [one for one in judged if one.result.state == NOT_RECEIVED or one.result.is_unknown]
    low_a, low_b = low_counts(judged)
    criteria = criteria_met(profile, low_a, low_b)
    deciding_missing: tuple[Sitting, ...] = ()
    deciding_border: tuple[Sitting, ...] = ()
    if criteria:
        deciding_border = _deciding_border(judged, profile, low_a, low_b)
        outcome = Outcome.CONFIRM if deciding_border else Outcome.LOW
    else:
        deciding_missing = _deciding_missing(missing, judged, method, low_a, low_b) if missing else ()
        outcome = Outcome.INSUFFICIENT if deciding_missing else Outcome.NOT
    return Verdict(
        school=school,
        outcome=outcome,
        criteria=criteria,
        watch=low_a == 1 or bool(near_threshold(judged, profile)),
        judged=judged,
        missing=tuple(one.sitting for one in missing),
        deciding_missing=deciding_missing,
        deciding_border=deciding_border,
        one_pupil_decides=bool(pivotal(judged, profile)),
        profile_name=profile.name,
        profile_version=profile.version,
        absent=absent,
        aside=tuple(method.places[method.order[uid]][1] for uid in aside),
        unknown=tuple(one.sitting for one in missing if one.result.is_unknown),
        profile=profile,
    )


def near_threshold(judged: Iterable[JudgedResult], profile: Profile) -> tuple[JudgedResult, ...]:
    """Valid results that are not low, but within the watch width below the threshold."""
    lowest = (profile.threshold - profile.watch_width) * E4
    near = [one for one in judged if not one.low and one.percent_e4 is not None and one.percent_e4 >= lowest]
    return tuple(one for one in near if one.result.state == VALID)


def _judged(
    results: Mapping[bytes, Result], method: _Method
) -> tuple[tuple[JudgedResult, ...], tuple[Sitting, ...]]:
    profile, pairs = method.profile, method.pairs
    judged, absent, taken = [], [], set()
    for slot, sitting in _places(results, method):
        result = results.get(sitting.uid)
        if result is None:
            if method.other_shift(sitting.uid) not in results:
                absent.append(sitting)
            continue
        pair = pairs.get(sitting.uid)
        both = _both(pair, results, profile) if pair else None
        if pair is None or both is None:
            judged.append(_judge(slot, sitting, _screened(result, profile), profile))
        elif pair.first not in taken:
            taken.add(pair.first)
            judged.append(_judge(slot, pair.joined, both, profile, (pair.first, pair.second)))
    return tuple(judged), tuple(absent)


def _places(results: Mapping[bytes, Result], method: _Method) -> Iterable[tuple[str, Sitting]]:
    """All sittings of the profile, or only those that partial results hold; in the order of the profile."""
    if not method.partial:
        return method.places
    known = sorted(method.order[uid] for uid in results if uid in method.order)
    return [method.places[place] for place in known]


def _both(pair: _Pair, results: Mapping[bytes, Result], profile: Profile) -> Result | None:
    """The two levels added by counts; None when one of them has no valid counts and each stands alone."""
    n = failed = 0
    flagged = False
    for uid in (pair.first, pair.second):
        result = results.get(uid)
        if result is None:
            return None
        result = _screened(result, profile)
        if result.state != VALID or not _has_counts(result):
            return None
        n += result.participants or 0
        failed += result.failed or 0
        flagged = flagged or result.objectivity_flag
    return Result(pair.joined.uid, VALID, n, failed, objectivity_flag=flagged)


def _has_counts(result: Result) -> bool:
    n, failed = result.participants, result.failed
    return n is not None and failed is not None and 0 <= failed <= n


def _screened(result: Result, profile: Profile) -> Result:
    """The result with n = 0, objectivity and a number of failed that follows from the percentage settled."""
    if result.state != VALID:
        return result
    n = result.participants
    if n == 0:
        return replace(result, state=ResultState.NO_PARTICIPANTS)
    if result.objectivity_flag and profile.exclude_flagged:
        return replace(result, state=ResultState.EXCLUDED, reason=FLAGGED)
    if n and result.failed is None and result.failed_pct_e4 is not None:
        return replace(result, failed=failed_of(result.failed_pct_e4, n))
    return result


def _judge(
    slot: str, sitting: Sitting, result: Result, profile: Profile, joined_from: tuple[bytes, ...] = ()
) -> JudgedResult:
    valid = result.state == VALID
    n, failed, threshold = result.participants, result.failed, profile.threshold
    if valid and n is not None and n < profile.min_n:
        result = replace(result, state=ResultState.EXCLUDED, reason=small_n_reason(profile.min_n))
        valid = False
    if n and failed is not None and 0 <= failed <= n:
        low, fragile, share, interval = _measured(n, failed, threshold)
        return JudgedResult(
            sitting, slot, result, valid and low, False, valid and fragile, share, interval, joined_from
        )
    printed = result.failed_pct_e4
    low = valid and is_low(None, None, printed, threshold)
    border = valid and printed is not None and is_border(printed, result.pct_decimals, threshold)
    return JudgedResult(sitting, slot, result, low, border, False, printed, None, joined_from)


@lru_cache(maxsize=65_536)
def _measured(n: int, failed: int, threshold: int) -> tuple[bool, bool, int, tuple[float, float]]:
    """What counts say: few pairs of numbers occur, and each is asked about many times."""
    low = is_low(n, failed, None, threshold)
    return low, is_fragile(n, failed, threshold), share_e4(failed, n), wilson(failed, n)


def _deciding_border(
    judged: tuple[JudgedResult, ...], profile: Profile, low_a: int, low_b: int
) -> tuple[Sitting, ...]:
    """Low results known only by a rounded share, without which no criterion is met."""
    border = [one for one in judged if one.border and one.low]
    spare_a, spare_b = low_counts(border)
    firm_a, firm_b = low_a - spare_a, low_b - spare_b
    if criteria_met(profile, firm_a, firm_b):
        return ()
    slots = _deciding_slots(profile, firm_a, firm_b, spare_a, spare_b)
    return tuple(one.sitting for one in border if one.slot in slots)


def _deciding_missing(
    missing: list[JudgedResult],
    judged: tuple[JudgedResult, ...],
    method: _Method,
    low_a: int,
    low_b: int,
) -> tuple[Sitting, ...]:
    """Results not received, or without the share, that could yet meet a criterion; two levels of one exam count once."""
    low_by_counts = {one.sitting.uid for one in judged if one.low and one.wilson is not None}
    waiting: dict[bytes, str] = {}
    for one in missing:
        pair = method.pairs.get(one.sitting.uid)
        if pair is None:
            waiting[one.sitting.uid] = one.slot
        elif not low_by_counts & {pair.first, pair.second}:
            waiting[pair.first] = one.slot
    slots = list(waiting.values())
    deciding = _deciding_slots(method.profile, low_a, low_b, slots.count("A"), slots.count("B"))
    found = []
    for one in missing:
        pair = method.pairs.get(one.sitting.uid)
        if one.slot in deciding and (pair.first if pair else one.sitting.uid) in waiting:
            found.append(one.sitting)
    return tuple(found)


def _deciding_slots(profile: Profile, have_a: int, have_b: int, spare_a: int, spare_b: int) -> set[str]:
    """In which slots further low results would do, of those that may yet turn out low."""
    by_c1 = (max(0, profile.c1_count - have_a), 0)
    by_c2 = (max(0, profile.c2_count_a - have_a), max(0, profile.c2_count_b - have_b))
    ways = {way for way in (by_c1, by_c2) if way[0] <= spare_a and way[1] <= spare_b}
    shortest = [way for way in ways if not any(o != way and o[0] <= way[0] and o[1] <= way[1] for o in ways)]
    return {slot for way in shortest for slot, count in zip("AB", way, strict=True) if count}
