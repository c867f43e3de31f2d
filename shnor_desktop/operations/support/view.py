"""What the screen of contacts shows at once: every contact, the schools with their last one, the months of a school year."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from shnor_desktop.operations.support import contacts as verbs
from shnor_desktop.operations.support import schools as schools_of
from shnor_desktop.operations.support.contacts import PAPERWORK, Contact, Seen
from shnor_desktop.operations.support.schools import Schools
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.words.short_names import short_name


@dataclass(frozen=True, slots=True)
class ContactsView:
    """All contacts, and the schools there are on a day."""

    on: date
    schools: Schools
    contacts: tuple[Contact, ...]

    def of_school(self, school: bytes) -> tuple[Contact, ...]:
        """The timeline of one school."""
        family = next((one.family for one in self.schools.lines if one.uid == school), frozenset((school,)))
        return verbs.with_school(self.contacts, family)

    def seen(self, kinds: Collection[str] | None = None, *, asked: bool = True) -> tuple[Seen, ...]:
        """When schools were last met by these kinds, else by any that is work with schools."""
        wanted = kinds if kinds is not None else set(verbs.KINDS) - PAPERWORK
        return verbs.seen(self.contacts, self.schools, wanted, asked=asked)

    def months(
        self, year: int, kinds: Collection[str] | None = None
    ) -> dict[bytes, tuple[tuple[int, bool], ...]]:
        """Of each school how many contacts came about in each month of a school year, and whether more may be; what
        lasts several months stands in each."""
        spans = list(calendar.months_of(calendar.school_year(year)))
        found: dict[bytes, list[list[Contact]]] = defaultdict(lambda: [[] for _ in spans])
        everyone = tuple(one.uid for one in self.schools.lines)
        for one in self.contacts:
            if not one.held(self.on) or not one.meets(calendar.school_year(year)):
                continue
            if one.kind in (kinds if kinds is not None else set(verbs.KINDS) - PAPERWORK):
                for uid in everyone if one.all_schools else self.schools.of(one.schools):
                    for place, span in enumerate(spans):
                        if one.meets(span):
                            found[uid][place].append(one)
        return {
            uid: tuple((_count(here), any(one.at_least for one in here)) for here in places)
            for uid, places in found.items()
        }

    def years(self) -> tuple[int, ...]:
        """School years in which there are contacts, and the one that runs, the last first."""
        found = {_school_year(self.on)}
        spans = {(one.days.starts, one.days.ends) for one in self.contacts if one.days is not None}
        for starts, ends in spans:
            found |= set(range(_school_year(starts), _school_year(ends) + 1))
        return tuple(sorted(found, reverse=True))


def _count(here: list[Contact]) -> int:
    return sum(one.count for one in here)


def _school_year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def view(session: Session, on: date) -> ContactsView:
    """Everything the screen needs."""
    return ContactsView(on, schools_of.schools(session, on), verbs.contacts(session))


# --- a month by days -------------------------------------------------------------------------------------------------

_OWNER = re.compile(r"^[А-ЯЁ]{3,7}\s+«(.+)»$")
_PRECISE = 27
"""Days: what lasts longer has no place among the days of a month."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A contact on a day of the month, or the next meeting agreed upon."""

    day: date
    contact: Contact
    planned: bool
    """It is still to come."""
    is_next: bool
    """The day was agreed upon at this contact."""

    @property
    def text(self) -> str:
        """«Ольховецкая СОШ: посещение уроков»; without «МБОУ», for there is little room."""
        what = "следующая встреча" if self.is_next else self.contact.name
        names = ", ".join(_OWNER.sub(r"\1", short_name(one)) for one in self.contact.names)
        where = "все школы" if self.contact.all_schools else names
        return f"{where}: {what}" if where else what


@dataclass(frozen=True, slots=True)
class Month:
    """A month of contacts."""

    days: Window
    entries: dict[date, tuple[Entry, ...]]
    whole: tuple[Contact, ...]
    """Those that are known to the month alone, or last longer."""

    def contacts_of(self, day: date) -> tuple[Contact, ...]:
        """What is on a day."""
        return tuple(dict.fromkeys(one.contact for one in self.entries.get(day, ())))


def month_of(contacts: Iterable[Contact], days: Window, on: date) -> Month:
    """Contacts by the days of a month; what lasts some days stands on each of them."""
    entries: dict[date, list[Entry]] = defaultdict(list)
    whole = []
    for one in contacts:
        here = one.days.shared(days) if one.days is not None else None
        if one.days is not None and here is not None:
            if one.days.days > _PRECISE:
                whole.append(one)
            else:
                for number in range(here.days):
                    day = here.starts + timedelta(days=number)
                    entries[day].append(Entry(day, one, one.ahead(on), False))
        following = verbs.iso_day(one.next_on)
        if following is not None and days.starts <= following <= days.ends:
            entries[following].append(Entry(following, one, following > on, True))
    return Month(days, {day: tuple(found) for day, found in entries.items()}, tuple(whole))
