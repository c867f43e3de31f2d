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
class EffectView:
    """All comparisons of the file, the latest first."""

    way: str
    """By what schools count as supported."""
    lines: tuple[EffectFacts, ...]


def view(session: Session, way: str = "", *, first: bool = False) -> EffectView:
    """Everything the screen needs; `first` compares with the first sitting instead of the nearest."""
    effects = Effects(session)
    chosen, threshold = way or effects.usual, spec(session).threshold
    reports = effects.reports(effects.comparisons(first=first), chosen)
    return EffectView(chosen, tuple(facts_of(one, PaperMeta(), threshold) for one in reports))


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
        rows=tuple(map(row_of, report.schools)),
        sitting_source=(("sitting", one.before.uid), ("sitting", one.after.uid)),
    )


def row_of(line: SchoolChange) -> EffectRow:
    """One school of it."""
    return EffectRow(
        school=line.school,
        name=line.name,
        supported=line.supported,
        grounds=", ".join(dict.fromkeys(ground.text for ground in line.grounds)),
        before=line.before,
        after=line.after,
        change=line.change,
        lacking=line.why,
        place=line.place,
        source=line.sources,
        ground_source=tuple(ground.source for ground in line.grounds),
    )
