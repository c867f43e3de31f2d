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

    def __bool__(self) -> bool:
        return bool(self.count)


@dataclass(frozen=True, slots=True)
class Fill:
    """What a new document holds from the beginning, written by one action under a title."""

    title: str
    work: "Callable[[Session], None]"
