"""«Откуда это число»: the records behind a figure of a paper, named, with what they say and where they are shown."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.results import Sitting
from shnor_desktop.operations.papers.registry import Sheet
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, figure_label, figure_text, figures_text
from shnor_desktop.papers.draw import spots
from shnor_desktop.papers.tree.paper import Inline, Run
from shnor_desktop.rules.figures import ResultState

MOST = 300
"""So many records of one figure are named; a sum over a region has thousands."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One record behind a figure."""

    kind: str
    uid: bytes
    kind_name: str
    title: str
    says: str = ""
    """What it holds: «4 из 9»."""
    school: bytes | None = None
    sitting: bytes | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed, with its records."""

    text: str
    origins: tuple[Origin, ...]
    more: int = 0
    """Records that are not named."""


def under(
    document: Document, sheet: Sheet, page: int, x: float, y: float, *, hit: bool = False
) -> tuple[Figure, ...]:
    """The figures under a point of a page (in points from its lower left corner), with their records."""
    return of_runs(document, spots.under(sheet.pdf, sheet.spots, page, x, y, hit=hit))


def of_runs(document: Document, runs: Inline) -> tuple[Figure, ...]:
    """The figures these runs print, with their records."""
    with document.read() as session:
        titles = Titles(session)
        return tuple(_figure(session, titles, run) for run in runs if run.source)


def _figure(session: Session, titles: Titles, run: Run) -> Figure:
    origins = tuple(_origin(session, titles, *one) for one in run.source[:MOST])
    return Figure(" ".join(run.text.split()), origins, max(0, len(run.source) - MOST))


def _origin(session: Session, titles: Titles, kind: str, uid: bytes) -> Origin:
    if kind not in BY_CODE:
        return Origin(kind, uid, "Объединение файлов", "Запись в журнале объединений этого файла")
    record = session.get(BY_CODE[kind].record, uid)
    if record is None:
        return Origin(kind, uid, BY_CODE[kind].one, "Карточки больше нет в файле")
    school = uid if kind == "school" else getattr(record, "school", None)
    sitting = uid if kind == "sitting" else getattr(record, "sitting", None)
    held = session.get(Sitting, sitting) if sitting else None
    says = _says(record) if kind in ("school_result", "area_result") else ""
    year = held.school_year if held else None
    return Origin(kind, uid, BY_CODE[kind].one, titles(kind, uid), says, school, sitting, year)


def _says(record: Any) -> str:
    """«3 из 23; средний балл: 4,1; отметок «5»: 6»: every figure the record holds."""
    figures = tuple(getattr(record, name) for name in FIGURE_NAMES)
    told = figures_text(getattr(record, "state", ResultState.VALID), figures)
    others = (
        f"{figure_label(name)}: {figure_text(name, value)}"
        for name, value in zip(FIGURE_NAMES, figures, strict=True)
        if name not in _IN_SHARE and value is not None
    )
    return "; ".join([told, *others])


_IN_SHARE = ("participants", "failed", "failed_pct_e4", "pct_decimals")
