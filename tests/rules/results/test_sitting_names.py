import pytest

from shnor_desktop.rules.results.facts import Sitting
from shnor_desktop.rules.results.sitting_names import procedure_name, season_label, sitting_name, years_of


@pytest.mark.parametrize(
    ("family", "subject", "level", "grade", "name"),
    [
        ("vpr", "МА", "", 5, "ВПР МА 5"),
        ("oge", "РУ", "", 9, "ОГЭ РУ"),
        ("ege", "МА", "profile", 11, "ЕГЭ МА (профиль)"),
        ("mkr", "МА", "", 0, "МКР МА"),
        ("gve", "МА", "", 9, "ГВЭ-9 МА"),
        ("gve", "МА", "", 0, "ГВЭ МА"),
        ("vpr", "ФИ", "advanced", 8, "ВПР ФИ 8 (углублённый)"),
        ("своя", "МА", "особый", 4, "своя МА 4 (особый)"),
    ],
)
def test_procedure_name(family: str, subject: str, level: str, grade: int, name: str) -> None:
    assert procedure_name(family, subject, level, grade) == name


def test_sitting_name_has_the_calendar_year() -> None:
    assert sitting_name("ВПР МА 5", 2018, "spring") == "ВПР МА 5, весна 2019"
    assert sitting_name("ВПР МА 5", 2020, "autumn") == "ВПР МА 5, осень 2020"
    assert sitting_name("ЕГЭ МА", 2020, "") == "ЕГЭ МА 2021"
    assert sitting_name("ЕГЭ МА", 2023, "final") == "ЕГЭ МА 2024, с учётом пересдачи"


def test_season_label() -> None:
    assert (season_label("autumn"), season_label("зима")) == ("осень", "зима")


def test_the_school_years_of_sittings_stand_in_their_order() -> None:
    held = [Sitting(b"%d" % year, "", "vpr", "МА", "", 5, 5, year, "spring") for year in (2021, 2019, 2021)]
    assert years_of(held) == ("2019/20", "2021/22")
