"""Single cells, headings and the guard's view of binary parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.sheets.book.extent import TooLarge, scan_xlsb
from shnor_desktop.sheets.book.text_table import decode, split
from shnor_desktop.sheets.book.values import Absent, Number, value_of
from shnor_desktop.sheets.words.hints import Hints, hint_reader
from shnor_desktop.sheets.words.meaning import measure_and_unit, role_of
from tests.sheets.makers import VOCABULARY


@pytest.mark.parametrize(
    ("cell", "e4", "decimals"),
    [
        (30, 300_000, 0),
        (30.0, 300_000, 0),
        (33.3, 333_000, 1),
        (33.33333333333333, 333_333, 2),
        ("33,33 %", 333_300, 2),
        ("1\u00a0020", 10_200_000, 0),
        ("1 020,5", 10_205_000, 1),
        ("−3", -30_000, 0),
        (0.1 + 0.2, 3_000, 1),
        (" 7 ", 70_000, 0),
        ("12 чел.", 120_000, 0),
        ("3 (37,5 %)", 30_000, 0),
        ("37,5% (3)", 375_000, 1),
    ],
)
def test_numbers(cell: str | float, e4: int, decimals: int) -> None:
    value = value_of(cell)
    assert isinstance(value, Number) and (value.e4, value.decimals) == (e4, decimals)


@given(st.integers(-(10**8), 10**8), st.integers(0, 4))
def test_a_number_is_the_same_as_text_and_as_a_cell(units: int, decimals: int) -> None:
    text = f"{units / 10**decimals:.{decimals}f}"
    written = value_of(text.replace(".", ","))
    assert isinstance(written, Number)
    assert written.e4 == units * E4 // 10**decimals and written.decimals == decimals
    cell = value_of(units / 10**decimals)
    assert isinstance(cell, Number) and cell.e4 == written.e4


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("-", ResultState.NOT_CONDUCTED),
        ("—", ResultState.NOT_CONDUCTED),
        ("–", ResultState.NOT_CONDUCTED),
        ("не проводилась", ResultState.NOT_CONDUCTED),
        ("х", ResultState.NO_PARTICIPANTS),
        ("X", ResultState.NO_PARTICIPANTS),
        ("нет участников", ResultState.NO_PARTICIPANTS),
        ("н/д", ResultState.NOT_RECEIVED),
        ("нет данных", ResultState.NOT_RECEIVED),
        ("не получен", ResultState.NOT_RECEIVED),
        ("исключён", ResultState.EXCLUDED),
        ("искл.: ГВЭ", ResultState.EXCLUDED),
    ],
)
def test_words_for_a_missing_result(word: str, state: ResultState) -> None:
    value = value_of(word)
    assert isinstance(value, Absent) and value.state == state


@pytest.mark.parametrize("cell", ["", " ", "\u00a0"])
def test_empty(cell: str) -> None:
    assert value_of(cell) is None


@pytest.mark.parametrize("cell", ["5А", "#хэштег", float("nan"), float("inf"), 1e300, "1e5"])
def test_other_things_are_texts(cell: str | float) -> None:
    assert isinstance(value_of(cell), str)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("ВПР МА 5 2019", Hints("vpr", "МА", grade=5, year=2019)),
        ("ВПР РУ 6 2021 весна", Hints("vpr", "РУ", grade=6, year=2021, season="spring")),
        ("ВПР_2021_осень_МА5", Hints("vpr", "МА", grade=5, year=2021, season="autumn")),
        ("5 класс МА", Hints(subject="МА", grade=5)),
        ("по программе 5 класса", Hints(programme_grade=5)),
        ("6 класс (по программе 5 класса)", Hints(grade=6, programme_grade=5)),
        ("Результаты ЕГЭ по русскому языку", Hints("ege", "РУ")),
        ("Математика (базовый уровень)", Hints(subject="МА", level="base")),
        (
            "ЕГЭ. Математика профильная, 2020/2021 учебный год",
            Hints("ege", "МА", "profile", school_year=2020),
        ),
        ("01 - Русский язык 2022.06.23", Hints(subject="РУ", year=2022, season="spring")),
        ("Литературное чтение", Hints(subject="ЧТ")),
        ("Физическая культура", Hints(subject="ФК")),
        ("физике", Hints(subject="ФИ")),
        ("Итоги ВПР, ОГЭ, ЕГЭ", Hints()),
        ("МА и РУ", Hints()),
        ("5-9 классы", Hints()),
        ("2018-2021", Hints()),
        ("приказ от 15.12.2021 № 324", Hints()),
        ("Основной государственный экзамен 2022 год", Hints("oge", year=2022)),
        ("Математика П", Hints(subject="МА", level="profile")),
        ("Мат. база", Hints(subject="МА", level="base")),
        ("хим.", Hints(subject="ХИ")),
        ("ВПР хим. 8", Hints("vpr", "ХИ", grade=8)),
        ("общ. кол-во участников", Hints()),
        ("на русском языке пишут правильно", Hints(subject="РУ")),
        ("ГВЭ по математике", Hints("gve", "МА")),
    ],
)
def test_hints(text: str, hints: Hints) -> None:
    assert hint_reader(VOCABULARY)(text) == hints


@pytest.mark.parametrize(
    ("chain", "measure"),
    [
        (("% «2»",), ("failed", "percent")),
        (("%2",), ("failed", "percent")),
        (("кол-во", "Получили «2»"), ("failed", "count")),
        (("%", "Не преодолели порог"), ("failed", "percent")),
        (("2", "Отметки, %"), ("failed", "percent")),
        (("чел.", "Приняло участие"), ("participants", "count")),
        (("кол-во", "Математика"), ("participants", "count")),
        (("Доля участников, набравших от 81 до 100 баллов",), ("high", "percent")),
        (("получили 100 баллов",), ("hundreds", "")),
        (("Средний балл по 100-балльной шкале",), ("mean", "")),
        (("на «4» и «5»",), ("quality", "")),
        (("Успеваемость, %",), ("passed", "percent")),
        (("% усп.",), ("passed", "percent")),
        (("Количество ОО",), ("", "count")),
    ],
)
def test_measures(chain: tuple[str, ...], measure: tuple[str, str]) -> None:
    assert measure_and_unit(chain) == measure


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Наименование ОО", "school"),
        ("Образовательная организация", "school"),
        ("Группы участников", "school"),
        ("Код ОО", "code"),
        ("Логин ОО", "code"),
        ("Муниципальное образование", "municipality"),
        ("№ п/п", "number"),
        ("Предмет:", ""),
        ("Школа № 5", ""),
        ("Количество ОО", "ignored"),
    ],
)
def test_roles(text: str, role: str) -> None:
    assert role_of(text) == role


def record(kind: int, content: bytes) -> bytes:
    code = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return code + bytes([len(content)]) + content


def test_binary_sheets_are_measured_too() -> None:
    def number(value: int) -> bytes:
        return value.to_bytes(4, "little")

    small = record(0, number(5)) + record(5, number(3) + b"\x00" * 12)
    scan_xlsb(iter([small]))
    for hostile in (
        record(0, number(1_048_575)) + record(5, number(3)),
        record(0, number(5)) + record(5, number(16_383)),
        record(159, number(4_000_000_000) * 2),
    ):
        with pytest.raises(TooLarge):
            scan_xlsb(iter([small, hostile]))


@given(st.text(max_size=300))
def test_any_text_can_be_split(text: str) -> None:
    assert all(isinstance(cell, str) for row in split(text) for cell in row)


@given(st.binary(max_size=200))
def test_any_bytes_can_be_decoded(content: bytes) -> None:
    assert isinstance(decode(content), str)
