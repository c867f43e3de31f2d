"""Books that offices complained of, taken in by the commands as an office would."""

import json
from pathlib import Path

import pytest

from shnor_desktop.cli import main

CASES = Path(__file__).parents[3] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the books of the cases are not at hand")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Файл.shnor"
    assert main(["new", str(path)]) == 0
    return path


def case(start: str) -> str:
    (found,) = CASES.glob(f"*/{start}*")
    return str(found)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main([*arguments, "--json"])
    said = capsys.readouterr().out
    return code, json.loads(said) if said else {}


def _low(told: dict[str, object]) -> dict[str, list[tuple[str, int, int]]]:
    schools = told["schools"]
    assert isinstance(schools, list)
    return {
        one["school"]: [(low["sitting"], low["failed"], low["participants"]) for low in one["low"]]
        for one in schools
    }


def test_two_levels_of_one_vpr_in_one_book(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = answer(capsys, "import", str(file), case("13a"))
    assert code == 0
    _, told = answer(capsys, "classify", str(file))
    low = _low(told)
    assert ("ВПР МА 7, весна 2026", 13, 39) in low["МБОУ «Ключевская СОШ»"]
    assert ("ВПР МА 7, весна 2026", 23, 59) in low["МБОУ «Степновская СОШ»"]


def test_the_second_level_replaces_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, "import", str(file), case("13c"))
    _, told = answer(capsys, "import", str(file), case("13d"))
    assert told["changed"] == 0
    _, told = answer(capsys, "classify", str(file))
    sums = {low for lows in _low(told).values() for low in lows}
    assert ("ВПР МА 7, весна 2026", 24, 75) in sums  # 4 of 25 and 20 of 50


def test_a_protocol_of_gve_asks_for_its_school_and_touches_no_oge(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = answer(capsys, "import", str(file), case("16b"))
    assert code == 1
    assert told["added"] == 0
    code, told = answer(capsys, "import", str(file), case("16b"), "--school", "450101=новая")
    assert (code, told["added"]) == (0, 1)
    _, told = answer(capsys, "classify", str(file))
    assert "ГВЭ" not in json.dumps(told, ensure_ascii=False)


def test_a_region_s_list(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(capsys, "import", str(file), case("13a"))
    code, told = answer(
        capsys, "region-list", str(file), case("15-regional"), "--school", "450103=пропустить"
    )
    assert (code, told["added"], told["basis"]) == (
        0,
        2,
        "приказ министерства образования Заречной области от 15.09.2026 № 777",
    )
    assert told["only_computed"] == ["МБОУ «Степновская СОШ»"]
    assert main(["region-list", str(file), case("15-regional"), "--date", "15 сентября"]) == 2


def test_before_and_after_the_resit(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both are kept, each as a sitting of its own; the list is computed by the first."""
    code, told = answer(capsys, "import", str(file), case("20-before"))
    assert (code, told["added"]) == (0, 4)
    _, told = answer(capsys, "classify", str(file))
    sums = {low for lows in _low(told).values() for low in lows}
    assert sums == {("ОГЭ МА 2023", 4, 10)}
