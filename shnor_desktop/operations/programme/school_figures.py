"""Figures of the schools of a programme as its text and appendices print them: results of each school by sittings, figures
of the social passport by years with those of the district beside them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Indicator, IndicatorValue
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import branches
from shnor_desktop.operations.programme import outcomes
from shnor_desktop.operations.programme.facts import in_year
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.papers.programme.facts import ContextFacts, Figure, MatrixFacts, ResultFacts, SittingHead
from shnor_desktop.rules.figures import FAMILY_LABELS, Figures, ResultState, by_marks, state_of
from shnor_desktop.rules.indicators import PERCENT_E4, Year, decimals_of
from shnor_desktop.rules.results.facts import Sitting
from shnor_desktop.rules.results.quality import Aspect, value_of
from shnor_desktop.rules.words.russian import decimal_e4

_NOTHING = Figure("")
_ABSENT = {ResultState.NOT_RECEIVED: "н/п", ResultState.EXCLUDED: "искл."}
"""Shorter than their labels: columns are narrow. What was not held is a dash."""
_MEASURES = ("n", "«2», %", "«4» и «5», %", "выс., %", "средн.")
_OF_SCORES = ("n", "ниже порога, %", "", "выс., %", "балл")


def matrix(session: Session, programme: ProgrammeLine, on: date) -> tuple[MatrixFacts, ...]:
    """Results of every school of the programme, a table a family; sittings and measures that nobody has are left out."""
    years = outcomes.years(programme, on)
    wanted = [
        one.sitting
        for one in held_sittings(session, "sitting")
        if any(in_year(one.sitting.school_year, one.sitting.season, year) for year in years)
    ]
    schools = _schools(session, programme)
    results = _results(session, [uid for uid, _ in schools], wanted)
    found = []
    for family, sittings in groupby(wanted, key=lambda one: one.family):
        made = _family(family, list(sittings), schools, results)
        if made.sittings:
            found.append(made)
    return tuple(found)


def _schools(session: Session, programme: ProgrammeLine) -> list[tuple[bytes, str]]:
    if programme.schools:
        found = (session.get(School, uid) for uid in programme.schools)
        return [(one.uid, one.name) for one in found if one is not None]
    return [(one.school, one.name) for one in branches.judged_schools(session)]


_Results = Mapping[tuple[bytes, bytes], SchoolResult]


def _results(session: Session, schools: list[bytes], sittings: Sequence[Sitting]) -> _Results:
    query = select(SchoolResult).where(SchoolResult.sitting.in_([one.uid for one in sittings]))
    return {
        (one.school, one.sitting): one
        for one in session.scalars(query.order_by(SchoolResult.uid))
        if one.school in set(schools)
    }


def _family(
    family: str, sittings: list[Sitting], schools: list[tuple[bytes, str]], results: _Results
) -> MatrixFacts:
    cells = {
        (school, one.uid): _told(results.get((school, one.uid)), one)
        for school, _ in schools
        for one in sittings
    }
    heads, columns = [], []
    for one in sittings:
        kept = [
            at for at in range(len(_MEASURES)) if any(cells[school, one.uid][at] for school, _ in schools)
        ]
        if not kept:
            continue
        name = one.name.removeprefix(FAMILY_LABELS.get(family, "")).strip()
        measures = _MEASURES if by_marks(family, one.level) else _OF_SCORES
        heads.append(SittingHead(name, tuple(measures[at] for at in kept)))
        columns.append((one.uid, kept))
    rows = tuple(
        (
            name,
            (("school", school),),
            tuple(
                _figure(results.get((school, uid)), cells[school, uid], at)
                for uid, kept in columns
                for at in kept
            ),
        )
        for school, name in schools
    )
    return MatrixFacts(FAMILY_LABELS.get(family, family), tuple(heads), rows)


def _told(record: SchoolResult | None, sitting: Sitting) -> tuple[str, ...]:
    """A text for each measure; nothing where the school has no valid result."""
    if record is None or record.state != ResultState.VALID:
        return ("",) * len(_MEASURES)
    figures = as_figures(tuple(getattr(record, name) for name in FIGURE_NAMES))
    marks = by_marks(sitting.family, sitting.level)
    values = [value_of(one, figures, marks) for one in (Aspect.FAILED, Aspect.QUALITY, Aspect.MEAN)]
    failed, quality, mean = ("" if one is None else one.text for one in values)
    people = "" if figures.participants is None else str(figures.participants)
    return people, failed, quality, _high(figures), mean


def _high(figures: Figures) -> str:
    if figures.high_pct_e4 is not None:
        return decimal_e4(figures.high_pct_e4, figures.pct_decimals)
    if figures.high is None or not figures.participants:
        return ""
    return decimal_e4(PERCENT_E4 * figures.high // figures.participants, 1)


def _figure(record: SchoolResult | None, told: tuple[str, ...], at: int) -> Figure:
    if record is None:
        return _NOTHING
    source = (("school_result", record.uid),)
    if record.state == ResultState.VALID:
        return Figure(told[at], source)
    return Figure(_ABSENT.get(state_of(record.state), "–"), source)


def results(session: Session, programme: ProgrammeLine, on: date) -> ResultFacts:
    """Results of its schools by procedure and year, with what is doubtful among them."""
    return replace(outcomes.results(session, programme, on), doubted=_doubted(session, programme, on))


def _doubted(session: Session, programme: ProgrammeLine, on: date) -> tuple[tuple[str, str], ...]:
    """Sittings at which results of its schools are marked as not objective: family and name."""
    years, schools = outcomes.years(programme, on), {uid for uid, _ in _schools(session, programme)}
    query = select(SchoolResult.sitting, SchoolResult.school).where(SchoolResult.objectivity_flag.is_(True))
    marked = {sitting for sitting, school in session.execute(query) if school in schools}
    return tuple(
        (FAMILY_LABELS.get(one.sitting.family, one.sitting.family), one.sitting.name)
        for one in held_sittings(session, "sitting")
        if one.sitting.uid in marked
        and any(in_year(one.sitting.school_year, one.sitting.season, year) for year in years)
    )


def context(session: Session, programme: ProgrammeLine, on: date) -> tuple[ContextFacts, ...]:
    """Figures of the social passport for the schools of the programme and for the district, by the years of results;
    a table for school years, a table for calendar ones."""
    names = dict(_schools(session, programme)) if programme.schools else {}
    query = (
        select(Indicator, IndicatorValue)
        .join(IndicatorValue, IndicatorValue.indicator == Indicator.uid)
        .where(Indicator.use == "context", IndicatorValue.fact_e4.is_not(None))
        .order_by(Indicator.position, Indicator.text, Indicator.uid)
    )
    own = outcomes.years(programme, on)
    first, last = min(one.days.starts for one in own), max(one.days.ends for one in own)
    found: dict[str, _Values] = defaultdict(lambda: defaultdict(dict))
    told: dict[bytes, Indicator] = {}
    for indicator, value in session.execute(query):
        year = Year(value.year, value.year_kind)
        if value.stage or (value.school is not None and value.school not in names):
            continue
        if not first <= year.days.ends or not year.days.starts <= min(last, on):
            continue
        told[indicator.uid] = indicator
        found[value.year_kind][indicator.uid, value.school][year] = value
    return tuple(_by_years(found[kind], told, names) for kind in ("school", "calendar") if kind in found)


_Values = dict[tuple[bytes, bytes | None], dict[Year, IndicatorValue]]
"""Of an indicator, of a school or of the district, by years."""


def _by_years(found: _Values, told: Mapping[bytes, Indicator], names: Mapping[bytes, str]) -> ContextFacts:
    """Figures of one indicator have one number of decimals, whosever they are."""
    years = sorted({year for cells in found.values() for year in cells}, key=lambda one: one.year)
    decimals: dict[bytes, int] = defaultdict(int)
    for (uid, _), cells in found.items():
        needed = (decimals_of(one.fact_e4 or 0, one.decimals) for one in cells.values())
        decimals[uid] = max(decimals[uid], *needed)

    def figure(uid: bytes, value: IndicatorValue | None) -> Figure:
        if value is None:
            return _NOTHING
        return Figure(decimal_e4(value.fact_e4 or 0, decimals[uid]), (("indicator_value", value.uid),))

    rows = tuple(
        (
            told[uid].text,
            told[uid].unit,
            names[school] if school is not None else "район",
            tuple(figure(uid, cells.get(year)) for year in years),
        )
        for (uid, school), cells in found.items()
    )
    return ContextFacts(tuple(one.label for one in years), rows)
