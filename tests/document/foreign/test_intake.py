"""Quarantine: what is sound comes through unchanged, what is hostile is refused by name and harms nothing."""

import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import schema
from shnor_desktop.document.foreign import intake, worker
from shnor_desktop.document.foreign.intake import Staged, stage
from shnor_desktop.document.foreign.rows import Admission, Fault
from shnor_desktop.document.foreign.rules import Rules
from shnor_desktop.document.merge import merge, part
from shnor_desktop.errors import Cancelled, DocumentError
from shnor_desktop.models.schools import School
from tests.document.conftest import ME
from tests.document.foreign import hostile
from tests.document.states import act, ground

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[3]
JOURNAL = ("action", "change", "change_pred", "attachment")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "хороший.shnor"
    hostile.sound(path)
    return path


_QUOTED = "другой" if sys.platform == "win32" else '"другой"'


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "папка с 'кавычкой' и другой".replace("другой", _QUOTED)
    folder.mkdir()
    return Path(shutil.copyfile(good, folder / "Наш «район» № 1.shnor"))


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as plain:
        return sorted(plain.execute(f"SELECT * FROM {table}").fetchall(), key=repr)


def test_the_journal_comes_through_unchanged(copy: Path) -> None:
    before = copy.read_bytes()
    with stage(copy) as staged:
        for table in JOURNAL:
            assert rows(staged.path, table) == rows(copy, table), table
        writers = [row[:9] for row in rows(staged.path, "writer")]
        assert writers == [row[:9] for row in rows(copy, "writer")]
        with Document.open(copy, ME, read_only=True) as document:
            assert staged.uid == document.uid
        assert (staged.kind, staged.scope, staged.format, staged.remarks) == ("full", None, schema.FORMAT, ())
        assert staged.offices == ("ИМЦ", "УО")
        assert staged.counts.changes == len(rows(copy, "change")) > 50
        assert staged.counts.writers == 2
        assert rows(staged.path, "school") == []
        folder = staged.path.parent
    assert not folder.exists()
    assert copy.read_bytes() == before


def test_the_process_starts_without_the_record_kinds() -> None:
    """They bring SQLAlchemy along, and every dragged file would wait for it."""
    code = "import sys; import shnor_desktop.document.foreign.worker; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b"False"


@pytest.mark.parametrize("wrong", ["true", "1.0", '"1"', "[1]", "null"])
def test_a_value_equal_to_an_admitted_one_is_not_admitted(wrong: str) -> None:
    """Admitted values are remembered; whether a school is rural is 0 or 1 and nothing that only equals it."""
    rules = Rules()
    number = next(number for number, name in rules.names.items() if name == "school")
    admission = Admission(rules, 1_000)
    admission.check_writer((1, bytes(16), "", "", "", "1", 0, 3, bytes(32), 1))
    rural = [column.name for column in rules.columns[number]].index("rural")
    plain = {"TEXT": '""', "INTEGER": "1", "BLOB": "null"}

    def insert(seq: int, said: str) -> tuple[object, ...]:
        items = [plain[rule.type] for rule in rules.fields[number]]
        items[rural] = said
        return 1, seq, 0, number, seq.to_bytes(16), 1, f"[{', '.join(items)}]", None, None

    for seq in (1, 2):
        admission.check_change(insert(seq, "1"))
    with pytest.raises(Fault, match="недопустимое значение"):
        admission.check_change(insert(3, wrong))


def test_whatever_the_program_writes_is_taken(tmp_path: Path) -> None:
    """Also texts pasted from Word, and everything undo, redo and reopening leave in the journal."""
    path, chance = tmp_path / "д.shnor", random.Random(11)
    with Document.create(path, ME) as document:
        ground(document)
        with document.write("Вставка") as session:
            session.add(School(name="Абзац\r\nдругой\tс\x0bразрывом\x1f", note="🙂 «ё» \ufffd" * 500))
    for _ in range(6):
        with Document.open(path, Who("Ёлкина", "УО"), back_up=False) as document:
            for _ in range(8):
                act(document, chance)
                if chance.random() < 0.4:
                    document.undo()
                if chance.random() < 0.3:
                    document.redo()
            document.undo_action(document.actions()[chance.randrange(8)].action)
            assert document.check().findings == ()
        with stage(path) as staged:
            assert rows(staged.path, "change") == rows(path, "change")


def test_parts_and_forms_are_taken(copy: Path, tmp_path: Path) -> None:
    with Document.open(copy, ME, back_up=False) as document, document.read() as session:
        school = session.query(School.uid).first()
        assert school is not None
        part.write_part(document, tmp_path / "часть.shnor", school=school[0])
        part.write_part(document, tmp_path / "форма.shnor", school=school[0], form=True)
    for name, kind in (("часть.shnor", "part"), ("форма.shnor", "form")):
        with stage(tmp_path / name) as staged:
            assert staged.kind == kind
            assert school[0].hex() in (staged.scope or "")
            assert staged.counts.partial == staged.counts.writers > 0
    with Document.open(tmp_path / "часть.shnor", Who("Школа"), back_up=False) as document:
        chance = random.Random(5)
        for _ in range(5):
            act(document, chance)
    with stage(tmp_path / "часть.shnor") as staged, Document.open(copy, ME, back_up=False) as document:
        merge.merge(document, staged.path, "часть.shnor", keep=True)
        assert document.check().findings == ()
    with stage(copy) as staged:
        assert "Школа" in {row[3] for row in rows(staged.path, "writer")}


# ---- what lies beside


def other_tool(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def test_a_file_with_its_wal_is_taken_whole(copy: Path, tmp_path: Path) -> None:
    """Another tool had switched the mode, and somebody copied both files."""
    alone = copy.read_bytes()
    with closing(other_tool(copy)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA wal_autocheckpoint = 0")
        plain.execute("CREATE TABLE other_tool (a)")
        plain.execute("DROP TABLE other_tool")
        sent = tmp_path / "присланный.shnor"
        shutil.copyfile(copy, sent)
        shutil.copyfile(copy.with_name(copy.name + "-wal"), sent.with_name(sent.name + "-wal"))
    with stage(sent) as staged:
        copy.write_bytes(alone)
        assert rows(staged.path, "change") == rows(copy, "change")
        assert "учтён" in staged.remarks[0]
        assert "не учтён" not in staged.remarks[0]
    assert sent.with_name(sent.name + "-wal").exists()


_DIE = """
import os, sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who
from shnor_desktop.models.schools import School
document = Document.open(Path(sys.argv[1]), Who("Погибший", "УО"), back_up=False)
with document.write("Дошло") as session:
    session.add(School(name="Дошла"))
with document.write("Не дошло") as session:
    session.connection().exec_driver_sql("PRAGMA cache_size = 1")
    session.add_all(School(name="Ш" * 500) for i in range(3000))
    session.flush()
    os._exit(9)
"""


def test_a_file_whose_writer_died_is_rolled_back_in_the_copy(copy: Path) -> None:
    assert subprocess.run([sys.executable, "-c", _DIE, str(copy)], cwd=ROOT, check=False).returncode == 9
    journal = copy.with_name(copy.name + "-journal")
    before = copy.read_bytes(), journal.read_bytes()
    with stage(copy) as staged:
        titles = [row[6] for row in rows(staged.path, "action")]
        assert "Дошло" in titles
        assert "Не дошло" not in titles
        assert "учтён" in staged.remarks[0]
    assert (copy.read_bytes(), journal.read_bytes()) == before


def test_both_variants_are_united(copy: Path, tmp_path: Path) -> None:
    """The file is newer than its stale -wal in one place and older in another: nothing of either is lost."""
    first, second = tmp_path / "1.db", tmp_path / "2.db"
    with stage(copy) as staged:
        shutil.copyfile(staged.path, first)
    with Document.open(copy, Who("Только во втором", "УО"), back_up=False) as document:
        act(document, random.Random(8))
    with stage(copy) as staged:
        shutil.copyfile(staged.path, second)
    newer = {table: rows(second, table) for table in JOURNAL}
    worker.unite(first, second)
    assert {table: rows(first, table) for table in JOURNAL} == newer
    facts = worker.unite(second, first)
    assert {table: rows(second, table) for table in JOURNAL} == newer
    assert facts["counts"]["changes"] == len(newer["change"])


def test_variants_that_contradict_each_other_are_not_mixed(copy: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.db", tmp_path / "2.db"
    with stage(copy) as staged:
        shutil.copyfile(staged.path, first)
        shutil.copyfile(staged.path, second)
    hostile.sql(second, "UPDATE change SET lamport = lamport + 1 WHERE seq = 2")
    before = first.read_bytes()
    assert worker.unite(first, second) == {}
    assert {table: rows(first, table) for table in JOURNAL} == {table: rows(copy, table) for table in JOURNAL}
    assert first.stat().st_size == len(before)


# ---- formats


THIS = schema.FORMAT


@pytest.fixture
def one_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program one format ahead: a new column and a new table."""
    real = schema.migration
    text = (
        "ALTER TABLE school ADD COLUMN site TEXT NOT NULL DEFAULT '';\n"
        "INSERT INTO catalogue VALUES (3, 99, 'school', 'site', 'TEXT');\n"
    )
    monkeypatch.setattr(schema, "migration", lambda number: text if number == THIS + 1 else real(number))
    monkeypatch.setattr(schema, "FORMAT", THIS + 1)
    schema.golden.cache_clear()
    schema.golden_objects.cache_clear()
    yield
    schema.golden.cache_clear()
    schema.golden_objects.cache_clear()


def test_an_older_format_is_migrated_on_the_copy(copy: Path, tmp_path: Path, one_ahead: None) -> None:
    box = tmp_path / "ящик" / "variant"
    box.mkdir(parents=True)
    shutil.copyfile(copy, box / "старый.shnor")
    variants = [{"path": str(box / "старый.shnor"), "sidecar": ""}]
    request = {"variants": variants, "lamport": 0, "seconds": 30}
    answer = worker.answer(json.loads(json.dumps(request)))
    assert answer["staged"]["format"] == THIS
    staging = Path(answer["staged"]["path"])
    assert rows(staging, "change") == rows(copy, "change")
    assert rows(staging, "catalogue") != rows(copy, "catalogue")


# ---- limits


@pytest.mark.processes
def test_the_person_may_stop_it(copy: Path) -> None:
    with pytest.raises(Cancelled), stage(copy, cancelled=lambda: True):
        pass


def test_too_long_is_told(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_start", lambda: _process("import time; time.sleep(60)"))
    monkeypatch.setattr(intake, "SECONDS", 0)
    started = time.monotonic()
    with pytest.raises(DocumentError, match="слишком долго"), stage(copy):
        pass
    assert time.monotonic() - started < 10


def test_a_broken_process_is_told(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_start", lambda: _process("import os; os.abort()"))
    with pytest.raises(DocumentError, match="прервалась"), stage(copy):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals")
@pytest.mark.parametrize(("sent", "told"), [("SIGKILL", "остановлен системой"), ("SIGXCPU", "слишком долго")])
def test_a_process_that_was_stopped_does_not_speak_against_the_file(
    copy: Path, monkeypatch: pytest.MonkeyPatch, sent: str, told: str
) -> None:
    monkeypatch.setattr(
        intake, "_start", lambda: _process(f"import os, signal; os.kill(os.getpid(), signal.{sent})")
    )
    with pytest.raises(DocumentError, match=told) as raised, stage(copy):
        pass
    assert "сам файл не открывайте" not in raised.value.what_to_do


def test_what_a_taken_over_process_might_hand_back_is_looked_at(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = Path(shutil.copyfile(copy, tmp_path / "подделка.db"))
    hostile.sql(evil, "CREATE TRIGGER evil AFTER INSERT ON school BEGIN DELETE FROM school; END")
    facts: dict[str, object] = {
        "path": str(evil),
        "uid": "00" * 16,
        "kind": "full",
        "scope": None,
        "format": 1,
        "counts": {"writers": 1, "actions": 1, "changes": 1, "attachments": 0, "partial": 0},
        "offices": [],
    }
    answer = json.dumps({"staged": facts, "remarks": []})
    monkeypatch.setattr(intake, "_start", lambda: _process(f"print({answer!r})"))
    with pytest.raises(DocumentError, match="evil"), stage(copy):
        pass


def _process(code: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def test_an_attached_file_nobody_refers_to_is_left_behind(copy: Path) -> None:
    hostile.sql(copy, "INSERT INTO attachment VALUES (randomblob(32), zeroblob(15000000))")
    with stage(copy) as staged:
        assert rows(staged.path, "attachment") == []
        assert staged.path.stat().st_size < 2_000_000


# ---- hostile files


@pytest.fixture(scope="module")
def trials(
    good: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, hostile.Trial]:
    """The hostile files asked for, tried one after another in a process of their own, so that memory can be told."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in (
        str(item.callspec.params["name"])
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and item.function is test_hostile
        and item.get_closest_marker("skip") is None
    ):
        make, _, _ = hostile.MAKERS[name]
        (folder / name).mkdir()
        path = Path(shutil.copyfile(good, folder / name / "документ.shnor"))
        make(path)
    command = [sys.executable, "-m", "tests.document.foreign.hostile", str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = {}
    for line in done.stdout.splitlines():
        facts = json.loads(line)
        name = facts.pop("name")
        found[name] = hostile.Trial(**facts)
    victim = folder / "journal_that_names_a_victim" / "жертва.txt"
    assert not victim.parent.exists() or victim.read_text("utf-8") == "важное"
    shutil.rmtree(folder)
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", hostile.MAKERS)
def test_hostile(trials: dict[str, hostile.Trial], name: str) -> None:
    _, word, own = hostile.MAKERS[name]
    trial = trials[name]
    assert bool(trial.foreign) == bool(word), trial
    assert re.search(word, trial.foreign), trial
    assert trial.own == own, trial
    assert trial.unchanged
    assert trial.seconds < 30
    assert trial.megabytes < 300
    assert trial.worker_megabytes < 300
    if trial.foreign:
        assert "резервн" not in trial.foreign, "a foreign file's backups are not here"
        if "не принят" in trial.foreign:
            assert not re.search("[A-Za-z_]{3,}", trial.foreign.replace(".shnor", "")), "words of programmers"


def test_there_are_many_of_them() -> None:
    assert len(hostile.MAKERS) >= 30


def test_a_file_without_permission_is_told(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tests run as root nothing is forbidden, so the system's answer is given for it."""
    copy.chmod(0)
    try:
        readable = True
        copy.open("rb").close()
    except PermissionError:
        readable = False
    if readable:

        def forbidden(self: Path, *args: object, **more: object) -> object:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(DocumentError, match="нет прав"), stage(copy):
        pass


def test_frozen_dataclass_is_what_callers_get(copy: Path) -> None:
    with stage(copy) as staged:
        assert isinstance(staged, Staged)
        with pytest.raises(AttributeError):
            staged.kind = "part"  # type: ignore[misc]
