"""A programme gathered for print: passport, sections with what they draw, plans with their own columns, indicators."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice, zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Office
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School
from shnor_desktop.models.support import ROLES, Assignment
from shnor_desktop.operations.identification import branches
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.operations.programme import grounds, indicators, outline, school_figures
from shnor_desktop.operations.programme.columns import columns_of
from shnor_desktop.operations.programme.forms import Forms
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
    ResultFacts,
    SectionFacts,
)
from shnor_desktop.papers.tree.frame import Approval, PaperMeta
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.papers.tree.wording import years_joined
from shnor_desktop.rules import indicators as rule
from shnor_desktop.rules.deadlines.days import days_of_event
from shnor_desktop.rules.indicators import STATE_LABELS
from shnor_desktop.rules.quick_line import NOT_HELD, PARTLY
from shnor_desktop.rules.words.declension import Case
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.points import listed
from shnor_desktop.rules.words.russian import counted, inside, joined, plural, quoted

_NUMBERED = re.compile(r"\d|[IVXІХ]+[.)]?\s")
_UNDER = re.compile(r"\s*\d+\.\d")
_VERBS = {"roadmap": "утверждена", "municipal": "утверждена", "school": "утверждена", "route": "утверждён"}
_MEETING = "Заседание рабочей группы"
_FORMS = {
    "primary": ("начальная", "начальные", "начальных"),
    "basic": ("основная", "основные", "основных"),
    "secondary": ("средняя", "средние", "средних"),
    "gymnasium": ("гимназия", "гимназии", "гимназий"),
    "lyceum": ("лицей", "лицея", "лицеев"),
    "boarding": ("школа-интернат", "школы-интерната", "школ-интернатов"),
    "evening": ("вечерняя", "вечерние", "вечерних"),
}
_TEXTUAL = ("section", "plan", "appendix")
"""Places behind the passport."""
_COVERED = ("municipal", "school")
"""Programmes that have a title page; a roadmap and a route have none."""
_BY = {"order": "приказом", "decree": "постановлением", "instruction": "распоряжением"}


def programme_facts(
    session: Session, uid: bytes, on: date | None = None, *, cover: bool = False
) -> ProgrammeFacts:
    """The whole programme, with what was done by that day; `cover`: with a title page."""
    found = outline.outline(session, uid)
    page = _Page(session, found, on or date.today())
    line = found.programme
    own = paper_meta(session)
    meta = replace(own, letterhead=(), date="", place="", approval=_approval(session, line))
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
        of_kind=page.forms.phrase(line.kind_label, Case.GENITIVE),
        to_kind=page.forms.phrase(line.kind_label, Case.DATIVE),
        foot=_foot(own, line, meta.approval) if cover and line.kind in _COVERED else "",
        # Asked for last: by now every word was declined.
        doubts=(
            *(f"Строка паспорта «{one.title}» пуста." for one in passport if not one.lines),
            *page.empty,
            *page.forms.doubts,
        ),
    )


def _foot(own: PaperMeta, line: ProgrammeLine, approval: Approval | None) -> str:
    """Place and year: of the paper that approved it, else of its beginning, else this one."""
    year = ((approval.date if approval else "") or line.starts or date.today().isoformat())[:4]
    return ", ".join(filter(None, (own.place, year)))


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
    return inside(Forms(session).certain(name, Case.GENITIVE))


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


def _of(code: str, records: Iterable[School]) -> tuple[tuple[str, bytes], ...]:
    return tuple((code, one.uid) for one in records)


def _is_chapter(one: PartNode, then: PartNode | None) -> bool:
    """Whether sections stand under it: those in it, or the next by its number, «2.1» behind «II»."""
    under = any(each.place in _TEXTUAL for each in islice(one.printed(), 1, None))
    return under or (then is not None and bool(_UNDER.match(then.heading)) and not _UNDER.match(one.heading))


def _pointed(told: list[tuple[str, Sources]]) -> list[Line]:
    """Points of a list with their records."""
    ended = listed(text for text, _ in told)
    return [Line(text, 2, source) for text, (_, source) in zip(ended, told, strict=True)]


def meeting_label(kind: str, text: str) -> tuple[str, str]:
    """Of a row that is a meeting of the working group: what it is called and its agenda; of any other only its text."""
    if kind != "group_meeting":
        return "", text
    first, _, rest = text.lstrip().partition("\n")
    if first.casefold().startswith(_MEETING.casefold()):
        after = first[len(_MEETING) :].lstrip(" :.")
        return f"{_MEETING}:", "\n".join(filter(None, (after, rest)))
    return f"{_MEETING}:", text


def _was_done(event: Event, on: date) -> bool:
    """Whether it took place, at least in part, by that day; what names no day is taken as done."""
    days = days_of_event(event.starts, event.ends, event.date_text)
    return event.outcome != NOT_HELD and (days is None or days.starts <= on)


def _first_day(event: Event) -> date:
    """Sorts what has no day to the end."""
    days = days_of_event(event.starts, event.ends, event.date_text)
    return days.starts if days is not None else date.max


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
        self.forms = Forms(session)
        self._table: IndicatorTable | None = None
        self.empty: list[str] = []
        """Sections with nothing in them, told once all are made."""

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
        return (*typed, *self._drawn(part, typed=bool(typed)))

    def _drawn(self, part: PartNode, *, typed: bool) -> list[Line]:
        """Lines of a passport stand in a cell, those of a section are sentences and lists of their own."""
        if part.place != "passport" and part.draws in ("acts", "schools"):
            return self._bases(typed=typed) if part.draws == "acts" else self._about_schools()
        line = self._outline.programme
        draw = {
            "programme": lambda: [f"{quoted(line.title)} (далее – {line.short_title or 'Программа'})"],
            "period": lambda: [years_joined(line.period_label)] if line.period_label else [],
            "directions": self._directions,
            "indicators": lambda: [one.text for one in self.table.rows if one.in_passport],
            "schools": self.schools,
            "acts": self._acts,
            "assignments": self._assignments,
            "problems": self._problems,
            "events": self._events,
        }
        if part.draws not in draw or (part.draws in ("indicators", "programme") and part.place != "passport"):
            return []
        told = draw[part.draws]()
        # Directions have their own numbers; a single thing is no list.
        is_list = part.draws not in ("directions", "period", "programme") and (len(told) > 1 or typed)
        return [Line(text, 2) for text in listed(told)] if is_list else [Line(text) for text in told]

    def _directions(self) -> list[str]:
        told = [one.heading for one in self._printed("plan_section") if one.heading]
        if len(told) < 2 or any(_NUMBERED.match(one) for one in told):
            return told
        return [f"{number}. {one}" for number, one in enumerate(told, start=1)]

    def _printed(self, place: str) -> list[PartNode]:
        return [one for one in self._outline.printed() if one.place == place]

    def schools(self, *, official: bool = False) -> list[str]:
        """Names of its schools."""
        return [official and one.official_name or one.name for one in self._own_schools()]

    def _own_schools(self) -> list[School]:
        found = (self._session.get(School, uid) for uid in self._outline.programme.schools)
        return [one for one in found if one is not None]

    def _about_schools(self) -> list[Line]:
        """How many schools there are and of what forms; those of the programme with their levels, branches and why."""
        every = [
            one
            for each in branches.judged_schools(self._session, self._on)
            if (one := self._session.get(School, each.school)) is not None
        ]
        forms = Counter(one.form for one in every if one.form in _FORMS)
        told = joined([counted(forms[form], *words) for form, words in _FORMS.items() if forms[form]])
        whole = counted(
            len(every), "общеобразовательная организация", "общеобразовательные организации",
            "общеобразовательных организаций",
        )  # fmt: skip
        lines = [Line(f"В муниципалитете {whole}{f': {told}' if told else ''}.", 1, _of("school", every))]
        own = self._own_schools()
        if not own:
            return lines
        grounds = self._grounds_of(own)
        common = next(iter(grounds.values())) if len(own) > 1 and len(set(grounds.values())) == 1 else ""
        verb = plural(len(own), "участвует", "участвуют", "участвуют")
        number = counted(len(own), "школа", "школы", "школ")
        lead = f"В программе {verb} {number}{f' (основание: {common})' if common else ''}:"
        lines.append(Line(lead, 1, _of("school", own)))
        points: list[tuple[str, Sources]] = []
        for one in own:
            inner = self._session.scalars(select(School).where(School.parent == one.uid)).all()
            ground = "" if common else grounds[one.uid]
            kept = (
                one.official_name or one.name,
                f"уровни: {one.levels}" if one.levels else "",
                f"филиалы: {', '.join(each.name for each in inner)}" if inner else "",
                f"основание: {ground}" if ground else "",
            )
            points.append(("; ".join(filter(None, kept)), (*_of("school", [one]), *_of("school", inner))))
        return [*lines, *_pointed(points)]

    def _grounds_of(self, schools: Iterable[School]) -> dict[bytes, str]:
        """Why each is a school with low results, by the statuses in force."""
        statuses, on = statuses_of_kind(raw_of(self._session), LOW_RESULT), self._on.isoformat()
        found = {}
        for one in schools:
            lines = (line for line in statuses.get(one.uid, ()) if line.in_force(on))
            told = dict.fromkeys(line.list_title or line.basis_text for line in lines)
            found[one.uid] = "; ".join(filter(None, told))
        return found

    def _acts(self) -> list[str]:
        found = grounds.grounds(self._session, self._outline.programme.uid)
        return [grounds.cited(self._session, self.forms, kind, uid, None) for kind, uid in found]

    def _bases(self, *, typed: bool) -> list[Line]:
        """What it rests on as the end of a sentence: «Программа разработана в соответствии с:»."""
        found = grounds.grounds(self._session, self._outline.programme.uid)
        lines = [] if typed or not found else [Line("Программа разработана в соответствии с:")]
        told = (grounds.cited(self._session, self.forms, kind, uid, Case.INSTRUMENTAL) for kind, uid in found)
        return [*lines, *_pointed([(text, (one,)) for text, one in zip(told, found, strict=True)])]

    def _assignments(self) -> list[str]:
        query = select(Assignment).where(Assignment.programme == self._outline.programme.uid)
        titled = [(one, self._titles("assignment", one.uid)) for one in self._session.scalars(query)]
        roles = list(dict(ROLES))
        titled.sort(key=lambda each: (roles.index(each[0].role), by_name(each[1]), each[0].uid))
        return [title for _, title in titled]

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
        every = [
            (_first_day(one), self._titles("event", one.uid), one)
            for one in self._session.scalars(select(Event).where(Event.uid.in_(done)))
        ]
        every.sort(key=lambda each: (each[0], by_name(each[1]), each[2].uid))
        return [
            ", ".join(
                filter(
                    None,
                    (title, _when(one), "частично" * (one.outcome == PARTLY)),
                )
            )
            for _, title, one in every
            if _was_done(one, self._on)
        ]

    # --- sections ----------------------------------------------------------------------------------------------------

    def sections(self) -> Iterator[SectionFacts]:
        """All sections and plans from top to bottom. What draws records where there are none is left out and told, what
        nobody wrote is told."""
        every = list(self._sections())
        after = [one for one, _ in every[1:]]
        for (one, facts), then in zip_longest(every, after):
            if not facts.is_bare or _is_chapter(one, then):
                yield facts
                continue
            named = f"Раздел «{one.heading}»" if one.heading else "Раздел без названия"
            if one.draws:
                self.empty.append(f"{named} не напечатан: того, что он выводит, в файле нет.")
                continue
            lacking = "Внесите мероприятия" if one.place == "plan" else "Напишите его текст"
            self.empty.append(f"{named} пуст. {lacking} или отметьте у раздела «Не печатать».")
            yield facts

    def _sections(self) -> Iterator[tuple[PartNode, SectionFacts]]:
        for one in self._outline.printed():
            if one.place not in _TEXTUAL:
                continue
            draws_table = one.draws == "indicators" and bool(self.table.rows)
            draws_results, appendix = one.draws == "results", one.place == "appendix"
            given = (self._session, self._outline.programme, self._on)
            yield (
                one,
                SectionFacts(
                    one.number,
                    one.title,
                    one.depth + 1,
                    self.lines(one),
                    (("part", one.uid),),
                    self.plan(one) if one.place == "plan" or one.draws == "activities" else None,
                    indicator_facts(tabled(self.table)) if draws_table else None,
                    self._results() if draws_results and not appendix else None,
                    school_figures.context(*given) if draws_results and not appendix else (),
                    appendix,
                    school_figures.matrix(*given) if draws_results and appendix else (),
                ),
            )

    def _results(self) -> ResultFacts:
        return school_figures.results(self._session, self._outline.programme, self._on)

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
            lead, text = meeting_label(one.kind, one.text)
            cells = tuple(text if code == "text" else self._text(one, code) for code in codes)
            yield PlanRow(cells=cells, source=(("activity", one.uid),), lead=lead)

    def _text(self, one: Activity, code: str) -> str:
        if code == "schools":
            return self._schools_of(one)
        return {
            "number": one.number,
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
