"""What may be compared from year to year, and what is told where it may not."""

from dataclasses import replace

import pytest

from shnor_desktop.rules.results.comparability import advice, cohort_of, unlike, why_incomparable
from shnor_desktop.rules.results.facts import Sitting
from tests.rules.cases import sitting

OLD, NEW = sitting("ИС", 6, 2024), sitting("ИС", 6, 2025)
OGE_24, OGE_25 = (sitting("БИ", 9, year, family="oge") for year in (2024, 2025))


@pytest.mark.parametrize(
    ("one", "cohort"),
    [
        (OLD, ""),
        (NEW, "random"),
        (sitting("РУ", 6, 2025), ""),
        (replace(NEW, cohort="all"), ""),
        (replace(OGE_25, cohort="two"), "two"),
    ],
)
def test_who_took_part(one: Sitting, cohort: str) -> None:
    assert cohort_of(one) == cohort


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        (sitting("МА", 6, 2024), sitting("МА", 6, 2025), ""),
        (OLD, NEW, "предмет выбран"),
        (NEW, sitting("ИС", 6, 2026), "предмет выбран"),
        (OGE_24, replace(OGE_25, cohort="two"), "состав участников (экзамен по двум предметам)"),
        (replace(OGE_24, cohort="two"), OGE_25, "состав участников (экзамен по двум предметам)"),
        (replace(OGE_24, cohort="two"), replace(OGE_25, cohort="two"), ""),
        (OGE_24, replace(OGE_25, scale="своя шкала региона"), "шкала"),
        (replace(OGE_24, scale=" Своя "), replace(OGE_25, scale="своя"), ""),
        (OGE_24, replace(OGE_25, season="final"), "пересдачи"),
        (OGE_24, OGE_25, ""),
    ],
)
def test_why_two_years_cannot_be_compared(earlier: Sitting, later: Sitting, why: str) -> None:
    assert (why in why_incomparable(earlier, later)) if why else why_incomparable(earlier, later) == ""


def test_unlike_electives_are_told() -> None:
    a = [sitting("РУ", 6, 2025), sitting("ИС", 6, 2025), sitting("БИ", 6, 2025)]
    b = [sitting("РУ", 6, 2024), sitting("МА", 5, 2024), sitting("ИС", 6, 2024), sitting("ГГ", 6, 2024)]
    assert unlike(a, b) == (("БИ 6",), ("ГГ 6",))
    assert "БИ 6" in advice(a, b) and "только русский язык и математику" in advice(a, b)
    assert advice(a, a) == "" and advice(a[:1], b[:2]) == ""
    assert "в году Б" not in advice(a, b[:3])
