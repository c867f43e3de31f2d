"""What the papers of a plan are made of: its rows with their states, its months, the work of a week."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row of a plan and where it stands; with a title alone a section."""

    source: Sources
    title: str = ""
    number: str = ""
    text: str = ""
    due: str = ""
    responsible: str = ""
    expected: str = ""
    mark: str = ""
    """«выполнено», «просрочено: 2 из 4»."""
    cells: tuple[str, ...] = ()
    """Of the paper by months: a sign where a due stands, "" where none does."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as it stands on a day."""

    meta: PaperMeta
    title: str
    period: str
    on: str
    """An ISO date."""
    narrowed: str
    """Which rows there are, where not all: «только незакрытые»."""
    rows: tuple[StandingRow, ...]
    counts: tuple[tuple[str, int, Sources], ...]
    """Of each state how many rows: word, number, the rows."""
    source: Sources
    has_expected: bool = True


@dataclass(frozen=True, slots=True)
class MonthsFacts:
    """A plan by months, or by quarters where it is long."""

    meta: PaperMeta
    title: str
    period: str
    on: str
    years: tuple[tuple[str, int], ...]
    """Years over the columns, with how many of these each has."""
    columns: tuple[str, ...]
    today: int
    """The column of today; -1 where it is in none."""
    rows: tuple[StandingRow, ...]
    source: Sources
    quarters: bool


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Something to be done in a week or a month."""

    date: str
    text: str
    place: str
    people: str
    responsible: str
    mark: str
    source: Sources


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The work of a week or a month, by blocks with their titles."""

    meta: PaperMeta
    title: str
    on: str
    blocks: tuple[tuple[str, tuple[WorkRow, ...]], ...]
