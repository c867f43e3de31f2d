"""The licences that go into a bundle: of exactly the libraries its files come from, and none without a text."""

import json
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import licences
import openpyxl
import pymorphy3_dicts_ru  # type: ignore[import-untyped]
import PySide6
import pytest

from shnor_desktop.operations.program import licences as shipped


def test_every_library_of_the_files_has_its_text_and_no_other_is_named(tmp_path: Path) -> None:
    sources = [openpyxl.__file__, PySide6.__file__, pymorphy3_dicts_ru.__file__, json.__file__]
    sources += [str(licences.ROOT / "shnor_desktop" / "__init__.py")]
    with zipfile.ZipFile(licences.write(map(str, sources), tmp_path / "licences.zip")) as packed:
        index = json.loads(packed.read("index.json"))
        texts = {one["name"]: packed.read(one["file"]).decode() for one in index}
    assert set(texts) == {"openpyxl", "PySide6_Essentials", "pymorphy3-dicts-ru", "Python"}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["PySide6_Essentials"]
    assert "Creative Commons BY-SA 3.0" in texts["pymorphy3-dicts-ru"]
    assert "PYTHON SOFTWARE FOUNDATION" in texts["Python"].upper()


def test_what_runs_in_the_program_brings_its_licence_or_has_one_here() -> None:
    lock = (licences.ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    names = [line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")]
    assert len(names) > 10
    for name in names:
        assert len(licences.of_distribution(distribution(name)).text) > 300, name
    # «О программе» of the sources names the same ones and shows the same texts.
    shown = {shipped.plain(one.name): shipped.text_of(one.name) for one in shipped.libraries()}
    assert set(shown) <= set(map(shipped.plain, names))
    for name in names:
        if (text := shown.get(shipped.plain(name))) is not None:
            assert text == licences.of_distribution(distribution(name)).text


def test_the_fonts_of_the_papers_bring_theirs() -> None:
    parts = {part.name: part.text for part in licences.parts_of(licences.FONTS.glob("*.ttf"))}
    assert set(parts) == {"Liberation Fonts", "Python"}
    assert "SIL OPEN FONT LICENSE" in parts["Liberation Fonts"]


@pytest.mark.skipif(
    sys.platform == "win32" or not licences.COMMON.is_dir(), reason="only Debian keeps texts in common"
)
def test_a_text_that_debian_only_refers_to_is_carried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries of the system come with short notices; what those name stands beside them whole."""
    monkeypatch.setattr(licences, "package_of", lambda path: path.name)
    parts = list(licences.of_system([Path("libc6"), Path("libstdc++6"), Path("zlib1g")]))
    texts = {part.name: part.text for part in parts}
    assert len(texts) == len(parts)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["Текст лицензии LGPL-2.1"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no packages of Debian")
def test_a_file_nobody_knows_stops_the_bundle(tmp_path: Path) -> None:
    stranger = tmp_path / "libstrange.so"
    stranger.touch()
    with pytest.raises(ValueError, match="Nobody knows"):
        licences.write([str(stranger)], tmp_path / "licences.zip")
