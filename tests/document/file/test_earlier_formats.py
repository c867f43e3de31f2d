"""Files of earlier formats: they open, are brought to today's format, and still merge with files of either."""

import contextlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select, text, update

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import access as opening
from shnor_desktop.document.file import backup, schema
from shnor_desktop.document.foreign import intake, worker
from shnor_desktop.document.merge import part
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.state import rebuild
from shnor_desktop.document.state.replaced import record_history
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.models.schools import School
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from tests.document.replicas import picture

FILES = Path(__file__).parents[2] / "files"
ME = Who("Сидорова С.С.", "ИМЦ", "ПК-1")
THEY = Who("Орлова О.О.", "УО", "ПК-2")


@pytest.fixture(params=range(1, schema.FORMAT))
def number(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def old(number: int, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(kept(number), tmp_path / "Прежний.shnor"))


def kept(number: int) -> Path:
    """A file as the program of that format wrote it, with a signed list, a merge and a question."""
    return FILES / f"format{number}.shnor"


@contextlib.contextmanager
def as_before(number: int) -> Iterator[None]:
    """The program as it was: it knows no later format."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(schema, "FORMAT", number)
        yield


def _version(path: Path) -> int:
    return opening.check_header(path)


def test_it_opens_with_a_verified_backup_of_the_old_format_and_is_sound(old: Path, number: int) -> None:
    with Document.open(old, ME) as document:
        assert _version_of(document) == schema.FORMAT
        assert document.check().sound
        assert rebuild_differences(document) == {}
        with document.read() as session:
            assert {one.paper for one in session.scalars(select(StatusList))} == {None}
            if number == 1:
                assert {one.levels for one in session.scalars(select(School))} == {""}
                assert {one.quality_pct_e4 for one in session.scalars(select(SchoolResult))} == {None}
    copies = backup.backups(old)
    assert [_version(one.path) for one in copies] == [number]
    assert backup.trouble(copies[0]) == ""
    assert copies[0].path.stat().st_size == kept(number).stat().st_size
    # The backup can be brought back, and is brought to today's format again.
    backup.restore(old, copies[0].path)
    assert _version(old) == number
    with Document.open(old, ME) as document:
        assert document.check().sound


def _version_of(document: Document) -> int:
    with document.raw() as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def rebuild_differences(document: Document) -> dict[str, int]:
    with document.raw() as connection:
        return rebuild.differences(connection)


def test_its_signed_list_prints_the_very_text_it_printed(old: Path, number: int, tmp_path: Path) -> None:
    with Document.open(old, ME) as document:
        with document.read() as session:
            signed = session.scalars(select(StatusList.uid).where(StatusList.frozen != "")).one()
        registry.print_paper(document, "list", tmp_path / "Перечень.pdf", signed=signed)
    pages = pypdfium2.PdfDocument(tmp_path / "Перечень.pdf")
    printed = "\n".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    assert _letters(printed) == _letters((FILES / f"format{number}-list.txt").read_text("utf-8"))


def _letters(text: str) -> str:
    """What is printed, wherever lines and words break."""
    return "".join(text.replace("\ufffe", "").split())


def test_it_can_be_looked_at_without_being_changed(old: Path) -> None:
    content = old.read_bytes()
    with Document.open(old, ME, read_only=True) as view, view.read() as session:
        assert session.scalars(select(StatusList.paper)).first() is None
    assert old.read_bytes() == content


def test_a_migration_that_fails_leaves_the_old_file(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = old.read_bytes()
    statements = schema._statements(schema.FORMAT)
    monkeypatch.setattr(schema, "_statements", lambda number: (*statements, "INSERT INTO nothing VALUES (1)"))
    with pytest.raises(DocumentError):
        Document.open(old, ME)
    assert old.read_bytes() == content


def test_a_newer_file_is_refused_by_the_older_program_with_a_sentence(old: Path, number: int) -> None:
    with Document.open(old, ME):
        pass
    content = old.read_bytes()
    with as_before(number):
        with pytest.raises(DocumentError, match="более новой программой"):
            Document.open(old, ME)
        with pytest.raises(DocumentError, match="Обновите программу"), intake.stage(old):
            pass
    assert old.read_bytes() == content


def _bring(into: Path, source: Path) -> None:
    with Document.open(into, ME, back_up=False) as document, intake.stage(source) as staged:
        merge(document, staged.path, source.name, keep=True)


def _edit_new_fields(path: Path) -> None:
    with (
        Document.open(path, ME, back_up=False) as document,
        document.write("Поля нового формата") as session,
    ):
        paper = records.save(session, "paper", None, {"kind": "order", "title": "О перечне"})
        session.execute(update(StatusList).values(paper=paper))
        session.execute(update(School).values(levels="НОО, ООО"))
        session.execute(update(SchoolResult).values(quality_pct_e4=451_200))
        session.execute(update(Sitting).values(high_from=80, cohort="two", scale="своя шкала"))


def _edit_as_before(path: Path, seed: int, number: int) -> None:
    """Work of the older program: edits of known fields, a new school, a deletion, a return."""
    chance = random.Random(seed)
    with as_before(number), Document.open(path, THEY, back_up=False) as document:
        with document.write("Правка прежней программой") as session:
            schools = [uid for (uid,) in session.execute(text("SELECT uid FROM school ORDER BY uid"))]
            for uid in schools:
                if chance.random() < 0.7:
                    values = {"director": f"Директор {chance.randint(0, 3)}", "uid": uid}
                    session.execute(text("UPDATE school SET director = :director WHERE uid = :uid"), values)
            session.execute(
                text("INSERT INTO school (uid, name) VALUES (:uid, :name)"),
                {"uid": chance.randbytes(16), "name": f"Новая школа {seed}"},
            )
            session.execute(
                text("UPDATE school_result SET participants = participants + 1 WHERE participants < 9")
            )
        with document.write("Удалено") as session:
            session.execute(text("DELETE FROM school_result WHERE participants = 10"))
        if chance.random() < 0.5:
            document.undo()


def test_copies_of_either_format_merge_in_both_orders_to_the_same(
    old: Path, number: int, tmp_path: Path
) -> None:
    ours, theirs = tmp_path / "Наш.shnor", tmp_path / "Их.shnor"
    shutil.copyfile(old, ours)
    shutil.copyfile(old, theirs)
    _edit_new_fields(ours)
    _edit_as_before(theirs, 1, number)
    assert (_version(ours), _version(theirs)) == (schema.FORMAT, number)
    there, here = tmp_path / "Туда.shnor", tmp_path / "Сюда.shnor"
    shutil.copyfile(ours, here)
    shutil.copyfile(theirs, there)
    _bring(here, theirs)
    _bring(there, ours)
    _bring(here, old)
    with Document.open(here, ME) as one, Document.open(there, ME) as other:
        assert picture(one) == picture(other)
        assert one.check().sound and other.check().sound
        assert rebuild_differences(one) == {}
        with one.read() as session:
            old_schools = session.scalars(select(School).where(School.name.not_like("Новая%"))).all()
            assert {school.levels for school in old_schools} == {"НОО, ООО"}
            assert {s.levels for s in session.scalars(select(School).where(School.name.like("Новая%")))} == {
                ""
            }
            assert None not in set(session.scalars(select(StatusList.paper)))


@pytest.mark.parametrize("seed", range(1, 5))
def test_migration_commutes_with_merge(old: Path, number: int, tmp_path: Path, seed: int) -> None:
    """Merged by the older program and then migrated is the same as migrated and then merged."""
    first, second = tmp_path / "А.shnor", tmp_path / "Б.shnor"
    for which, path in enumerate((first, second)):
        shutil.copyfile(old, path)
        _edit_as_before(path, seed * 10 + which, number)
    merged = Path(shutil.copyfile(first, tmp_path / "Сначала объединены.shnor"))
    with as_before(number):
        # The quarantine of the older program, in this process.
        facts = worker.Examination(
            Path(shutil.copyfile(second, tmp_path / "копия.shnor")),
            tmp_path / "staging.db",
            float("inf"),
        ).run("")
        with Document.open(merged, ME, back_up=False) as document:
            merge(document, Path(facts["path"]), "Б.shnor", keep=True)
    assert _version(merged) == number
    migrated = Path(shutil.copyfile(first, tmp_path / "Сначала обновлены.shnor"))
    for path in (migrated, second, merged):
        with Document.open(path, ME, back_up=False):
            pass
    _bring(migrated, second)
    with Document.open(merged, ME) as one, Document.open(migrated, ME) as other:
        assert picture(one) == picture(other)
        assert rebuild_differences(one) == {} == rebuild_differences(other)


def test_a_part_of_an_earlier_format_is_taken_in(old: Path, number: int, tmp_path: Path) -> None:
    made = tmp_path / "Часть.shnor"
    with as_before(number), Document.open(old, THEY, back_up=False) as document:
        uid = bytes.fromhex(str(_one(document, "SELECT hex(uid) FROM school ORDER BY name LIMIT 1")[0]))
    _edit_as_before(old, 5, number)
    with as_before(number), Document.open(old, THEY, back_up=False) as document:
        part.write_part(document, made, school=uid)
    assert _version(made) == number
    ours = Path(shutil.copyfile(kept(number), tmp_path / "Наш.shnor"))
    _edit_new_fields(ours)
    _bring(ours, made)
    with Document.open(ours, ME) as document:
        assert document.check().sound
        assert rebuild_differences(document) == {}


def _one(document: Document, query: str) -> tuple[object, ...]:
    with document.read() as session:
        return tuple(session.execute(text(query)).one())


def test_a_record_of_an_earlier_format_deleted_and_brought_back_keeps_its_new_fields(old: Path) -> None:
    with Document.open(old, ME, back_up=False) as document:
        with document.write("Правка") as session:
            school = session.scalars(select(School).order_by(School.name)).first()
            assert school is not None
            school.levels = "СОО"
            uid = school.uid
        document.undo()
        assert _one(document, "SELECT count(*) FROM school WHERE levels = 'СОО'") == (0,)
        document.redo()
        with document.read() as session:
            assert session.get_one(School, uid).levels == "СОО"
        with document.raw() as connection:
            history = record_history(connection, "school", uid)
        assert history[-1].field == "levels"


def test_numbers_of_earlier_formats_stand(number: int) -> None:
    before = {part for part in schema.golden(number) if part[0] == "catalogue"}
    assert before < {part for part in schema.golden(number + 1) if part[0] == "catalogue"}
