"""A comparison gathered for paper and screen."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.operations.effect.comparing import Comparison, Effects, Report, SchoolChange
from shnor_desktop.operations.effect.supported import WAYS
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.identification.slots import spec
from shnor_desktop.papers.effect.facts import EffectFacts, EffectRow
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.rules.effect import Effect, place

Key = tuple[bytes, bytes]
"""The uids of the earlier and the later sitting."""


def pairs(session: Session) -> tuple[tuple[Key, str], ...]:
    """All comparisons with their names, for those who choose one."""
    effects = Effects(session)
    found = (*effects.comparisons(), *effects.comparisons(first=True))
    return tuple({key_of(one): f"{one.after.name} — {one.before.name}" for one in found}.items())


def key_of(one: Comparison) -> Key:
    """By what a comparison is asked for again."""
    return one.before.uid, one.after.uid


def gather(session: Session, key: Key, way: str = "") -> EffectFacts:
    """The paper of one comparison."""
    effects = Effects(session)
    before, after = map(effects.sitting, key)
    report = effects.report(effects.compare(before, after), way)
    return facts_of(report, paper_meta(session, on=date.today().isoformat()), spec(session).threshold)


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One comparison in a line; its schools are asked for when it is looked at."""

    key: Key
    before: str
    after: str
    why_not: str
    effect: Effect
    answer: str


@dataclass(frozen=True, slots=True)
class EffectView:
    """All comparisons of the file, the latest first."""

    way: str
    """By what schools count as supported."""
    lines: tuple[EffectLine, ...]


def view(session: Session, way: str = "", *, first: bool = False) -> EffectView:
    """Everything the screen needs; `first` compares with the first sitting instead of the nearest."""
    effects = Effects(session)
    chosen = way or effects.usual
    reports = effects.reports(effects.comparisons(first=first), chosen)
    return EffectView(chosen, tuple(map(_line, reports)))


def _line(report: Report) -> EffectLine:
    one = report.comparison
    return EffectLine(key_of(one), one.before.name, one.after.name, one.why_not, report.effect, report.answer)


def facts_of(report: Report, meta: PaperMeta, threshold: int) -> EffectFacts:
    """A report as papers and plots take it."""
    one = report.comparison
    return EffectFacts(
        key=key_of(one),
        meta=meta,
        before=one.before.name,
        after=one.after.name,
        why_not=one.why_not,
        way=WAYS[report.way],
        since=one.days.starts,
        until=one.days.ends,
        effect=report.effect,
        answer=report.answer,
        sentences=report.sentences,
        warnings=report.warnings,
        share=report.share,
        threshold=threshold,
        rows=tuple(row_of(line, report.share) for line in report.schools),
        sitting_source=(("sitting", one.before.uid), ("sitting", one.after.uid)),
    )


def row_of(line: SchoolChange, share: float | None) -> EffectRow:
    """One school of it, with its place in the funnel of that share."""
    return EffectRow(
        school=line.school,
        name=line.name,
        supported=line.supported,
        grounds=", ".join(dict.fromkeys(ground.text for ground in line.grounds)),
        before=line.before,
        after=line.after,
        change=line.change,
        lacking=line.why,
        place=place(line.after, share) if line.after is not None and share is not None else None,
        source=line.sources,
        ground_source=tuple(ground.source for ground in line.grounds),
    )
