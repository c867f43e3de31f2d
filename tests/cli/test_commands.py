"""The command line: every command's answer, JSON, exit code and refusals."""

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shnor_desktop import cli, places
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.program import sample
from tests.cli.running import Shnor

APPENDIX = Path(__file__).resolve().parents[3] / "shared" / "data" / "appendix1.xlsx"
COMMANDS = (
    "new",
    "sample",
    "import",
    "classify",
    "print",
    "papers",
    "copy",
    "check",
    "history",
    "undo",
    "export",
)


@pytest.fixture
def district(sample_file: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample document."""
    return Path(shutil.copyfile(sample_file, tmp_path / "d.shnor"))


def answer(shnor: Shnor, *words: object, code: int = 0) -> Any:
    """The JSON of a command that must end with this code and say nothing on standard error."""
    got, out, err = shnor(*words, "--json")
    assert (got, err) == (code, ""), (out, err)
    return json.loads(out)


def refusal(told: tuple[int, str, str]) -> str:
    """The one line of a command that was not done."""
    code, out, err = told
    assert (code, out) == (2, ""), told
    assert err.endswith("\n") and err.count("\n") == 1 and "Traceback" not in err
    assert re.search("[а-яё]", err) and not err.startswith("Внутренняя ошибка"), err
    return err.strip()


# --- what each command does --------------------------------------------------------------------------------------


def test_new_makes_a_file_with_dictionaries(shnor: Shnor, tmp_path: Path) -> None:
    assert answer(shnor, "new", "район.shnor") == {"file": "район.shnor"}
    with Document.open(tmp_path / "район.shnor", Who()) as document:
        assert document.check().rows > 100
    assert "уже есть" in refusal(shnor("new", "район.shnor"))


def test_a_new_file_always_gets_the_ending_that_opens_the_program(shnor: Shnor, tmp_path: Path) -> None:
    assert answer(shnor, "new", "foo.txt") == {"file": "foo.txt.shnor"}
    assert answer(shnor, "new", "на 05.09") == {"file": "на 05.09.shnor"}
    assert answer(shnor, "new", "БОЛЬШИМИ.SHNOR") == {"file": "БОЛЬШИМИ.SHNOR"}
    assert answer(shnor, "sample", "округ")["file"] == "округ.shnor"
    assert sorted(path.suffix.lower() for path in tmp_path.glob("*")) == [".shnor"] * 4
    (tmp_path / "занято.txt").write_text("чужое", encoding="utf-8")
    for taken in ("занято.txt", "."):
        assert "уже есть" in refusal(shnor("new", taken))
    assert "уже есть" in refusal(shnor("new", "foo.txt"))


def test_sample_is_made_by_importing_its_workbooks(shnor: Shnor, tmp_path: Path) -> None:
    made = answer(shnor, "sample", "s.shnor")
    assert made["schools"] == 15 and made["results"] > 700
    assert made["books"] == [path.name for path in sample.workbooks()]
    assert "уже есть" in refusal(shnor("sample", "s.shnor"))
    assert (tmp_path / "s.shnor").stat().st_size > 100_000


def test_classify_answers_as_agreed(shnor: Shnor, district: Path) -> None:
    told = answer(shnor, "classify", district)
    assert list(told) == ["profile", "slots", "schools"]
    assert "ВПР МА 5, весна 2026" in told["slots"]["A"] and "ОГЭ РУ 2025" in told["slots"]["B"]
    schools = {one["school"]: one for one in told["schools"]}
    assert all(
        list(one) == ["school", "computed", "criteria", "watch", "low", "missing"] for one in schools.values()
    )
    computed = {
        name: (one["computed"], one["criteria"]) for name, one in schools.items() if one["computed"] != "not"
    }
    assert computed == {
        "МБОУ «Дубравинская ООШ»": ("low", ["C2"]),
        "МБОУ «Ольховецкая СОШ»": ("low", ["C1", "C2"]),
        "МБОУ «Рябиновская СОШ»": ("low", ["C1"]),
        "МКОУ «Журавлинская ООШ»": ("low", ["C2"]),
        "МКОУ «Каменнологская ООШ»": ("confirm", ["C2"]),
        "МБОУ «Сосново-Ручейская СОШ»": ("insufficient", []),
    }
    assert schools["МБОУ «Сосново-Ручейская СОШ»"]["missing"] == [
        "ВПР РУ 6, весна 2025",
        "ВПР МА 6, весна 2025",
    ]
    assert schools["МБОУ «Тихоозёрская СОШ»"]["watch"] is True
    counted, printed, _ = schools["МБОУ «Дубравинская ООШ»"]["low"]
    assert counted == {
        "sitting": "ВПР МА 8, весна 2026",
        "slot": "A",
        "participants": 10,
        "failed": 3,
        "percent": 30,
        "wilson": [10.8, 60.3],
        "fragile": True,
    }
    assert (printed["participants"], printed["percent"], printed["wilson"]) == (None, 42, None)


def test_classify_tells_a_person_why(shnor: Shnor, district: Path) -> None:
    code, out, _ = shnor("classify", district)
    assert code == 0
    assert "МБОУ «Ольховецкая СОШ»: низкие результаты (критерий 1, критерий 2)" in out
    assert "не справились 5 из 12 участников" in out.replace("\u00a0", " ")
    assert "Профиля методики «нет такого» нет" in refusal(
        shnor("classify", district, "--profile", "нет такого")
    )


def test_classify_says_that_nothing_can_be_concluded(shnor: Shnor) -> None:
    answer(shnor, "new", "пусто.shnor")
    told = shnor("classify", "пусто.shnor")[1]
    assert "Вывод сделать нельзя" in told and "с низкими результатами 0" not in told


@pytest.mark.skipif(not APPENDIX.exists(), reason="the appendix of a real programme is not at hand")
def test_the_appendix_gives_its_three_schools(shnor: Shnor) -> None:
    answer(shnor, "new", "d.shnor")
    imported = answer(shnor, "import", "d.shnor", APPENDIX)
    assert (imported["added"], imported["refused"], imported["questions"]) == (119, [], [])
    told = answer(shnor, "classify", "d.shnor")
    flagged = {one["school"]: one for one in told["schools"] if one["computed"] != "not"}
    with APPENDIX.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        schools = list(dict.fromkeys(row["school"] for row in csv.DictReader(file)))
    second, third, fifth = schools[1], schools[2], schools[4]
    assert {name: one["criteria"] for name, one in flagged.items()} == {
        second: ["C1", "C2"],
        third: ["C2"],
        fifth: ["C2"],
    }
    low = {one["sitting"]: one["percent"] for one in flagged[second]["low"]}
    assert low["ВПР МА 5, весна 2019"] == 30
    listed = answer(shnor, "print", "d.shnor", "list", "-o", "list.pdf", code=1)
    assert listed["bytes"] > 10_000 and [one[:31] for one in listed["findings"]] == [
        "Перечень – на 2021/22 учебный г"
    ]
    assert answer(shnor, "print", "d.shnor", "memo", "-o", "memo.pdf")["bytes"] > 10_000


@pytest.mark.usefixtures("year_of_sample")
@pytest.mark.parametrize(("suffix", "start"), [(".pdf", b"%PDF-"), (".docx", b"PK"), (".xlsx", b"PK")])
@pytest.mark.parametrize(
    "paper", [["list"], ["memo", "--year", "2025/26"], ["school-card", "--school", "400104"]]
)
def test_papers_are_printed(
    shnor: Shnor, district: Path, tmp_path: Path, paper: list[str], suffix: str, start: bytes
) -> None:
    told = answer(shnor, "print", district, *paper, "-o", f"документ{suffix}")
    body = (tmp_path / f"документ{suffix}").read_bytes()
    assert body.startswith(start) and told["bytes"] == len(body)


@pytest.mark.usefixtures("year_of_sample")
def test_every_kind_of_paper_is_printed_by_its_options(shnor: Shnor, district: Path, tmp_path: Path) -> None:
    given: dict[str, list[str]] = {}
    nothing: dict[str, str] = {}
    with Document.open(district, Who()) as document, document.read() as session:
        for code, kind in registry.PAPERS.items():
            nothing[code] = kind.nothing(session)
            choices = [(ask.option, ask.choices(session)) for ask in kind.must]
            given[code] = [word for option, (first, *_) in choices for word in (option, first.text)]
    assert {code for code, told in nothing.items() if told} == {"merge"}
    known = {one["code"]: one for one in answer(shnor, "papers")["papers"]}
    assert list(known) == list(given)
    for number, (code, options) in enumerate(given.items()):
        must = {one["option"] for one in known[code]["asks"] if one["must"]}
        assert must == set(options[::2]) and known[code]["title"]
        if nothing[code]:
            assert refusal(shnor("print", district, code, *options, "-o", "пусто.pdf"))
            continue
        out = tmp_path / f"{code}{('.docx', '.xlsx', '.pdf')[number % 3]}"
        got, _, err = shnor("print", district, code, *options, "-o", out)
        assert (got in (0, 1), err) == (True, ""), (code, err)
        assert out.stat().st_size > 2_000


def test_papers_are_listed_with_what_they_need(shnor: Shnor) -> None:
    known = {one["code"]: one["needs"] for one in answer(shnor, "papers")["papers"]}
    assert (
        known["school-card"] == ["profile", "school", "sections", "year"]
        and "list" in known
        and "memo" in known
    )
    assert "Перечень школ" in shnor("papers")[1]


def test_import_tells_what_it_did_and_undo_takes_it_back(shnor: Shnor) -> None:
    book = sample.workbooks()[1]
    answer(shnor, "new", "d.shnor")
    assert answer(shnor, "import", "d.shnor", book, "--dry-run")["added"] == 142
    assert answer(shnor, "classify", "d.shnor")["schools"] == []
    first = answer(shnor, "import", "d.shnor", book)
    assert (first["added"], first["changed"], len(first["new_schools"])) == (142, 0, 15)
    assert "ВПР МА 5, весна 2026" in first["sittings"]
    again = answer(shnor, "import", "d.shnor", book)
    assert (again["added"], again["unchanged"]) == (0, 142)
    history = answer(shnor, "history", "d.shnor")["actions"]
    assert [one["kind"] for one in history].count("import") == 1
    undone = answer(shnor, "undo", "d.shnor", "--parcel", history[0]["id"])
    assert undone["undone"] > 142 and undone["kept"] == 0
    assert answer(shnor, "classify", "d.shnor")["schools"] == []
    assert "уже отменена" in refusal(shnor("undo", "d.shnor", "--parcel", history[0]["id"]))
    assert answer(shnor, "check", "d.shnor")["sound"] is True


def test_a_refused_row_is_told_with_its_cell(shnor: Shnor, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["ВПР, весна 2025 года, математика, 5 класс"],
        ["Школа", "Участников", "Получили «2»"],
        ["Ивовская СОШ", 10, 3],
        ["Сосновая ООШ", 5, 7],
    ):
        sheet.append(row)
    book.save(tmp_path / "впр.xlsx")
    answer(shnor, "new", "d.shnor")
    told = answer(shnor, "import", "d.shnor", "впр.xlsx", code=1)
    assert told["added"] == 1
    (refused,) = told["refused"]
    assert refused["school"] == "Сосновая ООШ" and any(cell.endswith("4") for cell in refused["cells"])
    code, out, err = shnor("import", "d.shnor", "впр.xlsx")
    assert (code, err) == (1, "") and "Не принято:" in out and "впр.xlsx" in out


def test_the_year_of_a_book_that_names_none(shnor: Shnor, tmp_path: Path) -> None:
    (tmp_path / "итоги.csv").write_text(
        "Школа;Экзамен;Предмет;Участников;Не преодолели порог\nИвовская СОШ;ОГЭ;Математика;10;4\n", "utf-8"
    )
    answer(shnor, "new", "d.shnor")
    told = answer(shnor, "import", "d.shnor", "итоги.csv", "--year", "2020/21")
    assert told["sittings"] == ["ОГЭ МА 2021"]
    assert "не учебный год" in refusal(shnor("import", "d.shnor", "итоги.csv", "--year", "2021"))


def test_a_book_that_is_none_changes_nothing(shnor: Shnor, district: Path, tmp_path: Path) -> None:
    (tmp_path / "плохая.xlsx").write_bytes(b"PK\x03\x04" + bytes(300))
    before = district.read_bytes()
    told = refusal(shnor("import", district, "плохая.xlsx"))
    assert "плохая.xlsx" in told
    assert "нет.xlsx" in refusal(shnor("import", district, "нет.xlsx"))
    assert district.read_bytes() == before
    both = answer(shnor, "import", district, "плохая.xlsx", sample.workbooks()[1], code=1)
    assert [one["name"] for one in both["failures"]] == ["плохая.xlsx"] and both["unchanged"] == 142


def test_copy_check_and_history(shnor: Shnor, district: Path, tmp_path: Path) -> None:
    assert answer(shnor, "copy", district, "копия.shnor")["verified"] is True
    assert answer(shnor, "check", "копия.shnor")["sound"] is True
    assert "уже есть" in refusal(shnor("copy", district, "копия.shnor"))
    actions = answer(shnor, "history", district, "--limit", 3)["actions"]
    assert len(actions) == 3 and actions[0]["person"] == "Петрова А.И." and actions[0]["office"] == "ИМЦ"
    assert "Петрова А.И., ИМЦ" in shnor("history", district)[1]
    told = refusal(shnor("copy", district, tmp_path / "нет" / "к.shnor"))
    assert told.startswith("Папки «") and "/нет» нет." in told.replace("\\", "/")


def test_a_file_changed_by_another_tool_fails_the_check(shnor: Shnor, district: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(district)
    connection.execute("UPDATE school SET director = 'Кто-то' WHERE name LIKE '%гимназия%'")
    connection.commit()
    connection.close()
    told = answer(shnor, "check", district, code=1)
    assert told["sound"] is False and "Школы: изменено другой программой" in " ".join(told["findings"])


def test_undo_takes_the_last_action_back(shnor: Shnor, district: Path) -> None:
    title = answer(shnor, "history", district, "--limit", 1)["actions"][0]["title"]
    assert answer(shnor, "undo", district)["title"] == title
    answer(shnor, "new", "пусто.shnor")
    assert "Отменять нечего" in refusal(shnor("undo", "пусто.shnor"))
    for wrong in ("7", "1.x", "999.999", "²."):
        assert "в истории нет" in refusal(shnor("undo", district, "--parcel", wrong))


def test_export_is_one_sheet_a_kind_and_the_same_every_time(
    shnor: Shnor, district: Path, tmp_path: Path
) -> None:
    sheets = answer(shnor, "export", district, "a.xlsx")["sheets"]
    answer(shnor, "export", district, "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    shown = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    assert shown == [one["name"] for one in sheets]
    rows = list(book["Результаты школ"].iter_rows(values_only=True))
    assert rows[0][:12] == (
        "Школа",
        "Вид",
        "Предмет",
        "Уровень",
        "Класс",
        "Год",
        "Сезон",
        "Учебный год",
        "Состояние",
        "Участников",
        "Получили «2» / не преодолели порог",
        "Доля, %",
    )
    found = [
        row[:12]
        for row in rows
        if row[0] == "МБОУ «Дубравинская ООШ»" and row[1:6] == ("ВПР", "Математика", None, 8, 2026)
    ]
    assert [row[6:] for row in found] == [("весна", "2025/26", "есть результат", 10, 3, 30)]
    book.close()
    assert "расширением .xlsx" in refusal(shnor("export", district, "a.csv"))
    assert "Папки" in refusal(shnor("export", district, tmp_path / "нет" / "a.xlsx"))


# --- refusals ----------------------------------------------------------------------------------------------------


def calls(file: object) -> list[tuple[object, ...]]:
    """Every command that takes an existing document."""
    book = sample.workbooks()[1]
    return [
        ("import", file, book),
        ("import", file, book, "--dry-run"),
        ("classify", file),
        ("print", file, "list", "-o", "o.pdf"),
        ("copy", file, "copy.shnor"),
        ("check", file),
        ("history", file),
        ("undo", file),
        ("export", file, "o.xlsx"),
    ]


def damaged(kind: str, district: Path) -> Path:
    """A path that is no document, in one of the ways people meet."""
    body = bytearray(district.read_bytes())
    path = district.with_name(f"{kind}.shnor")
    if kind == "missing":
        return path
    if kind == "folder":
        path.mkdir()
        return path
    if kind == "newer":
        body[60:64] = (99).to_bytes(4, "big")
    contents = {
        "empty": b"",
        "text": "Это просто текст.\n".encode() * 50,
        "truncated": bytes(body[: len(body) // 2]),
        "workbook": sample.workbooks()[0].read_bytes(),
    }
    path.write_bytes(contents.get(kind, bytes(body)))
    return path


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "text", "truncated", "workbook", "newer"])
def test_what_is_no_document_is_refused_by_every_command(shnor: Shnor, district: Path, kind: str) -> None:
    path = damaged(kind, district)
    before = path.read_bytes() if path.is_file() else b""
    for words in calls(path):
        told = refusal(shnor(*words))
        if kind == "newer":
            assert "новой программой" in told and "Обновите" in told
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert not district.with_name("o.pdf").exists() and not district.with_name("copy.shnor").exists()


_HOLDER = """
import sys
from pathlib import Path
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
with Document.open(Path(sys.argv[1]), Who(person="Сидорова В.П.", office="УО")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.usefixtures("year_of_sample")
def test_a_held_file_can_be_read_but_not_changed(shnor: Shnor, district: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(district)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        for words in calls(district):
            if words[0] in ("import", "undo") and "--dry-run" not in words:
                assert "в другом окне" in refusal(shnor(*words))
            else:
                answer(shnor, *words)
    finally:
        holder.communicate("")
    assert holder.returncode == 0
    answer(shnor, "undo", district)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Команда не названа"),
        (("молоть",), "Команды «молоть» нет"),
        (("import", "d.shnor"), "Не указано: КНИГА"),
        (("check",), "Не указано: ФАЙЛ"),
        (("check", "d.shnor", "лишнее"), "Лишнее в команде: лишнее"),
        (("history", "d.shnor", "--limit", "0"), "не число от 1"),
        (("history", "d.shnor", "--limit"), "Для --limit не указано значение"),
        (("history", "d.shnor", "--json=5"), "После --json ничего не указывают"),
        (("import", "d.shnor", "."), "это папка"),
        (("print", "d.shnor", "list"), "Не указано: -o/--out"),
        (("print", "d.shnor", "повесть", "-o", "o.pdf"), "Документа «повесть» нет"),
        (("print", "d.shnor", "list", "-o", "o.odt"), "нельзя сохранить"),
        (("print", "d.shnor", "list", "-o", "нет/o.pdf"), "Папки"),
        (("print", "d.shnor", "school-card", "-o", "o.pdf"), "Не выбрана школа"),
        (("print", "d.shnor", "school-card", "--school", "Марсианская", "-o", "o.pdf"), "нет в файле"),
        (("print", "d.shnor", "list", "--school", "x", "-o", "o.pdf"), "--school не указывают"),
    ],
)
def test_a_call_that_is_not_understood_is_answered_in_russian(
    shnor: Shnor, district: Path, words: tuple[str, ...], told: str
) -> None:
    assert told in refusal(shnor(*words))


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_russian(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as left:
        cli.main([*([command] if command else []), "--help"])
    told = capsys.readouterr()
    assert left.value.code == 0 and told.err == ""
    assert told.out.startswith("Вызов: shnor") and "показать эту справку" in told.out
    english = re.findall(
        r"\b(?:usage|positional|optional|options|arguments|show|help message|default)\b", told.out
    )
    assert english == []
    if not command:
        assert all(f"    {one} " in told.out for one in COMMANDS)


def test_our_own_mistake_is_one_line_and_a_report(
    shnor: Shnor, monkeypatch: pytest.MonkeyPatch, district: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("внутри")

    monkeypatch.setattr(Document, "check", broken)
    code, out, err = shnor("check", district)
    assert (code, out) == (2, "") and err.count("\n") == 1 and "Traceback" not in err
    (report,) = places.user_data().glob("ошибка *.txt")
    assert str(report) in err and "RuntimeError: внутри" in report.read_text("utf-8")


def test_ctrl_c_leaves_the_file_as_it_was(shnor: Shnor, monkeypatch: pytest.MonkeyPatch) -> None:
    from shnor_desktop.operations.results import parcels

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    answer(shnor, "new", "новый.shnor")
    with monkeypatch.context() as patch:
        patch.setattr(parcels, "_write_parcels", interrupted)
        assert "Прервано" in refusal(shnor("import", "новый.shnor", sample.workbooks()[1]))
    assert answer(shnor, "classify", "новый.shnor")["schools"] == []
    assert answer(shnor, "check", "новый.shnor")["sound"] is True


def test_a_reader_that_leaves_early_is_no_fault(district: Path) -> None:
    script = "import sys; from shnor_desktop.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "history", str(district)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) in (0, 2)
    process.stderr.close()


def test_of_a_trial_exam_alone_no_paper_says_that_nobody_was_found(shnor: Shnor, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Пробный ОГЭ по физике, март 2025",), ("ОО", "Участников", "«2»"), ("МБОУ СОШ № 1", 20, 12)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "Пробный.xlsx")
    shnor("new", "о.shnor")
    assert shnor("import", "о.shnor", "Пробный.xlsx")[0] == 0
    for paper in ("list", "memo"):
        assert shnor("print", "о.shnor", paper, "-o", "о.xlsx", "--replace")[0] == 0
        cells = [
            str(cell) for sheet in openpyxl.load_workbook("о.xlsx") for line in sheet.values for cell in line
        ]
        assert not any("не выявлено" in text for text in cells), paper
        assert any("ывод сделать нельзя" in text for text in cells), paper


def test_the_list_is_signed_when_everybody_in_doubt_is_decided(district: Path, shnor: Shnor) -> None:
    """Nobody is left out in silence: who is undecided is named, before and after."""
    told = refusal(shnor("sign", district, "--list"))
    assert (
        "Не решено, включать ли в перечень: МКОУ «Каменнологская ООШ», МБОУ «Сосново-Ручейская СОШ»." in told
    )
    signed = answer(
        shnor,
        "sign",
        district,
        "--list",
        *("--date", "01.09.2026", "--title", "Перечень на сентябрь", "--by", "начальник"),
        *("--include", "Каменнологская=по решению совета", "--open", "все"),
        code=1,
    )
    assert signed["title"] == "Перечень на сентябрь"
    assert "МКОУ «Каменнологская ООШ»" in signed["schools"]
    assert signed["undecided"] == ["МБОУ «Сосново-Ручейская СОШ»"]
    again = shnor("sign", district, "--list", "--exclude", "Каменнологская=одумались", "--open", "все")
    assert again[0] == 1
    assert "Каменнологская" not in again[1]
    assert shnor("undo", district)[0] == 0


def test_a_list_is_not_signed_by_a_command_that_says_too_little(district: Path, shnor: Shnor) -> None:
    assert "Не сказано, что подписать" in refusal(shnor("sign", district))
    assert "Не сказано, что подписать" in refusal(shnor("sign", district, "7", "--list"))
    unspoken = refusal(
        shnor("sign", district, "--list", "--open", "все", "--include", "Белополянская=так надо")
    )
    assert "перечень не говорит" in unspoken
