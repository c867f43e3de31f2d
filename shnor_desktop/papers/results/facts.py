"""Frozen facts of the papers: what operations gather and composers print, plain values only.

Numbers come twice: decided text as it is printed («33,3», without the sign %) and the raw value it was made
from. Dates are ISO strings («2022-03-15», empty when unknown). Nothing here is computed from a database.
"""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.rules.results.dynamics import STEP_POINTS


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """One slot of the profile: «A» (last year) or «B» (the year before) with the sittings it names."""

    code: str
    years: tuple[str, ...]
    """«2020/21»."""
    sittings: tuple[str, ...]
    spoken: tuple[str, ...] = ()
    """The same as sentences call them: «ВПР по русскому языку, 5–8 классы, весна 2025 г.»."""


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """The method profile the list was computed by."""

    name: str
    version: int
    threshold: int
    slot_a: SlotFacts
    slot_b: SlotFacts
    min_n: int = 1
    c1_count: int = 2
    c2_count_a: int = 1
    c2_count_b: int = 1
    rule: str = ""
    """Of a profile of the second type: «входит в 15 % школ с наименьшим средним баллом»."""


@dataclass(frozen=True, slots=True)
class LowResult:
    """One low result that a school is listed for. Counts are None when the source gave a percentage only."""

    sitting: str
    slot: str
    """«A» or «B»."""
    participants: int | None
    failed: int | None
    percent: str
    percent_e4: int
    interval: str = ""
    """95 % interval of the share, «12–58»; empty when the number of participants is unknown."""
    small: bool = False
    """So few participants that the percentage says little."""
    fragile: bool = False
    """One pupil more or less would flip it."""
    border: bool = False
    """Counts unknown, the printed percentage may be the threshold only by rounding."""
    flagged: bool = False
    """Carries an objectivity flag."""
    source: str = ""
    spoken: str = ""
    """The sitting as a sentence calls it."""


@dataclass(frozen=True, slots=True)
class StatusBasis:
    """Why a school has the status. `kind`: «computation», «decision» (of a person), «regional» or «order»."""

    kind: str
    text: str = ""
    """Requisites: «приказ министерства от 01.09.2021 № 123»."""
    since: str = ""


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """A school of the list with everything that explains it."""

    name: str
    """Official name as printed in the list."""
    criteria: tuple[str, ...]
    """«C1», «C2»; empty when the computation does not flag the school."""
    low: tuple[LowResult, ...]
    basis: tuple[StatusBasis, ...]
    place: str = ""
    one_pupil_decides: bool = False
    explained: str = ""
    """By a profile of the second type: the figure, the border and the distance, in sentences."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A school on which the regional list (or an order) and the computation disagree."""

    school: str
    computed: bool
    listed: bool
    explanation: str
    source: str = ""
    """Requisites of the list or order compared with."""


@dataclass(frozen=True, slots=True)
class UnsureSchool:
    """A school the computation cannot decide. `kind`: «insufficient» (data) or «confirm» (by a person)."""

    school: str
    kind: str
    sittings: tuple[str, ...]
    """Sittings that were not received, or border results the answer hangs on."""
    decision: str = ""
    """What the signed list says of it: left out and why, or not decided. Empty in a draft."""


@dataclass(frozen=True, slots=True)
class WatchedSchool:
    """A school of the watch group: close to the criteria, no status."""

    school: str
    results: tuple[LowResult, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of data made after the list was signed; the signed list stays as it is."""

    school: str
    text: str
    """«ОГЭ МА 2021: не преодолели порог 4 → 2 из 9»."""
    date: str = ""
    would_change: bool = False


@dataclass(frozen=True, slots=True)
class IncompleteFacts:
    """A sitting of which the file holds only a part."""

    key: str
    """`SittingFacts.key`."""
    sitting: str
    schools: int
    schools_total: int
    participants: int = 0
    participants_total: int | None = None
    """None where the sources do not tell it of every school: then only schools are counted."""
    why: str = ""
    spoken: str = ""
    """The sitting as a sentence calls it."""
    aside: bool = False
    """Nothing of it could be taken, so that nothing looks at it."""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """«Перечень школ с низкими образовательными результатами»."""

    meta: PaperMeta
    profile: ProfileFacts
    school_year: str
    """The school year the list is made for: «2021/22»."""
    schools_total: int
    """How many schools were examined."""
    schools: tuple[ListedSchool, ...] = ()
    """Alphabetically: the list is no ranking."""
    differences: tuple[Difference, ...] = ()
    unsure: tuple[UnsureSchool, ...] = ()
    watch: tuple[WatchedSchool, ...] = ()
    corrections: tuple[Correction, ...] = ()
    signed_on: str = ""
    """Empty: the list is a draft («проект»)."""
    small_n: int = 10
    """Results with fewer participants are marked."""
    incomplete: tuple[IncompleteFacts, ...] = ()
    """What the list stands on in part only."""

    @property
    def nothing_known(self) -> bool:
        """No school has a share at any sitting of the method."""
        used = [one for one in self.incomplete if not one.aside]
        names = {*self.profile.slot_a.sittings, *self.profile.slot_b.sittings}
        return bool(used) and names <= {one.sitting for one in used if not one.schools}

    @property
    def computed_total(self) -> int:
        """Listed schools that the computation flags."""
        return sum(1 for one in self.schools if one.criteria)


@dataclass(frozen=True, slots=True)
class SittingFacts:
    """One column group of a table of results."""

    key: str
    name: str
    """«весна 2019»."""
    school_year: str


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


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A line of a table of results: a school, or an area («Район», «Регион»)."""

    name: str
    results: tuple[ResultFacts, ...]
    changes: tuple[ChangeFacts, ...] = ()
    area: bool = False
    main: bool = False
    """The area that sentences and charts speak of."""


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

    @property
    def totals(self) -> tuple["SittingTotals", ...]:
        """For each sitting in its order: how many schools have a result, and a low one."""
        schools = [row for row in self.rows if not row.area]
        made = []
        for sitting in self.sittings:
            here = [one for row in schools for one in row.results if one.sitting == sitting.key]
            valid = [one for one in here if one.known]
            made.append(SittingTotals(len(valid), sum(1 for one in valid if one.low)))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class SittingTotals:
    """Counts of schools at one sitting."""

    results: int
    low: int


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
    incomplete: tuple[IncompleteFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class QualityLine:
    """Decided texts of one line, without units; empty where a figure is not known."""

    name: str
    takers: str = ""
    passed: str = ""
    quality: str = ""
    mean: str = ""
    partial: bool = False
    """Some results cannot be added: their numbers of pupils are not known."""
    area: bool = False


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

    school: str
    sittings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSummary:
    """What the memo says of the list of low-result schools."""

    profile: str
    version: int
    criteria_1: tuple[str, ...] = ()
    """Names of schools meeting criterion 1."""
    criteria_2: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """Names of schools on the list by any ground."""
    unsure: tuple[str, ...] = ()
    signed_on: str = ""
    municipalities: tuple[str, ...] = ()
    """Those whose name stands in brackets after the names of schools; empty where there is only one."""
    rule: str = ""
    """Of a profile of the second type; empty by the criteria."""
    lowest: tuple[str, ...] = ()
    """Names of schools it takes."""


@dataclass(frozen=True, slots=True)
class MemoFacts:
    """«Аналитическая справка по результатам оценочных процедур»."""

    meta: PaperMeta
    years: tuple[str, ...]
    """School years from the earliest: «2018/19»."""
    threshold: int
    schools: tuple[str, ...]
    """Names of all schools of the memo, alphabetically."""
    subjects: tuple[SubjectFacts, ...] = ()
    summary: ListSummary | None = None
    missing: tuple[MissingData, ...] = ()
    purpose: str = ""
    recommendations: tuple[str, ...] = ()
    """Typed by the office; printed as numbered points."""
    small_n: int = 10
    incomplete: tuple[IncompleteFacts, ...] = ()
    """What the figures are summed over in part only."""
    step_points: str = str(STEP_POINTS)
    """A change of at least so many percentage points is called better or worse."""
    quality: tuple[QualityTable, ...] = ()
    """Успеваемость, качество, mean of the last year of every family."""

    @property
    def families(self) -> tuple["FamilyTotals", ...]:
        """Totals of every family in the order of the subjects."""
        names = dict.fromkeys(one.family for one in self.subjects)
        return tuple(_totals(name, [one for one in self.subjects if one.family == name]) for name in names)

    @property
    def totals(self) -> "FamilyTotals":
        """Totals of all families together."""
        return _totals("", list(self.subjects))


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


def _totals(family: str, subjects: list[SubjectFacts]) -> FamilyTotals:
    procedures = [procedure for one in subjects for procedure in one.procedures]
    rows = [row for procedure in procedures for row in procedure.rows if not row.area]
    results = [result for row in rows for result in row.results if result.known]
    verdicts = [change.verdict for row in rows for change in row.changes if change.verdict]
    return FamilyTotals(
        family=family,
        sittings=sum(len(procedure.sittings) for procedure in procedures),
        results=len(results),
        low=sum(1 for result in results if result.low),
        low_small=sum(1 for result in results if result.low and result.small),
        pairs=len(verdicts),
        better=verdicts.count("better"),
        worse=verdicts.count("worse"),
        same=verdicts.count("same"),
    )


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """One status of a school over time."""

    kind: str
    """«Школа с низкими образовательными результатами»."""
    basis: str = ""
    since: str = ""
    until: str = ""


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
    incomplete: tuple[IncompleteFacts, ...] = ()
    """What the figures are summed over in part only."""
    quality: tuple[QualityTable, ...] = ()
    """Успеваемость, качество, mean of the school beside those of all schools."""
