"""What the papers of risks, documents and problems are made of."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of a matrix as it is printed."""

    text: str = ""
    strong: bool = False
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A school and its cells in the order of the columns."""

    school: str
    cells: tuple[MatrixCell, ...]
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class RiskWork:
    """A risk that is worked at, and what is done against it."""

    school: str
    risk: str
    significance: str
    measures: tuple[str, ...]
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """The matrix of risks of a school year."""

    meta: PaperMeta
    year: str
    factors: tuple[tuple[str, str], ...]
    """Heading and full name of each factor that some school has."""
    rows: tuple[MatrixRow, ...]
    work: tuple[RiskWork, ...]
    marked: Sources
    """All risks that are marked."""
    bare: Sources
    """Those that are worked at without a measure."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The matrix of documents of a programme."""

    meta: PaperMeta
    programme: str
    on: str
    kinds: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    missing: tuple[tuple[str, tuple[str, ...], Sources], ...]
    """School, what it lacks, and its records."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem, deficit, risk or request with what answers it."""

    whose: str
    text: str
    kind: str
    known_from: str
    answers: tuple[str, ...]
    state: str
    is_bare: bool
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """The list of problems and requests, by whose they are."""

    meta: PaperMeta
    on: str
    narrowed: str
    groups: tuple[tuple[str, tuple[ProblemRow, ...]], ...]
    counts: tuple[tuple[str, int, Sources], ...]
    """Of each state how many: word, number, records."""
    source: Sources = ()
