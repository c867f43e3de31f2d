"""What people type to find something, held against texts."""

import pytest

from shnor_desktop.rules.searching import Nearness, folded, nearness, other_layout, wanted, words_of


def near(typed: str, text: str) -> Nearness | None:
    return nearness(wanted(typed), words_of(text))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("программой", "Поддержка по программам школ"),
        ("школы", "Школе нужна помощь"),
        ("елка", "Новогодняя ёлка"),
        ("ёлки", "елка"),
        ("Тихоозерской", "МБОУ «Тихоозёрская СОШ»"),
        ("СОШ № 5", "МБОУ СОШ №5 г. Заречного"),
        ("№5", "МБОУ «Школа № 5»"),
        ("сош", "Средняя общеобразовательная школа села Заречье"),
        ("средняя школа", "МБОУ «Заречная СОШ»"),
        ("дубравинскую школу", "МБОУ «Дубравинская ООШ»"),
        ("курсы повышения квалификации", "КПК учителей"),
        ("школы в районе", "школа района"),
        ("в", "в"),
        ("CОШ", "СОШ"),  # The first letter is a Latin one.
        ("при́каз", "приказы"),
        ("12-од", "приказ № 12-од"),
        ("СОШ5", "СОШ 5"),
    ],
)
def test_words_are_found_in_any_form(typed: str, text: str) -> None:
    assert near(typed, text) is Nearness.FORMS


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("зареч", "МБОУ «Заречная СОШ»"),
        ("Орлова И П", "Орлова Ирина Петровна"),
        ("№ 5", "ВПР МА 5"),
        ("4401", "код 440123"),
    ],
)
def test_words_are_found_by_their_beginnings(typed: str, text: str) -> None:
    assert near(typed, text) is Nearness.BEGINNINGS


def test_words_are_found_by_a_part_of_some_length() -> None:
    assert near("речн", "МБОУ «Заречная СОШ»") is Nearness.PARTS
    assert near("ре", "МБОУ «Заречная СОШ»") is None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("№ 5", "СОШ № 15 и СОШ № 51"),
        ("5 класс", "класс 15"),
        ("школа Заречье", "школа"),
        ("сош", "школа искусств"),
        ("средняя школа", "МБОУ «Заречная ООШ»"),
        ("", "школа"),
        ("«»", "школа"),
    ],
)
def test_what_does_not_hold_every_word_is_not_found(typed: str, text: str) -> None:
    assert near(typed, text) is None


def test_every_abbreviation_stands_for_words_and_words_for_it() -> None:
    assert near("школы с низкими результатами", "список ШНОР") is Nearness.FORMS
    assert near("ШНОР", "школа с низкими образовательными результатами") is Nearness.FORMS


def test_the_other_layout_is_understood_in_both_directions() -> None:
    assert other_layout("ghbdtn") == "привет"
    assert other_layout("Ghjuhfvvf gjllth;rb") == "Программа поддержки"
    assert other_layout("ыср") == "sch"
    assert other_layout("2021") == "2021"


def test_a_text_is_folded_once_and_for_all() -> None:
    said = "МБОУ «Ёлкинская СОШ №\u00a05», Cела 2-й"
    assert folded(folded("Ёж")) == folded("Ёж")
    assert "елкинская" in words_of(said)
    assert "5" in words_of(said)


def test_words_that_only_begin_alike_come_last() -> None:
    assert near("подписание", "Подписать перечень") is Nearness.ALIKE
    assert near("подписание перечня", "Подписать перечень") is Nearness.ALIKE
    assert near("школа", "Подписать перечень") is None
    assert near("школьный", "Учитель") is None
    assert near("123456", "Приказ 123457") is None
    assert near("знак", "Знание") is None
