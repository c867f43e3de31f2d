"""Facts of indicators that follow from what was done: how often, with how many people, in which schools. What has no date or no
number is told, never guessed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Indicator
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.days import days_of_event
from shnor_desktop.rules.deadlines.states import UNDONE
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import PERCENT_E4, Year
from shnor_desktop.rules.training import Course, trained
from shnor_desktop.rules.words.russian import counted, counted_of

KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "consultations": ("консультации", frozenset(("consultation",))),
    "visits": ("выезды и посещения", frozenset(("visit", "landing"))),
    "seminars": ("семинары и вебинары", frozenset(("seminar", "webinar"))),
    "courses": ("курсы", frozenset(("course",))),
    "trained": ("курсы", frozenset(("course",))),
}
"""What a formula counts, and the kinds of events that are it."""
_SCHOOLS = ("schools_helped", "share_helped")
_NOT_LINKED = "не связан ни с одним мероприятием: отметьте показатель в форме мероприятия"


@dataclass(frozen=True, slots=True)
class Computed:
    """A fact, or why there is none. `told`: from what it was computed."""

    value_e4: int | None
    decimals: int = 0
    told: str = ""
    sources: Sources = ()


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something done, and which rows it carries out."""

    event: Event
    days: Window | None
    rows: frozenset[bytes | None]


class Deeds:
    """What was done for one programme; everything is read once, when it is first needed."""

    def __init__(
        self,
        session: Session,
        programme: ProgrammeLine,
        everyone: tuple[bytes, ...],
        school: bytes | None,
        scope: frozenset[bytes] | None,
        on: date,
    ) -> None:
        """`everyone`: all schools of the file; `scope`: those whose results count, with their branches."""
        self._session, self._programme, self._on = session, programme, on
        self._everyone, self._school, self._scope = everyone, school, scope

    def of(self, indicator: Indicator, year: Year) -> Computed:
        """The fact of a year."""
        formula = indicator.formula
        activities = self._linked(indicator.uid)
        if not activities and formula == "people":
            return Computed(None, told=_NOT_LINKED)
        what, done = self._chosen(formula, activities)
        own = self._passed if formula == "trained" else {}
        done = [one for one in done if self._concerns(one.event) or one.event.uid in own]
        held = [one for one in done if self._held_in(one, year)]
        undated = sum(one.days is None and one.event.outcome not in UNDONE for one in done)
        told = _without_dates(undated)
        if not held:
            return Computed(None, told=f"{what}: в этом году ничего не отмечено{told}")
        told = f"{what}: {counted(len(held), 'запись', 'записи', 'записей')} о сделанном{self._aside(formula, held)}{told}"
        sources = tuple(("event", one.event.uid) for one in held)
        if formula in _SCHOOLS:
            return self._schools(formula, held, told, sources)
        if formula == "trained":
            return self._trained([one.event for one in held], told, sources)
        if formula == "people":
            return self._people([one.event for one in held], told, sources)
        count = sum(1 if one.event.times is None else one.event.times for one in held)
        told += "; где-то «не меньше»" if any(one.event.at_least for one in held) else ""
        return Computed(count * E4, 0, told, sources)

    # --- which count -------------------------------------------------------------------------------------------------

    def _linked(self, indicator: bytes) -> frozenset[bytes | None]:
        query = select(Link.activity).where(Link.role == "activity_indicator", Link.indicator == indicator)
        return frozenset(self._session.scalars(query))

    def _chosen(self, formula: str, activities: frozenset[bytes | None]) -> tuple[str, list[_Deed]]:
        """What counts and how it is called: of the rows that name the indicator; else of all rows of the programme, of one
        kind also what carries out no row of any plan."""
        kind, codes = KINDS.get(formula, ("", frozenset[str]()))
        prefix = f"{kind} " if kind else ""
        alike = [one for one in self._done if not codes or one.event.kind in codes]
        if activities:
            return f"{prefix}по связанным мероприятиям", [one for one in alike if one.rows & activities]
        if kind:
            return kind, [one for one in alike if not one.rows or one.rows & self._rows]
        return "по всем мероприятиям программы", [one for one in alike if one.rows & self._rows]

    def _aside(self, formula: str, held: Sequence[_Deed]) -> str:
        alone = sum(not one.rows for one in held) if formula in KINDS else 0
        return f", из них {alone} вне планов" if alone else ""

    @cached_property
    def _rows(self) -> frozenset[bytes | None]:
        """Rows of the programme, in whatever part of a part they stand."""
        parts = [one.uid for one in outline.outline(self._session, self._programme.uid).walk()]
        return frozenset(self._session.scalars(select(Activity.uid).where(Activity.part.in_(parts))))

    @cached_property
    def _done(self) -> tuple[_Deed, ...]:
        query = select(Link.event, Link.activity).where(Link.role == "event_activity")
        rows: dict[bytes | None, set[bytes | None]] = defaultdict(set)
        for event, activity in self._session.execute(query):
            rows[event].add(activity)
        return tuple(
            _Deed(one, days_of_event(one.starts, one.ends, one.date_text), frozenset(rows[one.uid]))
            for one in self._session.scalars(select(Event))
        )

    def _held_in(self, one: _Deed, year: Year) -> bool:
        """Whether it ended in that year, so that it counts in one alone, and is not still to begin."""
        days = one.days
        return (
            one.event.outcome not in UNDONE
            and days is not None
            and days.starts <= self._on
            and year.days.starts <= days.ends <= year.days.ends
        )

    # --- for whom ----------------------------------------------------------------------------------------------------

    @cached_property
    def _named(self) -> Mapping[bytes | None, frozenset[bytes]]:
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
        named = self._named.get(event.uid, frozenset())
        if alone:
            return not event.all_schools and bool(named) and named <= self._scope
        return event.all_schools or bool(named & self._scope)

    def _people(self, held: Sequence[Event], told: str, sources: Sources) -> Computed:
        known = [one.people for one in held if one.people is not None and self._concerns(one, alone=True)]
        lacks = "число участников" if self._school is None else "число участников этой школы"
        if not known:
            return Computed(None, told=f"{told}: {lacks} не указано", sources=sources)
        missing = len(held) - len(known)
        told += f"; в {missing} {lacks} не указано" if missing else ""
        told += "; кто был дважды, посчитан дважды" if len(known) > 1 else ""
        return Computed(sum(known) * E4, 0, told, sources)

    def _trained(self, held: Sequence[Event], told: str, sources: Sources) -> Computed:
        """Everybody who passed one of the courses, once as far as names tell; of a school its own people."""
        found = trained(
            Course(
                self._passed.get(one.uid, frozenset()),
                one.people if self._concerns(one, alone=True) else None,
                bool(one.at_least),
            )
            for one in held
        )
        if not found.count:
            return Computed(None, told=f"{told}: участники не указаны", sources=sources)
        least = "; где-то «не меньше»" if found.at_least else ""
        return Computed(found.count * E4, 0, f"{told}; {found.told}{least}", sources)

    @cached_property
    def _passed(self) -> Mapping[bytes, frozenset[bytes]]:
        """The people an event names, of the school that is looked at those who work there."""
        query = select(Link.event, Link.person).where(Link.role == "event_person")
        if self._school is not None and self._scope is not None:
            query = query.join(Person, Person.uid == Link.person).where(Person.school.in_(self._scope))
        found: dict[bytes, set[bytes]] = defaultdict(set)
        for event, person in self._session.execute(query):
            if event is not None and person is not None:
                found[event].add(person)
        return {event: frozenset(persons) for event, persons in found.items()}

    def _schools(self, formula: str, held: Sequence[_Deed], told: str, sources: Sources) -> Computed:
        """How many schools were named by what was done."""
        whole = self._programme.schools or self._everyone
        among = {uid for uid in whole if self._school in (None, uid)}
        reached = set(among) if any(one.event.all_schools for one in held) else set()
        for one in held:
            reached |= self._named.get(one.event.uid, frozenset()) & among
        silent = sum(not one.event.all_schools and one.event.uid not in self._named for one in held)
        if not reached and silent:
            return Computed(None, told=f"{told}: школы не указаны", sources=sources)
        told += f"; в {silent} школы не указаны" if silent else ""
        if formula == "schools_helped":
            return Computed(len(reached) * E4, 0, told, sources)
        if not among:
            lacks = "школ в файле нет" if self._school is None else "школа не отмечена в программе"
            return Computed(None, told=lacks)
        share = (2 * PERCENT_E4 * len(reached) + len(among)) // (2 * len(among))
        of = f"{len(reached)} из {counted_of(len(among), 'школы', 'школ')}"
        of += " программы" if self._programme.schools else " файла: школы программы не отмечены"
        return Computed(share, 1, f"{of}; {told}", sources)


def _without_dates(count: int) -> str:
    return f"; без даты {count}, не учтены" if count else ""
