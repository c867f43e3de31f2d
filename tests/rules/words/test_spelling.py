"""Words one letter away from a word: asked about. Words of the field, names and abbreviations are not."""

import pytest

from shnor_desktop.rules.words.spelling import meant_by, misspelt

WRONG = {
    "неблагопрятных условиях": "неблагоприятных",
    "учебно-лабороторным оборудованием": "лабораторным",
    "методичекое сопровождение": "методическое",
    "повышене квалификации": "повышение",
    "диагонстика затруднений": "диагностика",
    "анализ результаттов": "результатов",
}
RIGHT = (
    "низкие образовательные результаты обучающихся",
    "факторы академической неуспешности",
    "антирисковые программы, среднесрочная программа",
    "Туратская и Дорогорская школы, Лаптев",
    "педсоветы и методобъединения",
    "метапредметные и внутриорганизационные работы",
    "ВПР, ОГЭ, ШНОР, ИС МЭДК",
    "imc@zarechnyy.ru и шнор2025файл",
    "ещё учёба, перечёт и перечет",
    "кто, где, когда",
    "мо\u00adниторинг",
)


@pytest.mark.parametrize("text", WRONG)
def test_a_slip_of_a_letter_is_asked_about(text: str) -> None:
    (slip,) = misspelt(text)
    assert (slip.code, slip.sure) == ("spelling", False) and f"«{WRONG[text]}»" in slip.text


@pytest.mark.parametrize("text", RIGHT)
def test_words_that_are_meant_are_left_alone(text: str) -> None:
    assert misspelt(text) == ()


def test_what_is_like_nothing_is_no_slip() -> None:
    assert meant_by("бырчатоскопия") == ""
