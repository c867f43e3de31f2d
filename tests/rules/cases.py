"""Builders of sittings, results and profiles for the tables of cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.identification.classifier import classify
from shnor_desktop.rules.results.facts import Profile, Result, Sitting, Verdict
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name

SCHOOL = b"school"


def uid(name: str) -> bytes:
    return name.encode()


def sitting(
    subject: str,
    grade: int,
    year: int,
    *,
    family: str = "vpr",
    season: str | None = None,
    level: str = "",
    sitting_grade: int | None = None,
) -> Sitting:
    """A sitting of a school year; spring for ВПР unless said otherwise."""
    season = ("spring" if family == "vpr" else "") if season is None else season
    name = sitting_name(procedure_name(family, subject, level, grade), year, season)
    return Sitting(uid(name), name, family, subject, level, grade, sitting_grade or grade, year, season)


def counts(one: Sitting, failed: int, n: int, *, flagged: bool = False) -> Result:
    return Result(one.uid, ResultState.VALID, n, failed, objectivity_flag=flagged)


def percent(one: Sitting, value: float, decimals: int = 0, n: int | None = None) -> Result:
    return Result(one.uid, ResultState.VALID, n, None, round(value * E4), decimals)


def state(one: Sitting, what: ResultState, reason: str = "") -> Result:
    return Result(one.uid, what, reason=reason)


def profile(a: Sequence[Sitting], b: Sequence[Sitting] = (), **options: Any) -> Profile:
    return Profile("Проверочный", 1, tuple(a), tuple(b), **options)


def verdict(rule: Profile, results: Sequence[Result]) -> Verdict:
    return classify(SCHOOL, by_sitting(results), rule)


def by_sitting(results: Sequence[Result]) -> Mapping[bytes, Result]:
    return {one.sitting: one for one in results}
