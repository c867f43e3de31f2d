"""Composes «Карточка школы»: requisites, statuses, results over the years beside those of the district."""

from shnor_desktop.papers.results import incomplete
from shnor_desktop.papers.results.card_results import family_tables, is_wide
from shnor_desktop.papers.results.facts import SchoolCardFacts, StatusFacts
from shnor_desktop.papers.results.memo_subject import area_chart
from shnor_desktop.papers.results.quality import quality_tables
from shnor_desktop.papers.tree.frame import Tables, closing, opening
from shnor_desktop.papers.tree.paper import (
    Block,
    ChartBlock,
    Column,
    Heading,
    Paper,
    Paragraph,
    Row,
    Section,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import date_digits, dated, form, named, ruled, run, school_years, words
from shnor_desktop.rules.words.russian import sentence

VPR_NOTICE = (
    "Результаты всероссийских проверочных работ не предназначены для оценки деятельности школы и учителей; "
    "они использованы для оказания адресной методической помощи."
)

MOST_CHARTS = 4


def compose(facts: SchoolCardFacts) -> Paper:
    """The card; the results turn the page only when a table is too wide for it."""
    years = (f"за {school_years(facts.years)}",) if facts.years else ()
    title = Title("КАРТОЧКА ШКОЛЫ", (facts.name, *years))
    numbers = Tables()
    first = [*opening(facts.meta, title), *_requisites(facts, numbers), *_statuses(facts, numbers)]
    results = _results(facts, numbers)
    end = closing(facts.meta)
    wide = is_wide(facts)
    if wide:
        sections: tuple[Section, ...] = (Section(tuple(first)), Section((*results, *end), landscape=True))
    else:
        sections = (Section((*first, *results, *end)),)
    return Paper(
        title=f"Карточка школы: {facts.name}",
        sections=sections,
        author=facts.meta.office,
        schools=(facts.name, *(value for _, value in facts.requisites if value)),
        years=facts.years,
        created=facts.meta.date,
    )


def _requisites(facts: SchoolCardFacts, numbers: Tables) -> list[Block]:
    rows = tuple(
        row_of(label, named(value, facts.source)) for label, value in facts.requisites if value.strip()
    )
    if not rows:
        return []
    head = row_of("Сведения", "Значение")
    columns = (Column(55), Column(115, stretch=1))
    return [Table(columns, (head,), rows, numbers.caption("Сведения о школе"), sheet="Сведения")]


def _statuses(facts: SchoolCardFacts, numbers: Tables) -> list[Block]:
    blocks: list[Block] = [Heading(words("Статусы"))]
    if facts.verdict:
        blocks.append(Paragraph((run(sentence(facts.verdict), facts.verdict_source or facts.source),)))
    if not facts.statuses:
        return [*blocks, Paragraph(words("Статусов у школы нет."))]
    head = row_of("Статус", "Основание", "С какого дня", "По какой день")
    rows = tuple(map(_status, facts.statuses))
    columns = (Column(60, stretch=1), Column(60, stretch=1), Column(25), Column(25))
    caption = numbers.caption("Статусы школы")
    return [*blocks, Table(columns, (head,), rows, caption, sheet="Статусы")]


def _status(status: StatusFacts) -> Row:
    return row_of(
        named(status.kind, status.source),
        named(status.basis or "–", status.source),
        dated(date_digits(status.since) or "–"),
        dated(date_digits(status.until) or "действует"),
    )


def _results(facts: SchoolCardFacts, numbers: Tables) -> list[Block]:
    blocks: list[Block] = [Heading(words("Результаты оценочных процедур"))]
    blocks += incomplete.said(facts.incomplete)
    if not facts.subjects:
        return [*blocks, Paragraph(words("Результатов нет."))]
    if any(one.family_code == "vpr" for one in facts.subjects):
        blocks.append(Paragraph(words(VPR_NOTICE)))
    blocks.append(
        Paragraph(
            words(
                "Низким считается результат, при котором не менее ",
                ruled(f"{facts.threshold}\u00a0%", facts.method),
                form(" участников получили отметку «2» или не преодолели минимальный порог."),
            )
        )
    )
    for family in dict.fromkeys(one.family for one in facts.subjects):
        blocks += family_tables(facts, family, numbers)
        blocks += quality_tables(facts.quality, family, numbers)
    return [*blocks, *_charts(facts)]


def _charts(facts: SchoolCardFacts) -> list[Block]:
    """Charts of the subjects in which the school has a low result; the tables hold all others."""
    blocks: list[Block] = []
    for subject in facts.subjects:
        rows = [row for one in subject.procedures for row in one.rows if not row.area]
        if any(result.low for row in rows for result in row.results) and len(blocks) < MOST_CHARTS:
            chart = area_chart(subject, facts.threshold, rows[0].name)
            blocks += [ChartBlock(chart)] if chart else []
    return blocks
