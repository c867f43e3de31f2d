"""Facts of indicators that the file knows itself: results, statuses of schools, what was done; each with what it was
computed from. Nothing is estimated: what the file does not hold is told as missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Indicator
from shnor_desktop.models.results import Sitting as SittingRecord
from shnor_desktop.operations.identification import branches, statuses
from shnor_desktop.operations.identification.counted_once import Counted, Told, valid_figures
from shnor_desktop.operations.identification.status_lines import StatusLine
from shnor_desktop.operations.programme.deeds import Computed, Deeds
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.figures import E4, by_marks
from shnor_desktop.rules.identification.explanation import is_small
from shnor_desktop.rules.indicators import CALENDAR, PERCENT_E4, Year
from shnor_desktop.rules.results.comparability import why_incomparable
from shnor_desktop.rules.results.dynamics import STEP_POINTS, Trend, trend
from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.rules.results.low_share import is_low
from shnor_desktop.rules.results.quality import Aspect, Pooled, pooled_or_only
from shnor_desktop.rules.words.russian import counted, counted_of, decimal_e4
from shnor_desktop.rules.words.school_years import calendar_year_of

LOW_FROM = 30
"""Percent of those who failed, from which a result is low, where the indicator names no threshold."""
_ASPECTS = {
    "failed": Aspect.FAILED,
    "passed": Aspect.PASSED,
    "quality": Aspect.QUALITY,
    "mean": Aspect.MEAN,
}
_NO_PROCEDURE = "не выбрана процедура, по которой считать"
_NO_LISTS = "перечней за этот год в файле нет"


class Facts:
    """What the file knows of the years of one programme; everything is read once, when it is first needed."""

    def __init__(
        self,
        session: Session,
        programme: ProgrammeLine,
        school: bytes | None = None,
        on: date | None = None,
    ) -> None:
        self._session, self._programme, self._school = session, programme, school
        self._on = on or date.today()

    def of(self, indicator: Indicator, year: Year) -> Computed | None:
        """The fact of a year by the formula of the indicator; None where it has none."""
        formula = indicator.formula
        if formula and year.days.starts > self._on:
            return Computed(None, told="год ещё не начался")
        if formula in _ASPECTS or formula == "high":
            return self._of_results(indicator, year)
        if formula == "low_results":
            return self._low_results(indicator, year)
        if formula in ("schools_listed", "schools_left", "share_listed"):
            return self._of_statuses(formula, year)
        if formula in ("schools_in_programme", "share_in_programme"):
            return self._of_programme(formula, year)
        if formula in ("schools_improved", "share_improved"):
            return self._improved(indicator, year)
        return self._deeds.of(indicator, year) if formula else None

    def whole(self, denominator: str) -> int | None:
        """How many schools a share is of: those of the programme, else of the district where the words say «все»."""
        everyone = any(
            word in denominator.casefold() for word in ("все школ", "всех школ", "район", "муниципал")
        )
        if "шнор" in denominator.casefold() or "шнсу" in denominator.casefold():
            everyone = False
        own = len(self._programme.schools)
        if everyone or (not own and not denominator.strip()):
            return len(self._heads) or None
        return own or None

    @cached_property
    def _deeds(self) -> Deeds:
        everyone = tuple(one.school for one in self._heads)
        return Deeds(self._session, self._programme, everyone, self._school, self._scope, self._on)

    # --- results -----------------------------------------------------------------------------------------------------

    @cached_property
    def _heads(self) -> tuple[branches.JudgedSchool, ...]:
        return branches.judged_schools(self._session, self._on)

    @cached_property
    def _scope(self) -> frozenset[bytes] | None:
        """The schools whose results count, with their branches; None for all of the file."""
        chosen = (self._school,) if self._school is not None else self._programme.schools
        if not chosen:
            return None
        families = {one.school: branches.family_uids(one) for one in self._heads}
        return frozenset(uid for school in chosen for uid in families.get(school, (school,)))

    @cached_property
    def _sittings(self) -> tuple[tuple[SittingRecord, Sitting], ...]:
        records = {one.uid: one for one in self._session.scalars(select(SittingRecord))}
        return tuple(
            (records[one.sitting.uid], one.sitting) for one in held_sittings(self._session, "sitting")
        )

    @cached_property
    def _named(self) -> frozenset[bytes]:
        """The procedures of its indicators."""
        query = select(Indicator.procedure).where(Indicator.programme == self._programme.uid)
        return frozenset(one for one in self._session.scalars(query) if one is not None)

    def procedures(self) -> frozenset[bytes]:
        """What is told of its schools: the procedures of its indicators, all where these name none."""
        return self._named or frozenset(record.procedure for record, _ in self._sittings)

    def pooled(self, procedure: bytes, year: Year) -> tuple[dict[Aspect, Pooled | None], Sources] | None:
        """Figures of the schools of the programme in that year; None without results."""
        told = self._told(procedure, year)
        pairs = [(one.figures, by_marks(at.family, at.level)) for _, at, one, _ in told]
        found = {one: pooled_or_only(one, pairs) for one in Aspect}
        if not any(found.values()):
            return None
        return found, tuple(("school_result", one.uid) for _, _, one, _ in told)

    def passed(self, procedure: bytes, year: Year) -> tuple[int | None, tuple[bytes, ...]]:
        """How many did not fail in that year, where every result says so, and at which sittings."""
        told = self._told(procedure, year)
        counts = [(one.figures.participants, one.figures.failed) for _, _, one, _ in told]
        sure = [n - failed for n, failed in counts if n is not None and failed is not None]
        sittings = tuple(dict.fromkeys(at.uid for _, at, _, _ in told))
        return sum(sure) if sure and len(sure) == len(counts) else None, sittings

    @cached_property
    def _results(self) -> Mapping[bytes, Mapping[bytes, Told]]:
        low = select(Indicator.uid).where(
            Indicator.programme == self._programme.uid,
            Indicator.formula == "low_results",
            Indicator.procedure.is_(None),
        )
        every = not self._named or self._session.scalar(low.limit(1)) is not None
        return valid_figures(
            self._session, [one for record, one in self._sittings if every or record.procedure in self._named]
        )

    def _told(
        self, procedure: bytes | None, year: Year
    ) -> "list[tuple[SittingRecord, Sitting, Told, bytes]]":
        """Results of the schools in scope in that year and whose they are; none of their pupils counts twice."""
        held = [
            (record, one)
            for record, one in self._sittings
            if (procedure is None or record.procedure == procedure)
            and in_year(record.school_year, record.season, year)
        ]
        counted_once = Counted(Profile("", 0, tuple(one for _, one in held), ()))
        by_school: dict[bytes, dict[bytes, Told]] = defaultdict(dict)
        for _, one in held:
            for school, told in self._results.get(one.uid, {}).items():
                if self._scope is None or school in self._scope:
                    by_school[school][one.uid] = told
        found = []
        for school, told_of in by_school.items():
            figures = {uid: told.figures for uid, told in told_of.items()}
            kept = counted_once.kept(figures, tuple(_ASPECTS.values()))
            found += [(record, one, told_of[one.uid], school) for record, one in held if one.uid in kept]
        return found

    def _of_results(self, indicator: Indicator, year: Year) -> Computed:
        if indicator.procedure is None:
            return Computed(None, told=_NO_PROCEDURE)
        told = self._told(indicator.procedure, year)
        if not told:
            return Computed(None, told="результатов этого года в файле нет")
        sources = tuple(("school_result", one.uid) for _, _, one, _ in told)
        from_what = f"{told[0][1].name}, {_results(len(told))}"
        if indicator.formula == "high":
            return _high(indicator, told, from_what, sources)
        pairs = [(one.figures, by_marks(at.family, at.level)) for _, at, one, _ in told]
        sum_of = pooled_or_only(_ASPECTS[indicator.formula], pairs)
        if sum_of is None:
            return Computed(None, told=f"{from_what}: нужных сведений в результатах нет")
        value = sum_of.value
        from_what += (
            f", {counted(value.pupils, 'участник', 'участника', 'участников')}" if value.pupils else ""
        )
        if sum_of.is_partial:
            from_what += f"; без {_results_of(sum_of.among - sum_of.of)}, где нет числа участников"
        return Computed(value.e4, value.decimals, from_what, sources)

    def _low_results(self, indicator: Indicator, year: Year) -> Computed:
        told = self._told(indicator.procedure, year)
        if not told:
            return Computed(None, told="результатов этого года в файле нет")
        from_pct = indicator.limit_e4 // E4 if indicator.limit_e4 is not None else LOW_FROM
        low = [
            one
            for _, _, one, _ in told
            if is_low(one.figures.participants, one.figures.failed, one.figures.failed_pct_e4, from_pct)
        ]
        sources = tuple(("school_result", one.uid) for _, _, one, _ in told)
        return Computed(len(low) * E4, 0, f"доля «2» не ниже {from_pct} %; {_results(len(told))}", sources)

    # --- statuses ----------------------------------------------------------------------------------------------------

    @cached_property
    def _statuses(self) -> tuple[StatusLine, ...]:
        return tuple(line for lines in statuses.statuses(self._session).values() for line in lines)

    def _listed(self, year: Year) -> dict[bytes, StatusLine] | None:
        """The schools that were in the list in that year, or the one that is looked at; None where the file has no lists."""
        starts, ends = year.days.starts.isoformat(), min(year.days.ends, self._on).isoformat()
        listed = {
            one.school: one
            for one in self._statuses
            if (not one.since or one.since <= ends) and (not one.until or one.until >= starts)
        }
        if not listed and not any(one.since <= ends for one in self._statuses):
            return None
        return {uid: one for uid, one in listed.items() if self._school in (None, uid)}

    def _of_statuses(self, formula: str, year: Year) -> Computed:
        last = min(year.days.ends, self._on)
        ends, every = last.isoformat(), self._statuses
        listed = self._listed(year)
        if listed is None:
            return Computed(None, told=_NO_LISTS)
        sources = tuple(("school_status", one.uid) for one in listed.values())
        if formula == "schools_listed":
            return Computed(len(listed) * E4, 0, "школы, бывшие в перечне в этом году", sources)
        if formula == "schools_left":
            stay = {one.school for one in every if one.since <= ends and (not one.until or one.until > ends)}
            left = [one for one in listed.values() if one.school not in stay]
            gone = tuple(("school_status", one.uid) for one in left)
            return Computed(len(left) * E4, 0, "статус прекращён в этом году", gone or sources)
        schools = [
            one for one in branches.judged_schools(self._session, last) if self._school in (None, one.school)
        ]
        if not schools:
            return Computed(None, told="школ в файле нет")
        return Computed(
            _share(len(listed), len(schools)),
            1,
            f"{len(listed)} из {counted_of(len(schools), 'школы', 'школ')}",
            sources,
        )

    # --- schools of the programme ------------------------------------------------------------------------------------

    def _of_programme(self, formula: str, year: Year) -> Computed:
        own = self._programme.schools
        if not own:
            return Computed(None, told="школы программы не отмечены")
        sources: Sources = (("programme", self._programme.uid), *(("school", uid) for uid in own))
        mine = [uid for uid in own if self._school in (None, uid)]
        if formula == "schools_in_programme":
            return Computed(len(mine) * E4, 0, "школы, отмеченные в программе сейчас", sources)
        listed = self._listed(year)
        if listed is None:
            return Computed(None, told=_NO_LISTS)
        if not listed:
            lacks = "нет ни одной школы" if self._school is None else "этой школы нет"
            return Computed(None, told=f"в перечне этого года {lacks}")
        among = [uid for uid in listed if uid in own]
        told = f"в программе {len(among)} из {counted_of(len(listed), 'школы', 'школ')}, бывших в перечне в этом году"
        if beyond := len(set(mine) - listed.keys()):
            told += f"; ещё {beyond} в программе, но не в перечне"
        lists = tuple(("school_status", one.uid) for one in listed.values())
        return Computed(_share(len(among), len(listed)), 1, told, (*sources, *lists))

    # --- from year to year -------------------------------------------------------------------------------------------

    def _improved(self, indicator: Indicator, year: Year) -> Computed:
        """Schools whose share of failed became less by a step than a year before, of those where both are known."""
        if indicator.procedure is None:
            return Computed(None, told=_NO_PROCEDURE)
        earlier = Year(year.year - 1, year.kind)
        after, before = (self._shares(indicator.procedure, one) for one in (year, earlier))
        if not after or not before:
            lacks = year.label if not after else earlier.label
            return Computed(None, told=f"сравнить не с чем: долей «2» за {lacks} в файле нет")
        both = [school for school in after if school in before]
        unlike = {school: why for school in both if (why := _why_unlike(before[school], after[school]))}
        compared = [school for school in both if school not in unlike]
        lonely = len(after.keys() ^ before.keys())
        told = f"; у {counted_of(lonely, 'школы', 'школ')} результат только одного года" if lonely else ""
        if unlike:
            told += f"; не сравнимы {len(unlike)}: {'; '.join(sorted(set(unlike.values())))}"
        if not compared:
            return Computed(None, told=f"сравнить нечего{told}")
        step = indicator.limit_e4 // E4 if indicator.limit_e4 is not None else STEP_POINTS
        better = [
            school for school in compared if trend(before[school].e4, after[school].e4, step) is Trend.BETTER
        ]
        small = sum(before[school].is_small or after[school].is_small for school in compared)
        told += (
            f"; мало участников в {counted_of(small, 'школе', 'школах')}, там доля ненадёжна" if small else ""
        )
        by = f"на {step} п.п. и больше" if step else "или не изменилась"
        told = (
            f"доля «2» снизилась к {earlier.label} {by}: "
            f"{len(better)} из {counted_of(len(compared), 'школы', 'школ')}, где известны оба года{told}"
        )
        sources = tuple(
            one for school in compared for one in (*before[school].sources, *after[school].sources)
        )
        if indicator.formula == "schools_improved":
            return Computed(len(better) * E4, 0, told, sources)
        return Computed(_share(len(better), len(compared)), 1, told, sources)

    def _shares(self, procedure: bytes, year: Year) -> dict[bytes, "_Share"]:
        """The share of failed of every school, its branches with it."""
        head_of = {uid: one.school for one in self._heads for uid in branches.family_uids(one)}
        told_of: dict[bytes, list[tuple[Sitting, Told]]] = defaultdict(list)
        for _, sitting, told, school in self._told(procedure, year):
            told_of[head_of.get(school, school)].append((sitting, told))
        found = {}
        for school, every in told_of.items():
            pairs = [(told.figures, by_marks(at.family, at.level)) for at, told in every]
            got = pooled_or_only(Aspect.FAILED, pairs)
            if got is not None:
                sources = tuple(("school_result", told.uid) for _, told in every)
                pupils = got.value.pupils or None
                found[school] = _Share(got.value.e4, is_small(pupils), tuple(at for at, _ in every), sources)
        return found


@dataclass(frozen=True, slots=True)
class _Share:
    """The share of failed of one school in a year."""

    e4: int
    is_small: bool
    sittings: tuple[Sitting, ...]
    sources: Sources


def _why_unlike(before: _Share, after: _Share) -> str:
    found = (why_incomparable(one, other) for one in before.sittings for other in after.sittings)
    return next(filter(None, found), "")


def _share(part: int, whole: int) -> int:
    return (2 * PERCENT_E4 * part + whole) // (2 * whole)


def _high(
    indicator: Indicator,
    told: Iterable[tuple[SittingRecord, Sitting, Told, bytes]],
    from_what: str,
    sources: Sources,
) -> Computed:
    every = list(told)
    borders = {record.high_from for record, _, _, _ in every}
    wanted = indicator.limit_e4
    if wanted is not None and borders != {wanted // E4 if wanted % E4 == 0 else None}:
        held = ", ".join(str(one) if one is not None else "не указан" for one in sorted(borders, key=str))
        return Computed(
            None, told=f"порог показателя {decimal_e4(wanted, 0)}, высокий балл в проведениях: {held}"
        )
    counts = [
        (one.figures.participants, one.figures.high)
        for _, _, one, _ in every
        if one.figures.participants and one.figures.high is not None
    ]
    if counts:
        takers, high = sum(n or 0 for n, _ in counts), sum(count or 0 for _, count in counts)
        partly = f"; без {_results_of(len(every) - len(counts))}" if len(counts) < len(every) else ""
        return Computed(_share(high, takers), 1, f"{from_what}, {high} из {takers}{partly}", sources)
    if len(every) == 1 and (only := every[0][2].figures).high_pct_e4 is not None:
        return Computed(only.high_pct_e4, only.pct_decimals, from_what, sources)
    return Computed(None, told=f"{from_what}: число высокобалльников не указано")


def in_year(school_year: int, season: str, year: Year) -> bool:
    """Whether a sitting was held in that year."""
    return (calendar_year_of(school_year, season) if year.kind == CALENDAR else school_year) == year.year


def _results(count: int) -> str:
    return counted(count, "результат", "результата", "результатов")


def _results_of(count: int) -> str:
    return counted(count, "результата", "результатов", "результатов")
