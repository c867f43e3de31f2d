"""The developer's environment: system libraries, `.venv` and the locked requirements inside it.

`dev.py` calls `prepare` before every verb. Standard library only, because it runs where nothing is installed yet.
"""

import ctypes
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
SCRIPTS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
LAUNCHER = SCRIPTS / ("shnor.cmd" if WINDOWS else "shnor")
UNFINISHED = VENV / "unfinished"
VENV_MODULE = ["-m", "venv"]

RUN_LOCK = HERE / "requirements.txt"
DEV_LOCK = HERE / "requirements-dev.txt"
# Published as source only; built with the locked setuptools, after DEV_LOCK.
SOURCE_LOCK = HERE / "requirements-source.txt"

# Debian package → the library Qt opens. Looked for by library, so that other distributions are judged alike.
OFFSCREEN_LIBRARIES = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
}
X11_LIBRARIES = {
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
}
WAYLAND_LIBRARIES = {
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
}

LAUNCH = "import sys; from shnor_desktop.cli import main; sys.exit(main())"
POSIX_LAUNCHER = f"""#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -P -c '{LAUNCH}' "$@"
"""
WINDOWS_LAUNCHER = f'@"%~dp0python.exe" -P -c "{LAUNCH}" %*\n'


class SetupError(Exception):
    """What is missing and what to do about it, in one sentence for the developer."""


def has_display() -> bool:
    """Whether a window can be shown to somebody."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare(*, dev: bool, window: bool = False, bundle: bool = False) -> None:
    """Everything the verb needs stands afterwards; otherwise `SetupError`."""
    require_system_packages(window=window, bundle=bundle)
    with one_at_a_time():
        make_environment(dev=dev)


# --- system packages ---------------------------------------------------------------------------------------------


def require_system_packages(*, window: bool, bundle: bool) -> None:
    """Install the Debian packages that are missing, or say which they are."""
    if sys.platform != "linux":
        return
    if missing := missing_packages(window=window, bundle=bundle):
        install_packages(missing)
        importlib.invalidate_caches()
        if still := missing_packages(window=window, bundle=bundle):
            raise SetupError(f"These packages were installed and yet cannot be used: {' '.join(still)}.")


def missing_packages(*, window: bool, bundle: bool) -> list[str]:
    """Names of the Debian packages that this computer lacks."""
    libraries = dict(OFFSCREEN_LIBRARIES)
    # A bundle carries what a window needs on other computers.
    if bundle or (window and os.environ.get("DISPLAY")):
        libraries |= X11_LIBRARIES
    if bundle or (window and os.environ.get("WAYLAND_DISPLAY")):
        libraries |= WAYLAND_LIBRARIES
    missing = [package for package, library in libraries.items() if not can_load(library)]
    if venv_missing():
        missing.insert(0, venv_package())
    if bundle:
        missing += missing_for_bundle()
    return missing


def venv_missing() -> bool:
    """Debian keeps what `python -m venv` needs in a package of its own."""
    return importlib.util.find_spec("ensurepip") is None and not is_whole()


def venv_package() -> str:
    """The package that brings `python -m venv` for the Python at work."""
    if Path(sys.executable).resolve() == Path("/usr/bin/python3").resolve():
        return "python3-venv"
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def missing_for_bundle() -> list[str]:
    """PyInstaller reads libraries with binutils and copies Python's own shared library; icupkg cuts Qt's language data."""
    missing = [] if shutil.which("objdump") else ["binutils"]
    if not (shutil.which("icupkg") or Path("/usr/sbin/icupkg").exists()):
        missing.append("icu-devtools")
    name = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    own_folder = sysconfig.get_config_var("LIBDIR") or ""
    if not (Path(own_folder, f"{name}.so.1.0").exists() or can_load(f"{name}.so.1.0")):
        missing.append(name)
    return missing


def can_load(library: str) -> bool:
    """Whether the dynamic linker finds the library and all that it needs in turn."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install through apt-get where that is allowed without a question."""
    names = " ".join(packages)
    by_hand = f"apt-get install --no-install-recommends {names}"
    if not shutil.which("apt-get"):
        libraries = OFFSCREEN_LIBRARIES | X11_LIBRARIES | WAYLAND_LIBRARIES
        wanted = ", ".join(libraries.get(package, package) for package in packages)
        raise SetupError(
            f"This system lacks {wanted}, and there is no apt-get to install them: install the packages that hold "
            f"them (on Debian: {names}) and start again."
        )
    prefix = apt_prefix()
    if prefix is None:
        raise SetupError(
            f"These Debian packages are missing and cannot be installed without a password: {names}; "
            f"install them with «sudo {by_hand}» and start again."
        )
    print(f"Installing Debian packages: {names}", flush=True)
    # A failed update is no verdict: one dead source of many does not stop the packages wanted.
    apt(prefix, "update")
    code, said = apt(prefix, "install", "--no-install-recommends", *packages)
    if code:
        print(said, file=sys.stderr)
        raise SetupError(
            f"apt-get could not install the Debian packages {names} (its reason stands above); "
            f"install them with «{' '.join([*prefix[:1], by_hand])}» and start again."
        )


def apt(prefix: list[str], *arguments: str) -> tuple[int, str]:
    """Exit code and words of one apt-get command that asks nothing."""
    done = subprocess.run(
        [*prefix, "apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def apt_prefix() -> list[str] | None:
    """What to put before apt-get; None when it may not be called without asking for a password."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


# --- virtual environment -----------------------------------------------------------------------------------------


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two dev.py started together must not build one `.venv` at the same time.

    On Linux the tools started meanwhile hold the lock too, so a pip that outlives a killed dev.py is waited for.
    """
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as held:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
            os.set_inheritable(held.fileno(), True)
        yield


def make_environment(*, dev: bool) -> None:
    """Create or refresh `.venv`; nothing is done when its stamps match the locks."""
    locks = [DEV_LOCK, SOURCE_LOCK] if dev else [RUN_LOCK]
    stamp = VENV / ("dev.stamp" if dev else "run.stamp")
    if not is_whole():
        create_venv()
    if not is_current(stamp, locks):
        UNFINISHED.touch()
        print("Installing the locked Python packages (a minute or so) …", flush=True)
        for lock in locks:
            install_lock(lock)
        stamp.write_text(digest(locks), encoding="utf-8")
        UNFINISHED.unlink()
    link_checkout()


def is_whole() -> bool:
    """Whether `.venv` was not left half-made, and its Python still starts."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    if (VENV / "run.stamp").exists() or (VENV / "dev.stamp").exists():
        return True
    return has_pip()


def has_pip() -> bool:
    """Whether an environment made by somebody else starts, with a Python that will do, and can install."""
    check = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))"
    return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def create_venv() -> None:
    """A new `.venv`; the mark stays in it until everything is installed."""
    if VENV.exists():
        print("The virtual environment .venv was not finished; making it anew.", flush=True)
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    base = getattr(sys, "_base_executable", sys.executable)
    if subprocess.run([base, *VENV_MODULE, VENV], check=False, close_fds=False).returncode:
        raise SetupError(f"«{base} -m venv» could not make {VENV} (its reason stands above).")


def install_lock(lock: Path) -> None:
    """Exactly the versions and files of the lock, nothing compiled except what SOURCE_LOCK names."""
    how = ["--no-build-isolation", "--use-pep517"] if lock == SOURCE_LOCK else ["--only-binary", ":all:"]
    pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--require-hashes",
        "--no-deps",
    ]
    done = subprocess.run(
        [PYTHON, *pip, *how, "-r", lock],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        check=False,
        close_fds=False,
    )
    if done.returncode:
        raise SetupError(
            f"pip could not install {lock.relative_to(ROOT)} (its reason stands above); "
            "check that this computer reaches the package index and start again."
        )


def is_current(stamp: Path, locks: list[Path]) -> bool:
    """Whether exactly these locks were installed last."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest(locks)


def digest(locks: list[Path]) -> str:
    """Changes with every byte of the locks, not with line endings."""
    content = b"".join(lock.read_bytes().replace(b"\r\n", b"\n") for lock in locks)
    return hashlib.sha256(content).hexdigest()


def link_checkout() -> None:
    """Make `import shnor_desktop` and the command `shnor` work, wherever the checkout lies or moves.

    The path is relative, so a folder name in any alphabet stays out of the file.
    """
    if WINDOWS:
        packages = VENV / "Lib" / "site-packages"
    else:
        packages = next((VENV / "lib").glob("python3*/site-packages"))
    back = os.path.relpath(ROOT, packages).replace(os.sep, "/")
    (packages / "shnor_checkout.pth").write_text(back + "\n", encoding="ascii")
    text = WINDOWS_LAUNCHER if WINDOWS else POSIX_LAUNCHER
    if not LAUNCHER.exists() or LAUNCHER.read_text(encoding="ascii", errors="replace") != text:
        LAUNCHER.write_text(text, encoding="ascii")
        LAUNCHER.chmod(0o755)
