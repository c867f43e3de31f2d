"""What short names in papers mean: subjects as the dictionary calls them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import Subject
from shnor_desktop.papers.tree import abbreviations
from shnor_desktop.papers.tree.paper import Paper


def explained(session: Session, paper: Paper) -> Paper:
    """The paper with its short names explained once."""
    query = select(Subject.short, Subject.name).order_by(Subject.position, Subject.short)
    return abbreviations.explained(paper, {short: name for short, name in session.execute(query)})
