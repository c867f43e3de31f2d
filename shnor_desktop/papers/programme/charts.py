"""Small charts of indicators over the years: what was planned beside what came out."""

from collections.abc import Iterator

from shnor_desktop.papers.programme.facts import IndicatorCell, IndicatorFacts, IndicatorLine
from shnor_desktop.papers.tree.paper import Bar, BarGroup, Chart

SERIES = ("план", "факт")
_FEWEST = 2
"""Years with a fact, below which nothing changes."""


def charts(facts: IndicatorFacts) -> Iterator[Chart]:
    """Of every indicator that changed or could have."""
    for line in facts.lines:
        if (made := chart(line, facts.years)) is not None:
            yield made


def chart(line: IndicatorLine, years: tuple[str, ...]) -> Chart | None:
    """Bars of one indicator; None where fewer than two years have a fact, or something is below nothing."""
    told = [(year, one) for year, one in zip(years, line.cells, strict=True) if _told(one)]
    facts = [one.fact_e4 for _, one in told if one.fact_e4 is not None]
    if len(facts) < _FEWEST or any(value < 0 for _, one in told for value in _values(one)):
        return None
    planned = any(one.target_e4 is not None for _, one in told)
    groups = tuple(BarGroup(year, _bars(one, planned=planned)) for year, one in told)
    title = " ".join(filter(None, (line.number, line.text)))
    return Chart(title, SERIES if planned else SERIES[1:], groups, line.unit, small=True)


def _told(one: IndicatorCell) -> bool:
    return bool(_values(one))


def _values(one: IndicatorCell) -> list[int]:
    return [value for value in (one.target_e4, one.fact_e4) if value is not None]


def _bars(one: IndicatorCell, *, planned: bool) -> tuple[Bar, ...]:
    fact = Bar(one.fact_e4, one.fact or "нет", one.source)
    return (Bar(one.target_e4, one.target or "нет", one.source), fact) if planned else (fact,)
