"""Journals of actions over two databases, as an earlier version of this program or another tool leaves them."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.file import access, hot_journal
from shnor_desktop.models.schools import School
from tests.document import stopping
from tests.document.conftest import ME

pytestmark = pytest.mark.skipif(bool(stopping.why_not()), reason=stopping.why_not())
_SCHOOLS = 60


@pytest.fixture
def closed(path: Path) -> Path:
    with Document.create(path, ME) as document, document.write("Школы") as session:
        session.add_all(School(name=f"Школа № {number}", note="н" * 500) for number in range(_SCHOOLS))
    return path


def kill(path: Path, when: Callable[[stopping.Call], bool]) -> None:
    """Change the document and another database in one transaction, and be killed in its commit."""
    other = path.with_name("другая.db")

    def work() -> int:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("ATTACH ? AS other", (str(other),))
        connection.execute("CREATE TABLE IF NOT EXISTS other.t (a)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO other.t VALUES (1)")
        connection.execute("UPDATE school SET note = 'новое' || substr(note, 6)")
        connection.execute("COMMIT")
        return 0

    assert stopping.run(work, when).code == -9


def notes(path: Path) -> set[str]:
    """The first signs of all notes, and nothing but a whole file gives them."""
    with Document.open(path, ME, back_up=False) as document, document.read() as session:
        found = [note[:5] for note in session.scalars(select(School.note))]
        assert len(found) == _SCHOOLS
        with document.raw() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return set(found)


def in_the_middle(path: Path) -> Callable[[stopping.Call], bool]:
    """Before the fourth page of the document is written."""
    pages = iter(range(1_000))
    return lambda call: call.name == "pwrite64" and call.path == str(path) and next(pages) == 3


def supers(path: Path) -> list[Path]:
    return list(path.parent.glob("*-mj*"))


def nothing_aside(path: Path) -> bool:
    return not [one for one in path.parent.iterdir() if "отложен" in one.name or "другая копия" in one.name]


@pytest.mark.parametrize("moved", [False, True])
def test_an_unfinished_action_over_two_files_is_rolled_back(closed: Path, moved: bool) -> None:
    kill(closed, in_the_middle(closed))
    assert len(supers(closed)) == 1
    if moved:
        closed = closed.parent.rename(closed.parent.with_name("перенесено")) / closed.name
    assert notes(closed) == {"ннннн"}
    assert nothing_aside(closed)


def test_it_is_rolled_back_also_without_the_super_journal(closed: Path) -> None:
    """Somebody who copies a folder may leave a strange file out."""
    kill(closed, in_the_middle(closed))
    supers(closed)[0].unlink()
    assert notes(closed) == {"ннннн"}
    assert nothing_aside(closed)


def test_a_finished_action_stays(closed: Path) -> None:
    seen = []

    def after_the_word(call: stopping.Call) -> bool:
        if call.name.startswith("unlink") and "-mj" in call.path:
            seen.append(call)
        return bool(seen) and call.name.startswith("unlink") and call.path.endswith("-journal")

    kill(closed, after_the_word)
    assert supers(closed) == [] and hot_journal.beside(closed) is not None
    assert notes(closed) == {"новое"}


def test_what_the_end_of_a_journal_names_is_never_deleted(closed: Path, tmp_path: Path) -> None:
    """SQLite deletes the file of that name, whatever it is."""
    kill(closed, in_the_middle(closed))
    picture = tmp_path / "фото.jpg"
    picture.write_bytes(b"picture")
    journal = closed.with_name(closed.name + "-journal")
    hot_journal.cut(journal)
    name = str(picture).encode()
    total = sum(byte - 256 if byte > 127 else byte for byte in name) % 2**32
    with journal.open("ab") as file:
        file.write(b"\0\0\0\0" + name + len(name).to_bytes(4, "big") + total.to_bytes(4, "big"))
        file.write(bytes.fromhex("d9d505f920a163d7"))
    assert hot_journal.super_journal(journal) == picture
    assert notes(closed) == {"ннннн"}
    assert picture.read_bytes() == b"picture"


def test_where_neither_way_helps_both_stay(closed: Path) -> None:
    from shnor_desktop.errors import DocumentDamaged

    kill(closed, in_the_middle(closed))
    journal = closed.with_name(closed.name + "-journal")
    content = bytearray(closed.read_bytes())
    content[2 * 4096 : 9 * 4096] = b"\xff" * (7 * 4096)
    closed.write_bytes(content)
    remembered = bytearray(journal.read_bytes())
    remembered[600:5000] = b"\xff" * 4400
    journal.write_bytes(remembered)
    before = closed.read_bytes(), journal.read_bytes()
    for _ in range(2):
        with pytest.raises(DocumentDamaged):
            Document.open(closed, ME)
        assert (closed.read_bytes(), journal.read_bytes()) == before


def test_a_super_journal_goes_when_no_journal_needs_it(closed: Path) -> None:
    kill(closed, in_the_middle(closed))
    (super_journal,) = supers(closed)
    other = closed.with_name("другая.db-journal")
    assert other.exists()
    assert notes(closed) == {"ннннн"} and super_journal.exists(), "the other file still needs it"
    other.unlink()
    assert notes(closed) == {"ннннн"} and not super_journal.exists()


def test_an_attached_file_is_never_written(closed: Path, tmp_path: Path) -> None:

    other = Path(shutil.copyfile(closed, tmp_path / "б.shnor"))
    connection = access.connect(closed, writable=True)
    with access.attached(connection, other, "other"):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM main.school")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM other.school")
        connection.execute("ROLLBACK")
    connection.close()


def test_one_place_alone_attaches_files() -> None:
    package = Path(access.__file__).parents[2]
    saying = [path.name for path in package.rglob("*.py") if "ATTACH ?" in path.read_text("utf-8").upper()]
    assert saying == ["access.py"]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_journal_without_an_end_is_read_as_far_as_it_says_something(closed: Path, read_only: bool) -> None:
    kill(closed, in_the_middle(closed))
    journal = access.sidecar(closed, "-journal")
    hot_journal.cut(journal)
    with journal.open("rb+") as file:
        file.truncate(1 << 36)
    with (
        Document.open(closed, ME, read_only=read_only, back_up=False) as document,
        document.read() as session,
    ):
        assert {note[:5] for note in session.scalars(select(School.note))} == {"ннннн"}
