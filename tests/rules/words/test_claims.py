"""Figures that sentences state: read where they can mean one thing, left alone everywhere else."""

import pytest

from shnor_desktop.rules.words import claims
from shnor_desktop.rules.words.claims import Of


@pytest.mark.parametrize(
    ("text", "of", "value"),
    [
        ("В перечень включены 3 школы.", Of.LISTED, 3),
        ("Перечень содержит пять сельских школ", Of.LISTED, 5),
        ("В перечень вошли 12 общеобразовательных организаций.", Of.LISTED, 12),
        ("В программе участвуют 4 школы.", Of.IN_PROGRAMME, 4),
        ("Дорожной картой охвачены две школы.", Of.IN_PROGRAMME, 2),
        ("План включает 24 мероприятия.", Of.MEASURES, 24),
        ("Дорожная карта предусматривает 10 мероприятий", Of.MEASURES, 10),
    ],
)
def test_a_count_is_read(text: str, of: Of, value: int) -> None:
    (found,) = claims.claims(text)
    assert (found.of, found.value_e4) == (of, value * 10_000)
    assert claims.agrees(found, value * 10_000) and not claims.agrees(found, (value + 1) * 10_000)


@pytest.mark.parametrize(
    "text",
    [
        "В 2023 году в перечень были включены 3 школы.",
        "Из 15 школ в перечень включены 3 школы.",
        "Ранее в перечень входило 3 школы.",
        "В региональный перечень включены 3 школы.",
        "В перечень включено не менее 3 школ.",
        "Перечень школ утвердить, представить в школы 3 экземпляра.",
        "Утвердить перечень для 3 школ.",
        "Программу обсудить в 3 школах.",
        "В программе «Успех» участвуют 3 школы.",
        "Посещены 3 школы.",
        "В перечень включена школа № 3 школы-интерната.",
        "Проведено 5 мероприятий.",
        "План работы: 5 мероприятий.",
        "План включает 5 мероприятий и ещё 3 мероприятия.",
        "С работой ВПР по математике в 5 классе справились 70 % в 2024 году.",
        "По ВПР не справились 30 % и 40 % в 2024 году.",
        "По ВПР и ОГЭ не справились 30 % в 2024 году.",
        "По ВПР не справились 30 %.",
        "По ВПР в 2023 и 2024 годах не справились 30 %.",
        "По ВПР в 5 классе и 6 классе 2024 года не справились 30 %.",
        "По ВПР весной и осенью 2024 года не справились 30 %.",
        "По ВПР 2024 года не справились 30 %, справились остальные.",
    ],
)
def test_what_may_mean_something_else_is_left_alone(text: str) -> None:
    assert claims.claims(text) == ()


def test_a_share_says_of_whom_and_when_it_is() -> None:
    text = "Учителям: с ВПР по математике в 5 классе весной 2024 года не справились 33,3 % учеников; далее."
    (found,) = claims.claims(text)
    assert (found.family, found.grade, found.year, found.season) == ("ВПР", 5, 2024, "spring")
    assert (found.value_e4, found.decimals, found.said) == (333_000, 1, "33,3 %")
    assert claims.agrees(found, 333_333) and not claims.agrees(found, 334_000)
    (found,) = claims.claims(
        "На ОГЭ по русскому языку в 2023/24 учебном году не преодолели порог 5 % выпускников."
    )
    assert (found.family, found.grade, found.year, found.school_year, found.season) == ("ОГЭ", 0, 0, 2023, "")


def test_a_subject_is_known_in_any_case() -> None:
    assert claims.names("по русскому языку", "Русский язык") and claims.names("математике", "Математика")
    assert not claims.names("по русской литературе", "Русский язык") and not claims.names(
        "по физике", "Физкультура"
    )
    assert not claims.names("по химии", "")
