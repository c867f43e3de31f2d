"""What ships the program: icons, desktop and MIME entries, the installer for one Linux user, the Windows files."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import wine
from environment import DEV_LOCK
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


def test_the_windows_installer_asks_for_no_administrator_and_takes_only_its_own_away() -> None:
    """What it deletes when it goes is what it wrote, by name; a folder of the user's is removed only when empty."""
    script = (WINDOWS / "installer.nsi").read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script
    uninstalls = script[script.index("Section Uninstall") :]
    assert [line.strip() for line in uninstalls.splitlines() if line.strip().startswith("RMDir")] == [
        'RMDir /r "$INSTDIR\\_internal"',
        'RMDir "$INSTDIR"',
    ]
    for program in ("shnor.exe", "shnor-desktop.exe", "uninstall.exe"):
        assert f'Delete "$INSTDIR\\{program}"' in uninstalls
    assert "Закройте её и повторите удаление." in uninstalls
    assert "установк" not in uninstalls, "it speaks of what is done with it"
    assert script.index("документы и настройки") < script.index("!insertmacro MUI_UNPAGE_CONFIRM")


def test_what_wine_lacks_is_there_to_be_compiled() -> None:
    """Each shim by the name it is declared with, and each package shows that it is there."""
    assert sorted(path.stem for path in WINDOWS.glob("*.c")) == sorted(wine.SHIMS)
    assert wine.inside(ROOT / "packaging") == f"Z:{ROOT}\\packaging".replace("/", "\\")


def test_what_only_windows_needs_is_marked_in_the_one_way_that_is_taken_off() -> None:
    """Wheels for Windows are fetched on Linux, where pip would leave the marked ones out."""
    marked = [line for line in DEV_LOCK.read_text(encoding="utf-8").splitlines() if "win32" in line]
    assert marked
    assert all(line.count(wine.ONLY_WINDOWS) == 1 for line in marked)
