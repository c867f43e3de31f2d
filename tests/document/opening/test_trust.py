"""A file whose history is cut or forged is told before anybody works in it, and nothing is written into it."""

import shutil
import time
from pathlib import Path

import pytest

from shnor_desktop import cli
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.opening import trust
from shnor_desktop.document.rescue import recovery
from shnor_desktop.document.rescue.renewal import renew
from shnor_desktop.errors import DocumentError, DocumentForged
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.schools import IdentityVerdict, School
from shnor_desktop.models.uids import natural_uid
from shnor_desktop.operations.records import attaching
from tests.document.conftest import ME
from tests.document.foreign.hostile import sql
from tests.document.replicas import Replicas
from tests.document.states import state

LAST = "writer_n = (SELECT max(n) FROM writer)"
FORGED = {
    "a title": "UPDATE action SET title = 'подделка' WHERE seq = 1",
    "an old value": "UPDATE change SET value = replace(value, 'Ёлкинская', 'Еловская') WHERE field_no = 0",
    "who did it": "UPDATE writer SET person = 'Кто-то' WHERE last_seq > 0",
    "the end is cut": f"DELETE FROM change WHERE {LAST} AND seq > (SELECT max(seq) FROM action WHERE {LAST})",
    "the last action is gone": f"DELETE FROM action WHERE {LAST} AND seq = (SELECT max(seq) FROM action WHERE {LAST})",
    "the first action is gone": "DELETE FROM action WHERE seq = 1",
    "added to": "INSERT INTO action (writer_n, seq, last_seq, lamport, wall_ms, kind, title) "
    "SELECT writer_n, last_seq + 1, last_seq + 1, lamport + 1, 0, 'edit', 'Вписано' FROM action "
    "ORDER BY lamport DESC LIMIT 1",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Район.shnor"
    with Document.create(path, ME) as document, document.write("Школы") as session:
        session.add_all([School(name="Ёлкинская"), School(name="Сосновская")])
    with Document.open(path, Who("Сидорова", "УО"), back_up=False) as document:
        for place in ("Ёлкино", "Сосново"):
            with document.write("Правка") as session:
                session.query(School).filter_by(name="Ёлкинская").one().place = place
    return path


def test_records_without_any_history_are_not_worked_on(path: Path) -> None:
    Document.open(path, ME).close()
    for table in ("head", "row_state", "conflict", "change_pred", "change", "action", "writer"):
        sql(path, f"DELETE FROM {table}")
    with pytest.raises(DocumentForged, match="её нет вовсе"):
        Document.open(path, ME)
    with Document.open(path, ME, read_only=True) as document, document.read() as session:
        assert session.query(School).count() == 2
    assert renew(path, path.with_name("Заново.shnor"), ME).records == 2


@pytest.mark.parametrize("forgery", FORGED)
def test_it_is_told_before_the_first_edit(path: Path, tmp_path: Path, forgery: str) -> None:
    Document.open(path, ME).close()
    sql(path, FORGED[forgery])
    before = path.read_bytes()
    with pytest.raises(DocumentForged, match="не примут"):
        Document.open(path, ME)
    assert path.read_bytes() == before
    assert not path.with_name(f".~{path.name}.lock").exists()
    with Document.open(path, ME, read_only=True) as document:  # Looking goes on.
        report = document.check()
        assert report.forged and not report.edited_outside


def test_commands_that_write_refuse_and_those_that_look_answer(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(shutil.copyfile(path, tmp_path / "другой.shnor"))
    with Document.open(other, ME, back_up=False) as document, document.write("Новая") as session:
        session.add(School(name="Берёзовская"))
    sql(path, FORGED["a title"])
    before = path.read_bytes()
    for command in ("merge {0} {1}", "undo {0}", "decide {0} all --take here", "external {0} --put-back"):
        assert cli.main([word.format(path, other) for word in command.split()]) == 2, command
        told = capsys.readouterr().err
        assert "renew" in told and "обрезана или изменена" in told and len(told.splitlines()) == 1
        assert path.read_bytes() == before
    for command in ("history {0}", "conflicts {0}"):
        assert cli.main([word.format(path) for word in command.split()]) == 0, command
    assert cli.main(["check", str(path)]) == 1
    assert "renew" in capsys.readouterr().out
    out = tmp_path / "Новый.shnor"
    assert cli.main(["renew", str(path), str(out)]) == 0
    assert "не объединяется" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert cli.main(["merge", str(out), str(other)]) == 2
    assert cli.main(["renew", str(path), str(out)]) == 2


def test_an_opening_spends_no_longer_on_it_than_it_may(path: Path) -> None:
    with Document.open(path, ME, back_up=False) as document:
        with document.write("Много") as session:
            session.add_all(School(name="Ш" * 500) for _ in range(3_000))
        with document.raw() as connection:
            start = time.monotonic()
            trust.require(connection, path.name, 0)
            hurried = time.monotonic() - start
            start = time.monotonic()
            trust.require(connection, path.name, None)
            assert hurried < (time.monotonic() - start) / 2
            assert connection.execute("SELECT count(*) FROM school").fetchone() == (3_002,)


def test_what_is_found_later_stops_further_edits(path: Path) -> None:
    with Document.open(path, ME) as document:
        document.distrust()
        with pytest.raises(DocumentForged), document.write("Правка") as session:
            session.add(School(name="Дубовская"))
        with document.read() as session:
            assert session.query(School).count() == 2


def test_the_ways_out_lead_out(path: Path) -> None:
    Document.open(path, ME).close()  # A backup of the sound file.
    sql(path, FORGED["a title"])
    with Document.open(path, ME, read_only=True) as document:
        document.make_backup()  # And one of the forged.
    found = recovery.ways(path, forged=True)
    assert [one.kind for one in found] == ["backup", "partner", "renew", "view"]
    assert found[0].path is not None
    Document.open(found[0].path, ME, back_up=False).close()


# ---- a new history


def test_all_records_begin_anew(tmp_path: Path, path: Path) -> None:
    with Document.open(path, ME, back_up=False) as document:
        before, number = state(document), document.uid
    sql(path, FORGED["an old value"])
    made = renew(path, tmp_path / "Новый.shnor", ME)
    assert (made.records, made.lost_questions) == (2, 0)
    with Document.open(made.path, ME, back_up=False) as document:
        assert state(document) == before and document.uid != number
        (only,) = document.actions()
        assert "История начата заново" in only.title and path.name in only.title
        assert document.undo_title() is None
        with document.write("Правка") as session:
            session.add(School(name="Берёзовская"))
        assert document.check().sound
    with Document.open(path, ME, read_only=True) as document:
        assert len(document.actions()) == 3


def test_open_questions_do_not_stand_in_the_way(tmp_path: Path) -> None:
    """Two values of one field, two holders of one key, two records joined and two told apart."""
    replicas = Replicas(tmp_path, 2)
    for index in (0, 1):
        with replicas.open(index) as document, document.write("Правка") as session:
            schools = sorted(session.query(School), key=lambda one: one.uid)
            schools[0].director = f"Директор {index}"
            for number in (1, 2):
                pair = sorted((schools[number].uid, schools[number + 1].uid))
                verdict = ("same", "different")[number - 1]
                session.add(
                    IdentityVerdict(
                        uid=natural_uid("identity_verdict", "school", *pair),
                        kind="school",
                        first=pair[0],
                        second=pair[1],
                        verdict=verdict,
                    )
                )
            subject = next(kind for kind in KINDS if kind.code == "subject").record
            session.add(subject(short="ХХ", name=f"Предмет {index}"))
    replicas.merge(0, 1)
    with replicas.open(0) as document:
        before = state(document)
    made = renew(replicas.paths[0], tmp_path / "Новый.shnor", ME)
    assert made.lost_questions == 1
    with Document.open(made.path, ME, back_up=False) as document:
        after = state(document)
        assert {code: rows for code, rows in after.items() if code != "identity_verdict"} == {
            code: rows for code, rows in before.items() if code != "identity_verdict"
        }
        assert document.check().sound
        with document.raw() as connection:
            kinds = connection.execute("SELECT kind FROM conflict").fetchall()
        assert kinds == [("key",)]


def test_a_part_is_not_made_a_document_of_its_own(path: Path, tmp_path: Path) -> None:
    sql(path, "INSERT INTO meta (k, v) VALUES ('kind', 'part')")
    with pytest.raises(DocumentError, match="часть"):
        renew(path, tmp_path / "Новый.shnor", ME)
    assert not (tmp_path / "Новый.shnor").exists()


def test_the_files_of_records_come_along(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "приказ.txt"
    kept.write_bytes(b"signed")
    with Document.open(path, ME, back_up=False) as document:
        uid = attaching.attach(document, kept, "evidence", None, {"title": "Приказ"})
    made = renew(path, tmp_path / "Новый.shnor", ME)
    with Document.open(made.path, ME, back_up=False) as document:
        assert attaching.export(document, "evidence", uid, out := tmp_path / "вынут.txt") == 6
        assert out.read_bytes() == b"signed" and document.check().sound
