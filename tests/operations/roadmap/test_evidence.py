"""Evidence: files and requisites of what was done, the folder with all of them and its inventory."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.roadmap import events, evidence
from shnor_desktop.papers.tree.paper import runs_of
from tests.conftest import WHO
from tests.operations.copies import Copies
from tests.operations.roadmap.test_execution import event_of, plan_with

SCAN = b"%PDF-1.4 scan " + bytes(range(256)) * 40


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Приказ: скан.pdf".replace(":", "")
    path.write_bytes(SCAN)
    return path


def programme_of(session: Session) -> bytes:
    return evidence.programme_of(session, None)


def fill(document: Document, scan: Path) -> bytes:
    """Two rows done by one event with a file, one more event with the same file, one with nothing."""
    with document.write("План") as session:
        first, second, _ = plan_with(session, "Семинар / для всех: «начало»?", "Выезд", "Договор")
        seminar = event_of(session, first, second, starts="2021-10-05", title="Семинар")
        visit = event_of(session, second, starts="2021-11-05", kind="visit", title="Выезд")
        beside = event_of(session, starts="2021-12-05", title="Сверх плана")
        event_of(session, second, starts="2021-12-06", outcome="not_held")
        programme = programme_of(session)
    evidence.attach_files(document, seminar, [scan])
    evidence.attach_files(document, beside, [scan])
    evidence.add_reference(document, beside, "приказ от 15.12.2021 № 324")
    assert visit
    return programme


def test_several_files_are_kept_in_one_step_or_none(document: Document, scan: Path, tmp_path: Path) -> None:
    with document.write("Сделано") as session:
        event = event_of(session)
    (tmp_path / "пусто.pdf").touch()
    with pytest.raises(UserError, match="пуст"):
        evidence.attach_files(document, event, [scan, tmp_path / "пусто.pdf"])
    (tmp_path / "второй.txt").write_text("второй")
    evidence.attach_files(document, event, [scan, tmp_path / "второй.txt"])
    with document.read() as session:
        (line,) = events.events(session, [event])
    assert [one.file_name for one in line.evidence] == ["Приказ скан.pdf", "второй.txt"]
    assert line.evidence[0].text == "Приказ скан (Приказ скан.pdf, 11 КБ)"
    document.undo()
    with document.read() as session:
        assert events.events(session, [event])[0].evidence == ()


def test_a_reference_is_told_apart_into_title_and_requisites(document: Document) -> None:
    with document.write("Сделано") as session:
        event = event_of(session)
    evidence.add_reference(document, event, "приказ от 15.12.2021 № 324")
    evidence.add_reference(document, event, "Фотографии на сайте")
    with document.read() as session:
        (line,) = events.events(session, [event])
    assert [(one.title, one.requisites) for one in line.evidence] == [
        ("Приказ", "от 15.12.2021 № 324"),
        ("Фотографии на сайте", ""),
    ]
    with pytest.raises(UserError, match="Не сказано"):
        evidence.add_reference(document, event, " ")


def test_the_folder_holds_each_file_once_and_an_inventory_with_its_hash(
    document: Document, scan: Path, tmp_path: Path
) -> None:
    programme = fill(document, scan)
    report = evidence.write_folder(document, programme, out := tmp_path / "Папка")
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert files == [
        "01 Семинар для всех начало/Приказ скан.pdf",
        "Вне плана/Приказ скан.pdf",
        "Опись.pdf",
    ]
    assert all((out / name).read_bytes() == SCAN for name in files[:2])
    assert (report.files, report.named, report.lost, report.bare) == (2, 1, (), 1)
    pdf = pypdfium2.PdfDocument(out / "Опись.pdf")
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    plain = "".join(text.split())
    assert hashlib.sha256(SCAN).hexdigest() in plain
    assert "Выезд,05.11.2021–подтвержденийнет" in plain
    assert "№324" in plain and "безфайла" in plain


def test_the_zip_is_the_folder(document: Document, scan: Path, tmp_path: Path) -> None:
    programme = fill(document, scan)
    for number in range(2):
        evidence.write_folder(document, programme, tmp_path / f"{number}.zip")
    with zipfile.ZipFile(tmp_path / "0.zip") as archive:
        assert archive.testzip() is None
        assert "01 Семинар для всех начало/Приказ скан.pdf" in archive.namelist()


def test_nothing_is_put_among_other_files(document: Document, scan: Path, tmp_path: Path) -> None:
    programme = fill(document, scan)
    (tmp_path / "Занято").mkdir()
    (tmp_path / "Занято" / "чужое.txt").write_text("чужое")
    with pytest.raises(UserError, match="уже есть"):
        evidence.write_folder(document, programme, tmp_path / "Занято")
    assert [path.name for path in (tmp_path / "Занято").iterdir()] == ["чужое.txt"]
    with pytest.raises(UserError, match="«чужое.txt» уже есть, и это не папка"):
        evidence.write_folder(document, programme, tmp_path / "Занято" / "чужое.txt")


def test_no_number_of_the_inventory_is_without_a_source(document: Document, scan: Path) -> None:
    programme = fill(document, scan)
    with document.read() as session:
        paper = registry.compose(session, "evidence", programme=programme)
    assert [
        run.text for block in paper.blocks() for runs in runs_of(block) for run in runs if run.is_untraced
    ] == []


def test_spoilt_bytes_are_named_and_everything_else_comes_out(
    document: Document, scan: Path, tmp_path: Path
) -> None:
    programme = fill(document, scan)
    with document.read() as session:
        event = next(one for one in events.events(session) if one.evidence).uid
    (tmp_path / "цел.txt").write_text("цел", "utf-8")
    evidence.attach_files(document, event, [tmp_path / "цел.txt"])
    with document.raw() as connection:
        connection.execute("UPDATE attachment SET bytes = x'4d5a' WHERE length(bytes) > 10")
    report = evidence.write_folder(document, programme, tmp_path / "Папка")
    assert (report.files, set(report.lost)) == (1, {"Приказ скан"})
    files = sorted(one.name for one in (tmp_path / "Папка").rglob("*") if one.is_file())
    assert files == sorted([evidence.INVENTORY, "цел.txt"])


def test_two_offices_attach_the_same_file_and_others(
    new_path: Callable[[str], Path], scan: Path, tmp_path: Path
) -> None:
    path = new_path("район.shnor")
    with Document.open(path, WHO, back_up=False) as document, document.write("Сделано") as session:
        event = event_of(session, starts="2021-10-05")
    (tmp_path / "у них.txt").write_text("у них")
    copies = Copies(path, tmp_path)
    for number, files in enumerate(([scan], [scan, tmp_path / "у них.txt"])):
        with copies.open(number) as document:
            evidence.attach_files(document, event, files)
    copies.exchange()
    for number in (0, 1):
        with copies.open(number) as document:
            with document.read() as session:
                (line,) = events.events(session, [event])
            with document.raw() as connection:
                (held,) = connection.execute("SELECT count(*) FROM attachment").fetchone()
            assert [one.file_name for one in line.evidence] == [
                "Приказ скан.pdf",
                "Приказ скан.pdf",
                "у них.txt",
            ]
            assert held == 2
        assert copies.questions(number) == ()
