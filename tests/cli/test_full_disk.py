"""A disk without room: what is said names the disk that is full, be it that of the file or that of the temporary files;
nothing is lost, and nothing but one sentence is said."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import records

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "external район.shnor",
    "merge район.shnor другие.shnor",
    "merge район.shnor другие.shnor --dry-run",
    "diff район.shnor другие.shnor",
    "renew район.shnor {out}/новый.shnor",
    "copy район.shnor {out}/копия.zip",
    "export район.shnor {out}/книга.xlsx",
    "print район.shnor orders-journal -o {out}/бумага.xlsx",
)


def _shnor(folder: Path, temporary: Path, words: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from shnor_desktop import cli; sys.exit(cli.main())", *words],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    point = tmp_path / "маленький диск"
    point.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=512k", "none", str(point)]
    if not shutil.which("mount") or subprocess.run(made, check=False, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    yield point
    subprocess.run(["umount", "-l", point], check=False, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, template: Path) -> Path:
    folder = tmp_path / "работа"
    folder.mkdir()
    path = Path(shutil.copyfile(template, folder / "район.shnor"))
    for name, where in (("район", path), ("другие", folder / "другие.shnor")):
        if name == "другие":
            shutil.copyfile(path, where)
        with (
            Document.open(where, Who("А", "Б"), back_up=False) as document,
            document.write("Школы") as session,
        ):
            session.add_all(School(name=f"Школа {name} № {n}", note="а" * 500) for n in range(100))
            records.save(
                session, "paper", None, {"kind": "order", "title": f"О школах {name}", "number": "1"}
            )
    return folder


def _fill(disk: Path, left: int) -> None:
    with (disk / "чужое").open("wb") as file:
        file.write(bytes(shutil.disk_usage(disk).free - left))


def test_no_room_for_temporary_files(folder: Path, small: Path) -> None:
    _fill(small, 20_000)
    before = (folder / "район.shnor").read_bytes()
    failed = 0
    for command in COMMANDS:
        code, told = _shnor(folder, small, [word.format(out=folder) for word in command.split()])
        assert code != 2 or (f"«{small}»" in told and told.count("\n") == 1), (command, told)
        failed += code == 2
    assert failed >= 5
    assert (folder / "район.shnor").read_bytes() == before
    assert [one.name for one in small.iterdir()] == ["чужое"]


def test_no_room_for_what_is_made(folder: Path, small: Path) -> None:
    _fill(small, 4_000)
    temporary = folder.with_name("временное")
    temporary.mkdir()
    for command in COMMANDS[-4:]:
        code, told = _shnor(folder, temporary, [word.format(out=small) for word in command.split()])
        assert code == 2 and "нет места" in told and str(temporary) not in told, (command, told)
        assert told.count("\n") == 1, told
    assert [one.name for one in small.iterdir()] == ["чужое"]
    assert not list(temporary.iterdir())
