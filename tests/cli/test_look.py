"""Looking into the journal on the command line: differences, history, check, rebuilding."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from shnor_desktop.operations.records import records
from tests.cli.running import Shnor, answer, change, digest, director, exported, opened, questions, refusal


def test_difference_of_two_files(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    assert answer(shnor, "diff", ours, theirs)["same"] is True
    assert "совпадают" in shnor("diff", ours, theirs)[1]
    change(ours, 0, "Школа № 1", director="Иванов И.И.", phone="1-11")
    change(theirs, 1, "Школа № 1", director="Петров П.П.")
    with opened(theirs, 1) as document, document.write("Новая школа") as session:
        records.save(session, "school", None, {"name": "Новая школа", "place": "Дубки"})
    before = digest(ours), digest(theirs)
    told = answer(shnor, "diff", ours, theirs)
    (one,) = told["differ"]
    assert {(f["label"], f["here"], f["there"]) for f in one["fields"]} == {
        ("Директор", "Иванов И.И.", "Петров П.П."),
        ("Телефон", "1-11", ""),
    }
    assert [one["title"] for one in told["only_there"]] == ["Новая школа"] and told["only_here"] == []
    assert [one["person"] for one in told["actions_here"]] == ["Работник 0"]
    assert len(told["actions_there"]) == 2
    back = answer(shnor, "diff", theirs, ours)
    assert [one["title"] for one in back["only_here"]] == ["Новая школа"]
    assert (digest(ours), digest(theirs)) == before
    assert "только в другом" in shnor("diff", ours, theirs)[1]


def test_difference_of_two_moments(shnor: Shnor, base: Path) -> None:
    start = answer(shnor, "history", base, "--limit", 1)["actions"][0]["id"]
    change(base, 0, "Школа № 1", director="Первый")
    middle = answer(shnor, "history", base, "--limit", 1)["actions"][0]["id"]
    change(base, 0, "Школа № 1", director="Второй")
    change(base, 0, "Школа № 3", director="Другой")

    def fields(*words: object) -> set[tuple[str, str, str]]:
        told = answer(shnor, "diff", base, *words)
        return {(one["title"], f["before"], f["after"]) for one in told["records"] for f in one["fields"]}

    assert fields("--from", start) == {("Школа № 1", "", "Второй"), ("Школа № 3", "", "Другой")}
    assert fields("--from", start, "--to", middle) == {("Школа № 1", "", "Первый")}
    assert fields("--from", middle) == {("Школа № 1", "Первый", "Второй"), ("Школа № 3", "", "Другой")}
    assert fields("--from", "01.01.2999") == set()
    assert "не момент истории" in refusal(shnor("diff", base, "--from", "вчера"))
    assert "истории нет" in refusal(shnor("diff", base, "--from", "99.1"))
    assert "Не указано, с чем сравнить" in refusal(shnor("diff", base))


def test_history_of_a_record_and_of_a_person(shnor: Shnor, base: Path) -> None:
    change(base, 0, "Школа № 1", director="Первый")
    change(base, 1, "Школа № 1", director="Второй")
    told = answer(shnor, "history", base, "--record", "Школа № 1")
    assert told["record"]["title"] == "Школа № 1"
    directors = [(one["before"], one["after"]) for one in told["changes"] if one["field"] == "Директор"]
    assert directors == [("Первый", "Второй"), ("", "Первый")]
    by_uid = answer(shnor, "history", base, "--record", f"school:{told['record']['uid']}")
    assert by_uid == told
    assert answer(shnor, "history", base, "--record", "№ 1")["record"] == told["record"]
    own = answer(shnor, "history", base, "--record", "school:Школа № 1", "--person", "работник 1")
    assert [one["after"] for one in own["changes"]] == ["Второй"]
    everybody = answer(shnor, "history", base, "--person", "Работник 1")["actions"]
    assert len(everybody) == 1 and everybody[0]["person"] == "Работник 1"
    assert "найдено карточек" in refusal(shnor("history", base, "--record", "школа"))
    assert "в файле нет" in refusal(shnor("history", base, "--record", "Марсианская"))


def test_check_tells_every_part_and_the_backups(shnor: Shnor, base: Path) -> None:
    with opened(base, 0) as document:
        copy = document.make_backup()
    told = answer(shnor, "check", base)
    parts = (
        "integrity",
        "foreign_keys",
        "history",
        "merges",
        "contents",
        "files",
        "sizes",
        "journal",
        "chains",
    )
    assert told["parts"] == dict.fromkeys(parts, True)
    assert [one["sound"] for one in told["backups"]] == [True]
    copy.path.write_bytes(copy.path.read_bytes()[:70_000])
    told = answer(shnor, "check", base, code=1)
    assert told["sound"] is True and [one["sound"] for one in told["backups"]] == [False]
    assert "испорчена" in shnor("check", base)[1]


def test_rebuild_gives_the_same_file_from_the_journal_alone(
    shnor: Shnor, copies: list[Path], tmp_path: Path
) -> None:
    answer(shnor, "merge", *copies, code=1)
    told = answer(shnor, "rebuild", copies[0], "заново.shnor")
    again = tmp_path / "заново.shnor"
    assert told["same"] is True and told["differing"] == {}
    assert exported(shnor, again) == exported(shnor, copies[0])
    assert questions(shnor, again) == questions(shnor, copies[0])
    assert answer(shnor, "merge", again, copies[0], code=1)["files"][0]["already"]
    assert "уже есть" in refusal(shnor("rebuild", copies[0], again))


def test_rebuild_undoes_what_another_tool_did(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(base)
    connection.execute("UPDATE school SET director = 'Кто-то' WHERE name = 'Школа № 1'")
    connection.commit()
    connection.close()
    assert answer(shnor, "check", base, code=1)["parts"]["journal"] is False
    assert answer(shnor, "rebuild", base, "заново.shnor", code=1)["differing"] == {"school": 1}
    assert director(tmp_path / "заново.shnor") == "" and director(base) == "Кто-то"


# ---- edits of another program


def _scribble(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE school SET director = 'Чужая рука' WHERE name = 'Школа № 1'")


def test_edits_of_another_program_are_shown_and_accepted(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    assert answer(shnor, "external", base)["found"] is False
    _scribble(base)
    code, told, _ = shnor("external", base)
    assert code == 1 and "пусто → Чужая рука" in told and "--accept" in told
    assert "shnor external" in shnor("check", base)[1]
    assert "другой программой" in refusal(shnor("copy", base, tmp_path / "копия.shnor"))
    assert "другой программой" in refusal(
        shnor("copy", base, tmp_path / "часть.shnor", "--school", "Школа № 1")
    )
    done = answer(shnor, "external", base, "--accept")
    assert done["done"] == "accepted" and done["counts"]["school"]["changed"] == 1
    assert director(base, "Школа № 1") == "Чужая рука"
    (newest,) = answer(shnor, "history", base, "--limit", 1)["actions"]
    assert (newest["kind"], newest["person"]) == ("external", "другая программа")
    assert answer(shnor, "check", base)["sound"] is True
    assert shnor("copy", base, tmp_path / "копия.shnor")[0] == 0


def test_edits_of_another_program_are_put_back(shnor: Shnor, base: Path) -> None:
    before = director(base, "Школа № 1")
    _scribble(base)
    assert answer(shnor, "external", base, "--put-back")["done"] == "put_back"
    assert director(base, "Школа № 1") == before
    assert answer(shnor, "check", base)["sound"] is True


def test_a_file_with_torn_references_is_checked_and_rebuilt(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(base, isolation_level=None)) as other:
        other.execute("DELETE FROM subject WHERE uid IN (SELECT subject FROM procedure LIMIT 1)")
    code, told, _ = shnor("check", base, "--json")
    parts = json.loads(told)["parts"]
    assert code == 1 and parts["foreign_keys"] is False and parts["history"] and parts["chains"]
    assert shnor("rebuild", base, tmp_path / "заново.shnor")[0] == 1
    assert answer(shnor, "check", tmp_path / "заново.shnor")["sound"] is True


def test_records_are_found_by_words_in_any_form(shnor: Shnor, base: Path) -> None:
    told = answer(shnor, "find", base, "заречья", "№ 3")
    assert [(one["kind"], [hit["title"] for hit in one["hits"]]) for one in told["groups"]] == [
        ("school", ["Школа № 3"])
    ]
    assert answer(shnor, "find", base, "irjkf", "--limit", 2)["corrected"] == "школа"
    code, lines, _ = shnor("find", base, "школы", "--limit", 2)
    assert (code, lines.splitlines()[-1].strip()) == (0, "… и ещё 3; все — с --limit 5")
    assert "ничего не нашлось" in shnor("find", base, "щщщщ")[1]
