"""What lies beside a document under the names of files SQLite and the program open: nothing is waited for, nothing is
followed, nothing is read along, and what is said is true."""

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop import cli
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import backup
from shnor_desktop.document.journal.author import note_path
from shnor_desktop.models.schools import School
from tests.conftest import LONG, some
from tests.document.foreign import hostile
from tests.document.opening.test_ways import _crash, _rename

ROOT = Path(__file__).parents[3]
ME = Who("Петрова А.И.", "ИМЦ")


def shnor(*words: object) -> tuple[int, Any, str]:
    """A command that must come to an end: (code, answer, what was told beside it); in a process of its own when nothing
    is spared."""
    if not LONG:
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as told:
            code = cli.main([*map(str, words), "--json"])
        return code, json.loads(out.getvalue() or "null"), told.getvalue()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from shnor_desktop import cli; sys.exit(cli.main())",
            *map(str, words),
            "--json",
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    return done.returncode, json.loads(done.stdout or "null"), done.stderr


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _link(path: Path) -> None:
    victim = path.with_name("чужое.txt")
    victim.write_text("ценное")
    path.symlink_to(victim)


def _nowhere(path: Path) -> None:
    path.symlink_to("чужое.txt")


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


Maker = Callable[[Path], None]
ODD: dict[str, Maker] = {
    "pipe": _pipe,
    "folder": _folder,
    "device": _device,
    "link": _link,
    "link to nowhere": _nowhere,
}


@pytest.fixture
def path(new_path: Callable[[str], Path]) -> Path:
    path = new_path("Заречный район.shnor")
    with Document.open(path, ME, back_up=False) as document, document.write("Школа") as session:
        session.add(School(name="Школа № 1"))
    return path


def _unharmed(path: Path) -> bool:
    victim = path.with_name("чужое.txt")
    return not victim.exists() or victim.read_text() == "ценное"


@pytest.mark.parametrize(("odd", "suffix"), some(product(ODD, ("-journal", "-wal", "-shm")), every=4))
def test_something_odd_bears_the_name_of_a_sidecar(path: Path, odd: str, suffix: str) -> None:
    beside = path.with_name(path.name + suffix)
    ODD[odd](beside)
    code, found, told = shnor("check", path)
    assert code == 0 and found["sound"], (found, told)
    assert f"посторонний «{beside.name}»" in told
    assert os.path.lexists(beside), "looking changes nothing"
    code, _, told = shnor("undo", path)
    assert code == 0, told
    assert shnor("check", path)[:1] == (0,) and _unharmed(path)


@pytest.mark.parametrize("odd", [*ODD, "noise"])
def test_something_odd_bears_the_name_of_the_note(path: Path, odd: str) -> None:
    note = note_path(path)
    {**ODD, "noise": _noise}[odd](note)
    with Document.open(path, ME, back_up=False), pytest.raises(Exception, match="уже открыт"):
        Document.open(path, ME)
    assert shnor("check", path)[0] == 0 and shnor("undo", path)[0] == 0
    assert _unharmed(path)
    assert note.is_dir() or not os.path.lexists(note)


@pytest.mark.parametrize("odd", some(ODD, every=2))
def test_something_odd_stands_among_the_backups(path: Path, odd: str) -> None:
    folder = backup.folder_of(path)
    folder.mkdir()
    ODD[odd](folder / "2099-01-01 10-10-10.shnor")
    code, found, _ = shnor("check", path)
    assert code == 0 and found["backups"] == []
    assert shnor("undo", path)[0] == 0 and _unharmed(path)


@pytest.mark.parametrize("odd", ODD)
def test_something_odd_bears_the_name_of_the_output(path: Path, odd: str, tmp_path: Path) -> None:
    """A copy never writes over it; a workbook takes the place of a link or a pipe, and is not written through it."""
    copy, book = tmp_path / "копия.shnor", tmp_path / "книга.xlsx"
    for out in (copy, book):
        out.with_name("чужое.txt").unlink(missing_ok=True)
        ODD[odd](out)
    before = copy.lstat().st_ino
    assert shnor("copy", path, copy)[0] == 2 and copy.lstat().st_ino == before
    assert shnor("export", path, book)[0] == 2
    code, _, told = shnor("export", path, book, "--replace")
    assert (
        (code == 2 and "папка" in told)
        if odd == "folder"
        else (code == 0 and book.is_file() and not book.is_symlink())
    )
    assert _unharmed(path) and not list(tmp_path.glob(".*.new"))


def test_the_journal_of_another_database(path: Path) -> None:
    hostile._stale_journal(path)
    code, found, told = shnor("check", path)
    assert code == 0 and found["sound"] and "журнал прерванного действия" in told


def test_a_newer_copy_over_a_file_with_the_journal_of_a_crash_is_shown(path: Path, tmp_path: Path) -> None:
    newer = Path(shutil.copyfile(path, tmp_path / "новая.shnor"))
    _rename(newer, "новое")
    _crash(path)
    shutil.copyfile(newer, path)
    code, found, told = shnor("history", path)
    assert code == 0 and found["actions"][0]["title"] == "Место: новое"
    assert "журнал прерванного действия" in told


def test_another_document_over_a_file_with_the_journal_of_a_crash(path: Path, tmp_path: Path) -> None:
    _crash(path)
    Document.create(tmp_path / "другой.shnor", ME).close()
    shutil.copyfile(tmp_path / "другой.shnor", path)
    code, found, told = shnor("check", path)
    assert code == 0 and found["sound"] and "журнал прерванного действия" in told


def test_what_a_crash_began_is_not_shown(path: Path) -> None:
    _crash(path, "много")
    code, found, told = shnor("history", path)
    assert (code, told) == (0, "") and found["actions"][0]["title"] == "Школа"


STRANGE = {
    "INSERT INTO meta VALUES ('чужое', 'x')": "постороннее: чужое",
    "INSERT INTO meta VALUES (printf('%.*c', 1000000, 'х'), zeroblob(1000000))": "постороннее",
    "INSERT INTO meta VALUES ('scope', zeroblob(1000000))": "не понять, целый это файл или часть",
    "INSERT INTO meta VALUES ('kind', 'part'), ('scope', '{{')": "не понять, целый это файл или часть",
    "INSERT INTO meta VALUES ('whom', printf('%.*c', 1000000, 'х'))": "не понять, кому отправлена часть",
    "INSERT INTO attachment VALUES (zeroblob(32), zeroblob(3000000))": "посторонние вложения: 1",
}
_MERGE = "INSERT INTO merge_log (wall_ms, person, office, file_name, backup, report) VALUES ({})"
_REPORT = """'{"counts": {}, "authors": []}'"""
LOGGED = [
    f"1, printf('%.*c', 3000000, 'x'), '', '', '', {_REPORT}",
    f"1, 'а' || char(7), '', '', '', {_REPORT}",
    f"1, '', '', '', '../../секрет', {_REPORT}",
    f"9223372036854775807, '', '', '', '', {_REPORT}",
    f"-5, '', '', '', '', {_REPORT}",
    "1, '', '', '', '', '[]'",
    "1, '', '', '', '', replace(hex(zeroblob(100000)), '00', '[')",
    """1, '', '', '', '', '{"counts": {"school": [1]}, "authors": []}'""",
]


_TELLS_A_PART = re.compile("'(?:kind|scope|whom)'")


def _put(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute(statement)
        plain.commit()


@pytest.mark.parametrize("statement", STRANGE)
def test_strange_contents_are_found(path: Path, statement: str) -> None:
    _put(path, statement)
    code, found, _ = shnor("check", path)
    assert code == 1 and len(found["findings"]) == 1, found
    assert STRANGE[statement] in found["findings"][0]
    assert shnor("history", path)[0] == 0
    # What nobody would take in is not worked in either.
    assert shnor("undo", path)[0] == (2 if _TELLS_A_PART.search(statement) else 0)


@pytest.mark.parametrize("values", some(LOGGED, every=2))
def test_what_no_merge_writes_in_the_log_is_found_and_not_used(path: Path, values: str) -> None:
    _put(path, _MERGE.format(values))
    code, found, _ = shnor("check", path)
    assert code == 1 and found["findings"] == ["Журнал объединений повреждён: запись № 1."]
    code, _, told = shnor("undo", path, "--merge")
    assert code == 2 and "Журнал объединений повреждён" in told
    assert shnor("undo", path)[0] == 0


def test_a_flood_of_logged_merges_is_told_in_short(path: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT 1, '', '', '', '/', '' FROM n"
    _put(path, _MERGE.replace("VALUES ({})", numbers))
    code, found, _ = shnor("check", path)
    assert code == 1 and len(found["findings"]) < 10
