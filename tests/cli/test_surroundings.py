"""What commands meet on a computer: its clock, and the rights of what they make."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shnor_desktop import places
from shnor_desktop.cli import parser
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file.backup import folder_of
from shnor_desktop.document.journal.author import note_path
from tests.cli.running import Shnor, refusal


@pytest.mark.parametrize("now", [-86_400.0, 0.0, 100_000.0, 2.0**34])
def test_a_clock_that_cannot_be_right_is_told(
    shnor: Shnor, monkeypatch: pytest.MonkeyPatch, now: float
) -> None:
    assert shnor("new", "район.shnor")[0] == 0
    before = Path("район.shnor").read_bytes()
    monkeypatch.setattr(time, "time", lambda: now)
    for command in ("new другой.shnor", "undo район.shnor", "check район.shnor", "export район.shnor к.xlsx"):
        assert "Часы этого компьютера" in refusal(shnor(*command.split()))
    assert Path("район.shnor").read_bytes() == before and not Path("другой.shnor").exists()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of Windows is no variable")
def test_a_zone_that_cannot_be_is_told(shnor: Shnor, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("TZ", "XXX-99")
            time.tzset()
            assert "Часовой пояс" in refusal(shnor("new", "район.shnor"))
    finally:
        time.tzset()
    assert shnor("new", "район.shnor")[0] == 0


def test_a_clock_of_a_dead_battery_may_be_worked_with(shnor: Shnor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 946_684_800.0)
    assert shnor("new", "район.shnor")[0] == 0


def test_a_user_who_is_at_home_nowhere_works(shnor: Shnor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service account without a folder of its own: nothing can be remembered, everything else is done."""

    def nowhere() -> Path:
        raise FileNotFoundError(2, "no such folder", "~")

    monkeypatch.setattr(places, "user_data", nowhere)
    for command in ("new район.shnor", "copy район.shnor копия.shnor", "check район.shnor"):
        assert shnor(*command.split())[0] == 0
    assert places.keep_details(ValueError("ours")) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_an_answer_that_finds_no_room_does_not_say_that_nothing_was_done(tmp_path: Path) -> None:
    """Nor does a complaint that nobody takes change the exit code."""
    command = [sys.executable, "-c", "import sys; from shnor_desktop.cli import main; sys.exit(main())"]
    surroundings = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with Path("/dev/full").open("w") as full:

        def told(*words: object) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [*command, *map(str, words)],
                stdout=full,
                stderr=subprocess.PIPE,
                env=surroundings,
                encoding="utf-8",
                check=False,
            )

        new = told("new", tmp_path / "район.shnor")
        locked = told("copy", tmp_path / "район.shnor", tmp_path / "копия.zip")
        lost = subprocess.run([*command, "check", tmp_path / "нет.shnor"], stderr=full, check=False)
    assert new.returncode == 2 and new.stderr.startswith("Сделано, но ответ не напечатан")
    assert locked.returncode == 2 and "пароль к копии мог остаться не выведенным" in locked.stderr
    assert new.stderr.count("\n") == 1 and (tmp_path / "район.shnor").exists()
    assert lost.returncode == 2


def _made(shnor: Shnor, folder: Path) -> dict[str, int]:
    """The rights of everything that comes into being, by what it is."""
    for command in (
        "new {0}/район.shnor",
        "copy {0}/район.shnor {0}/копия.shnor",
        "export {0}/район.shnor {0}/книга.xlsx",
        "order {0}/район.shnor group --date 01.09.2026",
        "print {0}/район.shnor orders-journal -o {0}/бумага.pdf",
    ):
        assert shnor(*command.format(folder.name).split())[0] in (0, 1), command
    path = folder / "район.shnor"
    with Document.open(path, Who("А", "Б"), back_up=False) as document:
        document.make_backup()
        found = {"note": note_path(path), "journal": path.with_name(f"{path.name}-journal")}
        found |= {"backups": folder_of(path), "backup": next(folder_of(path).iterdir()), "document": path}
        found |= {one.suffix: one for one in folder.iterdir() if one.suffix in (".xlsx", ".pdf")}
        found["copy"] = folder / "копия.shnor"
        return {name: one.stat().st_mode & 0o777 for name, one in found.items() if one.exists()}


@pytest.mark.skipif(os.name != "posix", reason="rights are said in modes")
@pytest.mark.parametrize("shared", [False, True], ids=["own folder", "shared folder"])
def test_rights(shnor: Shnor, tmp_path: Path, shared: bool) -> None:
    folder = tmp_path / "папка"
    folder.mkdir()
    folder.chmod(0o2775 if shared else 0o755)
    usual = os.umask(0o022)
    try:
        made = _made(shnor, folder)
    finally:
        os.umask(usual)
    assert made.keys() >= {"note", "backups", "backup", "document", "copy", ".xlsx", ".pdf"}
    assert made.pop("backups") == (0o775 if shared else 0o700)
    assert made.pop(".xlsx") == made.pop(".pdf") == 0o644
    assert set(made.values()) == {0o644 if shared else 0o600}, made


WRITING = (
    "export д.shnor {}.xlsx",
    "print д.shnor list -o {}.pdf",
    "load д.shnor из.xlsx --marked {}.xlsx",
    "plan д.shnor {}.ics --export",
    "evidence д.shnor {}.zip",
)


@pytest.mark.parametrize("command", WRITING, ids=lambda one: one.split()[0])
def test_what_is_there_is_replaced_only_when_told(shnor: Shnor, sample_file: Path, command: str) -> None:
    shutil.copyfile(sample_file, "д.shnor")
    assert shnor("export", "д.shnor", "из.xlsx")[0] == 0
    words = command.format("вышло").split()
    out = Path(next(one for one in words if one.startswith("вышло")))
    out.write_bytes(b"mine")
    before = Path("д.shnor").read_bytes()
    assert "--replace" in refusal(shnor(*words))
    assert out.read_bytes() == b"mine" and Path("д.shnor").read_bytes() == before
    assert shnor(*words, "--replace")[0] in (0, 1, 2 if words[0] in ("plan", "evidence") else 0)
    assert out.read_bytes() != b"mine" or words[0] in ("plan", "evidence")  # Programmes are many there.


@pytest.mark.parametrize(
    "command",
    (
        *WRITING[:3],
        "copy д.shnor {}.shnor",
        "copy д.shnor .",
        "rebuild д.shnor {}.shnor",
        "renew д.shnor {}.shnor",
    ),
)
def test_a_folder_is_no_name_of_a_file(shnor: Shnor, template: Path, command: str) -> None:
    Path("д.shnor").write_bytes(template.read_bytes())
    assert shnor("export", "д.shnor", "из.xlsx")[0] == 0
    before = Path("д.shnor").read_bytes()
    words = command.format("папка").split()
    for end in (".xlsx", ".pdf", ".shnor"):
        Path(f"папка{end}").mkdir()
    assert "это папка" in refusal(shnor(*words))
    assert Path("д.shnor").read_bytes() == before


def test_help_is_in_russian(shnor: Shnor, capsys: pytest.CaptureFixture[str]) -> None:
    for name in arguments_of():
        with pytest.raises(SystemExit):
            parser([name]).parse_args([name, "--help"])
        told = capsys.readouterr().out
        assert "arguments:" not in told and "options:" not in told, name


def arguments_of() -> list[str]:
    """The names of all commands."""
    (made,) = (one for one in parser()._actions if one.dest == "command")
    return list(made.choices or ())
