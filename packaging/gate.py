"""Everything that must hold: the checks of the code and the tests folder by folder, as many at once as there are
processors. Each is a process of its own, so that a death after the last test counts as well.
"""

import math
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from environment import PYTHON, ROOT

EXAMPLES = "SHNOR_EXAMPLES"
"""How many histories the state machines try."""
LONG = "SHNOR_LONG"
"""Set when nothing is spared: helper processes are started in every test, and processes are killed many times."""
_HISTORIES = "2000"
_WORTH_SHARING = 500
_LONGEST = "tests/document/test_stopped.py"
"""Without sparing anything it takes one processor longer than any other file."""
_LONGEST_SHARE = 15.0
"""Seconds; a folder that takes longer is tried in shares, so that no processor waits for another at the end."""
_PACE = {
    ".": 1.8,
    "cli": 0.3,
    "document": 0.25,
    "document/foreign": 0.7,
    "document/opening": 0.4,
    "document/rescue": 0.45,
    "operations": 0.12,
    "operations/papers": 0.3,
    "operations/records": 0.35,
    "operations/results": 0.2,
    "operations/sharing": 0.35,
    "packaging": 0.25,
    "papers": 0.15,
    "rules": 0.05,
    "sheets": 0.12,
    "ui": 0.18,
    "ui/file": 0.4,
    "ui/shell/walk": 2.5,
}
"""Processor seconds a thousand bytes of tests, measured on an idle machine; the nearest folder above a file counts,
and «.» for the files beside the folders."""
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?)")
_CLOSING = re.compile(r"^=*\s*(\d+ \w+.*|no tests ran) in [\d.]+s", re.MULTILINE)


@dataclass(frozen=True)
class Task:
    """Something that must hold: commands that all end with 0, run one after the other."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    tests: bool = False
    variables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a task ended; `code` is that of the first command that failed."""

    task: Task
    code: int
    output: str
    seconds: float

    @property
    def closing(self) -> str:
        """pytest's own words about how many passed."""
        found = _CLOSING.findall(self.output)
        return found[-1] if found else "pytest printed no closing line" if self.task.tests else ""

    def say(self) -> None:
        """One line for what holds, everything that was printed for what does not."""
        word = f"FAILED (exit code {self.code})" if self.code else "ok"
        counted = f"  {self.closing}" if self.task.tests else ""
        shown = f"{self.output}\n" if self.code else ""
        print(f"{shown}{word}  {self.task.name}  {self.seconds:.1f} s{counted}", flush=True)


def processors() -> int:
    """How many processors this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def hold(tasks: Sequence[Task], at_once: int, how: Callable[[Task], Outcome] | None = None) -> list[Outcome]:
    """Run the tasks, in their order as far as possible, saying how each ended as soon as it did."""
    done = []
    with ThreadPoolExecutor(at_once) as pool:
        for future in as_completed([pool.submit(how or run, task) for task in tasks]):
            done.append(future.result())
            done[-1].say()
    return done


def run(task: Task) -> Outcome:
    """One task to its end; after a command that fails the rest is left out."""
    started, output, code = time.monotonic(), [], 0
    for command in task.commands:
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | _VARIABLES | dict(task.variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        output.append(ended.stdout)
        code = ended.returncode
        if code:
            break
    outcome = Outcome(task, code, "".join(output), time.monotonic() - started)
    # Wine says 0 of a process that a fault ended.
    silent = task.tests and not _CLOSING.search(outcome.output)
    return replace(outcome, code=1) if silent and not code else outcome


_VARIABLES = {
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHONIOENCODING": "utf-8",
    # Dozens of processes read the same modules: they are compiled once, even where that is switched off.
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "bytecode"),
}


def closing_line(outcomes: Sequence[Outcome], seconds: float) -> str:
    """The closing lines of all groups of tests as one."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.task.tests:
            for number, word in _COUNT.findall(outcome.closing):
                counts[word.removesuffix("s") if word.startswith(("error", "warning")) else word] += int(
                    number
                )
    told = ", ".join(f"{counts[word]} {word}" for word in sorted(counts, key=_order))
    return f"{told or 'no tests ran'} in {seconds:.2f}s"


def _order(word: str) -> tuple[bool, bool, str]:
    return word != "failed", word != "passed", word


# --- what must hold ----------------------------------------------------------------------------------------------


def module(name: str, *arguments: str | Path) -> tuple[str, ...]:
    """A module run by the Python of `.venv`, standing in the checkout."""
    return (str(PYTHON), "-P", "-m", name, *map(str, arguments))


def checks() -> list[Task]:
    """What can be said about the code without running it."""
    layers = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return [
        Task("mypy", (module("mypy", "--no-error-summary"),)),
        Task("ruff", (module("ruff", "check", "--quiet", "."),)),
        Task("formatting", (module("ruff", "format", "--check", "--quiet", "."),)),
        Task("layers", ((str(PYTHON), "-P", "-c", layers, "--no-logo"),)),
    ]


def groups(*, long: bool = False) -> list[Task]:
    """The tests: processes for each folder, one for the files beside the folders, and one for each state machine,
    whose length is a matter of settings. What takes longest begins first."""
    machines = [one for files in _by_place().values() for one in files if _is_machine(one)]
    shares = [
        (place, share)
        for place, files in _by_place().items()
        if (others := [one for one in files if not _is_machine(one)])
        for share in _dealt(others)
    ]
    shares.sort(key=lambda one: -_seconds(one[1]))
    tasks = [share for one in machines for share in _shares(_pytest([one]), long=long)] + [
        _covered(place) if place.name == "rules" else _pytest(taken) for place, taken in shares
    ]
    if not long:
        return tasks
    tasks.sort(key=lambda task: not any(one.endswith(_LONGEST) for one in task.commands[0]))
    return [replace(task, variables=(*task.variables, (LONG, "1"))) for task in tasks]


def groups_for_windows() -> list[Task]:
    """The same tests by the Windows Python of wine.py; how long they take there says nothing, and the rules have shown
    their coverage here. What reads untrusted files begins."""
    launcher = (str(PYTHON), str(ROOT / "packaging" / "wine.py"), "-m", "pytest")
    tasks = [
        Task(_title(share), ((*launcher, *map(_named, share)),), tests=True)
        for files in _by_place().values()
        for share in _dealt(files)
    ]
    return sorted(tasks, key=lambda task: "foreign" not in task.name)


def _is_machine(file: Path) -> bool:
    return file.stem.endswith("_machine")


def _by_place() -> dict[Path, list[Path]]:
    places: dict[Path, list[Path]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        places.setdefault(_place(file), []).append(file)
    return places


def _shares(machine: Task, *, long: bool) -> list[Task]:
    """A state machine with thousands of histories to try runs in several processes, each trying its own ones; two for
    every processor, so that none is idle beside something as long."""
    examples, count = int(os.environ.get(EXAMPLES, _HISTORIES if long else "0")), 2 * processors()
    if examples < _WORTH_SHARING:
        return [machine]
    each = ((EXAMPLES, str(-(-examples // count))),)
    return [
        replace(machine, name=f"{machine.name}, share {number} of {count}", variables=each)
        for number in range(1, count + 1)
    ]


def _dealt(files: list[Path]) -> list[list[Path]]:
    """The files of a folder in shares of about equal length; the files of one area stay together, because they share
    what is made once a run. The rules stay whole: their coverage is that of all their tests."""
    areas: dict[Path, list[Path]] = {}
    for file in files:
        areas.setdefault(file.parent, []).append(file)
    whole = _place(files[0]).name == "rules"
    count = 1 if whole else min(len(areas), math.ceil(_seconds(files) / _LONGEST_SHARE))
    shares: list[list[Path]] = [[] for _ in range(count)]
    for area in sorted(areas, key=lambda one: -_seconds(areas[one])):
        min(shares, key=_seconds).extend(areas[area])
    return [sorted(share) for share in shares]


def _seconds(files: list[Path]) -> float:
    """About how long these tests take one processor."""
    return sum(file.stat().st_size * _pace(file) / 1000 for file in files)


def _pace(file: Path) -> float:
    *above, root = file.relative_to(ROOT / "tests").parents
    return next((_PACE[one.as_posix()] for one in above or [root] if one.as_posix() in _PACE), 0.1)


def _place(file: Path) -> Path:
    top = file.relative_to(ROOT / "tests").parts[0]
    return ROOT / "tests" / top if top != file.name else ROOT / "tests"


def _pytest(files: list[Path]) -> Task:
    return Task(_title(files), (module("pytest", *map(_named, files)),), tests=True)


def _title(files: list[Path]) -> str:
    """A file by its name, files of one folder by the folder, a share of a folder by its areas."""
    if len(files) == 1:
        return _named(files[0])
    place = _place(files[0])
    areas = sorted({file.parent for file in files})
    everything = set(areas) == {file.parent for file in place.rglob("test_*.py")}
    inside = ", ".join(area.name if area != place else "." for area in areas)
    return _named(place) if everything or place == ROOT / "tests" else f"{_named(place)}: {inside}"


def _covered(place: Path) -> Task:
    """The rules: every branch of them is taken by their own tests."""
    data = f"--data-file={Path('build') / 'coverage'}"
    source = "--source=shnor_desktop.rules"
    commands = (
        module("coverage", "run", data, "--branch", source, "-m", "pytest", _named(place)),
        module("coverage", "report", data, "--fail-under=100"),
    )
    return Task(f"{_named(place)} with complete coverage of the rules", commands, tests=True)


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
