"""Tables of the Word file, written as XML at once: python-docx builds them cell by cell and far too slowly."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from shnor_desktop.papers.draw.docx_styles import W
from shnor_desktop.papers.tree.fonts import clean
from shnor_desktop.papers.tree.paper import Align, Cell, Inline, Row, RowKind, Run, Table
from shnor_desktop.papers.tree.spans import Placed, placed
from shnor_desktop.papers.tree.widths import widths_of

TWIPS = 1440 / 25.4
JC = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "left"}


class TableWriter:
    """Writes one table; `cell_style` and `head_style` are style ids of the document."""

    def __init__(
        self,
        table: Table,
        width_mm: float,
        default_size: float,
        family: str,
        cell_style: str,
        head_style: str,
    ) -> None:
        self.table = table
        size = table.size or default_size
        self.widths = [round(width * TWIPS) for width in widths_of(table, width_mm, size, family)]
        self.size = table.size if table.size != default_size else 0
        self.cell_style, self.head_style = cell_style, head_style

    def xml(self) -> str:
        """The whole `w:tbl`."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return (
            f'<w:tbl {W}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="25" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
            '<w:bottom w:w="25" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(self._rows())}</w:tbl>"
        )

    def _rows(self) -> Iterator[str]:
        width = len(self.widths)
        for head, rows in ((True, self.table.head), (False, self.table.rows)):
            open_merges: dict[int, tuple[int, int]] = {}
            for row, cells in placed(rows, width):
                properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
                inner = "".join(self._cells(row, cells, open_merges, head=head))
                yield f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"

    def _cells(
        self, row: Row, cells: list[Placed], open_merges: dict[int, tuple[int, int]], *, head: bool
    ) -> Iterator[str]:
        """Cells from left to right; a cell merged from above leaves an empty continuation."""
        here = {one.column: one.cell for one in cells}
        column = 0
        while column < len(self.widths):
            if column in here:
                cell = here[column]
                span = min(cell.span, len(self.widths) - column)
                if cell.rows > 1:
                    open_merges[column] = (span, cell.rows - 1)
                merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                yield self._cell(column, span, merge, cell, row, head=head)
            elif column in open_merges:
                span, left = open_merges.pop(column)
                if left > 1:
                    open_merges[column] = (span, left - 1)
                yield self._cell(column, span, "<w:vMerge/>", Cell(), row, head=head)
            else:
                span = 1
                yield self._cell(column, span, "", Cell(), row, head=head)
            column += span

    def _cell(self, column: int, span: int, merge: str, cell: Cell, row: Row, *, head: bool) -> str:
        width = sum(self.widths[column : column + span])
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="DBDBDB"/>' if cell.strong else ""
        middle = '<w:vAlign w:val="center"/>' if head or self.table.middle else ""
        align = Align.LEFT if row.kind is RowKind.SECTION else self.table.columns[column].align
        style = self.head_style if head else self.cell_style
        jc = "" if head else f'<w:jc w:val="{JC[align]}"/>'
        keep = "<w:keepNext/>" if row.kind is RowKind.SECTION else ""
        bold = cell.strong or row.kind is RowKind.SECTION
        runs = (*cell.runs, Run(cell.mark)) if cell.mark else cell.runs
        text = run_xml(runs, self.size, bold=bold, italic=row.kind is RowKind.TOTAL)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merge}{shade}{middle}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{jc}</w:pPr>{text}</w:p></w:tc>'
        )


def run_xml(runs: Inline, size: float = 0, *, bold: bool = False, italic: bool = False) -> str:
    """Runs as `w:r` elements; `size` in points overrides the style."""
    made = []
    for run in runs:
        properties = "<w:b/>" if bold or run.bold else ""
        properties += "<w:i/>" if italic or run.italic else ""
        properties += f'<w:sz w:val="{round(size * 2)}"/>' if size else ""
        lines = escape(clean(run.text)).split("\n")
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
        made.append(f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>")
    return "".join(made)
