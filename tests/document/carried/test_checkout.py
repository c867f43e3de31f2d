"""Files on sticks: taken, worked on, returned whole or not at all, never over somebody else's edits."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from sqlalchemy import select

from shnor_desktop import places
from shnor_desktop.document.carried import checkout, delivery, media
from shnor_desktop.document.carried.checkout import check_in, check_out
from shnor_desktop.document.carried.delivery import SourceChanged
from shnor_desktop.document.carried.media import Medium, medium_of, medium_of_mount, mount_of, mounts
from shnor_desktop.document.document import Document
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.merge import merge
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.schools import School
from tests.document.conftest import ME

ROOT = Path(__file__).parents[3]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "Флешка «ИМЦ»"
    folder.mkdir()
    return folder


@pytest.fixture
def source(stick: Path) -> Path:
    path = stick / "Район.shnor"
    with Document.create(path, ME) as document:
        add(document, "Первая")
    return path


def add(document: Document, name: str) -> None:
    with document.write(f"Добавлена школа «{name}»") as session:
        session.add(School(name=name))


def names(path: Path) -> set[str]:
    with Document.open(path, ME, read_only=True) as document, document.read() as session:
        return set(session.scalars(select(School.name)))


def files(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_taken_worked_on_and_returned(source: Path, stick: Path) -> None:
    before = source.read_bytes()
    taken = check_out(source)
    assert not taken.resumed
    assert not taken.changed
    assert checkout.unreturned() == ()
    with Document.open(taken.working, ME, back_up=False) as document:
        add(document, "Вторая")
        assert source.read_bytes() == before
        assert files(stick) == {source.name}
        assert taken.changed_in(document)
        with pytest.raises(DocumentError, match="не возвращена"):
            checkout.release(taken)
        returned = check_in(document)
        assert not returned.changed_in(document)
    assert names(source) == {"Первая", "Вторая"}
    assert source.with_name("Район.shnor.bak").read_bytes() == before
    assert files(stick) == {"Район.shnor", "Район.shnor.bak"}
    with Document.open(source, ME, read_only=True) as document:
        assert document.check().sound
    again = checkout.taken(taken.working)
    assert again == returned
    checkout.release(returned)
    assert not taken.working.exists()
    assert checkout.taken(taken.working) is None


def test_returned_twice(source: Path) -> None:
    with Document.open(check_out(source).working, ME, back_up=False) as document:
        for name in ("Вторая", "Третья"):
            add(document, name)
            check_in(document)
    assert names(source) == {"Первая", "Вторая", "Третья"}


def test_unreturned_edits_are_found_again(source: Path) -> None:
    with Document.open(check_out(source).working, ME) as document:
        add(document, "Вторая")
    assert [one.source for one in checkout.unreturned()] == [source]
    resumed = check_out(source)
    assert resumed.resumed
    assert names(resumed.working) == {"Первая", "Вторая"}


def test_an_unchanged_working_copy_is_renewed(source: Path) -> None:
    first = check_out(source)
    with Document.open(first.working, ME):
        pass
    with Document.open(source, ME, back_up=False) as elsewhere:
        add(elsewhere, "Из другой организации")
    second = check_out(source)
    assert not second.resumed
    assert names(second.working) == {"Первая", "Из другой организации"}
    assert (first.working.parent / "Район — резервные копии").is_dir()


def test_never_over_edits_made_meanwhile(source: Path) -> None:
    taken = check_out(source)
    with Document.open(source, ME, back_up=False) as elsewhere:
        add(elsewhere, "Чужая")
    theirs = source.read_bytes()
    with Document.open(taken.working, ME, back_up=False) as document:
        add(document, "Наша")
        with pytest.raises(SourceChanged, match="изменился") as refused:
            check_in(document)
        assert source.read_bytes() == theirs
        with stage(refused.value.source) as staged:
            merge.merge(document, staged.path, source.name, keep=True)
        check_in_after_merge(document)
    assert names(source) == {"Первая", "Чужая", "Наша"}


def check_in_after_merge(document: Document) -> None:
    """What was merged counts as known."""
    known = checkout.taken(document.path)
    assert known is not None
    checkout.merged(document, checkout.fingerprint(known.source))
    check_in(document)


def test_what_changes_during_the_merge_is_still_noticed(source: Path) -> None:
    taken = check_out(source)
    seen = checkout.fingerprint(source)
    with Document.open(source, ME, back_up=False) as elsewhere:
        add(elsewhere, "Позже")
    with Document.open(taken.working, ME, back_up=False) as document:
        checkout.merged(document, seen)
        with pytest.raises(SourceChanged):
            check_in(document)


def test_another_document_under_the_same_path(source: Path) -> None:
    """Another stick under the same letter: its working copy is another one."""
    with Document.open(check_out(source).working, ME, back_up=False) as document:
        add(document, "Вторая")
    source.unlink()
    with Document.create(source, ME) as other:
        add(other, "Другой район")
    taken = check_out(source)
    assert not taken.resumed
    assert names(taken.working) == {"Другой район"}
    assert len(checkout.unreturned()) == 1


def test_a_file_that_is_no_document_is_not_taken(stick: Path) -> None:
    path = stick / "письмо.shnor"
    path.write_text("письмо" * 100, "utf-8")
    with pytest.raises(DocumentError, match="не файл этой программы"):
        check_out(path)
    assert checkout.unreturned() == ()


def test_only_what_was_taken_is_returned(source: Path) -> None:
    with (
        Document.open(source, ME, back_up=False) as document,
        pytest.raises(DocumentError, match="не с носителя"),
    ):
        check_in(document)


def test_an_unfinished_transaction_comes_along(source: Path, stick: Path) -> None:
    assert subprocess.run([sys.executable, "-c", _DIE, str(source)], cwd=ROOT, check=False).returncode == 9
    assert source.with_name(source.name + "-journal").exists()
    taken = check_out(source)
    assert not taken.changed
    assert names(taken.working) == {"Первая"}
    with Document.open(taken.working, ME, back_up=False) as document:
        add(document, "Вторая")
        check_in(document)
    assert files(stick) - {".~Район.shnor.lock"} == {
        "Район.shnor",
        "Район.shnor.bak",
        "Район.shnor.bak-journal",
    }
    assert names(source) == {"Первая", "Вторая"}


_DIE = """
import os, sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.schools import School
document = Document.open(Path(sys.argv[1]), Who(), back_up=False)
with document.write("Не дошло") as session:
    session.connection().exec_driver_sql("PRAGMA cache_size = 1")
    session.add_all(School(name="Ш" * 500) for i in range(3000))
    session.flush()
    os._exit(9)
"""


# ---- media that fail


def fails(error: int) -> Callable[[Path, Path], None]:
    def copy(whole: Path, fresh: Path) -> None:
        fresh.write_bytes(whole.read_bytes()[:5000])
        raise OSError(error, os.strerror(error))

    return copy


@pytest.mark.parametrize(
    ("error", "word"),
    [(errno.ENOSPC, "нет места"), (errno.EROFS, "защищён от записи"), (errno.EIO, "не отвечает")],
)
def test_a_failing_medium(
    source: Path, stick: Path, monkeypatch: pytest.MonkeyPatch, error: int, word: str
) -> None:
    before = source.read_bytes()
    with Document.open(check_out(source).working, ME, back_up=False) as document:
        add(document, "Вторая")
        with monkeypatch.context() as patched:
            patched.setattr(delivery, "_copy_through", fails(error))
            with pytest.raises(DocumentError, match=word) as refused:
                check_in(document)
        assert "рабочая копия цела" in refused.value.what_to_do
        assert source.read_bytes() == before
        assert files(stick) == {source.name}
        assert document.check().sound
        check_in(document)
    assert names(source) == {"Первая", "Вторая"}


def test_a_stick_pulled_out(source: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = delivery._copy_through
    away = stick.with_name("в кармане")

    def pulled(whole: Path, fresh: Path) -> None:
        real(whole, fresh)
        stick.rename(away)

    with Document.open(check_out(source).working, ME, back_up=False) as document:
        add(document, "Вторая")
        with monkeypatch.context() as patched:
            patched.setattr(delivery, "_copy_through", pulled)
            with pytest.raises(DocumentError, match="не отвечает"):
                check_in(document)
        with pytest.raises(DocumentError, match="не отвечает"):
            check_in(document)
        assert document.check().sound
        away.rename(stick)
        assert [one.path.suffix for one in delivery.leftovers(source)] == [".new"]
        check_in(document)
    assert names(source) == {"Первая", "Вторая"}
    assert delivery.leftovers(source) == ()


def test_an_empty_mount_point_is_not_the_stick(source: Path, stick: Path) -> None:
    with Document.open(check_out(source).working, ME, back_up=False) as document:
        add(document, "Вторая")
        source.rename(stick.with_name("вынутая флешка"))
        with pytest.raises(DocumentError, match="нет файла"):
            check_in(document)
        known = checkout.taken(document.path)
    assert files(stick) == set()
    assert known is not None
    checkout.release(known, force=True)
    assert checkout.unreturned() == ()


def test_a_medium_that_returns_other_bytes(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, before = delivery._copy_through, source.read_bytes()

    def lies(whole: Path, fresh: Path) -> None:
        real(whole, fresh)
        with fresh.open("rb+") as file:
            file.seek(3000)
            file.write(b"\xff")

    monkeypatch.setattr(delivery, "_copy_through", lies)
    with Document.open(check_out(source).working, ME, back_up=False) as document:
        add(document, "Вторая")
        with pytest.raises(DocumentError, match="не отвечает"):
            check_in(document)
    assert source.read_bytes() == before


def test_a_new_name_that_fails_leaves_the_old_file(
    source: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, before = Path.replace, source.read_bytes()

    def refuses(self: Path, target: Path) -> Path:
        if self.suffix == ".new" and self.parent == stick:
            raise OSError(errno.EIO, "gone")
        return real(self, target)

    with Document.open(check_out(source).working, ME, back_up=False) as document:
        add(document, "Вторая")
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", refuses)
            with pytest.raises(DocumentError, match="не отвечает"):
                check_in(document)
    assert source.read_bytes() == before
    assert files(stick) == {source.name, f"{source.name}.bak"}


_KILLED = """
import os, sys
from pathlib import Path
from shnor_desktop import places
places.user_data = lambda: Path(sys.argv[1])
from shnor_desktop.document.carried import checkout
from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.schools import School
taken = checkout.check_out(Path(sys.argv[2]))
document = Document.open(taken.working, Who(), back_up=False)
with document.write("Добавлена") as session:
    session.add(School(name="Вторая"))
real = Path.replace
def replace(self, target):
    if self.parent == taken.source.parent:
        os._exit(9)
    return real(self, target)
Path.replace = replace
checkout.check_in(document)
"""


@pytest.mark.parametrize("pulled", [False, True], ids=["killed", "and the stick lost the name"])
def test_killed_while_returning(source: Path, pulled: bool) -> None:
    before = source.read_bytes()
    command = [sys.executable, "-c", _KILLED, str(places.user_data()), str(source)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    assert source.read_bytes() == source.with_name(source.name + ".bak").read_bytes() == before
    if pulled:
        source.unlink()
    found = delivery.leftovers(source)
    assert [one.path.suffix for one in found] == ([".new", ".bak"] if pulled else [".new"])
    assert all(one.sound for one in found)
    delivery.adopt(found[0], source)
    assert names(source) == {"Первая", "Вторая"}
    assert delivery.leftovers(source) == ()
    assert source.with_name(source.name + ".bak").exists()


def test_a_torn_leftover_is_shown_as_such_and_not_adopted(source: Path) -> None:
    fresh = source.with_name(source.name + ".new")
    fresh.write_bytes(source.read_bytes()[:9000])
    (found,) = delivery.leftovers(source)
    assert not found.sound
    before = source.read_bytes()
    with pytest.raises(DocumentError, match="оборван"):
        delivery.adopt(found, source)
    assert source.read_bytes() == before


# ---- where a path lies

_INFO = """\
22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 8:17 / /media/ivanova/KINGSTON\\0408 rw,nosuid - vfat /dev/sdb1 rw,uid=1000
31 22 0:50 / /mnt/share rw - cifs //server/share rw,vers=3.0
32 22 0:51 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
33 22 11:0 / /media/cdrom ro - iso9660 /dev/sr0 ro
34 22 8:3 / /home rw - ext4 /dev/sda3 rw
35 22 8:4 / /srv/arch\\134ive ro,relatime - ext4 /dev/sda4 ro
36 22 8:33 / /data rw - ext4 /dev/sdc1 rw
37 34 0:52 / /home/ivanova/ceph rw master:5 propagate_from:2 - ceph mon:/ rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "usb", "medium"),
    [
        ("/home/ivanova/Район.shnor", False, Medium.LOCAL),
        ("/media/ivanova/KINGSTON 8/Район.shnor", False, Medium.REMOVABLE),
        ("/media/ivanova/KINGSTON 80/Район.shnor", False, Medium.LOCAL),
        ("/mnt/share/отдел/Район.shnor", False, Medium.NETWORK),
        ("/run/user/1000/gvfs/smb/Район.shnor", False, Medium.NETWORK),
        ("/media/cdrom/Район.shnor", False, Medium.READ_ONLY),
        ("/srv/arch\\ive/Район.shnor", False, Medium.READ_ONLY),
        ("/data/Район.shnor", False, Medium.LOCAL),
        ("/data/Район.shnor", True, Medium.REMOVABLE),
        ("/home/ivanova/ceph/Район.shnor", False, Medium.NETWORK),
    ],
)
def test_media_of_linux(path: str, usb: bool, medium: Medium) -> None:
    mount = mount_of(PurePosixPath(path), mounts(_INFO))
    assert mount is not None
    assert medium_of_mount(mount, on_usb=usb) is medium


def test_the_disk_of_this_computer(tmp_path: Path) -> None:
    assert medium_of(tmp_path / "ещё нет" / "Район.shnor") is Medium.LOCAL
    assert not checkout.must_be_taken(tmp_path / "Район.shnor")


@pytest.mark.skipif(sys.platform == "win32", reason="drives have no mountinfo")
def test_a_mount_of_another_kind_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_text
    line = f"99 22 0:99 / {str(tmp_path.resolve()).replace(' ', chr(92) + '040')} rw - nfs4 server:/x rw\n"

    def read(self: Path, *more: str) -> str:
        text = real(self, *more)
        return text + line if self == Path("/proc/self/mountinfo") else text

    monkeypatch.setattr(Path, "read_text", read)
    assert medium_of(tmp_path / "Район.shnor") is Medium.NETWORK
    assert checkout.must_be_taken(tmp_path / "Район.shnor")


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    assert medium_of(tmp_path / "Район.shnor") is Medium.READ_ONLY


def test_a_drive_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes
    from types import SimpleNamespace

    for kind, medium in (
        (2, Medium.REMOVABLE),
        (3, Medium.LOCAL),
        (4, Medium.NETWORK),
        (5, Medium.READ_ONLY),
    ):
        kernel = SimpleNamespace(GetDriveTypeW=lambda anchor, kind=kind: kind)
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        assert media._of_drive(Path("/x")) is medium


_QUOTED = "глубже" if sys.platform == "win32" else '"глубже"'


def test_a_long_way_to_a_name(stick: Path, source: Path) -> None:
    deep = stick / ("папка " * 20).strip() / (f"ещё 'одна' {_QUOTED} " * 5).strip()
    deep.mkdir(parents=True)
    moved = Path(shutil.move(source, deep / source.name))
    with Document.open(check_out(moved).working, ME, back_up=False) as document:
        add(document, "Вторая")
        check_in(document)
    assert names(moved) == {"Первая", "Вторая"}
