"""Composes the matrix of risks, the matrix of documents with what is missing, and the list of problems with their answers."""

from collections.abc import Iterable, Sequence

from shnor_desktop.papers.risks.facts import (
    DocumentFacts,
    MatrixRow,
    ProblemFacts,
    ProblemRow,
    RiskFacts,
    RiskWork,
)
from shnor_desktop.papers.tree.frame import PaperMeta, Tables, closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Inline,
    Marks,
    Paper,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Says,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import (
    count,
    date_digits,
    dated,
    form,
    named,
    ordinal,
    run,
    stick,
    words,
)

_SIZE = 9
_ACROSS = 12
"""More columns than these stand in a second table."""
_LEGEND = (
    "В – высокая, С – средняя, Н – низкая значимость, нет – риска нет; «+» – школа подтверждает, «×» – не подтверждает; "
    "«*» – риск взят в работу. Пустая клетка: риск не отмечен."
)


def compose_risks(facts: RiskFacts) -> Paper:
    """Schools by factors, then what is done about what is worked at."""
    title = Title("МАТРИЦА РИСКОВ", (f"школ на {facts.year} учебный год",))
    blocks: list[Block] = opening(facts.meta, title)
    tables = Tables()
    blocks.append(
        Paragraph(
            words(
                "Отмечено: ",
                count(len(facts.marked), facts.marked, "риск", "риска", "рисков"),
                "; взято в работу: ",
                run(str(len(facts.work)), _all(facts.work) or facts.marked),
                "; из них без мер: ",
                run(str(len(facts.bare)), facts.bare or facts.marked),
                ".",
            )
            if facts.marked
            else words("Риски за этот год не отмечены.")
        )
    )
    for at in range(0, len(facts.factors), _ACROSS):
        part = slice(at, at + _ACROSS)
        caption = tables.caption("Риски школ" if at == 0 else "Риски школ, продолжение")
        last = at + _ACROSS >= len(facts.factors)
        blocks.append(
            _matrix(facts.rows, [name for name, _ in facts.factors[part]], part, caption, last=last)
        )
    if facts.work:
        blocks.append(_work(facts.work, tables))
    return _paper(title, blocks, facts.meta, facts.year)


def _all(work: Iterable[RiskWork]) -> tuple[tuple[str, bytes], ...]:
    return tuple(source for one in work for source in one.source)


def _matrix(
    rows: Sequence[MatrixRow], heads: Sequence[str], part: slice, caption: Inline, *, last: bool
) -> Table:
    columns = (Column(46, 2), *(Column(18, 1, Align.CENTER) for _ in heads))
    head = row_of("Школа", *(named(one) for one in heads))
    body = tuple(
        row_of(
            named(row.school, row.source),
            *(
                Cell((named(one.text, one.source),), strong=one.strong) if one.text else Cell()
                for one in row.cells[part]
            ),
        )
        for row in rows
    )
    notes = ((form(_LEGEND),),) if last else ()
    return Table(columns, (head,), body, caption, notes, "Риски", _SIZE, middle=True)


def _work(work: Sequence[RiskWork], tables: Tables) -> Table:
    rows = tuple(
        row_of(
            ordinal(number),
            named(one.school),
            named(one.risk, one.source),
            named(one.significance),
            run("; ".join(one.measures), one.source, says=Says.TYPED)
            if one.measures
            else Cell(words("мер нет"), strong=True),
        )
        for number, one in enumerate(work, start=1)
    )
    heads = ("№", "Школа", "Риск", "Значимость", "Меры, сроки, что сделано")
    return Table(
        (Column(10, align=Align.CENTER), Column(45, 1), Column(50, 1), Column(24), Column(80, 2)),
        (row_of(*heads),),
        rows,
        tables.caption("Риски в работе и меры"),
        sheet="Меры",
        size=_SIZE,
    )


def compose_documents(facts: DocumentFacts) -> Paper:
    """Schools by kinds of documents, then what each school still has to bring."""
    title = Title("ДОКУМЕНТЫ ШКОЛ", tuple(filter(None, (facts.programme, f"на {date_digits(facts.on)}"))))
    blocks: list[Block] = opening(facts.meta, title)
    tables = Tables()
    columns = (Column(50, 2), *(Column(26, 1, Align.CENTER) for _ in facts.kinds))
    head = row_of("Школа", *(named(one) for one in facts.kinds))
    rows = tuple(
        row_of(
            named(row.school, row.source),
            *(
                Cell((run(one.text, one.source or row.source),), strong=one.strong) if one.text else form("–")
                for one in row.cells
            ),
        )
        for row in facts.rows
    )
    blocks.append(
        Table(columns, (head,), rows, tables.caption("Состояние документов"), sheet="Документы", size=_SIZE)
    )
    if not facts.missing:
        blocks.append(Paragraph(words("Все документы на месте." if facts.rows else "Школ здесь нет.")))
    else:
        sources = tuple(one for _, _, source in facts.missing for one in source)
        lacking = sum(len(texts) for _, texts, _ in facts.missing)
        told = words(
            "Не хватает ",
            count(lacking, sources, "документа", "документов", "документов"),
            " у ",
            count(len(facts.missing), sources, "школы", "школ", "школ"),
            ":",
        )
        blocks.append(Paragraph(told))
        points = tuple(
            Point(words(named(school, source), ": ", run("; ".join(texts), source, says=Says.TYPED), "."))
            for school, texts, source in facts.missing
        )
        blocks.append(Points(points, Marks.NUMBERS))
    return _paper(title, blocks, facts.meta)


def compose_problems(facts: ProblemFacts) -> Paper:
    """Problems and requests by whose they are, each with its answer."""
    title = Title("ПРОБЛЕМЫ И ЗАПРОСЫ", tuple(filter(None, (facts.narrowed, f"на {date_digits(facts.on)}"))))
    blocks: list[Block] = opening(facts.meta, title)
    told: list[str | Run] = ["Всего: "]
    total = sum(number for _, number, _ in facts.counts)
    sources = tuple(one for _, _, source in facts.counts for one in source) or facts.source
    told.append(run(str(total), sources))
    for word, number, source in facts.counts:
        told += [f"; {word}: ", run(str(number), source)]
    blocks.append(Paragraph(words(*told, ".") if facts.counts else words("Таких записей нет.")))
    if facts.counts:
        blocks.append(_problems(facts.groups))
    return _paper(title, blocks, facts.meta)


def _problems(groups: Iterable[tuple[str, tuple[ProblemRow, ...]]]) -> Table:
    heads = ("№", "Чья", "Вид", "Что именно", "Откуда известно", "Меры", "Состояние")
    rows: list[Row] = []
    number = 0
    for title, lines in groups:
        rows.append(across(named(title), len(heads)))
        for one in lines:
            number += 1
            rows.append(Row(_problem(number, one)))
    return Table(
        (
            Column(10, align=Align.CENTER),
            Column(38, 1),
            Column(20),
            Column(60, 2),
            Column(30, 1),
            Column(60, 2),
            Column(26),
        ),
        (row_of(*heads),),
        tuple(rows),
        sheet="Проблемы и запросы",
        size=_SIZE,
    )


def _problem(number: int, one: ProblemRow) -> tuple[Cell, ...]:
    answered = "; ".join(one.answers)
    return (
        Cell((ordinal(number),)),
        Cell((named(one.whose),)),
        Cell((named(one.kind),)),
        Cell((run(one.text, one.source, says=Says.TYPED),)),
        Cell((run(one.known_from, says=Says.TYPED),)),
        Cell((run(answered, one.source, says=Says.TYPED),)) if answered else Cell((form("–"),)),
        Cell((dated(one.state),), strong=one.is_bare),
    )


def _paper(title: Title, blocks: list[Block], meta: PaperMeta, year: str = "") -> Paper:
    years = (year,) if year else ()
    return paper_of(stick(title.text), (*blocks, *closing(meta)), meta, landscape=True, years=years)
