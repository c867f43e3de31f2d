"""What the first screen says of a document: what is in it and what to do next.

What stands in the file is read by SQL alone and shown at once; what the rule says of it comes after.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.operations.office import offices
from shnor_desktop.rules.figures import FAMILY_LABELS
from shnor_desktop.rules.words.russian import show_date

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PARCELS = 5
_FIRST = 3


@dataclass(frozen=True, slots=True)
class Held:
    """Results of one family in one school year."""

    school_year: int
    family: str
    """«ВПР»."""
    sittings: int
    schools: int
    results: int


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A workbook that was taken in."""

    title: str
    file_name: str
    imported_on: str
    results: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of schools with low results as it stands in the file."""

    in_force: int
    """Schools with the status today, whatever its basis."""
    last_title: str
    last_on: str
    """ISO date of the last signed list; empty when none is signed."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What the rule says of the schools, by its default profile."""

    computed: int = 0
    confirm: int = 0
    insufficient: int = 0
    watch: int = 0
    incomplete: int = field(default=0, compare=False)
    """Sittings of which something lacks."""
    lacking: str = field(default="", compare=False)
    """What lacks of them, where it is said in a line."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first screen shows of the file."""

    schools: int
    results: int
    held: tuple[Held, ...]
    parcels: tuple[ParcelLine, ...]
    listed: Listed
    office: str
    """Title of the current office; empty when it is not described yet."""
    person: str
    """Who works on this machine, when they said so."""
    planned: bool = False
    """Whether anything is planned or decided: then `today` has something to say."""
    profile_changed: bool = False
    """Whether anybody has saved options of the rule."""
    bare: int = 0
    """Results without figures: «н/д», «не проводилась»."""
    supported: bool = False
    """Whether any school has a status or anybody is bound to one: then `support_today` has something to say."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things of one sort that wait: how many, and the first of them in words."""

    count: int
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """What plans and decisions ask for on a day."""

    overdue: Waiting
    month: Waiting
    """What is to be done in the month of that day."""
    decisions: Waiting
    """Those that are open."""
    findings: Waiting
    """Of the plan that runs."""


@dataclass(frozen=True, slots=True)
class SupportToday:
    """Who stands alone on a day."""

    without_curator: Waiting
    since: date
    not_visited: Waiting
    """Schools that nobody has visited from that day on."""
    expiring: Waiting
    teachers_alone: Waiting
    unanswered: Waiting
    """Problems, deficits, risks and requests that nothing answers."""
    missing: Waiting
    """Documents of schools."""


def overview(connection: sqlite3.Connection) -> Overview:
    """Read it all in a few queries."""
    office = offices.current(connection)
    return Overview(
        schools=_count(connection, "school"),
        results=_count(connection, "school_result"),
        held=_held(connection),
        parcels=_parcels(connection),
        listed=_listed(connection),
        office=office.title if office else "",
        person=offices.machine().person,
        planned=_any(connection, "activity"),
        profile_changed=_any(connection, "method_profile", where="version > 1"),
        bare=_count(connection, "school_result", "state <> 'valid'"),
        supported=_any(connection, "school_status", "assignment"),
    )


def computed(session: "Session") -> Computed:
    """Apply the rule to every school."""
    from shnor_desktop.operations.identification import classification
    from shnor_desktop.operations.results.shortfall import of_profile
    from shnor_desktop.rules.results.facts import Outcome
    from shnor_desktop.rules.results.shortfall import briefly

    profile = classification.profile(session)
    verdicts = [one.verdict for one in classification.verdicts(session, profile)]
    outcomes, lacking = [one.outcome for one in verdicts], of_profile(session, profile)
    return Computed(
        computed=outcomes.count(Outcome.LOW),
        confirm=outcomes.count(Outcome.CONFIRM),
        insufficient=outcomes.count(Outcome.INSUFFICIENT),
        watch=sum(one.watch and one.outcome is Outcome.NOT for one in verdicts),
        incomplete=len(lacking),
        lacking=briefly(lacking),
    )


def today(session: "Session", on: date) -> Today:
    """Read the plans as they stand on a day."""
    from shnor_desktop.operations.programme import outline
    from shnor_desktop.operations.roadmap import meetings, week
    from shnor_desktop.operations.roadmap.findings import findings

    known = week.known(session, on)
    work = week.month(session, on, known)
    late = work.block(week.OVERDUE)
    decided = meetings.still_open(known.decided)
    programmes = [one.programme for one in known.plans]
    leading = outline.current(programmes, on) if programmes else None
    found = [one for plan in known.plans if plan.programme.uid == leading for one in findings(plan)]
    return Today(
        _waiting([_named(one.source, one.text) for one in late]),
        _waiting([f"{one.day_text} — {one.text}" for one in work.block(week.DATED)]),
        _waiting(
            [f"{'▲ ' * one.is_overdue}{one.row.text} ({one.taken_at})" for one in decided],
        ),
        _waiting([one.text for one in found]),
    )


def support_today(session: "Session", on: date) -> SupportToday:
    """Read who helps whom as it stands on a day."""
    from shnor_desktop.operations.risks import problems
    from shnor_desktop.operations.support import assignments, contacts, standing

    board, since = assignments.board(session, on), on - contacts.LONG_AGO
    seen = contacts.seen(contacts.contacts(session, kinds=contacts.VISITS), board.schools)
    unanswered = problems.unanswered(session, on=on)
    return SupportToday(
        _waiting([one.school.name for one in board.without_curator]),
        since,
        _waiting([_last(one.school.name, one.last_on) for one in seen if one.before(since)]),
        _waiting(
            [f"{show_date(one.until)} — {one.role_text} {one.who}, {one.whom}" for one in board.expiring]
        ),
        _waiting([f"{one.name}: {', '.join(one.why)}" for one in board.teachers_alone]),
        _waiting([f"{one.words} ({one.whose})" if one.whose else one.words for one in unanswered]),
        _waiting([f"{one.school}: {one.what}" for one in standing.missing(session, on)]),
    )


def _last(name: str, last: date | None) -> str:
    return f"{name}, последний раз {last:%d.%m.%Y}" if last is not None else name


def _named(source: str, text: str) -> str:
    return f"{text} ({source})" if source else text


def _waiting(texts: list[str]) -> Waiting:
    return Waiting(len(texts), tuple(" ".join(text.split()) for text in texts[:_FIRST]))


def _any(connection: sqlite3.Connection, *tables: str, where: str = "1") -> bool:
    """A file that an earlier program made and that is only looked at lacks some tables."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    there = [one for one in tables if connection.execute(query, (one,)).fetchone() is not None]
    return any(_count(connection, one, where) > 0 for one in there)


def _count(connection: sqlite3.Connection, table: str, where: str = "1") -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])


def _held(connection: sqlite3.Connection) -> tuple[Held, ...]:
    rows = connection.execute(
        "SELECT s.school_year, p.family, count(DISTINCT s.uid), "
        "count(DISTINCT CASE WHEN r.state = 'valid' THEN r.school END), sum(r.state = 'valid') "
        "FROM school_result r JOIN sitting s ON s.uid = r.sitting JOIN procedure p ON p.uid = s.procedure "
        "GROUP BY s.school_year, p.family"
    )
    order = list(FAMILY_LABELS)
    found = sorted(rows, key=lambda row: (-row[0], order.index(row[1]) if row[1] in order else 99))
    return tuple(
        Held(year, FAMILY_LABELS.get(family, family), sittings, schools, results)
        for year, family, sittings, schools, results in found
    )


def _parcels(connection: sqlite3.Connection) -> tuple[ParcelLine, ...]:
    rows = connection.execute(
        "SELECT title, file_name, imported_on, (SELECT count(*) FROM school_result r WHERE r.parcel = p.uid) "
        "FROM parcel p ORDER BY imported_on DESC, uid DESC LIMIT ?",
        (_PARCELS,),
    )
    return tuple(ParcelLine(*row) for row in rows)


def _listed(connection: sqlite3.Connection) -> Listed:
    today = date.today().isoformat()
    held = statuses_of_kind(connection, LOW_RESULT)
    last = connection.execute(
        "SELECT title, signed_on FROM status_list WHERE signed_on <> '' ORDER BY signed_on DESC, uid DESC LIMIT 1"
    ).fetchone()
    title, signed_on = last or ("", "")
    in_force = sum(any(one.in_force(today) for one in given) for given in held.values())
    return Listed(in_force, title, signed_on)
