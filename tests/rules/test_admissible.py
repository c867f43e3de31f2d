"""What a file may hold: one list of limits, held against the record kinds."""

import json

import pytest

from shnor_desktop.errors import UserError
from shnor_desktop.rules import admissible
from shnor_desktop.rules.admissible import Limit
from shnor_desktop.rules.figures import ResultState, state_of


def test_what_another_process_hears_is_what_was_told() -> None:
    limits = {"a.b": Limit((0, 5)), "a.c": Limit(None, frozenset(("x", ""))), "a.d": Limit()}
    assert admissible.heard(json.loads(json.dumps(admissible.told(limits)))) == limits


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("МБОУ «Кедровая СОШ» № 2, ул. Лесная\t5 🙂", "МБОУ «Кедровая СОШ» № 2, ул. Лесная\t5 🙂"),
        ("a\x01b\x7fc\x1dd", "a b c d"),
        ("раз\r\nдва\rтри\x0bчетыре\x0cпять\nшесть", "раз\nдва\nтри\nчетыре\nпять\nшесть"),
        ("Ново\x1eМихайловка\x1f", "Ново-Михайловка"),
        ("a\x00b\ufffec\uffff", "abc"),
        ("\udcd8\ud83d", "\ufffd\ufffd"),
    ],
)
def test_clean_texts_are_taken_everywhere(given: str, kept: str) -> None:
    assert admissible.clean(given) == kept
    assert not admissible.refused(kept)


def test_what_is_refused_and_what_is_left_of_it_in_a_workbook() -> None:
    for sign in ("\x00", "\x1b", "\x7f", "\ud800", "\ufffe", "\uffff"):
        assert admissible.refused(f"имя{sign}")
    assert admissible.printable("a\x01\x0b\x1e\ufffe\tб\n\ud800") == "a\tб\n\ufffd"


def test_titles_are_cut_and_not_refused() -> None:
    assert admissible.line("Загрузка «a\x7f.xlsx»") == "Загрузка «a .xlsx»"
    long = admissible.line("я" * 200_000)
    assert len(long) == admissible.LONGEST_NAME and long.endswith("…")


def test_letters_that_are_none() -> None:
    admissible.require_letters("Ёлкина 🙂")
    with pytest.raises(UserError, match="UTF-8"):
        admissible.require_letters("\udcff")


@pytest.mark.parametrize(
    ("limit", "value", "good"),
    [
        (Limit((0, 10)), 0, True),
        (Limit((0, 10)), 10, True),
        (Limit((0, 10)), -1, False),
        (Limit((0, 10)), 11, False),
        (Limit(None, frozenset(("valid", ""))), "valid", True),
        (Limit(None, frozenset(("valid", ""))), "", True),
        (Limit(None, frozenset(("valid",))), "ерунда", False),
        (Limit(), "Школа\x01", False),
        (Limit(), "Школа", True),
        (Limit(), "я" * (admissible.LONGEST_TEXT + 1), False),
        (Limit(), admissible.MOST + 1, False),
        (Limit(), 1, True),
        (Limit((0, 10)), None, True),
    ],
)
def test_whether_a_value_fits(limit: Limit, value: object, good: bool) -> None:
    assert limit.fits(value) is good


def test_a_state_nobody_knows_is_no_result() -> None:
    assert state_of("excluded") is ResultState.EXCLUDED
    assert state_of("ерунда") is ResultState.NOT_RECEIVED
