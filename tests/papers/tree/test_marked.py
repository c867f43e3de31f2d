"""Typed texts with marks on paper: the same words in every format, real lists and tables in Word."""

import zipfile
from datetime import datetime
from io import BytesIO

import docx
import openpyxl
import pypdfium2

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree import marked
from shnor_desktop.papers.tree.paper import (
    Marks,
    Paper,
    Point,
    Points,
    Run,
    Says,
    Section,
    Table,
    plain,
    runs_of,
)
from shnor_desktop.rules.words import marks

TEXT = (
    "Провести **семинар**:\n  по плану\n1) первое\n2) второе\n  - подробнее\n3) третье\n"
    "Школа | Дата\nЗаречная | **12.09.2026**\nГорная |\nконец"
)


def paper() -> Paper:
    source = (("part", b"\1" * 16),)
    return Paper("Проба", (Section(tuple(marked.blocks(marks.read(TEXT), source))),))


def test_bold_words_lists_and_tables_are_blocks_with_their_record() -> None:
    first, under, items, table, last = paper().blocks()
    assert [(run.text, run.bold) for run in next(runs_of(first))] == [
        ("Провести ", False),
        ("семинар", True),
        (":", False),
    ]
    assert isinstance(under, Points) and under.labels() == ("–",)
    assert isinstance(items, Points) and items.labels() == ("1)", "2)", "–", "3)")
    assert isinstance(table, Table) and len(table.head) == 1 and len(table.rows) == 2
    assert table.columns[0].width != table.columns[1].width and plain(next(runs_of(last))) == "конец"
    every = [run for block in paper().blocks() for runs in runs_of(block) for run in runs]
    assert all(run.source and run.says is Says.TYPED for run in every)


def test_numbers_go_on_behind_a_table_and_begin_anew_under_a_point() -> None:
    told = (Point((Run("а"),)), Point((Run("б"),), 2), Point((Run("в"),), 2, Marks.ROUND), Point((Run("г"),)))
    rounds = (Point((Run("д"),), 2, Marks.ROUND), Point((Run("е"),), 2, Marks.DASHES))
    assert Points((*told, *rounds), start=3).labels() == ("3.", "3.1.", "1)", "4.", "1)", "–")


def test_every_format_tells_the_same_and_word_counts_itself() -> None:
    made = paper()
    pdf = pypdfium2.PdfDocument(render.data(made, ".pdf"))[0].get_textpage().get_text_range()
    for words in ("Провести семинар:", "– по плану", "1) первое", "– подробнее", "3) третье", "12.09.2026"):
        assert words in pdf.replace("\u00a0", " ")
    content = render.data(made, ".docx")
    word = docx.Document(BytesIO(content))
    assert [run.text for one in word.paragraphs for run in one.runs if run.bold] == ["семинар"]
    assert word.tables[0].cell(1, 1).paragraphs[0].runs[0].bold
    found = {one.text: one._p.xpath("./w:pPr/w:numPr/w:numId/@w:val") for one in word.paragraphs}
    ids = {text: number for text, (number, *_) in ((text, (*one, "")) for text, one in found.items())}
    assert ids["первое"] == ids["третье"] != ids["подробнее"]
    numbering = zipfile.ZipFile(BytesIO(content)).read("word/numbering.xml").decode()
    assert 'w:lvlText w:val="%1)"' in numbering
    book = openpyxl.load_workbook(BytesIO(render.data(made, ".xlsx")))
    lines = [str(row[0].value).replace("\u00a0", " ") for row in book["Текст"].iter_rows()]
    assert lines[:2] == ["Провести семинар:", "– по плану"] and "3) третье" in lines
    assert [cell.value for cell in book["Таблица"][3]][:2] == ["Заречная", datetime(2026, 9, 12)]
