"""A process killed at any moment while writing loses no finished action and corrupts nothing."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document
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


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_killed_while_writing(path: Path) -> None:
    from tests.document.states import ground

    with Document.create(path, ME) as document:
        ground(document)
    chance = random.Random(11)
    for round_ in range(8):
        kill_once(path, round_, chance.uniform(0.0, 0.3))


def main(rounds: int) -> None:
    """`python -m tests.document.test_kill ROUNDS`: as many kills as wanted on one growing document."""
    import tempfile

    from tests.document.states import ground

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "k.shnor"
        with Document.create(path, ME) as document:
            ground(document)
        chance = random.Random()
        for round_ in range(rounds):
            kill_once(path, round_, chance.uniform(0.0, 0.5))
        sys.stdout.write(f"{rounds} kills: nothing lost, nothing damaged\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
