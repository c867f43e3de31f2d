"""The papers of a plan gathered: rows as they stand, months, the work of a week; and which rows are asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.roadmap import week
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow, plan
from shnor_desktop.operations.roadmap.standing import CANCELLED, NOT_DONE, WORDS
from shnor_desktop.operations.roadmap.week import BLOCKS, Work, joined_lines
from shnor_desktop.papers.roadmap.facts import MonthsFacts, PlanFacts, StandingRow, WorkFacts, WorkRow
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.rules.deadlines import calendar
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.states import State

OPEN, OVERDUE = "open", "overdue"
ROWS = {"": "все строки", OPEN: "только незакрытые", OVERDUE: "только просроченные"}
WEEK, MONTH = "week", "month"
SPANS = {WEEK: "неделя", MONTH: "месяц"}
_MOST_MONTHS = 24
_SHORT = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_QUARTERS = ("I", "II", "III", "IV")


def bodies(text: str) -> tuple[str, ...]:
    """Who is named in a field of responsibles, one by one."""
    pieces = (piece for line in text.splitlines() for piece in line.split(";"))
    return tuple(" ".join(one.split()) for one in pieces if one.strip())


def same_body(name: str) -> str:
    """Spellings of one body are the same wherever rows are narrowed, and only there."""
    return " ".join(name.split()).rstrip(".,").casefold().replace("ё", "е")


def all_bodies(session: Session) -> tuple[str, ...]:
    """Everybody who is responsible for something, in one spelling each."""
    found: dict[str, str] = {}
    for text in session.scalars(select(Activity.responsible).distinct()):
        for name in bodies(text):
            found.setdefault(same_body(name), name)
    return tuple(sorted(found.values(), key=str.casefold))


def plan_facts(session: Session, programme: bytes, rows: str, whose: str | None, on: date) -> PlanFacts:
    """The plan of a programme, or those of its rows that are asked for."""
    found = plan(session, programme, on)
    wanted = [row for row in found.rows if _wanted(row, rows, whose)]
    counts: dict[str, list[PlanRow]] = defaultdict(list)
    for row in wanted:
        counts[row.state].append(row)
    narrowed = ", ".join(
        filter(None, (ROWS[rows] if rows else "", f"ответственный – {whose}" if whose else ""))
    )
    return PlanFacts(
        _meta(session, on),
        found.programme.title,
        _period(found.programme),
        on.isoformat(),
        narrowed,
        tuple(_lines(found, wanted, lambda row: ())),
        tuple(
            (word, len(counts[code]), tuple(("activity", row.uid) for row in counts[code]))
            for code, word in WORDS.items()
            if code in counts
        ),
        (("programme", programme),),
        any(row.expected.strip() for row in wanted),
    )


def _wanted(row: PlanRow, rows: str, whose: str | None) -> bool:
    if whose and same_body(whose) not in map(same_body, (*bodies(row.responsible), *row.persons)):
        return False
    return not row.closed if rows == OPEN else row.state == State.OVERDUE if rows == OVERDUE else True


def _meta(session: Session, on: date) -> PaperMeta:
    return replace(paper_meta(session, on=on.isoformat()), letterhead=(), date="", place="", number="")


def _period(programme: ProgrammeLine) -> str:
    label = programme.period_label.strip()
    return f"на {label}" if label else ""


def _lines(
    found: Plan, rows: list[PlanRow], cells: Callable[[PlanRow], tuple[str, ...]]
) -> Iterator[StandingRow]:
    inside: dict[bytes | None, list[PlanRow]] = defaultdict(list)
    for row in rows:
        inside[row.part].append(row)
    lone = sum(one.is_plan for one in found.sections) == 1
    for section in found.sections:
        if inside[section.uid] and not (lone and section.is_plan):
            yield StandingRow((("part", section.uid),), section.title)
        for row in inside[section.uid]:
            yield StandingRow(
                (("activity", row.uid),),
                "",
                row.number,
                row.text,
                " ".join(row.due_text.split()),
                joined_lines((*row.responsible.splitlines(), *row.persons)),
                row.expected,
                ". ".join(filter(None, (row.state_text, row.state_note))),
                cells(row),
            )


# ---- by months


def months_facts(session: Session, programme: bytes, on: date) -> MonthsFacts:
    """The plan by months; by quarters where it has more than two years."""
    found = plan(session, programme, on)
    months = list(calendar.months_of(days_of(found)))
    quarters = len(months) > _MOST_MONTHS
    columns = _quarters(months) if quarters else months
    years: dict[int, int] = defaultdict(int)
    for one in columns:
        years[one.starts.year] += 1
    names = [
        _QUARTERS[one.starts.month // 3] if quarters else _SHORT[one.starts.month - 1] for one in columns
    ]
    rows = tuple(_lines(found, list(found.rows), lambda row: _cells(row, columns)))
    return MonthsFacts(
        _meta(session, on),
        found.programme.title,
        _period(found.programme),
        on.isoformat(),
        tuple((str(year), count) for year, count in years.items()),
        tuple(names),
        next((place for place, one in enumerate(columns) if one.starts <= on <= one.ends), -1),
        rows,
        (("programme", programme),),
        quarters,
    )


def days_of(found: Plan) -> Window:
    """From the first to the last day that a plan speaks of; the year of today where it speaks of none. A date far away
    that somebody mistyped does not stretch it."""
    windows = [one for row in found.rows for one in row.due.windows]
    if found.period is not None:
        around = Window(found.period.starts - timedelta(days=366), found.period.ends + timedelta(days=366))
        windows = [found.period.days, *(one for one in windows if around.holds(one))]
    if not windows:
        return calendar.calendar_year(found.on.year)
    first = min(one.starts for one in windows)
    return Window(first, min(max(one.ends for one in windows), first + timedelta(days=366 * 10)))


def _quarters(months: list[Window]) -> list[Window]:
    first, last = months[0].starts, months[-1].ends
    return [
        calendar.months(year, 3 * number + 1, 3 * number + 3)
        for year in range(first.year, last.year + 1)
        for number in range(4)
        if Window(first, last).shared(calendar.months(year, 3 * number + 1, 3 * number + 3)) is not None
    ]


_SIGNS = {
    State.DONE: "+",
    State.DONE_LATE: "+",
    State.OVERDUE: "!",
    State.DUE: "…",
    State.COUNTED: "…",
    CANCELLED: "–",
    NOT_DONE: "–",
}


def _cells(row: PlanRow, columns: list[Window]) -> tuple[str, ...]:
    """A sign for each column; a blank where a due stands and nothing is to be said of it."""
    signs = [""] * len(columns)
    for one in row.standings:
        for place, days in enumerate(columns):
            if one.days is not None and one.days.shared(days) is not None:
                signs[place] = max(signs[place], _SIGNS.get(row.window_state(one), " "), key=_weight)
    return tuple(signs)


def _weight(sign: str) -> int:
    return ("", " ", "–", "+", "…", "!").index(sign)


# ---- the week


def work_facts(session: Session, span: str, on: date) -> WorkFacts:
    """The work of the week or the month of a day."""
    found = week.month(session, on) if span == MONTH else week.week(session, on)
    blocks = tuple((title, _work_rows(found, code)) for code, title in BLOCKS.items())
    return WorkFacts(
        _meta(session, on), found.title, on.isoformat(), tuple(block for block in blocks if block[1])
    )


def _work_rows(found: Work, code: str) -> tuple[WorkRow, ...]:
    return tuple(
        WorkRow(
            one.day_text,
            one.text,
            one.place,
            one.people,
            one.responsible,
            one.state_text,
            ((one.kind, one.uid),),
        )
        for one in found.block(code)
    )
