"""What papers of a programme are made of: frozen texts and figures with the records behind them."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources

FOR_HELP = (
    "Результаты всероссийских проверочных работ не предназначены для оценки деятельности школ и учителей; "
    "они использованы для оказания адресной методической помощи."
)
"""Said wherever figures of ВПР stand."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text; `level` 2 is a point under the one before it."""

    text: str
    level: int = 1
    source: Sources = ()
    """Where it was composed of records; otherwise it is of whatever holds it."""


@dataclass(frozen=True, slots=True)
class PassportRow:
    """A row of the passport."""

    title: str
    lines: tuple[Line, ...]
    source: Sources


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a plan, or, with a title alone, a section of it over the whole width."""

    title: str = ""
    cells: tuple[str, ...] = ()
    """In the order of the plan's columns."""
    source: Sources = ()
    lead: str = ""
    """In italics before the text: «Заседание рабочей группы:»."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with the columns it was given; codes of the columns stand beside their words."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class IndicatorCell:
    """Target and fact in one year, as printed."""

    target: str
    fact: str
    deviation: str
    mark: str
    notes: tuple[str, ...]
    source: Sources
    target_e4: int | None = None
    fact_e4: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator."""

    group: str
    criterion: str
    number: str
    text: str
    unit: str
    denominator: str
    cells: tuple[IndicatorCell, ...]
    source: Sources


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """All indicators of a programme with the years that are told."""

    years: tuple[str, ...]
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class ResultCell:
    """Results of a procedure in one year over the schools of a programme, as printed; empty where the file has none."""

    pupils: str = ""
    failed: str = ""
    quality: str = ""
    mean: str = ""
    passed: str = ""
    """How many did not fail."""
    district: str = ""
    """The mean of the district."""
    partial: bool = False
    """Some results lack what is needed to count them."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A procedure."""

    name: str
    cells: tuple[ResultCell, ...]
    family: str = ""
    """«ЕГЭ»."""


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Results of the schools of a programme by procedure and year."""

    years: tuple[str, ...]
    lines: tuple[ResultLine, ...]
    schools: str
    """Of which schools: «школы программы», «все школы»."""
    doubted: tuple[tuple[str, str], ...] = ()
    """Sittings whose results are marked as not objective: family and name."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed, with the records behind it."""

    text: str
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class SittingHead:
    """A sitting over its measures."""

    name: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixFacts:
    """Results of schools at the sittings of a family: schools down, sittings across, the measures of each under it."""

    family: str
    sittings: tuple[SittingHead, ...]
    rows: tuple[tuple[str, Sources, tuple[Figure, ...]], ...]
    """School, its record, a figure a measure."""


@dataclass(frozen=True, slots=True)
class ContextFacts:
    """Figures of the schools of a programme and of the district that are no results, by years of one kind."""

    years: tuple[str, ...]
    rows: tuple[tuple[str, str, str, tuple[Figure, ...]], ...]
    """What, its unit, whose, a figure a year."""


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A section: its heading, text and what it draws."""

    number: str
    title: str
    level: int
    lines: tuple[Line, ...]
    source: Sources
    plan: Plan | None = None
    indicators: IndicatorFacts | None = None
    results: ResultFacts | None = None
    context: tuple[ContextFacts, ...] = ()
    appendix: bool = False
    """Begins a page of its own under its mark."""
    matrix: tuple[MatrixFacts, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether nothing stands under its heading."""
        told = (self.lines, self.plan and self.plan.rows, self.indicators, self.context, self.matrix)
        return not any(told) and not (self.results and self.results.lines)

    @property
    def is_wide(self) -> bool:
        """Whether it needs pages in landscape."""
        return self.plan is not None or bool(self.matrix)


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme as it is printed."""

    meta: PaperMeta
    kind: str
    title: str
    period: str
    approved: bool
    passport: tuple[PassportRow, ...]
    sections: tuple[SectionFacts, ...]
    schools: tuple[str, ...] = ()
    """Official names of its schools, for the check."""
    of_kind: str = ""
    """«муниципальной программы», over its passport."""
    to_kind: str = ""
    """«муниципальной программе», in the marks of its appendices."""
    foot: str = ""
    """Place and year at the foot of its title page; without them it has none."""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExecutionFacts:
    """Indicators of a programme, plan and fact."""

    meta: PaperMeta
    programme: str
    period: str
    school: str
    indicators: IndicatorFacts
    source: Sources
