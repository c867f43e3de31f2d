"""A copy under a password by commands: sent, merged, opened; wrong passwords and damage are told and leave nothing."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from shnor_desktop.errors import DocumentError
from shnor_desktop.operations.sharing import locked_copy
from tests.cli.running import Shnor, answer, change, exported, opened, refusal


@pytest.fixture
def copies(new_path: Callable[[str], Path]) -> Path:
    from tests.operations.district import District

    path = new_path("Район.shnor")
    with opened(path, 0) as document, document.write("Школы") as session:
        district = District(session)
        district.school("Береговая")
        district.school("Горная")
    return path


def test_a_copy_under_a_password_is_merged_and_opened(copies: Path, shnor: Shnor, tmp_path: Path) -> None:
    """What a colleague did in the opened copy comes back under a password of its own."""
    locked, other = tmp_path / "На дорогу.zip", tmp_path / "У методиста.shnor"
    sent = answer(shnor, "copy", copies, locked)
    assert locked.stat().st_size == sent["bytes"]
    with zipfile.ZipFile(locked) as packed:
        assert [one.filename for one in packed.infolist()] == ["Копия.shnor"]
        with pytest.raises(RuntimeError):
            packed.read("Копия.shnor")
    typed = sent["password"].lower().replace("-", " ")
    answer(shnor, "unlock", locked, other, "--password", typed)
    assert exported(shnor, other) == exported(shnor, copies)
    change(other, 1, "Горная", note="после выезда")
    back = tmp_path / "Обратно.zip"
    password = answer(shnor, "copy", other, back)["password"]
    assert password != sent["password"]
    assert "--password" in refusal(shnor("merge", copies, back))
    merged = answer(shnor, "merge", copies, back, "--password", password)
    assert merged["changed"] and merged["files"][0]["file"].endswith("Обратно.shnor")
    assert exported(shnor, other) == exported(shnor, copies)


def test_a_part_goes_under_a_password_too(copies: Path, shnor: Shnor, tmp_path: Path) -> None:
    locked = tmp_path / "Школе.zip"
    sent = answer(shnor, "copy", copies, locked, "--school", "Горная", "--to", "директор")
    assert "Горная" in sent["contents"] and sent["whom"] == "директор"
    told = shnor("copy", copies, tmp_path / "Ещё.zip", "--school", "Горная")[1]
    assert "не будет показан" in told and len(told.splitlines()[0].rpartition(": ")[2]) == 19


def test_what_does_not_open_says_why_and_leaves_nothing(copies: Path, shnor: Shnor, tmp_path: Path) -> None:
    locked, out = tmp_path / "Копия.zip", tmp_path / "новый.shnor"
    password = answer(shnor, "copy", copies, locked)["password"]
    whole = locked.read_bytes()

    def tried(given: str = password) -> str:
        return refusal(shnor("unlock", locked, out, "--password", given))

    assert "не подходит" in tried("AAAA-BBBB-CCCC-DDDD")
    assert "русские буквы" in tried("пароль")
    assert "не подходит" in tried("\udcff")
    shnor("unlock", locked, out, "--password", password)
    sound = out.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        out.unlink(missing_ok=True)
        locked.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        code, _, told = shnor("unlock", locked, out, "--password", password)
        # A byte that says nothing of the content, the time of its packing, may be any.
        assert out.read_bytes() == sound if code == 0 else code == 2 and not out.exists() and told, place
    out.unlink(missing_ok=True)
    locked.write_bytes(whole[: len(whole) // 2])
    assert "оборвана" in tried() and "оборвана" in refusal(shnor("merge", copies, locked))
    locked.write_bytes(sound)
    assert "обычный файл" in tried()
    with zipfile.ZipFile(locked, "w") as plain:
        plain.writestr("Копия.shnor", b"x")
    assert "не копия под паролем" in tried()
    assert not out.exists()
    locked.write_bytes(whole)
    out.write_text("занято")
    assert shnor("unlock", locked, out, "--password", password)[0] == 2
    assert out.read_text() == "занято"
    assert sorted(one.suffix for one in tmp_path.iterdir() if one.is_file()) == [".shnor", ".shnor", ".zip"]


def test_a_password_is_taken_from_what_comes_in(
    copies: Path, shnor: Shnor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it stands in no history of commands; the name of the copy may be the longest there is."""
    locked = tmp_path / f"{'d' * (60 if sys.platform == 'win32' else 251)}.zip"
    password = answer(shnor, "copy", copies, locked)["password"]
    assert "--password -" in refusal(shnor("merge", copies, locked))
    for words in (("unlock", locked, tmp_path / "новый.shnor"), ("merge", copies, locked)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        assert shnor(*words, "--password", "-")[0] == 0
    nothing: tuple[object, ...] = (None, io.StringIO(), io.TextIOWrapper(io.BytesIO(b"\xff\n"), "utf-8"))
    for given in nothing:
        monkeypatch.setattr(sys, "stdin", given)
        assert "не подходит" in refusal(shnor("unlock", locked, tmp_path / "ещё.shnor", "--password", "-"))


def test_a_password_is_asked_for_at_a_terminal(
    copies: Path, shnor: Shnor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever ends the input instead gave none."""
    locked = tmp_path / "Копия.zip"
    password = answer(shnor, "copy", copies, locked)["password"]
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)

    def ended(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ended)
    assert "не подходит" in refusal(shnor("unlock", locked, tmp_path / "ещё.shnor", "--password", "-"))
    monkeypatch.setattr("getpass.getpass", lambda _prompt: password)
    assert shnor("unlock", locked, tmp_path / "новый.shnor", "--password", "-")[0] == 0


def test_a_password_that_cannot_be_printed_locks_nothing(
    copies: Path, shnor: Shnor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert shnor("copy", copies, tmp_path / "Копия.zip")[0] == 2
    assert not (tmp_path / "Копия.zip").exists()


def test_a_copy_that_holds_more_than_it_says_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb: the declared size is the limit, and that has one of its own."""
    source, locked = tmp_path / "x.shnor", tmp_path / "x.zip"
    source.write_bytes(bytes(3_000_000))
    _, password = locked_copy.send(locked, lambda to: to.write_bytes(source.read_bytes()))
    content = locked.read_bytes()
    assert content.count((3_000_000).to_bytes(4, "little")) >= 1
    for said, told in ((1_000, "больше"), (4_000_000, "меньше")):
        locked.write_bytes(content.replace((3_000_000).to_bytes(4, "little"), said.to_bytes(4, "little")))
        with pytest.raises(DocumentError, match=f"{told}, чем она"):
            locked_copy.open_into(locked, password, tmp_path / "y.shnor")
    locked.write_bytes(content)
    monkeypatch.setattr(locked_copy, "LARGEST", 1_000_000)
    with pytest.raises(DocumentError, match="слишком велика"):
        locked_copy.open_into(locked, password, tmp_path / "y.shnor")


def test_passwords_are_random_and_read_from_a_slip() -> None:
    made = {locked_copy.new_password() for _ in range(200)}
    assert len(made) == 200 and locked_copy.BITS >= 80
    assert all(not set(one) & set("01OI") for one in made)
    one = made.pop()
    assert locked_copy.clean(f" {one.lower().replace('-', '')} ") == one
    assert locked_copy.clean("не он") == "не он"
