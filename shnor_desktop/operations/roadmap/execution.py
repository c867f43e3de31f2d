"""What was done about the rows of a plan: noted in one line, and told as happenings for the states of their
windows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import Link
from shnor_desktop.models.roadmap import EVENT_KINDS, Activity, Event
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import linking, periods, records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules import quick_line
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.days import days_of_event
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.states import UNDONE, Happening
from shnor_desktop.rules.quick_line import QuickLine
from shnor_desktop.rules.words.mentions import SchoolMentions
from shnor_desktop.rules.words.russian import quoted

_SOME_DAY = Window(date(1950, 1, 1), date(2150, 12, 31))
"""Of what was done nobody knows when: it meets any window and is late for none."""
_FEW = 200
"""So many records are named in one statement: of more all are read, which costs less."""
_LIKE = {
    "group_meeting": "group_meeting",
    "meeting": "heads_meeting",
    "seminar": "seminar",
    "course": "course",
    "consultation": "consultation",
    "monitoring": "monitoring",
    "analysis": "monitoring",
    "visit": "visit",
    "document": "document",
    "agreement": "document",
    "publication": "publication",
    "control": "control",
}
"""What an activity of that kind is done by, where the line does not say."""


def happenings(session: Session, activities: Iterable[bytes], on: date) -> dict[bytes, tuple[Happening, ...]]:
    """What was done about each of these activities by that day, not what is set for a later one; those nothing was done
    about are missing."""
    link, event = Link.__table__.columns, Event.__table__.columns
    wanted = set(activities)
    query = (
        select(link.activity, event.starts, event.ends, event.date_text, event.times)
        .join(Event.__table__, event.uid == link.event)
        .where(link.role == "event_activity", event.outcome.not_in(UNDONE))
        .order_by(event.starts, event.uid)
    )
    if len(wanted) <= _FEW:
        query = query.where(link.activity.in_(wanted))
    found: dict[bytes, list[Happening]] = defaultdict(list)
    for activity, starts, ends, words, times in session.execute(query).all():
        if activity in wanted:
            days = days_of(starts, ends, words) or _SOME_DAY
            if days.starts <= on:
                found[activity].append(Happening(days, 1 if times is None else times))
    return {uid: tuple(done) for uid, done in found.items()}


def days_of(starts: str, ends: str, words: str = "") -> Window | None:
    """The days of an event as it keeps them; one that names a single day keeps it in either field. Words tell them only
    where they name a year themselves."""
    return days_of_event(starts, ends, words)


# --- in one line -------------------------------------------------------------------------------------------------


def read_line(session: Session, activity: bytes | None, line: str, today: date) -> QuickLine:
    """What a line typed in a row of the plan would become; without a row what was done stands alone."""
    record = _known(session, activity) if activity is not None else None
    read = quick_line.read(line, today, _period(session, record), mentions(session))
    return read if record is None or read.kind else _with_kind(read, record.kind)


def mentions(session: Session) -> SchoolMentions[bytes]:
    """The schools of the file as a line may name them."""
    names: dict[bytes, list[str]] = {
        uid: [name, place]
        for uid, name, place in session.execute(select(School.uid, School.name, School.place))
    }
    for uid, spelling in session.execute(select(SchoolAlias.school, SchoolAlias.spelling)):
        if uid in names:
            names[uid].append(spelling)
    return SchoolMentions(names)


def told(session: Session, read: QuickLine) -> str:
    """What was understood of a line, with the names of its schools."""
    titles = Titles(session)
    return quick_line.told(read, dict(EVENT_KINDS), lambda uid: titles("school", uid))


def _with_kind(read: QuickLine, kind: str) -> QuickLine:
    told = _LIKE.get(kind) or (quick_line.DOCUMENT if read.papers else quick_line.OTHER)
    return quick_line.with_kind(read, told)


def _period(session: Session, record: Activity | None) -> Period | None:
    if record is None:
        return None
    return periods.period_of(session, BY_CODE["activity"], {"part": record.part, "event": record.event})


def _known(session: Session, activity: bytes) -> Activity:
    record = session.get(Activity, activity)
    if record is None:
        raise UserError("Этого мероприятия больше нет в файле.", "Его удалили; обновите дорожную карту.")
    return record


def note_done(document: Document, activity: bytes | None, line: str, today: date | None = None) -> bytes:
    """Keep what a line says was done, with the papers it names; the uid of the event."""
    if not line.strip():
        raise UserError(
            "Не сказано, что сделано.", "Введите, например: 15.12 совещание, 12 чел., приказ 324."
        )
    with document.read() as session:
        read = read_line(session, activity, line, today or date.today())
        row = records.title(session, "activity", activity) if activity is not None else ""
    name = row or read.title or line.strip()
    with document.write(f"Отмечено выполнение: {quoted(name[:100])}") as session:
        return note(session, activity, read)


def note(session: Session, activity: bytes | None, read: QuickLine) -> bytes:
    """Save what a line was read into; the uid of the event."""
    event = records.save(session, "event", None, _values(session, activity, read))
    for paper in read.papers:
        named: dict[str, Value | Linked] = {"title": paper.title, "requisites": paper.requisites}
        records.save(session, "evidence", None, {"event": event, **named})
    for step in read.agreed:
        agreed: dict[str, Value | Linked] = {"text": step.text, "due_text": step.due_text}
        agreed["schools"] = tuple((uid, "") for uid in read.schools)
        records.save(session, "activity", None, {"event": event, **agreed})
    return event


def _values(session: Session, activity: bytes | None, read: QuickLine) -> dict[str, Value | Linked]:
    given: dict[str, Value | Linked] = {
        "kind": read.kind or (quick_line.DOCUMENT if read.papers else quick_line.OTHER),
        "title": read.title,
        "date_text": read.date_text,
        "times": read.times,
        "at_least": read.at_least,
        "people": read.people,
        "who": read.who,
        "hours_e4": read.hours_e4,
        "outcome": read.outcome,
        "schools": tuple((uid, "") for uid in read.schools),
        "all_schools": read.all_schools,
        "next_on": read.next_on.isoformat() if read.next_on is not None else "",
    }
    if read.days is not None:
        given |= {"starts": read.days.starts.isoformat(), "ends": read.days.ends.isoformat()}
    if activity is not None:
        given["activities"] = ((activity, ""),)
        schools = (
            linking.linked(session, BY_CODE["activity"], [activity]).get(activity, {}).get("schools", ())
        )
        if len(schools) == 1 and not (read.schools or read.all_schools):
            given["schools"] = tuple((uid, "") for uid, _ in schools)
    return given


def execute(document: Document, event: bytes, activities: Iterable[bytes], *, also: bool = True) -> None:
    """Say which activities an event executes: these besides the others, or these no more."""
    named = tuple(activities)
    kind = BY_CODE["event"]
    with document.write(
        "Отмечено в мероприятиях плана" if also else "Снята отметка в мероприятиях плана"
    ) as session:
        linked: Linked = linking.linked(session, kind, [event]).get(event, {}).get("activities", ())
        kept = tuple(pair for pair in linked if pair[0] not in named)
        wanted = (*kept, *((uid, "") for uid in named)) if also else kept
        records.save(session, "event", event, {"activities": wanted})
