"""Indicators of a programme: which years they are told for, whether a fact meets its target, and whether the target can
be met at all."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words.russian import counted_of, decimal_e4, percent_e4
from shnor_desktop.rules.words.school_years import label as school_year_label

MORE, LESS = "more", "less"
SCHOOL, CALENDAR = "school", "calendar"
PERCENT_E4 = 100 * E4
MOST_DECIMALS = 4
_LESS = re.compile(
    r"«2»|двоек|двойк|не\s*преодол|не\s*сда|не\s*справ|не\s*осво|неуспев|второгод|пропуск|правонаруш|отток|нехватк|"
    r"дефицит|без\s+учител|ваканс|пенсион|низк\w+\s+результат|отсев|риск|на\s+уч[её]те",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?<!не )(?:участву|прошедш|прошли|вошедш|охвач|выш(?:едш|ли)|сопровожд|получ\w+\s+(?:помощь|поддержк)|снизи|сократи|преодолевш\w+\s+(?:разрыв|"
    r"отставан)|положительн|улучши|повыси|переш(?:едш\w*|ли)\s+из\s+(?!средн|высок))|"
    r"не\s+получ\w+\s+(?:\w+\s+){0,2}(?:«2»|двоек|двойк)|без\s+(?:двоек|«2»)",
    re.IGNORECASE,
)
"""What is good even where it speaks of something bad."""
_LESS_FORMULAS = frozenset(("failed", "low_results", "schools_listed", "share_listed"))
_MORE_FORMULAS = frozenset(
    (
        *("passed", "quality", "mean", "high", "schools_left", "schools_in_programme", "share_in_programme"),
        *("schools_improved", "share_improved", "schools_helped", "share_helped", "events", "people"),
        *("consultations", "visits", "seminars", "courses", "trained"),
    )
)
_SCHOOLS = re.compile(r"\bшкол\w*|\bШНОР\b|\bШНСУ\b|\bОО\b|\bОУ\b|организаци|учреждени", re.IGNORECASE)
_PEOPLE = re.compile(
    r"педагог|учител|обучающ|учащ|ученик|учен[иы]|выпускник|участник|родител|специалист|предметник|директор|руководител|"
    r"работник|дет(?:ей|и)\b|класс",
    re.IGNORECASE,
)


class State(StrEnum):
    """Of a target and its fact. UNREACHABLE: no fact can meet the target; NO_TARGET: nothing to measure by."""

    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    UNREACHABLE = "unreachable"
    NO_TARGET = "no_target"


STATE_LABELS = {
    State.MET: "достигнут",
    State.NOT_MET: "не достигнут",
    State.NO_DATA: "нет данных",
    State.UNREACHABLE: "недостижим",
    State.NO_TARGET: "цель не задана",
}


@dataclass(frozen=True, slots=True, order=True)
class Year:
    """A calendar year, or a school year by the year it begins in."""

    year: int
    kind: str

    @property
    def label(self) -> str:
        """«2021/22», «2021»."""
        return school_year_label(self.year) if self.kind == SCHOOL else str(self.year)

    @property
    def days(self) -> calendar.Window:
        """From the first to the last."""
        return calendar.school_year(self.year) if self.kind == SCHOOL else calendar.calendar_year(self.year)


def years_of(period: Period | None) -> tuple[Year, ...]:
    """The years of a programme by its own way of counting."""
    if period is None:
        return ()
    kind = SCHOOL if period.school else CALENDAR
    first, last = _year_of(period.starts, kind), _year_of(period.ends, kind)
    return tuple(Year(one, kind) for one in range(first, last + 1))


def _year_of(day: date, kind: str) -> int:
    return day.year - (kind == SCHOOL and day.month < 9)


def direction_of(direction: str, formula: str, text: str) -> str:
    """Which values are better: as it was said, else as the words of the indicator let expect."""
    if direction in (MORE, LESS):
        return direction
    if formula in _MORE_FORMULAS:
        return MORE
    less = formula in _LESS_FORMULAS or (_LESS.search(text) and not _MORE.search(text))
    return LESS if less else MORE


def judged(target_e4: int | None, fact_e4: int | None, direction: str, *, unreachable: bool = False) -> State:
    """Whether the fact is the target or better; compared as they are kept, not as they are rounded for print."""
    if target_e4 is None:
        return State.NO_TARGET
    if fact_e4 is None:
        return State.UNREACHABLE if unreachable else State.NO_DATA
    met = fact_e4 <= target_e4 if direction == LESS else fact_e4 >= target_e4
    return State.MET if met else State.NOT_MET


def beyond(target_e4: int | None, direction: str, *, share: bool) -> bool:
    """Whether no fact can meet the target: a share has to be more than all, or less than none."""
    if target_e4 is None or not share:
        return False
    return target_e4 < 0 if direction == LESS else target_e4 > PERCENT_E4


def is_share(unit: str, text: str) -> bool:
    """Whether an indicator is measured in hundredths of a whole."""
    plain = unit.strip().casefold()
    return plain in ("%", "проц.", "процент", "процентов", "проценты") or (
        not plain and text.strip().casefold().startswith(("доля", "процент", "удельный вес"))
    )


def of_schools(unit: str, text: str, denominator: str) -> bool:
    """Whether an indicator is a share of schools, so that it is some whole number of them."""
    below = _counts_schools(denominator)
    return is_share(unit, text) and _counts_schools(text) is True and below is not False


def mixed_share(unit: str, text: str, denominator: str) -> bool:
    """Whether people are counted above the line and schools below it."""
    return is_share(unit, text) and _counts_schools(text) is False and _counts_schools(denominator) is True


def _counts_schools(text: str) -> bool | None:
    """Whether the first that is named are schools, not people; None where neither is."""
    schools, people = _SCHOOLS.search(text), _PEOPLE.search(text)
    if schools is None and people is None:
        return None
    return people is None or (schools is not None and schools.start() < people.start())


def out_of_reach(target_e4: int | None, *, share: bool, whole: int | None, decimals: int = 0) -> str:
    """Why no fact can be exactly the target; empty when one can, or when nothing is known of the whole."""
    if target_e4 is None or not share:
        return ""
    shown = percent_e4(target_e4, decimals_of(target_e4, decimals))
    if not 0 <= target_e4 <= PERCENT_E4:
        return f"Цель {shown}: доля бывает от 0 до 100{NB}%."
    if not whole:
        return ""
    places = decimals_of(target_e4, decimals)
    unit = E4 // 10**places
    below = target_e4 * whole // PERCENT_E4
    near = [(count, (2 * PERCENT_E4 * count + whole) // (2 * whole)) for count in (below, below + 1)]
    if any(2 * abs(value - target_e4) <= unit for _, value in near):
        return ""
    told = ", ".join(
        f"{count} из {whole} — {percent_e4(value, 1)}" for count, value in near if count <= whole
    )
    of = counted_of(whole, "школы", "школ")
    return f"Цель {shown} от {of} не достигается целым числом школ: {told}."


NB = "\u00a0"


def decimals_of(value_e4: int, least: int = 0) -> int:
    """How many decimals a typed value needs."""
    places = next(
        (n for n in range(MOST_DECIMALS + 1) if value_e4 % 10 ** (MOST_DECIMALS - n) == 0), MOST_DECIMALS
    )
    return max(places, min(least, MOST_DECIMALS))


def shown(value_e4: int | None, decimals: int = 0) -> str:
    """«42,9», «40»; empty where there is none."""
    return "" if value_e4 is None else decimal_e4(value_e4, decimals_of(value_e4, decimals))


def deviation(target_e4: int | None, fact_e4: int | None) -> int | None:
    """How far the fact is above the target."""
    return None if target_e4 is None or fact_e4 is None else fact_e4 - target_e4
