"""A programme gathered for print: passport, sections with what they draw, plans with their own columns, indicators."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Office
from shnor_desktop.models.orders import Paper, WordForm
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School
from shnor_desktop.models.support import Assignment
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.programme import indicators, outcomes, outline
from shnor_desktop.operations.programme.columns import columns_of
from shnor_desktop.operations.programme.indicators import IndicatorTable
from shnor_desktop.operations.programme.outline import Outline, PartNode, ProgrammeLine
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.papers.programme.facts import (
    ExecutionFacts,
    IndicatorCell,
    IndicatorFacts,
    IndicatorLine,
    Line,
    PassportRow,
    Plan,
    PlanRow,
    ProgrammeFacts,
    SectionFacts,
)
from shnor_desktop.papers.tree.frame import Approval
from shnor_desktop.rules import indicators as rule
from shnor_desktop.rules.deadlines.days import days_of_event
from shnor_desktop.rules.indicators import STATE_LABELS
from shnor_desktop.rules.quick_line import NOT_HELD, PARTLY
from shnor_desktop.rules.words import declension
from shnor_desktop.rules.words.declension import Case

_VERBS = {"roadmap": "утверждена", "municipal": "утверждена", "school": "утверждена", "route": "утверждён"}
_BY = {"order": "приказом", "decree": "постановлением", "instruction": "распоряжением"}


def programme_facts(session: Session, uid: bytes, on: date | None = None) -> ProgrammeFacts:
    """The whole programme, with what was done by that day."""
    found = outline.outline(session, uid)
    page = _Page(session, found, on or date.today())
    line = found.programme
    meta = replace(paper_meta(session), letterhead=(), date="", place="", approval=_approval(session, line))
    passport = tuple(
        PassportRow(one.title, page.lines(one), (("part", one.uid),))
        for one in found.printed()
        if one.place == "passport"
    )
    return ProgrammeFacts(
        meta=meta,
        kind=line.kind_label,
        title=line.title,
        period=line.period_label,
        approved=line.approved_by is not None,
        passport=passport,
        sections=tuple(page.sections()),
        schools=tuple(page.schools(official=True)),
    )


def plan_facts(session: Session, uid: bytes) -> Plan:
    """All plans of a programme as one table."""
    return _Page(session, outline.outline(session, uid), date.today()).plan()


def execution_facts(session: Session, uid: bytes, school: bytes | None = None) -> ExecutionFacts:
    """The indicators of a programme, or of one school in it."""
    table = indicators.table(session, uid, school)
    name = records.title(session, "school", school) if school is not None else ""
    line = table.programme
    meta = paper_meta(session)
    return ExecutionFacts(
        meta, line.title, line.period_label, name, indicator_facts(table), (("programme", uid),)
    )


def _approval(session: Session, line: ProgrammeLine) -> Approval | None:
    paper = session.get(Paper, line.approved_by) if line.approved_by is not None else None
    if paper is None:
        return None
    basis = " ".join(filter(None, (_BY.get(paper.kind, "решением"), _issuer(session, paper))))
    return Approval(
        verb=_VERBS.get(line.kind, "утверждена"),
        basis=basis,
        date=paper.date,
        number=paper.number,
    )


def _issuer(session: Session, paper: Paper) -> str:
    """«управления образования Заречного района»: as somebody typed the form of the name, else as it is declined; empty where
    that is not certain. An order that names no body is of the office itself."""
    office = session.get(Office, paper.issuer) if paper.issuer is not None else None
    own = paper_meta(session).office if paper.kind == "order" else ""
    name = office.name if office is not None else own
    if not name:
        return ""
    typed = session.scalars(
        select(WordForm.form).where(WordForm.text == name, WordForm.case == Case.GENITIVE)
    ).first()
    found = declension.Form(typed) if typed else declension.phrase(name, Case.GENITIVE)
    return found.text[:1].lower() + found.text[1:] if found.sure else ""


def indicator_facts(table: IndicatorTable) -> IndicatorFacts:
    """A table of indicators as it is printed."""
    return IndicatorFacts(tuple(one.label for one in table.slots), tuple(_line(one) for one in table.rows))


def tabled(table: IndicatorTable) -> IndicatorTable:
    """Without those that stand in the passport alone: neither numbered nor grouped nor given a target."""
    rows = [
        one
        for one in table.rows
        if not one.in_passport or one.number or one.group or any(each.uid is not None for each in one.figures)
    ]
    return replace(table, rows=tuple(rows)) if rows else table


def _line(row: indicators.IndicatorRow) -> IndicatorLine:
    return IndicatorLine(
        row.group,
        row.criterion,
        row.number,
        row.text,
        row.unit,
        row.denominator,
        tuple(_cell(row, one) for one in row.figures),
        (("indicator", row.uid),),
    )


def _cell(row: indicators.IndicatorRow, one: indicators.Figure) -> IndicatorCell:
    away = rule.deviation(one.target_e4, one.fact_e4)
    notes = [one.unreachable] if one.unreachable else []
    if one.computed_e4 is not None and one.typed_e4 is None:
        notes.append(f"вычислено: {one.computed_from}.")
    elif one.overridden:
        computed = rule.shown(one.computed_e4, one.decimals)
        notes.append(
            f"по расчёту {computed} ({one.computed_from}); введено иное: {one.reason or 'причина не указана'}."
        )
    if one.source:
        notes.append(f"источник: {one.source}.")
    mark = STATE_LABELS[one.state] if one.target_e4 is not None or one.fact_e4 is None else ""
    source = (("indicator", row.uid), *one.sources)
    shown = rule.shown(away, one.decimals)
    return IndicatorCell(one.target, one.fact, shown, mark, tuple(notes), source, one.target_e4, one.fact_e4)


def _was_done(event: Event, on: date) -> bool:
    """Whether it took place, at least in part, by that day; what names no day is taken as done."""
    days = days_of_event(event.starts, event.ends, event.date_text)
    return event.outcome != NOT_HELD and (days is None or days.starts <= on)


def _when(event: Event) -> str:
    """As it was typed, else the days."""
    days = days_of_event(event.starts, event.ends)
    if event.date_text or days is None:
        return event.date_text
    first, last = (f"{one:%d.%m.%Y}" for one in (days.starts, days.ends))
    return first if first == last else f"{first} – {last}"


class _Page:
    """What parts print; what several draw is read once."""

    def __init__(self, session: Session, found: Outline, on: date) -> None:
        self._session, self._outline, self._titles, self._on = session, found, Titles(session), on
        self._table: IndicatorTable | None = None

    @property
    def table(self) -> IndicatorTable:
        if self._table is None:
            self._table = indicators.table(self._session, self._outline.programme.uid)
        return self._table

    def lines(self, part: PartNode) -> tuple[Line, ...]:
        """Its text, then what it draws."""
        typed = [
            Line(text.strip(), 2 if text[:1].isspace() else 1)
            for text in part.text.splitlines()
            if text.strip()
        ]
        return (*typed, *(Line(text) for text in self._drawn(part)))

    def _drawn(self, part: PartNode) -> list[str]:
        line = self._outline.programme
        draw = {
            "period": lambda: [line.period_label] if line.period_label else [],
            "directions": lambda: [one.heading for one in self._printed("plan_section") if one.heading],
            "schools": lambda: self.schools(),
            "acts": self._acts,
            "assignments": self._assignments,
            "problems": self._problems,
            "events": self._events,
        }
        if part.draws == "indicators" and part.place == "passport":
            return [one.text for one in self.table.rows if one.in_passport]
        return draw[part.draws]() if part.draws in draw else []

    def _printed(self, place: str) -> list[PartNode]:
        return [one for one in self._outline.printed() if one.place == place]

    def schools(self, *, official: bool = False) -> list[str]:
        """Names of its schools."""
        names = []
        for uid in self._outline.programme.schools:
            school = self._session.get(School, uid)
            if school is not None:
                names.append(official and school.official_name or school.name)
        return names

    def _acts(self) -> list[str]:
        uid = self._outline.programme.uid
        query = select(Link).where(Link.role.in_(("programme_act", "programme_basis")), Link.programme == uid)
        links = self._session.scalars(query.order_by(Link.position, Link.uid)).all()
        return [
            self._titles("act", one.act) if one.act else self._titles("paper", one.basis) for one in links
        ]

    def _assignments(self) -> list[str]:
        query = select(Assignment).where(Assignment.programme == self._outline.programme.uid)
        every = self._session.scalars(query.order_by(Assignment.role, Assignment.uid))
        return [self._titles("assignment", one.uid) for one in every]

    def _problems(self) -> list[str]:
        schools = self._outline.programme.schools
        every = self._session.scalars(select(Problem).order_by(Problem.position, Problem.uid))
        return [
            " ".join(one.text.split())
            for one in every
            if one.text
            and one.person is None
            and not one.closed_on
            and (one.school is None or one.school in schools)
        ]

    def _events(self) -> list[str]:
        plans = [one.uid for one in self._outline.walk() if one.activities]
        done = (
            select(Link.event)
            .join(Activity, Activity.uid == Link.activity)
            .where(Link.role == "event_activity", Activity.part.in_(plans))
        )
        query = select(Event).where(Event.uid.in_(done)).order_by(Event.starts, Event.uid)
        return [
            ", ".join(
                filter(
                    None,
                    (self._titles("event", one.uid), _when(one), "частично" * (one.outcome == PARTLY)),
                )
            )
            for one in self._session.scalars(query)
            if _was_done(one, self._on)
        ]

    # --- sections ----------------------------------------------------------------------------------------------------

    def sections(self) -> Iterator[SectionFacts]:
        """All sections and plans from top to bottom."""
        for one in self._outline.printed():
            if one.place not in ("section", "plan", "appendix"):
                continue
            draws_table = one.draws == "indicators" and bool(self.table.rows)
            draws_results = one.draws == "results"
            yield SectionFacts(
                one.number,
                one.title,
                one.depth + 1,
                self.lines(one),
                (("part", one.uid),),
                self.plan(one) if one.place == "plan" or one.draws == "activities" else None,
                indicator_facts(tabled(self.table)) if draws_table else None,
                outcomes.results(self._session, self._outline.programme, self._on) if draws_results else None,
            )

    def plan(self, part: PartNode | None = None) -> Plan:
        """The plan of a part, or all plans one after another."""
        plans = [part] if part is not None and part.place == "plan" else self._printed("plan")
        columns = columns_of(plans[0].columns if plans else "")
        codes = tuple(code for code, _ in columns)
        rows = [row for plan in plans for one in plan.printed() for row in self._rows(one, plan, codes)]
        return Plan(columns, tuple(rows))

    def _rows(self, part: PartNode, plan: PartNode, codes: tuple[str, ...]) -> Iterator[PlanRow]:
        if part is not plan and part.heading:
            yield PlanRow(part.heading, source=(("part", part.uid),))
        query = select(Activity).where(Activity.part == part.uid).order_by(Activity.position, Activity.uid)
        for one in self._session.scalars(query):
            cells = tuple(self._text(one, code) for code in codes)
            yield PlanRow(cells=cells, source=(("activity", one.uid),))

    def _text(self, one: Activity, code: str) -> str:
        if code == "schools":
            return self._schools_of(one)
        return {
            "number": one.number,
            "text": one.text,
            "due": one.due_text,
            "responsible": one.responsible,
            "expected": one.expected,
            "note": one.note,
        }[code]

    def _schools_of(self, one: Activity) -> str:
        if one.all_schools:
            return "все школы программы"
        query = select(Link.school).where(Link.role == "activity_school", Link.activity == one.uid)
        found = self._session.scalars(query.order_by(Link.position, Link.uid))
        return "\n".join(self._titles("school", uid) for uid in found)
