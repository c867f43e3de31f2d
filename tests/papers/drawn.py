"""Papers composed and drawn once for all tests that read them, and their texts read back."""

import re
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2
from docx import Document
from openpyxl import load_workbook

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.results import memo, school_card
from shnor_desktop.papers.tree.paper import Block, Paper, Section
from tests.papers import samples

NAMES = ("list0", "list1", "list3", "list40", "memo0", "memo1", "memo3", "memo40", "card")
NUMBER = re.compile(r"(?<![\d,])[+\u2212]?\d+(?:,\d+)?(?![\d,])")


def facts_of(name: str) -> object:
    """«list3», «memo40», «card»."""
    if name == "card":
        return samples.card()
    return samples.listed(int(name[4:])) if name.startswith("list") else samples.memo(int(name[4:]))


@cache
def composed(name: str) -> Paper:
    """The paper of that name."""
    if name == "card":
        return school_card.compose(samples.card())
    count = int(name[4:])
    return (
        low_list.compose(samples.listed(count)) if name[:4] == "list" else memo.compose(samples.memo(count))
    )


@cache
def drawn(name: str, suffix: str) -> bytes:
    """The paper's file."""
    return render.data(composed(name), suffix)


def paper(*blocks: Block, landscape: bool = False, **fields: Any) -> Paper:
    """A paper of these blocks."""
    return Paper("Проба", (Section(blocks, landscape),), **fields)


def pdf_pages(data: bytes) -> list[str]:
    """The text of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[at].get_textpage().get_text_range() for at in range(len(document))]
    finally:
        document.close()


def pdf_text(data: bytes) -> str:
    """The text of all pages without the page numbers."""
    pages = pdf_pages(data)
    return "\n".join(page if not at else page.split("\n", 1)[-1] for at, page in enumerate(pages))


def docx_text(data: bytes) -> str:
    """Paragraphs and cells; points with the numbers Word gives them."""
    body = Document(BytesIO(data)).element.body
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = []
    counters: dict[str, list[int]] = {}
    for paragraph in body.iter(f"{space}p"):
        text = "".join(
            "\n" if element.tag == f"{space}br" else element.text or ""
            for element in paragraph.iter(f"{space}t", f"{space}br")
        )
        number = paragraph.find(f"./{space}pPr/{space}numPr/{space}numId")
        if number is not None:
            count = counters.setdefault(number.get(f"{space}val"), [0])
            count[0] += 1
            text = f"{count[0]}. {text}"
        lines.append(text)
    return "\n".join(lines)


def xlsx_texts(data: bytes) -> list[str]:
    """Every cell as it is shown: numbers by their format, in the Russian manner."""
    book = load_workbook(BytesIO(data))
    told = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            told += [shown(cell.value, cell.number_format) for cell in row if cell.value is not None]
    return told


def shown(value: object, shape: str) -> str:
    """The value as a workbook shows it by its format."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    parts = shape.split(";")
    part = parts[0] if value > 0 else parts[1] if value < 0 else parts[2]
    digits = part.split(".")[1].count("0") if "." in part else 0
    number = f"{abs(value):.{digits}f}".replace(".", ",")
    return re.sub(r"0(\.0+)?", number, part, count=1).replace('"', "")


def numbers(text: str) -> list[str]:
    """All numbers of a text, sorted."""
    return sorted(NUMBER.findall(text.replace("\u00a0", " ")))
