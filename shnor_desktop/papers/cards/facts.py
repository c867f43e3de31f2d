"""What a card of a school is made of: blocks of lines, each with the records behind it and the screen it is kept on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources

ABOUT, STATUSES, VERDICT, RESULTS, CONTEXT = "about", "statuses", "verdict", "results", "context"
PROBLEMS, PEOPLE, CONTACTS, WORK, DOCUMENTS = "problems", "people", "contacts", "work", "documents"


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a block."""

    cells: tuple[str, ...]
    mark: str = ""
    """Code of a state that stands out: «low», «overdue», «ask»."""
    sources: Sources = ()
    figures_e4: tuple[int | None, ...] = ()
    """Of results: the shares of the years in ten-thousandths of a percent."""


@dataclass(frozen=True, slots=True)
class CardBlock:
    """Lines about one thing, and where they are kept."""

    code: str
    title: str
    heads: tuple[str, ...]
    """Over the columns; none where the lines are sentences."""
    lines: tuple[CardLine, ...]
    empty: str
    """Said where there are no lines."""
    screen: str
    """The screen that holds it."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    """What else is to be said of what is shown."""
    threshold: int = 0
    """Of results: from which percentage they are low."""
    total: int = 0
    """How many lines there are where not all are given; else nothing."""

    @property
    def told(self) -> str:
        """The note, and how many lines are not shown; nothing where there are none."""
        if not self.lines:
            return ""
        total = max(self.total, len(self.lines))
        left = f"Показаны {len(self.lines)} из {total}." if total > len(self.lines) else ""
        return " ".join(filter(None, (self.note, left)))

    def first(self, most: int) -> "CardBlock":
        """With so many lines at most, those that stand out before others."""
        if len(self.lines) <= most:
            return self
        chosen = sorted(range(len(self.lines)), key=lambda at: (not self.lines[at].mark, at))[:most]
        lines = tuple(self.lines[at] for at in sorted(chosen))
        return replace(self, lines=lines, total=max(self.total, len(self.lines)))


@dataclass(frozen=True, slots=True)
class WholeCard:
    """One school on a day."""

    uid: bytes
    name: str
    official_name: str
    on: date
    blocks: tuple[CardBlock, ...]

    def block(self, code: str) -> CardBlock:
        """The block of that code."""
        return next(one for one in self.blocks if one.code == code)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """The card of a school on paper."""

    meta: PaperMeta
    card: WholeCard
