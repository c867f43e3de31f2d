"""How support stands on a day: who is without a curator, where nobody has been, what runs out, how much everybody carries,
which problems nothing answers, which documents are not there. For the command line and the first screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.operations.risks import documents, problems
from shnor_desktop.operations.risks.problems import ProblemLine
from shnor_desktop.operations.support import assignments, contacts
from shnor_desktop.operations.support.assignments import Board
from shnor_desktop.operations.support.contacts import Contact, Count, Seen


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that a school of a programme does not have yet."""

    programme: str
    school: str
    what: str


@dataclass(frozen=True, slots=True)
class Support:
    """The whole of it."""

    board: Board
    since: date
    """Schools that nobody has visited from that day on stand out."""
    contacts: tuple[Contact, ...]
    seen: tuple[Seen, ...]
    """When each supported school was last visited."""
    counts: tuple[Count, ...]
    """Contacts up to the day, of each kind."""
    unanswered: tuple[ProblemLine, ...]
    """Problems, deficits, risks and requests that nothing answers."""
    missing: tuple[Missing, ...]
    """Documents of programmes that keep any."""

    @property
    def on(self) -> date:
        return self.board.on

    @property
    def not_visited(self) -> tuple[Seen, ...]:
        return tuple(one for one in self.seen if one.before(self.since))

    @property
    def calm(self) -> bool:
        """Whether nothing of it asks for anybody."""
        board = self.board
        return not (
            board.without_curator
            or self.not_visited
            or board.expiring
            or board.teachers_alone
            or self.unanswered
            or self.missing
        )


def support(session: Session, on: date, since: date | None = None) -> Support:
    """How support stands on a day."""
    board = assignments.board(session, on)
    every = contacts.contacts(session)
    return Support(
        board,
        since or on - contacts.LONG_AGO,
        every,
        contacts.seen(every, board.schools),
        contacts.counts(every, on),
        problems.unanswered(session, on=on),
        tuple(missing(session, on)),
    )


def missing(session: Session, on: date) -> Iterator[Missing]:
    """What is not there of the documents of every programme that has some."""
    for uid, name in documents.read(session, on=on).programmes:
        found = documents.read(session, uid, on, chosen=True)
        if any(cell.documents for cell in found.cells.values()):
            for school, _, what in found.missing:
                yield Missing(name, school.name, what)
