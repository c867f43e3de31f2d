"""What the paper and the plots on support are made of."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.effect import Count, Difference, Effect, Place


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A school at two sittings."""

    school: bytes
    name: str
    supported: bool
    grounds: str
    """By what it counts as supported."""
    before: Count | None
    after: Count | None
    change: Difference | None
    lacking: str
    """What its figures lack."""
    place: Place | None
    source: Sources
    ground_source: Sources = ()


@dataclass(frozen=True, slots=True)
class EffectFacts:
    """Two sittings compared."""

    key: tuple[bytes, bytes]
    """Uids of the sittings."""
    meta: PaperMeta
    before: str
    after: str
    """Names of the sittings."""
    why_not: str
    way: str
    """Who counts as supported, in words."""
    since: str
    until: str
    """ISO dates of the days in which support counts."""
    effect: Effect
    answer: str
    sentences: tuple[str, ...]
    """The answer first."""
    warnings: tuple[str, ...]
    share: float | None
    """Of failed at the later sitting, from 0 to 1."""
    threshold: int
    rows: tuple[EffectRow, ...]
    sitting_source: Sources
