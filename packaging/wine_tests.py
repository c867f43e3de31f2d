"""The tests by the Windows Python of wine.py; called by `dev.py test --windows`.

It takes an hour or so, hence what passed is kept in build/windows/tests and not tried again while the program and its tests
are the same: an interrupted run is taken up where it stopped. Tests that Windows or Wine cannot do are left out by name, with
the reason, in tests/windows.toml.
"""

import hashlib
import json
import time
from collections.abc import Iterable
from pathlib import Path

import gate
import wine
from environment import DEV_LOCK, ROOT

KEPT = wine.ROOM / "tests"
TESTS = ROOT / "tests"
DECLARED = TESTS / "windows.toml"


def run_all() -> int:
    """0 when all that Windows and Wine can do passed."""
    started, common = time.monotonic(), digest(shared_files())
    KEPT.mkdir(exist_ok=True)
    outcomes = gate.hold(gate.groups_for_windows(), gate.processors(), lambda task: tried(task, common))
    failed = sorted(outcome.task.name for outcome in outcomes if outcome.code)
    if failed:
        print("FAILED: " + ", ".join(failed))
    print(gate.closing_line(outcomes, time.monotonic() - started), flush=True)
    return 1 if failed else 0


def tried(task: gate.Task, common: str) -> gate.Outcome:
    """The task's outcome: that of an earlier run when it passed in the same state, else a new one, which is kept."""
    state, path = common + own_state(task), KEPT / f"{digest([], ' '.join(task.commands[0]))[:16]}.json"
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if (kept["state"], kept["code"]) == (state, 0):
            return gate.Outcome(task, 0, kept["output"], kept["seconds"])
    outcome = gate.run(task)
    told = {"name": task.name, "state": state, "code": outcome.code}
    told |= {"output": outcome.output, "seconds": outcome.seconds}
    part = path.with_suffix(".part")
    part.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
    return outcome


def shared_files() -> list[Path]:
    """What every outcome depends on: the program, and what tests have in common."""
    helpers = [one for one in TESTS.rglob("*") if not one.name.startswith("test_") and one != DECLARED]
    return [*(ROOT / "shnor_desktop").rglob("*"), *(ROOT / "resources").rglob("*"), *helpers, DEV_LOCK]


def own_state(task: gate.Task) -> str:
    """Changes with the task's own tests and with what is left out of them."""
    named = [word for word in task.commands[0] if word.endswith(".py") and word.startswith("tests/")]
    lines = DECLARED.read_text(encoding="utf-8").splitlines()
    left_out = [line for line in lines if line.strip('"').split("::")[0] in named]
    return digest((ROOT / name for name in named), *left_out)


def digest(paths: Iterable[Path], *words: str) -> str:
    """Changes with the content of the files and with the words."""
    content = hashlib.sha256("\n".join(words).encode())
    for path in sorted(paths):
        if path.is_file() and path.suffix != ".pyc":
            content.update(
                f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
            )
    return content.hexdigest()
