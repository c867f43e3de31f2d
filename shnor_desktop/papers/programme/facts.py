"""What papers of a programme are made of: frozen texts and figures with the records behind them."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text; `level` 2 is a point under the one before it."""

    text: str
    level: int = 1


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
    partial: bool = False
    """Some results lack what is needed to count them."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A procedure."""

    name: str
    cells: tuple[ResultCell, ...]


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Results of the schools of a programme by procedure and year."""

    years: tuple[str, ...]
    lines: tuple[ResultLine, ...]
    schools: str
    """Of which schools: «школы программы», «все школы»."""


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


@dataclass(frozen=True, slots=True)
class ExecutionFacts:
    """Indicators of a programme, plan and fact."""

    meta: PaperMeta
    programme: str
    period: str
    school: str
    indicators: IndicatorFacts
    source: Sources
