"""Books of context data: schools down or across, or one school; headings by their words; the collection of 2021."""

import json

import pytest

from shnor_desktop import places
from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book.reader import Cell, RawBook, RawSheet, raw_block
from shnor_desktop.sheets.context.reader import ContextBook, understand
from shnor_desktop.sheets.context.words import meaning

KNOWN = tuple(
    one["text"]
    for one in json.loads((places.resources() / "dictionaries" / "context.json").read_text("utf-8"))[
        "indicators"
    ]
)


def book(
    rows: list[list[Cell]],
    merged: tuple[tuple[int, int, int, int], ...] = (),
    name: str = "Лист1",
    source: str = "книга.xlsx",
) -> ContextBook:
    return understand(RawBook(source, "", (RawSheet(name, rows, merged=merged),)), KNOWN)


def told(found: ContextBook) -> dict[tuple[str, str], str]:
    names = {one.key: one.indicator or f"? {one.heading}" for one in found.columns}
    return {(one.school.name or one.school.code, names[one.column]): one.text for one in found.figures}


def test_schools_stand_down_under_one_heading_with_a_title_above() -> None:
    found = book(
        [
            ["Социальный паспорт школ на 2021/2022 учебный год", "", "", ""],
            ["", "", "", ""],
            ["№", "Наименование ОО", "Всего обучающихся, чел.", "Дети с ОВЗ"],
            [1, 2, 3, 4],
            [1, "МБОУ «Заречная СОШ»", 120, 7],
            [2, "МКОУ «Береговая ООШ»", 45, "н/д"],
            ["", "Итого", 165, 7],
        ]
    )
    assert found.year == 2021 and found.title.startswith("Социальный паспорт")
    assert told(found) == {
        ("МБОУ «Заречная СОШ»", "Обучающихся всего"): "120",
        ("МБОУ «Заречная СОШ»", "Обучающиеся с ОВЗ"): "7",
        ("МКОУ «Береговая ООШ»", "Обучающихся всего"): "45",
        ("МКОУ «Береговая ООШ»", "Обучающиеся с ОВЗ"): "н/д",
    }
    assert found.figures[0].where.address == "Лист1!C5"


def test_a_heading_of_two_rows_is_read_with_what_stands_above() -> None:
    found = book(
        [
            ["Школа", "Обучающиеся", "", "", "Учителя", ""],
            ["", "всего", "многодетные", "неполные семьи", "всего", "высшая категория"],
            ["Заречная СОШ", 100, 20, 30, 12, 3],
            ["Береговая ООШ", 50, 5, 6, 8, 0],
        ],
        ((0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5)),
    )
    assert [one.indicator for one in found.columns] == [
        "Обучающихся всего",
        "Дети из многодетных семей",
        "Дети из неполных семей",
        "Учителей всего",
        "Учителя с высшей категорией",
    ]


def test_the_collection_of_2021_is_known_by_its_logins() -> None:
    head = ["Логин", "Полное наименование", "Адрес", "Директор", "Телефон", "Населённый пункт"]
    head += ["Количество педагогических работников (всего)", "из них имеют высшую квалификационную категорию"]
    head += ["учителей до 30 лет", "педагогов пенсионного возраста"]
    head += ["Прошли КПК: до 36 ч", "Прошли КПК: 36-72 ч", "Прошли КПК: более 72 ч"]
    head += ["Количество учебных кабинетов", "Количество компьютеров", "Скорость интернета"]
    head += ["Обучающиеся, охваченные дополнительным образованием"]
    rows: list[list[Cell]] = [
        list(head),
        [
            *(
                "sch220150",
                "МБОУ «Заречная средняя общеобразовательная школа»",
                "ул. Мира, 1",
                "Иванова",
                "12",
                "село",
            ),
            *(20, 4, 3, 6, 5, 9, 2, 14, 30, "10 Мбит", 77),
        ],
    ]
    found = book(rows, source="Сбор контекстных данных об ОО и участниках ВПР 2021.xlsx")
    assert found.year == 2020
    assert found.figures[0].school.code == "sch220150"
    meanings = [one.indicator for one in found.columns if one.indicator]
    assert meanings == [
        "Учителей всего",
        "Учителя с высшей категорией",
        "Учителя до 30 лет",
        "Учителя пенсионного возраста",
        "Учителя с курсами до 36 часов",
        "Учителя с курсами от 36 до 72 часов",
        "Учителя с курсами больше 72 часов",
        "Кабинетов",
        "Компьютеров для обучения",
        "Занимаются дополнительным образованием",
    ]
    assert {one.heading for one in found.columns if not one.indicator} >= {
        "Адрес",
        "Директор",
        "Скорость интернета",
    }


def test_schools_may_stand_across_and_indicators_down() -> None:
    found = book(
        [
            ["", "Заречная СОШ", "Береговая ООШ"],
            ["Контингент", "", ""],
            ["Обучающихся всего", 100, 50],
            ["Дети-инвалиды", 1, 2],
            ["Семьи", "", ""],
            ["Дети из многодетных", 10, ""],
        ]
    )
    assert told(found)["Береговая ООШ", "Дети-инвалиды"] == "2"
    assert ("Береговая ООШ", "Дети из многодетных семей") not in told(found)
    assert len(found.figures) == 5


def test_the_passport_of_one_school_has_a_line_an_indicator() -> None:
    found = book(
        [
            ["Социальный паспорт МБОУ «Заречная СОШ» на 2022/23 учебный год", "", ""],
            ["№", "Показатель", "Количество"],
            [1, "Количество обучающихся", 120],
            [2, "Дети из многодетных семей", 14],
            [3, "Дети из неполных семей", 25],
            [4, "Дети, состоящие на учёте в КДН", 2],
        ]
    )
    assert found.year == 2022
    assert told(found) == {
        ("МБОУ «Заречная СОШ»", "Обучающихся всего"): "120",
        ("МБОУ «Заречная СОШ»", "Дети из многодетных семей"): "14",
        ("МБОУ «Заречная СОШ»", "Дети из неполных семей"): "25",
        ("МБОУ «Заречная СОШ»", "Состоят на профилактическом учёте"): "2",
    }


def test_a_sheet_of_an_unnamed_school_is_told_and_not_guessed() -> None:
    rows: list[list[Cell]] = [
        ["Показатель", "Значение"],
        ["Количество обучающихся", 120],
        ["Дети из многодетных семей", 14],
        ["Дети из неполных семей", 25],
    ]
    with pytest.raises(WorkbookError):
        book(rows)
    named = book([["Школа", "Всего учащихся", "ОВЗ"], ["Заречная СОШ", 5, 1]])
    assert named.problems == ()


def test_a_school_named_twice_is_taken_once_and_told() -> None:
    found = book(
        [["Школа", "Всего учащихся"], ["Заречная СОШ", 5], ["Береговая ООШ", 6], ["Заречная СОШ", 7]]
    )
    assert [one.text for one in found.figures] == ["5", "6"]
    assert "названа дважды" in found.problems[0].text


def test_a_block_of_the_clipboard_is_read_like_a_book() -> None:
    found = understand(raw_block("Школа\tВсего учащихся\nЗаречная СОШ\t12\nБереговая ООШ\t7"), KNOWN)
    assert len(found.figures) == 2 and found.year is None


@pytest.mark.parametrize(
    ("chain", "indicator"),
    [
        (("Обучающихся всего",), "Обучающихся всего"),
        (("1. Всего обучающихся",), "Обучающихся всего"),
        (("Количество учащихся, чел.",), "Обучающихся всего"),
        (("Контингент",), "Обучающихся всего"),
        (("Количество детей с ОВЗ",), "Обучающиеся с ОВЗ"),
        (("Всего обучающихся", "из них с ОВЗ"), "Обучающиеся с ОВЗ"),
        (("Дети, для которых русский язык не является родным",), "Русский язык не родной"),
        (("Состоят на учёте ПДН",), "Состоят на профилактическом учёте"),
        (("Дети из семей СОП",), "Дети из семей в социально опасном положении"),
        (("Опекаемые дети",), "Дети-сироты и под опекой"),
        (("Родители с высшим образованием",), "У родителей высшее образование"),
        (("Число вакансий учителей",), "Вакансии учителей"),
        (("Директор (высшая категория)",), ""),
        (("Адрес школы",), ""),
        (("Доля обучающихся",), ""),
        (("Примечание",), ""),
        (("Доля детей с ОВЗ, %",), ""),
        (("Дети с ОВЗ, чел.",), "Обучающиеся с ОВЗ"),
        (("Имеют первую и высшую категорию",), ""),
        (("Воспитатели с высшей категорией",), ""),
        (("Учителя со стажем до 5 лет",), ""),
        (("Средний стаж педагогов",), "Средний педагогический стаж"),
        (("Родители-инвалиды",), ""),
        (("Родители-пенсионеры",), ""),
        (("Обучающихся на один компьютер",), ""),
        (("Кабинет информатики",), ""),
        (("Количество кабинетов",), "Кабинетов"),
        (("Количество классов",), "Классов-комплектов"),
        (("Количество классов с углублённым изучением",), ""),
        (("Количество автобусов для подвоза",), ""),
        (("Педагоги дополнительного образования",), ""),
        (("Обучающиеся", "девочки"), ""),
        (("Учителя, работающие с детьми с ОВЗ",), ""),
        (("Количество обучающихся, не успевающих по математике",), ""),
        (("Неполные семьи",), ""),
        (("Обучающиеся", "из неполных семей"), "Дети из неполных семей"),
        (("Многодетные и неполные семьи",), ""),
        ((), ""),
    ],
)
def test_headings_mean_what_their_words_say_and_nothing_where_they_say_two_things(
    chain: tuple[str, ...], indicator: str
) -> None:
    assert meaning(chain, KNOWN) == indicator


def test_an_indicator_that_the_dictionary_lost_is_not_meant() -> None:
    assert meaning(("Дети с ОВЗ",), ("Обучающихся всего",)) == ""
    assert meaning(("Первоклассники, чел.",), ("Первоклассники",)) == "Первоклассники"
