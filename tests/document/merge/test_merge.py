"""Merging copies: what a person would expect of each case, and faults that must be caught when seeded."""

import itertools
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.journal import capture
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.document.merge.questions import conflicts, decide
from shnor_desktop.document.merge.union import Union
from shnor_desktop.document.state import row as derive
from shnor_desktop.document.state.derivation import Derivation
from shnor_desktop.document.state.rebuild import differences, rebuild
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.models.schools import IdentityVerdict, School
from shnor_desktop.models.uids import natural_uid
from tests.document.replicas import Replicas


@pytest.fixture
def two(tmp_path: Path) -> Replicas:
    return Replicas(tmp_path, 2)


@pytest.fixture
def three(tmp_path: Path) -> Replicas:
    return Replicas(tmp_path, 3)


def put(replicas: Replicas, index: int, school: int, **values: str) -> None:
    """Change fields of one of the first schools."""
    with replicas.open(index) as document, document.write("Правка") as session:
        one = session.scalars(select(School).where(School.name == f"Школа № {school}")).one()
        for name, value in values.items():
            setattr(one, name, value)


def names(replicas: Replicas, index: int) -> list[str]:
    with replicas.open(index) as document, document.read() as session:
        return sorted(session.scalars(select(School.name)))


def exchange(replicas: Replicas) -> None:
    """Everybody merges everybody, twice round."""
    count = len(replicas.paths)
    for _ in range(2):
        for into, source in itertools.permutations(range(count), 2):
            replicas.merge(into, source)


def agree(replicas: Replicas) -> None:
    """All copies show the same and what their journals say."""
    pictures = [replicas.picture(index) for index in range(len(replicas.paths))]
    assert all(one == pictures[0] for one in pictures)
    for index in range(len(replicas.paths)):
        with replicas.open(index) as document, document.raw() as connection:
            assert differences(connection) == {}


def kinds(replicas: Replicas, index: int = 0) -> list[str]:
    with replicas.open(index) as document:
        return [one.kind for one in conflicts(document)]


# ---- cases


def test_different_fields_of_one_record_come_together(two: Replicas) -> None:
    put(two, 0, 1, director="Ким О.В.")
    put(two, 1, 1, phone="8-000")
    exchange(two)
    with two.open(0) as document, document.read() as session:
        one = session.scalars(select(School).where(School.name == "Школа № 1")).one()
        assert (one.director, one.phone) == ("Ким О.В.", "8-000")
    assert kinds(two) == []
    agree(two)


def test_equal_edits_are_agreed_silently(two: Replicas) -> None:
    put(two, 0, 1, director="Ким О.В.")
    put(two, 1, 1, director="Ким О.В.")
    exchange(two)
    assert kinds(two) == []
    agree(two)


def test_a_conflict_is_shown_everywhere_and_decided_once(two: Replicas) -> None:
    put(two, 0, 1, director="Ким О.В.")
    put(two, 1, 1, director="Лев А.А.")
    exchange(two)
    agree(two)
    with two.open(1) as document:
        (one,) = conflicts(document)
        assert (one.field, one.before, {side.value for side in one.sides}) == (
            "director",
            "",
            {"Ким О.В.", "Лев А.А."},
        )
        assert {side.office for side in one.sides} == {"Организация A", "Организация B"}
        decide(document, one, "there", "приказ о назначении", "Решено: директор")
        assert conflicts(document) == ()
    report = two.merge(0, 1)
    assert (report.open_before, report.open_after) == (1, 0)
    with two.open(0) as document, document.read() as session:
        assert session.scalars(select(School.director).where(School.name == "Школа № 1")).one() == "Ким О.В."
    exchange(two)
    assert kinds(two) == []
    agree(two)


def test_two_different_decisions_are_a_question_again(two: Replicas) -> None:
    put(two, 0, 1, director="А")
    put(two, 1, 1, director="Б")
    exchange(two)
    for index, take in ((0, "here"), (1, "here")):
        with two.open(index) as document:
            decide(document, conflicts(document)[0], take, "", "Решено")
    exchange(two)
    assert kinds(two) == ["field"]
    agree(two)


def test_edited_here_deleted_there_stays_and_asks(two: Replicas) -> None:
    put(two, 0, 1, director="Ким О.В.")
    with two.open(1) as document, document.write("Удалена") as session:
        session.execute(delete(School).where(School.name == "Школа № 1"))
    exchange(two)
    assert "Школа № 1" in names(two, 1)
    assert kinds(two) == ["delete"]
    agree(two)
    with two.open(1) as document:
        decide(document, conflicts(document)[0], "delete", "закрыта", "Решено")
    exchange(two)
    assert "Школа № 1" not in names(two, 0)
    assert kinds(two) == []
    agree(two)


def test_deleted_parent_with_a_new_child_stays(two: Replicas) -> None:
    with two.open(0) as document, document.write("Сотрудник") as session:
        school = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
        session.add(Person(name="Учитель", school=school))
    with two.open(1) as document, document.write("Удалена") as session:
        session.execute(delete(School).where(School.name == "Школа № 1"))
    exchange(two)
    assert kinds(two) == ["parent"]
    assert "Школа № 1" in names(two, 1)
    agree(two)
    with two.open(0) as document, document.write("Сотрудник удалён") as session:
        session.execute(delete(Person))
    assert "Школа № 1" not in names(two, 0)
    exchange(two)
    assert (kinds(two), "Школа № 1" in names(two, 1)) == ([], False)
    agree(two)


def test_the_same_school_in_two_offices_brings_its_children_along(three: Replicas) -> None:
    for index in (0, 1):
        with three.open(index) as document, document.write("Новая школа") as session:
            school = School(name=f"Лесная СОШ {index}")
            session.add(school)
            session.flush()
            session.add(Person(name=f"Учитель {index}", school=school.uid))
    exchange(three)
    with three.open(2) as document, document.write("Ещё сотрудник") as session:
        uid = max(session.scalars(select(School.uid).where(School.name.like("Лесная%"))))
        session.add(Person(name="Поздний", school=uid))
    with three.open(0) as document, document.write("Одна школа") as session:
        first, second = sorted(session.scalars(select(School.uid).where(School.name.like("Лесная%"))))
        uid = natural_uid("identity_verdict", "school", first, second)
        session.add(IdentityVerdict(uid=uid, kind="school", first=first, second=second, verdict="same"))
    exchange(three)
    agree(three)
    with three.open(1) as document, document.read() as session:
        (school_uid,) = session.scalars(select(School.uid).where(School.name.like("Лесная%")))
        assert sorted(session.scalars(select(Person.name).where(Person.school == school_uid))) == [
            "Поздний",
            "Учитель 0",
            "Учитель 1",
        ]
    with three.open(1) as document, document.write("Всё же разные") as session:
        session.scalars(select(IdentityVerdict)).one().verdict = "different"
    exchange(three)
    agree(three)
    assert len([name for name in names(three, 0) if name.startswith("Лесная")]) == 2


def test_undoing_an_edit_of_a_joined_school_leads_to_the_shown_one(two: Replicas) -> None:
    with two.open(0) as document:
        with document.write("Сотрудник") as session:
            first, second = sorted(session.scalars(select(School.uid)))[:2]
            session.add(Person(name="Учитель", school=second))
        with document.write("Ушёл") as session:
            session.scalars(select(Person)).one().school = None
        left = document.actions(1)[0].action
        with document.write("Одна школа") as session:
            uid = natural_uid("identity_verdict", "school", first, second)
            session.add(IdentityVerdict(uid=uid, kind="school", first=first, second=second, verdict="same"))
        document.undo_action(left)
        with document.read() as session:
            assert session.scalars(select(Person)).one().school == first
        assert document.check().sound


def test_one_result_entered_in_both_offices_is_one_result(two: Replicas) -> None:
    for index, failed in ((0, 3), (1, 4)):
        with two.open(index) as document, document.write("Результат") as session:
            school = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
            sitting = sorted(session.scalars(select(Sitting.uid)))[0]
            uid = natural_uid("school_result", sitting, school)
            session.add(
                SchoolResult(
                    uid=uid, sitting=sitting, school=school, state="valid", participants=10, failed=failed
                )
            )
    exchange(two)
    with two.open(0) as document, document.read() as session:
        assert len(session.scalars(select(SchoolResult)).all()) == 1
    assert kinds(two) == ["field"]
    agree(two)


def test_merging_again_and_an_own_older_copy_change_nothing(two: Replicas) -> None:
    put(two, 0, 1, director="Ким")
    older = two.folder / "старая.shnor"
    shutil.copyfile(two.paths[0], older)
    put(two, 0, 2, director="Лев")
    put(two, 1, 3, director="Цой")
    assert not two.merge(0, 1).already
    before = two.picture(0)
    assert two.merge(0, 1).already
    with two.open(0) as document:
        assert merge(document, older, older.name, keep=True).already
    assert two.picture(0) == before


def test_a_preview_changes_nothing(two: Replicas) -> None:
    put(two, 1, 1, director="Лев")
    before = two.picture(0)
    staged = two.folder / "staged.shnor"
    shutil.copyfile(two.paths[1], staged)
    with two.open(0) as document:
        report = merge(document, staged, "B.shnor", keep=False)
        assert report.counts() == {"school": (0, 1, 0)}
        assert [action.title for action in report.actions] == ["Правка"]
        with document.write("После просмотра") as session:
            session.add(School(name="Ещё"))
        assert document.check().sound
        document.undo()
    assert names(two, 0) == sorted(row[1] for row in before["school"])  # type: ignore[type-var]


def test_a_strangers_file_is_refused(tmp_path: Path, two: Replicas) -> None:
    stranger = tmp_path / "чужой.shnor"
    Document.create(stranger, Who("Ч", "Чужая")).close()
    with two.open(0) as document, pytest.raises(DocumentError, match="другого района"):
        merge(document, stranger, stranger.name, keep=True)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE change SET value = 'подделка' WHERE field_no = 7",
        "UPDATE action SET title = 'подделка' WHERE title = 'Правка'",
        "DELETE FROM change WHERE field_no = 7",
        "UPDATE writer SET person = 'другой' WHERE person = 'A'",
    ],
)
def test_altered_or_truncated_history_is_refused(two: Replicas, forgery: str) -> None:
    put(two, 0, 1, director="Ким")
    exchange(two)
    put(two, 1, 2, director="Лев")
    forged = two.folder / "forged.shnor"
    shutil.copyfile(two.paths[1], forged)
    with sqlite3.connect(forged) as plain:
        plain.execute(forgery)
        # A forger would seal the chain of the writer anew.
        for n, _ in plain.execute("SELECT n, uid FROM writer").fetchall():
            chain = b""
            for seq, last in plain.execute(
                "SELECT seq, last_seq FROM action WHERE writer_n = ? ORDER BY seq", (n,)
            ).fetchall():
                chain = capture.seal(plain, chain, capture.ActionId(n, seq), last)
            plain.execute("UPDATE writer SET chain = ? WHERE n = ?", (chain, n))
    plain.close()
    before = two.picture(0)
    with two.open(0) as document, pytest.raises(DocumentError, match="отличается"):
        merge(document, forged, forged.name, keep=True)
    assert two.picture(0) == before


def test_a_cloned_file_and_a_restored_backup_continue_nobodys_numbers(two: Replicas) -> None:
    put(two, 0, 1, director="Ким")
    two.merge(1, 0)
    backup = two.folder / "backup.shnor"
    shutil.copyfile(two.paths[0], backup)
    put(two, 0, 2, director="отправлено")
    two.merge(1, 0)
    shutil.copyfile(backup, two.paths[0])
    put(two, 0, 3, director="после восстановления")
    exchange(two)
    with two.open(0) as document, document.read() as session:
        directors = set(session.scalars(select(School.director)))
        assert {"Ким", "отправлено", "после восстановления"} <= directors
    agree(two)


def test_a_part_goes_to_the_school_and_comes_back(two: Replicas, tmp_path: Path) -> None:
    out = tmp_path / "школа.shnor"
    with two.open(0) as document, document.read() as session:
        uid = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
    with two.open(0) as document:
        write_part(document, out, school=uid)
    with Document.open(out, Who("Директор", "Школа № 1")) as part:
        with part.read() as session:
            assert list(session.scalars(select(School.name))) == ["Школа № 1"]
        with part.write("Телефон школы") as session:
            session.scalars(select(School)).one().phone = "8-111"
        assert part.check().sound
    with two.open(1) as document:
        assert merge(document, out, out.name, keep=True).counts() == {"school": (0, 1, 0)}
        assert document.check().sound
    exchange(two)
    agree(two)


def test_a_form_carries_no_names_and_its_answers_return(two: Replicas, tmp_path: Path) -> None:
    put(two, 0, 1, director="Тайная Т.Т.")
    with two.open(0) as document, document.read() as session:
        uid = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
    with two.open(0) as document, document.write("Добавлено: сотрудник «Тайная Т.Т.»") as session:
        session.add(Person(name="Тайная Т.Т.", school=uid))
    out = tmp_path / "форма.shnor"
    with two.open(0) as document:
        write_part(document, out, school=uid, form=True)
    assert "Тайная".encode() not in out.read_bytes()
    with Document.open(out, Who("Директор", "Школа № 1")) as form, form.write("Адрес") as session:
        session.scalars(select(School)).one().address = "ул. Новая, 1"
    with two.open(0) as document:
        merge(document, out, out.name, keep=True)
        with document.read() as session:
            one = session.scalars(select(School).where(School.name == "Школа № 1")).one()
            assert (one.director, one.address) == ("Тайная Т.Т.", "ул. Новая, 1")
        assert document.check().sound


def test_rebuilding_from_the_journal_gives_the_same_document(two: Replicas, tmp_path: Path) -> None:
    put(two, 0, 1, director="А")
    put(two, 1, 1, director="Б")
    exchange(two)
    out = tmp_path / "заново.shnor"
    with two.open(0) as document, document.raw() as connection:
        rebuild(connection, out)
    with Document.open(out, Who()) as again:
        assert again.check().sound
        assert [one.id for one in conflicts(again)]


# ---- seeded faults: each scenario holds, and fails when the fault is put in


def withdrawn_parent(replicas: Replicas) -> None:
    """A parent kept for its child leaves when the child leaves elsewhere."""
    test_deleted_parent_with_a_new_child_stays(replicas)


def deletion_and_return(replicas: Replicas) -> None:
    """A row that was edited, deleted and brought back shows its last values, not the inserted ones."""
    put(replicas, 0, 1, director="последнее")
    with replicas.open(0) as document:
        with document.write("Удалена") as session:
            session.execute(delete(School).where(School.name == "Школа № 1"))
        document.undo()
    replicas.merge(1, 0)
    with replicas.open(1) as document, document.read() as session:
        assert session.scalars(select(School.director).where(School.name == "Школа № 1")).one() == "последнее"
    assert kinds(replicas, 1) == []
    agree_pair(replicas)


def agree_pair(replicas: Replicas) -> None:
    exchange(replicas)
    agree(replicas)


def equal_heads(replicas: Replicas) -> None:
    """Both typed the same; one edits it after merging: nothing is left to ask."""
    put(replicas, 0, 1, director="общее")
    put(replicas, 1, 1, director="общее")
    exchange(replicas)
    put(replicas, 0, 1, director="новое")
    exchange(replicas)
    assert kinds(replicas) == []
    agree(replicas)


def part_before_whole(replicas: Replicas) -> None:
    """After a part the rest of the same author must still come."""
    put(replicas, 0, 1, director="в части")
    with replicas.open(0) as document:
        with document.write("Две школы") as session:
            for school in session.scalars(select(School).where(School.name.in_(["Школа № 1", "Школа № 2"]))):
                school.place = "с. Новое"
        with document.read() as session:
            uid = session.scalars(select(School.uid).where(School.name == "Школа № 1")).one()
        out = replicas.folder / "part.shnor"
        write_part(document, out, school=uid)
    with replicas.open(1) as document:
        merge(document, out, out.name, keep=True)
    exchange(replicas)
    with replicas.open(1) as document, document.read() as session:
        assert set(session.scalars(select(School.place).where(School.name == "Школа № 2"))) == {"с. Новое"}
    agree(replicas)


_SOUND_NEEDED = Derivation._needed


def _never_withdraw(patch: pytest.MonkeyPatch) -> None:
    def needed(self: Derivation, row: tuple[int, bytes], candidates: set[tuple[int, bytes]]) -> bool:
        kept = "SELECT 1 FROM conflict WHERE row_uid = ? AND kind = 'parent'"
        known = self._connection.execute(kept, (row[1],)).fetchone()
        return known is not None or _SOUND_NEEDED(self, row, candidates)

    patch.setattr(Derivation, "_needed", needed)


def _deletion_takes_values(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(capture, "_OTHERS", "SELECT %s.uid")
    whole = derive._field_heads

    def heads(own, sources, unpacked, index, by_array):  # type: ignore[no-untyped-def]
        return whole(own, sources, unpacked, index, frozenset())

    patch.setattr(derive, "_field_heads", heads)


def _equal_heads_partly(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(capture, "_EQUAL_HEADS", "")


def _highest_number(patch: pytest.MonkeyPatch) -> None:
    whole = Union._map

    def mapped(self: Union, fn: int, row: tuple[object, ...]) -> None:
        whole(self, fn, row)
        self._connection.execute(
            "UPDATE temp.j_map SET after_seq = (SELECT last_seq FROM writer w WHERE w.n = j_map.n), compare = 0 "
            "WHERE compare = 1"
        )

    patch.setattr(Union, "_map", mapped)


FAULTS: tuple[tuple[Callable[[Replicas], None], Callable[[pytest.MonkeyPatch], None]], ...] = (
    (withdrawn_parent, _never_withdraw),
    (deletion_and_return, _deletion_takes_values),
    (equal_heads, _equal_heads_partly),
    (part_before_whole, _highest_number),
)


@pytest.mark.parametrize(("scenario", "fault"), FAULTS, ids=lambda one: one.__name__)
def test_seeded_faults_are_caught(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scenario: Callable[[Replicas], None],
    fault: Callable[[pytest.MonkeyPatch], None],
) -> None:
    for folder in ("sound", "faulty"):
        (tmp_path / folder).mkdir()
    scenario(Replicas(tmp_path / "sound", 2))
    fault(monkeypatch)
    with pytest.raises((AssertionError, DocumentError)):
        scenario(Replicas(tmp_path / "faulty", 2))
