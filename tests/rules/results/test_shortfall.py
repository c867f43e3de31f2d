"""How much of a sitting the file holds, in words; names of territories and of sittings in sentences."""

from dataclasses import replace

import pytest

from shnor_desktop.rules.results.facts import Profile
from shnor_desktop.rules.results.shortfall import (
    Shortfall,
    amount,
    briefly,
    no_conclusion,
    of_sittings,
    spoken_of,
    together,
    told,
)
from shnor_desktop.rules.results.sitting_names import dative, spoken
from shnor_desktop.rules.words.area_names import nominative
from tests.rules.cases import sitting

ONE = Shortfall(b"1", "ЕГЭ ФИ 2023", 43, 340, 460, 5_211, (("«Не преодолели»: пусто", 297),))


def test_told() -> None:
    assert told(ONE).replace("\u00a0", " ") == (
        "ЕГЭ ФИ 2023: по 460 из 5 211 участников (43 из 340 школ); "
        "остальное не загружено: «Не преодолели»: пусто (297)"
    )


def test_without_the_number_of_participants() -> None:
    assert amount(replace(ONE, participants_total=None)).replace("\u00a0", " ") == "по 43 из 340 школ"


def test_many_reasons_are_cut() -> None:
    many = replace(ONE, reasons=tuple((str(at), 2) for at in range(6)))
    assert many.why == "0 (2); 1 (2); 2 (2); 3 (2); по другим причинам (4)"


def test_sittings_of_which_the_same_school_lacks_are_told_together() -> None:
    why, school = "результат не получен", ("Кедровая НОШ",)
    held = [sitting("РУ", 5, 2024), sitting("РУ", 6, 2024), sitting("МА", 5, 2024)]
    first, second, third = (
        Shortfall(one.uid, one.name, 11, 12, 0, None, ((why, 1),), schools_named=(school,), held=one)
        for one in held
    )
    fewer, unnamed = replace(third, schools_total=9, schools=8), replace(third, schools_named=())
    assert together([first, unnamed, second]) == ((first, second), (unnamed,))
    assert told(first, second).replace("\u00a0", " ") == (
        "ВПР РУ 5, весна 2025; ВПР РУ 6, весна 2025: по 11 из 12 школ; "
        "остальное не загружено: результат не получен (Кедровая НОШ)"
    )
    told_ = briefly([first, second]).replace("\u00a0", " ")
    assert told_ == "результат не получен (Кедровая НОШ) – 2 проведения" and briefly([first, unnamed]) == ""
    assert together([first, fewer]) == ((first, fewer),), "of another number of schools the same one lacks"
    assert told(first, fewer).endswith("загружено не всё: результат не получен (Кедровая НОШ)")
    named = replace(first, subject="Русский язык")
    assert (
        spoken_of([named, second]).replace("\u00a0", " ")
        == "ВПР по русскому языку, 5–6 классы, весна 2025 г."
    )
    assert spoken_of([first, replace(second, held=None)]) == f"{first.name}; {second.name}"


def test_nothing_is_concluded_from_nothing() -> None:
    known = sitting("МА", 5, 2025)
    profile = Profile("по умолчанию", 1, (known,), ())
    nothing = replace(ONE, name=known.name, schools=0)
    assert no_conclusion(profile, []) == ""
    assert no_conclusion(profile, [replace(ONE, name=known.name)]) == ""
    assert no_conclusion(profile, [replace(nothing, aside=True)]) == ""
    assert "доля не справившихся не известна" in no_conclusion(profile, [nothing])
    assert "в файле нет" in no_conclusion(Profile("пустой", 1, (), ()), [])


def test_of_sittings() -> None:
    assert of_sittings([ONE], [b"2", b"1"]) == (ONE,)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Заречному краю", "Заречный край"),
        ("Заречного края", "Заречный край"),
        ("Озёрской области", "Озёрская область"),
        ("Верхней области", "Верхняя область"),
        ("Южскому муниципальному району", "Южский муниципальный район"),
        ("Ключевскому району", "Ключевской район"),
        ("Республике Заречье", "Республика Заречье"),
        ("городу Ключи", "город Ключи"),
        ("Луговому сельскому поселению", "Луговое сельское поселение"),
        ("муниципальному образованию", "муниципальное образование"),
        ("Комитет образования", "Комитет образования"),
        ("образованию", "образованию"),
        ("Заречный край", "Заречный край"),
        ("Ключевской район", "Ключевской район"),
        ("Городскому округу Заречный", "Городской округ Заречный"),
        ("Городскому округу Заречному", "Городской округ Заречный"),
        ("городскому округу городу Заречному", "городской округ город Заречный"),
        ("Донскому району", "Донской район"),
        ("Заводскому району", "Заводской район"),
        ("Новозаводскому району", "Новозаводский район"),
        ("Морскому району", "Морской район"),
        ("Приморскому краю", "Приморский край"),
        ("Тверскому району", "Тверской район"),
        ("Лесному району", "Лесной район"),
        ("Степного муниципального округа", "Степной муниципальный округ"),
        ("Большому округу", "Большой округ"),
        ("Заречной обл.", "Заречная область"),
        ("Озёрской Республике", "Озёрская Республика"),
        ("Заречному региону", "Заречный регион"),
        ("городу Заречному", "город Заречный"),
        ("городу Заречный", "город Заречный"),
        ("города Верхние Ключи", "город Верхние Ключи"),
        ("городу Озёрску", "город Озёрск"),
        ("городу Заречью", "городу Заречью"),
        ("Горячей области", "Горячая область"),
    ],
)
def test_nominative(name: str, shown: str) -> None:
    assert nominative(name, ["Ключевской район"]) == shown


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Русский язык", "русскому языку"),
        ("Окружающий мир", "окружающему миру"),
        ("История", "истории"),
        ("Вероятность и статистика", "вероятности и статистике"),
        ("Родной язык", "предмету «Родной язык»"),
        ("МП", "предмету «МП»"),
        ("", "предмету «»"),
    ],
)
def test_dative(subject: str, shown: str) -> None:
    assert dative(subject) == shown


def test_sittings_of_one_subject_and_time_are_named_together() -> None:
    russian = [sitting("РУ", grade, 2024) for grade in (8, 5, 6, 7)]
    maths = [sitting("МА", 4, 2024), sitting("МА", 6, 2024)]
    exams = [
        sitting("МА", 11, 2024, family="ege", level="profile"),
        sitting("ФИ", 9, 2024, family="oge"),
        sitting("РУ", 5, 2022, season="autumn"),
    ]
    own = replace(sitting("РУ", 5, 2024), name="Диктант района")
    said = spoken([*russian, *maths, *exams, own], {"РУ": "Русский язык", "МА": "Математика", "ФИ": "Физика"})
    assert [one.replace("\u00a0", " ") for one in said] == [
        "ВПР по русскому языку, 5–8 классы, весна 2025 г.",
        "ВПР по математике, 4, 6 классы, весна 2025 г.",
        "ЕГЭ по математике (профильный уровень) 2025 г.",
        "ОГЭ по физике 2025 г.",
        "ВПР по русскому языку, 5 класс, осень 2022 г.",
        "Диктант района",
    ]
