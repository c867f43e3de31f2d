"""What ships the program: icons, desktop and MIME entries, the installer for one Linux user, the Windows files."""

import configparser
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
WINDOWS = ROOT / "packaging" / "windows"
ICONS = ROOT / "resources" / "icons"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def desktop_entry(path: Path) -> configparser.SectionProxy:
    """The only section of a .desktop file."""
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, encoding="utf-8")
    return parser["Desktop Entry"]


def test_icons_have_the_size_they_are_named_for() -> None:
    """Seven PNG files and the .ico with the same sizes."""
    sizes = {16, 24, 32, 48, 64, 128, 256}
    for size in sizes:
        with Image.open(ICONS / f"shnor-{size}.png") as picture:
            assert picture.size == (size, size)
            assert picture.getextrema() != ((0, 0),) * 4
    with Image.open(ICONS / "shnor.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in sizes}


def test_the_desktop_entry_opens_the_documents_type() -> None:
    """The type that the MIME file describes is the type that the program claims to open."""
    types = ElementTree.parse(LINUX / "shnor.xml").getroot().findall(f"{MIME}mime-type")
    (document,) = types
    glob = document.find(f"{MIME}glob")
    assert glob is not None
    assert glob.get("pattern") == "*.shnor"
    assert desktop_entry(LINUX / "shnor-desktop.desktop")["MimeType"] == f"{document.get('type')};"


@pytest.mark.skipif(sys.platform != "linux", reason="a shell script for Linux")
def test_installs_for_one_user_and_takes_away_again(tmp_path: Path) -> None:
    """Twice over itself, from and into folders with spaces; removing leaves nothing of ours."""
    bundle = tmp_path / "с флешки"
    icons = bundle / "_internal" / "resources" / "icons"
    icons.mkdir(parents=True)
    for picture in ICONS.iterdir():
        shutil.copy(picture, icons)
    for file in LINUX.iterdir():
        shutil.copy(file, bundle)
    for program in ("shnor", "shnor-desktop"):
        (bundle / program).write_text(f"#!/bin/sh\necho {program} $1\n", encoding="utf-8")
        (bundle / program).chmod(0o755)
    home = tmp_path / "дом мой"
    home.mkdir()
    variables = {"HOME": str(home), "PATH": os.environ["PATH"]}

    def run(*command: str | Path) -> str:
        return subprocess.run(
            command, env=variables, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    run("sh", bundle / "install.sh")
    run("sh", bundle / "install.sh")
    assert run(home / ".local" / "bin" / "shnor-desktop", "х") == "shnor-desktop х\n"
    data = home / ".local" / "share"
    entry = desktop_entry(data / "applications" / "shnor-desktop.desktop")
    assert entry["Exec"] == f'"{data}/shnor-desktop/shnor-desktop" %f'
    assert (data / "mime" / "packages" / "shnor.xml").exists()
    assert (data / "icons" / "hicolor" / "48x48" / "apps" / "shnor-desktop.png").exists()
    run("sh", data / "shnor-desktop" / "install.sh", "--remove")
    left = [path for path in home.rglob("*shnor*") if path.suffix in ("", ".png", ".svg", ".desktop")]
    assert left == []


def test_windows_files_say_that_they_are_untested() -> None:
    """And speak of this version and of files that exist."""
    installer = (WINDOWS / "shnor.iss").read_text(encoding="utf-8-sig")
    assert "UNTESTED" in installer
    assert "UNTESTED" in (WINDOWS / "build_windows.bat").read_text(encoding="ascii")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nAppVersion={project['version']}\n" in installer
    assert (WINDOWS / r"..\..\resources\icons\shnor.ico".replace("\\", "/")).exists()
    assert r"SetupIconFile=..\..\resources\icons\shnor.ico" in installer
