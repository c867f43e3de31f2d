"""What goes into a new document and what comes out of a write."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_desktop.document.journal.capture import ActionId

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Changes:
    """What was written: kinds touched (codes), how many changes, under which titles."""

    tables: frozenset[str] = frozenset()
    count: int = 0
    titles: tuple[str, ...] = ()
    actions: tuple[ActionId, ...] = ()
    reversals: tuple[tuple[ActionId, ActionId], ...] = ()
    """(what was taken back, by which of the actions); bringing back takes back an undo."""

    def __bool__(self) -> bool:
        return bool(self.count)

    def then(
        self,
        tables: frozenset[str],
        count: int,
        title: str,
        action: ActionId | None = None,
        target: ActionId | None = None,
    ) -> "Changes":
        """With one more write."""
        return Changes(
            self.tables | tables,
            self.count + count,
            (*self.titles, title),
            self.actions if action is None else (*self.actions, action),
            self.reversals if action is None or target is None else (*self.reversals, (target, action)),
        )


@dataclass(frozen=True, slots=True)
class Fill:
    """What a new document holds from the beginning, written by one action under a title."""

    title: str
    work: "Callable[[Session], None]"
