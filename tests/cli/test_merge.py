"""Merging on the command line: any order, decided once, and files as people handle them."""

import itertools
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shnor_desktop.document.file import backup as backups
from tests.cli.running import Shnor, answer, change, digest, director, exported, opened, questions, refusal


def test_all_six_orders_give_one_export_and_one_list(
    shnor: Shnor, copies: list[Path], tmp_path: Path
) -> None:
    merged = []
    for order in itertools.permutations(range(3)):
        folder = tmp_path / "".join(map(str, order))
        folder.mkdir()
        first, *others = (Path(shutil.copyfile(copies[n], folder / copies[n].name)) for n in order)
        told = answer(shnor, "merge", first, *others, code=1)
        assert told["changed"] and told["open_after"] > 0
        merged.append(first)
    assert len({exported(shnor, path) for path in merged}) == 1
    lists = [questions(shnor, path) for path in merged]
    assert all(one == lists[0] for one in lists)
    assert {"field", "delete"} <= {one["kind"] for one in lists[0]}
    for path in merged:
        assert answer(shnor, "check", path)["sound"]
    before = digest(merged[0])
    again = answer(shnor, "merge", merged[0], *merged[1:], code=1)
    assert all(one["already"] for one in again["files"]) and not again["changed"]
    assert "уже содержится" in shnor("merge", merged[0], merged[1])[1]
    assert digest(merged[0]) == before


def test_a_question_decided_once_is_decided_everywhere(shnor: Shnor, copies: list[Path]) -> None:
    first, second, third = copies
    answer(shnor, "merge", first, second, third, code=1)
    for other in (second, third):
        answer(shnor, "merge", other, first, code=1)
    assert questions(shnor, second) == questions(shnor, third) == questions(shnor, first)
    while found := questions(shnor, first):
        one = found[0]
        take = {"field": "there", "delete": "restore", "parent": "restore", "key": "here"}[one["kind"]]
        told = answer(shnor, "decide", first, one["id"], "--take", take, "--reason", "сверили с приказом")
        assert told["decided"] == 1 and told["left"] < len(found)
    for other in (second, third):
        assert answer(shnor, "merge", other, first)["open_after"] == 0
        assert questions(shnor, other) == []
    assert len({exported(shnor, path) for path in copies}) == 1
    titles = [one["title"] for one in answer(shnor, "history", third)["actions"] if one["kind"] == "decide"]
    assert titles and all(one.startswith("Решено: ") and "сверили с приказом" in one for one in titles)
    answer(shnor, "merge", first, second, third)
    assert questions(shnor, first) == []


_QUOTE, _ASKED = ("„", "") if sys.platform == "win32" else ('"', "?")
"""What Windows takes in no name."""


@pytest.fixture
def odd_folder(tmp_path: Path) -> Path:
    folder = tmp_path / f"Папка «МБОУ {_QUOTE}СОШ № 1{_QUOTE}» и 'прочие'; 100 % — копия #2{_ASKED}"
    while len(os.fsencode(folder)) < 330:
        folder /= "очень длинное название папки с письмами"
    folder.mkdir(parents=True)
    return folder


def test_odd_folders_and_long_paths(shnor: Shnor, base: Path, odd_folder: Path) -> None:
    folder = odd_folder
    ours, theirs = (
        Path(shutil.copyfile(base, folder / name))
        for name in ("наш 'файл'.shnor", f"их {_QUOTE}файл{_QUOTE}.shnor")
    )
    change(theirs, 1, "Школа № 1", director="Белов П.П.")
    assert answer(shnor, "merge", ours, theirs, "--dry-run")["files"][0]["counts"]["school"]["changed"] == 1
    assert answer(shnor, "diff", ours, theirs)["same"] is False
    answer(shnor, "merge", ours, theirs)
    assert director(ours) == "Белов П.П." and answer(shnor, "diff", ours, theirs)["same"] is True
    part = folder / "часть 'для школы'.shnor"
    assert answer(shnor, "copy", ours, part, "--school", "Школа № 1")["whom"] == "Школа № 1"
    assert answer(shnor, "merge", theirs, part)["files"][0]["already"]


def deep(base: Path, folder: Path) -> tuple[Path, Path]:
    """The file, and a copy of it deeper than SQLite reaches."""
    (folder / ("я" * 120)).mkdir()
    ours = Path(shutil.copyfile(base, folder / "наш файл.shnor"))
    return ours, Path(shutil.copyfile(ours, folder / ("я" * 120) / "глубоко.shnor"))


def test_a_path_too_long_to_be_worked_in_is_told(shnor: Shnor, base: Path, odd_folder: Path) -> None:
    ours, too_deep = deep(base, odd_folder)
    assert "слишком длинный" in refusal(shnor("merge", too_deep, ours))


def test_a_path_too_long_to_be_worked_in_is_merged(shnor: Shnor, base: Path, odd_folder: Path) -> None:
    ours, too_deep = deep(base, odd_folder)
    assert answer(shnor, "merge", ours, too_deep)["files"][0]["already"]


def test_a_clock_set_back_decides_nothing(
    shnor: Shnor, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    change(ours, 0, "Школа № 1", director="Иванов И.И.", phone="1-11")
    with monkeypatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: 1_000_000_000 * 10**9)  # September 2001.
        change(theirs, 1, "Школа № 1", director="Старый текст")
        change(theirs, 1, "Школа № 1", director="Петров П.П.")
    answer(shnor, "merge", ours, theirs, code=1)
    answer(shnor, "merge", theirs, ours, code=1)
    (one,) = questions(shnor, ours)
    assert questions(shnor, theirs) == [one]
    doubtful = {side["value"]: side["clock_doubtful"] for side in one["sides"]}
    assert doubtful == {"Иванов И.И.": False, "Петров П.П.": True}
    assert (
        director(ours) == director(theirs) == "Петров П.П."
    )  # Said last of what each knew, not at the later hour.
    assert "часы сомнительны" in shnor("conflicts", ours)[1]


def test_the_same_file_twice_and_an_own_older_copy(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    ours, theirs, older = (
        Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor", "старая.shnor")
    )
    change(ours, 0, "Школа № 1", director="Иванов И.И.")
    change(theirs, 1, "Школа № 3", director="Петров П.П.")
    twice = answer(shnor, "merge", ours, theirs, theirs)
    assert [one["already"] for one in twice["files"]] == [False, True]
    before = digest(ours)
    told = answer(shnor, "merge", ours, older, older)
    assert [one["already"] for one in told["files"]] == [True, True] and not told["changed"]
    assert digest(ours) == before
    assert answer(shnor, "merge", older, ours)["changed"]
    assert exported(shnor, older) == exported(shnor, ours)


def test_copied_edited_and_copied_back(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    """Explorer copies over; whoever kept another copy still loses nothing."""
    ours, kept = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "оставлена.shnor"))
    change(ours, 0, "Школа № 1", director="Иванов И.И.")
    stick = Path(shutil.copyfile(ours, tmp_path / "флешка.shnor"))
    change(kept, 0, "Школа № 2", director="Орлова О.О.")
    change(stick, 1, "Школа № 1", director="Петров П.П.")
    change(ours, 0, "Школа № 3", director="Сидорова С.С.")
    lost = Path(shutil.copyfile(ours, tmp_path / "была.shnor"))
    shutil.copyfile(stick, ours)
    change(ours, 0, "Школа № 1", phone="7-77")
    answer(shnor, "merge", ours, kept, lost)
    names = ("Школа № 1", "Школа № 2", "Школа № 3")
    assert [director(ours, name) for name in names] == ["Петров П.П.", "Орлова О.О.", "Сидорова С.С."]
    answer(shnor, "merge", lost, ours)
    assert exported(shnor, lost) == exported(shnor, ours)
    assert answer(shnor, "check", ours)["sound"]


def test_a_restored_backup_edited_and_merged_with_what_was_sent_before(
    shnor: Shnor, base: Path, tmp_path: Path
) -> None:
    ours = Path(shutil.copyfile(base, tmp_path / "а.shnor"))
    with opened(ours, 0) as document:
        backup = document.make_backup()
    change(ours, 0, "Школа № 1", director="Отправленный", phone="1-11")
    sent = Path(shutil.copyfile(ours, tmp_path / "отправлена.shnor"))
    backups.restore(ours, backup.path)
    assert director(ours) == ""
    change(ours, 0, "Школа № 1", director="Новый после восстановления")
    answer(shnor, "merge", ours, sent, code=1)
    answer(shnor, "merge", sent, ours, code=1)
    assert questions(shnor, ours) == questions(shnor, sent)
    (one,) = questions(shnor, ours)
    assert {side["value"] for side in one["sides"]} == {"Отправленный", "Новый после восстановления"}
    assert exported(shnor, ours) == exported(shnor, sent)


def test_a_whole_merge_is_taken_back(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    assert "ничего не объединяли" in refusal(shnor("undo", ours, "--merge"))
    change(theirs, 1, "Школа № 1", director="Белов П.П.")
    before = exported(shnor, ours)
    answer(shnor, "merge", ours, theirs)
    told = answer(shnor, "undo", ours, "--merge")
    assert told["file_name"] == "б.shnor" and director(Path(told["kept"])) == "Белов П.П."
    assert exported(shnor, ours) == before
    answer(shnor, "merge", ours, theirs)
    assert director(ours) == "Белов П.П."
    assert "либо" in refusal(shnor("undo", ours, "--merge", "--parcel", "1.1"))


def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    shnor: Shnor, base: Path, tmp_path: Path
) -> None:
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    change(theirs, 1, "Школа № 1", director="Петров П.П.")
    answer(shnor, "new", "чужой.shnor")
    (tmp_path / "текст.shnor").write_text("не файл программы", "utf-8")
    (tmp_path / "оборван.shnor").write_bytes(theirs.read_bytes()[:50_000])
    before = digest(ours)
    for bad, told in (
        ("чужой.shnor", "самостоятельный файл"),
        ("текст.shnor", "не файл этой программы"),
        ("оборван.shnor", "оборван"),
        ("нет.shnor", "нет.shnor"),
        (tmp_path, "папка"),
        (ours, "тот самый файл"),
    ):
        # A good file named beside a bad one is not taken over either.
        for words in ((bad,), (theirs, bad)):
            assert told in refusal(shnor("merge", ours, *words)), bad
        assert told in refusal(shnor("diff", ours, bad))
        assert digest(ours) == before
    mixed = answer(shnor, "merge", ours, theirs, "чужой.shnor", "--dry-run", code=1)
    assert [bool(one["refused"]) for one in mixed["files"]] == [False, True]
    assert [one["stranger"] for one in mixed["files"]] == [False, True]


def test_a_link_to_the_same_file_is_refused(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    link, before = tmp_path / "ссылка.shnor", digest(base)
    link.symlink_to(base)
    for verb in ("merge", "diff"):
        assert "тот самый файл" in refusal(shnor(verb, base, link))
    assert digest(base) == before


_HOLDER = """
import sys
from pathlib import Path
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
with Document.open(Path(sys.argv[1]), Who(person="Сидорова В.П.", office="УО"), back_up=False):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.processes
def test_a_file_open_in_another_program(shnor: Shnor, base: Path, tmp_path: Path) -> None:
    ours, theirs = (Path(shutil.copyfile(base, tmp_path / name)) for name in ("а.shnor", "б.shnor"))
    change(theirs, 1, "Школа № 1", director="Петров П.П.")
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(theirs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        assert "в другом окне" in refusal(shnor("merge", theirs, ours))
        assert answer(shnor, "merge", theirs, ours, "--dry-run")["files"][0]["already"]
        assert answer(shnor, "conflicts", theirs)["conflicts"] == []
        answer(shnor, "merge", ours, theirs)
    finally:
        holder.communicate("")
    assert holder.returncode == 0 and director(ours) == "Петров П.П."
