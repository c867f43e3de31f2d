"""What differs between systems, as far as any of them can show it."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from shnor_desktop import places, system
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.errors import DocumentError, UserError


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (r"C:\Район\a b.shnor", "file:///C:/%D0%A0%D0%B0%D0%B9%D0%BE%D0%BD/a%20b.shnor?mode=ro"),
        (r"\\server\share\x#1?.shnor", "file:////server/share/x%231%3F.shnor?mode=ro"),
        (r"\\?\C:\long\x.shnor", "file:///C:/long/x.shnor?mode=ro"),
        (r"\\?\UNC\server\share\x.shnor", "file:////server/share/x.shnor?mode=ro"),
    ],
)
def test_an_address_for_sqlite_names_no_computer(path: str, address: str) -> None:
    """SQLite refuses `file://server/…` («invalid uri authority»)."""
    assert system.sqlite_uri(PureWindowsPath(path), "mode=ro") == address


def test_the_address_leads_to_the_file(tmp_path: Path) -> None:
    """Signs that mean something in an address are written out."""
    import sqlite3

    file = tmp_path / ("Район №1 #2 %41.db" if sys.platform == "win32" else "Район №1 #2 ?3 %41.db")
    sqlite3.connect(file).execute("CREATE TABLE one (n)").connection.close()
    with sqlite3.connect(system.sqlite_uri(file, "mode=ro"), uri=True) as connection:
        assert connection.execute("SELECT count(*) FROM one").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "CON.shnor",
        "nul .txt",
        "lpt1.pdf",
        "com¹.pdf",
        "aux.tar.gz",
        "x.",
        "x ",
        "a:b.shnor",
        "что?.pdf",
        "a\nb",
    ],
)
def test_names_that_windows_refuses(name: str) -> None:
    """Devices, streams, signs, ends that are cut off."""
    assert system.refusal_of(name)


@pytest.mark.parametrize(
    "name", ["Район.shnor", "console.shnor", "com10.pdf", ".x", "Перечень № 5 (2).pdf", "a..b"]
)
def test_names_that_windows_takes(name: str) -> None:
    """Whatever only looks like one of those."""
    assert system.refusal_of(name) is None


def test_a_refused_name_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    with pytest.raises(UserError, match="устройства"), places.written_whole(tmp_path / "nul.txt"):
        pytest.fail("nothing may be written")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_asked_for_its_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With those it stands in that are not there yet."""
    monkeypatch.setattr(system, "WINDOWS", True)
    for name in ("aux/школы", "школы./1", "1/com1"):
        with pytest.raises(UserError, match="не записать"):
            places.make_folder(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    places.make_folder(tmp_path / "школы" / "1")
    places.make_folder(tmp_path / "школы" / "1")
    assert (tmp_path / "школы" / "1").is_dir()


def test_invisible_signs_are_not_shown_but_named() -> None:
    for name in ("a\nb", "a\tb", "a\x00b"):
        assert "невидимых" in str(system.refusal_of(name))
    assert str(system.refusal_of('a\n?"b')).endswith('знаков " ?')


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a device")
def test_elsewhere_such_names_are_good(tmp_path: Path) -> None:
    with places.written_whole(tmp_path / "con.txt") as draft:
        draft.write_text("так можно", "utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["con.txt"]


class Held(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


def test_a_file_held_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An antivirus program lets go of it after three looks."""
    fresh, target = tmp_path / "fresh", tmp_path / "target"
    fresh.write_text("new")
    target.write_text("old")
    real, calls = os.replace, []

    def replace(self: Path, other: Path) -> None:
        calls.append(other)
        if len(calls) < 4:
            raise Held(13, "used by another process")
        real(self, other)

    monkeypatch.setattr(Path, "replace", replace)
    system.take_name(fresh, target)
    assert (target.read_text(), len(calls)) == ("new", 4)


def test_a_file_held_for_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both files are as they were; another fault is not waited for."""
    fresh, target = tmp_path / "fresh", tmp_path / "target"
    fresh.write_text("new")
    target.write_text("old")
    error: OSError = Held(13, "used by another process")
    tried = []

    def replace(_self: Path, other: Path) -> None:
        tried.append(other)
        raise error

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(system, "_PATIENCE_S", 0.05)
    with pytest.raises(Held):
        system.take_name(fresh, target)
    assert (len(tried) > 1, fresh.read_text(), target.read_text()) == (True, "new", "old")
    error, tried[:] = OSError(28, "no room"), []
    with pytest.raises(OSError, match="no room"):
        system.take_name(fresh, target)
    assert len(tried) == 1


def test_a_new_name_is_waited_for_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows gives it; one that is taken is no matter of patience."""
    real, calls = os.rename, []

    def rename(self: Path, other: Path) -> None:
        calls.append(other)
        if other.exists():
            raise FileExistsError(17, "taken")
        if len(calls) < 4:
            raise Held(13, "used by another process")
        real(self, other)

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(system, "WINDOWS", True)
    with places.written_whole(tmp_path / "x", replace=False) as draft:
        draft.write_text("new")
    assert ((tmp_path / "x").read_text(), len(calls)) == ("new", 4)
    with pytest.raises(FileExistsError), places.written_whole(tmp_path / "x", replace=False):
        pass
    assert len(calls) == 5 and [one.name for one in tmp_path.iterdir()] == ["x"]


def test_what_is_taken_away_is_waited_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    real, calls = os.unlink, []

    def unlink(self: Path, missing_ok: bool = False) -> None:
        calls.append(missing_ok)
        if len(calls) < 3:
            raise Held(13, "used by another process")
        real(self)

    monkeypatch.setattr(Path, "unlink", unlink)
    system.take_away(path)
    assert calls == [True] * 3 and not path.exists()


def test_a_file_that_stays_held_is_told_as_held(tmp_path: Path) -> None:
    """And not as one without rights, for which somebody else would be asked."""
    path = tmp_path / "Район.shnor"
    for way in (told, writing):
        with pytest.raises(DocumentError, match="«Район.shnor» занят другой программой"), way(path):
            raise Held(13, "used by another process", str(path))
    with pytest.raises(DocumentError, match="нет прав"), told(path):
        raise PermissionError(13, "denied")


@pytest.mark.skipif(sys.platform == "win32", reason="there it is tried by writing")
def test_a_folder_without_rights_is_not_written_into(tmp_path: Path) -> None:
    """By the rights of this user; the superuser may write anywhere."""
    tmp_path.chmod(0o500)
    try:
        assert system.may_write_in(tmp_path) == (os.geteuid() == 0)
    finally:
        tmp_path.chmod(0o700)
    assert system.may_write_in(tmp_path)


@pytest.mark.parametrize("act", [system.may_write_in, lambda folder: system.new_folder(folder, "shnor-")])
def test_a_folder_that_refuses_is_asked_once(
    act: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows does not say whether a name is taken or the folder may not be written into; Python tries other names nearly
    for ever."""
    asked = []

    def refuses(path: object, *_: object, **__: object) -> int:
        asked.append(path)
        raise PermissionError(13, "access denied")

    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(os, "access", lambda *_: True)
    monkeypatch.setattr(os, "open", refuses)
    monkeypatch.setattr(os, "mkdir", refuses)
    with contextlib.suppress(PermissionError):
        assert act(tmp_path) is False
    assert len(asked) == 1


def test_what_is_tried_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    assert system.may_write_in(tmp_path) and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        (r"\\?\C:\Район\a.shnor", r"C:\Район\a.shnor"),
        (r"\\?\UNC\server\share\a.shnor", r"\\server\share\a.shnor"),
        (r"\\?\Volume{b75e2c83}\a.shnor", r"\\?\Volume{b75e2c83}\a.shnor"),
        (r"\\?\C:\%s\a.shnor" % ("x" * 250), r"\\?\C:\%s\a.shnor" % ("x" * 250)),
        (r"C:\a.shnor", r"C:\a.shnor"),
    ],
)
def test_one_file_has_one_name(path: str, plain: str) -> None:
    """In its long form a disk would look like a share."""
    assert str(system.plain(PureWindowsPath(path))) == plain
    assert system.plain(PurePosixPath(path)) == PurePosixPath(path)


def test_a_path_the_system_cannot_follow_stays_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses very long ones."""

    def refuses(_path: object) -> str:
        raise OSError(234, "more data is available")

    monkeypatch.setattr(os.path, "realpath", refuses)
    assert system.real_path(Path("Район.shnor")) == Path("Район.shnor").absolute()


@pytest.mark.parametrize(
    ("winds", "error", "left"),
    [
        (False, BrokenPipeError(32, "broken pipe"), True),
        (False, OSError(22, "invalid argument"), False),
        (True, OSError(22, "invalid argument"), True),
        (True, OSError(22, "invalid argument", "Район.shnor"), False),
    ],
)
def test_who_read_the_answer_has_left(
    winds: bool, error: OSError, left: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invalid argument that names a file is another fault."""
    monkeypatch.setattr(system, "WINDOWS", winds)
    assert system.reader_left(error) is left


@pytest.mark.processes
def test_a_confined_process_gets_no_more_memory() -> None:
    """It is told so as by Python; what fits goes on."""
    told = (
        "from shnor_desktop import system; system.confine(400_000_000, 20); n = len(bytearray(50_000_000));"
        "\ntry: bytearray(900_000_000); print('all')"
        "\nexcept MemoryError: print('refused', n)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "refused 50000000"
