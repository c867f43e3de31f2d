"""The file of an open document is deleted, moved, replaced or overwritten by another program: nothing that was told as
saved is lost, nothing is written into somebody else's file, and the next opening works."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.file.backup import folder_of
from shnor_desktop.document.journal.author import Who, note_path
from shnor_desktop.models.schools import School
from shnor_desktop.operations.sharing import merging
from tests.conftest import some
from tests.document.conftest import poke

ROOT = Path(__file__).parents[2]
ME = Who("Сидорова В.П.", "УО", "ПК-2")


class Holder:
    """The process that has the document open."""

    def __init__(self, path: Path, user: Path) -> None:
        self.path = path
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.document.holder", str(path), str(user)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        self.heard()

    def say(self, words: str) -> Any:
        self.tell(words)
        return self.heard()

    def tell(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def heard(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process has died"
        return json.loads(line)

    def close(self) -> Any:
        heard = self.say("close")
        assert self._process.wait(20) == 0
        return heard

    def end(self) -> None:
        self._process.kill()
        with self._process:
            pass


@contextmanager
def held(path: Path, user: Path) -> Iterator[Holder]:
    """The document open in another process."""
    user.mkdir(exist_ok=True)
    holder = Holder(path, user)
    try:
        yield holder
    finally:
        holder.end()


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "папка пользователя"


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    (tmp_path / "район").mkdir()
    return Path(shutil.copyfile(template, tmp_path / "район" / "Наш «район».shnor"))


def names(path: Path) -> list[str]:
    """The schools in a file; it must be sound in every respect."""
    with Document.open(path, ME, back_up=False) as document, document.read() as session:
        assert document.check().sound
        return sorted(session.scalars(select(School.name)))


def garbage(path: Path) -> Path:
    out = path.with_name("мусор")
    out.write_bytes(os.urandom(50_000))
    return out


def other(path: Path) -> Path:
    """A copy of the same document, in which somebody else has worked."""
    out = Path(shutil.copyfile(path, path.with_name("чужая копия.shnor")))
    with Document.open(out, ME, back_up=False) as document, document.write("Там") as session:
        session.add(School(name="Чужая"))
    return out


Act = Callable[[Path, Path], object]
"""What happens to (the open file, a copy of the same document with another's work)."""


def _moved_folder(path: Path, _: Path) -> None:
    path.parent.rename(path.parent.with_name("другое место"))


def _linked(path: Path, copy: Path) -> None:
    path.unlink()
    path.symlink_to(copy)


def _piped(path: Path, _: Path) -> None:
    path.unlink()
    os.mkfifo(path)


GONE: dict[str, Act] = {
    "deleted": lambda path, _: path.unlink(),
    "moved": lambda path, _: path.rename(path.with_name("другое имя.shnor")),
    "folder moved": _moved_folder,
    "folder deleted": lambda path, _: shutil.rmtree(path.parent),
    "a pipe in its place": _piped,
}
REPLACED: dict[str, Act] = {
    "renamed over": lambda path, copy: copy.replace(path),
    "copied over": lambda path, copy: shutil.copyfile(copy, path),
    "copied over with its time": lambda path, copy: shutil.copy2(copy, path),
    "a link in its place": _linked,
}
SPOILT: dict[str, Act] = {
    "garbage renamed over": lambda path, _: garbage(path).replace(path),
    "garbage copied over": lambda path, _: shutil.copyfile(garbage(path), path),
    "emptied": lambda path, _: os.truncate(path, 0),
    "cut": lambda path, _: os.truncate(path, path.stat().st_size // 2),
    "one byte": lambda path, _: poke(path),
}


def _as_it_is(path: Path) -> tuple[object, ...]:
    there = path.is_file()
    return (path.read_bytes(), path.stat().st_ino) if there else (os.path.lexists(path), there)


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere nothing keeps a file that is open")
@pytest.mark.parametrize(
    "act",
    [
        lambda path, _: path.unlink(),
        lambda path, _: path.rename(path.with_name("другое имя.shnor")),
        lambda path, copy: copy.replace(path),
        lambda path, _: path.with_name(path.name + "-journal").unlink(),
    ],
    ids=["deleted", "moved", "renamed over", "journal taken away"],
)
def test_windows_refuses_it_and_work_goes_on(path: Path, user: Path, act: Act) -> None:
    copy = other(path)
    with held(path, user) as holder:
        holder.say("edit Первая")
        with pytest.raises(PermissionError):
            act(path, copy)
        assert holder.say("edit Вторая") == {}
        assert holder.close() == {}
    assert names(path) == ["Вторая", "Первая"]


@pytest.mark.parametrize("name", [*GONE, *REPLACED, *SPOILT])
def test_nothing_is_written_and_nothing_is_lost(path: Path, user: Path, name: str) -> None:
    act = {**GONE, **REPLACED, **SPOILT}[name]
    copy = other(path)
    with held(path, user) as holder:
        assert holder.say("edit Первая") == {}
        act(path, copy)
        before = _as_it_is(path)
        refused = holder.say("edit Вторая")
        assert "Последнее действие не записано" in refused["replaced"]
        kept = Path(refused["kept"])
        assert str(kept) in refused["replaced"]
        assert refused["there"] is path.exists()
        assert holder.say("edit Третья")["kept"] == str(kept), "one copy is enough"
        assert holder.say("look")["kept"] == str(kept)
        holder.close()
    assert _as_it_is(path) == before
    assert names(kept) == ["Первая"]


@pytest.mark.parametrize("name", some([*GONE, *REPLACED, *SPOILT], every=2))
def test_closing_keeps_what_is_nowhere_else(path: Path, user: Path, name: str) -> None:
    """Nothing was written since, and nobody looked."""
    act = {**GONE, **REPLACED, **SPOILT}[name]
    copy = other(path)
    with held(path, user) as holder:
        assert holder.say("edit Первая") == {}
        act(path, copy)
        before = _as_it_is(path)
        refused = holder.close()
    assert _as_it_is(path) == before
    if name == "moved":
        assert refused == {}, "it is under the other name"
        return
    assert "Все ваши правки сохранены" in refused["replaced"]
    assert names(Path(refused["kept"])) == ["Первая"]


@pytest.mark.parametrize("name", some([*GONE, *REPLACED], every=3))
def test_closing_keeps_nothing_where_nothing_was_written(path: Path, user: Path, name: str) -> None:
    copy = other(path)
    with held(path, user) as holder:
        assert holder.say("read") == {"names": []}
        {**GONE, **REPLACED}[name](path, copy)
        assert holder.close() == {}
    assert not list(path.parent.parent.rglob("*мои правки*"))


@pytest.mark.parametrize("name", REPLACED)
def test_what_was_kept_is_merged_with_what_lies_there(path: Path, user: Path, name: str) -> None:
    copy = other(path)
    with held(path, user) as holder:
        holder.say("edit Первая")
        REPLACED[name](path, copy)
        kept = Path(holder.say("look")["kept"])
        holder.close()
    with Document.open(path, ME, back_up=False) as document:
        merging.apply(document, kept)
    assert names(path) == ["Первая", "Чужая"]


def test_an_earlier_copy_of_the_same_hour_is_noticed(path: Path, user: Path) -> None:
    """It has the same size and the same counter: a document that is held alone counts up once."""
    with held(path, user) as holder:
        holder.say("edit Первая")
        early = shutil.copyfile(path, path.with_name("утром.shnor"))
        holder.say("edit Вторая")
        assert early.stat().st_size == path.stat().st_size
        shutil.copyfile(early, path)
        refused = holder.say("edit Третья")
        holder.close()
    assert names(path) == ["Первая"]
    assert names(Path(refused["kept"])) == ["Вторая", "Первая"]


@pytest.mark.parametrize(
    "harmless",
    [
        lambda path: path.touch(),
        lambda path: path.chmod(0o400),
        lambda path: os.link(path, path.with_name("вторая ссылка")),
        lambda path: shutil.copyfile(Path(shutil.copyfile(path, path.with_name("копия"))), path),
        lambda path: path.rename(path.with_name("туда")) and path.with_name("туда").rename(path),
        lambda path: path.with_name(path.name + "-journal").unlink(),
    ],
    ids=["touched", "made read-only", "linked", "the same bytes", "there and back", "journal taken away"],
)
def test_what_does_no_harm_is_no_reason_to_stop(
    path: Path, user: Path, harmless: Callable[[Path], object]
) -> None:
    with held(path, user) as holder:
        holder.say("edit Первая")
        harmless(path)
        assert holder.say("edit Вторая") == {}
        assert path.with_name(path.name + "-journal").exists(), "a crash would be rolled back"
        holder.close()
    assert names(path) == ["Вторая", "Первая"]


@pytest.mark.parametrize("name", ["deleted", "renamed over", "copied over", "emptied"])
def test_in_the_middle_of_an_action(path: Path, user: Path, name: str) -> None:
    copy = other(path)
    with held(path, user) as holder:
        holder.say("edit Первая")
        assert holder.say("pause Вторая") == {"paused": True}
        {**GONE, **REPLACED, **SPOILT}[name](path, copy)
        before = _as_it_is(path)
        refused = holder.say("go on")
        assert "Последнее действие не записано" in refused["replaced"]
        holder.close()
    assert _as_it_is(path) == before
    assert names(Path(refused["kept"])) == ["Первая"]


def test_what_is_not_in_memory_any_more_is_not_passed_off_as_ours(path: Path, user: Path) -> None:
    """A document larger than SQLite's memory, overwritten in its place: the newest backup is named instead."""
    copy = other(path)
    with held(path, user) as holder:
        holder.say("edit Первая")
        holder.say("back up")
        holder.say("edit Вторая")
        holder.say("forget")
        shutil.copyfile(copy, path)
        refused = holder.say("edit Третья")
        holder.close()
    (backup_,) = folder_of(path).glob("*.shnor")
    if refused["kept"]:
        assert names(Path(refused["kept"])) == ["Вторая", "Первая"]
    else:
        assert str(backup_) in refused["replaced"] and "не удалось" in refused["replaced"]
    assert names(backup_) == ["Первая"] and names(path) == ["Чужая"]
    assert not user.exists() or not list(user.rglob("*.shnor"))


@pytest.mark.parametrize("name", ["deleted", "moved", "renamed over"])
def test_what_is_shown_stays_readable(path: Path, user: Path, name: str) -> None:
    copy = other(path)
    with held(path, user) as holder:
        holder.say("edit Первая")
        {**GONE, **REPLACED}[name](path, copy)
        assert holder.say("read") == {"names": ["Первая"]}


@pytest.mark.parametrize("name", ["copied over", *SPOILT])
def test_nothing_foreign_is_shown_as_ours(path: Path, user: Path, name: str) -> None:
    copy = other(path)
    with held(path, user) as holder:
        holder.say("edit Первая")
        {**REPLACED, **SPOILT}[name](path, copy)
        answer = holder.say("read")
    assert "kept" in answer or answer == {"names": ["Первая"]}


def test_a_file_that_comes_back_is_worked_in_again(path: Path, user: Path) -> None:
    aside = path.with_name("в стороне.shnor")
    with held(path, user) as holder:
        holder.say("edit Первая")
        path.rename(aside)
        assert "kept" in holder.say("edit Вторая")
        aside.rename(path)
        assert holder.say("edit Третья") == {}
        path.unlink()
        kept = Path(holder.say("look")["kept"])
        holder.close()
    assert names(kept) == ["Первая", "Третья"]


def test_two_windows(path: Path, user: Path) -> None:
    """The second opens what was put in the place of the first one's file: neither spoils the other's journal or note."""
    copy = other(path)
    with held(path, user) as first:
        first.say("edit Первая")
        copy.replace(path)
        with held(path, user) as second:
            assert second.say("edit Вторая") == {}
            note = note_path(path).read_bytes()
            journal = path.with_name(path.name + "-journal")
            assert "kept" in first.say("edit Третья")
            first.close()
            assert note_path(path).read_bytes() == note and journal.exists()
            assert second.say("edit Четвёртая") == {}
            second.close()
    assert not note_path(path).exists()
    assert names(path) == ["Вторая", "Четвёртая", "Чужая"]


def test_a_sync_program_replaces_the_file_again_and_again(path: Path, user: Path, tmp_path: Path) -> None:
    """Whoever works, is refused and merges what was kept, ends with everything."""
    server = Path(shutil.copyfile(path, tmp_path / "сервер.shnor"))
    wanted: set[str] = set()
    for round_ in range(4):
        with held(path, user) as holder:
            holder.say(f"edit Школа {round_}")
            wanted.add(f"Школа {round_}")
            with (
                Document.open(server, ME, back_up=False) as document,
                document.write("На сервере") as session,
            ):
                session.add(School(name=f"Сервер {round_}"))
            wanted.add(f"Сервер {round_}")
            Path(shutil.copyfile(server, tmp_path / "загружается")).replace(path)
            kept = Path(holder.say("edit Пропала")["kept"])
            holder.close()
        with Document.open(path, ME, back_up=False) as document:
            merging.apply(document, kept)
        shutil.copyfile(path, server)
    assert set(names(path)) == wanted


def test_where_nothing_can_be_written_beside_the_users_folder_is_used(path: Path, user: Path) -> None:
    with held(path, user) as holder:
        holder.say("edit Первая")
        shutil.rmtree(path.parent)
        path.parent.write_text("теперь это файл")
        kept = Path(holder.say("edit Вторая")["kept"])
        holder.close()
    assert kept.is_relative_to(user) and names(kept) == ["Первая"]


def test_a_disk_that_is_taken_away(template: Path, user: Path, tmp_path: Path) -> None:
    point = tmp_path / "диск"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "none", str(point)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        path = Path(shutil.copyfile(template, point / "район.shnor"))
        with held(path, user) as holder:
            holder.say("edit Первая")
            subprocess.run(["umount", "-l", point], check=True)
            refused = holder.say("edit Вторая")
            holder.close()
    finally:
        subprocess.run(["umount", "-l", point], check=False, capture_output=True)
    assert "не доступны" in refused["replaced"] and not refused["there"]
    assert names(Path(refused["kept"])) == ["Первая"] and not list(point.iterdir())
