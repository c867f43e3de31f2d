"""Slips of the pen: those offices make are found, right texts are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.words.proofreading import periods_differ, repeated, slips, torn

WRONG = {
    "Проведены семинары.. Итоги подведены.": "typography",
    "3.Знания методов оценивания": "typography",
    "–проведён мониторинг": "typography",
    "участие школ , входящих в список": "typography",
    "оказана помощь . Недостатки устранены": "typography",
    "качества образования,по результатам": "typography",
    "в списке школ,, кураторы": "typography",
    "И.о.главы администрации": "typography",
    "МКОУ «СОШ с.Горное»": "typography",
    "Школы района ()": "empty_bracket",
    "процедуры (ОГЭ, ) за год": "empty_bracket_item",
    "процедуры (, ОГЭ) за год": "empty_bracket_item",
    "школа школа района": "word_twice",
    "приказ «О рабочей группе": "unclosed_quote",
    "приказ О рабочей группе»": "unclosed_quote",
    'приказ "О рабочей группе': "unclosed_quote",
    "являются 3 образовательных организаций": "grammar_numeral",
    "школьная система оценки качества образования (далее – ШКОКО)": "abbreviation_mismatch",
}
RIGHT = (
    "1. Провести семинар (приложение 1).",
    "Школы «МБОУ «Кедровая СОШ» и другие",
    "п. 2.1, 12.03.2026, 45,5 %, с. Горное, г. Энск",
    "3 образовательных учреждения, 5 образовательных организаций, 13 сельских школ",
    "Ожидание… и продолжение",
    "Иванова И.И., методист; Петров П.П.",
    "районная система оценки качества (далее – РСОК) и «внутренняя» (далее – ВСОКО)",
    "информационно-методический центр, ВПР 2020–2021",
    "чуть-чуть, по по-новому",
)


@pytest.mark.parametrize("text", WRONG)
def test_a_slip_is_found(text: str) -> None:
    assert WRONG[text] in [one.code for one in slips(text)]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_text_has_none(text: str) -> None:
    assert slips(text) == ()


def test_the_place_is_quoted_with_what_stands_beside_it() -> None:
    (slip,) = slips(
        "По итогам года были проведены все нужные мероприятия.. Дальше работа пойдёт по новому плану."
    )
    assert slip.text == "Две точки подряд: „…проведены все нужные мероприятия.. Дальше работа пойдёт по…“."
    assert slip.sure


def test_a_paragraph_that_ends_with_a_comma_is_torn() -> None:
    found = torn("В целях повышения качества, ")
    assert found is not None and "кончается запятой" in found.text
    assert torn("В целях.") is None


def test_periods_are_written_one_way() -> None:
    found = periods_differ(["на 2021–2024 годы", "за 2021 - 2024 гг."])
    assert found is not None and "«2021–2024», «2021 - 2024»" in found.text
    assert periods_differ(["на 2021–2024 годы", "и 2022–2023"]) is None


def test_long_texts_stand_once() -> None:
    block = "развитие нормативно-правовой базы по работе со школами с низкими результатами"
    (found,) = repeated([block, "иначе", f"{block.capitalize()};", "короткий", "короткий"])
    assert "напечатан 2\xa0раза" in found.text


@given(st.text(alphabet="«»()\"'., –-абв123\n", max_size=60))
def test_any_text_may_be_read(text: str) -> None:
    for one in (*slips(text), *filter(None, (torn(text),))):
        assert one.text
