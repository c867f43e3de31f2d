"""What SQLite has in memory and what is on the disk: alike after every transaction, but for pages that hold nothing."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from shnor_desktop.document.file.image import _empty, is_on_disk
from tests.conftest import LONG


@contextmanager
def _database(path: Path, page: int, room: int, secure: str) -> Iterator[tuple[sqlite3.Connection, int]]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in (f"page_size = {page}", f"cache_size = {room}", f"secure_delete = {secure}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, k BLOB, b BLOB)")
        connection.execute("CREATE INDEX i ON t (k)")
        for words in ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT"):
            connection.execute(words)
        file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            yield connection, file
        finally:
            connection.close()
            os.close(file)


def _insert(connection: sqlite3.Connection, chance: random.Random) -> None:
    size = chance.choice((10, 700, 9_000, 90_000))
    connection.execute("INSERT INTO t (k, b) VALUES (randomblob(16), randomblob(?))", (size,))


def _delete(connection: sqlite3.Connection, chance: random.Random) -> None:
    share = chance.choice((2, 5, 50))
    connection.execute("DELETE FROM t WHERE a % ? = 0", (share,))


def _update(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute(
        "UPDATE t SET k = randomblob(16), b = randomblob(?) WHERE a % 3 = 1", (chance.randint(1, 5_000),)
    )


def _take_back(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("SAVEPOINT s")
    _delete(connection, chance)
    _insert(connection, chance)
    connection.execute("ROLLBACK TO s")
    connection.execute("RELEASE s")


def _drop(connection: sqlite3.Connection, chance: random.Random) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS x (z)")
    connection.execute("INSERT INTO x VALUES (randomblob(30000))")
    if chance.random() < 0.5:
        connection.execute("DROP TABLE x")


ACTS: tuple[Callable[[sqlite3.Connection, random.Random], None], ...] = (
    _insert,
    _insert,
    _delete,
    _update,
    _take_back,
    _drop,
)


@pytest.mark.parametrize("secure", ["off", "on", "fast"])
@pytest.mark.parametrize(("page", "room"), [(4096, -65_536), (4096, 20), (512, -65_536), (65_536, 20)])
def test_after_any_transaction(tmp_path: Path, page: int, room: int, secure: str) -> None:
    chance = random.Random(f"{page} {room} {secure}")
    with _database(tmp_path / "д.db", page, room, secure) as (connection, file):
        for _ in range(2_000 if LONG else 80):
            connection.execute("BEGIN IMMEDIATE")
            for _ in range(chance.choice((1, 2, 10))):
                chance.choice(ACTS)(connection, chance)
            connection.execute("ROLLBACK" if chance.random() < 0.15 else "COMMIT")
            assert is_on_disk(connection.serialize(), file)


def test_every_page_that_holds_anything_counts(tmp_path: Path) -> None:
    path = tmp_path / "д.db"
    with _database(path, 4096, -65_536, "off") as (connection, file):
        chance = random.Random(1)
        for _ in range(40):
            _insert(connection, chance)
        connection.execute("DELETE FROM t WHERE a % 2 = 0")
        image = connection.serialize()
        pages, empty = len(image) // 4096, _empty(image, 4096)
        free = connection.execute("PRAGMA freelist_count").fetchone()[0]
        assert 0 < free <= len(empty) and len(empty) - 1 < free, (
            "its trunk is no empty page, the page of the lock is one"
        )
        for number in range(1, pages + 1):
            at = (number - 1) * 4096 + 4095
            os.lseek(file, at, os.SEEK_SET)
            byte = os.read(file, 1)
            os.lseek(file, at, os.SEEK_SET)
            os.write(file, bytes([byte[0] ^ 1]))
            assert is_on_disk(image, file) is (number in empty), number
            os.lseek(file, at, os.SEEK_SET)
            os.write(file, byte)
        os.ftruncate(file, len(image) - 4096)
        assert not is_on_disk(image, file)
        os.ftruncate(file, len(image) + 4096)
        assert not is_on_disk(image, file)
