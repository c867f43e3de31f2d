"""What the screen of the roadmap shows at once: the programmes, the plan of one of them, what a check of it finds."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.findings import Finding
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.roadmap.findings import findings
from shnor_desktop.operations.roadmap.rows import Plan, plan


@dataclass(frozen=True, slots=True)
class RoadmapView:
    """One programme of several; no plan where there is no programme."""

    programmes: tuple[ProgrammeLine, ...]
    plan: Plan | None = None
    findings: tuple[Finding, ...] = ()
    """Those that the plan itself tells; `of_plan` knows of more and takes longer."""


def view(session: Session, wanted: bytes | None, on: date) -> RoadmapView:
    """The plan that is wanted, else the one that runs on this day."""
    every = outline.programmes(session)
    if not every:
        return RoadmapView(())
    uid = wanted if any(one.uid == wanted for one in every) else outline.current(every, on)
    assert uid is not None
    found = plan(session, uid, on)
    return RoadmapView(every, found, findings(found))
