"""The office's own blank: filled with a paper, its mistakes named with their place, hostile ones refused."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest

from shnor_desktop.errors import UserError
from shnor_desktop.papers.draw import template
from shnor_desktop.papers.tree.paper import (
    Cell,
    Column,
    Executor,
    Letterhead,
    Paper,
    Paragraph,
    Point,
    Points,
    Requisites,
    Row,
    RowKind,
    Run,
    Section,
    Signature,
    Table,
    Title,
)
from shnor_desktop.rules.words import declension, name_cases
from shnor_desktop.rules.words.declension import Case

PAPER = Paper(
    "Приказ",
    (
        Section(
            (
                Letterhead(("Управление образования",)),
                Requisites("1 сентября 2026 г.", "п. Заречный", "№ 5-од"),
                Title("ПРИКАЗ", ("О рабочей группе",)),
                Paragraph((Run("В целях поддержки школ."),)),
                Points((Point((Run("Создать группу."),)),)),
                Signature("Начальник управления", "А.П. Образцова"),
                Executor("Примерова Вера Ильинична", "тел. 2-00-00"),
            )
        ),
        Section(
            (
                Table(
                    (Column(80),), (Row((Cell((Run("Школа"),)),)),), (Row((Cell((Run("Заречная СОШ"),)),)),)
                ),
            ),
            landscape=True,
        ),
    ),
    author="Управление образования",
)


class Forms:
    """Declines by the library alone."""

    def phrase(self, text: str, case: Case, /) -> str:
        return declension.phrase(text, case).text

    def person(self, name: str, case: Case, /) -> str:
        return name_cases.person(name, case).text


def blank(*lines: str, change: Callable[[Any], None] | None = None) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if change is not None:
        change(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled(content: bytes) -> tuple[list[str], Any]:
    made = docx.Document(BytesIO(template.data(content, "бланк.docx", PAPER, Forms())))
    return [one.text for one in made.paragraphs if one.text], made


def refused(content: bytes) -> str:
    with pytest.raises(UserError) as error:
        template.data(content, "бланк.docx", PAPER, Forms())
    return str(error.value)


def test_fields_are_filled_and_what_the_blank_prints_is_not_printed_again() -> None:
    told, made = filled(
        blank(
            "Наш бланк, № {{ номер }} от {{дата}}",
            "{{ текст }}",
            "{{ должность, дательный }} {{ подпись, дательный }}",
            "Исп. {{ исполнитель }}, {{ телефон }}",
        )
    )
    assert told[0] == "Наш бланк, № 5-од от 1 сентября 2026 г."
    assert told[-2:] == ["Начальнику управления А.П. Образцовой", "Исп. Примерова Вера Ильинична, 2-00-00"]
    assert "В целях поддержки школ." in told and told.index("В целях поддержки школ.") < told.index(told[-1])
    assert told.count("Начальник управления") == 0
    assert [cell.text for table in made.tables for row in table.rows for cell in row.cells] == [
        "Школа",
        "Заречная СОШ",
    ]
    assert len(made.sections) == 2


def test_a_field_may_be_split_over_runs_and_stand_in_tables_and_headers() -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph("")
        for piece in ("от {", "{ да", "та }", "} г."):
            paragraph.add_run(piece).bold = piece == "{ да"
        document.add_table(1, 1).cell(0, 0).text = "{{ место }}"
        document.sections[0].header.is_linked_to_previous = False
        document.sections[0].header.paragraphs[0].text = "{{ организация, родительный }}"

    told, made = filled(blank(change=change))
    assert told == ["от 1 сентября 2026 г. г."]
    assert made.tables[0].cell(0, 0).text == "п. Заречный"
    assert made.sections[0].header.paragraphs[0].text == "Управления образования"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Приказ {{ номир }}", "в тексте, абзац 1: поля «номир» нет. Возможно, имелось в виду «номер»"),
        ("Приказ {{ номер, звательный }}", "падежа «звательный» нет"),
        ("Приказ номер }}", "скобки поля не закрыты"),
        ("Приказ {{ номер", "скобки поля не закрыты"),
        ("Текст: {{ текст }}", "рядом с {{ текст }} стоят другие слова"),
        ("Без полей", "нет ни одного поля"),
    ],
)
def test_a_mistake_is_named_with_its_place(line: str, said: str) -> None:
    assert said in refused(blank(line))


def with_part(name: str, content: bytes, *, instead: bool = False) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(blank("{{ номер }}"))) as old, zipfile.ZipFile(stream, "w") as new:
        for one in old.namelist():
            if not (instead and one == name):
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return stream.getvalue()


def in_document(xml: str) -> bytes:
    with zipfile.ZipFile(BytesIO(blank("{{ номер }}"))) as old:
        text = old.read("word/document.xml").decode()
    return with_part("word/document.xml", text.replace("<w:body>", f"<w:body>{xml}").encode(), instead=True)


def relation(kind: str, target: str) -> bytes:
    with zipfile.ZipFile(BytesIO(blank("{{ номер }}"))) as old:
        text = old.read("word/_rels/document.xml.rels").decode()
    one = f'<Relationship Id="x1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    made = text.replace("</Relationships>", f"{one}</Relationships>").encode()
    return with_part("word/_rels/document.xml.rels", made, instead=True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 no",
        with_part("word/vbaProject.bin", b"x"),
        with_part("word/embeddings/oleObject1.bin", b"x"),
        with_part("word/activeX/activeX1.xml", b"<x/>"),
        with_part("../evil.xml", b"<x/>"),
        with_part("word/styles.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', instead=True),
        with_part("word/media/big.bin", b"\0" * (41 << 20)),
        in_document('<w:altChunk xmlns:w="x"/>'),
        in_document('<w:p><w:fldSimple w:instr="DDEAUTO cmd x"/></w:p>'),
        in_document(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDE</w:instrText></w:r>'
            '<w:r><w:instrText>TEXT c:/x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        ),
        relation("attachedTemplate", "http://evil/x.dotm"),
        relation("image", "http://evil/x.png"),
        relation("hyperlink", "file:///etc/passwd"),
    ],
)
def test_a_hostile_blank_is_refused_in_a_sentence(content: bytes) -> None:
    assert "бланк" in refused(content).lower()


def test_a_link_to_a_site_and_page_numbers_are_let_in() -> None:
    content = relation("hyperlink", "https://school.example")
    assert template.data(content, "бланк.docx", PAPER, Forms())
    assert template.data(
        in_document('<w:p><w:fldSimple w:instr=" PAGE "/></w:p>'), "бланк.docx", PAPER, Forms()
    )


def test_what_is_put_in_is_never_read_as_a_field() -> None:
    titled = replace(PAPER, sections=(Section((Title("ПРИКАЗ", ("О поле {{ заголовок }} и {{ рост }}",)),)),))
    made = docx.Document(
        BytesIO(template.data(blank("{{ заголовок }}: {{ вид }}"), "бланк.docx", titled, Forms()))
    )
    assert made.paragraphs[0].text == "О поле {{ заголовок }} и {{ рост }}: ПРИКАЗ"


def test_the_text_stands_once_and_in_the_body() -> None:
    def table(document: Any) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{ текст }}"

    def merged(document: Any) -> None:
        cells = document.add_table(1, 2)
        cells.cell(0, 0).merge(cells.cell(0, 1)).text = "№ {{ номер }}"

    assert "не в самом тексте" in refused(blank("{{ номер }}", change=table))
    assert "второй раз" in refused(blank("{{ текст }}", "{{ текст }}"))
    assert "другие слова" in refused(blank("{{ текст, дательный }}"))
    told, _ = filled(blank("{{ Текст }}"))
    assert "В целях поддержки школ." in told
    _, made = filled(blank("{{ дата }}", change=merged))
    assert made.tables[0].cell(0, 0).text == "№ 5-од"


@pytest.mark.parametrize(
    "xml",
    [
        "<w:p><w:hyperlink><w:r><w:t>{{ номер }}</w:t></w:r></w:hyperlink></w:p>",
        "<w:p><w:ins><w:r><w:t>{{ </w:t></w:r><w:r><w:t>номер }}</w:t></w:r></w:ins></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>{{ номер }}</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    ],
)
def test_a_field_that_cannot_be_filled_is_no_text(xml: str) -> None:
    assert "в надписи, ссылке" in refused(in_document(xml))


def whole(made: Any) -> str:
    rows = [row for table in made.tables for row in table.rows]
    return " ".join([one.text for one in made.paragraphs] + [cell.text for row in rows for cell in row.cells])


def test_what_the_blank_does_not_print_stays_in_the_text() -> None:
    _, made = filled(blank("№ {{ номер }} {{ вид }} {{ подпись }} {{ исполнитель }}", "{{ текст }}"))
    written = whole(made).replace("\u00a0", " ")
    for one in ("1 сентября 2026 г.", "Начальник управления", "тел. 2-00-00", "О рабочей группе"):
        assert one in written
    assert [written.count(one) for one in ("5-од", "ПРИКАЗ", "А.П. Образцова", "Примерова")] == [1] * 4


def test_a_second_signature_is_not_lost() -> None:
    two = replace(
        PAPER, sections=(Section((Signature("Председатель", "А. Один"), Signature("Секретарь", "Б. Два"))),)
    )
    made = template.data(blank("{{ должность }} {{ подпись }}", "{{ текст }}"), "б.docx", two, Forms())
    told = whole(docx.Document(BytesIO(made)))
    assert all(told.count(one) == 1 for one in ("Председатель", "А. Один", "Секретарь", "Б. Два"))


LISTED = replace(
    PAPER,
    schools=("Заречная СОШ", "{{ номер }} школа"),
    sections=(
        *PAPER.sections,
        Section(
            (
                Table(
                    (Column(10), Column(60), Column(40)),
                    (
                        Row((Cell((Run("№"),), rows=2), Cell((Run("Кто"),), span=2))),
                        Row((Cell((Run("Школа"),)), Cell((Run("Доля, %"),)))),
                    ),
                    (
                        Row((Cell((Run("Сельские"),)),), RowKind.SECTION),
                        Row((Cell((Run("1"),)), Cell((Run("Заречная СОШ"),)), Cell((Run("40"),)))),
                    ),
                ),
            )
        ),
    ),
)


def table_of(*rows: tuple[str, ...], paper: Paper = LISTED) -> list[list[str]]:
    def change(document: Any) -> None:
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(at, place).text = text

    content = blank("№ {{ номер }}", change=change)
    made = docx.Document(BytesIO(template.data(content, "бланк.docx", paper, Forms())))
    return [[cell.text for cell in row.cells] for row in made.tables[0].rows]


def test_a_row_of_a_table_repeats_itself_for_a_list() -> None:
    told = table_of(("№", "Школа", "Приказ"), ("{{школы.№}}", "{{ школы.название }}", "{{номер}}"))
    assert told == [
        ["№", "Школа", "Приказ"],
        ["1", "Заречная СОШ", "5-од"],
        ["2", "{{ номер }} школа", "5-од"],
    ]
    assert table_of(("{{ пункты.№ }} {{ пункты.текст }}",)) == [["1. Создать группу."]]
    assert table_of(("{{ таблица 2.кто школа }}", "{{ таблица 2.кто доля, % }}")) == [
        ["Сельские", ""],
        ["Заречная СОШ", "40"],
    ]
    assert table_of(("{{ таблица.школа, родительный }}",)) == [["Заречной СОШ"]]


def test_the_rows_of_a_list_of_schools_have_the_columns_of_its_table() -> None:
    paper = replace(
        PAPER,
        sections=(
            Section(
                (
                    Table(
                        (Column(60), Column(60)),
                        (Row((Cell((Run("Школа"),)), Cell((Run("Основание"),)))),),
                        (Row((Cell((Run("Заречная СОШ"),)), Cell((Run("приказ № 3"),)))),),
                    ),
                )
            ),
        ),
    )
    row = ("{{школы.№}}", "{{школы.название}}", "{{школы.основание}}")
    assert table_of(row, paper=paper) == [["1", "Заречная СОШ", "приказ № 3"]]


def test_without_records_the_row_goes_and_the_last_one_stays_empty() -> None:
    nothing = replace(PAPER, schools=(), sections=PAPER.sections[:1])
    assert table_of(("Школа",), ("{{ школы.название }}",), paper=nothing) == [["Школа"]]
    assert table_of(("{{ школы.название }}",), paper=nothing) == [[""]]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (
            "{{ школа.название }}",
            "в таблице 1, строка 1: списка «школа» в этом документе нет. Возможно, имелось в виду «школы»",
        ),
        (
            "{{ школы.названия }}",
            "в списке «школы» нет графы «названия». Возможно, имелось в виду «название»",
        ),
        ("{{ школы.название, звательный }}", "нет графы «название, звательный»"),
        ("{{ школы.название }} {{ пункты.текст }}", "поля разных списков: школы, пункты"),
    ],
)
def test_a_mistake_in_a_list_is_named_with_its_place(field: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        table_of((field,))
    assert said in str(error.value)


def test_a_list_outside_a_table_and_a_table_without_measure_are_refused() -> None:
    assert "стоит не в строке таблицы" in refused(blank("{{ школы.название }}"))

    def header(document: Any) -> None:
        document.sections[0].header.is_linked_to_previous = False
        document.sections[0].header.paragraphs[0].text = "{{ школы.название }}"

    assert "в колонтитуле сверху: поле списка" in refused(blank(change=header))
    many = replace(LISTED, schools=tuple(f"Школа {number}" for number in range(3_000)))
    with pytest.raises(UserError, match="слишком велика"):
        table_of(("{{ школы.название }}" + "x" * 20_000,), paper=many)


def test_an_order_with_its_kind_over_its_number_fills_a_blank_once() -> None:
    kind = "\u00a0".join("ПОСТАНОВЛЕНИЕ")
    first, *rest = PAPER.sections
    blocks = list(first.blocks)
    blocks[1:3] = [Title(kind), blocks[1], Title("", ("О рабочей группе",))]
    paper = replace(PAPER, sections=(replace(first, blocks=tuple(blocks)), *rest))
    lines = ("{{вид}} № {{номер}} от {{дата}}", "{{заголовок}}", "{{текст}}")
    filled = docx.Document(BytesIO(template.data(blank(*lines), "бланк.docx", paper, Forms())))
    told = [one.text.replace("\u00a0", " ") for one in filled.paragraphs if one.text]
    assert told[:2] == ["ПОСТАНОВЛЕНИЕ № 5-од от 1 сентября 2026 г.", "О рабочей группе"]
    assert told.count("О рабочей группе") == 1 and kind.replace("\u00a0", " ") not in told
