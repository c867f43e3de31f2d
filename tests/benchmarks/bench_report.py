"""Papers beside what bare reportlab takes for the same texts and tables: one of fifty pages, every paper of a district of 60
schools, and two hundred pages at once."""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from shnor_desktop.document.document import Document
from shnor_desktop.operations.papers import batch, registry
from shnor_desktop.operations.program import sample
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.draw.preview import page_count
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Paper, Table, plain, runs_of
from tests.benchmarks.measuring import Measurement, costs, paired
from tests.benchmarks.region import WHO, folder
from tests.operations.papers import whole_district


def fifty_pages() -> Iterator[Measurement]:
    """The analytical memo of the sample district, its sections thrice: about as long as a region's."""
    path = folder() / "report.shnor"
    sample.create_sample(path, WHO)
    with Document.open(path, WHO, read_only=True) as document, document.read() as session:
        memo = registry.compose(session, "memo")
    paper = replace(memo, sections=memo.sections * 3)
    pages = page_count(render.data(paper, ".pdf"))
    ours, limit = paired(lambda: render.data(paper, ".pdf"), lambda: bare(paper), 5)
    yield Measurement(
        f"report of {pages} pages", ours, limit, f"bare reportlab ({page_count(bare(paper))} pages)", 2
    )


SCHOOLS, LONGEST_S = 60, 5.0
_FEW = 3
"""Pages; below that a ratio says how long a document takes to begin, not how fast it is drawn."""


def every_paper() -> Iterator[Measurement]:
    """From the question to the finished file, as time of the processor; and the drawing beside bare reportlab."""
    slowest: list[Measurement] = []
    ours = limit = 0.0
    with Document.open(_district(), WHO, read_only=True) as document, document.read() as session:
        made = whole_district.papers(session)
        while True:
            started = time.process_time()
            name, paper = next(made, ("", None))
            if paper is None:
                break
            pdf = render.data(paper, ".pdf")
            took = time.process_time() - started
            pages, name = page_count(pdf), name[:42]
            slowest.append(Measurement(f"{name}, {pages} pages", took, LONGEST_S, "limit", 1))
            drawn = costs(
                {"ours": partial(render.data, paper, ".pdf"), "bare": partial(bare, paper, texts=True)}, 2
            )
            one, other = drawn["ours"].processors, drawn["bare"].processors
            ours, limit = ours + one, limit + other
            if pages > _FEW:
                yield Measurement(f"drawing {name}, {pages} pages", one, other, "bare reportlab", 2)
    yield Measurement("drawing all papers", ours, limit, "bare reportlab", 2)
    yield from sorted(slowest, key=lambda one: -one.ours)[:5]


def two_hundred_pages() -> Iterator[Measurement]:
    """The cards of all schools in one file, and how often it was told how far they are."""
    path, told = _district(), list[tuple[int, float]]()
    with Document.open(path, WHO, read_only=True) as document:
        every = batch.all_answers(document, "school-card", {})
        out = folder() / "cards.pdf"
        started = time.process_time()
        batch.write_all(
            document, "school-card", every, out, lambda at, of, what: told.append((at, time.process_time()))
        )
        took = time.process_time() - started
        with document.read() as session:
            cards = [registry.compose(session, "school-card", **one) for one in every]
    began = time.process_time()
    for one in cards:
        bare(one, texts=True)
    limit = time.process_time() - began
    pages = page_count(out.read_bytes())
    drawing = told[-1][1] - next(moment for at, moment in told if at >= len(every))
    pause = max(later - at for (_, at), (_, later) in pairwise(told))
    yield Measurement(
        f"{pages} pages at once, composed and drawn", took, limit, "bare reportlab", float("inf")
    )
    yield Measurement(f"drawing {pages} pages at once", drawing, limit, "bare reportlab", 2)
    yield Measurement(f"the longest of {len(told)} steps of its progress", pause, 0.5, "limit", 1)


@cache
def _district() -> Path:
    """A file of 60 schools with everything in it, made once a run."""
    path = folder() / "whole.shnor"
    create_document(path, WHO).close()
    return whole_district.make(path, folder(), SCHOOLS)


def bare(paper: Paper, *, texts: bool = False) -> bytes:
    """Only the tables, each cell a Paragraph, rows repeated and ruled: what no renderer can leave out. With texts also what
    stands about them."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    fonts.register(fonts.SERIF)
    style = ParagraphStyle("cell", fontName=fonts.SERIF, fontSize=10, leading=11.5)
    body = ParagraphStyle("body", fontName=fonts.SERIF, fontSize=14, leading=16, alignment=4)
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=85, rightMargin=28, topMargin=57, bottomMargin=57
    )
    story: list[Any] = []
    for block in paper.blocks():
        if isinstance(block, Table):
            story += [_table(block, style, document.width), Spacer(1, 12)]
        elif texts:
            story += [Paragraph(escape(fonts.printable(plain(runs))), body) for runs in runs_of(block)]
    document.build(story)
    return out.getvalue()


def _table(table: Table, style: Any, room: float) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import LongTable, Paragraph

    from shnor_desktop.papers.tree.spans import table_rows

    width = len(table.columns)
    lines, spans = [], []
    for number, (_row, cells) in enumerate(table_rows(table)):
        line: list[Any] = [""] * width
        for placed in cells:
            line[placed.column] = Paragraph(escape(fonts.printable(placed.cell.text)), style)
            if placed.cell.span > 1 or placed.cell.rows > 1:
                right, below = placed.column + placed.cell.span - 1, number + placed.cell.rows - 1
                spans.append(("SPAN", (placed.column, number), (right, below)))
        lines.append(line)
    total = sum(column.width for column in table.columns)
    widths = [room * column.width / total for column in table.columns]
    return LongTable(
        lines, widths, repeatRows=len(table.head), style=[("GRID", (0, 0), (-1, -1), 0.5, black), *spans]
    )
