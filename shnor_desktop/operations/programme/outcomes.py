"""Results of the schools of a programme, as its own text prints them: a line a procedure, every year of the programme that has
begun and three years before it."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import AreaResult, Procedure
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.facts import Facts
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.papers.programme.facts import ResultCell, ResultFacts, ResultLine
from shnor_desktop.rules import indicators as rule
from shnor_desktop.rules.figures import FAMILY_LABELS
from shnor_desktop.rules.indicators import CALENDAR, Year
from shnor_desktop.rules.results.quality import Aspect, Pooled
from shnor_desktop.rules.words.russian import decimal_e4

BEFORE = 3
"""So many years before the programme are shown beside its own."""
_NOTHING = ResultCell()


def results(session: Session, programme: ProgrammeLine, on: date) -> ResultFacts:
    """What the file holds; years and procedures without anything are left out."""
    facts = Facts(session, programme, on=on)
    every, district = years(programme, on), _district_means(session)
    cells = {
        (procedure, year): _cell(facts, procedure, year, district)
        for procedure in facts.procedures()
        for year in every
    }
    shown = [year for year in every if any(cells[key] is not _NOTHING for key in cells if key[1] == year)]
    titles = Titles(session)
    families = {one.uid: one.family for one in _known(session)}
    order = {
        one.uid: (list(FAMILY_LABELS).index(one.family), one.programme_grade, titles("procedure", one.uid))
        for one in _known(session)
    }
    told = sorted({key[0] for key, cell in cells.items() if cell is not _NOTHING}, key=lambda uid: order[uid])
    lines = tuple(
        ResultLine(
            titles("procedure", uid),
            tuple(cells[uid, year] for year in shown),
            FAMILY_LABELS[families[uid]],
        )
        for uid in told
    )
    schools = "школы программы" if programme.schools else "все школы"
    return ResultFacts(tuple(year.label for year in shown), lines, schools)


def _known(session: Session) -> Iterable[Procedure]:
    return session.query(Procedure)


def _district_means(session: Session) -> Mapping[bytes, AreaResult]:
    query = select(AreaResult).where(AreaResult.area == "district", AreaResult.mean_e4.is_not(None))
    return {one.sitting: one for one in session.scalars(query.order_by(AreaResult.uid))}


def years(programme: ProgrammeLine, on: date) -> tuple[Year, ...]:
    """Its own years that have begun and those before it."""
    own = rule.years_of(outline.period(programme))
    if not own:
        kind = programme.year_kind or CALENDAR
        own = (Year(on.year, kind),)
    first = own[0]
    before = tuple(Year(first.year - back, first.kind) for back in range(BEFORE, 0, -1))
    return tuple(one for one in (*before, *own) if one.days.starts <= on)


def _cell(facts: Facts, procedure: bytes, year: Year, district: Mapping[bytes, AreaResult]) -> ResultCell:
    got = facts.pooled(procedure, year)
    if got is None:
        return _NOTHING
    found, sources = got
    passed, sittings = facts.passed(procedure, year)
    mean = found[Aspect.MEAN]
    area = district.get(sittings[0]) if len(sittings) == 1 else None
    return ResultCell(
        passed="" if passed is None else str(passed),
        district="" if area is None else rule.shown(area.mean_e4, mean.value.decimals if mean else 1),
        pupils=_shown(found[Aspect.TAKERS]),
        failed=_shown(found[Aspect.FAILED]),
        quality=_shown(found[Aspect.QUALITY]),
        mean=_shown(found[Aspect.MEAN]),
        partial=any(one is not None and one.is_partial for one in found.values()),
        source=sources if area is None else (*sources, ("area_result", area.uid)),
    )


def _shown(one: Pooled | None) -> str:
    return "" if one is None else decimal_e4(one.value.e4, one.value.decimals)
