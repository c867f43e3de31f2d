"""Taking an action back (Ctrl+Z, the history): what would be lost with it is known before, and where it was is known after."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.journal import history, lookup
from shnor_desktop.document.journal.capture import ActionId
from shnor_desktop.document.journal.undo import UndoReport
from shnor_desktop.document.state import replaced
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import records
from shnor_desktop.operations.search.places import Place, place_of

_LOOKED_AT = 50
"""So many records of an action are looked at."""


@dataclass(frozen=True, slots=True)
class Stake:
    """What an action did that is not taken back without a word."""

    action: ActionId
    title: str
    signed: str = ""
    """What was signed with it and still is: «приказ от 05.09.2022 № 12-од»."""
    deleted: bool = False
    """Whether it deleted records, or made one of several."""

    @property
    def question(self) -> str:
        """What is asked before a signature is taken back."""
        return f"Отозвать подпись? Подписано: {self.signed}."

    @property
    def details(self) -> str:
        """What happens then."""
        return f"Будет отменено действие «{self.title}». Отмену можно вернуть: «Правка → Вернуть»."


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An action that was taken back."""

    report: UndoReport
    stake: Stake
    place: Place | None
    """Where what it touched is shown now."""


def undo(document: Document, agreed: ActionId | None = None) -> Stake | TakenBack | None:
    """Take the last action back. What it would take a signature from is answered instead, unless `agreed` names it; None
    when there is nothing to take back."""
    action = document.undo_next()
    return _taken_back(document, action, agreed, Document.undo) if action else None


def take_back(document: Document, action: ActionId, agreed: ActionId | None = None) -> Stake | TakenBack:
    """The same with any action of the history; what was changed after it stays."""
    return _taken_back(document, action, agreed, lambda document: document.undo_action(action))


def _taken_back(
    document: Document,
    action: ActionId,
    agreed: ActionId | None,
    reverse: Callable[[Document], UndoReport | None],
) -> Stake | TakenBack:
    with document.read() as session:
        touched = lookup.touched(raw_of(session), action, _LOOKED_AT)
        stake = _stake(session, action, touched)
    if stake.signed and agreed != action:
        return stake
    report = reverse(document)
    with document.read() as session:
        return TakenBack(report or UndoReport(stake.title, 0, 0), stake, _place(session, touched))


_Touched = tuple[tuple[str, bytes, bool, bool], ...]


def _stake(session: Session, action: ActionId, touched: _Touched) -> Stake:
    raw = raw_of(session)
    title = history.title_of(raw, action) or ""
    freezing = [one[:2] for one in touched if one[0] in BY_CODE and BY_CODE[one[0]].about.frozen_when]
    around = replaced.around(raw, action, freezing)
    signed = ""
    for code, uid in freezing:
        when, deed = BY_CODE[code].about.frozen_when, around[uid]
        record = session.get(BY_CODE[code].record, uid)
        if (
            deed.after.get(when)
            and not deed.before.get(when)
            and record is not None
            and getattr(record, when)
        ):
            signed = records.title(session, code, uid) or BY_CODE[code].one
    return Stake(action, title, signed, any(deleted for *_, deleted in touched))


def _place(session: Session, touched: _Touched) -> Place | None:
    for code, uid, *_ in touched:
        record = session.get(BY_CODE[code].record, uid) if code in BY_CODE else None
        if record is not None:
            return place_of(session, code, record)
    return None
