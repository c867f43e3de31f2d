"""The two plots of a comparison, for paper and screen."""

from collections.abc import Iterator

from shnor_desktop.papers.effect.facts import EffectFacts, EffectRow
from shnor_desktop.papers.tree.paper import Dot, Funnel, Limit, LimitLine, Slope, Step
from shnor_desktop.rules.effect import LEVELS, Count, Place, difference_text, funnel_limits, share_text
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words.russian import e4, percent_e4

SERIES = ("с поддержкой", "без поддержки")
_POINTS = 60
"""Of a limit; between them it is straight."""
_PLACES = {
    Place.INSIDE: "в пределах случайности",
    Place.WARNING: "за границей 95\u00a0%: так бывает и случайно, у одной школы из двадцати",
    Place.OUTSIDE: "за границей 99,8\u00a0%: случайностью почти не объяснить",
}


def funnel(facts: EffectFacts) -> Funnel | None:
    """The later sitting; None where no school has counts."""
    rows = in_funnel(facts)
    if facts.share is None or not rows:
        return None
    most = max(row.after.n for row in rows if row.after)
    return Funnel(
        f"{facts.after}: доля не справившихся и число участников",
        tuple(
            Dot(
                row.name,
                row.after.n,
                e4(row.after.pct),
                share_text(row.after),
                strong=row.supported,
                named=row.place is Place.OUTSIDE,
                source=row.source,
            )
            for row in rows
            if row.after
        ),
        e4(100 * facts.share),
        f"все школы: {percent_e4(e4(100 * facts.share), 1)}",
        tuple(_limits(most, facts.share)),
        tuple(
            f"границы случайности {percent_e4(e4(level), 0 if level == LEVELS[0] else 1)}" for level in LEVELS
        ),
        "участников",
        SERIES,
    )


def in_funnel(facts: EffectFacts) -> tuple[EffectRow, ...]:
    """The schools of its dots, in their order."""
    return tuple(row for row in facts.rows if row.after)


def in_slope(facts: EffectFacts) -> tuple[EffectRow, ...]:
    """The schools of its lines, in their order."""
    return tuple(row for row in facts.rows if row.before and row.after)


def slope(facts: EffectFacts) -> Slope | None:
    """Both sittings; None where no school was at both or they may not be compared."""
    rows = in_slope(facts)
    if facts.why_not or not rows:
        return None
    return Slope(
        "Доля не справившихся до и после",
        (facts.before, facts.after),
        tuple(
            Step(row.name, e4(row.before.pct), e4(row.after.pct), _told(row), row.supported, row.source)
            for row in rows
            if row.before and row.after
        ),
        SERIES,
        facts.threshold * E4,
        f"порог {facts.threshold}\u00a0%",
    )


def tip(row: EffectRow) -> str:
    """What is said of a school under the mouse."""
    lines = [row.name, f"с поддержкой: {row.grounds}" if row.supported else "без поддержки", _told(row)]
    if row.place is not None:
        lines.append(_PLACES[row.place])
    return "\n".join(filter(None, lines))


def _told(row: EffectRow) -> str:
    if row.before and row.after and row.change:
        return f"{share_text(row.before)} → {share_text(row.after)}; {difference_text(row.change)}"
    figures: tuple[Count | None, ...] = (row.before, row.after)
    return "; ".join([*(share_text(one) for one in figures if one), *filter(None, (row.lacking,))])


def _limits(most: int, share: float) -> Iterator[LimitLine]:
    """Both sides of both levels, up to a little beyond the largest school."""
    last = most * 21 // 20 + 1
    sizes = sorted(
        {*range(1, min(last, 20)), *(max(1, last * at // _POINTS) for at in range(1, _POINTS + 1))}
    )
    for number, level in enumerate(LEVELS):
        for side in (0, 1):
            points = tuple(Limit(n, e4(funnel_limits(n, share, level)[side])) for n in sizes)
            yield LimitLine(points, outer=number == 1)
