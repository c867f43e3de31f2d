"""Light marks: bold, lists, tables; what was typed without them says what it said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.words import marks
from shnor_desktop.rules.words.marks import Grid, Item, Items, Line, Span


def line(text: str, level: int = 0) -> Line:
    return Line((Span(text),), level)


def row(*cells: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(one),) if one else () for one in cells)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "Провести **семинар** для **школ**",
            [Line((Span("Провести "), Span("семинар", True), Span(" для "), Span("школ", True)))],
        ),
        ("Подготовить:\n  план;\n\tотчёт", [line("Подготовить:"), line("план;", 1), line("отчёт", 2)]),
        ("5 ** 2 ** 3, *сноска, **нет", [line("5 ** 2 ** 3, *сноска, **нет")]),
        ("** **** **", [line("** **** **")]),
        ("**** а **", [line("**** а **")]),
        ("**а ** б", [line("**а ** б")]),
        (r"\**не жирно\**, папка \\server\обмен\*", [line(r"**не жирно**, папка \\server\обмен*")]),
        (r"\\**а**", [Line((Span("\\"), Span("а", True)))]),
        (
            "- один\n– два\n• три",
            [Items((Item((Span("один"),)), Item((Span("два"),)), Item((Span("три"),))))],
        ),
        (
            "1) один\n2) два\n  - под\n3) три",
            [
                Items(
                    (
                        Item((Span("один"),), True),
                        Item((Span("два"),), True),
                        Item((Span("под"),), False, 1),
                        Item((Span("три"),), True),
                    )
                )
            ],
        ),
        ("1) один\n3) три", [line("1) один"), line("3) три")]),
        (
            "1) один\n1) снова",
            [Items((Item((Span("один"),), True),)), Items((Item((Span("снова"),), True),))],
        ),
        ("- один\n4) четыре", [Items((Item((Span("один"),)),)), line("4) четыре")]),
        (r"\- не список", [line("- не список")]),
        ("\\\\- не список", [line("\\- не список")]),
        ("2,5) не номер\n1)без пробела\n-5", [line("2,5) не номер"), line("1)без пробела"), line("-5")]),
        (
            "Школа | Дата\nЗаречная | 01.02\nконец",
            [Grid((row("Школа", "Дата"), row("Заречная", "01.02"))), line("конец")],
        ),
        ("| Школа | Дата |\n| | |", [Grid((row("Школа", "Дата"), row("", "")))]),
        ("а | б\n| в\nг |", [Grid((row("а", "б"), row("", "в"), row("г", "")))]),
        ("тел. 1 | тел. 2", [line("тел. 1 | тел. 2")]),
        ("а | б\nа | б | в", [line("а | б"), line("а | б | в")]),
        ("а|б\nв|г", [line("а|б"), line("в|г")]),
        (r"а \| б" + "\nв | г", [line("а | б"), line("в | г")]),
        (
            "**а** | б\nв | **г",
            [Grid((((Span("а", True),), (Span("б"),)), ((Span("в"),), (Span("**г"),))))],
        ),
    ],
)
def test_marks_are_read(text: str, read: list[marks.Chunk]) -> None:
    found = marks.read(text)
    assert list(found) == read
    assert marks.read(marks.as_text(found)) == found


def test_without_marks_it_reads_as_printed() -> None:
    text = "**Провести**:\n  1) один\n  2) два\n- тире\n  1) под ним\nа | **б**\nв | г"
    assert marks.plain(text) == "Провести:\n1) один\n2) два\n– тире\n  1) под ним\nа | б\nв | г"


WORDS = st.text("аб *|\\-–1)2\t.", max_size=12)


@given(st.lists(WORDS, max_size=6).map("\n".join))
def test_what_is_read_is_written_so_that_it_reads_the_same(text: str) -> None:
    found = marks.read(text)
    assert marks.read(marks.as_text(found)) == found


@given(st.lists(st.text("аб-*|\\ 5)", max_size=10).filter(str.strip), min_size=1, max_size=4))
def test_what_a_person_writes_is_read_as_it_was_meant(lines: list[str]) -> None:
    meant = tuple(Line((Span(" ".join(one.split())),)) for one in lines)
    assert marks.read(marks.as_text(meant)) == meant
    grid = Grid(tuple((one.spans, (Span("а", True),), one.spans) for one in (*meant, *meant)))
    assert marks.read(marks.as_text((grid,))) == (grid,)
    items = Items(tuple(Item(one.spans, number % 2 == 0) for number, one in enumerate(meant)))
    assert marks.read(marks.as_text((items,))) == (items,)


def test_an_end_takes_the_place_of_another() -> None:
    assert marks.ended((Span("План"), Span(" работы;", True)), ".") == (Span("План"), Span(" работы.", True))


def test_a_text_without_marks_is_lines_whatever_it_looks_like() -> None:
    assert marks.typed("**а**\n\n  - б ") == (line("**а**"), line("- б"))


def test_bare_of_bold_a_text_is_as_it_was_typed() -> None:
    assert marks.bare("**а** | б\n  - в\n\n\\- г") == "а | б\n  - в\n\n- г"
    assert marks.bare("- а | б") == "- а | б"


def test_endless_signs_are_read_at_once() -> None:
    for sign in ("\\", "*", "| ", "- \n", "1) а\n"):
        assert marks.read(sign * 4_000)
