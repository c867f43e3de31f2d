"""The computed answer beside the lists in force."""

from datetime import date

import pytest

from shnor_desktop.rules.identification.listing import NOT_NAMED, difference, may_leave, year_passed
from shnor_desktop.rules.results.facts import Outcome, Profile, Sitting

LETTER = "приказ от 01.09.2021 № 7"


@pytest.mark.parametrize(
    ("outcome", "named_in"),
    [
        (Outcome.LOW, [LETTER]),
        (Outcome.CONFIRM, [LETTER]),
        (Outcome.NOT, []),
        (Outcome.INSUFFICIENT, []),
    ],
)
def test_agreement_needs_no_note(outcome: Outcome, named_in: list[str]) -> None:
    assert difference(outcome, named_in, region_speaks=True) == ""


def test_absence_tells_something_only_when_the_region_named_anybody() -> None:
    assert difference(Outcome.LOW, [], region_speaks=True) == NOT_NAMED
    assert difference(Outcome.LOW, [], region_speaks=False) == ""


def test_a_difference_names_each_ground_once_and_what_is_lacking() -> None:
    note = difference(Outcome.NOT, [LETTER, LETTER], region_speaks=True)
    assert note.count(LETTER) == 1 and "критерии не выполнены. Так бывает" in note
    assert "но данных недостаточно" in difference(Outcome.INSUFFICIENT, [LETTER], region_speaks=True)


@pytest.mark.parametrize(
    ("outcome", "signed", "named", "expected"),
    [
        (Outcome.NOT, True, False, True),
        (Outcome.NOT, True, True, False),
        (Outcome.NOT, False, False, False),
        (Outcome.INSUFFICIENT, True, False, False),
        (Outcome.CONFIRM, True, False, False),
        (Outcome.LOW, True, False, False),
    ],
)
def test_who_may_leave(outcome: Outcome, signed: bool, named: bool, expected: bool) -> None:
    assert may_leave(outcome, signed=signed, named=named) is expected


def test_a_list_of_a_year_that_is_over_says_so() -> None:
    last = Sitting(b"1", "ВПР МА 5, весна 2025", "vpr", "МА", "", 5, 5, 2024, "spring")
    profile = Profile("Два года", 1, (last,), ())
    assert year_passed(profile, date(2026, 8, 31)) == ""
    told = year_passed(profile, date(2026, 9, 1))
    assert told.startswith("Перечень – на 2025/26 учебный год, а идёт 2026/27") and "за 2025/26" in told
    assert year_passed(Profile("Пустая", 1, (), ()), date(2026, 9, 1)) == ""
