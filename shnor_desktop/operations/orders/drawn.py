"""What a part of a paper draws from the records: lists of schools, what was done, how the plan stands, problems, documents.

A paper speaks of its own period, its programme and its schools; what it does not say is not narrowed.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.programme import Part, Programme
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.schools import School
from shnor_desktop.models.support import DOCUMENT_KINDS, DOCUMENT_STATES, ROLES, Assignment, SchoolDocument
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.operations.orders import grounds, sentences
from shnor_desktop.operations.orders.own_results import own_results
from shnor_desktop.operations.programme import outline, page, school_figures
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.operations.programme.grounds import cited
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.risks import problems
from shnor_desktop.operations.risks.problems import ProblemLine
from shnor_desktop.operations.roadmap import events, printing
from shnor_desktop.papers.orders.order import Drawing, Listing
from shnor_desktop.papers.programme.facts import Line
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.papers.tree.wording import date_digits
from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.words.declension import agreed
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.points import listed
from shnor_desktop.rules.words.russian import counted, inside, sentence

_ROLES = dict(ROLES)
_GROUP = ("group", "group_head", "group_secretary", "group_member")
_NOT_HELD = "not_held"
_MOST = 5
_TO_WRITE = "____________________"
"""Sentences about what was left out."""
_AIMS = ("цел", "обоснован", "задач", "направлен")
"""How rows of a passport and sections begin that say what a programme is for."""
_KINDS_OF = ("problem", "deficit", "request", "risk")
_MANY = {"problem": "Проблемы", "deficit": "Дефициты", "request": "Запросы", "risk": "Риски"}
_OF_LEVEL = {
    "school": "школ",
    "teachers": "учителей",
    "management": "руководителей школ",
    "municipal": "муниципального уровня",
}


class Drawer:
    """Draws for one paper."""

    def __init__(self, session: Session, paper: Paper, forms: Forms) -> None:
        self._session, self._paper, self._titles, self._forms = session, paper, Titles(session), forms
        self.schools = self._named_schools()
        self.doubts: tuple[str, ...] = ()
        """What was left out and why: told beside the paper once everything is drawn."""
        known: dict[str, Callable[[], Drawing]] = {
            "period": self._period,
            "directions": self._directions,
            "indicators": self._indicators,
            "activities": self._standing,
            "schools": self._listed_schools,
            "results": self._results,
            "problems": lambda: self._problems(("problem", "deficit", "request")),
            "risks": lambda: self._problems(("risk",)),
            "documents": self._documents,
            "events": self._events,
            "assignments": self._assignments,
            "acts": self._acts,
            "programme": self._programme_whole,
        }
        self._known = known

    @property
    def day(self) -> date:
        """The day the paper speaks of: as of, the end of its period, its date, today."""
        paper = self._paper
        for text in (paper.as_of, paper.period_to, paper.date):
            if text:
                return date.fromisoformat(text)
        return date.today()

    def draw(self, part: Part) -> Drawing:
        """What the part draws; an appendix has the plan and the agenda as they are, not how they stand."""
        if part.place == "appendix" and part.draws == "activities":
            return self._plan()
        if part.place == "appendix" and part.draws == "events":
            return self._agenda()
        if part.place == "appendix" and part.draws == "assignments":
            return self._confirmed()
        made = self._known.get(part.draws)
        return made() if made is not None else Drawing()

    # --- schools -------------------------------------------------------------------------------------------------

    def _named_schools(self) -> tuple[School, ...]:
        paper = self._paper
        query = select(School).join(Link, Link.school == School.uid)
        query = query.where(Link.role == "paper_school", Link.paper == paper.uid)
        found = list(self._session.scalars(query.order_by(Link.position, Link.uid)))
        if paper.school is not None and (own := self._session.get(School, paper.school)) is not None:
            found = [own, *(one for one in found if one.uid != own.uid)]
        return tuple(found)

    def _about(self) -> tuple[School, ...]:
        """The schools it names, else those of its programme."""
        if self.schools or self._paper.programme is None:
            return self.schools
        line = outline.outline(self._session, self._paper.programme).programme
        found = (self._session.get(School, uid) for uid in line.schools or self._participants())
        return tuple(one for one in found if one is not None)

    def _participants(self) -> tuple[bytes, ...]:
        """Schools that take part in its programme, or in what this is part of."""
        record = self._record()
        within = [] if record is None else [uid for uid in (record.uid, record.part_of) if uid is not None]
        query = select(Assignment.school).where(
            Assignment.role == "participant", Assignment.programme.in_(within), Assignment.school.is_not(None)
        )
        return tuple(dict.fromkeys(self._session.scalars(query.order_by(Assignment.uid))))

    def _listed_schools(self) -> Drawing:
        statuses = statuses_of_kind(raw_of(self._session), LOW_RESULT)
        on, rows = self._paper.date or self.day.isoformat(), []
        for one in self._about():
            standing = [line for line in statuses.get(one.uid, ()) if line.in_force(on)]
            lines = standing or [line for line in statuses.get(one.uid, ()) if not line.until]
            cells = (one.official_name or one.name, one.municipality, grounds.of_school(lines))
            rows.append((cells, (("school", one.uid),)))
        heads = ("Школа", "Муниципальное образование", "Основание")
        every = tuple(("school", one.uid) for one in self._about())
        return Drawing(
            ((Line(f"Всего: {counted(len(rows), 'школа', 'школы', 'школ')}."), every),),
            listing=Listing(heads, (80.0, 40.0, 50.0), tuple(rows)),
            nothing=_none(rows, "Школы не указаны."),
        )

    def _results(self) -> Drawing:
        if self._paper.school is not None:
            return own_results(self._session, self._paper.school)
        if self._paper.programme is None:
            return Drawing(nothing="Программа не указана.")
        line = outline.outline(self._session, self._paper.programme).programme
        found = school_figures.results(self._session, line, self.day)
        return Drawing(results=found, nothing=_none(found.lines, "Результатов за эти годы нет."))

    # --- programme and plan --------------------------------------------------------------------------------------

    def _period(self) -> Drawing:
        programme = self._record()
        if programme is None:
            return Drawing()
        text = f"{programme.title}: {programme.period_label}" if programme.period_label else programme.title
        return Drawing(((Line(text), (("programme", programme.uid),)),))

    def _record(self) -> Programme | None:
        uid = self._paper.programme
        return self._session.get(Programme, uid) if uid is not None else None

    def _directions(self) -> Drawing:
        """Aim, tasks and directions as the passport says them."""
        if self._paper.programme is None:
            return Drawing(nothing="Программа не указана.")
        facts = page.programme_facts(self._session, self._paper.programme, self.day)
        told = [(row.title, row.lines, row.source) for row in facts.passport]
        rows = [one for one in told if one[1] and one[0].casefold().startswith(_AIMS)]
        named = {aim for aim in _AIMS for title, *_ in rows if title.casefold().startswith(aim)}
        rest = tuple(aim for aim in _AIMS if aim not in named)
        for one in facts.sections:
            if one.lines and rest and one.title.casefold().startswith(rest):
                rows.append((one.title, one.lines, one.source))
        lines: list[tuple[Line, Sources]] = []
        for title, texts, source in rows:
            lead, *more = [f"{title.rstrip(' .:')}:", *(_unmarked(line.text) for line in texts)]
            if len(more) == 1:
                lead, more = f"{lead} {listed(more)[0]}", []
            lines.append((Line(lead), source))
            lines += [
                (Line(text, 2), line.source or source)
                for text, line in zip(listed(more), texts, strict=False)
            ]
        return Drawing(tuple(lines), nothing=_none(lines, "Цель и задачи в паспорте программы не внесены."))

    def _indicators(self) -> Drawing:
        if self._paper.programme is None:
            return Drawing(nothing="Программа не указана.")
        facts = page.execution_facts(self._session, self._paper.programme, self._paper.school)
        return Drawing(
            indicators=facts.indicators, nothing=_none(facts.indicators.lines, "Показателей у программы нет.")
        )

    def _standing(self) -> Drawing:
        if self._paper.programme is None:
            return Drawing(nothing="Программа не указана.")
        facts = printing.plan_facts(self._session, self._paper.programme, "", None, self.day)
        return Drawing(standing=facts, nothing=_none(facts.rows, "Сведений о выполнении мероприятий нет."))

    def _plan(self) -> Drawing:
        if self._paper.programme is None:
            return Drawing(nothing="Программа не указана.")
        return Drawing(plan=page.plan_facts(self._session, self._paper.programme))

    def _programme_whole(self) -> Drawing:
        if self._paper.programme is None:
            return Drawing(nothing="Программа не указана.")
        return Drawing(programme=page.programme_facts(self._session, self._paper.programme, self.day))

    # --- what was done, what is wrong ----------------------------------------------------------------------------

    def _events(self) -> Drawing:
        """A sentence for each that took place in the period of the paper, by its date."""
        wanted, about = {one.name for one in self.schools}, {one.name for one in self._about()}
        told = [
            one
            for one in sorted(events.events(self._session), key=sentences.when)
            if one.outcome != _NOT_HELD
            and one.uid != self._paper.event
            and (not wanted or one.all_schools or wanted & set(one.schools))
        ]
        lines = [
            sentences.event_line(one, about)
            for one in told
            if one.days is not None and self._in_period(one.days)
        ]
        undated = [sentences.event_line(one, about) for one in told if one.days is None]
        if undated and lines:
            lines.append((Line("Без даты:"), ()))
        lines += undated
        beyond = [one for one in told if one.days is not None and not self._in_period(one.days)]
        self.doubts += tuple(
            f"Вне периода документа и не напечатано: {sentences.short(one)}." for one in beyond[:_MOST]
        )
        if len(beyond) > _MOST:
            self.doubts += (f"Вне периода документа и не напечатано ещё: {len(beyond) - _MOST}.",)
        return Drawing(tuple(lines), nothing=_none(lines, "Сведений о том, что сделано за этот период, нет."))

    def _in_period(self, days: Window) -> bool:
        first, last = self._paper.period_from, self._paper.period_to or self._paper.as_of
        return (not first or days.ends.isoformat() >= first) and (not last or days.starts.isoformat() <= last)

    def _agenda(self) -> Drawing:
        event = self._session.get(Event, self._paper.event) if self._paper.event is not None else None
        if event is None or not event.agenda.strip():
            return Drawing(nothing=_TO_WRITE if event is not None else "")
        return Drawing(tuple((line, (("event", event.uid),)) for line in text_lines(event.agenda)))

    def is_to_fill(self, part: Part) -> bool:
        """Whether an appendix has only a line to write on."""
        return part.draws == "events" and not part.text.strip() and self._agenda().nothing == _TO_WRITE

    def _problems(self, kinds: tuple[str, ...]) -> Drawing:
        wanted = {one.uid for one in self._about()}
        found = [
            one
            for one in problems.read(self._session, self._paper.school, self.day)
            if one.kind in kinds
            and not one.person
            and (one.school is None or not wanted or one.school in wanted)
        ]
        if kinds == ("risk",):
            rows = tuple(
                (
                    (one.school_name, one.words, one.mark.of_risk, problems.STATE_WORDS[one.state]),
                    (("problem", one.uid),),
                )
                for one in found
            )
            listing = Listing(("Школа", "Риск", "Оценка", "Состояние"), (50.0, 60.0, 35.0, 25.0), rows)
            return Drawing(listing=listing, nothing=_none(rows, "Риски школ не внесены."))
        return self._problem_lists(found)

    def _problem_lists(self, found: list[ProblemLine]) -> Drawing:
        """A list for each kind, whose they are and from where they are known; how many nothing answers."""
        groups: dict[str, list[ProblemLine]] = {}
        for one in sorted(found, key=lambda each: _KINDS_OF.index(each.kind)):
            known = one.found_at or one.source
            lead = f"{_MANY[one.kind]} {_OF_LEVEL.get(one.level, '')}".strip()
            groups.setdefault(f"{lead} ({known}):" if known else f"{lead}:", []).append(one)
        lines: list[tuple[Line, Sources]] = []
        for lead, every in groups.items():
            lines.append((Line(lead), ()))
            told: list[str] = []
            for one in every:
                words = "; ".join(filter(None, (each.strip() for each in one.words.splitlines())))
                whose = ", ".join(
                    filter(None, (one.person, one.school_name if self._paper.school is None else ""))
                )
                answered = f" – {one.answer_text}" if one.answer_text else ""
                told.append(f"{words.rstrip(' .;')}{f' ({whose})' if whose else ''}{answered}")
            lines += [
                (Line(text, 2), (("problem", one.uid),))
                for text, one in zip(listed(told), every, strict=True)
            ]
        bare = [one for one in found if one.state == problems.OPEN]
        if bare:
            text = f"Без мер: {len(bare)} из {len(found)}."
            lines.append((Line(text), tuple(("problem", one.uid) for one in bare)))
        return Drawing(tuple(lines), numbered=True, nothing=_none(lines, "Проблемы и запросы не внесены."))

    def _documents(self) -> Drawing:
        wanted = {one.uid: one.name for one in self._about()}
        query = select(SchoolDocument).order_by(SchoolDocument.kind, SchoolDocument.title, SchoolDocument.uid)
        found: dict[tuple[str, ...], list[SchoolDocument]] = {}
        for one in self._session.scalars(query):
            if wanted and one.school not in wanted:
                continue
            name = one.title or dict(DOCUMENT_KINDS).get(one.kind, one.kind)
            reached = agreed(dict(DOCUMENT_STATES).get(one.state, one.state), name)
            state = " ".join(filter(None, (reached, date_digits(one.state_on))))
            stages = ", ".join(date_digits(day) for day in (one.stage1_on, one.stage2_on) if day)
            risk = self._risk(one.problem)
            key = (f"{name}: {risk}" if risk else name, state, stages, one.note.strip())
            found.setdefault(key, []).append(one)
        rows = tuple(
            (
                (name, self._whose([one.school for one in every], set(wanted)), state, stages, note),
                tuple(("school_document", one.uid) for one in every),
            )
            for (name, state, stages, note), every in sorted(found.items())
        )
        heads = ("Документ", "Школы", "Состояние", "Этапы", "Примечание")
        listing = Listing(heads, (45.0, 45.0, 28.0, 26.0, 34.0), rows)
        return Drawing(listing=listing, nothing=_none(rows, "Документы школ не внесены."))

    def _risk(self, problem: bytes | None) -> str:
        record = self._session.get(Problem, problem) if problem is not None else None
        return self._titles("factor", record.factor) if record is not None else ""

    def _whose(self, schools: list[bytes], every: set[bytes]) -> str:
        if len(every) > 1 and set(schools) == every:
            return sentences.all_of(len(every))
        return "\n".join(sorted({self._titles("school", uid) for uid in schools}, key=by_name))

    # --- people --------------------------------------------------------------------------------------------------

    def _confirmed(self) -> Drawing:
        """Those that rest on this paper."""
        return self._bound(Assignment.basis == self._paper.uid)

    def _assignments(self) -> Drawing:
        """Those of its programme, of what this is part of and of its schools in other projects, or all of them, that
        stand on its day."""
        day = self.day.isoformat()
        stands = (Assignment.until == "") | (Assignment.until >= day)
        record = self._record()
        if record is not None:
            within = [uid for uid in (record.uid, record.part_of) if uid is not None]
            # That its own schools take part in it is said where they are named.
            here = Assignment.school.in_([one.uid for one in self._about()])
            own = (Assignment.role == "participant") & here & Assignment.programme.in_(within)
            stands &= Assignment.programme.in_(within) | Assignment.programme.is_(None) | here
            stands &= ~own | Assignment.school.is_(None)
        return self._bound(stands)

    def _bound(self, which: object) -> Drawing:
        query = select(Assignment).where(which)  # type: ignore[arg-type]
        every = sorted(
            self._session.scalars(query),
            key=lambda one: (
                list(_ROLES).index(one.role),
                by_name(self._for_whom(one)),
                one.since,
                one.uid,
            ),
        )
        nothing = _none(every, "Закреплений нет.")
        if every and all(one.role in _GROUP for one in every):
            members = [one for one in every if one.role != "group"]
            rows = tuple(((*self._who(one), _ROLES[one.role]), (("assignment", one.uid),)) for one in members)
            return Drawing(
                listing=Listing(("Фамилия, имя, отчество", "Должность", "Роль"), (65.0, 65.0, 35.0), rows)
            )
        bound = tuple(
            (
                (
                    self._with_post(one),
                    f"{_ROLES[one.role]} ({one.theme})" if one.theme else _ROLES[one.role],
                    self._for_whom(one),
                    _days(one),
                    # What rests on this paper need not say so.
                    self._titles("paper", one.basis if one.basis != self._paper.uid else None)
                    or one.basis_text,
                ),
                (("assignment", one.uid),),
            )
            for one in every
        )
        heads = ("Кто", "Роль", "За кем закреплён", "Действует", "Основание")
        listing = Listing(heads, (48.0, 34.0, 44.0, 30.0, 34.0), bound)
        return Drawing(listing=listing, nothing=nothing)

    def _with_post(self, one: Assignment) -> str:
        name, post = self._who(one)
        return f"{name}, {inside(post)}" if post else name

    def _for_whom(self, one: Assignment) -> str:
        """The school, the person, the programme; of a member of a group those of the group."""
        group = self._session.get(Assignment, one.of) if one.of is not None else None
        if group is not None:
            told = (group.body, self._titles("school", group.for_school))
            return ", ".join(filter(None, told))
        if one.for_school is not None:
            return self._titles("school", one.for_school)
        if one.for_person is not None:
            return self._titles("person", one.for_person)
        own = one.programme is not None and one.programme == self._paper.programme
        return "программа" if own else self._titles("programme", one.programme)

    def _who(self, one: Assignment) -> tuple[str, str]:
        person = self._session.get(Person, one.person) if one.person is not None else None
        if person is not None:
            return person.name, person.post
        return (self._titles("school", one.school) if one.school else one.body), ""

    def _acts(self) -> Drawing:
        query = select(Link).where(Link.role.in_(("paper_act", "paper_basis")), Link.paper == self._paper.uid)
        links = self._session.scalars(query.order_by(Link.role, Link.position, Link.uid))
        found = [("act", one.act) if one.act else ("paper", one.basis) for one in links]
        programme = self._record()
        if programme is not None:
            found += [("programme", programme.part_of), ("paper", programme.approved_by)]
        told = [
            (self._ground(kind, uid), ((kind, uid),)) for kind, uid in dict.fromkeys(found) if uid is not None
        ]
        ended = listed(text for text, _ in told)
        # A single ground is no list.
        lines = [
            (Line(text, 2) if len(ended) > 1 else Line(sentence(text)), source)
            for text, (_, source) in zip(ended, told, strict=True)
        ]
        return Drawing(tuple(lines), nothing=_none(lines, "Основания не указаны."))

    def _ground(self, kind: str, uid: bytes) -> str:
        if kind == "programme":
            return f"в рамках: {self._titles(kind, uid)}"
        return cited(self._session, self._forms, kind, uid, None, self._paper.issuer)


def text_lines(text: str) -> tuple[Line, ...]:
    """Lines of a text, indented ones under the line before."""
    return tuple(
        Line(line.strip(), 2 if line[:1].isspace() else 1) for line in text.splitlines() if line.strip()
    )


def _none(found: Iterable[object], text: str) -> str:
    return "" if any(True for _ in found) else text


def _days(one: Assignment) -> str:
    since = f"с {date_digits(one.since)}" if one.since else ""
    until = f"по {date_digits(one.until)}" if one.until else ""
    return " ".join(filter(None, (since, until)))


def _unmarked(text: str) -> str:
    """A point without the mark it was typed with; it gets one again."""
    return re.sub(r"^\s*[-–—•·*]\s+", "", text)
