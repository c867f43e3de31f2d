"""The table of indicators: as a programme prints it, with targets alone, and as an account of them, plan and fact."""

from collections.abc import Callable, Iterator

from shnor_desktop.papers.programme import charts
from shnor_desktop.papers.programme.facts import ExecutionFacts, IndicatorCell, IndicatorFacts, IndicatorLine
from shnor_desktop.papers.tree.frame import closing, opening
from shnor_desktop.papers.tree.paper import (
    Align,
    Cell,
    ChartBlock,
    Column,
    Heading,
    Inline,
    Paper,
    Row,
    Run,
    Says,
    Section,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import dated, form, named, ordinal, run, words

_SIZE = 10
_NOTHING = "–"
_UNIT, _WHOLE, _FIGURE = Column(11, 0, Align.CENTER), Column(36, 1), Column(17, 0.5, Align.CENTER)
_MOST_YEARS = 3
"""More stand on a landscape page only with plan and fact, without deviation and mark."""


def compose(facts: ExecutionFacts) -> Paper:
    """The account of the indicators."""
    about = f"показателей программы «{facts.programme}»"
    lines = tuple(filter(None, (about, facts.school, facts.period)))
    title = Title("ВЫПОЛНЕНИЕ", lines)
    made = list(charts.charts(facts.indicators))
    end = closing(facts.meta)
    table = [*opening(facts.meta, title), account(facts.indicators), *([] if made else end)]
    sections = [Section(tuple(table), landscape=True)]
    if made:
        drawn = [Heading((run("КАК МЕНЯЛИСЬ ПОКАЗАТЕЛИ"),), 2), *(ChartBlock(one) for one in made), *end]
        sections.append(Section(tuple(drawn)))
    return Paper(
        title=title.text,
        sections=tuple(sections),
        author=facts.meta.office,
        created=facts.meta.date,
    )


def targets(facts: IndicatorFacts) -> Table:
    """As a programme prints them: a target a year; without targets the words alone."""
    years = [
        place for place in range(len(facts.years)) if any(one.cells[place].target for one in facts.lines)
    ]
    units = any(one.unit for one in facts.lines)
    head = [Cell(words("№")), Cell(words("Показатель"))]
    head += [Cell(words("Ед."))] * units + [Cell((dated(facts.years[place]),)) for place in years]

    def cells(line: IndicatorLine) -> list[Cell]:
        unit = [Cell((named(line.unit or _NOTHING),))] * units
        return [*unit, *(_figure(line.cells[place].target, line.cells[place]) for place in years)]

    return _table(facts, head, cells, (_FIGURE,) * (units + len(years)))


def account(facts: IndicatorFacts) -> Table:
    """Plan and fact under every year."""
    wide = len(facts.years) <= _MOST_YEARS
    words_of = ("План", "Факт", "Отклонение", "Отметка") if wide else ("План", "Факт")
    below = any(line.denominator for line in facts.lines)
    titles = ("№", "Показатель", "Ед.", *(("От чего считается",) if below else ()))
    upper = [Cell(words(text), rows=2) for text in titles]
    upper += [Cell((dated(year),), span=len(words_of)) for year in facts.years]
    lower = [Cell(words(text)) for _ in facts.years for text in words_of]

    def cells(line: IndicatorLine) -> list[Cell]:
        found = [Cell((named(line.unit or _NOTHING),))]
        found += [Cell((named(line.denominator or _NOTHING),))] * below
        for one in line.cells:
            found += [_figure(one.target, one), _figure(one.fact, one)]
            found += [_figure(one.deviation, one), Cell((named(one.mark),))] if wide else []
        return found

    before = (_UNIT, *((_WHOLE,) if below else ()))
    figures = (_FIGURE,) * (len(words_of) * len(facts.years))
    table = _table(facts, [], cells, (*before, *figures))
    return Table(
        table.columns,
        (Row(tuple(upper)), Row(tuple(lower))),
        table.rows,
        (),
        tuple(_notes(facts)),
        "Показатели",
        _SIZE,
    )


def _table(
    facts: IndicatorFacts,
    head: list[Cell],
    cells: Callable[[IndicatorLine], list[Cell]],
    more: tuple[Column, ...],
) -> Table:
    columns = (Column(12, align=Align.CENTER), Column(54, stretch=3), *more)
    rows: list[Row] = []
    over = ("", "")
    numbered = any(one.number for one in facts.lines)
    for number, line in enumerate(facts.lines, start=1):
        here = (line.group, line.criterion)
        rows += (
            across(run(text, says=Says.NAME, italic=place == 1), len(columns))
            for place, text in enumerate(here)
            if text and here[: place + 1] != over[: place + 1]
        )
        over = here
        first = Cell((run(line.number, says=Says.TYPED) if numbered else ordinal(number),))
        rows.append(row_of(first, named(line.text, line.source), *cells(line)))
    return Table(columns, (Row(tuple(head)),), tuple(rows), sheet="Показатели", size=_SIZE)


def _figure(text: str, one: IndicatorCell) -> Cell:
    return Cell((Run(text, source=one.source),), number=True) if text else Cell((form(_NOTHING),))


def _notes(facts: IndicatorFacts) -> Iterator[Inline]:
    for line in facts.lines:
        for year, one in zip(facts.years, line.cells, strict=True):
            for note in one.notes:
                about = " ".join(filter(None, (line.number, line.text)))
                yield (run(f"{about}, {year}: {note}", one.source, says=Says.TYPED),)
    yield (form("«–» – сведений нет: это не значит, что показатель не достигнут."),)
