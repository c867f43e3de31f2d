import re
from collections import Counter

import pytest

from shnor_desktop.papers.tree.paper import ChartBlock, Table, runs_of
from tests.papers.drawn import NAMES, composed, docx_text, drawn, numbers, pdf_text, xlsx_texts

FIGURE = re.compile(r"[+\u2212]?\d+,\d+")


def cells(name: str) -> list[str]:
    return [
        cell.text
        for table in composed(name).tables()
        for row in table.rows
        for cell in row.cells
        if cell.text
    ]


def sentences(name: str) -> list[str]:
    made = []
    for block in composed(name).blocks():
        if not isinstance(block, Table | ChartBlock):
            made += ["".join(run.text for run in runs) for runs in runs_of(block)]
    return made


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad\ufffe\x02-]+", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_pdf_and_docx_hold_the_same_numbers(name: str) -> None:
    repeated = {str(at) for at in range(60)}
    pdf, docx = (
        Counter(numbers(pdf_text(drawn(name, ".pdf")))),
        Counter(numbers(docx_text(drawn(name, ".docx")))),
    )
    assert {one for one in pdf if one not in repeated} == {one for one in docx if one not in repeated}
    figures = [one for one in docx if FIGURE.fullmatch(one)]
    assert name.endswith("0") or figures or name == "list1"
    for one in figures:
        assert pdf[one] >= docx[one]


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_the_tree_stands_in_every_file(name: str) -> None:
    pdf = squeezed(pdf_text(drawn(name, ".pdf")))
    docx = squeezed(docx_text(drawn(name, ".docx")))
    xlsx = squeezed("\n".join(xlsx_texts(drawn(name, ".xlsx"))))
    for text in sentences(name):
        for file in (docx, xlsx):
            assert squeezed(text) in file
        words = re.findall(r"[\d,]+", text)
        assert all(word in pdf for word in words)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_shown_alike_in_the_workbook(name: str) -> None:
    shown = Counter(squeezed(text) for text in xlsx_texts(drawn(name, ".xlsx")))
    for text, times in Counter(map(squeezed, cells(name))).items():
        assert shown[text] >= times, text


@pytest.mark.parametrize("name", ["list3", "memo3", "memo40"])
def test_every_cell_stands_in_the_word_file(name: str) -> None:
    text = squeezed(docx_text(drawn(name, ".docx")))
    for cell in cells(name):
        assert squeezed(cell) in text


def test_figures_in_the_workbook_are_numbers() -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    book = load_workbook(BytesIO(drawn("memo3", ".xlsx")))
    values = [cell.value for row in book["ВПР Математика"].iter_rows() for cell in row]
    assert sum(isinstance(value, float) for value in values) > 10
