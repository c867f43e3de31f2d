"""The order about the list of schools: which orders about it stand in the file, and what of a draft is older than the list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.links import Link
from shnor_desktop.models.orders import PAPER_KINDS, PAPER_STATES, Paper, requisites
from shnor_desktop.models.programme import Part
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.identification.status_lines import LOW_RESULT
from shnor_desktop.operations.orders import drafts, register
from shnor_desktop.operations.orders.templates import TEMPLATES
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules import attached
from shnor_desktop.rules.words.russian import few, joined, quoted, show_date
from shnor_desktop.rules.words.school_years import parse, running

_ABOUT_LIST = re.compile(r"\bнизк\w*\s+(?:\w+\s+)?результат|\bШНОР\b", re.IGNORECASE)
_YEAR = "{year}"
_ANY_YEAR = r"(?: на \d{4}/\d\d учебный год)?"
_TEMPLATE = TEMPLATES["list"]
_NAMED = 20
"""So many schools are named that come or go: the window that asks must fit a screen."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An order about the list that is in the file already."""

    uid: bytes
    name: str
    """«приказ от 06.09.2022 № 1-од «Об утверждении перечня…»»."""
    state: str

    @property
    def told(self) -> str:
        """The same with «(проект)»."""
        return f"{self.name} ({dict(PAPER_STATES).get(self.state, self.state)})"


@dataclass(frozen=True, slots=True)
class Change:
    """What a draft will say instead of what the template wrote."""

    kind: str
    uid: bytes
    place: str
    """«заголовок», «пункт 1», «школы»."""
    told: str
    values: dict[str, Value | Linked]


@dataclass(frozen=True, slots=True)
class Renewal:
    """A list that was signed since its order was drafted, and what of the draft is older."""

    paper: bytes
    list: bytes
    signed: str
    """«Перечень подписан 05.09.2022: «Перечень ШНОР на 2022/23 учебный год»»."""
    changes: tuple[Change, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Places that do not name the year of the list, but were worded by a person and stay."""

    @property
    def told(self) -> str:
        """What a person is told over the points."""
        places = joined([one.place for one in self.changes])
        said = f"в проекте приказа стоит прежнее: {places}" if places else "с этим проектом он не связан"
        return f"{self.signed}; {said}. На экране «Приказы» это исправит «Обновить по перечню…»."


def standing(session: Session, on: str, but: bytes | None = None) -> tuple[Standing, ...]:
    """Orders not cancelled about the list that an order of that day (ISO) approves, signed ones first, then the newest."""
    scope = _Scope(session, on)
    query = select(Paper).where(Paper.kind.in_(register.NUMBERED), Paper.state != "cancelled")
    drawing = select(Part.paper).where(Part.place == "appendix", Part.draws == "schools")
    listed = select(StatusList.paper).where(StatusList.paper.is_not(None))
    query = query.where(Paper.uid.in_(drawing) | Paper.uid.in_(listed))
    found = [one for one in session.scalars(query) if one.uid != but and scope.has(one)]
    found.sort(key=lambda one: (one.state == "signed", one.date, one.uid), reverse=True)
    return tuple(
        Standing(one.uid, requisites(dict(PAPER_KINDS)[one.kind], one.date, one.number, one.title), one.state)
        for one in found
    )


def doubts(session: Session, paper: Paper) -> Iterator[str]:
    """What is to be looked at in a draft about the list: another order about the same, a list that was signed since."""
    if paper.state != "draft" or not _Scope(session, paper.date).has(paper):
        return
    if others := standing(session, paper.date, paper.uid):
        yield f"О том же перечне в файле уже есть: {'; '.join(one.told for one in others)}."
    if (found := renewal(session, paper.uid)) is not None:
        yield found.told


def renewal(session: Session, paper: bytes) -> Renewal | None:
    """What the template would write now into a draft that was made before its list was signed; None where there is no
    such list, or an order has it."""
    record, signed = session.get(Paper, paper), drafts.signed_list(session)
    if record is None or signed is None or record.state != "draft":
        return None
    holder = session.get(Paper, signed.paper) if signed.paper is not None else None
    held = holder is not None and holder.state != "cancelled"
    if held or not _Scope(session, record.date).has(record):
        return None
    told = f"Перечень подписан {show_date(signed.signed_on)}: {quoted(signed.title)}"
    texts = list(_texts(session, record))
    year = drafts.of_year(signed)
    changes = [_worded(one, year) for one in texts if one.is_of_template(year)]
    schools = _schools(session, paper)
    by_hand = [
        one.place for one in texts if not one.is_of_template() and parse(one.text) != signed.school_year
    ]
    return Renewal(paper, signed.uid, told, (*changes, *([schools] if schools else ())), tuple(by_hand))


def renew(document: Document, paper: bytes, *, schools: bool = True) -> None:
    """Let a draft say what the template would write now, its schools too where asked, and join it with the list."""
    with document.write("Проект приказа обновлён по перечню") as session:
        found = renewal(session, paper)
        if found is None:
            raise UserError("Этот проект обновлять не по чему.", "Откройте его на экране «Приказы» ещё раз.")
        for one in found.changes:
            if schools or "schools" not in one.values:
                records.save(session, one.kind, one.uid, one.values)
        for uid in list(session.scalars(select(StatusList.uid).where(StatusList.paper == paper))):
            records.save(session, "status_list", uid, {"paper": None})
        records.save(session, "status_list", found.list, {"paper": paper})


class _Scope:
    """Which orders are about the list that was signed last, else about the one of the school year of a day."""

    def __init__(self, session: Session, on: str) -> None:
        self._session, self._signed = session, drafts.signed_list(session)
        own = self._signed.school_year if self._signed is not None else None
        self._year = own if own is not None else _running(on)
        query = select(StatusList.paper, StatusList.uid, StatusList.kind, StatusList.school_year)
        self._held = session.execute(query.where(StatusList.paper.is_not(None))).all()

    def has(self, paper: Paper) -> bool:
        """Whether an order is about it."""
        held = [one for one in self._held if one.paper == paper.uid]
        if any(self._signed is not None and one.uid == self._signed.uid for one in held):
            return True
        if held:
            same = any(one.kind == LOW_RESULT and one.school_year == self._year for one in held)
            return paper.state == "draft" and same
        if not _approves_list(self._session, paper):
            return False
        named = parse(paper.title)
        if named is not None:
            return named == self._year
        return paper.state == "draft" or _running(paper.date) == self._year


def _running(day: str) -> int | None:
    try:
        return running(date.fromisoformat(day))
    except ValueError:
        return None


def _approves_list(session: Session, paper: Paper) -> bool:
    """Whether a point approves an appendix with the schools that have low results."""
    points = list(_points(session, paper.uid))
    return any(
        _ABOUT_LIST.search(" ".join((paper.title, part.title, one.text)))
        and attached.is_approved(one.text, (part.title,))
        for part in _appendices(session, paper.uid)
        if part.draws == "schools"
        for one in points
    )


def _appendices(session: Session, paper: bytes) -> list[Part]:
    query = select(Part).where(Part.paper == paper, Part.place == "appendix", Part.off.is_(False))
    return list(session.scalars(query.order_by(Part.position, Part.uid)))


def _points(session: Session, paper: bytes) -> list[Activity]:
    query = select(Activity).join(Part, Part.uid == Activity.part)
    query = query.where(Part.paper == paper, Part.place == "points", Part.off.is_(False))
    return list(session.scalars(query.order_by(Activity.position, Activity.uid)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of an order where the template writes the year of the list."""

    kind: str
    uid: bytes
    field: str
    place: str
    text: str
    usual: str

    def is_of_template(self, but: str | None = None) -> bool:
        """Whether the template wrote it, for a list of any year or of none; `but`: not what it writes for this year."""
        begin, end = map(re.escape, self.usual.split(_YEAR))
        return bool(re.fullmatch(begin + _ANY_YEAR + end, self.text.strip())) and (
            but is None or self.text.strip() != self.usual.replace(_YEAR, but)
        )


def _texts(session: Session, paper: Paper) -> Iterator[_Text]:
    yield _Text("paper", paper.uid, "title", "заголовок", paper.title, _TEMPLATE.title)
    (usual,) = (one.text for one in _TEMPLATE.points if _YEAR in one.text)
    appendices = [one for one in _appendices(session, paper.uid) if one.draws == "schools"]
    names = [(one.title,) for one in appendices]
    for number, point in enumerate(_points(session, paper.uid), start=1):
        if any(attached.is_approved(point.text, one) for one in names):
            yield _Text("activity", point.uid, "text", f"пункт {number}", point.text, usual)
    for part in appendices:
        title = _TEMPLATE.appendices[0].title
        yield _Text("part", part.uid, "title", "название приложения", part.title, title)


def _worded(one: _Text, year: str) -> Change:
    text = one.usual.replace(_YEAR, year)
    told = f"{one.place[:1].upper()}{one.place[1:]}: {quoted(text)}"
    return Change(one.kind, one.uid, one.place, told, {one.field: text})


def _schools(session: Session, paper: bytes) -> Change | None:
    """The schools of the list that the draft does not name, and those it names for nothing."""
    now, titles = drafts.listed(session), Titles(session)
    query = select(Link.school, Link.note).where(Link.role == "paper_school", Link.paper == paper)
    before = {uid: note for uid, note in session.execute(query.order_by(Link.position, Link.uid)).all()}
    told = [
        f"{word}: {few([titles('school', uid) for uid in uids], _NAMED)}"
        for word, uids in (
            ("добавятся", [uid for uid in now if uid not in before]),
            ("уйдут", [uid for uid in before if uid is not None and uid not in now]),
        )
        if uids
    ]
    if not told:
        return None
    given: dict[str, Value | Linked] = {"schools": tuple((uid, before.get(uid, "")) for uid in now)}
    return Change("paper", paper, "школы", f"Школы {'; '.join(told)}", given)
