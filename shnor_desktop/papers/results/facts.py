"""Frozen facts of the memo and the school card: what operations gather and composers print, plain values only.

Numbers come twice: decided text as it is printed («33,3», without the sign %) and the raw value it was made
from; `source` are the records behind them. Dates are ISO strings («2022-03-15», empty when unknown).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.results.dynamics import STEP_POINTS
from shnor_desktop.rules.results.shortfall import Shortfall


class Named(NamedTuple):
    """A name with the records it stands for."""

    name: str
    source: Sources = ()


def sources_of(these: Iterable["Named | ResultFacts | ChangeFacts"]) -> Sources:
    """The records behind all of them, each once."""
    return tuple(dict.fromkeys(source for one in these for source in one.source))


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """One column group of a table of results."""

    key: str
    name: str
    """«весна 2019»."""
    school_year: str
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """The result of one school or area at one sitting. With `absent` there are no figures."""

    sitting: str
    """`SittingFacts.key`."""
    participants: int | None = None
    failed: int | None = None
    percent: str = ""
    percent_e4: int | None = None
    mean: str = ""
    mean_e4: int | None = None
    high: int | None = None
    """High scores for ЕГЭ, marks «5» for the other families."""
    high_percent: str = ""
    high_percent_e4: int | None = None
    absent: str = ""
    """«не проводилась», «нет участников», «не получен», «исключён»."""
    low: bool = False
    small: bool = False
    fragile: bool = False
    border: bool = False
    flagged: bool = False
    partial: bool = False
    """A sum over a sitting of which the file holds only a part."""
    source: Sources = ()

    @property
    def known(self) -> bool:
        """Whether there is a share: a school without one, or without any record, is counted nowhere."""
        return not self.absent and self.percent_e4 is not None

    @property
    def is_empty(self) -> bool:
        """Nothing to print but a dash or a word: no record, or one without figures."""
        told = self.known or self.participants is not None or bool(self.mean)
        return not told or (bool(self.absent) and self.participants is None)


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """Change of the share of failed between two sittings of one programme grade, in percentage points."""

    earlier: str
    later: str
    """`SittingFacts.key` of both."""
    points: str
    """«+5,3», «−12,0», «0,0»."""
    points_e4: int
    verdict: str = ""
    """«better», «worse», «same»; empty when too few took part for a judgement."""
    incomparable: str = ""
    """Why the two cannot be compared; then `points` is a mark and says nothing of a change."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A line of a table of results: a school, or an area («Район», «Регион»)."""

    name: str
    results: tuple[ResultFacts, ...]
    changes: tuple[ChangeFacts, ...] = ()
    area: bool = False
    main: bool = False
    """The area that sentences and charts speak of."""
    source: Sources = ()
    """The school."""


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """Results of one procedure over several sittings: same subject, level and programme grade."""

    title: str
    """«Математика, 5 класс», «Математика (профильный уровень)»."""
    programme_grade: int
    level: str
    sittings: tuple[SittingFacts, ...]
    """From the earliest to the latest."""
    rows: tuple[RowFacts, ...]
    """Schools in the alphabetical order, then areas."""
    final: bool = False
    """After the resit; the main period of the same exam is a procedure of its own."""


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """All procedures of one subject in one family."""

    family: str
    """«ВПР»."""
    subject: str
    """«Математика»."""
    procedures: tuple[ProcedureFacts, ...]
    family_code: str = ""
    """«vpr»: notices depend on it."""
    incomplete: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True)
class QualityLine:
    """Decided texts of one line, without units; empty where a figure is not known."""

    name: str
    takers: str = ""
    passed: str = ""
    quality: str = ""
    mean: str = ""
    partial: tuple[str, ...] = ()
    """Of these figures some results are left out: their pupils («takers») or the figure itself are not known."""
    area: bool = False
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class QualityTable:
    """One table: of a family in a school year, by sittings or by schools."""

    family: str
    """«ВПР»."""
    what: str
    """«по проведениям», «по школам»."""
    first: str
    """Heading of the first column."""
    lines: tuple[QualityLine, ...]
    scores: bool = False
    """Measured by a minimum: nobody has marks."""


@dataclass(frozen=True, slots=True)
class MissingData:
    """Results that were expected and are absent from the file."""

    school: Named
    sittings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSummary:
    """What the memo says of the list of low-result schools."""

    profile: str
    version: int
    criteria_1: tuple[Named, ...] = ()
    """Schools meeting criterion 1."""
    criteria_2: tuple[Named, ...] = ()
    listed: tuple[Named, ...] = ()
    """Schools on the list by any ground."""
    unsure: tuple[Named, ...] = ()
    signed_on: str = ""
    otherwise: tuple[str, ...] = ()
    """Schools of which today's results give another answer than the signed list."""
    added: tuple[str, ...] = ()
    """Schools that were entered after it was signed, or all of whose results were."""
    municipalities: tuple[str, ...] = ()
    """Those whose name stands in brackets after the names of schools; empty where there is only one."""
    rule: str = ""
    """Of a profile of the second type; empty by the criteria."""
    lowest: tuple[Named, ...] = ()
    """Schools it takes."""
    method: Sources = ()
    unheld: bool = False
    """Nothing the method counts is in the file."""


@dataclass(frozen=True, slots=True)
class MemoFacts:
    """«Аналитическая справка по результатам оценочных процедур»."""

    meta: PaperMeta
    years: tuple[str, ...]
    """School years from the earliest: «2018/19»."""
    threshold: int
    schools: tuple[Named, ...]
    """All schools of the memo, alphabetically."""
    subjects: tuple[SubjectFacts, ...] = ()
    summary: ListSummary | None = None
    missing: tuple[MissingData, ...] = ()
    purpose: str = ""
    recommendations: tuple[str, ...] = ()
    """Typed by the office; printed as numbered points."""
    small_n: int = 10
    incomplete: tuple[Shortfall, ...] = ()
    """What the figures are summed over in part only."""
    step_points: str = str(STEP_POINTS)
    """A change of at least so many percentage points is called better or worse."""
    quality: tuple[QualityTable, ...] = ()
    """Успеваемость, качество, mean of the last year of every family."""
    method: Sources = ()
    """The record of the profile."""
    last_counts: bool = False
    """Of an exam told before and after the resit the latter counts, by the profile."""

    @property
    def families(self) -> tuple["FamilyTotals", ...]:
        """Totals of every family in the order of the subjects."""
        names = dict.fromkeys(one.family for one in self.subjects)
        return tuple(
            _totals(name, [one for one in self.subjects if one.family == name], self.last_counts)
            for name in names
        )

    @property
    def totals(self) -> "FamilyTotals":
        """Totals of all families together."""
        return _totals("", list(self.subjects), self.last_counts)


def sittings_of(facts: MemoFacts, family: str = "") -> Sources:
    """The sittings of one family, else of all."""
    return tuple(
        source
        for subject in facts.subjects
        if family in ("", subject.family)
        for procedure in subject.procedures
        for sitting in procedure.sittings
        for source in sitting.source
    )


@dataclass(frozen=True, slots=True)
class FamilyTotals:
    """Counts over the schools of the memo (areas are not counted)."""

    family: str
    sittings: int
    results: int
    low: int
    low_small: int
    """Low results with few participants."""
    pairs: int
    """Comparable pairs of neighbouring sittings with a verdict."""
    better: int
    worse: int
    same: int
    results_source: Sources = ()
    low_source: Sources = ()
    pairs_source: Sources = ()
    few: int = 0
    """Pairs without a verdict: in one of the two too few took part."""
    incomparable: int = 0
    """Pairs that cannot be compared."""
    left_source: Sources = ()
    doubled: int = 0
    """Results that are the same exam before or after the resit as one that is counted."""


def _totals(family: str, subjects: list[SubjectFacts], last_counts: bool) -> FamilyTotals:
    procedures = [procedure for one in subjects for procedure in one.procedures]
    doubled = {key for one in subjects for key in _doubled(one, last_counts)}
    rows = [row for procedure in procedures for row in procedure.rows if not row.area]
    every = [(row.name, result) for row in rows for result in row.results if result.known]
    results = [result for name, result in every if (name, result.sitting) not in doubled]
    low = [result for result in results if result.low]
    changes = [change for row in rows for change in row.changes if (row.name, change.later) not in doubled]
    pairs = [change for change in changes if change.verdict]
    left = [change for change in changes if not change.verdict]
    incomparable = sum(bool(change.incomparable) for change in left)
    verdicts = [change.verdict for change in pairs]
    return FamilyTotals(
        family=family,
        sittings=sum(len(procedure.sittings) for procedure in procedures),
        results=len(results),
        low=len(low),
        low_small=sum(1 for result in low if result.small),
        pairs=len(verdicts),
        better=verdicts.count("better"),
        worse=verdicts.count("worse"),
        same=verdicts.count("same"),
        results_source=sources_of(results),
        low_source=sources_of(low),
        pairs_source=sources_of(pairs),
        few=len(left) - incomparable,
        incomparable=incomparable,
        left_source=sources_of(left),
        doubled=len(every) - len(results),
    )


def _doubled(subject: SubjectFacts, last_counts: bool) -> set[tuple[str, str]]:
    """(school, sitting) of results that tell of an exam once more: of the main period and after the resit one counts."""
    told: dict[tuple[object, ...], dict[bool, str]] = {}
    for procedure in subject.procedures:
        years = {one.key: one.school_year for one in procedure.sittings}
        for row in procedure.rows:
            for result in row.results:
                if result.known and not row.area:
                    exam = row.name, procedure.programme_grade, procedure.level, years[result.sitting]
                    told.setdefault(exam, {})[procedure.final] = result.sitting
    return {
        (str(exam[0]), sittings[not last_counts]) for exam, sittings in told.items() if len(sittings) == 2
    }


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """One status of a school over time."""

    kind: str
    """«Школа с низкими образовательными результатами»."""
    basis: str = ""
    since: str = ""
    until: str = ""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class SchoolCardFacts:
    """«Карточка школы»: requisites, results over the years, statuses."""

    meta: PaperMeta
    name: str
    requisites: tuple[tuple[str, str], ...] = ()
    """(label, value); empty values are not printed."""
    years: tuple[str, ...] = ()
    threshold: int = 30
    subjects: tuple[SubjectFacts, ...] = ()
    """Rows: the school first, then areas."""
    statuses: tuple[StatusFacts, ...] = ()
    verdict: str = ""
    """One sentence of the current computation; empty when there was none."""
    small_n: int = 10
    incomplete: tuple[Shortfall, ...] = ()
    """What the figures are summed over in part only."""
    quality: tuple[QualityTable, ...] = ()
    """Успеваемость, качество, mean of the school beside those of all schools."""
    source: Sources = ()
    """The school."""
    verdict_source: Sources = ()
    method: Sources = ()
