import os
import stat
from pathlib import Path

import pytest

from shnor_desktop import places
from shnor_desktop.errors import UserError
from shnor_desktop.papers.draw import preview, render
from shnor_desktop.papers.tree import fonts
from shnor_desktop.papers.tree.paper import Paragraph, Run
from tests.papers.drawn import composed, paper


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".PDF"])
def test_a_paper_is_written_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"Перечень{suffix}"
    render.write(composed("list1"), path)
    assert path.read_bytes() == render.data(composed("list1"), suffix)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["бумага.odt", "бумага", "бумага.pdf.exe"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"\.pdf, \.docx или \.xlsx"):
        render.write(composed("list1"), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Папки"):
        render.write(composed("list1"), tmp_path / "нет" / "бумага.pdf")


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "бумага.pdf").mkdir()
    with pytest.raises(UserError, match="это папка"):
        render.write(composed("list1"), tmp_path / "бумага.pdf")
    assert [one.name for one in tmp_path.iterdir()] == ["бумага.pdf"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "бумага.pdf"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="нет места"):
        render.write(composed("list1"), path)
    assert path.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_a_stick_that_knows_no_rights_takes_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", denied)
    render.write(composed("list1"), tmp_path / "бумага.pdf")
    assert (tmp_path / "бумага.pdf").read_bytes().startswith(b"%PDF-")


def test_a_file_held_by_another_program_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", denied)
    with pytest.raises(UserError, match="открыт в другой программе"):
        render.write(composed("list1"), tmp_path / "бумага.docx")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX")
def test_the_file_has_usual_rights(tmp_path: Path) -> None:
    path = tmp_path / "бумага.pdf"
    render.write(composed("list1"), path)
    usual = tmp_path / "usual"
    usual.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
    path.chmod(0o640)
    render.write(composed("list1"), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_missing_font_is_an_expected_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "resources", lambda: tmp_path)
    fonts.register.cache_clear()
    try:
        with pytest.raises(UserError, match="шрифт"):
            render.data(paper(Paragraph((Run("а"),))), ".pdf")
    finally:
        monkeypatch.undo()
        fonts.register.cache_clear()


def test_what_is_no_pdf_has_no_preview(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        preview.pages_png(b"not a pdf")
    with pytest.raises(UserError):
        preview.page_count(tmp_path / "нет.pdf")


def test_renderers_are_imported_on_first_use() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from shnor_desktop.papers.draw import render, preview, chart;from shnor_desktop.papers.tree import check;from shnor_desktop.papers.results import memo, school_card;from shnor_desktop.papers.identification import low_list;"
        "print(sorted({'reportlab','docx','openpyxl','pypdfium2','PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
