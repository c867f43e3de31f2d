"""Whoever opens, changes or cuts a large file that is open here is noticed, also when another one leaves meanwhile."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import watch
from shnor_desktop.document.file.visitors import Visitors
from shnor_desktop.errors import DocumentReplaced
from shnor_desktop.models.schools import School

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there the kernel tells")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "файл"
    path.write_bytes(b"1" * 10_000)
    return path


@pytest.fixture
def visitors(file: Path) -> Iterator[Visitors]:
    handle = os.open(file, os.O_RDWR)
    seen = Visitors(handle)
    if seen._events is None:
        pytest.skip("the kernel tells nothing here")
    yield seen
    seen.close()
    os.close(handle)


def test_who_stays_is_not_hidden_by_who_goes(file: Path, visitors: Visitors) -> None:
    with file.open("rb+") as first:
        assert visitors.came()
        with file.open("rb"):
            pass
        assert visitors.came()
        visitors.looked()
        assert visitors.came(), "the first one is still inside"
        first.write(b"2")
    assert visitors.came()
    visitors.looked()
    assert not visitors.came()


def test_two_who_come_at_once_and_one_who_writes_later(file: Path, visitors: Visitors) -> None:
    """The kernel tells two like events as one: both are gone by the count while one is there."""
    with file.open("rb+", buffering=0) as stays, file.open("rb+"):
        pass_by = file.open("rb+")
        pass_by.close()
        visitors.came()
        visitors.looked()
        stays.write(b"3")
        assert visitors.came()


def test_a_cut_by_name_is_told_and_own_writing_is_not(file: Path, visitors: Visitors) -> None:
    os.truncate(file, 5_000)
    assert visitors.came()
    visitors.looked()
    os.truncate(file, 6_000)
    assert not visitors.came(wrote=True)


def test_a_large_document_cut_by_name_in_the_middle_of_a_commit_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_SMALL", 0)
    path = tmp_path / "Район.shnor"
    with Document.create(path, Who()) as document:
        with document.write("Школы") as session:
            session.add_all(School(name=f"Школа {n}", place="с. Новое " * 30) for n in range(400))
        half = path.stat().st_size // 8192 * 4096

        left = watch.Watch.left

        def cut_before(own: watch.Watch, connection: sqlite3.Connection) -> watch.Fate | None:
            size = path.stat().st_size
            os.truncate(path, half)
            os.truncate(path, size)
            return left(own, connection)

        monkeypatch.setattr(watch.Watch, "left", cut_before)
        with pytest.raises(DocumentReplaced), document.write("Правка") as session:
            session.add(School(name="Ещё одна"))
        monkeypatch.undo()
