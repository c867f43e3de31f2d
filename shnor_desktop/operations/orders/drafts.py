"""Orders prepared from what the file knows: usual points, appendices and the records they rest on; everything may be edited
before signing. Wordings are the program's own defaults."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.support import Assignment
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.identification import branches
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.orders import register
from shnor_desktop.operations.orders.templates import ASKED, CONTROL, TEMPLATES, Attached, Task, Template
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.operations.records import linking, records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.declension import Case
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import inside, quoted, show_date
from shnor_desktop.rules.words.school_years import label


def prepare(
    document: Document, template: str, given: Mapping[str, bytes | str | None] | None = None
) -> bytes:
    """A draft by a template; `given`: programme, event, issuer (uids), kind, date (ISO). One action; its uid."""
    kind = TEMPLATES.get(template)
    if kind is None:
        raise UserError(f"Образца приказа «{template}» нет.", f"Выберите: {', '.join(TEMPLATES)}.")
    answers = dict(given or {})
    with document.read() as session:
        for code in kind.asks:
            if code in ASKED and answers.get(code) is None:
                raise UserError(*ASKED[code])
    with document.write(f"Подготовлен приказ: {kind.name}") as session:
        return _Draft(session, kind, answers).made()


def letters(
    document: Document,
    schools: Sequence[bytes] = (),
    given: Mapping[str, bytes | str | None] | None = None,
    *,
    every: bool = False,
) -> int:
    """A letter to each of the schools, to all (`every`) or to those on the list where none are named; how many drafts, in
    one action."""
    template = TEMPLATES["letter"]
    with document.read() as session:
        wanted = list(schools) or (
            [one.school for one in branches.judged_schools(session)] if every else listed(session)
        )
    if not wanted and every:
        raise UserError("Школ в файле пока нет.", "Добавьте школы или загрузите книгу с результатами.")
    if not wanted:
        raise UserError(
            "В перечне сейчас нет ни одной школы.", "Назовите школы или сначала составьте перечень."
        )
    with document.write(f"Подготовлены письма школам: {len(wanted)}") as session:
        for school in wanted:
            _Draft(session, template, {**(given or {}), "school": school}).made()
    return len(wanted)


def listed(session: Session) -> list[bytes]:
    """Schools with the status in force now, by name."""
    titles, today = Titles(session), date.today().isoformat()
    every = statuses_of_kind(raw_of(session), LOW_RESULT)
    found = [school for school, lines in every.items() if any(one.in_force(today) for one in lines)]
    return sorted(found, key=lambda uid: (by_name(titles("school", uid)), uid))


def signed_list(session: Session) -> StatusList | None:
    """The list that was signed last."""
    query = select(StatusList).where(StatusList.kind == LOW_RESULT, StatusList.signed_on != "")
    return session.scalars(query.order_by(StatusList.signed_on.desc(), StatusList.uid.desc())).first()


def of_year(found: StatusList | None) -> str:
    """« на 2022/23 учебный год», where a list names its year."""
    return f" на {label(found.school_year)} учебный год" if found and found.school_year else ""


def usual_issuer(session: Session) -> bytes | None:
    """This machine's office, else the only one of the file."""
    office = offices.current(raw_of(session))
    return office.uid if office is not None else None


class _Draft:
    def __init__(self, session: Session, template: Template, given: Mapping[str, bytes | str | None]) -> None:
        self._session, self._template, self._given = session, template, given
        self._titles = Titles(session)

    def made(self) -> bytes:
        template = self._template
        day = str(self._given.get("date") or date.today().isoformat())
        kind = template.kind or str(self._given.get("kind") or "order")
        issuer = self._uid("issuer") or usual_issuer(self._session)
        paper: dict[str, Value | Linked] = {
            "kind": kind,
            "issuer": issuer,
            "date": day,
            "number": register.next_number(self._session, kind, issuer, day)
            if kind in register.NUMBERED
            else "",
            "title": self._filled(template.title),
            "preamble": template.preamble,
            "programme": self._uid("programme"),
            "event": self._uid("event"),
            "school": self._uid("school"),
            "signatory": self._signatory(issuer),
            "state": "draft",
            **self._period(day),
        }
        schools = self._schools()
        if schools:
            paper["schools"] = tuple((uid, "") for uid in schools)
        uid = records.save(self._session, "paper", None, paper)
        self._points(uid, "points", template.points, kind)
        for number, one in enumerate(template.sections, start=2):
            self._attach(uid, "section", one, number)
        self._points(uid, "decisions", template.decisions, kind)
        for number, one in enumerate(template.appendices, start=30):
            self._attach(uid, "appendix", one, number)
        self._confirm(uid)
        self._approve(uid)
        return uid

    def _period(self, day: str) -> dict[str, Value | Linked]:
        """Of what is drawn up about a programme: from its beginning to the day of the paper, or to its end before that."""
        if not self._template.kind:
            return {}
        programme = self._uid("programme")
        record = self._session.get(Programme, programme) if programme is not None else None
        since, ends = (record.starts, record.ends) if record is not None else ("", "")
        last = min(day, ends or day)
        return {"period_from": since if since <= last else "", "period_to": last, "as_of": day}

    def _attach(self, paper: bytes, place: str, one: Attached, number: int) -> None:
        part: dict[str, Value | Linked] = {
            "paper": paper,
            "place": place,
            "title": self._filled(one.title),
            "draws": one.draws,
        }
        told = {"{findings}": "findings", "{agenda}": "agenda"}.get(one.text)
        text = self._of_event(told) if told else one.text
        records.save(self._session, "part", None, {**part, "text": text, "position": STEP * number})

    def _of_event(self, field: str) -> str:
        """What the event says itself; a line to be filled where it says nothing."""
        uid = self._uid("event")
        record = self._session.get(Event, uid) if uid is not None else None
        return str(getattr(record, field, "")).strip("\n") or "____________________"

    def _points(self, paper: bytes, place: str, tasks: tuple[Task, ...], kind: str) -> None:
        if not tasks:
            return
        given: dict[str, Value | Linked] = {"paper": paper, "place": place, "position": STEP}
        if place == "decisions":
            given |= {"title": "РЕШИЛИ:", "position": STEP * 25}
        part = records.save(self._session, "part", None, given)
        word = {"order": "приказа", "decree": "постановления", "instruction": "распоряжения"}.get(
            kind, "приказа"
        )
        for number, task in enumerate(tasks, start=1):
            self._point(part, task, number, word)

    def _point(self, part: bytes, task: Task, number: int, word: str) -> None:
        text = self._filled(task.text)
        given: dict[str, Value | Linked] = {
            "part": part,
            "position": STEP * number,
            "kind": task.kind,
            "text": text.replace("приказа", word) if task is CONTROL else text,
            "responsible": task.responsible,
            "due_text": task.due,
        }
        records.save(self._session, "activity", None, given)

    def _confirm(self, paper: bytes) -> None:
        """Assignments that rest on nothing yet rest on this paper."""
        roles = self._template.roles
        if not roles:
            return
        query = select(Assignment.uid).where(
            Assignment.role.in_(roles),
            Assignment.basis.is_(None),
            Assignment.basis_text == "",
            Assignment.until == "",
        )
        programme = self._uid("programme")
        if programme is not None:
            query = query.where((Assignment.programme == programme) | Assignment.programme.is_(None))
        for uid in list(self._session.scalars(query)):
            records.save(self._session, "assignment", uid, {"basis": paper})

    def _approve(self, paper: bytes) -> None:
        """The list that was signed last is approved by this paper, unless one that is signed approves it already."""
        found = signed_list(self._session) if self._template.approves_list else None
        if found is None:
            return
        held = self._session.get(Paper, found.paper) if found.paper is not None else None
        if held is None or held.state != "signed":
            records.save(self._session, "status_list", found.uid, {"paper": paper})

    # --- what it is about ----------------------------------------------------------------------------------------

    def _filled(self, text: str) -> str:
        """A text with what it is about in its case."""
        put: dict[str, Callable[[], str]] = {
            "{of}": lambda: self._programme(Case.GENITIVE),
            "{accusative}": lambda: self._programme(Case.ACCUSATIVE),
            "{quoted}": lambda: self._programme(None),
            "{event}": self._event,
            "{schools}": self._named_schools,
            "{year}": self._year,
        }
        for mark, made in put.items():
            if mark in text:
                text = text.replace(mark, made())
        return text

    def _programme(self, case: Case | None) -> str:
        uid = self._uid("programme")
        record = self._session.get(Programme, uid) if uid is not None else None
        if record is None:
            raise UserError("Этой программы больше нет в файле.", "Выберите другую.")
        title = record.title.strip()
        if case is None:
            return quoted(title)
        word = "дорожная карта" if record.kind == "roadmap" else "программа"
        years = (
            f" на {record.period_label}" if record.period_label and record.period_label not in title else ""
        )
        forms = Forms(self._session)
        if title.casefold().startswith(word):
            return f"{inside(forms.phrase(title, case))}{years}"
        return f"{forms.phrase(word, case)} {quoted(title)}{years}"

    def _year(self) -> str:
        return of_year(signed_list(self._session))

    def _event(self) -> str:
        uid = self._uid("event")
        record = self._session.get(Event, uid) if uid is not None else None
        if record is None:
            return ""
        when = show_date(record.starts) if record.starts else record.date_text
        return "".join((f" {when}" if when else "", f" ({record.place})" if record.place else ""))

    def _schools(self) -> list[bytes]:
        if self._template.listed:
            return listed(self._session)
        event = self._uid("event")
        if event is None:
            return []
        found = linking.linked(self._session, BY_CODE["event"], [event]).get(event, {})
        return [uid for uid, _ in found.get("schools", ())]

    def _named_schools(self) -> str:
        schools = self._schools()
        names = [self._titles("school", uid) for uid in schools]
        return f": {'; '.join(names)}" if 0 < len(names) <= 5 else ""

    def _signatory(self, issuer: bytes | None) -> bytes | None:
        """The only one of the issuer who signs papers; else the head named in its card is printed."""
        query = select(Person.uid).where(Person.signs.is_(True), Person.office == issuer)
        found = list(self._session.scalars(query)) if issuer is not None else []
        return found[0] if len(found) == 1 else None

    def _uid(self, code: str) -> bytes | None:
        value = self._given.get(code)
        return value if isinstance(value, bytes) else None
