"""Builds the one-folder program and tries it out where there is no Python; called by `dev.py bundle`."""

import math
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from pathlib import Path

import diet

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
WINDOWS = sys.platform == "win32"
FOLDER = BUILD / ("bundle-windows" if WINDOWS else "bundle") / "shnor-desktop"
LONGEST_TRIAL_S = 300
LARGEST_MB, LARGEST_PACKED_MB = 140, 55
"""What a Linux bundle may weigh: it is carried on sticks and goes by slow mail."""
OLDEST_GLIBC = (2, 36)
"""Of the systems that the README promises to serve."""


def main() -> int:
    """0 when the program was built, tried out and archived."""
    started = time.monotonic()
    if code := build():
        print(f"FAILED: PyInstaller ended with {code}", file=sys.stderr)
        return 1
    if not WINDOWS:
        diet.cut_icu(FOLDER / "_internal")
        diet.take_system_xau(FOLDER / "_internal")
        add_linux_files()
    print(f"Built {FOLDER} ({megabytes(FOLDER)} MB, {time.monotonic() - started:.0f} s)", flush=True)
    for program, arguments in (("shnor", ["--self-test"]), ("shnor-desktop", ["--demo", "demo"])):
        if code := try_out(program, arguments):
            print(f"FAILED: {program} {' '.join(arguments)} ended with {code}", file=sys.stderr)
            return 1
    path = archive()
    print(f"Archived {path} ({path.stat().st_size / 1e6:.0f} MB)")
    broken = [] if WINDOWS else broken_promises(path)
    for one in broken:
        print(f"FAILED: {one}", file=sys.stderr)
    return 1 if broken else 0


def broken_promises(packed: Path) -> list[str]:
    """What the README says of a Linux bundle and this one does not keep."""
    asked = diet.newest_glibc(FOLDER.rglob("*"))
    facts = {
        f"{megabytes(FOLDER)} MB unpacked, at most {LARGEST_MB}": megabytes(FOLDER) > LARGEST_MB,
        f"more than {LARGEST_PACKED_MB} MB packed": packed.stat().st_size > LARGEST_PACKED_MB * 1e6,
        f"it asks for glibc {asked}, promised is {OLDEST_GLIBC}: build on Debian 12": asked > OLDEST_GLIBC,
    }
    return [said for said, broken in facts.items() if broken]


def build() -> int:
    """Call PyInstaller afresh; its exit code."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    command: list[str | Path] = [
        sys.executable,
        "-P",
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "WARN",
    ]
    where: list[str | Path] = ["--distpath", FOLDER.parent, "--workpath", FOLDER.parent / "work"]
    return subprocess.run(
        [*command, *where, ROOT / "packaging" / "shnor.spec"], check=False, cwd=ROOT
    ).returncode


def add_linux_files() -> None:
    """What install.sh beside the program needs, and the second name of the program."""
    (FOLDER / "shnor").symlink_to("shnor-desktop")
    for path in sorted((ROOT / "packaging" / "linux").iterdir()):
        shutil.copy(path, FOLDER)


def try_out(program: str, arguments: list[str]) -> int:
    """Run a frozen program with no environment, hence no Python on PATH, away from the checkout."""
    variables = {"QT_QPA_PLATFORM": "offscreen"}
    if WINDOWS:
        variables["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    path = FOLDER / (program + (".exe" if WINDOWS else ""))
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        code = subprocess.run(
            [path, *arguments], cwd=folder, env=variables, timeout=LONGEST_TRIAL_S, check=False
        ).returncode
    print(
        f"{program} {' '.join(arguments)}: exit code {code}, {time.monotonic() - started:.1f} s", flush=True
    )
    return code


def archive() -> Path:
    """One file to carry: the folder as it is."""
    if WINDOWS:
        name = BUILD / f"shnor-desktop-{version()}-windows"
        return Path(shutil.make_archive(str(name), "zip", FOLDER.parent, FOLDER.name))
    path = BUILD / f"shnor-desktop-{version()}-linux-{platform.machine()}.tar.xz"
    with tarfile.open(path, "w:xz", preset=6) as packed:
        packed.add(FOLDER, FOLDER.name)
    return path


def version() -> str:
    """The version of the program."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(known["project"]["version"])


def megabytes(folder: Path) -> int:
    """Size of a folder's files, rounded up."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return math.ceil(sum(path.stat().st_size for path in files) / 1e6)


if __name__ == "__main__":
    sys.exit(main())
