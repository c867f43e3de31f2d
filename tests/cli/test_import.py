"""A book taken in by command: tried first, taken, taken again, corrected, and its parcel undone later."""

import json
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop import cli
from tests.sheets.drawn import sheet
from tests.sheets.makers import save

APPENDIX = Path(__file__).parents[3] / "shared" / "data" / "appendix1.csv"
DRAWING = """
ОО|Участников|2|3|4|5
МБОУ «Кедровая СОШ»|10|1|4|3|2
МБОУ «Липовая ООШ»|10|{failed}|4|3|2
Итого|20|2|8|6|4
"""


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = cli.main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out or "null")


def book(folder: Path, failed: int) -> Path:
    return save([sheet("Лист1", DRAWING.format(failed=failed))], folder / "ВПР МА 5 весна 2021.xlsx")


def test_a_book_is_tried_taken_repeated_and_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "район.shnor"
    assert cli.main(["new", str(file)]) == 0
    code, tried = run(capsys, "import", file, book(tmp_path, 1), "--dry-run")
    assert (code, tried["added"]) == (0, 3)
    code, taken = run(capsys, "import", file, book(tmp_path, 1))
    assert (code, taken["added"]) == (0, 3), "a trial writes nothing"
    parcel = run(capsys, "history", file)[1]["actions"][0]["id"]
    code, again = run(capsys, "import", file, book(tmp_path, 1))
    assert (code, again["added"], again["changed"], again["unchanged"]) == (0, 0, 0, 3)
    other = save(
        [sheet("Лист1", "ОО|Участников|2\nМБОУ «Ясеневая СОШ»|9|1")], tmp_path / "ВПР РУ 5 весна 2021.xlsx"
    )
    assert run(capsys, "import", file, other)[0] == 0
    assert run(capsys, "undo", file, "--parcel", parcel)[0] == 0
    code, tried = run(capsys, "import", file, book(tmp_path, 1), other, "--dry-run")
    assert (code, tried["added"], tried["unchanged"]) == (0, 3, 1), "the later parcel has stayed"


def test_a_wrong_row_needs_a_person_and_a_wrong_file_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "район.shnor"
    assert cli.main(["new", str(file)]) == 0
    code, taken = run(capsys, "import", file, book(tmp_path, 11))
    assert code == 1 and "Лист1!C3" in json.dumps(taken, ensure_ascii=False)
    (tmp_path / "не книга.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    capsys.readouterr()
    assert cli.main(["import", str(file), str(tmp_path / "не книга.xlsx")]) == 2
    said = capsys.readouterr().err
    assert said.strip().count("\n") == 0 and "повреждён" in said


@pytest.mark.skipif(not APPENDIX.exists(), reason="the list of appendix 1 is not at hand")
def test_a_flat_list_with_english_headings_imports_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "район.shnor"
    assert cli.main(["new", str(file)]) == 0
    code, taken = run(capsys, "import", file, APPENDIX)
    assert (code, taken["added"]) == (0, 119)
    schools = run(capsys, "classify", file)[1]["schools"]
    low = [one["criteria"] for one in schools if one["computed"] == "low"]
    assert sorted(low) == [["C1", "C2"], ["C2"], ["C2"]]
    assert run(capsys, "import", file, APPENDIX.with_suffix(".xlsx"))[1]["unchanged"] == 119


def test_a_book_without_results_is_not_said_to_have_a_school(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "район.shnor"
    assert cli.main(["new", str(file)]) == 0
    plan = save([sheet("Лист1", "Дата|Мероприятие\n01.09.2025|Совещание")], tmp_path / "План.xlsx")
    capsys.readouterr()
    assert cli.main(["import", str(file), str(plan)]) == 1
    said = capsys.readouterr().out
    assert "«План.xlsx»: школ 0" in said and "план или график" in said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A district with two schools."""
    path = tmp_path / "район.shnor"
    assert cli.main(["new", str(path)]) == 0
    assert cli.main(["import", str(path), str(book(tmp_path, 1))]) == 0
    return path


def near_book(folder: Path, *lines: str, name: str = "ВПР РУ 5 весна 2021.xlsx") -> Path:
    return save([sheet("Лист1", "\n".join(("ОО|Участников|2", *lines)))], folder / name)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    capsys.readouterr()
    assert cli.main([*map(str, words)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_a_doubtful_school_is_decided_by_command_and_remembered(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near = near_book(tmp_path, "Кедровская СОШ|9|1", "Липовецкая ООШ|8|2", "Липовая школа (вечерняя)|7|0")
    code, tried = run(capsys, "import", file, near)
    waiting = {one["school"]: one["suggestions"] for one in tried["needs_decision"]}
    assert code == 1 and "Кедровская СОШ" in waiting
    assert waiting["Кедровская СОШ"][0]["school"] == "МБОУ «Кедровая СОШ»"
    words = ["--school", "кедровская СОШ=МБОУ «Кедровая СОШ»"]
    for name in waiting.keys() - {"Кедровская СОШ"}:
        words += ["--school", f"{name}={'новая' if 'ООШ' in name else 'пропустить'}"]
    code, taken = run(capsys, "import", file, near, *words)
    assert taken["waiting"] == 0 and taken["needs_decision"] == []
    again = near_book(tmp_path, "МБОУ Кедровская СОШ|4|1", name="ВПР ИС 5 весна 2021.xlsx")
    code, later = run(capsys, "import", file, again)
    assert (code, later["added"], later["new_schools"]) == (0, 1, []), "the spelling is remembered"
    assert run(capsys, "import", file, near, *words[:2])[1]["unchanged"] >= 1, (
        "the same words are still right"
    )


def test_a_wrong_decision_about_a_school_is_a_sentence_and_changes_nothing(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near = near_book(tmp_path, "Кедровская СОШ|9|1", "Липовая ООШ|8|2")
    before = run(capsys, "history", file)[1]
    assert "Решения ждут: «Кедровская СОШ»" in refused(
        capsys, "import", file, near, "--school", "Сосновая=новая"
    )
    assert "нет в файле" in refused(capsys, "import", file, near, "--school", "Кедровская СОШ=Сосновая")
    assert "узнаёт сама" in refused(
        capsys, "import", file, near, "--school", "Липовая ООШ=МБОУ «Кедровая СОШ»"
    )
    assert "что=ответ" in refused(capsys, "import", file, near, "--school", "Кедровская СОШ")
    assert run(capsys, "history", file)[1] == before


def test_a_question_about_a_book_is_answered_by_command(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = near_book(tmp_path, "Кедровая СОШ|9|1", name="итоги.xlsx")
    code, tried = run(capsys, "import", file, unknown)
    assert code == 1 and tried["added"] == 0
    keys = {one["key"].partition(":")[0]: one["key"] for one in tried["questions"]}
    answers = {"family": "ВПР", "subject": "История", "year": "2021", "grade": "5"}
    words: list[str] = []
    for kind in keys:
        words += ["--answer", f"{keys[kind]}={answers[kind]}"]
    code, further = run(capsys, "import", file, unknown, "--dry-run", *words)
    for one in further["questions"]:
        words += ["--answer", f"{one['key']}={answers[one['key'].partition(':')[0]]}"]
    code, taken = run(capsys, "import", file, unknown, *words)
    assert (code, taken["added"], taken["questions"]) == (0, 1, [])
    assert run(capsys, "import", file, unknown)[1]["unchanged"] == 1, "the answers are remembered"
    assert "не ответ на вопрос" in refused(
        capsys, "import", file, near_book(tmp_path, "Кедровая СОШ|9|1", name="другие.xlsx"), "--answer",
        f"{keys['family'].replace('итоги', 'другие')}=ЦТ",
    )  # fmt: skip
    assert "в книгах нет" in refused(capsys, "import", file, unknown, "--answer", "цвет=красный")


def test_hidden_rows_are_read_or_skipped_by_command(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    path = near_book(tmp_path, "Кедровая СОШ|9|1", "Липовая ООШ|8|2")
    changed = load_workbook(path)
    changed["Лист1"].row_dimensions[3].hidden = True
    changed.save(path)
    code, tried = run(capsys, "import", file, path, "--dry-run")
    assert (code, tried["added"]) == (0, 2)
    assert "скрыто строк: 1 (3); они прочитаны" in tried["problems"][0]["text"]
    assert run(capsys, "import", file, path, "--hidden", "skip")[1]["added"] == 1
    assert run(capsys, "import", file, path, "--hidden", "read")[1]["added"] == 1
    assert "не подходит" in refused(capsys, "import", file, path, "--hidden", "что-нибудь")


def test_a_column_is_named_by_command_only_as_it_stands_and_only_for_something_it_can_be(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = near_book(tmp_path, "Кедровая СОШ|9|1")
    before = run(capsys, "history", file)[1]
    assert "«column:нет такого» в книгах нет" in refused(
        capsys, "import", file, path, "--answer", "column:нет такого=mean:"
    )
    assert "«чепуха» — не ответ" in refused(capsys, "import", file, path, "--answer", "column:2=чепуха")
    assert run(capsys, "history", file)[1] == before
    code, taken = run(capsys, "import", file, path, "--answer", "column:2=число «2» (не справившихся)")
    assert (code, taken["added"]) == (0, 1)
    assert "«чепуха» — не ответ" in refused(capsys, "import", file, path, "--answer", "column:2=чепуха"), (
        "nor when it was answered before"
    )


def test_refusals_are_told_by_reason_and_corrected_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "район.shnor"
    assert cli.main(["new", str(file)]) == 0
    schools = "\n".join(f"МБОУ «СОШ № {number}»|20|позже" for number in range(1, 31))
    many = save([sheet("Лист1", f"ОО|Участников|2\n{schools}")], tmp_path / "ВПР МА 5 весна 2021.xlsx")
    code, told = run(capsys, "import", file, many, "--dry-run")
    assert code == 1 and [(one["code"], one["count"]) for one in told["reasons"]] == [("not_a_number", 30)]
    capsys.readouterr()
    assert cli.main(["import", str(file), str(many), "--dry-run"]) == 1
    out = capsys.readouterr().out
    assert "Не число: 30\u00a0строк" in out and out.count("позже") == 3
    code, told = run(
        capsys, "import", file, many, "--cell", "Лист1!C2=4", "--cell", "c3 = 5", "--skip-row", "4"
    )
    assert (told["added"], told["contents"]["schools_results"]) == (2, 2)
    assert len(told["amended"]) == 2 and len(told["skipped"]) == 1 and told["reasons"][0]["count"] == 27
    code, told = run(capsys, "import", file, many, "--forget", told["skipped"][0]["key"])
    assert told["reasons"][0]["count"] == 30, "the row is there again, and no cell is corrected"
    assert cli.main(["import", str(file), str(many), "--cell", "Лист1!XYZ1=4"]) == 2
    assert cli.main(["import", str(file), str(many), "--cell", "Лист1=4"]) == 2
