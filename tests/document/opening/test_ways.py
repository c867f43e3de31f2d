"""Creating and opening: sentences for everything that is not a whole document of this format."""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who, raw_of
from shnor_desktop.document.file import access, backup, schema
from shnor_desktop.document.journal import author
from shnor_desktop.errors import DocumentDamaged, DocumentError, DocumentLocked, UserError
from shnor_desktop.models.schools import School
from tests.document.conftest import ME
from tests.document.fuzz_documents import mutants, try_document

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document with schools, made once a run."""
    path = tmp_path_factory.mktemp("школы") / "школы.shnor"
    with Document.create(path, ME) as document, document.write("Добавлена школа") as session:
        session.add_all(School(name=f"Школа № {i}") for i in range(50))
    return path


@pytest.fixture
def closed(made: Path, path: Path) -> Path:
    return Path(shutil.copyfile(made, path))


def test_settings_of_the_file(closed: Path) -> None:
    plain = sqlite3.connect(closed)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert plain.execute("PRAGMA user_version").fetchone() == (schema.FORMAT,)
    assert plain.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    kinds = plain.execute("SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
    assert kinds == (0,)
    plain.close()


def test_never_overwrites(closed: Path) -> None:
    content = closed.read_bytes()
    with pytest.raises(DocumentError, match="уже есть"):
        Document.create(closed, ME)
    assert closed.read_bytes() == content


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda p: p.write_bytes(b""), "пуст"),
        (lambda p: p.write_text("просто текст " * 100), "не файл этой программы"),
        (lambda p: p.write_bytes(p.read_bytes()[:-4096]), "оборван"),
        (lambda p: p.write_bytes(p.read_bytes()[:50]), "оборван"),
        (lambda p: _pragma(p, "user_version = 99"), "более новой"),
        (lambda p: _pragma(p, "application_id = 1"), "другой программы"),
        (lambda p: _pragma(p, "journal_mode = WAL"), "другой программой"),
        (
            lambda p: _sql(p, "CREATE TRIGGER evil AFTER INSERT ON school BEGIN DELETE FROM school; END"),
            "evil",
        ),
        (lambda p: _sql(p, "CREATE VIEW extra AS SELECT 1"), "extra"),
        (lambda p: _sql(p, "ALTER TABLE school ADD COLUMN more TEXT"), "school"),
    ],
)
def test_refused_with_a_sentence(closed: Path, make: object, word: str) -> None:
    assert callable(make)
    make(closed)
    content = closed.read_bytes()
    for read_only in (False, True):
        with pytest.raises(DocumentError, match=word):
            Document.open(closed, ME, read_only=read_only)
    assert closed.read_bytes() == content


def _pragma(path: Path, pragma: str) -> None:
    _sql(path, f"PRAGMA {pragma}")


def _sql(path: Path, statement: str) -> None:
    plain = sqlite3.connect(path)
    plain.execute(statement)
    plain.commit()
    plain.close()


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="не найден"):
        Document.open(tmp_path / "нет.shnor", ME)
    with pytest.raises(DocumentError, match="папка"):
        Document.open(tmp_path, ME)


def test_a_lock_is_not_waited_for(closed: Path) -> None:
    connection = access.connect(closed, writable=False)
    assert connection.execute("PRAGMA busy_timeout").fetchone()[0] <= 200
    connection.close()


def test_second_program_is_told_who_and_may_read(closed: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(closed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert holder.stdout is not None and holder.stdin is not None
    with holder:
        assert holder.stdout.readline().strip() == b"ready"
        with pytest.raises(DocumentLocked, match="в другом окне программы на этом компьютере"):
            Document.open(closed, ME)
        note = author.note_path(closed)
        note.write_text(json.dumps(json.loads(note.read_text("utf-8")) | {"user": "sidorova@ПК-7"}), "utf-8")
        with pytest.raises(DocumentLocked, match="Сидорова") as refused:
            Document.open(closed, ME)
        assert "Сидорова" in refused.value.holder
        with Document.open(closed, ME, read_only=True) as view:
            assert view.read_only
            assert "Сидорова" in view.holder
            with view.read() as session:
                assert len(session.scalars(select(School)).all()) == 51
            with pytest.raises(DocumentError, match="только для чтения"), view.write("Правка"):
                pass
        holder.stdin.close()
    with Document.open(closed, ME) as document:
        assert not document.read_only


_HOLD = """
import sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who, raw_of
from shnor_desktop.models.schools import School
document = Document.open(Path(sys.argv[1]), Who("Сидорова", "УО", "ПК-2"))
with document.write("Ещё школа") as session:
    session.add(School(name="Ещё"))
print("ready", flush=True)
sys.stdin.read()
document.close()
"""


def test_opening_twice_in_one_program(closed: Path) -> None:
    with Document.open(closed, ME) as first:
        with pytest.raises(DocumentLocked):
            Document.open(closed, ME)
        with Document.open(closed, ME, read_only=True) as view, view.read() as session:
            assert len(session.scalars(select(School)).all()) == 50
        with first.write("Всё ещё можно") as session:
            session.add(School(name="А"))


@pytest.mark.parametrize("fault", ["references", "torn", "full disk"])
def test_a_view_that_fails_leaves_no_copy_behind(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    if fault == "full disk":

        def full(out: Path) -> None:
            out.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "full")

        with Document.open(closed, ME) as held:
            monkeypatch.setattr(held, "copy_to", full)
            with pytest.raises(OSError, match="full"):
                Document.open(closed, ME, read_only=True)
    else:
        if fault == "references":
            _sql(closed, "UPDATE school SET parent = randomblob(16)")
        else:
            content = closed.read_bytes()
            place = content.rindex("Школа № 17".encode()) & ~4095
            closed.write_bytes(content[:place] + b"\xff" * 4096 + content[place + 4096 :])
        monkeypatch.setattr("shnor_desktop.document.opening.ways.readable", lambda path: False)
        with pytest.raises(DocumentError):
            Document.open(closed, ME, read_only=True)
    assert list(folder.iterdir()) == []


def test_stale_wal_beside_the_file_is_set_aside(closed: Path) -> None:
    wal = closed.with_name(closed.name + "-wal")
    wal.write_bytes(b"\x37\x7f\x06\x82" + b"\0" * 500)
    with Document.open(closed, ME) as document, document.read() as session:
        assert len(session.scalars(select(School)).all()) == 50
    assert not wal.exists()
    assert list(closed.parent.glob("*-wal.отложен-*"))


def test_stale_journal_of_another_file_does_no_harm(closed: Path, tmp_path: Path) -> None:
    other = tmp_path / "другой.shnor"
    killed = subprocess.run([sys.executable, "-c", _DIE, str(other)], cwd=ROOT, check=False)
    assert killed.returncode == 9
    shutil.move(other.with_name(other.name + "-journal"), closed.with_name(closed.name + "-journal"))
    with Document.open(closed, ME) as document, document.read() as session:
        assert len(session.scalars(select(School)).all()) == 50


_CRASH = """
import os, sys
from pathlib import Path
from sqlalchemy import select
from shnor_desktop.document.journal import capture
from shnor_desktop.document.document import Document, Who, raw_of
from shnor_desktop.models.schools import School
document = Document.open(Path(sys.argv[1]), Who(), back_up=False)
finish = capture.Journal.finish
def crash(*args, **named):
    finish(*args, **named)
    document._connection.execute("PRAGMA cache_size = 1")
    document._connection.execute("SELECT count(*), max(value) FROM change").fetchall()
    document._connection.execute("SELECT count(*), max(name || place) FROM school").fetchall()
    os._exit(9)
capture.Journal.finish = crash
with document.write("Не дописано") as session:
    if sys.argv[2:]:
        session.add_all(School(name="Ш" * 500) for i in range(300))
    session.scalars(select(School).where(School.name == "Школа № 1")).one().place = "недописано"
"""


def _crash(path: Path, *more: str) -> None:
    """Leave the file as a crash in mid-action leaves it, its journal beside it."""
    killed = subprocess.run([sys.executable, "-c", _CRASH, str(path), *more], cwd=ROOT, check=False)
    assert killed.returncode == 9 and access.sidecar(path, "-journal").stat().st_size > 512


def _rename(path: Path, place: str) -> None:
    with Document.open(path, ME, back_up=False) as document, document.write(f"Место: {place}") as session:
        session.scalars(select(School).where(School.name == "Школа № 1")).one().place = place


def _place(path: Path) -> tuple[str, tuple[str, ...]]:
    """Where the school is, and the remarks of the opening."""
    with Document.open(path, ME, back_up=False) as document, document.read() as session:
        assert document.check().sound
        place = session.scalars(select(School).where(School.name == "Школа № 1")).one().place
        return place, document.remarks


def test_a_newer_copy_put_over_a_file_with_a_hot_journal_is_not_rolled_back(
    closed: Path, tmp_path: Path
) -> None:
    newer = Path(shutil.copyfile(closed, tmp_path / "новая.shnor"))
    _rename(newer, "новое")
    _crash(closed)
    shutil.copyfile(newer, closed)
    place, remarks = _place(closed)
    assert place == "новое" and any("журнал прерванного действия" in one for one in remarks)
    assert _place(closed) == ("новое", ())
    assert not list(tmp_path.glob(".shnor-*")) and not list(tmp_path.glob("*другая копия*"))


def test_of_two_copies_that_know_different_things_the_new_one_is_left_beside(
    closed: Path, tmp_path: Path
) -> None:
    newer = Path(shutil.copyfile(closed, tmp_path / "новая.shnor"))
    _rename(newer, "новое")
    _rename(closed, "прежнее")
    _crash(closed)
    shutil.copyfile(newer, closed)
    place, remarks = _place(closed)
    (beside,) = tmp_path.glob("*другая копия*.shnor")
    assert place == "прежнее" and any(f"«{beside.name}»" in one for one in remarks)
    assert _place(beside) == ("новое", ())
    assert not list(tmp_path.glob(".shnor-*"))


def test_an_older_copy_put_over_brings_the_newer_state_back(closed: Path, tmp_path: Path) -> None:
    older = Path(shutil.copyfile(closed, tmp_path / "старая.shnor"))
    _rename(closed, "прежнее")
    _crash(closed)
    shutil.copyfile(older, closed)
    assert _place(closed) == ("прежнее", ())
    assert not list(tmp_path.glob("*другая копия*"))


def test_what_a_crash_left_unfinished_is_rolled_back_without_a_word(closed: Path, tmp_path: Path) -> None:
    _rename(closed, "прежнее")
    _crash(closed, "много")
    assert _place(closed) == ("прежнее", ())
    assert not list(tmp_path.glob(".shnor-*")) and not list(tmp_path.glob("*другая копия*"))


_DIE = """
import os, sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who, raw_of
from shnor_desktop.models.schools import School
document = Document.create(Path(sys.argv[1]), Who())
with document.write("Большая") as session:
    session.connection().exec_driver_sql("PRAGMA cache_size = 1")
    session.add_all(School(name="Ш" * 500) for i in range(3000))
    session.flush()
    os._exit(9)
"""


def test_backups_are_made_on_change_only_verified_and_thinned(closed: Path) -> None:
    with Document.open(closed, ME) as document:
        assert len(document.backups()) == 1
    with Document.open(closed, ME) as document:
        assert len(document.backups()) == 1
        now = datetime(2026, 11, 1, 12, 0, 0)
        for days in range(200, 0, -1):
            document.make_backup(now - timedelta(days=days))
        kept = [one for one in document.backups() if one.at < now]
        assert 10 <= len(kept) <= 50
        assert kept[0].at == now - timedelta(days=1)
        assert kept[-1].at < now - timedelta(days=150)


def test_a_backup_says_why_it_was_made(closed: Path) -> None:
    now = datetime(2026, 11, 1, 12, 0, 0)
    with Document.open(closed, ME) as document:
        made = [document.make_backup(now, why) for why in ("перед загрузкой", "", "перед объединением")]
        found = [one for one in document.backups() if one.at == now]
        assert found == made[::-1], "of one second the last made is the newest"
        assert made[2].path.name == "2026-11-01 12-00-00 (3) — перед объединением.shnor"
        assert {one.why for one in document.backups()} > {"при открытии файла"}


def test_a_backup_made_while_the_clock_was_ahead_is_not_the_newest(closed: Path) -> None:
    with Document.open(closed, ME) as document:
        ahead = document.make_backup(datetime.now() + timedelta(days=400)).path
        with document.write("Правка") as session:
            session.scalars(select(School)).first().name = "Новое"  # type: ignore[union-attr]
        made = document.back_up_if_changed()
        assert made is not None and document.backups()[0].path == made.path
        assert document.back_up_if_changed() is None, "the newest one holds everything"
        assert ahead in [one.path for one in document.backups()]


def test_restore_brings_back_and_keeps_the_present(closed: Path) -> None:
    with Document.open(closed, ME) as document:
        backup_path = document.make_backup().path
        with document.write("Правка") as session:
            session.scalars(select(School)).first().name = "Испорчено"  # type: ignore[union-attr]
        with pytest.raises(DocumentError, match="открыт"):
            backup.restore(closed, backup_path)
    kept = backup.restore(closed, backup_path)
    with Document.open(closed, ME) as document, document.read() as session:
        assert "Испорчено" not in session.scalars(select(School.name)).all()
    assert kept is not None
    with Document.open(kept, ME, read_only=True) as before, before.read() as session:
        assert "Испорчено" in session.scalars(select(School.name)).all()


def test_a_file_whose_backup_fails_is_given_back(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **_why: str) -> None:
        raise DocumentError("На диске нет места.", "Освободите место.")

    with Document.open(closed, ME) as document, document.write("Правка") as session:
        session.scalars(select(School)).first().name = "Новое"  # type: ignore[union-attr]
    with monkeypatch.context() as patch, pytest.raises(DocumentError, match="нет места"):
        patch.setattr(backup, "make", full)
        Document.open(closed, ME)
    Document.open(closed, ME).close()


def test_a_restored_file_that_went_on_is_not_taken_for_its_newest_backup(closed: Path) -> None:
    with Document.open(closed, ME) as document:
        early = document.make_backup().path
        with document.write("Правка") as session:
            session.scalars(select(School)).first().name = "Прежнее"  # type: ignore[union-attr]
        document.make_backup()
    backup.restore(closed, early)
    with Document.open(closed, ME) as document:
        with document.write("Правка") as session:
            session.scalars(select(School)).first().name = "Новое"  # type: ignore[union-attr]
        assert document.back_up_if_changed() is not None
        assert document.back_up_if_changed() is None


def test_restore_that_fails_at_the_last_step_changes_nothing(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Document.open(closed, ME) as document:
        backup_path = document.make_backup().path
    rename = Path.replace

    def refuse_draft(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise PermissionError(13, "busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refuse_draft)
    with pytest.raises(DocumentError, match="нет прав"):
        backup.restore(closed, backup_path)
    with Document.open(closed, ME) as document:
        assert document.check().sound
    assert not [one for one in closed.parent.iterdir() if "до восстановления" in one.name]


def test_restore_over_a_damaged_file(closed: Path) -> None:
    with Document.open(closed, ME) as document:
        good = document.make_backup().path
    closed.write_bytes(b"\0" * 5000)
    backup.restore(closed, good)
    with Document.open(closed, ME) as document:
        assert document.check().sound


def test_copy_for_another_office(closed: Path, tmp_path: Path) -> None:
    out = tmp_path / "папка с 'кавычкой'" / "копия.shnor"
    out.parent.mkdir()
    with Document.open(closed, ME) as document:
        document.copy_to(out)
        uid = document.uid
        with pytest.raises(DocumentError, match="уже есть"):
            document.copy_to(out)
    with Document.open(out, Who("Другой", "УО")) as copy:
        assert copy.uid == uid
        assert copy.check().sound


def test_a_change_by_another_tool_is_found(closed: Path) -> None:
    _sql(closed, "UPDATE school SET name = 'мимо' WHERE name = 'Школа № 7'")
    with Document.open(closed, ME) as document:
        assert any("другой программой" in line for line in document.check().findings)


def test_an_altered_history_is_found(closed: Path) -> None:
    _sql(closed, "UPDATE action SET title = 'подделка'")
    with Document.open(closed, ME, read_only=True) as document:
        report = document.check()
        assert report.forged and any("История изменена" in line for line in report.findings)


def test_damaged_documents_never_end_in_a_traceback(closed: Path, tmp_path: Path) -> None:
    outcomes = [try_document(one) for one in mutants(closed, tmp_path / "m", 120, seed=5)]
    assert outcomes.count("opened") < len(outcomes)
    assert set(outcomes) <= {"opened", "refused"}


def test_whoever_keeps_the_refusal_does_not_keep_the_file(closed: Path) -> None:
    """A file that is open cannot be replaced by its backup on Windows."""
    before = open_files(closed)
    closed.write_bytes(closed.read_bytes().replace("№ 7".encode(), b"\xff" * 5))
    refusal = pytest.raises(DocumentDamaged, match="текст не читается")
    with refusal as refused, Document.open(closed, ME, read_only=True) as document:
        document.check()
    assert refused.value and open_files(closed) == before
    closed.unlink()


def open_files(path: Path) -> int:
    """How many handles this process has on the file, where the system tells."""
    if sys.platform != "linux":
        return 0
    return sum(os.path.realpath(one) == str(path) for one in Path("/proc/self/fd").iterdir())


def test_disk_full_is_told_and_loses_nothing(closed: Path) -> None:
    with Document.open(closed, ME) as document:
        with document.read() as session:
            pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
            session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(UserError, match="нет места"), document.write("Большая правка") as session:
            session.add_all(School(name="Ш" * 1000) for _ in range(500))
        assert document.check().sound
        with document.read() as session:
            assert len(session.scalars(select(School)).all()) == 50


def test_rows_are_read_by_sql_alone_and_nothing_is_changed_by_it(closed: Path) -> None:
    """Without mapped records, which take longer to load than the file to open."""
    with Document.open(closed, ME) as document:
        with document.rows() as connection:
            assert connection.execute("SELECT count(*) FROM school").fetchone() == (50,)
            connection.execute("DELETE FROM school")
        with document.rows() as connection:
            assert connection.execute("SELECT count(*) FROM school").fetchone() == (50,)
        with pytest.raises(ZeroDivisionError), document.rows() as connection:
            connection.execute("DELETE FROM school")
            _ = 1 / 0
        with document.write("Добавлена школа") as session:
            session.add(School(name="Школа № 51"))
            assert raw_of(session).execute("SELECT count(*) FROM school").fetchone() == (51,)
        assert document.check().sound
    told = subprocess.run(
        [sys.executable, "-c", _READS, closed], capture_output=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert (told.returncode, told.stdout) == (0, "51 False\n"), told.stderr


_READS = """
import sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who
with Document.open(Path(sys.argv[1]), Who("", "")) as document, document.rows() as connection:
    print(*connection.execute("SELECT count(*) FROM school").fetchone(), "sqlalchemy" in sys.modules)
"""


def test_a_path_the_system_cannot_follow_is_no_loop(
    tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to follow very long ones, and opens them."""
    path = Path(shutil.copyfile(template, tmp_path / "Район.shnor"))

    def refuses(*_: object, **__: object) -> Path:
        raise OSError(22, "more data is available")

    monkeypatch.setattr(Path, "resolve", refuses)
    monkeypatch.setattr("os.path.realpath", refuses)
    with Document.open(path, Who(), back_up=False) as document:
        assert document.check().sound
