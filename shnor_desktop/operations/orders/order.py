"""Facts of an order: its requisites and issuer, points with addressees in their cases, grounds, appendices from records."""

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Office, Person
from shnor_desktop.models.orders import Act, Paper
from shnor_desktop.models.programme import PROGRAMME_KINDS, Part, Programme
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.orders import list_order, register
from shnor_desktop.operations.orders.drawn import Drawer
from shnor_desktop.operations.orders.requisites import Requisites
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.operations.programme.grounds import cited, is_constitution
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.papers.orders.order import OrderFacts, OrderPoint, Piece
from shnor_desktop.papers.tree.frame import PaperMeta, Signatory
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.papers.tree.wording import date_digits, signed
from shnor_desktop.rules import attached
from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.declension import Case, agreed
from shnor_desktop.rules.words.marks import Chunk, Line
from shnor_desktop.rules.words.russian import inside, joined, quoted, sentence

OPERATIVE = {"order": "ПРИКАЗЫВАЮ:", "decree": "ПОСТАНОВЛЯЮ:", "instruction": "ОБЯЗЫВАЮ:"}
"""The word before the points where the paper has none of its own."""
_STAMPS = {"draft": "ПРОЕКТ", "cancelled": "ОТМЕНЁН"}
_INFINITIVE = re.compile(r"[а-яё]+(?:ть|ти|чь|ться|тись|чься)\b", re.IGNORECASE)
_ACTING = re.compile(r"и\.\s*о\.|врио\b|(?:временно\s+)?исполняющ", re.IGNORECASE)
_TO_FILL = "____"
_DONE = frozenset(("schools", "events", "activities"))
_MUST = {
    "report": _DONE,
    "analysis": _DONE,
    "memo": frozenset(("schools", "events")),
    "letter": frozenset(("results",)),
}
"""What papers of a kind are drawn up to tell: they say so where nothing of it is recorded; any other section with nothing in
it is left out."""


def gather(session: Session, uid: bytes) -> OrderFacts:
    """The facts of one registered paper."""
    paper = session.get(Paper, uid)
    if paper is None:
        raise UserError("Этого документа больше нет в файле.", "Выберите другой.")
    return _Order(session, paper).facts()


class _Order:
    """What one paper prints; words are declined in one place, so that all doubts are told together."""

    def __init__(self, session: Session, paper: Paper) -> None:
        self._session, self._paper = session, paper
        self._forms, self._titles = Forms(session), Titles(session)
        self._drawer = Drawer(session, paper, self._forms)
        self._issuer = session.get(Office, paper.issuer) if paper.issuer is not None else None

    def facts(self) -> OrderFacts:
        paper = self._paper
        kind = register.KINDS.get(paper.kind, paper.kind)
        parts = self._parts()
        points = [one for one in parts if one.place == "points"]
        sections = [one for one in parts if one.place in ("section", "decisions", "agenda", "block")]
        pieces = [(one, self._piece(one)) for one in sections]
        appendices = tuple(
            replace(self._piece(one), approved=self._approved(one))
            for one in parts
            if one.place == "appendix"
        )
        must = _MUST.get(paper.kind, frozenset())
        return OrderFacts(
            meta=self._meta(),
            kind=kind.partition(",")[0].upper() if paper.kind != "letter" else "",
            addressee=self._addressee(),
            of_kind=self._forms.phrase(kind.partition(",")[0], Case.DATIVE),
            by_kind=self._forms.phrase(kind.partition(",")[0], Case.INSTRUMENTAL),
            of_issuer=self._of_issuer(),
            title=paper.title,
            preamble=self._preamble() if points else sentence(self._preamble()),
            operative=self._operative() if points else "",
            points=tuple(each for one in points for each in self._points(one)),
            pieces=tuple(piece for part, piece in pieces if part.draws in must or not _is_empty(piece)),
            appendices=appendices,
            distribution=tuple(line for line in paper.distribution.splitlines() if line.strip()),
            familiar=self._familiar(),
            stamp=_STAMPS.get(paper.state, ""),
            schools=tuple(one.official_name or one.name for one in self._drawer.schools),
            source=(("paper", paper.uid),),
            about_time=self._about_time(),
            # Asked for last: by now every word was declined.
            doubts=(
                *self._lacking(),
                *list_order.doubts(self._session, paper),
                *_empty(pieces, must),
                *(f"Приложение «{one.title}» пусто: {_why(one)}." for one in appendices if _is_empty(one)),
                *self._drawer.doubts,
                *self._forms.doubts,
            ),
        )

    # --- requisites ----------------------------------------------------------------------------------------------

    def _meta(self) -> PaperMeta:
        """Requisites of the issuer, which may be another body; the executor is of this office."""
        paper, office = self._paper, self._issuer
        own = paper_meta(self._session, on=paper.date, number=paper.number)
        letterhead, name, place = own.letterhead, own.office, own.place
        if office is not None:
            letterhead = tuple(filter(None, map(str.strip, office.letterhead.splitlines()))) or (office.name,)
            name, place = office.name, office.place
        people = Requisites(self._session)
        signatory, (executor, phone) = people.signatory(paper), people.executor(paper)
        if paper.acting and signatory.post and not _ACTING.match(signatory.post):
            post = self._forms.phrase(signatory.post, Case.GENITIVE)
            signatory = Signatory(f"И.о. {inside(post)}", signatory.name)
        return PaperMeta(
            letterhead=letterhead,
            office=name,
            district=own.district,
            place=paper.place or place,
            date=paper.date,
            number=paper.number,
            signatory=Signatory(signatory.post, signed(signatory.name)),
            executor=executor,
            executor_phone=phone,
        )

    def _of_issuer(self) -> str:
        name = self._issuer.name if self._issuer is not None else paper_meta(self._session).office
        if not name:
            return ""
        return inside(self._forms.phrase(name, Case.GENITIVE))

    def _familiar(self) -> tuple[tuple[str, Sources], ...]:
        found = self._people(Link.role == "paper_person", Link.paper == self._paper.uid)
        return tuple((signed(one.name), (("person", one.uid),)) for one in found)

    def _addressee(self) -> tuple[str, ...]:
        """Of a letter to a school: its head, in the dative where it is known."""
        school = self._drawer.schools[0] if self._paper.kind == "letter" and self._drawer.schools else None
        if school is None:
            return ()
        name = school.official_name or school.name
        head = self._forms.person(signed(school.director), Case.DATIVE) if school.director else ""
        return tuple(filter(None, ("Руководителю", name, head)))

    # --- text ----------------------------------------------------------------------------------------------------

    def _preamble(self) -> str:
        """Its own words and the grounds that they do not name."""
        typed = " ".join(self._paper.preamble.split()).rstrip(" ,.;:")
        # A paper that has a section of grounds does not tell them twice.
        listed = any(one.draws == "acts" for one in self._parts())
        found = () if listed else self._grounds()
        grounds = [text for by, text in found if not by or by not in typed]
        if not grounds:
            return typed
        told = "на основании " + joined(grounds)
        return f"{typed}, {told}" if typed else told[:1].upper() + told[1:]

    def _about_time(self) -> str:
        """Of what is drawn up about a time: a memo stands as of a day, a report is for a period."""
        paper = self._paper
        if paper.kind == "memo" and paper.as_of:
            return f"по состоянию на {date_digits(paper.as_of)}"
        if paper.kind not in ("report", "analysis") or not (paper.period_from and paper.period_to):
            return ""
        return f"за период с {date_digits(paper.period_from)} по {date_digits(paper.period_to)}"

    def _operative(self) -> str:
        typed = self._paper.operative.strip()
        return f"{typed.rstrip(':')}:" if typed else OPERATIVE.get(self._paper.kind, "")

    def _grounds(self) -> Iterable[tuple[str, str]]:
        """Acts and own papers it rests on: by what a typed text names them, and their requisites in the genitive."""
        query = select(Link).where(Link.role.in_(("paper_act", "paper_basis")), Link.paper == self._paper.uid)
        for link in self._session.scalars(query.order_by(Link.role, Link.position, Link.uid)):
            act = self._session.get(Act, link.act) if link.act else None
            basis = self._session.get(Paper, link.basis) if link.basis else None
            if act is not None:
                by = act.number or ("Конституци" if is_constitution(act) else "")
                yield by, self._cited("act", act.uid)
            elif basis is not None:
                yield basis.number, self._cited("paper", basis.uid)

    def _cited(self, kind: str, uid: bytes) -> str:
        return cited(self._session, self._forms, kind, uid, Case.GENITIVE, self._paper.issuer)

    def _attached(self) -> list[attached.Names]:
        """All that its appendices and what it has approved may be called."""
        here = Programme.approved_by == self._paper.uid
        named = [self._names(one) for one in self._parts() if one.place == "appendix"]
        return [*named, *map(_called, self._session.scalars(select(Programme).where(here)))]

    def _names(self, part: Part) -> attached.Names:
        """All that an appendix may be called."""
        own = self._session.get(Programme, self._paper.programme) if self._paper.programme else None
        return (part.title, *_called(own)) if part.draws in ("programme", "activities") else (part.title,)

    def _approved(self, part: Part) -> str:
        """«утверждена» of an appendix that a point approves."""
        names = self._names(part)
        query = select(Activity.text).join(Part, Part.uid == Activity.part)
        for text in self._session.scalars(query.where(Part.paper == self._paper.uid, Part.place == "points")):
            if attached.is_approved(text, names):
                verb = agreed("утверждён", part.title or names[-2])
                return "утверждён" if verb == "утвержден" else verb
        return ""

    def _points(self, part: Part) -> Iterable[OrderPoint]:
        things = self._attached()
        query = select(Activity).where(Activity.part == part.uid).order_by(Activity.position, Activity.uid)
        for one in self._session.scalars(query):
            first, under = attached.headed(marks.read(one.text))
            if attached.is_lead(first):
                under = tuple(_with_mark(chunk, things) for chunk in under)
            first = attached.with_mark(first, things)
            text = self._addressed(one, first.rstrip(" .;:" if under else " .;"))
            due, source = one.due_text.strip().strip("().").strip(), (("activity", one.uid),)
            if not under:
                end = "" if text.endswith((".", ".**")) else "."
                yield OrderPoint(f"{text}{end}{f' Срок: {due}.' if due else ''}", (), source)
                continue
            yield OrderPoint(f"{text}{f' (срок: {due})' if due else ''}:", _ended(under), source)

    def _addressed(self, one: Activity, text: str) -> str:
        """«Методисту Ивановой М. П. подготовить …»; what asks nothing of anybody as it stands."""
        if one.kind == "statement":
            return text
        case = Case.ACCUSATIVE if one.kind == "control" else Case.DATIVE
        posts = [
            self._forms.phrase(line.strip(" ;,"), case)
            for line in one.responsible.splitlines()
            if line.strip()
        ]
        people = [self._person(person, case) for person in self._asked(one.uid)]
        told = joined([*posts, *people])
        if not told:
            return text
        if one.kind == "control":
            return (
                text
                if "возложить" in text.lower() and text.rstrip().endswith(told)
                else f"{text} возложить на {told}"
            )
        to = told[:1].upper() + told[1:]
        bold, words = ("**", text[2:]) if text.startswith("**") else ("", text)
        colon = "" if _INFINITIVE.match(words) else ":"
        return f"{to}{colon} {bold}{inside(words)}"

    def _asked(self, activity: bytes) -> list[Person]:
        return self._people(Link.role == "activity_person", Link.activity == activity)

    def _people(self, *linked: ColumnElement[bool]) -> list[Person]:
        query = select(Person).join(Link, Link.person == Person.uid).where(*linked)
        return list(self._session.scalars(query.order_by(Link.position, Link.uid)))

    def _person(self, one: Person, case: Case) -> str:
        name = self._forms.person(signed(one.name), case)
        post = self._forms.phrase(one.post, case) if one.post else ""
        return f"{inside(post)} {name}" if post else name

    # --- what a person has to look at ----------------------------------------------------------------------------

    def _lacking(self) -> Iterable[str]:
        paper = self._paper
        if paper.kind in register.NUMBERED:
            for there, words in ((paper.number, "номер"), (paper.date, "дата"), (paper.title, "заголовок")):
                if not there.strip():
                    yield f"Не указано: {words}."
        signatory = self._meta().signatory
        if not signatory.post and not signatory.name:
            yield "Не указано, кто подписывает."
        yield from self._unnamed()
        yield from self._unwritten()
        query = select(Act).join(Link, Link.act == Act.uid)
        query = query.where(Link.role == "paper_act", Link.paper == paper.uid)
        for act in self._session.scalars(query):
            if act.valid_to and paper.date and act.valid_to < paper.date:
                told = self._titles("act", act.uid)
                yield f"Основание больше не действует: {told} (по {date_digits(act.valid_to)})."

    def _unnamed(self) -> Iterable[str]:
        """Appendices that no point speaks of."""
        parts = self._parts()
        points = [each.text for one in parts if one.place == "points" for each in self._points(one)]
        appended = [one.title for one in parts if one.place == "appendix"]
        if points and appended and not any(map(attached.is_said, points)):
            named = ", ".join(map(quoted, filter(None, appended)))
            yield f"Ни один пункт не упоминает приложение{f' {named}' if named else ''}."

    def _unwritten(self) -> Iterable[str]:
        """Text that is not there, or has lines left to be filled in."""
        paper, parts = self._paper, self._parts()
        if not parts and not paper.preamble.strip():
            yield "В документе нет ни пунктов, ни другого текста: напечатаны только его реквизиты."
        if paper.state == "signed" and not paper.frozen:
            yield "Текст, который был подписан, в файле не хранится: напечатано то, что записано сейчас."
        for part in parts:
            if part.place in ("points", "decisions"):
                yield from self._unasked(part)
            elif _TO_FILL in part.text or (part.place == "appendix" and self._drawer.is_to_fill(part)):
                yield f"Не заполнено: {quoted(part.title) if part.title else ' '.join(part.text.split()).rstrip(' .')}."

    def _unasked(self, part: Part) -> Iterable[str]:
        """Tasks that nobody is asked to do, decisions without a due."""
        query = select(Activity).where(Activity.part == part.uid).order_by(Activity.position, Activity.uid)
        word = "Решение" if part.place == "decisions" else "Пункт"
        for number, one in enumerate(self._session.scalars(query), start=1):
            if _TO_FILL in one.text or not one.text.strip(" _."):
                yield f"{word} {number}: нет текста или он не дописан."
                continue
            if one.kind in ("statement", "control"):
                continue
            if not one.responsible.strip() and not self._asked(one.uid):
                yield f"{word} {number}: не сказано, кому поручено."
            if part.place == "decisions" and not one.due_text.strip() and not one.due_dates.strip():
                yield f"{word} {number}: не указан срок."

    # --- appendices ----------------------------------------------------------------------------------------------

    def _parts(self) -> list[Part]:
        query = select(Part).where(Part.paper == self._paper.uid, Part.off.is_(False))
        return list(self._session.scalars(query.order_by(Part.position, Part.uid)))

    def _piece(self, part: Part) -> Piece:
        points = tuple(self._points(part)) if part.place == "decisions" else ()
        return Piece(
            part.title,
            outline.shown_text(self._session, part),
            (("part", part.uid),),
            self._drawer.draw(part),
            points,
        )


def _is_empty(one: Piece) -> bool:
    """Whether the records have nothing of it and nobody wrote anything."""
    return (
        bool(one.drawing.nothing)
        and _TO_FILL not in one.drawing.nothing
        and not one.text.strip()
        and not one.points
    )


def _why(one: Piece) -> str:
    return inside(one.drawing.nothing).rstrip(".")


def _empty(pieces: Iterable[tuple[Part, Piece]], must: Container[str]) -> Iterable[str]:
    """Sections without anything to say: those a paper of its kind must have say so themselves, others are left out."""
    for part, one in pieces:
        if not _is_empty(one):
            continue
        named = f"Раздел «{one.title}»" if one.title else "Раздел без названия"
        if part.draws in must:
            yield f"{named} должен быть в таком документе, но пуст: {_why(one)}. Внесите сведения."
        else:
            yield f"{named} не напечатан: {_why(one)}."


def _called(programme: Programme | None) -> attached.Names:
    if programme is None:
        return ()
    word = dict(PROGRAMME_KINDS).get(programme.kind, "")
    return (programme.title, word, "дорожная карта" if programme.kind == "roadmap" else "программа", "план")


def _with_mark(chunk: Chunk, things: list[attached.Names]) -> Chunk:
    """A line under «Утвердить:»."""
    if not isinstance(chunk, Line):
        return chunk
    told = attached.with_mark(marks.marked(chunk.spans), things, approved=True)
    return replace(chunk, spans=marks.spans(told))


def _ended(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """Points under a point end in a semicolon, the last in a full stop; lists and tables stay as they were typed."""
    last = len(chunks) - 1
    return tuple(
        replace(one, spans=marks.ended(one.spans, "." if at == last else ";"))
        if isinstance(one, Line)
        else one
        for at, one in enumerate(chunks)
    )
