"""The card of a school gathered for paper."""

from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.operations.cards.whole import whole
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.papers.cards.facts import CardFacts


def gather(session: Session, school: bytes, *, people: bool = True, on: date | None = None) -> CardFacts:
    """The card of a school as it is printed."""
    day = on or date.today()
    return CardFacts(paper_meta(session, on=day.isoformat()), whole(session, school, day, people=people))
