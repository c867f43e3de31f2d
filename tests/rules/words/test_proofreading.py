"""Slips of the pen: those offices make are found, right texts are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.words.proofreading import (
    list_slips,
    periods_differ,
    repeated,
    signs_differ,
    slips,
    torn,
)

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
    "-проведение собраний": "typography",
    "план:\n-создать группу": "typography",
    "•итоги года": "typography",
    "от 27.03.2018г. по району": "typography",
    "на 2024-2026гг. и далее": "typography",
    "за 2025год": "typography",
    "до 1 мая 2025г": "typography",
    "повышeние качества": "latin_letters",
    "Pабочая группа": "latin_letters",
    "МБОУ CОШ № 3": "latin_letters",
    "дети с OВЗ": "latin_letters",
    "по русскoму языку": "latin_letters",
    "Все школы[ ]района": "empty_bracket",
    "приказ «» о группе": "empty_bracket",
    "(  ) не заполнено": "empty_bracket",
    "сведения (форма прилагается) ( )": "empty_bracket",
    "предметы (математика, ; русский,)": "empty_bracket_item",
    "(ЕГЭ; )": "empty_bracket_item",
    "(приказ, протокол,)": "empty_bracket_item",
    "итоги года.. Планы": "typography",
    "итоги года. .": "typography",
    "в течении всего периода": "grammar",
    "Во исполнении приказа": "grammar",
    "по окончанию года": "grammar",
    "согласно плана работы": "grammar",
    "итоги приведены в Приложение 2": "grammar",
    "участие в региональные исследования": "grammar",
    "Издан приказ «О кадрах школ. Район вошёл в проект «Учитель». Школа «Родник» тоже": "unclosed_quote",
    "план «Школа – центр села и «Точка роста": "unclosed_quote",
    "письмо «О ВПР (исх. 12)": "unclosed_quote",
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
    "IT-технологии, Excel-файл, Wi-Fi, COVID, 1С, ФГОС ООО",
    "- провести семинар;\n- подвести итоги",
    "2018 г., 2024–2026 гг., 15.12.2021, 2021/22 учебный год, 2018-летие",
    "в течение года, в течении реки, во исполнение приказа, по окончании года",
    "согласно приказу и плану; участие в региональных исследованиях, участие в олимпиаде",
    "приведены в приложении 2, указано в графе",
    "«МБОУ «Кедровая СОШ» вошла в проект; центр «Точка роста» открыт",
    "приказ «О создании группы «Качество» и её плане",
    "(ОГЭ, ЕГЭ), [приложение], «Родник»",
    "1 . . . . 5 и 7 . . . 9",
    "т. е. и т. д., и т. п. …",
    "из-за, кое-кто, минус 5 и –5 °C",
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


MIXED = (
    "- первое\n· второе\n· третье",
    "– первое\n- второе",
    "1. первое\n2) второе\n3. третье",
    "Задачи:\n• одно\n* другое",
    "1. главное\n  - часть\n  • часть\n2. второе",
)
BROKEN = (
    "· анализ качества на основе\n· мониторинговых исследований",
    "- обучение педагогов по\n- программам курсов",
    "1. сбор данных и\n2. их обработка",
    "• помощь школам, в том числе\n• малочисленным",
    "- занятия с\n- учениками",
)
ALIKE = (
    "- первое\n- второе",
    "1. первое\n2. второе\n  - часть\n  - часть",
    "1. первое\n- пояснение\n2. второе",
    "1) одно\n2) другое",
    "Задачи:\nодно\nдругое",
    "- одно",
    "",
    "· методика оценки\n· мониторинг",
    "- работа в\n- Заречном районе",
    "1.1. одно\n1.2. другое",
    "2024 – первый год\n2025 – второй год",
)


@pytest.mark.parametrize("text", MIXED)
def test_a_list_has_one_kind_of_mark(text: str) -> None:
    (slip,) = list_slips(text)
    assert (slip.code, slip.sure) == ("list_marks_mixed", True)


@pytest.mark.parametrize("text", BROKEN)
def test_a_point_that_goes_on_as_the_next_one_is_told(text: str) -> None:
    (slip,) = list_slips(text)
    assert (slip.code, slip.sure) == ("list_item_broken", True)


@pytest.mark.parametrize("text", ALIKE)
def test_a_list_in_order_is_left_alone(text: str) -> None:
    assert list_slips(text) == ()


def test_the_sign_of_a_number_is_written_one_way() -> None:
    found = signs_differ(["приказ № 567", "постановление №504 и № 12"])
    assert found is not None and found.text == "Знак «№» то с пробелом, то без: «№ 567» и «№504»."
    assert signs_differ(["№ 567", "№\u00a012", "№ п/п", "№"]) is None


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
    for one in (*slips(text), *list_slips(text), *filter(None, (torn(text), signs_differ([text])))):
        assert one.text
