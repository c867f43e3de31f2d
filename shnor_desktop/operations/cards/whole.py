"""Everything about one school as blocks of lines: the same for the screen, the paper and the command."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.office import Person
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import show, show_e4
from shnor_desktop.operations.cards import school_card, school_work
from shnor_desktop.operations.cards.school_card import History, Point, SchoolView
from shnor_desktop.operations.context import account, passport
from shnor_desktop.operations.context.dictionary import Line
from shnor_desktop.operations.context.passport import Cell
from shnor_desktop.operations.identification import classification, explanation
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS, KIND_LABELS
from shnor_desktop.operations.risks import documents, problems
from shnor_desktop.operations.risks.documents import DocumentCell, DocumentMatrix
from shnor_desktop.operations.risks.problems import ProblemLine
from shnor_desktop.operations.support import assignments
from shnor_desktop.papers.cards.facts import (
    ABOUT,
    CONTEXT,
    DOCUMENTS,
    PEOPLE,
    PROBLEMS,
    RESULTS,
    STATUSES,
    VERDICT,
    CardBlock,
    CardLine,
    WholeCard,
)
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.results.facts import Outcome
from shnor_desktop.rules.results.quality import Aspect
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.russian import percent_e4, show_date

_YEARS = 3
"""So many last years of results."""
_PROBLEMS = 12
_PERSONAL = ("director", "phone", "email")
_SIGNIFICANCE = {"high": "высокая значимость", "middle": "средняя значимость", "low": "низкая значимость"}


def whole(session: Session, uid: bytes, on: date | None = None, *, people: bool = True) -> WholeCard:
    """Everything the file knows of a school; without people no name of a person stands in it."""
    return Cards(session, on, people=people).of(uid)


class Cards:
    """Cards of as many schools as are asked for; what concerns all of them is read once."""

    def __init__(self, session: Session, on: date | None = None, *, people: bool = True) -> None:
        self._session, self._on, self._people = session, on or date.today(), people
        self._profile = classification.profile(session)
        self._now = passport.read(session)
        earlier = self._now.earlier
        self._then = passport.read(session, earlier, self._now.kind) if earlier is not None else None
        self._assigned = assignments.assignments(session) if people else ()
        self._children: dict[bytes | None, list[bytes]] = {}
        for child, parent in session.execute(select(School.uid, School.parent)):
            self._children.setdefault(parent, []).append(child)
        self._documents = documents.read(session, None, self._on)
        self._matrices: dict[bytes | None, DocumentMatrix] = {}
        self._work = school_work.Work(session, self._on)

    def of(self, uid: bytes) -> WholeCard:
        """The card of a school."""
        seen = school_card.view(self._session, uid)
        family = self._family(uid)
        blocks = [
            self._about(seen),
            self._statuses(seen),
            self._verdict(seen),
            self._results(seen),
            self._context(uid),
            self._problems(uid),
            *([self._helpers(uid, family)] if self._people else []),
            self._work.contacts(uid, family),
            self._work.activities(uid, family),
            self._papers(uid),
        ]
        official = str(seen.values["official_name"] or "")
        return WholeCard(uid, seen.name, official or seen.name, self._on, tuple(blocks))

    def _family(self, uid: bytes) -> frozenset[bytes]:
        """The school and its branches."""
        found, ahead = {uid}, [uid]
        while ahead:
            new = [one for one in self._children.get(ahead.pop(), ()) if one not in found]
            found.update(new)
            ahead += new
        return frozenset(found)

    def _about(self, seen: SchoolView) -> CardBlock:
        told = []
        for one in kind_of(School).fields:
            text = show(one, seen.values[one.name]) if seen.values[one.name] else ""
            text = {"parent": seen.parent, "successor_of": seen.predecessor}.get(one.name, text)
            if text and (self._people or one.name not in _PERSONAL):
                told.append((one.label, text))
        told += [
            (label, "; ".join(names))
            for label, names in (("Филиалы", seen.branches), ("Преемники", seen.successors))
            if names
        ]
        told += [(one.label, one.code) for one in seen.codes]
        lines = tuple(CardLine(cells, sources=(("school", seen.uid),)) for cells in told)
        arguments = {"school": seen.uid}
        return CardBlock(ABOUT, "Сведения", ("Сведения", "Значение"), lines, "", "schools", arguments)

    def _statuses(self, seen: SchoolView) -> CardBlock:
        day = self._on.isoformat()
        lines = tuple(
            CardLine(
                (
                    KIND_LABELS.get(one.kind, one.kind),
                    ", ".join(filter(None, (BASIS_LABELS.get(one.basis, one.basis), one.basis_text))),
                    show_date(one.since),
                    show_date(one.until) if one.until else "действует",
                ),
                "low" if one.in_force(day) else "",
                (("school_status", one.uid),),
            )
            for one in seen.statuses
        )
        heads = ("Статус", "Основание", "С", "По")
        empty = "Статусов у школы нет."
        return CardBlock(STATUSES, "Статусы", heads, lines, empty, "list", {"school": seen.uid})

    def _verdict(self, seen: SchoolView) -> CardBlock:
        """The answer of the rule and what it rests on."""
        lines: tuple[CardLine, ...] = ()
        try:
            found = explanation.explain(self._session, self._profile, seen.uid)
        except UserError:  # A closed school is not judged.
            found = None
        if found is not None and found.figures:
            sittings = [one.sitting.uid for one in found.verdict.judged]
            behind: Sources = tuple(
                source
                for uid in sittings
                for source in (("sitting", uid), ("school_result", uids.school_result(uid, seen.uid)))
            )
            said = [found.headline, *found.sentences, found.difference]
            mark = "low" if found.verdict.outcome is Outcome.LOW else ""
            lines = tuple(
                CardLine((text,), mark * (not at), behind) for at, text in enumerate(filter(None, said))
            )
        empty = "По принятой методике о школе ничего не сказано: результатов нужных процедур нет."
        return CardBlock(VERDICT, "Вывод и почему", (), lines, empty, "list", {"school": seen.uid})

    def _results(self, seen: SchoolView) -> CardBlock:
        years = sorted({point.sitting.school_year for one in seen.history for point in one.points})[-_YEARS:]
        lines = tuple(
            _result(one, years, seen.uid)
            for one in seen.history
            if any(point.sitting.school_year in years for point in one.points)
        )
        heads = ("Процедура", *(school_years.label(year) for year in years), "Качество, последнее")
        arguments: dict[str, object] = {"school": seen.uid}
        if seen.history and years:
            last = max((p for one in seen.history for p in one.points), key=lambda p: p.sitting.school_year)
            arguments |= {"year": last.sitting.school_year, "sitting": last.sitting.uid}
        note = f"Доля не справившихся и число участников; ▲ — не меньше {seen.threshold} %." if lines else ""
        return CardBlock(
            RESULTS,
            "Результаты",
            heads,
            lines,
            "Результатов школы в файле нет.",
            "results",
            arguments,
            note,
            seen.threshold,
        )

    def _context(self, uid: bytes) -> CardBlock:
        now, then = self._now, self._then
        index = account.account(now, uid)
        lines = [line for one in now.dictionary.lines if (line := self._indicator(one, uid)) is not None]
        heads = ("Показатель", now.label, then.label if then else "Раньше", "Медиана школ района")
        note = f"{index.headline}." if index is not None and index.value else ""
        return CardBlock(
            CONTEXT,
            "Социальный контекст",
            heads,
            tuple(lines),
            "Социальный паспорт школы не заполнен.",
            "context",
            {"school": uid, "year": now.year, "kind": now.kind},
            note,
        )

    def _indicator(self, line: Line, uid: bytes) -> CardLine | None:
        cells = [one.cells.get((uid, line.uid)) for one in (self._now, self._then) if one is not None]
        if not any(cells):
            return None
        first, second = (*cells, None)[:2]
        middle = self._now.middle(line)
        median = "" if middle is None else percent_e4(middle[0], 1) if line.of else show_e4(middle[0])
        return CardLine(
            (line.text, _cell(first, line), _cell(second, line), median),
            sources=tuple(("indicator_value", one.uid) for one in cells if one is not None)
            + (("indicator", line.uid),),
        )

    def _problems(self, uid: bytes) -> CardBlock:
        """What stands, of the newest year the risks; without an answer first."""
        found = problems.read(self._session, uid, self._on)
        newest = max((one.year or 0 for one in found), default=0)
        told = [
            one
            for one in found
            if one.state != problems.CLOSED
            and (
                not one.factor or ((one.year or 0) == newest and one.mark.significance in ("high", "middle"))
            )
        ]
        told.sort(key=lambda one: (one.state != problems.OPEN, one.state == problems.NOT_ASKED))
        lines = tuple(
            CardLine(
                (
                    one.words,
                    ", ".join(filter(None, (one.kind_text, _weight(one), one.year_text))),
                    one.answer_text or "–",
                    problems.STATE_WORDS[one.state],
                ),
                "overdue" if one.state == problems.OPEN else "",
                (("problem", one.uid),),
            )
            for one in told[:_PROBLEMS]
        )
        waits = sum(one.state == problems.OPEN for one in told)
        note = f"Без мер: {waits}." if waits else ""
        heads = ("Что", "Вид", "Меры", "Состояние")
        empty = "Рисков, проблем и запросов не записано."
        arguments = {"school": uid}
        return CardBlock(
            PROBLEMS,
            "Риски, проблемы, запросы",
            heads,
            lines,
            empty,
            "problems",
            arguments,
            note,
            total=len(told),
        )

    def _helpers(self, uid: bytes, family: frozenset[bytes]) -> CardBlock:
        """Who helps the school and its teachers on this day, and whom it helps."""
        own = set(self._session.scalars(select(Person.uid).where(Person.school.in_(family))))
        held = [
            one
            for one in self._assigned
            if one.in_force(self._on)
            and (
                one.for_school in family
                or one.for_person in own
                or (one.who_kind == "school" and one.who_uid in family)
            )
        ]
        lines = tuple(
            CardLine(
                (
                    one.role_text,
                    one.who,
                    one.whom if one.for_school not in family or one.person else "школа",
                    show_date(one.since),
                    show_date(one.until),
                ),
                "ask" if one.expires(self._on) else "",
                (("assignment", one.uid),),
            )
            for one in held
        )
        heads = ("Роль", "Кто", "За кем", "С", "По")
        note = "" if any(one.role == assignments.CURATOR for one in held) else "Куратора у школы нет."
        return CardBlock(
            PEOPLE, "Люди", heads, lines, "За школой никто не закреплён.", "people", {"school": uid}, note
        )

    def _papers(self, uid: bytes) -> CardBlock:
        """Documents the school has, and those it still has to bring, of every programme."""
        lines: list[CardLine] = []
        for programme, title in self._documents.programmes:
            found = self._matrix(programme)
            if not any(cell.documents for cell in found.cells.values()):
                continue  # Of a programme that asks for no documents none is missing.
            for kind in found.kinds:
                cell = found.cells.get((uid, kind))
                if cell is not None:
                    lines += _documents(cell, kind, title if programme else "", self._on)
        heads = ("Документ", "Состояние", "На", "Чего не хватает")
        arguments = {"school": uid, "view": "documents"}
        return CardBlock(
            DOCUMENTS, "Документы", heads, tuple(lines), "Документов школы не записано.", "risks", arguments
        )

    def _matrix(self, programme: bytes | None) -> DocumentMatrix:
        if programme not in self._matrices:
            self._matrices[programme] = documents.read(self._session, programme, self._on, chosen=True)
        return self._matrices[programme]


def _weight(one: ProblemLine) -> str:
    return _SIGNIFICANCE.get(one.mark.significance, "")


def _result(one: History, years: list[int], school: bytes) -> CardLine:
    last: dict[int, Point] = {point.sitting.school_year: point for point in one.points}
    told = [_point(last.get(year)) for year in years]
    shown = [last[year] for year in years if year in last]
    quality = next(
        (text for point in reversed(shown) for aspect, text in point.aspects if aspect is Aspect.QUALITY), "–"
    )
    sources = tuple(("school_result", uids.school_result(point.sitting.uid, school)) for point in one.points)
    low = bool(shown) and shown[-1].low
    shares = tuple(last[year].percent_e4 if year in last else None for year in years)
    return CardLine((one.procedure, *told, quality), "low" if low else "", sources, shares)


def _point(point: Point | None) -> str:
    """«▲ 33,3 % из 24»; in words why there is none."""
    if point is None:
        return "–"
    if not point.percent:
        return point.state or "доля неизвестна"
    of = f" из\u00a0{point.participants}" if point.participants is not None else ""
    mark = "▲\u00a0" if point.low else ""
    return f"{mark}{point.percent}\u00a0%{of}"


def _cell(cell: Cell | None, line: Line) -> str:
    if cell is None:
        return "–"
    return f"{cell.text} ({cell.share})" if cell.share else cell.text


def _documents(cell: DocumentCell, kind: str, programme: str, on: date) -> Iterator[CardLine]:
    name = documents.title_of(kind)
    about = f" ({programme})" if programme else ""
    for one in cell.documents:
        what = " ".join(filter(None, (one.title or name, one.requisites))) + (
            f": {one.risk}" if one.risk else ""
        )
        late = one.overdue(on)
        yield CardLine(
            (what + about, one.state_text, show_date(one.state_on), late),
            "overdue" if late else "",
            (("school_document", one.uid),),
        )
    if not cell.documents and cell.missing:
        yield CardLine((name + about, "нет", "", "; ".join(cell.missing)), "ask")
