"""Profiles of the second type: the schools whose figure is among the lowest, by a share of schools or a quarter.

No league table comes of it: a school is told its own figure, the border and how far it is from it; of the others only
how many there are. Whoever has exactly the border's figure is included, for nothing tells them apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import ge, le

from shnor_desktop.rules.results.facts import Place, Profile
from shnor_desktop.rules.results.quality import Aspect, Pooled, Value, is_scores
from shnor_desktop.rules.words.russian import NBSP, counted, decimal_e4

QUARTER = 25
CODE = "L"
"""Stands among the criteria met."""
_ASPECTS = {"mean": Aspect.MEAN, "quality": Aspect.QUALITY, "failed": Aspect.FAILED}
_NAMES = {
    "mean": ("с наименьшим средним баллом (отметкой)", "средний балл (отметка)"),
    "quality": ("с наименьшим качеством (долей «4» и «5»)", "качество"),
    "failed": ("с наибольшей долей не справившихся", "доля не справившихся"),
}


@dataclass(frozen=True, slots=True)
class Border:
    """Where the lowest end. `value` is that of the last school that the share gives; None when it gives none."""

    value: Fraction | None
    wanted: int
    """How many schools the share of all makes, not counting ties."""
    of: int
    """Schools whose figure is known."""


def aspect_of(profile: Profile) -> Aspect:
    """The figure by which the profile compares schools."""
    return _ASPECTS.get(profile.measure, Aspect.MEAN)


def percent_of(profile: Profile) -> int:
    """The share of schools it takes."""
    return QUARTER if profile.method == "quartile" else profile.lowest_pct


def places(profile: Profile, figures: Mapping[bytes, Pooled | None]) -> dict[bytes, Place]:
    """The place of every school beside the border, by school; those without a figure are judged by nothing."""
    exact = {school: _exact(one.value) for school, one in figures.items() if one is not None}
    border = border_of(profile, exact)
    within, edge = ge if _is_worse_high(profile) else le, border.value or Fraction(0)
    included = {school for school, value in exact.items() if within(value, edge)}
    tied = sum(value == border.value for value in exact.values())
    return {
        school: Place(
            included=school in included,
            figure=_text(profile, exact[school]) if school in exact else "",
            border="" if border.value is None else _text(profile, border.value),
            apart=_apart(profile, exact.get(school), border),
            ties=tied if len(included) > border.wanted else 0,
            taken=len(included),
            of=border.of,
            without=len(figures) - border.of,
            counted=one.of if one else 0,
            among=one.among if one else 0,
        )
        for school, one in figures.items()
    }


def border_of(profile: Profile, figures: Mapping[bytes, Fraction]) -> Border:
    """The figure of the last school taken: of n schools with a figure n × share, rounded down, but at least one."""
    count = len(figures)
    wanted = max(1, count * percent_of(profile) // 100) if count else 0
    ordered = sorted(figures.values(), reverse=_is_worse_high(profile))
    return Border(ordered[wanted - 1] if wanted else None, wanted, count)


def _is_worse_high(profile: Profile) -> bool:
    return profile.measure == "failed"


def _exact(value: Value) -> Fraction:
    """Not rounded, so that only true ties are ties."""
    if value.total_e4 is not None and value.pupils:
        return Fraction(value.total_e4, value.pupils)
    return Fraction(value.e4)


def _text(profile: Profile, value: Fraction) -> str:
    e4 = round(value)
    if profile.measure != "mean":
        return f"{decimal_e4(e4, 1)}{NBSP}%"
    return decimal_e4(e4, 1 if is_scores(e4) else 2)


def _apart(profile: Profile, value: Fraction | None, border: Border) -> str:
    """How far the figure is from the border, without a sign."""
    if value is None or border.value is None:
        return ""
    away = round(abs(value - border.value))
    if profile.measure != "mean":
        return f"{decimal_e4(away, 1)}{NBSP}п.п."
    return decimal_e4(away, 1 if is_scores(round(border.value)) else 2)


def rule_text(profile: Profile) -> str:
    """«входит в 15 % школ с наименьшим средним баллом»."""
    extreme = _NAMES.get(profile.measure, _NAMES["mean"])[0]
    share = "четверть" if profile.method == "quartile" else f"{percent_of(profile)}{NBSP}%"
    return f"входит в {share} школ {extreme}"


def explained(profile: Profile, place: Place) -> str:
    """The place in sentences: the school's own figure, the border, the distance, ties; never who the others are."""
    name = _NAMES.get(profile.measure, _NAMES["mean"])[1]
    if not place.figure:
        return f"Показатель школы ({name}) неизвестен: сравнить его с границей нельзя."
    known = counted(place.of, "школы", "школ", "школ")
    parts = [
        f"Показатель школы — {name} {place.figure}; граница — {place.border} (показатель известен у {known})."
    ]
    if place.is_partial:
        parts.append(
            f"Он посчитан не по всем результатам школы, а по {place.counted} из {place.among}: "
            "у остальных показателя или числа участников нет."
        )
    if place.included:
        where = "совпадает с границей" if _is_nothing(place.apart) else f"на {place.apart} за границей"
        parts.append(f"Школа {rule_text(profile)}: её показатель {where}.")
    else:
        parts.append(f"До границы {place.apart}: в перечень школа не включается.")
    if place.ties:
        parts.append(
            f"Показатель, равный границе, у {counted(place.ties, 'школы', 'школ', 'школ')}: включены все, "
            "поэтому школ отобрано больше заданной доли."
        )
    if place.without:
        parts.append(f"Ещё у {counted(place.without, 'школы', 'школ', 'школ')} показатель неизвестен.")
    return " ".join(parts)


def _is_nothing(apart: str) -> bool:
    return not any(sign in "123456789" for sign in apart)
