"""What a bundle carries, as far as it can be said without building one."""

import subprocess
import sys
from pathlib import Path

import bundle
import diet
import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[2]
QT = Path(PySide6.__file__).parent / ("Qt" if sys.platform == "linux" else ".")
LOCKS = """
import io, os, sys, pyzipper
packed = io.BytesIO()
with pyzipper.AESZipFile(packed, "w", encryption=pyzipper.WZ_AES) as out:
    out.setpassword("пароль".encode())
    out.writestr("Район.shnor", b"x" * 100_000)
with pyzipper.AESZipFile(packed) as locked:
    assert locked.read("Район.shnor", "пароль".encode()) == b"x" * 100_000
for line in open("/proc/self/maps"):
    if "/Cryptodome/" in line:
        print(line.split()[-1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the plugins of other systems are others")
def test_the_plugins_that_are_kept_are_there() -> None:
    """A name that Qt gave up would silently be missing in the program."""
    found = {path.name for path in (QT / "plugins").rglob("*") if diet.plugin_wanted(path)}
    wanted = {f"lib{name}.so" for names in diet.PLUGINS.values() for name in names.split()}
    assert wanted - found == {"libqwindows.so", "libqmodernwindowsstyle.so"}


def test_qt_speaks_russian_and_nothing_else() -> None:
    """The translation of its own words lies where the program asks Qt for it."""
    kept = [one.name for one in QT.rglob("translations/*.qm") if diet.data_wanted(one)]
    assert kept == ["qtbase_ru.qm"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells what it opened")
def test_a_copy_is_locked_with_the_ciphers_that_are_kept() -> None:
    done = subprocess.run([sys.executable, "-c", LOCKS], capture_output=True, text=True, check=True)
    opened = {Path(line) for line in done.stdout.splitlines()}
    assert len(opened) > 5
    assert [path.name for path in opened if not diet.cipher_wanted(path)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="there is no glibc elsewhere")
def test_the_oldest_system_is_the_one_the_readme_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing newer than promised gets in unsaid; what is too heavy neither."""
    assert f"glibc {'.'.join(map(str, bundle.OLDEST_GLIBC))}" in (ROOT / "README.md").read_text("utf-8")
    monkeypatch.setattr(diet, "_run", lambda *_: "  0x0d696914 0x00 09 GLIBC_2.4\n 0x0 0x00 02 GLIBC_2.38\n")
    (tmp_path / "library.so").write_bytes(b"\x7fELF")
    (tmp_path / "text").write_text("GLIBC_9.9")
    assert diet.newest_glibc(tmp_path.iterdir()) == (2, 38)
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    (told,) = bundle.broken_promises(tmp_path / "text")
    assert "glibc" in told
    monkeypatch.setattr(bundle, "LARGEST_MB", 0)
    monkeypatch.setattr(bundle, "LARGEST_PACKED_MB", 0)
    assert len(bundle.broken_promises(tmp_path / "text")) == 3
