"""The verbs of dev.py; each prepares the environment and then calls the tool that does the work."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import environment
import gate
from environment import PYTHON, ROOT, SetupError

USAGE = """\
usage: python3 packaging/dev.py VERB …

  run [FILE]         open FILE, or the sample district; without a display do the main job into build/demo
  test [--long]      everything that must hold; --long spares nothing: thousands of histories, many kills, every
                     helper process started; with other arguments only pytest with those
  test --windows     the tests by a Windows Python on Wine (half an hour and more)
  check              ruff, formatting, mypy, layers, file sizes
  bundle             one-folder program for this system under build/bundle, tried out without Python
  bundle --windows [--python FOLDER]
                     the same for Windows and its installer, made and tried by way of Wine on Debian
  bench [NAME…]      benchmarks, each beside its physical limit
  migration          the SQL that the record kinds need beyond the newest migration; --save makes it the next one
"""
LONGEST_FILE = 500


def main(arguments: list[str]) -> int:
    """Do one verb; 2 when the environment could not be prepared or the call is not understood."""
    verbs: dict[str, Callable[[list[str]], int]] = {
        "run": run,
        "test": test,
        "check": check,
        "bundle": bundle,
        "bench": bench,
        "migration": migration,
    }
    verb = verbs.get(arguments[0]) if arguments else None
    if verb is None:
        wanted = bool(arguments) and arguments[0] in ("-h", "--help")
        print(USAGE, file=sys.stdout if wanted else sys.stderr, end="")
        return 0 if wanted else 2
    try:
        return verb(arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


# --- run ---------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """The window where there is a display; the main job, written to build/demo, where there is none."""
    if len(arguments) > 1:
        raise SetupError("«run» opens one file: dev.py run [FILE].")
    display = environment.has_display()
    if arguments and not display:
        raise SetupError(
            f"There is no display to show {arguments[0]} on: set DISPLAY or WAYLAND_DISPLAY, or use the command line, "
            f".venv/{environment.SCRIPTS.name}/shnor."
        )
    environment.prepare(dev=False, window=display)
    if not display:
        return module("shnor_desktop", "--demo", ROOT / "build" / "demo", QT_QPA_PLATFORM="offscreen")
    file = Path(arguments[0]).absolute() if arguments else ROOT / "build" / "sample.shnor"
    if not arguments and not file.exists() and (refused := call([environment.LAUNCHER, "sample", file])):
        return refused
    return module("shnor_desktop", file)


# --- test and check ----------------------------------------------------------------------------------------------


def test(arguments: list[str]) -> int:
    """Everything that must hold; a closing line like pytest's own is printed last."""
    environment.prepare(dev=True)
    long = arguments == ["--long"]
    if arguments == ["--windows"]:
        return call([PYTHON, ROOT / "packaging" / "windows.py", "--test"], cwd=ROOT)
    if arguments and not long:
        return module("pytest", *arguments, QT_QPA_PLATFORM="offscreen")
    started = time.monotonic()
    outcomes, failed = held([*gate.checks(), *gate.groups(long=long)])
    if failed:
        print("FAILED: " + ", ".join(failed))
    print(gate.closing_line(outcomes, time.monotonic() - started), flush=True)
    return 1 if failed else 0


def check(arguments: list[str]) -> int:
    """What can be said about the code without running it."""
    if arguments:
        raise SetupError("«check» takes no arguments.")
    environment.prepare(dev=True)
    _, failed = held(gate.checks())
    if failed:
        print("FAILED: " + ", ".join(failed), flush=True)
    return 1 if failed else 0


def held(tasks: list[gate.Task]) -> tuple[list[gate.Outcome], list[str]]:
    """Try everything, even after a failure, and name what failed."""
    failed = ["file sizes"] if report_long_files() else []
    outcomes = gate.hold(tasks, gate.processors())
    return outcomes, failed + [outcome.task.name for outcome in outcomes if outcome.code]


def report_long_files() -> int:
    """1 and their names when files of the program have grown past the limit."""
    long_files = too_long(ROOT / "shnor_desktop")
    for path, lines in long_files:
        print(f"{path.relative_to(ROOT)}: {lines} lines, the limit is {LONGEST_FILE}")
    return 1 if long_files else 0


def too_long(folder: Path) -> list[tuple[Path, int]]:
    """Python files with more than LONGEST_FILE lines."""
    counted = (
        (path, len(path.read_text(encoding="utf-8").splitlines())) for path in sorted(folder.rglob("*.py"))
    )
    return [(path, lines) for path, lines in counted if lines > LONGEST_FILE]


# --- bundle and bench --------------------------------------------------------------------------------------------


def bundle(arguments: list[str]) -> int:
    """The one-folder program, tried out with an empty environment; for Windows too, by way of Wine."""
    if arguments[:1] == ["--windows"]:
        environment.prepare(dev=True)
        return call([PYTHON, ROOT / "packaging" / "windows.py", *arguments[1:]], cwd=ROOT)
    if arguments:
        raise SetupError("«bundle» takes nothing or --windows [--python FOLDER].")
    environment.prepare(dev=True, bundle=True)
    return call([PYTHON, ROOT / "packaging" / "bundle.py"], cwd=ROOT)


def bench(names: list[str]) -> int:
    """The benchmarks of tests/benchmarks, all or those named."""
    environment.prepare(dev=True)
    return call([PYTHON, ROOT / "tests" / "benchmarks", *names], cwd=ROOT, QT_QPA_PLATFORM="offscreen")


def migration(arguments: list[str]) -> int:
    """The next migration, drafted from the kinds."""
    if arguments not in ([], ["--save"]):
        raise SetupError("«migration» takes nothing or --save.")
    environment.prepare(dev=True)
    return call([PYTHON, ROOT / "packaging" / "draft_migration.py", *arguments], cwd=ROOT)


# --- calling -----------------------------------------------------------------------------------------------------


def module(name: str, *arguments: str | Path, **changed: str) -> int:
    """Run a module with the Python of `.venv`, standing in the checkout."""
    return call([PYTHON, "-P", "-m", name, *arguments], cwd=ROOT, **changed)


def call(command: list[str | Path], cwd: Path | None = None, **changed: str) -> int:
    """Run a command to its end; a death by signal is said aloud and counts as failure."""
    code = subprocess.run(command, cwd=cwd, env=variables(**changed), check=False).returncode
    if code < 0:
        print(f"{Path(command[0]).name} was ended by signal {-code}", file=sys.stderr)
        return 128 - code
    return code


def variables(**changed: str) -> dict[str, str]:
    """This process's environment with some variables set."""
    return os.environ | changed
