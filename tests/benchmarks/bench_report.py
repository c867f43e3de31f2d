"""A paper of about fifty pages, beside the same tables drawn by bare reportlab."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from shnor_desktop.document.document import Document
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.program import sample
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.draw.preview import page_count
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Paper, Table
from tests.benchmarks.measuring import Measurement, paired
from tests.benchmarks.region import WHO, folder


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


def bare(paper: Paper) -> bytes:
    """Only the tables, each cell a Paragraph, rows repeated and ruled: what no renderer can leave out."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import SimpleDocTemplate, Spacer

    fonts.register(fonts.SERIF)
    style = ParagraphStyle("cell", fontName=fonts.SERIF, fontSize=10, leading=11.5)
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=85, rightMargin=28, topMargin=57, bottomMargin=57
    )
    story: list[Any] = []
    for table in paper.tables():
        story += [_table(table, style, document.width), Spacer(1, 12)]
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
            line[placed.column] = Paragraph(fonts.printable(placed.cell.text), style)
            if placed.cell.span > 1 or placed.cell.rows > 1:
                right, below = placed.column + placed.cell.span - 1, number + placed.cell.rows - 1
                spans.append(("SPAN", (placed.column, number), (right, below)))
        lines.append(line)
    total = sum(column.width for column in table.columns)
    widths = [room * column.width / total for column in table.columns]
    return LongTable(
        lines, widths, repeatRows=len(table.head), style=[("GRID", (0, 0), (-1, -1), 0.5, black), *spans]
    )
