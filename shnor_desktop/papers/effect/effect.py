"""Composes «Результаты школ с поддержкой»: the answer, what it rests on, both plots, the schools by name."""

from shnor_desktop.papers.effect.facts import EffectFacts, EffectRow
from shnor_desktop.papers.effect.plots import funnel, slope
from shnor_desktop.papers.tree.frame import Tables, closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Notes,
    Paper,
    Paragraph,
    PlotBlock,
    Row,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import date_digits, dated, form, named, run, words
from shnor_desktop.rules.effect import ASSUMED, Count, difference_text
from shnor_desktop.rules.words.russian import e4, percent_e4

NOTICE = (
    "Данные нужны, чтобы решить, какая помощь действует. Они не предназначены для оценки школ и учителей; "
    "школы перечислены по алфавиту и между собой не сравниваются."
)
_SIZE = 10


def compose(facts: EffectFacts) -> Paper:
    """The paper."""
    title = Title("РЕЗУЛЬТАТЫ ШКОЛ С ПОДДЕРЖКОЙ", (f"{facts.before} и {facts.after}",))
    numbers = Tables()
    behind = (
        tuple(dict.fromkeys(source for row in facts.rows for source in row.source)) or facts.sitting_source
    )
    blocks: list[Block] = [*opening(facts.meta, title), _who(facts)]
    blocks += [Paragraph((run(text, behind),)) for text in facts.sentences]
    blocks += [Paragraph((run(text, behind),)) for text in facts.warnings]
    blocks.append(Paragraph(words(form(NOTICE))))
    blocks += [PlotBlock(plot) for plot in (slope(facts), funnel(facts)) if plot is not None]
    blocks += _schools(facts, numbers)
    blocks.append(Notes(tuple((form(text),) for text in ASSUMED)))
    schools = tuple(row.name for row in facts.rows)
    blocks += closing(facts.meta)
    return paper_of(f"Результаты школ с поддержкой: {facts.after}", blocks, facts.meta, schools=schools)


def _who(facts: EffectFacts) -> Paragraph:
    since, until = date_digits(facts.since), date_digits(facts.until)
    return Paragraph(
        words(
            f"Школой с поддержкой считается школа, у которой есть {facts.way}, в период ",
            dated(f"с {since} по {until}"),
            ".",
        )
    )


def _schools(facts: EffectFacts, numbers: Tables) -> list[Block]:
    if not facts.rows:
        return []
    head = tuple(
        Cell(words(text)) for text in ("Школа", "Поддержка", "До", "После", "Изменение, п.п., с интервалом")
    )
    columns = (
        Column(45, 2),
        Column(21, align=Align.CENTER),
        Column(32, align=Align.CENTER),
        Column(32, align=Align.CENTER),
        Column(40, 1, Align.CENTER),
    )
    table = Table(
        columns,
        (Row(head),),
        tuple(map(_row, facts.rows)),
        numbers.caption("Доля не справившихся по школам, % (не справились из скольких)"),
        sheet="Школы",
        size=_SIZE,
        middle=True,
    )
    return [Heading(words("Школы")), table]


def _row(row: EffectRow) -> Row:
    change = difference_text(row.change).replace("\u00a0п.п.", "") if row.change else "–"
    return row_of(
        named(row.name, row.source),
        named("есть" if row.supported else "–", row.ground_source),
        _share(row.before, row.source),
        _share(row.after, row.source),
        run(change, row.source) if row.change else named(row.lacking or "–"),
    )


def _share(count: Count | None, source: Sources) -> Cell:
    if count is None:
        return Cell((form("–"),))
    return Cell((run(f"{percent_e4(e4(count.pct), 1)} ({count.failed} из {count.n})", source),))
