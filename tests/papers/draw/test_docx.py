from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from shnor_desktop.papers.draw import docx_styles, render
from shnor_desktop.papers.tree.paper import (
    Bar,
    BarGroup,
    Cell,
    Chart,
    ChartBlock,
    Column,
    Corner,
    Marks,
    Paper,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Section,
    Signature,
    Table,
    Title,
)
from tests.papers.drawn import drawn, paper


def opened(name: str) -> Any:
    return Document(BytesIO(drawn(name, ".docx")))


def test_headings_of_tables_repeat_and_rows_stay_whole() -> None:
    for table in opened("memo3").tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    heads = [
        [
            row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            for row in table._tbl.findall(qn("w:tr"))
        ]
        for table in opened("memo3").tables
    ]
    assert [True, True, False, False, False, False] in heads


def test_widths_of_columns_stand_in_the_grid() -> None:
    for table in opened("list3").tables:
        grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert grid and all(width > 300 for width in grid)
        for row in table._tbl.findall(qn("w:tr")):
            spans = [cell.grid_span for cell in row.findall(qn("w:tc"))]
            assert sum(spans) == len(grid)


def test_points_are_real_lists_that_start_anew() -> None:
    one = Points((Point((Run("первый"),)), Point((Run("подпункт"),), 2)))
    data = render.data(paper(one, one, Points((Point((Run("а"),)),), Marks.DASHES)), ".docx")
    document: Any = Document(BytesIO(data))
    numbered = [
        p._p.pPr.numPr for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None
    ]
    assert [numbers.ilvl.val for numbers in numbered] == [0, 1, 0, 1, 0]
    ids = [numbers.numId.val for numbers in numbered]
    assert ids[0] == ids[1] != ids[2] == ids[3] != ids[4]
    root = document.part.numbering_part.element
    formats = {
        one.get(qn("w:abstractNumId")): one.find(f"{qn('w:lvl')}/{qn('w:numFmt')}").get(qn("w:val"))
        for one in root.findall(qn("w:abstractNum"))
    }
    by_num = {num.numId: formats[str(num.abstractNumId.val)] for num in root.num_lst}
    assert [by_num[number] for number in ids] == ["decimal"] * 4 + ["bullet"]
    tags = [child.tag for child in root]
    assert tags.index(qn("w:num")) > max(at for at, tag in enumerate(tags) if tag == qn("w:abstractNum"))


def test_page_number_is_a_field_and_not_on_the_first_page() -> None:
    document = opened("memo3")
    first, *later = document.sections
    assert first.different_first_page_header_footer and later
    assert not any(section.different_first_page_header_footer for section in later)
    assert " PAGE " in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml
    assert all(section.header.is_linked_to_previous for section in later)


def test_wide_parts_are_landscape_sections() -> None:
    shapes = [section.page_width > section.page_height for section in opened("memo3").sections]
    assert shapes == [False, True, False]
    assert round(opened("list3").sections[0].left_margin.mm) == 30


def test_text_is_in_named_styles_and_times_new_roman() -> None:
    document = opened("memo3")
    used = {paragraph.style.name for paragraph in document.paragraphs}
    assert {docx_styles.BODY, docx_styles.TITLE, docx_styles.CAPTION, "Heading 1", "Heading 2"} <= used
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.styles["Heading 1"].font.name == "Times New Roman"


def test_charts_are_pictures_with_a_description() -> None:
    shapes = opened("memo3").inline_shapes
    assert len(shapes) == 3
    assert "весна 2019 – " in shapes[0]._inline.docPr.get("descr")


def test_no_property_names_the_library() -> None:
    about = opened("list3").core_properties
    assert "python" not in f"{about.comments}{about.author}{about.last_modified_by}".lower()
    assert about.created.year == 2021


def test_characters_xml_forbids_are_left_out() -> None:
    bad = "А\x00\x0b&<Б>\ud800\uffff «в»"
    table = Table((Column(100),), (), (Row((Cell((Run(bad),)),)),))
    document = Document(BytesIO(render.data(paper(Paragraph((Run(bad),)), table), ".docx")))
    assert document.tables[0].cell(0, 0).text == "А&<Б> «в»"
    assert "А&<Б> «в»" in [one.text for one in document.paragraphs]


def test_a_signature_keeps_the_end_of_what_stands_over_it() -> None:
    row = Row((Cell((Run("1"),)), Cell((Run("a"),))))
    blocks = (Table((Column(20), Column(60)), (), (row, row)), Signature("Начальник", "А.Б. Светлова"))
    document = Document(BytesIO(render.data(paper(*blocks), ".docx")))
    table, _ = document.tables
    kept = [
        [one.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for one in line.iter(qn("w:p"))]
        for line in table._tbl.findall(qn("w:tr"))
    ]
    assert kept == [[False, False], [True, True]]


def test_the_foot_of_a_title_page_stands_in_a_frame_at_its_bottom() -> None:
    cover = Section((Title("ПРОГРАММА", ("Поддержка",), foot="п. Заречный, 2021"),))
    sections = (cover, Section((Paragraph((Run("Текст"),)),)))
    made = Document(BytesIO(render.data(Paper("Программа", sections), ".docx")))
    title, _, foot, *_ = (one for one in made.paragraphs if one.text)
    assert title.paragraph_format.space_before.mm > 50 and foot.text == "п. Заречный, 2021"
    frame = foot._p.get_or_add_pPr().find(qn("w:framePr"))
    assert frame.get(qn("w:yAlign")) == "bottom" and foot._p.get_or_add_pPr().index(frame) == 1


def test_a_block_in_the_corner_stands_at_the_right_edge_of_a_wide_page() -> None:
    corner = Corner(("Приложение",))
    sections = (Section((corner,)), Section((corner,), landscape=True))
    made = Document(BytesIO(render.data(Paper("Проба", sections), ".docx")))
    indents = [round(one.paragraph_format.left_indent.mm) for one in made.paragraphs if one.text]
    assert indents == [85, 172]


def test_papers_in_one_file_count_their_own_pages() -> None:
    text = Paragraph((Run("Текст."),))
    sections = (
        Section((text,)),
        Section((text,), landscape=True),
        Section((text,), anew=True),
        Section((text,)),
    )
    document = Document(BytesIO(render.data(Paper("Все", sections), ".docx")))
    starts = [one._sectPr.find(qn("w:pgNumType")) is not None for one in document.sections]
    assert starts == [False, False, True, False]
    assert [one.different_first_page_header_footer for one in document.sections] == [True, False, True, False]


def test_a_signature_keeps_the_chart_over_it_and_no_more() -> None:
    bars = (BarGroup("2021", (Bar(305_000, "30,5"),)),)
    first, second = (ChartBlock(Chart(title, (), bars)) for title in ("Первый", "Второй"))
    signed = paper(first, second, Signature("Начальник", "А.Б. Светлова"))
    document = Document(BytesIO(render.data(signed, ".docx")))
    charts = [one for one in document.paragraphs if one._p.find(f".//{qn('w:drawing')}") is not None]
    assert [bool(one.paragraph_format.keep_with_next) for one in charts] == [False, True]
