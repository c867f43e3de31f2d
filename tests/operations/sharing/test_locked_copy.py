"""Copies under a password that were damaged, made by others or made to harm: each is told in a sentence and leaves nothing."""

import errno
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pyzipper

from shnor_desktop.document.file.access import MAGIC
from shnor_desktop.errors import DocumentError
from shnor_desktop.operations.sharing import locked_copy

CONTENT = MAGIC + b"of a document" * 9
PASSWORD = "ABCD-EFGH-JKLM-NPQR"
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """An archive by the library itself: one or several members, packed as told."""

    def made(*members: tuple[str, bytes], **settings: Any) -> Path:
        path = tmp_path / "x.zip"
        method = settings.pop("compression", pyzipper.ZIP_DEFLATED)
        with pyzipper.AESZipFile(
            path, "w", compression=method, encryption=pyzipper.WZ_AES, encryption_kwargs=settings or None
        ) as packed:
            packed.setpassword(PASSWORD.encode())
            for name, content in members or (("Копия.shnor", CONTENT),):
                packed.writestr(name, content)
        return path

    return made


def told(locked: Path, password: str = PASSWORD) -> str:
    """The refusal, which left nothing."""
    before = sorted(locked.parent.iterdir())
    with pytest.raises(DocumentError) as refused:
        locked_copy.open_into(locked, password, locked.with_name("y.shnor"))
    assert sorted(locked.parent.iterdir()) == before
    assert "y.shnor" not in str(refused.value), "what is wrong is the copy, not the new file"
    return str(refused.value)


def test_a_changed_byte_anywhere_but_in_the_content(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of names, times and rights nothing is read; every other byte is missed."""
    monkeypatch.setattr("os.fsync", lambda _handle: None)
    path = make()
    whole = path.read_bytes()
    out = path.with_name("y.shnor")
    opened = 0
    for place in range(len(whole)):
        for mask in (0x01, 0xFF):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ mask]) + whole[place + 1 :])
            try:
                locked_copy.open_into(path, PASSWORD, out)
            except DocumentError as error:
                assert "y.shnor" not in str(error) and not out.exists(), place
            else:
                assert out.read_bytes() == CONTENT, place
                out.unlink()
                opened += 1
    assert opened < len(whole)
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert not locked_copy.is_locked(path), length
    assert "оборвана" in told(path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("settings", [{"nbits": 128}, {"nbits": 256}, {"force_wz_aes_version": 1}])
@pytest.mark.parametrize("name", ["Копия.shnor", "../../x.shnor", "/x.SHNOR", "con.shnor"])
def test_what_an_archiver_packs_anew_is_opened(
    make: Make, name: str, compression: int, settings: dict[str, int]
) -> None:
    """Its name inside leads nowhere."""
    path = make((name, CONTENT), compression=compression, **settings)
    out = locked_copy.open_into(path, PASSWORD, path.with_name("y.shnor"))
    assert out.read_bytes() == CONTENT and sorted(path.parent.iterdir()) == [path, out]


def test_other_archives_are_told_from_copies(make: Make) -> None:
    for members in ([("a.shnor", CONTENT), ("b.shnor", CONTENT)], [("a.zip", CONTENT)], [("a.shnor/", b"")]):
        assert "другой архив" in told(make(*members))
    assert "сжата способом" in told(make(compression=zipfile.ZIP_BZIP2))
    assert "не файл этой программы" in told(make(("a.shnor", b"")))
    assert "не файл этой программы" in told(make(("a.shnor", b"PK\x03\x04")))
    path = make()
    with zipfile.ZipFile(path, "w") as plain:
        plain.writestr("Копия.shnor", CONTENT)
    assert "другой архив" in told(path)
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(mark) + flags] |= 1
    path.write_bytes(content)
    assert "другой архив" in told(path), "weaker ciphers, which keep no seal, are none of ours"
    assert "недоступен" in told(path.with_name("нет.zip"))
    path.unlink()
    path.mkdir()
    assert "недоступен" in told(path) and not locked_copy.is_meant(path)


def test_a_list_of_many_members_is_not_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make()
    monkeypatch.setattr(zipfile, "ZipFile", None)
    path.write_bytes(path.read_bytes()[:-10] + struct.pack("<IIH", 50_000_000, 0, 0))
    assert "другой архив" in told(path)


def test_a_medium_that_fails_is_told_of_the_copy(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path, number = make(), errno.EIO

    def fails(*_given: object) -> bytes:
        raise OSError(number, "no answer")

    monkeypatch.setattr(pyzipper.zipfile_aes.AESZipExtFile, "read", fails)
    assert "«x.zip» недоступен: ошибка носителя" in told(path)
    number = errno.EINVAL
    assert "повреждена" in told(path), "an archive that leads astray, on a medium that is read"
    monkeypatch.setattr(locked_copy, "_hash", fails)
    assert "«x.zip» недоступен: ошибка носителя" in told(path), "as Windows says of a stick that is gone"


def test_the_sender_is_told_as_a_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """He has nobody to ask for another copy."""
    out = tmp_path / "x.zip"
    with monkeypatch.context() as patch:
        patch.setattr(locked_copy, "_lock", lambda _plain, draft, _password: draft.write_bytes(b"PK\x03\x04"))
        with pytest.raises(DocumentError, match="«x.zip» прочиталась не такой"):
            locked_copy.send(out, lambda to: to.write_bytes(CONTENT))
    monkeypatch.setattr(locked_copy, "LARGEST", 10)
    with pytest.raises(DocumentError, match="часть"):
        locked_copy.send(out, lambda to: to.write_bytes(CONTENT))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="it has no device that is full")
def test_a_full_disk_is_the_fault_the_library_ends_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of itself it says that a handle is open, and goes on to say so on standard error when it is forgotten."""
    plain = tmp_path / "x"
    plain.write_bytes(bytes(100_000))
    with pytest.raises(OSError) as refused:
        locked_copy._lock(plain, Path("/dev/full"), PASSWORD)
    assert refused.value.errno in (errno.ENOSPC, errno.EINVAL)
    assert capsys.readouterr().err == ""
