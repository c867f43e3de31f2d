"""The work of a week or a month: what opens and ends in it, what is set for a day, what is overdue, what has no day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shnor_desktop.models.roadmap import EVENT_KINDS, OUTCOMES, Event
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.roadmap import execution, meetings, rows
from shnor_desktop.operations.roadmap.meetings import Decision
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines import due as kinds
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import State
from shnor_desktop.rules.deadlines.telling import MONTHS
from shnor_desktop.rules.words.russian import counted

DATED, OVERDUE, UNDATED = "dated", "overdue", "undated"
BLOCKS = {DATED: "По дням", OVERDUE: "Просрочено", UNDATED: "Без даты: по запросам, по другим планам"}
_PRECISE = 27
"""Days: what is set for a whole month or longer stands in the plan of the month, not of its weeks."""
_FORGOTTEN = timedelta(days=365)
"""So long after its end a programme is past: nothing of it is overdue any more."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One thing to be done, or set for a day."""

    kind: str
    """Code of the kind of its record: «activity», «event»."""
    uid: bytes
    block: str
    day: date | None
    day_text: str
    text: str
    place: str
    people: str
    responsible: str
    state: str
    state_text: str
    source: str
    """The programme, the paper or the meeting it comes from."""


@dataclass(frozen=True, slots=True)
class Work:
    """The plan of a week or a month."""

    days: Window
    on: date
    title: str
    lines: tuple[WorkLine, ...]
    past: int
    """So many rows of programmes long over are not done; they are not named."""

    def block(self, code: str) -> tuple[WorkLine, ...]:
        """The lines of one block, in the order of their days."""
        return tuple(one for one in self.lines if one.block == code)


def week(session: Session, on: date) -> Work:
    """The week of a day, from Monday to Sunday."""
    monday = on - timedelta(days=on.weekday())
    days = Window(monday, monday + timedelta(days=6))
    return _work(session, days, on, f"на неделю {days.starts:%d.%m}–{days.ends:%d.%m.%Y}")


def month(session: Session, on: date, known: "Known | None" = None) -> Work:
    """The month of a day, of what is `known` already where it is."""
    title = f"на {MONTHS[on.month - 1]} {on.year} года"
    return _work(session, calendar.month(on.year, on.month), on, title, known)


@dataclass(frozen=True, slots=True)
class Known:
    """What work comes from: every programme with its plan, and all decisions."""

    plans: tuple[Plan, ...]
    decided: tuple[Decision, ...]


def known(session: Session, on: date) -> Known:
    """Read it as it stands on a day."""
    plans = tuple(rows.plan(session, one.uid, on) for one in outline.programmes(session))
    return Known(plans, meetings.decisions(session, on))


def _work(session: Session, days: Window, on: date, title: str, read: Known | None = None) -> Work:
    lines: list[WorkLine] = []
    past = 0
    for source, row, over in _all_rows(read or known(session, on), on):
        if row.closed:
            continue
        if over:
            past += row.state == State.OVERDUE
            continue
        lines += _lines_of(row, source, days)
    lines += _events(session, days)
    lines.sort(key=lambda one: (list(BLOCKS).index(one.block), one.day or date.max, one.text))
    return Work(days, on, title, tuple(lines), past)


def _all_rows(read: Known, on: date) -> Iterator[tuple[str, PlanRow, bool]]:
    """Rows of all plans, then decisions of papers and steps agreed at visits; whether their programme is long over."""
    told = set()
    for plan in read.plans:
        over = plan.period is not None and plan.period.ends + _FORGOTTEN < on
        for row in plan.rows:
            told.add(row.uid)
            yield plan.programme.name, row, over
    for one in read.decided:
        if one.row.uid not in told:
            yield one.taken_at, one.row, False


def _lines_of(row: PlanRow, source: str, days: Window) -> Iterator[WorkLine]:
    """The windows that open or end in these days; else that it is overdue or has no day."""
    stands = [one for one in row.standings if one.days is not None]
    here = [
        one.days
        for one in stands
        if one.days is not None
        and one.state not in (State.DONE, State.DONE_LATE)
        and (days.starts <= one.days.starts <= days.ends or days.starts <= one.days.ends <= days.ends)
    ]
    for window in here:
        opens = days.starts <= window.starts <= days.ends
        yield _line(
            row,
            source,
            DATED,
            window.starts if opens else window.ends,
            _days_text(window, days, until=row.due.until),
        )
    late = [one.days for one in stands if one.state is State.OVERDUE and one.days not in here]
    if late and late[0] is not None:
        count = counted(len(late), "срок", "срока", "сроков")
        more = f", всего {count}" if len(late) > 1 else ""
        yield _line(row, source, OVERDUE, late[0].ends, f"до {late[0].ends:%d.%m.%Y}{more}")
    if row.due.kind in (kinds.ON_DEMAND, kinds.BY_PLAN, kinds.CONDITION) and not stands:
        yield _line(row, source, UNDATED, None, " ".join(row.due_text.split()))


def _days_text(window: Window, days: Window, *, until: bool = False) -> str:
    opens, ends = days.starts <= window.starts, window.ends <= days.ends
    if until and ends:
        return f"до {window.ends:%d.%m}"
    if window.starts == window.ends:
        return f"{window.starts:%d.%m}, {_WEEKDAYS[window.starts.weekday()]}"
    if opens and ends:
        return f"{window.starts:%d.%m}–{window.ends:%d.%m}"
    year = "" if window.starts.year == window.ends.year else f".{window.ends.year}"
    return f"с {window.starts:%d.%m} по {window.ends:%d.%m}{year}" if opens else f"до {window.ends:%d.%m}"


_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def _line(row: PlanRow, source: str, block: str, day: date | None, day_text: str) -> WorkLine:
    told = joined_lines((*row.responsible.splitlines(), *row.persons))
    schools = "все школы" if row.all_schools else ", ".join(row.schools)
    text = " ".join(f"{row.number} {row.text}".split())
    return WorkLine(
        "activity", row.uid, block, day, day_text, text, "", schools, told, row.state, row.state_text, source
    )


def joined_lines(lines: Iterable[str]) -> str:
    """«Управление образования; ИМЦ»."""
    return "; ".join(dict.fromkeys(" ".join(one.split()) for one in lines if one.strip()))


def _events(session: Session, days: Window) -> Iterator[WorkLine]:
    """What is set for these days or was done in them, and the next meetings that were agreed."""
    first, last = days.starts.isoformat(), days.ends.isoformat()
    query = select(Event).where(
        or_(
            (Event.starts <= last) & ((Event.ends >= first) | (Event.starts >= first)),
            Event.next_on.between(first, last),
        )
    )
    for one in session.scalars(query.order_by(Event.starts, Event.uid)):
        held = execution.days_of(one.starts, one.ends)
        if (
            held is not None
            and held.shared(days) is not None
            and (held.days <= _PRECISE or days.days > _PRECISE)
        ):
            day = max(held.starts, days.starts)
            yield _event_line(one, day, one.date_text or _held_text(held), dict(OUTCOMES)[one.outcome or ""])
        if first <= one.next_on <= last:
            day = date.fromisoformat(one.next_on)
            yield _event_line(one, day, _days_text(Window(day, day), days), "следующая встреча")


def _held_text(held: Window) -> str:
    if held.starts == held.ends:
        return f"{held.starts:%d.%m}, {_WEEKDAYS[held.starts.weekday()]}"
    return f"{held.starts:%d.%m}–{held.ends:%d.%m}"


def _event_line(one: Any, day: date, day_text: str, state_text: str) -> WorkLine:
    kind = dict(EVENT_KINDS).get(one.kind, "")
    text = one.title or kind[:1].upper() + kind[1:]
    people = counted(one.people, "человек", "человека", "человек") if one.people else ""
    told = "; ".join(filter(None, (one.who, people)))
    known = "" if state_text == dict(OUTCOMES)[""] else state_text
    state = str(State.DONE) if one.outcome == "done" else ""
    return WorkLine("event", one.uid, DATED, day, day_text, text, one.place, told, "", state, known, kind)
