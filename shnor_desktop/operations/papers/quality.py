"""Успеваемость, качество and the mean for papers: of sittings over all schools, of schools over a year, of one school."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from shnor_desktop.operations.identification.branches import JudgedSchool, family_uids
from shnor_desktop.operations.identification.counted_once import Counted, Told, valid_figures
from shnor_desktop.papers.results.facts import QualityLine, QualityTable
from shnor_desktop.rules.figures import FAMILY_LABELS, Family, Figures, by_marks
from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.rules.results.quality import Aspect, Value, is_scores, pooled, value_of
from shnor_desktop.rules.words.school_years import label

Results = Mapping[bytes, Mapping[bytes, Told]]
"""By sitting and school."""
_SCORED = frozenset({Family.EGE})


def memo_quality(
    session: Session, sittings: Sequence[Sitting], schools: Sequence[JudgedSchool], attempts: str = ""
) -> tuple[QualityTable, ...]:
    """Two tables for each family in its last school year: by sittings over all schools, and by schools. Where sittings
    are added, none of their pupils counts twice; of a resit that attempt counts which a profile asks for."""
    results = valid_figures(session, sittings)
    tables: list[QualityTable] = []
    for family, held in _by_family(sittings).items():
        year = max(one.school_year for one in held)
        last = [one for one in held if one.school_year == year and one.uid in results]
        scores, name = family in _SCORED, FAMILY_LABELS.get(family, family)
        told = f"за {label(year)} учебный год"
        lines = tuple(_line(one.name, [(one, results[one.uid].values())]) for one in last)
        tables.append(QualityTable(name, f"по проведениям, {told}", "Проведение", lines, scores))
        once = _once(last, results, attempts)
        own = [_of_school(one, last, once, scores) for one in schools]
        everyone = _line(
            "Все школы (сумма)", [(one, once[one.uid].values()) for one in last], scores, area=True
        )
        found = tuple(one for one in own if one is not None)
        if found:
            tables.append(QualityTable(name, f"по школам, {told}", "Школа", (*found, everyone), scores))
    return tuple(tables)


def card_quality(
    session: Session, sittings: Sequence[Sitting], school: JudgedSchool
) -> tuple[QualityTable, ...]:
    """One table for each family: every sitting of the school, and under it all schools together."""
    results = valid_figures(session, sittings)
    tables = []
    for family, held in _by_family(sittings).items():
        lines: list[QualityLine] = []
        for one in held:
            own = _own(school, results.get(one.uid, {}))
            if own:
                lines.append(_line(one.name, [(one, own)]))
                everyone = _line("все школы", [(one, results[one.uid].values())], area=True)
                lines += [everyone] if everyone.passed or everyone.mean else []
        name = FAMILY_LABELS.get(family, family)
        tables.append(QualityTable(name, "школы и района", "Проведение", tuple(lines), family in _SCORED))
    return tuple(tables)


def _by_family(sittings: Iterable[Sitting]) -> dict[str, list[Sitting]]:
    found: dict[str, list[Sitting]] = defaultdict(list)
    for one in sittings:
        found[one.family].append(one)
    return found


def _once(held: Sequence[Sitting], results: Results, attempts: str) -> Results:
    """Of these sittings, which are to be added, what counts of each school."""
    counted = Counted(Profile("", 0, tuple(held), (), attempts=attempts))
    by_school: dict[bytes, dict[bytes, Figures]] = defaultdict(dict)
    for one in held:
        for school, told in results[one.uid].items():
            by_school[school][one.uid] = told.figures
    kept = {school: counted.kept(figures, _TELLING) for school, figures in by_school.items()}
    return {
        one.uid: {school: told for school, told in results[one.uid].items() if one.uid in kept[school]}
        for one in held
    }


def _own(school: JudgedSchool, of_sitting: Mapping[bytes, Told]) -> list[Told]:
    """Results of the school and of the branches that are added to it."""
    return [of_sitting[uid] for uid in family_uids(school) if uid in of_sitting]


def _of_school(
    school: JudgedSchool, held: Sequence[Sitting], results: Results, scores: bool
) -> QualityLine | None:
    own = [(one, _own(school, results[one.uid])) for one in held]
    return _line(school.name, own, scores) if any(figures for _, figures in own) else None


def _line(
    name: str,
    results: Iterable[tuple[Sitting, Iterable[Told]]],
    several_scales: bool = False,
    *,
    area: bool = False,
) -> QualityLine:
    """Figures of results added by pupils; scores of different subjects are never averaged together."""
    held = [(one, tuple(told)) for one, told in results]
    pairs = [(one.figures, by_marks(at.family, at.level)) for at, told in held for one in told]
    scales = {at.uid for at, told in held if told}
    source = tuple(("school_result", one.uid) for _, told in held for one in told)
    if len(pairs) == 1:
        takers, passed, quality, mean = (value_of(one, *pairs[0]) for one in _PRINTED)
        partial: tuple[str, ...] = ()
    else:
        sums = {one: pooled(one, pairs) for one in _PRINTED}
        told = sums[Aspect.MEAN]
        if several_scales or (told and is_scores(told.value.e4) and len(scales) > 1):
            sums[Aspect.MEAN] = None  # Points of different subjects
        if several_scales:
            sums[Aspect.QUALITY] = None
        takers, passed, quality, mean = (one.value if one else None for one in sums.values())
        partial = tuple(aspect for aspect, one in sums.items() if one and one.is_partial)
    texts = (_text(takers), _text(passed), _text(quality), _text(mean))
    return QualityLine(name, *texts, partial, area, source)


_TELLING = (Aspect.PASSED, Aspect.QUALITY, Aspect.MEAN)
_PRINTED = (Aspect.TAKERS, Aspect.PASSED, Aspect.QUALITY, Aspect.MEAN)


def _text(value: Value | None) -> str:
    return value.text if value else ""
