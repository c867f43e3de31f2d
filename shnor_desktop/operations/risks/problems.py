"""Problems, deficits, risks and requests as one list: whose, where known from, what answers them, what is without answer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.risks import PROBLEM_KINDS, PROBLEM_LEVELS, Problem
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import linking, records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.risks import measures
from shnor_desktop.operations.risks.measures import Answer
from shnor_desktop.rules.risk_marks import NO, RiskMark
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import counted, quoted

OPEN, PLANNED, ANSWERED, CLOSED, NOT_ASKED = "open", "planned", "answered", "closed", "not_asked"
PAST = "past"
"""A risk of a year after which the school has others: nobody waits for an answer to it any more."""
STATE_WORDS = {
    OPEN: "без мер",
    PLANNED: "запланировано",
    ANSWERED: "меры приняты",
    CLOSED: "снято",
    NOT_ASKED: "в работу не взято",
    PAST: "риск прошлого года",
}
_KINDS, _LEVELS = dict(PROBLEM_KINDS), dict(PROBLEM_LEVELS)
_NUMBER = re.compile(r"^\s*(?:\d{1,3}[.)]\s*|[-–—•·*]\s+)")


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem, deficit, risk or request."""

    uid: bytes
    kind: str
    level: str
    school: bytes | None
    school_name: str
    person: str
    subject: str
    year: int | None
    factor: str
    mark: RiskMark
    text: str
    source: str
    found_at: str
    """The event at which it was found."""
    closed_on: str
    answers: tuple[Answer, ...]
    state: str

    @property
    def words(self) -> str:
        """What it is: the factor, and what is written of it."""
        return ": ".join(filter(None, (self.factor, self.text)))

    @property
    def kind_text(self) -> str:
        return _KINDS.get(self.kind, self.kind)

    @property
    def whose(self) -> str:
        """The school or the person, else the level."""
        level = _LEVELS.get(self.level, "") if self.level else ""
        return ", ".join(filter(None, (self.person or self.school_name, level)))

    @property
    def year_text(self) -> str:
        return school_years.label(self.year) if self.year else ""

    @property
    def answer_text(self) -> str:
        """What answers it, shortly."""
        return "; ".join(
            one.done_text or f"{one.text}{f', {one.due}' if one.due else ''}" for one in self.answers
        )


def read(session: Session, school: bytes | None = None, on: date | None = None) -> tuple[ProblemLine, ...]:
    """All of them, or those of a school: the newest years first, level by level, school by school, as they were entered."""
    columns = Problem.__table__.columns
    return _read(session, true() if school is None else columns.school == school, on)


def _read(session: Session, which: ColumnElement[bool], on: date | None) -> tuple[ProblemLine, ...]:
    columns = Problem.__table__.columns
    found = session.execute(select(*columns).where(which).order_by(columns.position, columns.uid)).all()
    titles = Titles(session)
    answered = measures.answers(session, [one.uid for one in found], on)
    newest = dict(
        session.execute(
            select(columns.school, func.max(columns.school_year))
            .where(columns.factor.is_not(None))
            .group_by(columns.school)
        ).all()
    )
    made = [
        _line(one, titles, answered.get(one.uid, ()), past=_is_past(one, newest.get(one.school) or 0))
        for one in found
    ]
    levels = [code for code, _ in PROBLEM_LEVELS]
    made.sort(key=lambda one: by_name(one.school_name))
    made.sort(key=lambda one: (-(one.year or 0), levels.index(one.level) if one.level in levels else 0))
    return tuple(made)


def unanswered(
    session: Session, school: bytes | None = None, on: date | None = None
) -> tuple[ProblemLine, ...]:
    """Those that nothing answers: neither planned, nor done, nor closed."""
    columns = Problem.__table__.columns
    awaited = (columns.closed_on == "") & (columns.factor.is_(None) | columns.chosen)
    of_school = true() if school is None else columns.school == school
    return tuple(one for one in _read(session, awaited & of_school, on) if one.state == OPEN)


def answered_by(session: Session, event: bytes, on: date | None = None) -> tuple[ProblemLine, ...]:
    """Those that something which was done answers itself."""
    named = {uid for uid, _ in _answered(session, "event", event)}
    return _read(session, Problem.__table__.columns.uid.in_(named), on) if named else ()


def _is_past(one: Any, newest: int) -> bool:
    return one.factor is not None and bool(one.school_year) and one.school_year < newest


def _line(one: Any, titles: Titles, answers: tuple[Answer, ...], *, past: bool) -> ProblemLine:
    mark = RiskMark(one.significance, one.confirmed, bool(one.chosen))
    state = _state(one, mark, answers)
    return ProblemLine(
        one.uid,
        one.kind,
        one.level,
        one.school,
        titles("school", one.school),
        titles("person", one.person),
        titles("subject", one.subject),
        one.school_year or None,
        titles("factor", one.factor),
        mark,
        one.text,
        one.source,
        titles("event", one.event),
        one.closed_on,
        answers,
        PAST if past and state == OPEN else state,
    )


def _state(one: Any, mark: RiskMark, answers: Sequence[Answer]) -> str:
    if one.closed_on:
        return CLOSED
    since = date(one.school_year, 9, 1) if one.school_year else None
    if any(answer.answers_since(since) for answer in answers):
        return ANSWERED
    if answers:
        return PLANNED
    # A factor of the matrix asks for something only where the school took it up.
    rejected = mark.confirmed == NO or mark.significance == "none"
    if rejected or (one.factor is not None and not mark.chosen):
        return NOT_ASKED
    return OPEN


# --- writing ---------------------------------------------------------------------------------------------------------


def add(document: Document, texts: str, given: Mapping[str, Value]) -> tuple[bytes, ...]:
    """Several at once, a line of text each, as one step; numbers and dashes before them are left out."""
    lines = [" ".join(_NUMBER.sub("", line).split()).rstrip(";") for line in texts.splitlines()]
    wanted = [line for line in lines if line]
    if not wanted:
        raise UserError("Не сказано, в чём проблема или запрос.", "Введите текст, одну строку на каждый.")
    word = _KINDS.get(str(given.get("kind")), "карточка")
    title = (
        f"Добавлено: {word} {quoted(wanted[0][:80])}"
        if len(wanted) == 1
        else f"Добавлено: {word} ({len(wanted)})"
    )
    with document.write(title) as session:
        return tuple(records.save(session, "problem", None, {**given, "text": line}) for line in wanted)


def answer_by_activity(document: Document, problems: Sequence[bytes], activity: bytes) -> int:
    """Say that an activity answers these, besides what it answers already; how many are new."""
    with document.read() as session:
        name = records.title(session, "activity", activity)
    with document.write(f"Запланирована мера: {quoted(name[:80])}") as session:
        return _link(session, "activity", activity, problems)


def answer_by_event(document: Document, problems: Sequence[bytes], event: bytes) -> int:
    """Say that something that was done answers these, besides what it answers already; how many are new."""
    with document.read() as session:
        if session.get(Event, event) is None:
            raise UserError("Этой записи о сделанном больше нет в файле.", "Её удалили; обновите список.")
        known = [uid for uid in problems if session.get(Problem, uid) is not None]
        name = records.title(session, "event", event)
    if not known:
        raise UserError(
            "Запросы не выбраны.", "Выберите в списке, по каким проблемам и запросам это проведено."
        )
    with document.write(f"Принята мера: {quoted(name[:80])}") as session:
        return _link(session, "event", event, known)


def _link(session: Session, kind: str, answer: bytes, problems: Sequence[bytes]) -> int:
    held = _answered(session, kind, answer)
    known = {uid for uid, _ in held}
    new = [uid for uid in dict.fromkeys(problems) if uid not in known]
    if new:
        records.save(session, kind, answer, {"problems": (*held, *((uid, "") for uid in new))})
    return len(new)


def _answered(session: Session, kind: str, answer: bytes) -> Linked:
    held: Linked = linking.linked(session, BY_CODE[kind], [answer]).get(answer, {}).get("problems", ())
    return held


def unlink(document: Document, problem: bytes, answer: Answer) -> None:
    """It answers a problem no more."""
    with document.write("Убрана мера") as session:
        left = tuple(one for one in _answered(session, answer.kind, answer.uid) if one[0] != problem)
        records.save(session, answer.kind, answer.uid, {"problems": left})


def close(document: Document, problems: Iterable[bytes], on: date | None) -> int:
    """Say that these are settled since a day, or with no day that they are open again; how many were changed."""
    wanted = tuple(problems)
    verb = "Снято" if on is not None else "Открыто вновь"
    with document.write(f"{verb}: {counted(len(wanted), 'карточка', 'карточки', 'карточек')}") as session:
        for uid in wanted:
            records.save(session, "problem", uid, {"closed_on": on.isoformat() if on is not None else ""})
    return len(wanted)
