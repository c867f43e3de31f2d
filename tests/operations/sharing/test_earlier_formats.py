"""Files of earlier formats, kept as the programs of their time wrote them: with a signed list, a merge and a question."""

import shutil
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import schema
from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.schools import School
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import export, records
from shnor_desktop.operations.sharing import decisions, merging

FILES = Path(__file__).parents[2] / "files"
ME, OTHER = Who("Петрова А.И.", "Управление образования"), Who("Сидорова В.Н.", "ИМЦ")


ASKED = {1: "Школа «Береговая ООШ», Директор", 2: "Школа «Липовая ООШ», Директор"}


@pytest.fixture(params=range(1, schema.FORMAT))
def number(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def old(number: int, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FILES / f"format{number}.shnor", tmp_path / "прежний.shnor"))


def exported(path: Path, *sources: Path) -> bytes:
    """The workbook of everything in a sound file after others came in."""
    with Document.open(path, ME, back_up=False) as document:
        for source in sources:
            merging.apply(document, source)
        assert document.check().sound
        export.export_workbook(document, out := path.with_suffix(".xlsx"))
    return out.read_bytes()


def test_it_opens_and_is_sound(old: Path, number: int) -> None:
    with Document.open(old, ME) as document:
        assert document.check().sound
        assert document.remarks == ()
        with document.read() as session:
            assert [one.about for one in decisions.questions(session)] == [ASKED[number]]


def test_its_signed_list_prints_the_same_text(old: Path, number: int, tmp_path: Path) -> None:
    with Document.open(old, ME) as document:
        with document.read() as session:
            signed = session.scalars(select(StatusList.uid).where(StatusList.frozen != "")).one()
        told = registry.print_paper(document, "list", out := tmp_path / "Перечень.pdf", signed=signed)
    before_trees = number < 3  # What was signed is kept since then as it was printed.
    assert any(one.startswith("Подписан прежней версией программы") for one in told) == before_trees
    pdf = pypdfium2.PdfDocument(out)
    try:
        text = "\f".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()
    assert _words(text) == _words((FILES / f"format{number}-list.txt").read_text("utf-8"))


def _words(text: str) -> list[str]:
    """The words of a page, wherever its lines break."""
    return text.replace("\ufffe", "").split()


def test_it_merges_with_a_newer_copy_of_itself(old: Path, tmp_path: Path) -> None:
    """The copy was edited by today's program, its question decided; either file may come into the other."""
    new = Path(shutil.copyfile(old, tmp_path / "новый.shnor"))
    with Document.open(new, OTHER) as document:
        with document.read() as session:
            (question,) = decisions.questions(session)
            school = session.scalars(select(School.uid).order_by(School.name.desc())).first()
        decisions.decide(document, question.id, "there", "так в приказе")
        with document.write("Правка") as session:
            records.save(session, "school", school, {"director": "Образцова И.О."})
            records.save(session, "event", None, {"kind": "visit", "title": "Выезд", "starts": "2026-11-02"})
    as_old, as_new = (Path(shutil.copyfile(one, one.with_stem(one.stem + " 2"))) for one in (old, new))
    both = exported(old, new)
    assert both == exported(new, as_old)
    assert both == exported(as_new)
    with Document.open(old, ME) as document, document.read() as session:
        assert decisions.questions(session) == ()
        assert session.get_one(School, school).director == "Образцова И.О."
