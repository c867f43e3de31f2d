"""Edits of another tool, made past the journal: found, taken over as a writer of their own, or put back."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file.backup import folder_of
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.document.merge import questions
from shnor_desktop.document.rescue import outside_edits
from shnor_desktop.document.state.check import state_from_journal
from shnor_desktop.errors import DocumentDamaged, DocumentError, DocumentForged
from shnor_desktop.models.results import SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from tests.document.replicas import Replicas

TITLE = "Приняты правки другой программы"


def _title(found: outside_edits.Outside) -> str:
    return TITLE


@pytest.fixture
def copies(tmp_path: Path) -> Replicas:
    """Two copies of a small document with results."""
    made = Replicas(tmp_path, 1)
    with made.open(0) as document, document.write("Результаты") as session:
        sitting = session.scalars(select(Sitting.uid)).first()
        for school in session.scalars(select(School.uid)):
            result = SchoolResult(sitting=sitting, school=school, state="valid", participants=20, failed=5)
            session.add(result)
    made.paths.append(Path(shutil.copyfile(made.paths[0], tmp_path / "B.shnor")))
    return made


@contextmanager
def tool(path: Path, *, watching: bool = True) -> Iterator[sqlite3.Connection]:
    """Another program that edits the tables; it does not watch references unless told."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA foreign_keys = {int(watching)}")
        yield connection


def _names(document: Document) -> dict[str, str]:
    with document.raw() as connection:
        return dict(connection.execute("SELECT lower(hex(uid)), name FROM school"))


def _titles(found: outside_edits.Outside) -> list[tuple[str, bool, bool, str]]:
    return [(e.table.name, e.before is not None, e.after is not None, e.obstacle) for e in found.edits]


def test_nothing_is_found_in_a_file_nobody_else_touched(copies: Replicas) -> None:
    with copies.open(0) as document:
        assert not outside_edits.find(document)
        assert not outside_edits.take_over(document, _title)
        assert not document.backups()


def test_a_changed_value_is_found_taken_over_and_travels(copies: Replicas) -> None:
    with tool(copies.paths[0]) as other:
        (uid,) = other.execute("SELECT uid FROM school ORDER BY uid LIMIT 1").fetchone()
        other.execute("UPDATE school SET director = 'Кузнецова Н.И.' WHERE uid = ?", (uid,))
    with copies.open(0) as document:
        assert not document.check().sound
        assert _titles(outside_edits.find(document)) == [("school", True, True, "")]
        outside_edits.take_over(document, _title)
        assert document.check().sound
        assert not outside_edits.find(document)
        assert document.backups()
        newest = document.actions(limit=1)[0]
        assert (newest.kind, newest.title, newest.person) == ("external", TITLE, outside_edits.OUTSIDE)
    copies.merge(1, 0)
    with copies.open(1) as partner, partner.raw() as connection:
        told = connection.execute("SELECT director FROM school WHERE uid = ?", (uid,)).fetchone()
        assert told == ("Кузнецова Н.И.",)


def test_what_was_taken_over_can_be_undone(copies: Replicas) -> None:
    with copies.open(0) as document:
        before = _names(document)
    with tool(copies.paths[0]) as other:
        other.execute("UPDATE school SET name = name || ' (правлено)'")
    with copies.open(0) as document:
        outside_edits.take_over(document, _title)
        assert all(name.endswith("(правлено)") for name in _names(document).values())
        document.undo()
        assert _names(document) == before
        assert document.check().sound


def test_new_and_deleted_rows_are_taken_over(copies: Replicas) -> None:
    uid = new_uid()
    with tool(copies.paths[0]) as other:
        other.execute("INSERT INTO office (uid, name) VALUES (?, 'Новый отдел')", (uid,))
        other.execute("DELETE FROM school_result")
    with copies.open(0) as document:
        kinds = {(name, before, after) for name, before, after, _ in _titles(outside_edits.find(document))}
        assert ("office", False, True) in kinds
        outside_edits.take_over(document, _title)
        assert document.check().sound
        with document.raw() as connection:
            assert connection.execute("SELECT name FROM office WHERE uid = ?", (uid,)).fetchone()
            assert not connection.execute("SELECT 1 FROM school_result").fetchone()


def test_two_records_that_swapped_their_keys(copies: Replicas) -> None:
    one, two = new_uid(), new_uid()
    with copies.open(0) as document, document.write("Предметы") as session:
        session.add_all((Subject(uid=one, short="РЯ"), Subject(uid=two, short="ФИ")))
    with tool(copies.paths[0]) as other:
        for uid, short in ((one, "на время"), (two, "РЯ"), (one, "ФИ")):
            other.execute("UPDATE subject SET short = ? WHERE uid = ?", (short, uid))
    with copies.open(0) as document:
        outside_edits.take_over(document, _title)
        assert document.check().sound
        with document.raw() as connection:
            shown = dict(connection.execute("SELECT uid, short FROM subject WHERE _dup = 0"))
        assert (shown[one], shown[two]) == ("ФИ", "РЯ")


def test_putting_back_shows_what_the_journal_says(copies: Replicas) -> None:
    with copies.open(0) as document:
        before = _names(document)
        actions = len(document.actions())
    with tool(copies.paths[0]) as other:
        other.execute("UPDATE school SET name = 'Чужое имя'")
    with copies.open(0) as document:
        outside_edits.restore(document)
        assert _names(document) == before
        assert document.check().sound
        assert len(document.actions()) == actions
        assert document.backups(), "the file as it stood is kept"


def test_what_no_office_would_accept_is_put_back_and_named(copies: Replicas) -> None:
    with tool(copies.paths[0], watching=False) as other:
        uids = [uid for (uid,) in other.execute("SELECT uid FROM school ORDER BY uid LIMIT 2")]
        other.execute("UPDATE school SET note = 'звонок' || char(7) WHERE uid = ?", (uids[0],))
        other.execute("UPDATE school SET note = 'хорошо' WHERE uid = ?", (uids[1],))
    with copies.open(0) as document:
        found = outside_edits.find(document)
        assert {edit.uid: bool(edit.obstacle) for edit in found.edits} == {uids[0]: True, uids[1]: False}
        outside_edits.take_over(document, _title)
        assert document.check().sound
        with document.raw() as connection:
            notes = dict(connection.execute("SELECT uid, note FROM school"))
        assert notes[uids[1]] == "хорошо"
        assert "\a" not in notes[uids[0]]


def test_a_school_deleted_in_another_tool_comes_back_with_a_remark(copies: Replicas) -> None:
    with tool(copies.paths[0], watching=False) as other:
        (uid,) = other.execute("SELECT school FROM school_result LIMIT 1").fetchone()
        other.execute("DELETE FROM school WHERE uid = ?", (uid,))
    with pytest.raises(DocumentDamaged):
        Document.open(copies.paths[0], Who("А", "Б"), read_only=True)
    with Document.open(copies.paths[0], Who("А", "Б"), read_only=True, references=False) as view:
        report = view.check()
        assert dict(report.parts)["foreign_keys"] is False
        assert [edit.obstacle for edit in outside_edits.find(view).edits] == ["на запись ссылаются другие"]
    with copies.open(0) as document:
        assert len(document.remarks) == 1
        assert document.check().sound
        assert not outside_edits.find(document)
    assert list(folder_of(copies.paths[0]).glob("до исправления ссылок*.shnor"))


def test_a_reference_to_nothing_is_put_back_at_opening(copies: Replicas) -> None:
    with tool(copies.paths[0], watching=False) as other:
        (uid, school) = other.execute("SELECT uid, school FROM school_result LIMIT 1").fetchone()
        other.execute("UPDATE school_result SET school = ? WHERE uid = ?", (new_uid(), uid))
    with copies.open(0) as document:
        assert document.remarks
        with document.raw() as connection:
            row = connection.execute("SELECT school FROM school_result WHERE uid = ?", (uid,)).fetchone()
        assert row == (school,)
        assert document.check().sound


def test_nothing_is_taken_over_when_the_journal_itself_was_changed(copies: Replicas) -> None:
    with tool(copies.paths[0]) as other:
        other.execute("UPDATE school SET name = 'Чужое имя'")
        other.execute("UPDATE action SET title = 'подделка' WHERE seq = 1")
    with pytest.raises(DocumentForged, match="Истори"):
        copies.open(0)
    with (
        Document.open(copies.paths[0], Who(), read_only=True) as document,
        pytest.raises(DocumentError, match="Истори"),
    ):
        outside_edits.find(document)


def test_a_merge_does_not_write_over_edits_it_cannot_know(copies: Replicas) -> None:
    with tool(copies.paths[0]) as other:
        (uid,) = other.execute("SELECT uid FROM school ORDER BY uid LIMIT 1").fetchone()
        other.execute("UPDATE school SET director = 'Кузнецова Н.И.' WHERE uid = ?", (uid,))
    with copies.open(1) as partner, partner.write("Телефон") as session:
        session.get_one(School, uid).phone = "8-384-00-00-00"
    with pytest.raises(DocumentError, match="другой программой"):
        copies.merge(0, 1)
    with copies.open(0) as document:
        outside_edits.take_over(document, _title)
    copies.merge(0, 1)
    with copies.open(0) as document, document.raw() as connection:
        row = connection.execute("SELECT director, phone FROM school WHERE uid = ?", (uid,)).fetchone()
        assert row == ("Кузнецова Н.И.", "8-384-00-00-00")


_FIRST = "(SELECT uid FROM school ORDER BY uid LIMIT 1)"


@pytest.mark.parametrize(
    "edits",
    [
        (
            f"UPDATE school SET director = 'другая программа' WHERE uid = {_FIRST}",
            f"INSERT INTO row_state SELECT {_FIRST}, table_no, writer_n, seq, 1, 1, {_FIRST} FROM change "
            f"WHERE row_uid = {_FIRST} AND field_no = 0 LIMIT 1",
        ),
        (
            "INSERT INTO subject (uid, short, name) VALUES (x'0123456789abcdef0123456789abcdef', 'ЯЯ', 'другая программа')",
        ),
    ],
    ids=["behind the mark of a record that stands aside", "of a record that only the partner knows"],
)
def test_a_merge_does_not_write_over_edits_however_they_hide(
    copies: Replicas, edits: tuple[str, ...]
) -> None:
    with tool(copies.paths[0]) as other:
        (uid,) = other.execute(f"SELECT {_FIRST}").fetchone()
        for edit in edits:
            other.execute(edit)
    with copies.open(1) as partner, partner.write("Там") as session:
        session.get_one(School, uid).phone = "8-384-00-00-00"
        session.add(Subject(uid=bytes.fromhex("0123456789abcdef" * 2), short="ЮЮ", name="там"))
    with pytest.raises(DocumentError, match="другой программой"):
        copies.merge(0, 1)
    with tool(copies.paths[0]) as other:
        (left,) = other.execute(
            "SELECT (SELECT count(*) FROM school WHERE director = 'другая программа') + "
            "(SELECT count(*) FROM subject WHERE name = 'другая программа')"
        ).fetchone()
        assert left == 1


@pytest.mark.parametrize(
    "edit",
    [
        "DELETE FROM conflict",
        "DELETE FROM head",
        "UPDATE head SET win = 1 - win",
        "UPDATE conflict SET field_no = field_no + 1",
        "INSERT INTO conflict SELECT 'delete', table_no, row_uid, 0 FROM conflict",
    ],
)
def test_a_merge_works_out_anew_what_another_tool_did_to_questions_and_tells_it(
    copies: Replicas, edit: str
) -> None:
    for index, value in enumerate(("первый", "второй")):
        with copies.open(index) as document, document.write("Директор") as session:
            session.scalars(select(School).order_by(School.uid)).first().director = value  # type: ignore[union-attr]
    copies.merge(0, 1)
    with copies.open(1) as partner, partner.write("Телефон") as session:
        session.scalars(select(School).order_by(School.uid)).first().phone = "8-384-00"  # type: ignore[union-attr]
    pristine = Path(shutil.copyfile(copies.paths[0], copies.paths[0].with_name("прежний.shnor")))
    assert not copies.merge(0, 1).renewed
    wanted = copies.picture(0)
    shutil.copyfile(pristine, copies.paths[0])
    with tool(copies.paths[0]) as other:
        other.execute(edit)
    assert copies.merge(0, 1).renewed
    found = copies.picture(0)
    for name in ("conflict", "head", "row_state", "school"):
        assert found[name] == wanted[name], name
    with copies.open(0) as document:
        assert document.check().sound


@pytest.mark.parametrize("seed", range(10))
def test_whatever_another_tool_does_the_file_is_sound_afterwards(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    copies = Replicas(tmp_path, 2)
    for index in (0, 1):
        copies.act(index, chance, 6)
    copies.merge(0, 1)
    with tool(copies.paths[0], watching=chance.random() < 0.5) as other:
        _scribble(other, chance)
    accept = chance.random() < 0.7
    with copies.open(0) as document:
        outside_edits.take_over(document, _title) if accept else outside_edits.restore(document)
        assert document.check().sound
        assert not outside_edits.find(document)
    copies.merge(1, 0)
    copies.merge(0, 1)
    assert copies.picture(0) == copies.picture(1)


def _scribble(other: sqlite3.Connection, chance: random.Random) -> None:
    """Random statements on random tables; what the tables themselves refuse stays undone."""
    tables = [name for (name,) in other.execute("SELECT DISTINCT table_name FROM catalogue ORDER BY 1")]
    for _ in range(12):
        table = chance.choice([*tables, "conflict", "head", "row_state"])
        columns = other.execute(f"PRAGMA table_info({table})").fetchall()
        uids = [row[0] for row in other.execute(f"SELECT {columns[0][1]} FROM {table}")]
        if not uids:
            continue
        uid, column = chance.choice(uids), chance.choice(columns[1:])
        value: object = {"TEXT": "другое", "INTEGER": chance.randrange(3), "BLOB": chance.choice(uids)}[
            column[2]
        ]
        statements: list[tuple[str, tuple[object, ...]]] = [
            (f'UPDATE {table} SET "{column[1]}" = ? WHERE {columns[0][1]} = ?', (value, uid)),
            (f"DELETE FROM {table} WHERE {columns[0][1]} = ?", (uid,)),
        ]
        try:
            other.execute(*chance.choice(statements))
        except sqlite3.IntegrityError:
            continue


def test_a_deletion_that_was_decided_and_undone_is_no_edit_of_another_tool(copies: Replicas) -> None:
    with copies.open(0) as document, document.write("Удалено") as session:
        session.delete(session.scalars(select(SchoolResult)).first())
    with copies.open(1) as partner, partner.write("Правка") as session:
        for result in session.scalars(select(SchoolResult)):
            result.failed = 7
    copies.merge(0, 1)
    with copies.open(0) as document:
        (question,) = questions.conflicts(document)
        questions.decide(document, question, "delete", "", "Решено")
        document.undo()
        with document.raw() as connection:  # As a file that was never merged is checked.
            expected = state_from_journal(connection)
            number = catalogue(connection)["school_result"][0]
            shown = {uid for (uid,) in connection.execute("SELECT uid FROM school_result")}
        assert shown == expected[number].keys()
