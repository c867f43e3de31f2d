"""Set-up from nothing: system packages, the virtual environment, its half-made and outdated states."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import environment
import pytest
import verbs
from environment import SetupError

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="about Debian packages")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a display on which every library is missing."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(environment, "can_load", lambda _library: False)
    monkeypatch.setattr(environment, "venv_missing", lambda: True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout whose folder has a space and Russian letters; nothing is downloaded for it."""
    root = tmp_path / "дом культуры"
    (root / "packaging").mkdir(parents=True)
    venv = root / ".venv"
    scripts = venv / environment.SCRIPTS.name
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "SCRIPTS", scripts)
    monkeypatch.setattr(environment, "PYTHON", scripts / environment.PYTHON.name)
    monkeypatch.setattr(environment, "LAUNCHER", scripts / environment.LAUNCHER.name)
    monkeypatch.setattr(environment, "UNFINISHED", venv / "unfinished")
    for name in ("RUN_LOCK", "DEV_LOCK", "SOURCE_LOCK"):
        lock = root / "packaging" / f"{name}.txt"
        lock.write_text(name, encoding="utf-8")
        monkeypatch.setattr(environment, name, lock)
    return root


@pytest.fixture
def installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the locks installed into `checkout`, in order; the environment itself is made without pip."""
    done: list[str] = []

    def create() -> None:
        done.append("venv")
        real_create()

    real_create = environment.create_venv
    monkeypatch.setattr(environment, "VENV_MODULE", ["-m", "venv", "--without-pip"])
    monkeypatch.setattr(environment, "create_venv", create)
    monkeypatch.setattr(environment, "install_lock", lambda lock: done.append(lock.stem))
    return done


# --- system packages ---------------------------------------------------------------------------------------------


@linux_only
@pytest.mark.usefixtures("bare")
def test_names_every_missing_package() -> None:
    """Offscreen needs six libraries and the package of `python -m venv`; a display needs more."""
    offscreen = environment.missing_packages(window=False, bundle=False)
    assert offscreen[0].endswith("-venv")
    assert set(offscreen[1:]) == {
        "libegl1",
        "libgl1",
        "libxkbcommon0",
        "libdbus-1-3",
        "libfontconfig1",
        "libglib2.0-0",
    }


@linux_only
@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("variable", "package"), [("DISPLAY", "libxcb-cursor0"), ("WAYLAND_DISPLAY", "libwayland-client0")]
)
def test_a_window_needs_the_libraries_of_its_display(
    variable: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X11 and Wayland libraries are asked for only where a window is to be shown on such a display."""
    monkeypatch.setenv(variable, ":0")
    assert package in environment.missing_packages(window=True, bundle=False)
    assert package not in environment.missing_packages(window=False, bundle=False)
    assert package in environment.missing_packages(window=False, bundle=True)


@linux_only
@pytest.mark.usefixtures("bare")
def test_says_what_to_install_when_it_may_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without root and without sudo: one sentence with the packages and the command, exit code 2."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    assert verbs.main(["test"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "sudo apt-get install --no-install-recommends" in said
    assert "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0" in said


@linux_only
@pytest.mark.usefixtures("bare")
def test_names_libraries_where_there_is_no_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other distributions call their packages otherwise, so the libraries are named too."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SetupError, match=r"libEGL\.so\.1.*libegl1"):
        environment.prepare(dev=True)


def fake_command(folder: Path, name: str, script: str) -> None:
    """A command that does what a test needs."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("#!/bin/sh\n" + script, encoding="utf-8")
    (folder / name).chmod(0o755)


@linux_only
@pytest.mark.parametrize(("user", "before"), [(0, ""), (1000, "sudo ")])
def test_installs_through_apt(
    user: int, before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root calls apt-get itself, others through sudo that asks nothing."""
    log = tmp_path / "log"
    fake_command(tmp_path / "bin", "apt-get", f'echo "${{VIA}}apt-get $*" >> "{log}"\n')
    fake_command(
        tmp_path / "bin", "sudo", '[ "$1" = -n ] || exit 1\nshift\n[ "$1" = true ] || VIA="sudo " "$@"\n'
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    environment.install_packages(["libegl1", "libgl1"])
    update, install = log.read_text(encoding="utf-8").splitlines()
    assert update.startswith(before + "apt-get")
    assert update.endswith(" update")
    assert install.startswith(before + "apt-get")
    assert install.endswith(" install --no-install-recommends libegl1 libgl1")


@linux_only
def test_says_why_apt_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words of apt-get and the command to repeat by hand."""
    fake_command(tmp_path / "bin", "apt-get", "echo 'E: no network'\nexit 100\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SetupError, match=r"libegl1.*apt-get install --no-install-recommends libegl1"):
        environment.install_packages(["libegl1"])
    assert "E: no network" in capsys.readouterr().err


@linux_only
def test_judges_a_library_by_loading_it() -> None:
    """The C library is there; one that nobody has is not."""
    assert environment.can_load("libc.so.6")
    assert not environment.can_load("libnobody-has-this.so.1")


# --- virtual environment -----------------------------------------------------------------------------------------


def test_makes_the_environment_once(checkout: Path, installed: list[str]) -> None:
    """The second call finds everything in place."""
    environment.make_environment(dev=True)
    assert installed == ["venv", "DEV_LOCK", "SOURCE_LOCK"]
    environment.make_environment(dev=True)
    assert installed == ["venv", "DEV_LOCK", "SOURCE_LOCK"]
    assert not environment.UNFINISHED.exists()


def test_installs_again_only_what_a_changed_lock_asks_for(checkout: Path, installed: list[str]) -> None:
    """Another lock: same environment, new packages. Other line endings: the same lock."""
    environment.make_environment(dev=False)
    environment.RUN_LOCK.write_text("newer", encoding="utf-8")
    environment.make_environment(dev=False)
    assert installed == ["venv", "RUN_LOCK", "RUN_LOCK"]
    environment.RUN_LOCK.write_bytes(b"a\nb\n")
    environment.make_environment(dev=False)
    environment.RUN_LOCK.write_bytes(b"a\r\nb\r\n")
    environment.make_environment(dev=False)
    assert installed == ["venv", "RUN_LOCK", "RUN_LOCK", "RUN_LOCK"]


def test_a_failed_installation_is_made_anew(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an interrupted installation left may look whole to pip, so it is thrown away."""

    def fail(lock: Path) -> None:
        raise SetupError("no network")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "install_lock", fail)
        with pytest.raises(SetupError):
            environment.make_environment(dev=False)
    leftover = environment.VENV / "leftover"
    leftover.touch()
    environment.make_environment(dev=False)
    assert installed == ["venv", "venv", "RUN_LOCK"]
    assert not leftover.exists()


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path, installed: list[str]) -> None:
    """A system upgrade may take the Python away that `.venv` points to."""
    environment.make_environment(dev=False)
    environment.PYTHON.unlink()
    environment.make_environment(dev=False)
    assert installed == ["venv", "RUN_LOCK", "venv", "RUN_LOCK"]


def test_an_environment_made_by_hand_is_used(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No stamp: the locked packages are installed into it, nothing is thrown away."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment.VENV], check=True)
    monkeypatch.setattr(environment, "has_pip", lambda: True)
    environment.make_environment(dev=False)
    assert installed == ["RUN_LOCK"]


def test_shnor_starts_from_anywhere(checkout: Path, installed: list[str], tmp_path: Path) -> None:
    """The launcher finds the program by itself: from another folder, through a link, in a path with spaces."""
    environment.make_environment(dev=False)
    package = checkout / "shnor_desktop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "cli.py").write_text(
        "import sys\n\n\ndef main():\n    print(sys.argv[1:])\n    return 1\n", "utf-8"
    )
    link = tmp_path / "shnor"
    commands: list[Sequence[str | Path]] = [[environment.LAUNCHER, "новый файл", "--json"]]
    if sys.platform != "win32":
        link.symlink_to(environment.LAUNCHER)
        commands.append([link, "новый файл", "--json"])
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for command in commands:
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", env=variables | {"PYTHONUTF8": "1"}
        )
        assert (done.stdout, done.stderr, done.returncode) == ("['новый файл', '--json']\n", "", 1)
