"""Two offices' copies of one file: merging, quarantine, opening, one commit, what an edit adds to the file."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.models.uids import new_uid
from tests.benchmarks.measuring import Measurement, once, paired
from tests.benchmarks.region import folder

ROWS, LARGE = 100_000, 1_000_000
CHANGES = (200, 2_000, 20_000)
EDITS = 100
MERGE_S = 2.0
NO_BUDGET = float("inf")
HERE, THERE = Who("Первый", "Отдел"), Who("Вторая", "Центр")
_EDIT = "UPDATE person SET post = 'x' || post WHERE uid = ?"


def merging() -> Iterator[Measurement]:
    """As many changes in each copy, half of them of the same records, beside bare UPDATEs of as many rows."""
    for changes in CHANGES:
        yield from _merged(ROWS, changes)


def merging_large() -> Iterator[Measurement]:
    """The same in a file whose journal has a million entries."""
    for one in _merged(LARGE, CHANGES[0]):
        yield one
        yield Measurement(one.what, one.ours, MERGE_S, "limit", 1)


def safety() -> Iterator[Measurement]:
    """Quarantine of a copy and opening, beside SQLite's own check of the same file."""
    path = _base(ROWS)
    for what, ours in (("quarantine of", _quarantine), ("opening", _open)):
        mine, limit = paired(partial(ours, path), partial(_check, path), 3)
        yield Measurement(f"{what} a file of {ROWS:,} records", mine, limit, "quick_check", NO_BUDGET)


def edits() -> Iterator[Measurement]:
    """One edit in one transaction with its history, and by how much it makes the file grow."""
    path = _copy(ROWS, "edits")
    uids = _uids(path)
    turn = iter(uids)
    with closing(_bare(path)) as plain, Document.open(path, HERE, back_up=False) as document:
        before = path.stat().st_size
        ours, limit = paired(
            lambda: _change(document, [next(turn)]), lambda: plain.execute(_EDIT, uids[:1]), EDITS
        )
        grown = (path.stat().st_size - before) / (EDITS + 1)
    yield Measurement("one edit, journal included", ours, limit, "bare UPDATE", NO_BUDGET)
    print(f"          the file grows by {grown:,.0f} bytes an edit")


def _merged(rows: int, changes: int) -> Iterator[Measurement]:
    one, other = _copy(rows, "one"), _copy(rows, "other")
    uids = _uids(one)
    for path, who, first in ((one, HERE, 0), (other, THERE, changes // 2)):
        with Document.open(path, who, back_up=False) as document:
            _change(document, uids[first : first + changes])
    with Document.open(one, HERE, back_up=False) as document:
        ours = once(lambda: merge(document, other, other.name, keep=True, back_up=False))
    with closing(_bare(other)) as plain:
        limit = once(lambda: _update(plain, uids[:changes]))
    what = f"merge {changes:,} changes a side, {rows:,} records"
    yield Measurement(what, ours, limit, f"{changes:,} bare UPDATEs", NO_BUDGET)


@cache
def _base(rows: int) -> Path:
    """A file of so many people, each with its entry in the journal."""
    path = folder() / f"people {rows}.shnor"
    with Document.create(path, HERE) as document, document.write("Люди") as session:
        people = [(new_uid(), f"Человек {number}", "учитель") for number in range(rows)]
        session.connection().exec_driver_sql("INSERT INTO person (uid, name, post) VALUES (?, ?, ?)", people)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM change").fetchone()[0] >= rows
    return path


def _copy(rows: int, name: str) -> Path:
    return Path(shutil.copyfile(_base(rows), folder() / f"{name}.shnor"))


def _uids(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as plain:
        return [uid for (uid,) in plain.execute("SELECT uid FROM person ORDER BY uid")]


def _change(document: Document, uids: Sequence[bytes]) -> None:
    with document.write("Должности") as session:
        session.connection().exec_driver_sql(_EDIT, [(uid,) for uid in uids])


def _bare(path: Path) -> sqlite3.Connection:
    """The same rows in a database with nothing but them."""
    place = folder() / "bare people.db"
    place.unlink(missing_ok=True)
    plain = sqlite3.connect(place, isolation_level=None)
    plain.execute("PRAGMA synchronous = EXTRA")
    plain.execute("CREATE TABLE person (uid BLOB PRIMARY KEY, name TEXT, post TEXT)")
    with closing(sqlite3.connect(path)) as source:
        plain.execute("BEGIN")
        plain.executemany(
            "INSERT INTO person VALUES (?, ?, ?)", source.execute("SELECT uid, name, post FROM person")
        )
        plain.execute("COMMIT")
    return plain


def _update(plain: sqlite3.Connection, uids: Sequence[bytes]) -> None:
    plain.execute("BEGIN")
    plain.executemany(_EDIT, [(uid,) for uid in uids])
    plain.execute("COMMIT")


def _quarantine(path: Path) -> None:
    with stage(path):
        pass


def _open(path: Path) -> None:
    Document.open(path, HERE, back_up=False).close()


def _check(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("PRAGMA quick_check").fetchall()
