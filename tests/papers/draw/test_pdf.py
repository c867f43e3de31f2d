import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pypdfium2
import pytest

from shnor_desktop import places
from shnor_desktop.papers.draw import preview, render
from shnor_desktop.papers.draw.noting import broken
from shnor_desktop.papers.results import memo
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.lengths import fitted
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import (
    Align,
    Cell,
    Column,
    Heading,
    Paper,
    Paragraph,
    Row,
    RowKind,
    Run,
    Section,
    Table,
    Title,
    runs_of,
)
from tests.conftest import some
from tests.papers import samples
from tests.papers.drawn import NAMES, composed, drawn, paper, pdf_pages, pdf_text

MM = 72 / 25.4


@cache
def long_report() -> bytes:
    return render.data(memo.compose(samples.memo(140, grades=(4, 5, 6, 7, 8, 9, 10))), ".pdf")


def test_a_long_report_repeats_the_headings_of_its_tables() -> None:
    pages = pdf_pages(long_report())
    assert len(pages) >= 50
    for page in pages[1:]:
        if len(re.findall(r"МБОУ «", page)) > 15:
            assert "Чел." in page and "Школа" in page


def test_pages_are_numbered_from_the_second() -> None:
    pages = pdf_pages(long_report())
    assert [page.split()[0] for page in pages[1:]] == [str(at) for at in range(2, len(pages) + 1)]
    assert not pages[0].split()[0].isdigit()


def test_text_stays_within_the_margins() -> None:
    document = pypdfium2.PdfDocument(long_report())
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        texts = page.get_textpage()
        for at in range(texts.count_rects()):
            left, bottom, right, top = texts.get_rect(at)
            assert left > 30 * MM - 1 and right < width - 10 * MM + 1
            assert bottom > 20 * MM - 3 and top < height - 8 * MM
    document.close()


def test_wide_tables_turn_the_page() -> None:
    document = pypdfium2.PdfDocument(drawn("memo3", ".pdf"))
    shapes = [document[at].get_size() for at in range(len(document))]
    document.close()
    assert any(width > height for width, height in shapes)
    assert shapes[0][0] < shapes[0][1] and shapes[-1][0] < shapes[-1][1]


def test_settings_of_the_page_are_obeyed() -> None:
    settings = PageSettings(left=20, right=20, top=30, bottom=30, body_size=12)
    data = render.data(composed("list3"), ".pdf", settings)
    document = pypdfium2.PdfDocument(data)
    texts = document[1].get_textpage()
    lefts = [texts.get_rect(at)[0] for at in range(texts.count_rects())]
    document.close()
    assert 20 * MM - 1 < min(lefts) < 30 * MM


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", render.SUFFIXES)
def test_the_same_paper_gives_the_same_bytes(name: str, suffix: str) -> None:
    if name in ("memo40", "list40") and suffix != ".pdf":
        name = name.replace("40", "3")
    assert render.data(composed(name), suffix) == drawn(name, suffix)


def test_title_and_author_are_in_the_properties() -> None:
    document = pypdfium2.PdfDocument(drawn("list3", ".pdf"))
    meta = document.get_metadata_dict()
    document.close()
    assert meta["Title"].startswith("Перечень общеобразовательных организаций")
    assert meta["Author"] == samples.META.office
    assert meta["CreationDate"] == meta["ModDate"] == "D:20210915000000Z"
    assert (meta["Creator"], meta["Subject"], meta["Keywords"]) == (places.APP_NAME, "", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("family", [fonts.SERIF, fonts.SANS])
def test_the_fonts_have_every_character_of_the_papers(name: str, family: str) -> None:
    known = fonts.register(family)
    for block in composed(name).blocks():
        for runs in runs_of(block):
            for run in runs:
                missing = set(fonts.clean(run.text)) - known - {"\n"}
                assert not missing, (missing, run.text)


def test_characters_the_fonts_lack_are_replaced() -> None:
    data = render.data(paper(Paragraph((Run("Цена 5\u202f000 ₽, из\u2011за ✓, кафе́, 😀, \x07, ﬁ"),))), ".pdf")
    text = pdf_text(data).replace("\u00a0", " ")
    assert "5 000 руб." in text and "из-за да" in text and "?" in text
    assert "\x07" not in text


def test_no_glyph_is_the_box_of_a_missing_one() -> None:
    from reportlab.pdfbase import pdfmetrics

    fonts.register(fonts.SERIF)
    glyphs = pdfmetrics.getFont(fonts.SERIF).face.charToGlyph
    for char in set(fonts.printable("₽\u2011✓ёЁ№«»–—−≈*…±§°")):
        assert glyphs[ord(char)]


def test_markup_in_a_name_is_text() -> None:
    text = pdf_text(render.data(paper(Paragraph((Run("А&Б <b>школа</b> </para> «№ 1»"),))), ".pdf"))
    assert "А&Б <b>школа</b> </para>" in text


def test_a_row_higher_than_a_page_is_divided() -> None:
    story = "Очень длинный ожидаемый результат мероприятия. " * 200
    columns = (Column(20), Column(100, stretch=1, align=Align.JUSTIFY))
    head = Row((Cell((Run("№"),)), Cell((Run("Результат"),))))
    row = Row((Cell((Run("1"),)), Cell((Run(story + "КОНЕЦ"),))))
    pages = pdf_pages(render.data(paper(Table(columns, (head,), (row, row))), ".pdf"))
    assert sum(page.count("КОНЕЦ") for page in pages) == 2


def test_rows_that_are_lower_than_a_page_each_but_not_together_are_parted() -> None:
    columns = (Column(140), Column(30))
    rows = tuple(Row((Cell((Run(f"{n}"),)), Cell((Run("проверить " * 50 + "КОНЕЦ"),)))) for n in range(2))
    pages = pdf_pages(render.data(paper(Heading((Run("Посещения"),)), Table(columns, (), rows)), ".pdf"))
    assert "проверить" in pages[0], "the heading is not left alone"
    assert sum(page.count("КОНЕЦ") for page in pages) == 2


def test_a_high_row_begins_under_those_before_it_and_under_one_heading() -> None:
    columns, head = (Column(15), Column(60)), Row((Cell((Run("№"),)), Cell((Run("Выявлено"),))))
    texts = ("Коротко", "Проверить через месяц. " * 200, "КОНЕЦ")
    rows = tuple(Row((Cell((Run("1"),)), Cell((Run(text),)))) for text in texts)
    pages = pdf_pages(render.data(paper(Table(columns, (head,), rows)), ".pdf"))
    assert all(page.count("Выявлено") == 1 for page in pages)
    assert pages[0].count("месяц") > 20 and "КОНЕЦ" in pages[-1] and pages[-1].count("месяц") > 1


def _told(*texts: str) -> Row:
    return Row(tuple(Cell((Run(text),)) for text in texts))


def test_the_rest_of_a_high_row_says_whose_it_is() -> None:
    columns, head = (Column(12), Column(45), Column(113)), _told("№", "Школа", "Выявлено")
    rows = (_told("1", "Луговая СОШ", "Проверить снова. " * 500), _told("2", "Дальняя", "КОНЕЦ"))
    pages = pdf_pages(render.data(paper(Table(columns, (head,), rows)), ".pdf"))
    assert "продолжение" not in pages[0]
    for page in pages[1:]:
        assert (
            page.index("Школа")
            < page.index("Луговая СОШ")
            < page.index("(продолжение)")
            < page.index("снова")
        )
    assert len(pages) > 2 and "".join(pages).count("Дальняя") == 1


def test_a_row_goes_on_without_a_name_where_it_is_the_name_that_goes_on() -> None:
    columns, row = (Column(12), Column(80), Column(78)), _told("1", "Проверить снова. " * 500, "Луговая СОШ")
    pages = pdf_pages(render.data(paper(Table(columns, (), (row,))), ".pdf"))
    assert len(pages) > 2 and not any("продолжение" in page for page in pages)


def test_a_name_that_fills_the_page_is_not_repeated() -> None:
    columns = (Column(40), Column(130))
    row = _told("Длинное название школы. " * 25, "Проверить снова. " * 1000)
    pages = pdf_pages(render.data(paper(Table(columns, (), (row,))), ".pdf"))
    assert len(pages) > 2 and not any("продолжение" in page for page in pages)


def test_rows_beside_a_name_on_an_earlier_page_say_whose_they_are() -> None:
    columns, head = (Column(45), Column(113)), _told("Школа", "Основания")
    beside = Row((Cell((Run("Луговая СОШ"),), rows=12), Cell((Run("Проверить. " * 100),))))
    rows = (beside, *(_told("Проверить. " * 100) for _ in range(11)), _told("", "ИТОГО"))
    pages = pdf_pages(render.data(paper(Table(columns, (head,), rows)), ".pdf"))
    assert len(pages) > 2 and [page.count("продолжение") for page in pages] == [0, *[1] * (len(pages) - 1)]
    assert "".join(pages).count("Луговая СОШ") == len(pages)


WORDS = ("план", "проверить", "предметно-методических", "с", "учеников", "справилась")


def _random_rows(chance: random.Random, columns: int, lengths: tuple[int, ...]) -> Iterator[Row]:
    """Rows of texts of these lengths, some beside one cell, some under a section, some over several columns."""

    def cell(span: int = 1, rows: int = 1) -> Cell:
        text = " ".join(chance.choices(WORDS, k=400))[: chance.choice(lengths)]
        return Cell((Run(text),), span, rows)

    for _ in range(chance.randint(1, 5)):
        others = tuple(cell() for _ in range(columns - 1))
        match chance.randrange(6):
            case 0:
                yield Row((cell(rows=3), *others))
                for _ in range(2):
                    yield Row(tuple(cell() for _ in range(columns - 1)))
            case 1:
                yield Row((Cell((Run("Раздел"),)),), kind=RowKind.SECTION)
                yield Row((cell(), *others))
            case 2:
                yield Row((cell(span=2), *others[1:]))
            case _:
                yield Row((cell(), *others))


@pytest.mark.parametrize("seed", some(range(120), every=15))
def test_whatever_stands_in_a_table_is_drawn_whole(seed: int) -> None:
    chance = random.Random(seed)
    columns = tuple(Column(chance.choice((15, 35, 60))) for _ in range(chance.randint(2, 5)))
    rows = tuple(_random_rows(chance, len(columns), (0, 5, 150, 599, 700, 2000)))
    head = (Row(tuple(Cell((Run("Столбец"),)) for _ in columns)),) if chance.random() < 0.7 else ()
    table = Table(columns, head, rows, size=chance.choice((0, 10)), middle=chance.random() < 0.4)
    shown = fitted(paper(Paragraph((Run("Текст. " * chance.choice((1, 300))),)), table))
    letters = Counter(re.sub(r"[\W\d_]", "", "".join(pdf_pages(render.data(shown, ".pdf")))))
    told = "".join(run.text for runs in runs_of(shown.sections[0].blocks[1]) for run in runs)
    wanted = Counter(re.sub(r"[\W\d_]", "", told))
    assert not wanted - letters


def test_a_word_longer_than_its_cell_stays_inside() -> None:
    columns = (Column(15), Column(155))
    row = Row((Cell((Run("Сверхдлиннонеразрывноеслово" * 3),)), Cell((Run("x"),))))
    data = render.data(paper(Table(columns, (), (row,))), ".pdf")
    document = pypdfium2.PdfDocument(data)
    texts = document[0].get_textpage()
    boxes = [texts.get_rect(at) for at in range(texts.count_rects())]
    document.close()
    beside = max(left for left, *_ in boxes)
    rights = [right for left, _, right, _ in boxes if left < beside]
    assert rights and max(rights) <= beside - 4 and beside < 80 * MM


def test_an_empty_table_and_an_empty_paper_are_drawn() -> None:
    columns = (Column(20), Column(100))
    head = Row((Cell((Run("№"),)), Cell((Run("Школа"),))))
    blocks = (Heading((Run("Ничего"),)), Table(columns, (head,), ()), Table(columns, (), ()))
    for suffix in render.SUFFIXES:
        assert render.data(paper(*blocks), suffix)
        assert render.data(paper(), suffix)


def test_section_rows_are_one_cell() -> None:
    columns = (Column(20), Column(60), Column(60))
    section = Row((Cell((Run("Раздел на всю ширину таблицы с длинным названием"),)),), RowKind.SECTION)
    row = Row(tuple(Cell((Run(text),)) for text in ("1", "а", "б")))
    text = pdf_text(render.data(paper(Table(columns, (), (section, row))), ".pdf"))
    assert "Раздел на всю ширину таблицы с длинным названием" in text


def test_preview_draws_pages() -> None:
    data = drawn("list3", ".pdf")
    pictures = preview.pages_png(data, 40)
    assert len(pictures) == preview.page_count(data) == len(pdf_pages(data))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert len(preview.pages_png(data, 40, 1, 2)) == 1


def test_landscape_first_section() -> None:
    blocks = (Paragraph((Run("текст"),)),)
    two = paper(*blocks, landscape=True)
    both = type(two)("Проба", (Section(blocks, True), Section(blocks, False)))
    document = pypdfium2.PdfDocument(render.data(both, ".pdf"))
    shapes = [document[at].get_size() for at in range(len(document))]
    document.close()
    assert [width > height for width, height in shapes] == [True, False]


def test_the_name_of_a_section_is_not_left_at_the_foot_of_a_page() -> None:
    pages = pdf_pages(drawn("list40", ".pdf"))
    for page in pages[3:8]:
        last = page.strip().splitlines()[-1]
        assert "критерии 1 и 2" not in last, last


def test_a_title_with_a_foot_has_a_page_of_its_own() -> None:
    cover = Section((Title("ПРОГРАММА", ("Поддержка",), "ПРОЕКТ", "п. Заречный, 2021"),))
    body = Section((Heading((Run("ПАСПОРТ"),)),))
    data = render.data(Paper("Программа", (cover, body)), ".pdf")
    pages = pdf_pages(data)
    assert [page.split() for page in pages] == [
        ["ПРОЕКТ", "ПРОГРАММА", "Поддержка", "п.", "Заречный,", "2021"],
        ["2", "ПАСПОРТ"],
    ]
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage()
    heights = {text.get_text_range(at, 1): text.get_charbox(at)[1] for at in range(text.count_chars())}
    bottom = PageSettings().bottom * MM
    assert bottom - 6 < heights["2"] < bottom + 12 and 350 < heights["М"] < 600
    document.close()


@pytest.mark.parametrize(
    ("word", "breaks"),
    [
        ("«Приозёрный»,", ["«Приозёр", "«При"]),
        ("научно-методический", ["научно-методиче", "научно-методи", "научно-мето", "научно-ме", "научно-"]),
        ("в\u00a0соответствии", ["в\u00a0соответ", "в\u00a0соот", "в\u00a0со"]),
        ("А.П.\u00a0Образцова", []),
        ("2021–2024", []),
    ],
)
def test_where_words_may_be_broken(word: str, breaks: list[str]) -> None:
    pairs = list(broken(word))
    assert [head for head, _ in pairs][: len(breaks)] == breaks and bool(pairs) == bool(breaks)
    assert all(head + tail == word for head, tail in pairs)


@pytest.mark.parametrize("word", ["«Общеобразовательное»", "Чёрноозёрскогорайона", "в\u00a0сопровождении,"])
def test_a_long_word_leaves_no_gap_in_the_line_before_it(word: str) -> None:
    """Where reportlab itself would put all of the word on the next line."""
    told = "".join(
        pdf_text(render.data(paper(Paragraph((Run(f"{'да ' * number}{word}. " * 9),))), ".pdf"))
        for number in range(4)
    ).replace("\u00a0", " ")
    halves = {(head.replace("\u00a0", " "), tail) for head, tail in broken(word)}
    found = [f"{head}{tail}" for head, tail in halves if re.search(f"{head}[\u0002\ufffe]{tail}", told)]
    assert found and "\u00ad" not in told
