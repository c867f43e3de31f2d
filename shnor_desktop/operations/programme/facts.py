"""Facts of indicators that the file knows itself: results, statuses of schools, what was done; each with what it was
computed from. Nothing is estimated: what the file does not hold is told as missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.programme import Indicator, Part
from shnor_desktop.models.results import Sitting as SittingRecord
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.operations.identification import branches, statuses
from shnor_desktop.operations.identification.counted_once import Counted, Told, valid_figures
from shnor_desktop.operations.identification.status_lines import StatusLine
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.deadlines.states import UNDONE
from shnor_desktop.rules.figures import E4, by_marks
from shnor_desktop.rules.indicators import CALENDAR, PERCENT_E4, Year
from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.rules.results.low_share import is_low
from shnor_desktop.rules.results.quality import Aspect, pooled_or_only
from shnor_desktop.rules.words.russian import counted, counted_of, decimal_e4
from shnor_desktop.rules.words.school_years import calendar_year_of

LOW_FROM = 30
"""Percent of those who failed, from which a result is low, where the indicator names no threshold."""
_ASPECTS = {"failed": Aspect.FAILED, "quality": Aspect.QUALITY, "mean": Aspect.MEAN}


@dataclass(frozen=True, slots=True)
class Computed:
    """A fact, or why there is none. `told`: from what it was computed."""

    value_e4: int | None
    decimals: int = 0
    told: str = ""
    sources: Sources = ()


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
        if formula in ("events", "people"):
            return self._of_events(indicator, year)
        return None

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
    def _results(self) -> Mapping[bytes, Mapping[bytes, Told]]:
        wanted = set(
            self._session.scalars(
                select(Indicator.procedure).where(
                    Indicator.programme == self._programme.uid, Indicator.procedure.is_not(None)
                )
            )
        )
        low = select(Indicator.uid).where(
            Indicator.programme == self._programme.uid,
            Indicator.formula == "low_results",
            Indicator.procedure.is_(None),
        )
        every = self._session.scalar(low.limit(1)) is not None
        return valid_figures(
            self._session, [one for record, one in self._sittings if every or record.procedure in wanted]
        )

    def _told(self, procedure: bytes | None, year: Year) -> list[tuple[SittingRecord, Sitting, Told]]:
        """Results of the schools in scope in that year, none of whose pupils counts twice."""
        held = [
            (record, one)
            for record, one in self._sittings
            if (procedure is None or record.procedure == procedure) and _in_year(record, year)
        ]
        counted_once = Counted(Profile("", 0, tuple(one for _, one in held), ()))
        by_school: dict[bytes, dict[bytes, Told]] = defaultdict(dict)
        for _, one in held:
            for school, told in self._results.get(one.uid, {}).items():
                if self._scope is None or school in self._scope:
                    by_school[school][one.uid] = told
        found = []
        for told_of in by_school.values():
            figures = {uid: told.figures for uid, told in told_of.items()}
            kept = counted_once.kept(figures, (Aspect.FAILED, Aspect.QUALITY, Aspect.MEAN))
            found += [(record, one, told_of[one.uid]) for record, one in held if one.uid in kept]
        return found

    def _of_results(self, indicator: Indicator, year: Year) -> Computed:
        if indicator.procedure is None:
            return Computed(None, told="не выбрана процедура, по которой считать")
        told = self._told(indicator.procedure, year)
        if not told:
            return Computed(None, told="результатов этого года в файле нет")
        sources = tuple(("school_result", one.uid) for _, _, one in told)
        from_what = f"{told[0][1].name}, {_results(len(told))}"
        if indicator.formula == "high":
            return _high(indicator, told, from_what, sources)
        pairs = [(one.figures, by_marks(at.family, at.level)) for _, at, one in told]
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
            for _, _, one in told
            if is_low(one.figures.participants, one.figures.failed, one.figures.failed_pct_e4, from_pct)
        ]
        sources = tuple(("school_result", one.uid) for _, _, one in told)
        return Computed(len(low) * E4, 0, f"доля «2» не ниже {from_pct} %; {_results(len(told))}", sources)

    # --- statuses ----------------------------------------------------------------------------------------------------

    @cached_property
    def _statuses(self) -> tuple[StatusLine, ...]:
        return tuple(line for lines in statuses.statuses(self._session).values() for line in lines)

    def _of_statuses(self, formula: str, year: Year) -> Computed:
        last = min(year.days.ends, self._on)
        starts, ends = year.days.starts.isoformat(), last.isoformat()
        every = self._statuses
        listed = {
            one.school: one
            for one in every
            if (not one.since or one.since <= ends) and (not one.until or one.until >= starts)
        }
        if not listed and not any(one.since <= ends for one in every):
            return Computed(None, told="перечней за этот год в файле нет")
        if self._school is not None:
            listed = {uid: one for uid, one in listed.items() if uid == self._school}
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
        share = (2 * PERCENT_E4 * len(listed) + len(schools)) // (2 * len(schools))
        return Computed(share, 1, f"{len(listed)} из {counted_of(len(schools), 'школы', 'школ')}", sources)

    # --- what was done -----------------------------------------------------------------------------------------------

    @cached_property
    def _schools_of(self) -> Mapping[bytes | None, frozenset[bytes]]:
        """The schools an event names."""
        found: dict[bytes | None, set[bytes]] = defaultdict(set)
        query = select(Link.event, Link.school).where(Link.role == "event_school")
        for event, school in self._session.execute(query):
            if school is not None:
                found[event].add(school)
        return {event: frozenset(schools) for event, schools in found.items()}

    def _concerns(self, event: Event, *, alone: bool = False) -> bool:
        """Whether it was for the school that is looked at, and for no other."""
        if self._school is None or self._scope is None:
            return True
        named = self._schools_of.get(event.uid, frozenset())
        if alone:
            return not event.all_schools and bool(named) and named <= self._scope
        return event.all_schools or bool(named & self._scope)

    def _held_in(self, event: Event, year: Year) -> bool:
        """Whether it ended in that year, so that it counts in one alone, and is not still to begin."""
        starts, ends = event.starts or event.ends, event.ends or event.starts
        return (
            event.outcome not in UNDONE
            and bool(starts)
            and starts <= self._on.isoformat()
            and year.days.starts.isoformat() <= ends <= year.days.ends.isoformat()
        )

    @cached_property
    def _done(self) -> tuple[tuple[Event, frozenset[bytes | None]], ...]:
        """What was done and which rows it carries out."""
        query = select(Link.event, Link.activity).where(Link.role == "event_activity")
        rows: dict[bytes | None, set[bytes | None]] = defaultdict(set)
        for event, activity in self._session.execute(query):
            rows[event].add(activity)
        return tuple(
            (one, frozenset(rows[one.uid])) for one in self._session.scalars(select(Event)) if one.uid in rows
        )

    def _of_programme(self) -> set[bytes | None]:
        query = select(Activity.uid).join(Part, Part.uid == Activity.part)
        found: set[bytes | None] = set(
            self._session.scalars(query.where(Part.programme == self._programme.uid))
        )
        return found

    def _of_events(self, indicator: Indicator, year: Year) -> Computed:
        linked = select(Link.activity).where(
            Link.role == "activity_indicator", Link.indicator == indicator.uid
        )
        activities = set(self._session.scalars(linked))
        what = "по связанным мероприятиям"
        if not activities and indicator.formula == "people":
            return Computed(
                None, told="не связан ни с одним мероприятием: отметьте показатель в форме мероприятия"
            )
        if not activities:
            activities, what = self._of_programme(), "по всем мероприятиям программы"
        events = [one for one, of in self._done if of & activities and self._concerns(one)]
        held = [one for one in events if self._held_in(one, year)]
        undated = sum(not one.starts and not one.ends for one in events)
        if not held:
            return Computed(None, told=f"{what} в этом году ничего не отмечено")
        told = f"{what}: {counted(len(held), 'запись', 'записи', 'записей')} о сделанном"
        told += f"; без даты {undated}, не учтены" if undated else ""
        sources = tuple(("event", one.uid) for one in held)
        if indicator.formula == "events":
            return Computed(sum(1 if one.times is None else one.times for one in held) * E4, 0, told, sources)
        known = [one.people for one in held if one.people is not None and self._concerns(one, alone=True)]
        lacks = "число участников" if self._school is None else "число участников этой школы"
        if not known:
            return Computed(None, told=f"{told}: {lacks} не указано", sources=sources)
        missing = len(held) - len(known)
        told += f"; в {missing} {lacks} не указано" if missing else ""
        return Computed(sum(known) * E4, 0, told, sources)


def _high(
    indicator: Indicator,
    told: Iterable[tuple[SittingRecord, Sitting, Told]],
    from_what: str,
    sources: Sources,
) -> Computed:
    every = list(told)
    borders = {record.high_from for record, _, _ in every}
    wanted = indicator.limit_e4
    if wanted is not None and borders != {wanted // E4 if wanted % E4 == 0 else None}:
        held = ", ".join(str(one) if one is not None else "не указан" for one in sorted(borders, key=str))
        return Computed(
            None, told=f"порог показателя {decimal_e4(wanted, 0)}, высокий балл в проведениях: {held}"
        )
    counts = [
        (one.figures.participants, one.figures.high)
        for _, _, one in every
        if one.figures.participants and one.figures.high is not None
    ]
    if counts:
        takers, high = sum(n or 0 for n, _ in counts), sum(count or 0 for _, count in counts)
        share = (2 * PERCENT_E4 * high + takers) // (2 * takers)
        partly = f"; без {_results_of(len(every) - len(counts))}" if len(counts) < len(every) else ""
        return Computed(share, 1, f"{from_what}, {high} из {takers}{partly}", sources)
    if len(every) == 1 and (only := every[0][2].figures).high_pct_e4 is not None:
        return Computed(only.high_pct_e4, only.pct_decimals, from_what, sources)
    return Computed(None, told=f"{from_what}: число высокобалльников не указано")


def _in_year(record: SittingRecord, year: Year) -> bool:
    if year.kind == CALENDAR:
        return calendar_year_of(record.school_year, record.season) == year.year
    return record.school_year == year.year


def _results(count: int) -> str:
    return counted(count, "результат", "результата", "результатов")


def _results_of(count: int) -> str:
    return counted(count, "результата", "результатов", "результатов")
