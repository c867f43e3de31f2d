"""Headings that are bands of scores, and the score from which results are high."""

import pytest

from shnor_desktop.sheets.words.bands import Band, are_bands, band_of, high_from, settled


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("25–44", Band(25, 44)),
        ("от 25 до 44 баллов", Band(25, 44)),
        ("Набрали 0-23 б.", Band(0, 23)),
        ("до 24 баллов", Band(0, 24, unsure=True)),
        ("менее 24 баллов, чел.", Band(0, 23)),
        ("81 и выше", Band(81, 100)),
        ("более 80 баллов", Band(81, 100)),
        ("100", Band(100, 100)),
        ("100 баллов", Band(100, 100)),
        ("2", None),
        ("2025", None),
        ("5-9 классы", None),
        ("Не преодолели порог (до 24 баллов)", None),
        ("44–25", None),
        ("до 140", None),
    ],
)
def test_a_band(text: str, band: Band | None) -> None:
    assert band_of(text) == band


def test_whether_the_last_score_is_inside_is_told_by_the_next_band() -> None:
    open_end = Band(0, 24, unsure=True)
    assert settled([open_end, Band(24, 40)])[0] == Band(0, 23)
    assert settled([open_end, Band(25, 40)])[0] == Band(0, 24)
    assert settled([open_end, Band(30, 40)])[0] == open_end
    assert are_bands(["до 24", "24-40", "41 и выше"]) and not are_bands(["24-40", "41-60", "61-80"])


@pytest.mark.parametrize(
    ("headings", "score"),
    [
        (["Высокобалльники (81–99 баллов)"], 81),
        (["от 81 до 100", "Русский язык"], 81),
        (["Набрали 80 баллов и выше"], 80),
        (["80+"], 80),
        (["более 80 баллов, чел."], 81),
        (["от 80 баллов"], 80),
        (["не менее 85 баллов"], 85),
        (["Высокобалльники"], 0),
        (["81-99", "от 80 баллов"], 0),
    ],
)
def test_where_a_high_score_begins(headings: list[str], score: int) -> None:
    assert high_from(headings) == score
