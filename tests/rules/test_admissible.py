"""What a file may hold: one list of limits, held against the record kinds."""

import pytest

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.rules import admissible
from shnor_desktop.rules.figures import ResultState, state_of

NUMBERS = (Editor.INTEGER, Editor.DECIMAL_E4, Editor.SCHOOL_YEAR)


def test_every_enumerated_field_has_its_codes_and_every_number_its_limits() -> None:
    codes = {
        f"{kind.code}.{field.name}": {code for code, _ in field.choices}
        for kind in KINDS
        for field in kind.fields
        if field.editor is Editor.CHOICE
    }
    assert codes.keys() == admissible.CODES.keys()
    for name, known in codes.items():
        assert admissible.CODES[name] - {""} == known - {""}, name
        assert admissible.CODES[name] >= known, name
    numbers = {field.name for kind in KINDS for field in kind.fields if field.editor in NUMBERS}
    assert numbers == admissible.RANGES.keys()


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
    ("table", "column", "value", "good"),
    [
        ("school_result", "participants", 0, True),
        ("school_result", "participants", -1, False),
        ("area_result", "participants", 1_470_000, True),
        ("school_result", "failed_pct_e4", 1_000_001, False),
        ("school_result", "state", "valid", True),
        ("school_result", "state", "ерунда", False),
        ("school_result", "state", "", False),
        ("school", "form", "", True),
        ("school", "name", "Школа\x01", False),
        ("school", "rural", 1, True),
        ("school", "parent", None, True),
    ],
)
def test_whether_a_value_fits(table: str, column: str, value: object, good: bool) -> None:
    assert admissible.fits(table, column, value) is good


def test_a_state_nobody_knows_is_no_result() -> None:
    assert state_of("excluded") is ResultState.EXCLUDED
    assert state_of("ерунда") is ResultState.NOT_RECEIVED
