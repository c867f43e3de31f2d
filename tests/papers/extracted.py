"""Lines and rows of tables read back from the files of a paper, alike for all formats; and what differs between them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from shnor_desktop.papers.draw import chart
from shnor_desktop.papers.draw.docx_styles import CONTENTS
from shnor_desktop.papers.draw.pdf_styles import MM
from shnor_desktop.papers.draw.primitives import Text
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import ChartBlock, Paper, PlotBlock
from tests.papers.drawn import shown
from tests.papers.pages import Page, squeezed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Row = tuple[str, ...]


@dataclass
class Table:
    """Rows of a table; so many of them head it."""

    rows: list[Row] = field(default_factory=list)
    head: int = 0


@dataclass
class Extracted:
    """What a file says outside and inside its tables, spaces aside."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    """Those of the lines that tell where the others stand: a workbook has no pages."""


def of_docx(data: bytes) -> Extracted:
    """A Word file; points with the numbers Word gives them."""
    document = Document(BytesIO(data))
    made, points = Extracted(), _Points(document)
    telling = {one.style_id for one in document.styles if one.name in (CONTENTS, "toc 1", "toc 2")}
    for element in document.element.body:
        if element.tag == f"{_W}tbl" and element.find(f"{_W}tblPr/{_W}tblStyle") is not None:
            made.tables.append(_docx_table(element))
            continue
        for paragraph in element.iter(f"{_W}p"):
            made.lines.append(squeezed(points.label(paragraph) + _docx_text(paragraph)))
            if paragraph.style in telling:
                made.contents.append(made.lines[-1])
            made.charts += [
                one.get("descr")
                for one in paragraph.iter()
                if one.tag.endswith("}docPr") and one.get("descr")
            ]
    made.lines = [one for one in made.lines if one]
    return made


def _docx_text(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{_W}t"))


def _docx_table(element: Any) -> Table:
    table = Table()
    for row in element.iter(f"{_W}tr"):
        cells = []
        for cell in row.iter(f"{_W}tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is None or merge.get(f"{_W}val") == "restart":
                cells.append(squeezed(_docx_text(cell)))
        table.rows.append(tuple(cells))
        table.head += row.find(f"{_W}trPr/{_W}tblHeader") is not None
    return table


class _Points:
    """Numbers of points as Word counts them."""

    def __init__(self, document: Any) -> None:
        root = document.part.numbering_part.element
        abstract = {one.get(f"{_W}abstractNumId"): one for one in root.iter(f"{_W}abstractNum")}
        self._levels = {
            one.get(f"{_W}numId"): [
                level.find(f"{_W}lvlText").get(f"{_W}val")
                for level in abstract[one.find(f"{_W}abstractNumId").get(f"{_W}val")].iter(f"{_W}lvl")
            ]
            for one in root.iter(f"{_W}num")
        }
        self._counts: dict[str, list[int]] = {}

    def label(self, paragraph: Any) -> str:
        number = paragraph.find(f"{_W}pPr/{_W}numPr")
        if number is None:
            return ""
        key, level = number.find(f"{_W}numId").get(f"{_W}val"), number.find(f"{_W}ilvl")
        depth = 0 if level is None else int(level.get(f"{_W}val"))
        counts = self._counts.setdefault(key, [0] * 9)
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (8 - depth)
        text: str = self._levels[key][depth]
        for at in range(9):
            text = text.replace(f"%{at + 1}", str(counts[at]))
        return text


def of_xlsx(data: bytes) -> Extracted:
    """A workbook: ruled cells are of tables, which end where a row is not ruled."""
    made = Extracted()
    for sheet in load_workbook(BytesIO(data)).worksheets:
        table: Table | None = None
        for row in sheet.iter_rows():
            ruled = [one for one in row if not isinstance(one, MergedCell) and one.border.left.style]
            if ruled:
                if table is None:
                    table = Table()
                    made.tables.append(table)
                table.rows.append(tuple(squeezed(_xlsx_text(one)) for one in ruled))
                continue
            table = None
            made.lines += [text for one in row if (text := squeezed(_xlsx_text(one)))]
    return made


def _xlsx_text(cell: Any) -> str:
    return "" if cell.value is None else shown(cell.value, cell.number_format)


def of_pdf(pages: list[Page], tables: list[Table]) -> tuple[str, list[Table], list[str]]:
    """The text of all pages outside tables, rows put together to tables as another file has them, and what has no place."""
    text = "".join(_body(at, page) for at, page in enumerate(pages))
    found = iter([row for page in pages for row in _rows(page)])
    made: list[Table] = []
    lost: list[str] = []
    row = next(found, None)
    for table in tables:
        read = Table(head=table.head)
        heading = set(table.rows[: table.head])
        for wanted in table.rows:
            while row is not None and row != wanted and row in heading and len(read.rows) >= table.head:
                row = next(found, None)  # Repeated on another page.
            taken = row
            row = next(found, None)
            while taken is not None and taken != wanted and row is not None:
                while row in heading:
                    row = next(found, None)
                if row is None or len(row) != len(taken):
                    break
                joined = tuple(a + b for a, b in zip(taken, row, strict=True))
                if not all(one.startswith(part) for one, part in zip(wanted, joined, strict=False)):
                    break
                taken, row = joined, next(found, None)  # Runs over pages.
            if taken is None:
                lost.append(f"строки нет: {wanted}")
                continue
            read.rows.append(taken)
        made.append(read)
    lost += [f"лишняя строка: {one}" for one in ([row] if row else []) + list(found)]
    return text, made, lost


def _rows(page: Page) -> Iterator[Row]:
    for row in page.rows:
        texts = tuple(cell.text for cell in row)
        if texts != ("",):  # The axes of a chart enclose one empty cell.
            yield texts


def _body(at: int, page: Page) -> str:
    text = page.text
    number = str(at + 1)
    return text.removeprefix(number) if at else text


def differences(paper: Paper, pages: list[Page], docx: bytes, xlsx: bytes) -> list[str]:
    """Where the three files of a paper, drawn as it fits on pages, do not say the same."""
    word, book = of_docx(docx), of_xlsx(xlsx)
    text, tables, told = of_pdf(pages, word.tables)
    for table, other in zip(tables, word.tables, strict=True):
        told += [f"PDF {a} ≠ DOCX {b}" for a, b in zip(table.rows, other.rows, strict=False) if a != b]
    told += _charts(paper, word)
    for drawn in _chart_texts(paper):
        if drawn not in text:
            told.append(f"чертёж не найден: {drawn[:80]}")
        text = text.replace(drawn, "", 1)
    if text != "".join(word.lines):
        told.append(_parting(text, "".join(word.lines)))
    told += _workbook(paper, word, book)
    return told


def _workbook(paper: Paper, word: Extracted, book: Extracted) -> list[str]:
    told = []
    rows = Counter(tuple(table.rows) for table in word.tables)
    others = Counter(tuple(table.rows) for table in book.tables)
    told += [f"таблицы нет в книге: {one[0]}" for one in rows - others]
    told += [f"таблица только в книге: {one[0]}" for one in others - rows]
    titles = Counter([squeezed(paper.title)] * 1000)
    lines = Counter(book.lines)
    told += [f"нет в книге: {one[:80]}" for one in set(word.lines) - set(lines) - set(word.contents)]
    said = {*word.lines, *map(squeezed, word.charts)}
    return told + [f"только в книге: {one[:80]}" for one in lines - titles if one not in said]


def _charts(paper: Paper, word: Extracted) -> list[str]:
    """Values of bars that the words of a chart or its drawing lack."""
    told = []
    blocks = [one for one in paper.blocks() if isinstance(one, ChartBlock | PlotBlock)]
    if len(blocks) != len(word.charts):
        return [f"чертежей {len(blocks)}, описано {len(word.charts)}"]
    for block, words, drawn in zip(blocks, word.charts, _chart_texts(paper), strict=True):
        if not isinstance(block, ChartBlock):
            continue
        for bar in (bar for group in block.chart.groups for bar in group.bars if bar.text):
            told += [
                f"нет значения {bar.text}: {where[:60]}"
                for where in (squeezed(words), drawn)
                if squeezed(bar.text) not in where
            ]
    return told


def _chart_texts(paper: Paper) -> list[str]:
    made = []
    settings = PageSettings()
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, ChartBlock | PlotBlock):
                drawn = block.chart if isinstance(block, ChartBlock) else block.plot
                width = min(settings.text_width(section), chart.widest(drawn)) * MM
                shapes = chart.drawing(drawn, width).picture.shapes
                made.append(squeezed("".join(one.text for one in shapes if isinstance(one, Text))))
    return made


def _parting(one: str, other: str) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"PDF «{one[max(0, at - 40) : at + 40]}» ≠ DOCX «{other[max(0, at - 40) : at + 40]}»"
