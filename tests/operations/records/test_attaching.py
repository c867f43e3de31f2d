"""Files kept by records: once by content, limited, undone, merged, in parts and copies; and what hostile bytes become."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.errors import UserError
from shnor_desktop.operations.records import attaching, records
from shnor_desktop.operations.sharing import merging, outside_edits, parts
from shnor_desktop.rules.admissible import LARGEST_FILE

SCAN = b"%PDF-1.4 scan " + bytes(range(256)) * 40


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Скан приказа.pdf"
    path.write_bytes(SCAN)
    return path


def event_at(document: Document, name: str) -> tuple[bytes, bytes]:
    """A school and a visit to it alone."""

    def work(session: Session) -> tuple[bytes, bytes]:
        school = records.save(session, "school", None, {"name": name})
        return school, records.save(session, "event", None, {"kind": "visit", "schools": ((school, ""),)})

    with document.write("Основа") as session:
        return work(session)


def held(document: Document) -> int:
    with document.raw() as connection:
        (count,) = connection.execute("SELECT count(*) FROM attachment").fetchone()
    return int(count)


def bytes_in(path: Path) -> int:
    connection = sqlite3.connect(path)
    (count,) = connection.execute("SELECT count(*) FROM attachment").fetchone()
    connection.close()
    return int(count)


def bring(document: Document, path: Path) -> tuple[str, ...]:
    with stage(path) as staged:
        merge(document, staged.path, path.name, keep=True, back_up=False)
        return staged.remarks


def test_it_is_kept_once_and_comes_out_the_same(document: Document, scan: Path, tmp_path: Path) -> None:
    _, event = event_at(document, "Ивовская СОШ")
    first = attaching.attach(document, scan, "evidence", None, {"event": event})
    second = attaching.attach(document, scan, "evidence", None, {"event": event, "title": "Ещё раз"})
    assert held(document) == 1
    for uid in (first, second):
        assert attaching.export(document, "evidence", uid, tmp_path / "вынуто.pdf") == len(SCAN)
        assert (tmp_path / "вынуто.pdf").read_bytes() == SCAN
    with document.read() as session:
        (row,) = records.rows(session, "evidence", [first])
    assert row.title == "Скан приказа"
    assert document.check().sound
    document.undo()
    document.undo()
    document.redo()
    attaching.export(document, "evidence", first, tmp_path / "снова.pdf")


@pytest.mark.parametrize("size", [0, LARGEST_FILE + 1])
def test_what_is_empty_or_giant_is_refused_with_a_sentence(
    document: Document, tmp_path: Path, size: int
) -> None:
    path = tmp_path / "странный.bin"
    path.write_bytes(bytes(size))
    with pytest.raises(UserError, match="пуст|велик"):
        attaching.attach(document, path, "evidence", None, {})
    assert held(document) == 0


def test_it_travels_and_returns_after_a_deletion(
    new_path: Callable[[str], Path], scan: Path, tmp_path: Path
) -> None:
    ours = new_path("наш.shnor")
    with Document.open(ours, Who("А", "УО"), back_up=False) as document:
        school, event = event_at(document, "Ивовская СОШ")
        evidence = attaching.attach(document, scan, "evidence", None, {"event": event})
        write_part(document, part := tmp_path / "часть.shnor", school=school)
        write_part(document, form := tmp_path / "бланк.shnor", school=school, form=True)
        document.copy_to(theirs := tmp_path / "их.shnor", travels=True)
        assert (bytes_in(part), bytes_in(form), bytes_in(theirs)) == (1, 0, 1)
        assert SCAN[:200] not in form.read_bytes()
        with document.write("Удалено") as session:
            records.delete(session, "event", [event])
        document.copy_to(after := tmp_path / "после.shnor", travels=True)
        assert bytes_in(after) == 0
        assert SCAN[:200] not in after.read_bytes()
        document.undo()
        attaching.export(document, "evidence", evidence, tmp_path / "вынуто.pdf")
    with Document.open(after, Who("Б", "ИМЦ"), back_up=False) as document:
        assert document.check().sound
        bring(document, ours)
        attaching.export(document, "evidence", evidence, tmp_path / "и у них.pdf")
    assert (tmp_path / "и у них.pdf").read_bytes() == SCAN


def test_a_part_edited_by_a_school_brings_its_file(
    new_path: Callable[[str], Path], scan: Path, tmp_path: Path
) -> None:
    ours = new_path("наш.shnor")
    with Document.open(ours, Who("А", "УО"), back_up=False) as document:
        school, event = event_at(document, "Ивовская СОШ")
        write_part(document, part := tmp_path / "часть.shnor", school=school)
        with Document.open(part, Who("Д", "Школа"), back_up=False) as theirs:
            evidence = attaching.attach(theirs, scan, "evidence", None, {"event": event})
        assert bring(document, part) == ()
        assert attaching.export(document, "evidence", evidence, tmp_path / "вынуто.pdf") == len(SCAN)
        assert document.check().sound


SPOILT = {
    "other bytes": "UPDATE attachment SET bytes = x'4d5a'",
    "one byte more": "UPDATE attachment SET bytes = CAST(bytes || x'00' AS BLOB)",
    "a giant": f"UPDATE attachment SET bytes = zeroblob({LARGEST_FILE + 5})",
    "a text": "UPDATE attachment SET bytes = CAST('text' AS BLOB)",
    "none": "DELETE FROM attachment",
}


@pytest.mark.parametrize("name", SPOILT)
def test_hostile_bytes_do_not_come_in_and_the_record_does(
    new_path: Callable[[str], Path], scan: Path, tmp_path: Path, name: str
) -> None:
    ours = new_path("наш.shnor")
    with Document.open(ours, Who("А", "УО"), back_up=False) as document:
        _, event = event_at(document, "Ивовская СОШ")
        theirs = Path(shutil.copyfile(ours, tmp_path / "их.shnor"))
        with Document.open(theirs, Who("Б", "ИМЦ"), back_up=False) as other:
            evidence = attaching.attach(other, scan, "evidence", None, {"event": event})
        good = Path(shutil.copyfile(theirs, tmp_path / "целая.shnor"))
        connection = sqlite3.connect(theirs)
        connection.execute(SPOILT[name])
        connection.commit()
        connection.close()
        remarks = bring(document, theirs)
        assert any("Приложенных файлов не принято: 1" in one for one in remarks) == (name != "none")
        assert held(document) == 0
        report = document.check()
        assert not report.sound and report.whole_but_for_files
        assert "Скан приказа.pdf" in " ".join(report.findings)
        with pytest.raises(UserError, match="Скан приказа"):
            attaching.export(document, "evidence", evidence, tmp_path / "нет.pdf")
        bring(document, good)  # Nothing new is said in it, but the bytes are there.
        assert attaching.export(document, "evidence", evidence, tmp_path / "есть.pdf") == len(SCAN)
        assert document.check().sound


def test_a_name_in_a_record_is_the_hash_of_the_bytes(document: Document, scan: Path) -> None:
    uid = attaching.attach(document, scan, "evidence", None, {})
    with document.read() as session:
        assert records.form(session, "evidence", uid).values["file_sha"] == hashlib.sha256(SCAN).hexdigest()


LOST = SPOILT | {"far over the limit": "UPDATE attachment SET bytes = zeroblob(64000000)"}


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_is_named_by_the_check_and_healed_by_a_copy(
    new_path: Callable[[str], Path], scan: Path, tmp_path: Path, name: str
) -> None:
    ours = new_path("наш.shnor")
    with Document.open(ours, Who("А", "УО"), back_up=False) as document:
        school, event = event_at(document, "Ивовская СОШ")
        evidence = attaching.attach(document, scan, "evidence", None, {"event": event})
    good = Path(shutil.copyfile(ours, tmp_path / "целая.shnor"))
    connection = sqlite3.connect(ours)
    connection.execute(LOST[name])
    connection.commit()
    connection.close()
    with Document.open(ours, Who("А", "УО")) as document:
        report = document.check()
        assert (report.sound, report.whole_but_for_files, report.forged) == (False, True, False)
        assert "«Скан приказа.pdf»" in report.findings[0]
        assert "Объедините" in report.way_out
        with pytest.raises(UserError, match=r"Скан приказа\.pdf.* здесь нет"):
            attaching.export(document, "evidence", evidence, tmp_path / "нет.pdf")
        part = parts.send_part(document, tmp_path / "часть.shnor", school=school)
        assert "«Скан приказа.pdf»" in part.lacks
        assert "«Скан приказа.pdf»" in outside_edits.send_copy(document, tmp_path / "копия.shnor")
        assert bytes_in(part.path) == bytes_in(tmp_path / "копия.shnor") == 0
        (seen,) = merging.preview(document, [good]).files
        assert (seen.already, seen.files) == (False, 1)
        (made,) = merging.apply(document, [good]).files
        assert "возвращено приложенных файлов 1" in made.brief
        assert document.check().sound
        assert attaching.export(document, "evidence", evidence, tmp_path / "есть.pdf") == len(SCAN)
        assert merging.preview(document, [good]).nothing_new
        assert merging.merges(document)[0].file_name == good.name


def test_attaching_the_same_file_again_heals_it(document: Document, scan: Path, tmp_path: Path) -> None:
    _, event = event_at(document, "Ивовская СОШ")
    attaching.attach(document, scan, "evidence", None, {"event": event})
    with document.raw() as connection:
        connection.execute(SPOILT["one byte more"])
    report = document.check()
    assert not report.sound and report.whole_but_for_files
    attaching.attach(document, scan, "evidence", None, {"event": event, "title": "Ещё раз"})
    assert document.check().sound
    assert held(document) == 1


def test_a_document_is_kept_small_enough_for_others_to_take(
    document: Document, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "MOST_BYTES", 100_000)
    with pytest.raises(UserError, match="непригодным для обмена"):
        attaching.attach(document, scan, "evidence", None, {})
    assert held(document) == 0
