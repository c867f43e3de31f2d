"""Indicators of a programme as a table: a line each, targets and facts of every year; what the file knows is computed, what
a person typed stands instead of it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import values
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import STAGES, Indicator, IndicatorValue
from shnor_desktop.models.values import Value
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.deeds import Computed
from shnor_desktop.operations.programme.facts import Facts
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.records import records
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules import indicators as rule
from shnor_desktop.rules.indicators import State, Year
from shnor_desktop.rules.words.russian import decimal_e4, quoted


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A year, or a stage of one."""

    year: Year
    stage: str = ""

    @property
    def label(self) -> str:
        """«2021/22», «2021/22, входной»."""
        return ", ".join(
            filter(None, (self.year.label, dict(STAGES).get(self.stage, "") if self.stage else ""))
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """Target and fact of an indicator in a year."""

    uid: bytes | None
    """Of the record; None where nothing was typed."""
    target_e4: int | None
    fact_e4: int | None
    """What counts: the typed fact, else the computed one."""
    typed_e4: int | None
    computed_e4: int | None
    decimals: int
    computed_from: str
    """From what the fact was computed, or why it could not be; empty where the indicator has no formula."""
    state: State
    unreachable: str = ""
    """That no fact is the target itself, or that none can meet it."""
    reason: str = ""
    source: str = ""
    sources: Sources = ()
    no_data: bool = False
    """A person said that there are none."""

    @property
    def target(self) -> str:
        """As it is printed."""
        return rule.shown(self.target_e4)

    @property
    def fact(self) -> str:
        """As it is printed."""
        return rule.shown(self.fact_e4, self.decimals) if self.typed_e4 is not None else self._computed

    @property
    def _computed(self) -> str:
        return "" if self.fact_e4 is None else decimal_e4(self.fact_e4, self.decimals)

    @property
    def overridden(self) -> bool:
        """Whether what was typed is not what was computed."""
        return None not in (self.typed_e4, self.computed_e4) and self.typed_e4 != self.computed_e4


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with its figures in the order of the table's years."""

    uid: bytes
    group: str
    criterion: str
    number: str
    text: str
    unit: str
    denominator: str
    direction: str
    """As it is judged: said, or seen from its words."""
    said_direction: bool
    in_passport: bool
    formula: str
    as_of: str
    figures: tuple[Figure, ...]
    mixed: bool = False
    """People are counted above the line, schools below it."""


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """All indicators of a programme, or of one school in it."""

    programme: ProgrammeLine
    slots: tuple[Slot, ...]
    rows: tuple[IndicatorRow, ...]
    school: bytes | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """Their groups in the order of the rows."""
        return tuple(dict.fromkeys(one.group for one in self.rows if one.group))


_Values = Mapping[tuple[bytes, Slot], IndicatorValue]


def table(
    session: Session, programme: bytes, school: bytes | None = None, on: date | None = None
) -> IndicatorTable:
    """The indicators of a programme with every year it runs and every year something was typed for; facts as they are
    known on a day."""
    line = outline.programme(session, programme)
    every = list(
        session.scalars(
            select(Indicator)
            .where(Indicator.programme == programme)
            .order_by(Indicator.position, Indicator.uid)
        )
    )
    values = _values(session, programme, school)
    slots = {Slot(year) for year in rule.years_of(outline.period(line))} | {slot for _, slot in values}
    ordered = tuple(
        sorted(slots, key=lambda one: (one.year.days.starts, one.year.kind, one.stage != "", _stage(one)))
    )
    facts = Facts(session, line, school, on)
    rows = tuple(_row(one, ordered, values, facts) for one in every)
    return IndicatorTable(line, ordered, rows, school)


def _stage(slot: Slot) -> int:
    codes = [code for code, _ in STAGES]
    return codes.index(slot.stage) if slot.stage in codes else len(codes)


def _values(session: Session, programme: bytes, school: bytes | None) -> _Values:
    query = (
        select(IndicatorValue)
        .join(Indicator, Indicator.uid == IndicatorValue.indicator)
        .where(Indicator.programme == programme)
    )
    query = query.where(
        IndicatorValue.school.is_(None) if school is None else IndicatorValue.school == school
    )
    return {
        (one.indicator, Slot(Year(one.year, one.year_kind), one.stage)): one
        for one in session.scalars(query)
        if one.year
    }


def _row(one: Indicator, slots: tuple[Slot, ...], values: _Values, facts: Facts) -> IndicatorRow:
    direction = rule.direction_of(one.direction, one.formula, one.text)
    return IndicatorRow(
        one.uid,
        one.group,
        one.criterion,
        one.number,
        one.text,
        one.unit,
        one.denominator,
        direction,
        bool(one.direction),
        one.in_passport,
        one.formula,
        one.as_of,
        tuple(_figure(one, slot, values.get((one.uid, slot)), direction, facts) for slot in slots),
        rule.mixed_share(one.unit, one.text, one.denominator),
    )


def _figure(one: Indicator, slot: Slot, value: IndicatorValue | None, direction: str, facts: Facts) -> Figure:
    computed = facts.of(one, slot.year) if not slot.stage else None
    got = computed or Computed(None)
    typed, target = (value.fact_e4, value.target_e4) if value is not None else (None, None)
    no_data = value is not None and value.state == "no_data" and typed is None
    fact = typed if typed is not None else None if no_data else got.value_e4
    decimals = value.decimals if value is not None and typed is not None else got.decimals
    beyond = rule.beyond(target, direction, share=rule.is_share(one.unit, one.text))
    return Figure(
        value.uid if value is not None else None,
        target,
        fact,
        typed,
        got.value_e4,
        decimals,
        got.told,
        rule.judged(target, fact, direction, unreachable=beyond),
        _reach(one, target, facts),
        value.reason if value is not None else "",
        value.source if value is not None else "",
        _sources(value, got if fact is not None and typed is None else None),
        no_data,
    )


def _reach(one: Indicator, target: int | None, facts: Facts) -> str:
    share = rule.is_share(one.unit, one.text)
    listed = one.formula == "share_listed"
    of_schools = listed or rule.of_schools(one.unit, one.text, one.denominator)
    below = "все школы" if listed else one.denominator
    whole = facts.whole(below) if target is not None and of_schools else None
    return rule.out_of_reach(target, share=share, whole=whole)


def _sources(value: IndicatorValue | None, computed: Computed | None) -> Sources:
    own: Sources = (("indicator_value", value.uid),) if value is not None else ()
    return (*own, *(computed.sources if computed is not None else ()))


def advice(session: Session, programme: bytes, indicator: bytes, target_e4: int | None) -> str:
    """What must be said of a target as soon as it is typed: that no number of schools is it."""
    one = session.get(Indicator, indicator)
    if one is None:
        return ""
    return _reach(one, target_e4, Facts(session, outline.programme(session, programme)))


# --- writing ---------------------------------------------------------------------------------------------------------


def type_value(
    document: Document, indicator: bytes, slot: Slot, given: Mapping[str, Value], school: bytes | None = None
) -> str:
    """Save what was typed of a year, as one step; what must be said of it, empty for nothing."""
    with document.read() as session:
        name = records.title(session, "indicator", indicator)
    with document.write(f"Показатель {quoted(name)}, {slot.label}") as session:
        save_value(session, indicator, slot, given, school)
    with document.read() as session:
        one = session.get(Indicator, indicator)
        target = given.get("target_e4")
        if one is None or one.programme is None or not isinstance(target, int):
            return ""
        return advice(session, one.programme, indicator, target)


def type_text(
    document: Document, indicator: bytes, slot: Slot, name: str, text: str, school: bytes | None = None
) -> str:
    """The same from the text of one cell; an empty fact lets the computed one stand again. Raises UserError for what is no
    number."""
    field = BY_CODE["indicator_value"].field(name)
    value = values.parse(field, text)
    given: dict[str, Value] = {name: value, "state": ""} if value is not None else {name: value}
    if name == "fact_e4":
        digits = re.findall(r"[.,](\d+)", text)
        given["decimals"] = len(digits[-1]) if digits and value is not None else 0
    return type_value(document, indicator, slot, given, school)


def save_value(
    session: Session, indicator: bytes, slot: Slot, given: Mapping[str, Value], school: bytes | None = None
) -> bytes:
    """Change the value of an indicator in a year, or add it; its uid."""
    year, kind = slot.year.year, slot.year.kind
    if not year:
        raise UserError("Год значения не указан.", "Укажите год.")
    query = select(IndicatorValue).where(
        IndicatorValue.indicator == indicator,
        IndicatorValue.school.is_(None) if school is None else IndicatorValue.school == school,
        IndicatorValue.year == year,
        IndicatorValue.year_kind == kind,
        IndicatorValue.stage == slot.stage,
    )
    found = session.scalars(query).first()
    if found is not None:
        return records.save(session, "indicator_value", found.uid, given)
    key = {"indicator": indicator, "school": school, "year": year, "year_kind": kind, "stage": slot.stage}
    return records.save(session, "indicator_value", None, {**key, **given})


def by_group(found: IndicatorTable) -> dict[str, tuple[IndicatorRow, ...]]:
    """Rows by group, groups in the order they first appear."""
    groups: dict[str, list[IndicatorRow]] = defaultdict(list)
    for one in found.rows:
        groups[one.group].append(one)
    return {name: tuple(rows) for name, rows in groups.items()}
