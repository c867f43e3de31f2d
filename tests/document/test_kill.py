"""A process killed at any moment while writing loses no finished action and corrupts nothing."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.schools import School
from tests.conftest import LONG
from tests.document.conftest import ME

ROOT = Path(__file__).parent.parent.parent

_WORK = """
import random, sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who
from tests.document.states import act, ground
path = Path(sys.argv[1])
document = Document.open(path, Who(), back_up=False)
chance = random.Random(int(sys.argv[2]))
print("ready", flush=True)
while True:
    act(document, chance)
    print(len(document.actions(100000)), flush=True)
"""


def kill_once(path: Path, seed: int, wait_s: float) -> None:
    """Start writing, kill, and compare what was confirmed with what stands."""
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORK, str(path), str(seed)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert worker.stdout is not None
    with worker:
        assert worker.stdout.readline().strip() == b"ready"
        time.sleep(wait_s)
        worker.send_signal(signal.SIGKILL)
        confirmed = [int(line) for line in worker.stdout.read().splitlines() if line.endswith(b"") and line]
    with Document.open(path, ME, back_up=False) as document:
        assert document.check().sound
        if confirmed:
            assert len(document.actions(100_000)) >= confirmed[-1]


@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_killed_while_writing(path: Path) -> None:
    from tests.document.states import ground

    with Document.create(path, ME) as document:
        ground(document)
    chance = random.Random(11)
    for round_ in range(60 if LONG else 8):
        kill_once(path, round_, chance.uniform(0.0, 0.3))


_MERGE = """
import sys
from pathlib import Path
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.merge.merge import merge
document = Document.open(Path(sys.argv[1]), Who(), back_up=False)
print("ready", flush=True)
merge(document, Path(sys.argv[2]), "B", keep=True, back_up=False)
print("done", flush=True)
"""


def _schools(path: Path, letter: str, count: int) -> None:
    with Document.open(path, ME, back_up=False) as document, document.write("Школы") as session:
        session.add_all(School(name=f"{letter} {number}", place="село") for number in range(count))


def kill_merge(folder: Path, wait_s: float | None) -> str:
    """Kill a merge of a few thousand records, or let it end; «before» or «after», never between."""
    target, other = folder / "A.shnor", folder / "B.shnor"
    for path in (target, other):
        shutil.copyfile(folder / "start.shnor", path)
    _schools(other, "Б", 1500)
    worker = subprocess.Popen(
        [sys.executable, "-c", _MERGE, str(target), str(other)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert worker.stdout is not None
    with worker:
        assert worker.stdout.readline().strip() == b"ready"
        if wait_s is None:
            assert worker.stdout.readline().strip() == b"done"
        else:
            time.sleep(wait_s)
        worker.send_signal(signal.SIGKILL)
        done = wait_s is None or b"done" in worker.stdout.read()
    with Document.open(target, ME, back_up=False) as document:
        assert document.check().sound
        with document.read() as session:
            found = len(session.scalars(select(School.uid).where(School.name.like("Б %"))).all())
    assert found in ((1500,) if done else (0, 1500))
    return "after" if found else "before"


@pytest.fixture
def start(tmp_path: Path) -> Path:
    with Document.create(tmp_path / "start.shnor", ME) as document, document.write("Основа") as session:
        session.add(School(name="Первая"))
    return tmp_path


@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_killed_while_merging(start: Path) -> None:
    waits = [0.0, 0.05, 0.15, *(0.02 * number for number in range(20 if LONG else 0))]
    assert {kill_merge(start, wait_s) for wait_s in waits} <= {"before", "after"}
    assert kill_merge(start, None) == "after"


def main(rounds: int) -> None:
    """`python -m tests.document.test_kill ROUNDS`: as many kills as wanted, of writing and of merging."""
    import tempfile

    from tests.document.states import ground

    chance = random.Random()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "k.shnor"
        with Document.create(path, ME) as document:
            ground(document)
        for round_ in range(rounds):
            kill_once(path, round_, chance.uniform(0.0, 0.5))
        shutil.copyfile(path, folder / "start.shnor")
        ends = Counter(kill_merge(folder, chance.uniform(0.0, 1.0)) for _ in range(4 * rounds))
    sys.stdout.write(
        f"{rounds} kills while writing: nothing lost; {4 * rounds} while merging: {dict(ends)}\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
