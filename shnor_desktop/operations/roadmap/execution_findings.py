"""What a check of a programme finds in what was done and decided: nothing of it leads to the plan, days are missing or outside the
period, decisions without a due or an addressee, minutes without requisites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.orders import Evidence, Paper
from shnor_desktop.models.roadmap import Event
from shnor_desktop.operations.programme import outline, wording
from shnor_desktop.operations.programme.findings import Finding, of_words
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.roadmap import meetings
from shnor_desktop.operations.roadmap.meetings import Asked
from shnor_desktop.operations.roadmap.rows import Plan
from shnor_desktop.operations.roadmap.standing import STATEMENT
from shnor_desktop.rules.deadlines import redating, telling
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.days import days_of_event
from shnor_desktop.rules.words.russian import counted_of, joined

_MOST_NAMED = 3
_SHORT = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.\d\d(?!\d)")
_LONG = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.\d{4}(?!\d)")
_ABOUT_DONE = re.compile(r"\b(?:сделан|выполнен|реализован|проведен)", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"\d\s*(?:уч\.|учебн)", re.IGNORECASE)
_CONTROL = "control"
"""It lasts as long as the paper holds."""
_NEXT = re.compile(r"следующ|очередн|проект\w*\s+(?:нов|дорожн)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that was done, and whether it carries out a row of a plan."""

    uid: bytes
    name: str
    date_text: str
    days: Window | None
    linked: bool


def remarks(session: Session, plan: Plan) -> Iterator[Finding]:
    """All of one programme. What leads to no plan is about the programme only where there is no other it could be about."""
    alone = outline.is_alone(session, plan.programme.uid)
    columns = Event.__table__.columns
    events = session.execute(select(*columns).order_by(columns.starts, columns.uid)).all()
    decisions = meetings.asked(session, events) if alone else ()
    decided = {one.event for one in decisions if one.event is not None}
    deeds = _deeds(session, plan, events, decided if alone else None)
    yield from _of_deeds(deeds, plan, alone)
    yield from _of_year(session, deeds, plan)
    yield from _slips(events, deeds, decisions)
    yield from _without_requisites(session, deeds)
    if alone:
        yield from _of_decisions(plan, decisions)
        held = [one for one in events if one.uid in decided]
        yield from _requisites(session, [one for one in held if one.kind.endswith("meeting") or one.agenda])


def _deeds(session: Session, plan: Plan, events: Sequence[Any], decided: set[bytes] | None) -> list[_Deed]:
    """What carries out the plan; and where it stands alone what leads to no plan and decided nothing."""
    own = {row.uid for row in plan.rows}
    linked = dict[bytes | None, bool]()
    query = select(Link.event, Link.activity).where(Link.role == "event_activity")
    for event, activity in session.execute(query).all():
        linked[event] = linked.get(event, False) or activity in own
    titles = Titles(session)
    return [
        _Deed(
            one.uid,
            titles.of("event", one),
            one.date_text.strip(),
            days_of_event(one.starts, one.ends, one.date_text),
            linked.get(one.uid, False),
        )
        for one in events
        if linked.get(one.uid) or (decided is not None and one.uid not in linked and one.uid not in decided)
    ]


def _of_deeds(deeds: Sequence[_Deed], plan: Plan, alone: bool) -> Iterator[Finding]:
    if not deeds:
        return
    whole = counted_of(len(deeds), "сделанного дела", "сделанных дел")
    apart = sum(not one.linked for one in deeds)
    if alone and 2 * apart > len(deeds):
        told = f"Не связано со строками плана {apart} из {whole}: что не исполнено, по ним сказать нельзя."
        yield Finding("execution_without_plan", True, told)
    if undated := [one for one in deeds if one.days is None and not one.date_text]:
        yield Finding(
            "execution_without_date",
            True,
            f"Дата не указана у {len(undated)} из {whole}: {_named(undated)}.",
        )
    if plan.period is not None:
        period = plan.period.days
        outside = [one for one in deeds if one.days is not None and one.days.shared(period) is None]
        if outside:
            told = f"Сделано вне периода программы ({telling.days(period)}): {_named(outside)}."
            yield Finding("date_outside_period", True, told)
    short = next((found[0] for one in deeds if (found := _SHORT.search(one.date_text))), "")
    long = next((found[0] for one in deeds if (found := _LONG.search(one.date_text))), "")
    if short and long:
        yield Finding("date_style", True, f"Даты сделанного написаны по-разному: «{long}» и «{short}».")


def _of_year(session: Session, deeds: Sequence[_Deed], plan: Plan) -> Iterator[Finding]:
    """A section about what was done in one school year, and what was done in others."""
    for part in outline.outline(session, plan.programme.uid).walk():
        if part.draws != "events" and not _ABOUT_DONE.search(part.title):
            continue
        years = {one.first for one in redating.mentions(part.typed) if one.last == one.first + 1}
        if len(years) != 1 or not _SCHOOL_YEAR.search(part.typed):
            continue
        first = years.pop()
        year = Window(date(first, 9, 1), date(first + 1, 8, 31))
        outside = [one for one in deeds if one.days is not None and one.days.shared(year) is None]
        if outside:
            told = f"Раздел «{_short(part.heading)}» говорит: {telling.days(year)}, а сделано в другое время: {_named(outside)}."
            yield Finding("date_outside_period", True, told, (part.uid, *(one.uid for one in outside)))


def _slips(events: Sequence[Any], deeds: Sequence[_Deed], decisions: Sequence[Asked]) -> Iterator[Finding]:
    """Slips of the pen in what was done and decided."""
    wanted = {one.uid for one in deeds}
    texts = [
        wording.Place("Сделано", text, one.uid)
        for one in events
        if one.uid in wanted
        for text in (one.title, one.date_text, one.agenda, one.findings, one.who)
        if text
    ]
    texts += [wording.Place("Решение", one.text, one.uid) for one in decisions]
    yield from of_words(wording.slips(texts))


def _without_requisites(session: Session, deeds: Sequence[_Deed]) -> Iterator[Finding]:
    """Signed papers that confirm something and have no date or no number."""
    query = select(Paper, Evidence.event).join(Evidence, Evidence.paper == Paper.uid)
    bare = session.execute(
        query.where(Paper.state == "signed", (Paper.date == "") | (Paper.number == "")).order_by(Paper.uid)
    )
    own = {one.uid for one in deeds}
    lacking = dict.fromkeys(paper for paper, event in bare if event in own)
    for one in lacking:
        lacks = joined([word for word, known in (("даты", one.date), ("номера", one.number)) if not known])
        text = (
            f"У документа, которым подтверждено сделанное, нет {lacks}: {Titles(session).of('paper', one)}."
        )
        yield Finding("requisites_missing", True, text, (one.uid,))


def _named(deeds: Sequence[_Deed]) -> str:
    names = [", ".join(filter(None, (f"«{_short(one.name)}»", _when(one)))) for one in deeds[:_MOST_NAMED]]
    rest = len(deeds) - len(names)
    return "; ".join([*names, *([f"ещё {rest}"] if rest else [])]).rstrip(".")


def _when(one: _Deed) -> str:
    return one.date_text or (telling.days(one.days) if one.days is not None else "")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 50 else words[:50].rsplit(" ", 1)[0] + "…"


# --- decisions -------------------------------------------------------------------------------------------------------


def _of_decisions(plan: Plan, every: Sequence[Asked]) -> Iterator[Finding]:
    asked = [one for one in every if one.kind != STATEMENT]
    awaited = [one for one in asked if one.kind != _CONTROL]
    without = [one for one in awaited if not one.has_due]
    if without:
        whole = counted_of(len(awaited), "поручения", "поручений")
        text = f"Срока нет у {len(without)} из {whole}: {_decided(without)}."
        yield Finding("decision_without_due", True, text)
    if nobody := [one for one in asked if not one.has_addressee]:
        yield Finding("addressee_missing", True, f"Не сказано, кому поручено: {_decided(nobody)}.")
    yield from _years(every, plan)


def _decided(decisions: Sequence[Asked]) -> str:
    names = [f"«{_short(one.text)}»" for one in decisions[:_MOST_NAMED]]
    rest = len(decisions) - len(names)
    return "; ".join([*names, *([f"ещё {rest}"] if rest else [])])


def _years(decisions: Sequence[Asked], plan: Plan) -> Iterator[Finding]:
    """Decisions that name a span of as many years as the programme's, but others; or its own for the next programme."""
    if plan.period is None:
        return
    own = (plan.period.starts.year, plan.period.ends.year)
    for one in decisions:
        for named in redating.mentions(one.text):
            span = (named.first, named.last)
            if span == own and _NEXT.search(one.text):
                text = (
                    f"«{_short(one.text)}»: следующая программа названа на {named.text} — это годы нынешней."
                )
                yield Finding("two_periods", True, text)
            elif _NEXT.search(one.text) is None and _was_left(span, own):
                told = f"Программа на {own[0]}–{own[1]} годы, в решении «{_short(one.text)}» — {named.text}."
                yield Finding("two_periods", True, told)


def _was_left(span: tuple[int, int], own: tuple[int, int]) -> bool:
    """Whether the years look as if they stayed there from a programme before or after."""
    return span != own and span[1] - span[0] == own[1] - own[0] > 0 and abs(span[0] - own[0]) <= 1


def _requisites(session: Session, held: Sequence[Any]) -> Iterator[Finding]:
    """Meetings that decided something and do not say when, where and who was there."""
    titles = Titles(session)
    there = set(session.scalars(select(Link.event).where(Link.role == "event_person")))
    for one in held:
        told = {
            "даты": days_of_event(one.starts, one.ends, one.date_text) is not None,
            "места": bool(one.place.strip()),
            "присутствующих": bool(one.who.strip() or one.people) or one.uid in there,
        }
        lacks = [name for name, known in told.items() if not known]
        if lacks:
            name = _short(titles.of("event", one))
            yield Finding(
                "requisites_missing",
                True,
                f"Заседание «{name}», где принято решение: нет {', '.join(lacks)}.",
            )
