"""Facts of the minutes of a meeting: its event, who was there, the decisions, and the registered paper, where there is one."""

import re
from collections import defaultdict
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.roadmap import Event
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.roadmap import events, meetings
from shnor_desktop.operations.roadmap.meetings import Decision
from shnor_desktop.papers.roadmap.minutes import Attendant, Item, MinutesFacts, Resolution
from shnor_desktop.rules.words.points import points

_OF = {
    "visit": "посещения",
    "consultation": "консультации",
    "seminar": "семинара",
    "webinar": "вебинара",
    "interview": "собеседования",
    "heads_meeting": "совещания руководителей",
    "group_meeting": "заседания рабочей группы",
    "association": "заседания методического объединения",
    "parents_meeting": "родительского собрания",
}
_NUMBERED = re.compile(r"(\d{1,2})[.)]")
_WITHIN = re.compile(r"(\d{1,2})\.\d")
"""«2.1»: the first decision about the second question."""
STATEMENT = "statement"


def gather(session: Session, event: bytes) -> MinutesFacts:
    """Facts of one meeting."""
    record = session.get(Event, event)
    if record is None:
        raise UserError("Этого заседания больше нет в файле.", "Выберите другое.")
    paper = meetings.minutes_of(session, event)
    (line,) = events.events(session, [event])
    day = (paper.date if paper is not None else "") or record.starts or record.ends
    attendants = _attendants(session, event)
    items, heard, resolutions = _course(record, meetings.decisions(session, date.today(), event=event))
    return MinutesFacts(
        meta=paper_meta(session, on=day),
        what=_OF.get(record.kind, ""),
        title=_title(record.title, line.kind_text),
        number=paper.number if paper is not None else "",
        date=day,
        place=_place(session, record, paper),
        chair=_with_role(attendants, "председател", "ведущ") or _signatory(session, paper),
        secretary=_with_role(attendants, "секретар"),
        people=record.people,
        who=record.who,
        attendants=attendants,
        items=items,
        heard=heard,
        resolutions=resolutions,
        source=(("event", event),),
    )


def _place(session: Session, record: Event, paper: Paper | None) -> str:
    return record.place or (paper.place if paper is not None else "") or paper_meta(session).place


def _title(title: str, kind: str) -> str:
    """The title without the words that say again what it was."""
    first = kind.split(" ")[0].rstrip(",").casefold()
    if not first or not title.casefold().startswith(first):
        return title
    rest = title
    for word in kind.split(" "):
        if rest.casefold().startswith(word.casefold()):
            rest = rest[len(word) :].lstrip(" :,–—-")
    return rest


def _attendants(session: Session, event: bytes) -> tuple[Attendant, ...]:
    linked = linking.linked(session, BY_CODE["event"], [event]).get(event, {}).get("persons", ())
    found = ((session.get(Person, uid), note) for uid, note in linked)
    return tuple(
        Attendant(one.name, one.post, note, (("person", one.uid),)) for one, note in found if one is not None
    )


def _with_role(attendants: tuple[Attendant, ...], *roles: str) -> str:
    found = (one.name for one in attendants if any(role in one.role.casefold() for role in roles))
    return next(found, "")


def _signatory(session: Session, paper: Paper | None) -> str:
    person = session.get(Person, paper.signatory) if paper is not None and paper.signatory else None
    return person.name if person is not None else ""


def _course(
    record: Event, decided: tuple[Decision, ...]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[Resolution, ...]]:
    """Every question with what was heard and decided about it, by the number before their words; the one question of an
    agenda has it all, and where every question has one thing heard they follow each other."""
    questions = _questions(record.agenda)
    told = points(record.findings)
    tops = [text for level, text in told if level == 0]
    in_order = len(tops) == len(questions) and not any(_NUMBERED.match(text) for text in tops)
    heard: dict[int, list[str]] = defaultdict(list)
    at = 0
    for level, text in told:
        if level == 0:
            at = at + 1 if in_order else _question(_NUMBERED.match(text), len(questions))
        heard[at].append(_without_number(text) if at else text)
    resolved: dict[int, list[Resolution]] = defaultdict(list)
    for one in decided:
        number = _question(_WITHIN.match(one.row.number.strip()), len(questions))
        resolved[number].append(_resolution(one))
    items = tuple(
        Item(text, details, tuple(heard[n]), tuple(resolved[n]))
        for n, (text, details) in enumerate(questions, start=1)
    )
    return items, tuple(heard[0]), tuple(resolved[0])


def _questions(agenda: str) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for level, text in points(agenda):
        if level == 0 or not found:
            found.append((_without_number(text), ()))
        else:
            question, details = found[-1]
            found[-1] = (question, (*details, text))
    return found


def _question(number: re.Match[str] | None, count: int) -> int:
    """The question a number before some words leads to; 0 where it leads to none."""
    if count == 1:
        return 1
    found = int(number[1]) if number else 0
    return found if found <= count else 0


def _without_number(text: str) -> str:
    return re.sub(r"^\d{1,2}[.)]\s*", "", text.strip())


def _resolution(one: Decision) -> Resolution:
    row = one.row
    posts = "; ".join(line.strip() for line in row.responsible.splitlines() if line.strip())
    responsible = "; ".join(filter(None, (posts, ", ".join(row.persons))))
    text = " ".join(line.strip() for line in row.text.splitlines())
    is_task = row.kind != STATEMENT
    return Resolution(text, responsible, row.due_text, is_task, one.votes, (("activity", row.uid),))
