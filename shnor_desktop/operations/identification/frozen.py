"""What a signed list and the statuses it gives keep for good. These names are stored: they are never changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from shnor_desktop.operations.identification.draft import Decision
from shnor_desktop.papers.tree.paper import Paper
from shnor_desktop.rules.results.facts import Outcome, Profile


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """One judged result as it was when the list was signed."""

    sitting: bytes
    name: str
    text: str
    low: bool


@dataclass(frozen=True, slots=True)
class FrozenOutcome:
    """The answer for one school as it was when the list was signed."""

    school: bytes
    name: str
    outcome: Outcome
    criteria: tuple[str, ...]
    listed: bool
    figures: tuple[FrozenFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenDecision:
    """What a person decided about a school when the list was signed."""

    school: bytes
    included: bool
    reason: str
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class FrozenList:
    """Everything a signed list stands on, and its paper."""

    profile: Profile
    outcomes: tuple[FrozenOutcome, ...]
    paper: Paper
    decisions: tuple[FrozenDecision, ...] | None = None
    """None in lists signed before decisions were kept."""


@dataclass(frozen=True, slots=True)
class FrozenStatus:
    """What a status keeps of its list: the method and the answer for this school."""

    profile_name: str
    profile_version: int
    answer: FrozenOutcome


def decided(decisions: Mapping[bytes, Decision] | None) -> tuple[FrozenDecision, ...]:
    """Decisions as they are kept."""
    return tuple(
        FrozenDecision(school, one.included, one.reason.strip(), one.undecided)
        for school, one in sorted((decisions or {}).items())
    )
