"""The page behind a title page that tells the parts of the paper and where they stand."""

from io import BytesIO

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree import contents
from shnor_desktop.papers.tree.paper import (
    Block,
    Corner,
    CornerKind,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Run,
    Section,
    Title,
)
from tests.papers import extracted, pages, scan
from tests.papers.drawn import pdf_pages

TEXT = Paragraph((Run("Школы района получают поддержку. " * 40),))
LONG = (
    "О мерах, которые район принимает вместе со школами, чтобы ученики лучше готовились к итоговой аттестации"
)


def programme(parts: int = 6, *, told: bool = True, anew: bool = False) -> tuple[Section, ...]:
    """A title page, parts with parts of their own, an appendix in landscape."""
    blocks: list[Block] = []
    for at in range(1, parts + 1):
        name = LONG if at == 2 else 'Раздел «"А" & <Б>»'
        blocks += [
            Heading((Run(f"{at}. {name}"),)), TEXT,
            Heading((Run(f"{at}.1. Задачи"),), 2), TEXT,
            Heading((Run(f"{at}.1.1. Шаг"),), 3), TEXT,
        ]  # fmt: skip
    corner = Corner(("Приложение № 1", "к программе"), CornerKind.APPENDIX)
    return (
        Section((Title("ПРОГРАММА", ("Поддержка",), foot="п. Заречный, 2021", contents=told),), anew=anew),
        Section(tuple(blocks)),
        Section((corner, Title("", ('План "первого" года',)), TEXT), landscape=True),
    )


def paper(*sections: Section) -> Paper:
    return Paper("Программа", sections)


def listed(made: Paper) -> dict[str, int]:
    """Text of a line of the contents by the field, and the page it tells."""
    document = Document(BytesIO(render.data(made, ".docx")))
    lines = [
        one.text.rpartition("\t")
        for one in document.paragraphs
        if one.style and one.style.name in ("toc 1", "toc 2")
    ]
    return {text: int(page) for text, _, page in lines}


@pytest.mark.parametrize("parts", [1, 6, 40])
def test_the_lines_tell_the_pages_on_which_the_parts_stand(parts: int) -> None:
    made = paper(*programme(parts))
    drawn = [pages.squeezed(one) for one in pdf_pages(render.data(made, ".pdf"))]
    told = listed(made)
    assert len(told) == 2 * parts + 1 if parts > 1 else not told
    for text, page in told.items():
        assert pages.squeezed(text.removeprefix("Приложение № 1. ")) in drawn[page - 1]
        assert any(pages.squeezed(f"{text}{page}") in one for one in drawn[1:4])


def test_pdf_and_docx_say_the_same_and_a_workbook_has_no_contents() -> None:
    made = paper(*programme())
    pdf, docx, xlsx = (render.data(made, suffix) for suffix in render.SUFFIXES)
    drawn = pages.read(pdf)
    assert not extracted.differences(made, drawn, docx, xlsx) and not scan.faults(made, drawn)
    assert contents.HEADING in drawn[1].text and contents.HEADING not in extracted.of_xlsx(xlsx).lines


def test_numbers_stand_at_the_right_edge_on_the_line_of_their_text() -> None:
    page = pages.read(render.data(paper(*programme()), ".pdf"))[1]
    edge = max(one.right for one in page.letters)
    lows = [one.bottom for one in page.letters if one.text.isalnum() and one.left < 400]
    for number in (one for one in page.letters if one.text.isdigit() and one.right > edge - 2):
        assert any(abs(number.bottom - low) < 0.5 for low in lows)


def test_a_line_leads_to_its_part() -> None:
    made = paper(*programme())
    with pypdfium2.PdfDocument(render.data(made, ".pdf")) as document:
        assert _links(document[1]) == [page - 1 for page in listed(made).values()]


def _links(page: pypdfium2.PdfPage) -> list[int]:
    from ctypes import byref, c_int

    from pypdfium2 import raw

    at, link, found = c_int(0), raw.FPDF_LINK(), []
    while raw.FPDFLink_Enumerate(page, byref(at), byref(link)):
        dest = raw.FPDFLink_GetDest(page.pdf, link)
        found.append(raw.FPDFDest_GetDestPageIndex(page.pdf, dest))
    return found


def test_word_can_renew_them() -> None:
    """The field is whole, its lines refer to bookmarks that are there, an appendix is told to it, nothing is asked on opening."""
    document = Document(BytesIO(render.data(paper(*programme()), ".docx")))
    body = document.element.body
    kinds = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    told = [one.text.strip() for one in body.iter(qn("w:instrText"))]
    assert kinds.count("begin") == kinds.count("end") == len(told)
    assert told[0] == 'TOC \\o "1-2" \\f C \\h \\z \\u' and told[-1].startswith(
        'TC "Приложение № 1. План \\"первого\\" года"'
    )
    marks = {one.get(qn("w:name")): one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))}
    assert {one.split()[1] for one in told[1:-1]} == set(marks)
    assert {one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkEnd"))} == set(marks.values())
    assert document.settings.element.find(qn("w:updateFields")) is None


def test_each_paper_of_a_file_has_its_own() -> None:
    both = paper(*programme(), *programme(3, anew=True), *programme(told=False, anew=True))
    first, second = contents.of(both).values()
    assert (len(first), len(second)) == (13, 7) and list(contents.of(both)) == [0, 3]
    drawn = [one.split() for one in pdf_pages(render.data(both, ".pdf"))]
    starts = [at for at, words in enumerate(drawn) if words[:1] == ["ПРОГРАММА"]]
    assert [" ".join(drawn[at + 1][:2]) for at in starts] == ["2 СОДЕРЖАНИЕ", "2 СОДЕРЖАНИЕ", "2 1."]
    assert drawn[starts[1] + 1][2:][-1] == str(starts[2] - starts[1])


def test_the_drawing_tells_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    render.pages(paper(*programme(12)), lambda done, total: heard.append((done, total)))
    done = [one for one, _ in heard]
    assert done == sorted(done) and done[-1] <= heard[-1][1] and len({total for _, total in heard}) == 1


def report(texts: int, *, told: bool = True, anew: bool = False) -> Section:
    """A report without a title page."""
    blocks: list[Block] = [Letterhead(("УПРАВЛЕНИЕ",)), Title("СПРАВКА", ("о работе",), contents=told)]
    for at in range(1, 6):
        blocks += [Heading((Run(f"{at}. Часть"),)), *[TEXT] * texts]
    return Section(tuple(blocks), anew=anew)


def test_a_long_report_has_its_contents_under_its_title() -> None:
    made = paper(report(6))
    told = listed(made)
    drawn = pdf_pages(render.data(made, ".pdf"))
    assert len(drawn) > 10 and list(told) == [f"{at}. Часть" for at in range(1, 6)]
    assert drawn[0].split()[:4] == ["УПРАВЛЕНИЕ", "СПРАВКА", "о", "работе"] and contents.HEADING in drawn[0]
    assert min(told.values()) == 2 and max(told.values()) > 8
    for text, page in told.items():
        assert text in drawn[page - 1] and pages.squeezed(f"{text}{page}") in pages.squeezed(drawn[0])


@pytest.mark.parametrize("section", [report(1), report(6, told=False)])
def test_a_short_report_and_an_order_have_none(section: Section) -> None:
    assert contents.HEADING not in pdf_pages(render.data(paper(section), ".pdf"))[0]


def test_of_reports_in_one_file_the_long_ones_have_contents() -> None:
    made = contents.opened(paper(report(1), report(6, anew=True), report(1, anew=True)))
    assert list(contents.of(made)) == [1] and [one.anew for one in made.sections].count(True) == 2
