"""Tables of results as papers print them: by family, subject and procedure, schools over years, then areas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import AREAS, AreaResult, SchoolResult, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification.branches import JudgedSchool, family_uids, pool
from shnor_desktop.operations.schools.known import municipality_key
from shnor_desktop.papers.results.facts import (
    ChangeFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
)
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.figures import (
    E4,
    FAMILY_LABELS,
    SEASONS,
    STATE_LABELS,
    Family,
    ResultState,
    state_of,
)
from shnor_desktop.rules.identification.explanation import change_text, is_small, plain_share
from shnor_desktop.rules.results.comparability import why_incomparable
from shnor_desktop.rules.results.doubles import FINAL
from shnor_desktop.rules.results.dynamics import trend
from shnor_desktop.rules.results.facts import Result, Sitting
from shnor_desktop.rules.results.low_share import counts, failed_of, is_border, is_fragile, is_low, share_e4
from shnor_desktop.rules.results.shortfall import NO_SHARE, Shortfall, of_sittings
from shnor_desktop.rules.results.sitting_names import season_label
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.area_names import nominative
from shnor_desktop.rules.words.russian import decimal_e4

SUM_NAME = "Все школы (сумма)"
_LEVEL_WORDS = {"base": "базовый уровень", "profile": "профильный уровень"}


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one school or area at one sitting as the tables need them."""

    result: Result
    mean_e4: int | None = None
    high: int | None = None
    high_pct_e4: int | None = None
    partial: bool = False
    """A sum over a sitting of which something lacks."""
    source: Sources = ()


Lines = Mapping[bytes, Mapping[bytes, Line]]
"""By school and sitting."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What all rows of one procedure share."""

    sittings: tuple[Sitting, ...]
    threshold: int
    family: str
    lacking: frozenset[bytes] = frozenset()
    """Sittings of which something lacks."""
    municipalities: tuple[str, ...] = ()


def subject_tables(
    session: Session,
    sittings: Sequence[Sitting],
    schools: Sequence[JudgedSchool],
    threshold: int,
    lacking: Sequence[Shortfall] = (),
) -> tuple[SubjectFacts, ...]:
    """Results of these schools (branches added) at these sittings, in the order of the sittings."""
    uids = [one.uid for one in sittings]
    lines = _school_lines(session, uids)
    areas = _area_lines(session, uids)
    names = {short: name for short, name in session.execute(select(Subject.short, Subject.name))}
    grouped: dict[tuple[str, str], dict[tuple[str, int, bool], list[Sitting]]] = {}
    for sitting in sittings:
        procedures = grouped.setdefault((sitting.family, sitting.subject), {})
        # What resits made of an exam is followed over years by itself: it is no next sitting after the main period.
        kind = sitting.level, sitting.programme_grade, sitting.season == FINAL
        procedures.setdefault(kind, []).append(sitting)
    tables = []
    places = tuple(session.scalars(select(School.municipality).distinct()))
    gaps = frozenset(one.sitting for one in lacking)
    for (family, subject), procedures in grouped.items():
        name = names.get(subject, subject)
        made = tuple(
            _procedure(name, _Table(_in_time(held), threshold, family, gaps, places), schools, lines, areas)
            for held in procedures.values()
        )
        own = [one.uid for held in procedures.values() for one in held]
        incomplete = of_sittings(lacking, own)
        tables.append(SubjectFacts(FAMILY_LABELS.get(family, family), name, made, family, incomplete))
    return tuple(tables)


def _in_time(held: Iterable[Sitting]) -> tuple[Sitting, ...]:
    return tuple(
        sorted(held, key=lambda one: (school_years.calendar_year_of(one.school_year, one.season), one.season))
    )


def _procedure(
    subject: str,
    table: _Table,
    schools: Sequence[JudgedSchool],
    lines: Lines,
    areas: Mapping[str, Mapping[bytes, Line]],
) -> ProcedureFacts:
    first = table.sittings[0]
    title = subject
    if first.programme_grade and table.family not in (Family.OGE, Family.EGE):
        title += f", {first.programme_grade} класс"
    if first.level:
        title += f" ({_LEVEL_WORDS.get(first.level, first.level)})"
    if first.season == FINAL:
        title += f", {SEASONS[FINAL]}"
    rows = [
        replace(_row(school.shown, table, _pooled(school, table, lines)), source=(("school", school.school),))
        for school in schools
    ]
    rows = [row for row in rows if any(not one.is_empty or one.absent for one in row.results)]
    return ProcedureFacts(
        title=title,
        programme_grade=first.programme_grade,
        level=first.level,
        sittings=tuple(_sitting(one) for one in table.sittings),
        rows=(*rows, *_area_rows(table, lines, areas)),
        final=first.season == FINAL,
    )


def _sitting(one: Sitting) -> SittingFacts:
    """The title of the procedure tells of resits already: its years stand under those of the main period."""
    year = school_years.calendar_year_of(one.school_year, one.season)
    season = "" if one.season == FINAL else season_label(one.season)
    name = f"{season} {year}".strip()
    return SittingFacts(one.uid.hex(), name, school_years.label(one.school_year), (("sitting", one.uid),))


def _pooled(school: JudgedSchool, table: _Table, lines: Lines) -> Mapping[bytes, Line]:
    """The school's lines; where branches are added, means and high scores are added by counts or left out."""
    if not school.members:
        return lines.get(school.school, {})
    wanted = {one.uid for one in table.sittings}
    family = {
        uid: {sitting: line.result for sitting, line in lines.get(uid, {}).items() if sitting in wanted}
        for uid in family_uids(school)
    }
    own = lines.get(school.school, {})
    added: dict[bytes, Line] = {}
    for sitting, result in pool(school, family).results.items():
        mine = own.get(sitting)
        parts = [line for uid in family_uids(school) if (line := lines.get(uid, {}).get(sitting)) is not None]
        if mine is not None and mine.result == result:
            added[sitting] = mine
        else:
            together = _together(result, [line for line in parts if counts(line.result)])
            added[sitting] = replace(together, source=_sources(parts))
    return added


def _sources(parts: Iterable[Line]) -> Sources:
    return tuple(source for one in parts for source in one.source)


def _together(result: Result, parts: Sequence[Line], *, partial: bool = False) -> Line:
    """The sum with its mean and high scores, where every part tells its own and the parts make up the sum."""
    if not parts or sum(one.result.participants or 0 for one in parts) != result.participants:
        return Line(result, partial=partial)
    n = result.participants or 0
    means = [(one.mean_e4, one.result.participants or 0) for one in parts]
    mean = None
    if n and all(value is not None for value, _ in means):
        mean = (2 * sum((value or 0) * weight for value, weight in means) + n) // (2 * n)
    highs = [_high_count(one) for one in parts]
    high = None if None in highs else sum(one or 0 for one in highs)
    share = share_e4(high, n) if high is not None and n else None
    return Line(result, mean, high, share, partial)


def _high_count(line: Line) -> int | None:
    n = line.result.participants
    if line.high is not None or line.high_pct_e4 is None or not n:
        return line.high
    return failed_of(line.high_pct_e4, n)


def _row(name: str, table: _Table, own: Mapping[bytes, Line], *, area: bool = False) -> RowFacts:
    results = tuple(_result(one, own.get(one.uid), table, area) for one in table.sittings)
    return RowFacts(name, results, _changes(results, table.sittings), area)


def _result(sitting: Sitting, line: Line | None, table: _Table, area: bool) -> ResultFacts:
    key = sitting.uid.hex()
    if line is None:
        return ResultFacts(key)
    result = line.result
    if result.state is not ResultState.VALID:
        return ResultFacts(key, absent=STATE_LABELS[result.state], source=line.source)
    if result.is_unknown and not area:
        return ResultFacts(key, participants=result.participants, absent=NO_SHARE, source=line.source)
    n, percent = result.participants, result.failed_pct_e4
    known = counts(result)
    failed = known[1] if known else result.failed
    if known:
        percent = share_e4(known[1], known[0])
    judged = not area
    return ResultFacts(
        sitting=key,
        participants=n,
        failed=failed,
        percent=plain_share(sitting, result, percent, known, table.threshold),
        percent_e4=percent,
        mean="" if line.mean_e4 is None else _mean(line.mean_e4),
        mean_e4=line.mean_e4,
        high=line.high,
        high_percent=_high(line),
        high_percent_e4=line.high_pct_e4,
        low=judged and is_low(n, failed, percent, table.threshold),
        small=judged and is_small(n),
        fragile=judged and known is not None and is_fragile(*known, table.threshold),
        border=judged
        and known is None
        and percent is not None
        and is_border(percent, result.pct_decimals, table.threshold),
        flagged=result.objectivity_flag,
        partial=line.partial,
        source=line.source,
    )


def _high(line: Line) -> str:
    if line.high_pct_e4 is None:
        return ""
    return decimal_e4(line.high_pct_e4, 1 if line.high is not None else line.result.pct_decimals)


def _mean(mean_e4: int) -> str:
    return decimal_e4(mean_e4, 2 if mean_e4 < 10 * E4 else 1)


INCOMPARABLE = "н/с"


def _changes(results: tuple[ResultFacts, ...], sittings: Sequence[Sitting]) -> tuple[ChangeFacts, ...]:
    """Between neighbouring sittings that have a share; where other pupils took part or the scale is another, only that
    is told."""
    held = {one.uid.hex(): one for one in sittings}
    known = [one for one in results if one.percent_e4 is not None]
    changes = []
    for earlier, later in pairwise(known):
        pair, source = (earlier.sitting, later.sitting), (*earlier.source, *later.source)
        why = why_incomparable(held[earlier.sitting], held[later.sitting])
        if why:
            changes.append(ChangeFacts(*pair, INCOMPARABLE, 0, incomparable=why, source=source))
            continue
        before, after = earlier.percent_e4 or 0, later.percent_e4 or 0
        points = after - before
        verdict = "" if earlier.small or later.small else str(trend(before, after))
        changes.append(ChangeFacts(*pair, change_text(points), points, verdict, source=source))
    return tuple(changes)


def _area_rows(
    table: _Table, lines: Lines, areas: Mapping[str, Mapping[bytes, Line]]
) -> tuple[RowFacts, ...]:
    """District, region and country as the sources give them; without a district line, the sum of the schools."""
    wanted = {one.uid for one in table.sittings}
    held = [(kind, name) for kind, name in _area_order(areas) if wanted & areas[f"{kind}\n{name}"].keys()]
    districts = [name for kind, name in held if kind == "district"]
    rows: list[tuple[str, RowFacts]] = []
    total = {} if districts else _totals(table, lines)
    if total:
        rows.append(("sum", _row(SUM_NAME, table, total, area=True)))
    for kind, name in held:
        shown = nominative(name, table.municipalities)
        rows.append((kind, _row(shown, table, areas[f"{kind}\n{name}"], area=True)))
    # Of several municipalities none speaks for all.
    several = len(districts) > 1 or len({municipality_key(one) for one in table.municipalities} - {""}) > 1
    order = ("region", "sum", "district", "country") if several else ("district", "sum", "region", "country")
    main = min(range(len(rows)), key=lambda at: order.index(rows[at][0]), default=None)
    return tuple(replace(row, main=at == main) for at, (_, row) in enumerate(rows))


def _area_order(areas: Mapping[str, Mapping[bytes, Line]]) -> list[tuple[str, str]]:
    order = [code for code, _ in AREAS]
    pairs = [(key.split("\n", 1)[0], key.split("\n", 1)[1]) for key in areas]
    return sorted(pairs, key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[1]))


def _totals(table: _Table, lines: Lines) -> dict[bytes, Line]:
    """Sums of counts over all schools; none where some school has only a percentage."""
    totals: dict[bytes, Line] = {}
    for sitting in table.sittings:
        held = [line for own in lines.values() if (line := own.get(sitting.uid)) is not None]
        parts = [one for one in held if one.result.state is ResultState.VALID and one.result.has_share]
        known = [found for one in parts if (found := counts(one.result)) is not None]
        if len(parts) > 1 and len(known) == len(parts):
            n, failed = sum(one for one, _ in known), sum(one for _, one in known)
            total = Result(sitting.uid, ResultState.VALID, n, failed)
            together = _together(total, parts, partial=sitting.uid in table.lacking)
            totals[sitting.uid] = replace(together, source=_sources(parts))
    return totals


_FIGURES = (
    "participants",
    "failed",
    "failed_pct_e4",
    "pct_decimals",
    "mean_e4",
    "high",
    "high_pct_e4",
    "count_5",
    "pct_5_e4",
)


def _school_lines(session: Session, sittings: Sequence[bytes]) -> Lines:
    columns = (
        SchoolResult.uid,
        SchoolResult.school,
        SchoolResult.sitting,
        SchoolResult.state,
        SchoolResult.objectivity_flag,
        *(getattr(SchoolResult, name) for name in _FIGURES),
    )
    found: dict[bytes, dict[bytes, Line]] = {}
    for row in session.execute(select(*columns).where(SchoolResult.sitting.in_(sittings))):
        uid, school, sitting, state, flag = row[:5]
        source = (("school_result", uid),)
        found.setdefault(school, {})[sitting] = _line(sitting, state_of(state), bool(flag), row[5:], source)
    return found


def _area_lines(session: Session, sittings: Sequence[bytes]) -> dict[str, dict[bytes, Line]]:
    columns = (
        AreaResult.uid,
        AreaResult.area,
        AreaResult.area_name,
        AreaResult.sitting,
        *(getattr(AreaResult, name) for name in _FIGURES),
    )
    found: dict[str, dict[bytes, Line]] = {}
    for row in session.execute(select(*columns).where(AreaResult.sitting.in_(sittings))):
        uid, area, name, sitting = row[:4]
        source = (("area_result", uid),)
        line = _line(sitting, ResultState.VALID, False, row[4:], source)
        found.setdefault(f"{area}\n{name}", {})[sitting] = line
    return found


def _line(
    sitting: bytes, state: ResultState, flag: bool, figures: Sequence[int | None], source: Sources
) -> Line:
    """High scores as the family gives them: the number of high scores, else of marks «5»."""
    n, failed, percent, decimals, mean, high, high_percent, fives, fives_percent = figures
    if high is None and high_percent is None:
        high, high_percent = fives, fives_percent
    if high_percent is None and high is not None and n:
        high_percent = share_e4(high, n)
    result = Result(sitting, state, n, failed, percent, decimals or 0, flag)
    return Line(result, mean, high, high_percent, source=source)
