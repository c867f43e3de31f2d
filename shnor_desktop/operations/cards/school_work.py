"""What was done with a school and what is to be done: the blocks of contacts and of activities of its card."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.programme import Part, Programme
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.roadmap import meetings, rows
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow
from shnor_desktop.operations.roadmap.standing import ASK, WORDS
from shnor_desktop.operations.support import contacts
from shnor_desktop.operations.support.contacts import Contact
from shnor_desktop.papers.cards.facts import CONTACTS, WORK, CardBlock, CardLine
from shnor_desktop.rules.deadlines.states import State
from shnor_desktop.rules.words.russian import show_date

_CONTACTS, _ROWS = 8, 12
_FIRST = (State.OVERDUE, ASK)


class Work:
    """Contacts and activities of schools; plans are read once."""

    def __init__(self, session: Session, on: date) -> None:
        self._session, self._on = session, on
        self._plans: dict[bytes, Plan] = {}

    def contacts(self, uid: bytes, family: Collection[bytes]) -> CardBlock:
        """The last contacts, the last first, and the day that is set next."""
        found = contacts.with_school(contacts.contacts(self._session, family), family)
        held = [one for one in found if one.held(self._on)]
        lines = tuple(_contact(one) for one in held[:_CONTACTS])
        ahead = [one.days.starts for one in found if one.ahead(self._on) and one.days]
        day = self._on.isoformat()
        following = [iso for one in held if (iso := one.next_on) >= day] + [one.isoformat() for one in ahead]
        visits = [one for one in held if one.kind in contacts.VISITS]
        told = (
            f"Посещений: {sum(one.count for one in visits)}." if held else "",
            f"Следующая встреча: {show_date(min(following))}." if following else "",
        )
        heads = ("Когда", "Что", "Выводы")
        empty = "Контактов со школой не записано."
        note = " ".join(filter(None, told))
        return CardBlock(
            CONTACTS, "Контакты", heads, lines, empty, "contacts", {"school": uid}, note, total=len(held)
        )

    def activities(self, uid: bytes, family: Collection[bytes]) -> CardBlock:
        """Rows of plans and agreed steps that concern the school and are not closed: the overdue first."""
        linked = frozenset(
            uid
            for uid in self._session.scalars(
                select(Link.activity).where(Link.role == "activity_school", Link.school.in_(family))
            )
            if uid is not None
        )
        found = self._planned(family, linked)
        found += self._agreed(family, linked - {one.row.uid for one in found})
        awaited = [one for one in found if not one.row.closed]
        awaited.sort(key=lambda one: (one.row.state not in _FIRST, _last(one.row)))
        lines = tuple(_activity(one.row, one.where) for one in awaited[:_ROWS])
        late = sum(one.row.state == State.OVERDUE for one in awaited)
        told = (
            f"Просрочено: {late}." if late else "",
            f"Закрыто: {len(found) - len(awaited)}." if len(found) > len(awaited) else "",
        )
        heads = ("Что сделать", "Срок", "Ответственные", "Состояние")
        screen, arguments = awaited[0].place if awaited else ("roadmap", {})
        return CardBlock(
            WORK,
            "Мероприятия и договорённости",
            heads,
            lines,
            "Незакрытых мероприятий у школы нет.",
            screen,
            arguments,
            " ".join(filter(None, told)),
            total=len(awaited),
        )

    def _planned(self, family: Collection[bytes], linked: Collection[bytes]) -> "list[_Found]":
        in_plans = select(Part.programme, Activity.uid).join(Part, Part.uid == Activity.part)
        wanted: dict[bytes, set[bytes]] = {}
        for programme, activity in self._session.execute(in_plans.where(Activity.uid.in_(linked))):
            if programme is not None:
                wanted.setdefault(programme, set()).add(activity)
        own = set(self._session.scalars(select(Programme.uid).where(Programme.school.in_(family))))
        return [
            _Found(row, plan.programme.name, ("roadmap", {"programme": uid, "activity": row.uid}))
            for uid in sorted(own | set(wanted))
            for plan in (self._plan(uid),)
            for row in plan.rows
            if uid in own or row.uid in wanted[uid]
        ]

    def _plan(self, uid: bytes) -> Plan:
        if uid not in self._plans:
            self._plans[uid] = rows.plan(self._session, uid, self._on)
        return self._plans[uid]

    def _agreed(self, family: Collection[bytes], named: Collection[bytes]) -> "list[_Found]":
        query = select(Link.event).where(Link.role == "event_school", Link.school.in_(family))
        events = [one for one in self._session.scalars(query) if one is not None]
        found = meetings.decisions(self._session, self._on, events=events, named=named)
        return [_Found(one.row, one.taken_at, ("done", {"decision": one.row.uid})) for one in found]


class _Found(NamedTuple):
    """Something to be done, where it was planned or agreed, and the screen that shows it."""

    row: PlanRow
    where: str
    place: tuple[str, dict[str, Any]]


def _last(row: PlanRow) -> date:
    return min((one.days.ends for one in row.standings if one.days), default=date.max)


def _contact(one: Contact) -> CardLine:
    name = (
        one.name
        if one.name.casefold().startswith(one.kind_text.casefold())
        else f"{one.kind_text}: {one.name}"
    )
    what = ", ".join(filter(None, (name[:1].upper() + name[1:], one.counted)))
    findings = " ".join(one.findings.split())
    return CardLine((one.when, what, findings or "–"), sources=(("event", one.uid),))


def _activity(row: PlanRow, where: str) -> CardLine:
    text = " ".join((row.number, *row.text.split())).strip()
    due = " ".join(row.due_text.split()) or "–"
    responsible = "; ".join(" ".join(one.split()) for one in row.responsible.splitlines() if one.strip())
    state = row.state_text or WORDS.get(row.state, "")
    mark = "overdue" if row.state == State.OVERDUE else "ask" if row.state == ASK else ""
    return CardLine(
        (f"{text} ({where})" if where else text, due, responsible or "–", state),
        mark,
        (("activity", row.uid),),
    )
