"""The computation of the list over the document: which results are low, and an explained verdict of every school.

Two roads. The list fetches from the covering index only what can matter for an answer; the full account of one
school, with sources, is made on demand by `operations.identification.explanation`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.state.row import marks
from shnor_desktop.operations.identification import slots
from shnor_desktop.operations.identification.branches import (
    JudgedSchool,
    Records,
    apart,
    apart_note,
    family_uids,
    figure_units,
    judged_schools,
    pool,
    with_municipality,
)
from shnor_desktop.operations.identification.lowest import placed, places
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.identification.classifier import LAST_YEAR_APART, classify_all
from shnor_desktop.rules.results.doubles import shifts, twins, wholes
from shnor_desktop.rules.results.facts import Profile, Result, Verdict
from shnor_desktop.system import no_collecting

_COLUMNS = "sitting, school, state, participants, failed, failed_pct_e4, pct_decimals, objectivity_flag"
_FROM_PERCENT = "((2 * failed_pct_e4 * participants + 1000000) / 2000000)"
"""The number of failed that a percentage of n means, as `low_share.failed_of` has it."""
_FAILED = f"coalesce(failed, {_FROM_PERCENT})"


class LowRow(NamedTuple):
    """A low result as the file holds it."""

    sitting: bytes
    school: bytes
    participants: int | None
    failed: int | None
    failed_pct_e4: int | None


@dataclass(frozen=True, slots=True)
class SchoolVerdict:
    """The answer for one open school. `verdict.judged` holds what can matter for the answer; the account of
    every figure is `explanation.explain`."""

    school: bytes
    name: str
    place: str
    official_name: str
    verdict: Verdict
    has_results: bool
    """The file holds some record of the school in the two slots."""
    notes: tuple[str, ...] = ()
    municipality: str = ""
    """Only where the schools of the file are of several."""

    @property
    def shown(self) -> str:
        """The short name as papers print it."""
        return with_municipality(self.name, self.municipality)


def profile(session: Session, name: str | None = None) -> Profile:
    """The method profile of that name (the default one with no name) with its sittings found."""
    return slots.resolve(session, slots.spec(session, name))


def low_results(session: Session, chosen: Profile) -> list[LowRow]:
    """Low results of the two slots as they stand in the file, before branches and levels are added up."""
    sittings = _uids(chosen)
    if not sittings:
        return []
    # The common case first: SQLite stops at the first condition that holds.
    low = (
        "(100 * failed >= ? * participants AND participants > 0 OR failed IS NULL AND participants > 0 "
        f"AND 100 * {_FROM_PERCENT} >= ? * participants "
        "OR (participants IS NULL OR participants = 0) AND failed_pct_e4 >= 10000 * ?)"
    )
    values: list[Any] = [chosen.threshold] * 3
    more = ""
    if chosen.min_n > 1:
        more += " AND (participants IS NULL OR participants >= ?)"
        values.append(chosen.min_n)
    if chosen.exclude_flagged:
        more += " AND objectivity_flag = 0"
    rows = _fetch(
        session,
        "SELECT sitting, school, participants, failed, failed_pct_e4 FROM school_result "
        f"WHERE sitting IN ({marks(sittings)}) AND {low} AND state = 'valid'{more}",
        (*sittings, *values),
    )
    return list(map(LowRow._make, rows))


def verdicts(session: Session, chosen: Profile) -> tuple[SchoolVerdict, ...]:
    """A verdict of every open school, in the alphabetical order."""
    schools = judged_schools(session)
    with no_collecting():
        rows = _telling_rows(session, chosen, schools)
        return _answered(session, chosen, schools, rows, partial=True)


def full_verdicts(session: Session, chosen: Profile) -> tuple[SchoolVerdict, ...]:
    """The same answers with every result of the slots judged: dearer by far."""
    schools = judged_schools(session)
    everyone = tuple(uid for school in schools for uid in family_uids(school))
    rows = _grouped(_of_schools(session, _uids(chosen), everyone))
    return _answered(session, chosen, schools, rows)


def _answered(
    session: Session,
    chosen: Profile,
    schools: tuple[JudgedSchool, ...],
    rows: Records,
    *,
    partial: bool = False,
) -> tuple[SchoolVerdict, ...]:
    silent, later = _without_results(session, chosen), shifts(chosen)
    results: dict[bytes, Mapping[bytes, Result]] = {}
    named: list[tuple[JudgedSchool, bool, tuple[str, ...]]] = []
    units: dict[bytes, tuple[bytes, ...]] = {}
    for school in schools:
        held = any(uid not in silent for uid in family_uids(school))
        if not school.members:
            units[school.school] = (school.school,)
            results[school.school] = rows.get(school.school, {})
            named.append((school, held, ()))
            continue
        pooled = pool(school, rows, later, exclude_flagged=chosen.exclude_flagged)
        units |= figure_units(school, pooled)
        results[school.school] = pooled.results
        named.append((school, held, tuple(pooled.notes)))
        for branch in apart(school, pooled):
            results[branch.school] = pooled.apart[branch.school]
            named.append((branch, True, (apart_note(school),)))
    answers = classify_all(results, chosen, partial=partial)
    if chosen.method:
        answers = placed(answers, places(session, chosen, units))
    return tuple(
        SchoolVerdict(
            one.school, one.name, one.place, one.official_name, verdict, held, notes, one.municipality
        )
        for (one, held, notes), verdict in zip(named, answers, strict=True)
    )


def full_results(session: Session, chosen: Profile, school: JudgedSchool) -> dict[bytes, dict[bytes, Result]]:
    """Every record of the school and its members in the two slots, by school and sitting."""
    return _grouped(_of_schools(session, _uids(chosen), family_uids(school)))


def _telling_rows(
    session: Session, chosen: Profile, schools: tuple[JudgedSchool, ...]
) -> dict[bytes, dict[bytes, Result]]:
    """Records an answer can hang on: not received or without a share, low or near it; all that have to be added up."""
    sittings = _uids(chosen)
    pairs = _level_pairs(chosen)
    doubled = {uid for pair in (twins(chosen) | shifts(chosen)).items() for uid in pair}
    doubled |= {uid for whole, levels in wholes(chosen).items() for uid in (whole, *levels)}
    joined = {uid for pair in pairs for uid in pair}
    added = {uid for school in schools if school.members for uid in family_uids(school)}
    rows = _near(session, chosen, tuple(uid for uid in sittings if uid not in joined | doubled))
    for pair in pairs:
        if doubled.isdisjoint(pair):
            rows += _near_pair(session, chosen, pair)
        else:
            doubled |= set(pair)
    rows += _whole(session, tuple(sorted(doubled)))
    if added:
        rows = [row for row in rows if row[1] not in added]
        rows += _of_schools(session, sittings, tuple(added))
    return _grouped(rows)


def _level_pairs(chosen: Profile) -> list[tuple[bytes, ...]]:
    """Sittings that the rule may add up: the levels of one exam of one year."""
    groups: dict[tuple[object, ...], list[bytes]] = {}
    for slot in (chosen.slot_a, chosen.slot_b):
        for one in slot:
            if one.level and chosen.join_levels and one.school_year > LAST_YEAR_APART:
                key = (id(slot), one.family, one.subject, one.programme_grade, one.school_year, one.season)
                groups.setdefault(key, []).append(one.uid)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _near_pair(session: Session, chosen: Profile, pair: tuple[bytes, ...]) -> list[tuple[Any, ...]]:
    """Records of a pair of levels: those of schools whose sum is low or near it, or cannot be made."""
    edge, threshold = _edge(chosen), chosen.threshold
    within = marks(pair)
    if len(pair) > 2:
        return _whole(session, pair)
    statement = (
        f"SELECT {_COLUMNS} FROM school_result WHERE sitting IN ({within}) AND school IN ("
        f"SELECT school FROM school_result WHERE sitting IN ({within}) GROUP BY school HAVING count(*) <> ? "
        "OR sum(state = 'valid' AND participants > 0 AND failed IS NOT NULL) <> ? OR max(objectivity_flag) "
        "OR 100 * sum(failed) >= ? * sum(participants) OR 100 * (sum(failed) + 1) >= ? * sum(participants))"
    )
    return _fetch(session, statement, (*pair, *pair, len(pair), len(pair), edge, threshold))


def _whole(session: Session, sittings: tuple[bytes, ...]) -> list[tuple[Any, ...]]:
    """Every record of these sittings."""
    if not sittings:
        return []
    statement = f"SELECT {_COLUMNS} FROM school_result WHERE sitting IN ({marks(sittings)})"
    return _fetch(session, statement, sittings)


def _edge(chosen: Profile) -> int:
    """Shares from here on can matter."""
    return max(0, chosen.threshold - max(1, chosen.watch_width))


def _near(session: Session, chosen: Profile, sittings: tuple[bytes, ...]) -> list[tuple[Any, ...]]:
    """Low results, those below the threshold by the width of the watch group or by one pupil, not received, and those
    without a share."""
    if not sittings:
        return []
    edge, threshold = _edge(chosen), chosen.threshold
    counts = f"100 * {_FROM_PERCENT} >= ? * participants OR 100 * ({_FROM_PERCENT} + 1) >= ? * participants"
    statement = (
        f"SELECT {_COLUMNS} FROM school_result WHERE sitting IN ({marks(sittings)}) AND ("
        "(100 * failed >= ? * participants OR 100 * (failed + 1) >= ? * participants) AND participants > 0 "
        f"OR failed IS NULL AND participants > 0 AND ({counts}) "
        "OR (participants IS NULL OR participants = 0) AND failed_pct_e4 >= 10000 * ? "
        "OR state = 'not_received' "
        "OR failed_pct_e4 IS NULL AND (participants IS NULL OR participants > 0 AND failed IS NULL)) "
        "AND state IN ('valid', 'not_received')"
    )
    return _fetch(session, statement, (*sittings, edge, threshold, edge, threshold, edge))


def _of_schools(
    session: Session, sittings: tuple[bytes, ...], schools: tuple[bytes, ...]
) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(schools), 500):
        part = schools[start : start + 500]
        if not sittings:
            break
        statement = (
            f"SELECT {_COLUMNS} FROM school_result WHERE school IN ({marks(part)}) "
            f"AND sitting IN ({marks(sittings)}) AND _dup = 0"
        )
        rows += _fetch(session, statement, (*part, *sittings))
    return rows


def _without_results(session: Session, chosen: Profile) -> set[bytes]:
    """Schools of which the slots hold no record at all."""
    sittings = _uids(chosen)
    statement = "SELECT uid FROM school"
    if sittings:
        statement += (
            " WHERE NOT EXISTS (SELECT 1 FROM school_result AS r WHERE r.school = school.uid "
            f"AND r.sitting IN ({marks(sittings)}) AND r._dup = 0)"
        )
    return {row[0] for row in _fetch(session, statement, sittings)}


_STATES = {str(state): state for state in ResultState}


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[bytes, dict[bytes, Result]]:
    grouped: dict[bytes, dict[bytes, Result]] = {}
    for sitting, school, state, n, failed, percent, decimals, flag in rows:
        result = Result(sitting, _STATES[state], n, failed, percent, decimals, bool(flag))
        grouped.setdefault(school, {})[sitting] = result
    return grouped


def _uids(chosen: Profile) -> tuple[bytes, ...]:
    return tuple(one.uid for one in (*chosen.slot_a, *chosen.slot_b))


def _fetch(session: Session, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Bare tuples of the driver: wrapping hundreds of thousands of rows costs more than finding them."""
    return raw_of(session).execute(statement, values).fetchall()
