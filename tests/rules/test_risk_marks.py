"""One cell of the matrix of risks: how it is typed, told, and compared with another year."""

import pytest

from shnor_desktop.rules.risk_marks import RiskMark, change, read


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("высокая, подтверждён, в работе", RiskMark("high", "yes", True)),
        ("В + *", RiskMark("high", "yes", True)),
        ("в+*", RiskMark("high", "yes", True)),
        ("с", RiskMark("middle")),
        ("ср.", RiskMark("middle")),
        ("низкая, не подтв.", RiskMark("low", "no")),
        ("н х", RiskMark("low", "no")),
        ("нет", RiskMark("none")),
        ("-", RiskMark("none")),
        ("3", RiskMark("high")),
        ("средняя значимость", RiskMark("middle")),
        ("актуален; выбран", RiskMark("", "yes", True)),
        ("", RiskMark()),
        ("  ", RiskMark()),
        ("высокая", RiskMark("high")),
        ("хм", None),
        ("вс", None),
        ("высокая, низкая", None),
        ("не в работе", None),
        ("12", None),
    ],
)
def test_a_cell_is_read_whole_or_not_at_all(text: str, mark: RiskMark | None) -> None:
    assert read(text) == mark


@pytest.mark.parametrize("significance", ["", "high", "middle", "low", "none"])
@pytest.mark.parametrize("confirmed", ["", "yes", "no"])
@pytest.mark.parametrize("chosen", [False, True])
def test_what_is_told_is_read_back(significance: str, confirmed: str, chosen: bool) -> None:
    mark = RiskMark(significance, confirmed, chosen)
    assert read(mark.text) == mark


def test_a_word_the_file_has_from_elsewhere_is_left_out_of_the_text() -> None:
    assert RiskMark("huge", "maybe").text == ""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, None, ""),
        (None, RiskMark("low"), "new"),
        (RiskMark("none"), RiskMark("low"), "new"),
        (RiskMark("high"), None, "unseen"),
        (RiskMark("high"), RiskMark("none"), "gone"),
        (RiskMark("low"), RiskMark("high"), "more"),
        (RiskMark("high"), RiskMark("middle"), "less"),
        (RiskMark("high"), RiskMark("high", "yes", True), "same"),
        (RiskMark("none"), None, "same"),
        (None, RiskMark("", "", True), "new"),
    ],
)
def test_two_years_are_compared(before: RiskMark | None, after: RiskMark | None, told: str) -> None:
    assert change(before, after) == told


def test_a_mark_is_said_of_the_risk_in_one_gender_and_read_back() -> None:
    for mark, told in (
        (RiskMark("high", "yes", True), "высокий, подтверждён, в работе"),
        (RiskMark("middle", "no"), "средний, не подтверждён"),
        (RiskMark("none"), "отсутствует"),
        (RiskMark(), ""),
    ):
        assert mark.of_risk == told
        assert read(told) == mark
