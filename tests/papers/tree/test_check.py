from typing import Any

import pytest

from shnor_desktop.papers.tree.check import findings
from shnor_desktop.papers.tree.paper import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
    Title,
)
from tests.papers.drawn import NAMES, composed, paper


def text(line: str) -> Paragraph:
    return Paragraph((Run(line),))


def table(heads: tuple[str, ...], *rows: tuple[str, ...]) -> Table:
    made = tuple(
        Row(tuple(Cell((Run(one),)) for one in row), RowKind.SECTION if len(row) == 1 else RowKind.ROW)
        for row in rows
    )
    head = Row(tuple(Cell((Run(one),)) for one in heads))
    return Table(tuple(Column(30) for _ in heads), (head,), made, (Run("Таблица 1 – План"),))


def found(*blocks: Block, **fields: Any) -> str:
    return " ".join(findings(paper(*blocks, **fields)))


@pytest.mark.parametrize("name", NAMES)
def test_our_own_papers_are_clean(name: str) -> None:
    assert findings(composed(name)) == ()


def test_two_periods() -> None:
    blocks = (Title("ПРОГРАММА", ("на 2021–2022 годы",)), text("Карта на 2020-2021 годы выполнена."))
    assert "2021–2022 и 2020–2021" in found(*blocks)
    assert "другой период: 2020–2021" in found(*blocks, period="2021–2022")
    assert not found(blocks[0], text("За 2021–2022 годы."), period="2021–2022")
    dashed = found(blocks[0], text("За 2021 - 2022 годы."), period="2021–2022")
    assert dashed == "Периоды написаны по-разному: «2021–2022», «2021 - 2022»."


def test_slips_of_the_pen_are_told_with_their_place_and_the_rest_by_count() -> None:
    assert "В скобках пропущено слово" in found(text("По итогам процедур (ОГЭ, )."))
    assert "Абзац кончается запятой" in found(text("В целях поддержки школ,"))
    many = found(*(text(f"Школа {'и' * number} района .") for number in range(20)))
    assert "И ещё замечаний к оформлению: 8." in many


def test_what_the_composer_doubts_is_told_first() -> None:
    assert found(text("Пункт (, )."), doubts=("Проверьте слова.",)).startswith("Проверьте слова. В скобках")


def test_a_row_of_a_plan_may_have_its_own_period() -> None:
    plan = table(("№", "Срок"), ("1", "2019–2021 годы"), ("2", "2018–2021 годы"))
    assert not found(Title("ПЛАН", ("на 2018–2021 годы",)), plan)


def test_a_school_year_the_paper_is_not_about() -> None:
    assert "2017/18" in found(text("Итоги 2017/18 учебного года."), years=("2018/19",))
    assert not found(text("Итоги 2018/2019 учебного года."), years=("2018/19",))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("1", "2", "4"), "перед номером 4 пропущен номер 3"),
        (("1", "2", "2"), "номер 2 повторяется"),
        (("1.1", "1.3"), "пропущен номер 1.2"),
        (("1", "", "2"), "строка 2 без номера"),
        (("2", "3"), "пропущен номер 1"),
    ],
)
def test_a_gap_in_the_numbers_of_rows(numbers: tuple[str, ...], said: str) -> None:
    assert said in found(table(("№ п/п", "Мероприятие"), *((one, "Семинар") for one in numbers)))


@pytest.mark.parametrize(
    "rows",
    [
        (("1", "а"), ("2", "б"), ("3", "в")),
        (("Раздел первый",), ("1", "а"), ("2", "б"), ("Раздел второй",), ("1", "в"), ("2", "г")),
        (("1. Раздел",), ("1.1", "а"), ("1.2.", "б"), ("2. Раздел",), ("2.1", "в")),
        (("Раздел",), ("1", "а"), ("Раздел",), ("2", "б")),
    ],
)
def test_sound_numbering_is_not_blamed(rows: tuple[tuple[str, ...], ...]) -> None:
    assert not found(table(("№ п/п", "Мероприятие"), *rows))


def test_a_gap_under_a_later_section() -> None:
    rows = (("А",), ("1", "а"), ("2", "б"), ("Б",), ("1", "в"), ("3", "г"))
    assert "пропущен номер 2" in found(table(("№", "Мероприятие"), *rows))


def test_gaps_in_headings_and_typed_points() -> None:
    assert "заголовков" in found(Heading((Run("1. Цель"),)), Heading((Run("3. Выводы"),)))
    assert "пунктов" in found(text("1. Первое"), text("2. Второе"), text("4. Четвёртое"))
    assert not found(text("1. Первое"), text("2. Второе"), Heading((Run("Далее"),)), text("1. Снова"))


def test_one_school_in_two_spellings() -> None:
    said = found(text("Участвует МБОУ «Луговская ООШ»."), text("Куратор МКОУ «Луговская школа» назначен."))
    assert "МБОУ «Луговская ООШ» и МКОУ «Луговская школа»" in said
    assert "по-разному" in found(text("МБОУ «Луговская СОШ» и «Луговская СОШ»"))
    assert "по-разному" in found(text('МБОУ "Луговская СОШ"'), text("МБОУ «Луговская СОШ»"))
    assert "по-разному" in found(text("Луговская СОШ участвует"), schools=("МБОУ «Луговская СОШ»",))


def test_two_schools_are_not_one() -> None:
    assert not found(text("МБОУ «СОШ № 1», МБОУ «СОШ № 2»"))
    both = ("МБОУ «Луговская СОШ»", "МБОУ «Луговская НОШ»")
    assert not found(text(" и ".join(both)), schools=both)
    assert not found(text("МБОУ «Луговская\u00a0СОШ»"), text("МБОУ «Луговская СОШ»"))
    assert not found(text("МБОУ «СОШ №\u00a01»"), schools=("МБОУ «СОШ №1»",))
    assert not found(text("Заречная СОШ №\u00a01"), schools=("Заречная СОШ №1",))


def test_empty_responsible_and_due() -> None:
    plan = table(("№", "Сроки", "Ответственные"), ("1", "март", "ИМЦ"), ("2", "", "ИМЦ"), ("3", "май", " – "))
    said = found(plan)
    assert "не указан срок в строке 2" in said and "не указан ответственный в строке 3" in said


def test_mixed_dates() -> None:
    assert "Даты написаны по-разному" in found(text("Приказ от 15.12.2021"), text("от 18.02.22"))
    assert not found(text("Приказ от 15.12.2021 № 3"), text("15 декабря 2021 г."))
