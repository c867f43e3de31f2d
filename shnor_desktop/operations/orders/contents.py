"""What an order consists of, for its editor: points as they will be printed, appendices with what they print."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.programme import DRAWS, Part
from shnor_desktop.operations.orders import agreement, list_order, order
from shnor_desktop.operations.orders.agreement import About, Remark
from shnor_desktop.operations.orders.list_order import Renewal
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.papers.orders.order import OrderFacts, compose
from shnor_desktop.rules.words import marks

POINTS, SECTION, APPENDIX = "points", "section", "appendix"


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A point or an appendix."""

    kind: str
    """Of the record: activity or part."""
    uid: bytes
    number: str
    text: str
    """A point as it is printed; of an appendix its title and what it prints."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The points and appendices of one paper."""

    pieces: tuple[PieceLine, ...]
    points: bytes | None
    """The part that holds the points; None where the paper has none."""
    doubts: tuple[str, ...]
    signed: bool
    remarks: tuple[Remark, ...] = ()
    """Figures in its texts that the records no longer say, each with its point or part."""
    renewal: Renewal | None = None
    """What the template would write now, for its list was signed since; `doubts` tell it too."""

    @property
    def asks(self) -> tuple[str, ...]:
        """Everything a person has to look at."""
        return (*self.doubts, *(one.text for one in self.remarks))


def contents(session: Session, paper: bytes) -> Contents:
    """Read for the editor."""
    facts = order.gather(session, paper)
    pieces: list[PieceLine] = []
    for one in facts.points:
        _, uid = one.source[0]
        if not pieces or pieces[-1].uid != uid:
            text = " ".join(marks.plain(marks.as_text((*marks.read(one.text), *one.under))).split())
            pieces.append(PieceLine("activity", uid, f"{len(pieces) + 1}.", text))
    parts = list(session.scalars(select(Part).where(Part.paper == paper).order_by(Part.position, Part.uid)))
    for place, label in ((SECTION, "Разд."), ("decisions", "Решения"), (APPENDIX, "Прил.")):
        told = [one for one in parts if one.place == place]
        for number, part in enumerate(told, start=1):
            counted = f"{label} {number}" if len(told) > 1 else label
            pieces.append(PieceLine("part", part.uid, counted, _told(part)))
    holder = next((one.uid for one in parts if one.place == POINTS), None)
    return Contents(
        tuple(pieces),
        holder,
        facts.doubts,
        not facts.stamp,
        _remarks(session, paper, facts),
        list_order.renewal(session, paper),
    )


def _remarks(session: Session, paper: bytes, facts: OrderFacts) -> tuple[Remark, ...]:
    if session.get_one(Paper, paper).frozen:
        return ()
    tree = compose(facts)
    return agreement.remarks(session, tree, About.of(session, {"order": paper}, tree))


def _told(part: Part) -> str:
    drawn = dict(DRAWS).get(part.draws, "") if part.draws else " ".join(marks.plain(part.text).split())[:120]
    return (": ".join(filter(None, (part.title, drawn))) or "без заголовка") + " (не печатается)" * part.off


def begin_points(document: Document, paper: bytes) -> bytes:
    """The part that holds the points, made where there is none."""
    with document.write("Добавлены пункты документа") as session:
        return records.save(session, "part", None, {"paper": paper, "place": POINTS, "position": STEP})
