"""The processes that read cells: each reader has its own, and none outlives its reader or the program."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book import helper
from shnor_desktop.sheets.book import reader as reading
from shnor_desktop.sheets.book.reader import CellReader
from tests.here import Served
from tests.sheets.hostile import good, patched

pytestmark = pytest.mark.processes
forked = pytest.mark.skipif(not helper.CAN_FORK, reason="processes are not forked here")
ROOT = Path(__file__).parents[3]


def test_what_failed_in_an_unforeseen_way_reads_nothing_else(tmp_path: Path) -> None:
    bad = patched(tmp_path, "xl/workbook.xml", lambda _: b"<workbook><sheets><sheet")
    fine = good(tmp_path / "1.xlsx")
    with CellReader() as reader:
        reader.ask([fine, bad, fine])
        assert reader.read(fine).sheets
        before = reader._process
        with pytest.raises(WorkbookError, match="поврежд"):
            reader.read(bad)
        assert reader._process is None and not reader.asked
        assert before is not None and before.wait(5) == (1 if sys.platform == "win32" else -9)
        assert reader.read(fine).sheets


def test_a_refused_file_costs_no_new_process(tmp_path: Path) -> None:
    fine = good(tmp_path / "1.xlsx")
    with CellReader() as reader:
        reader.read(fine)
        before = reader._process
        with pytest.raises(WorkbookError, match="не найден"):
            reader.read(tmp_path / "нет.xlsx")
        assert reader.read(fine).sheets and reader._process is before


def test_where_nothing_can_be_forked_a_process_is_started_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper, "CAN_FORK", False)
    fine = good(tmp_path / "1.xlsx")
    helper.prepare()
    (ahead,) = helper._spare
    with CellReader() as reader, CellReader() as other:
        assert reader.read(fine).sheets and other.read(fine).sheets
        ahead.kill()
        with pytest.raises(WorkbookError):
            reader.read(fine)
        assert reader.read(fine).sheets and not helper._spare


class Starting(Served):
    """Needs some looks to begin."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def ready(self) -> bool:
        return not self._looks

    def answer(self, seconds: float) -> bytes | None:
        if self._looks:
            self._looks -= 1
            raise TimeoutError
        return super().answer(seconds)


def begin(reader: CellReader, path: Path, looks: int) -> None:
    reader._process = Starting(looks)
    reader.ask([path])


def test_how_long_a_process_takes_to_begin_is_not_counted_as_reading(tmp_path: Path) -> None:
    fine = good(tmp_path / "1.xlsx")
    reader = CellReader(time_limit=0)
    begin(reader, fine, looks=3)
    assert reader.read(fine).sheets


def test_a_process_that_does_not_begin_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "START_LIMIT", -1)
    fine = good(tmp_path / "1.xlsx")
    reader = CellReader()
    begin(reader, fine, looks=3)
    with pytest.raises(WorkbookError, match="чтение никак не начнётся"):
        reader.read(fine)


@forked
def test_a_nursery_that_was_ended_is_replaced(tmp_path: Path) -> None:
    fine = good(tmp_path / "1.xlsx")
    helper.prepare()
    first = helper._nurseries[0]
    with CellReader() as reader:
        assert reader.read(fine).sheets
        first._process.kill()
        first._process.wait()
    with CellReader() as reader, CellReader() as other:
        assert reader.read(fine).sheets and other.read(fine).sheets
    assert helper._nurseries[0] is not first


FROZEN = """#!{python}
import sys
sys.path.insert(0, {root!r})
from shnor_desktop.cli import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a script is no program")
@pytest.mark.parametrize("can_fork", [False, helper.CAN_FORK])
def test_the_frozen_program_starts_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_fork: bool
) -> None:
    program = tmp_path / "shnor"
    program.write_text(FROZEN.format(python=sys.executable, root=str(ROOT)))
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(helper, "CAN_FORK", can_fork)
    monkeypatch.setattr(helper, "_nurseries", [])
    with CellReader() as reader:
        assert reader.read(good(tmp_path / "1.xlsx")).sheets
    helper._close_nursery()


PROGRAM = """
import sys, time
from pathlib import Path
from shnor_desktop.sheets.book import helper
from shnor_desktop.sheets.book.reader import CellReader
reader = CellReader()
reader.read(Path(sys.argv[1]))
print(helper._nurseries[0]._process.pid, flush=True)
time.sleep(60 if sys.argv[2] == "stay" else 0)
"""


@forked
@pytest.mark.parametrize("how", ["leave", "stay"])
def test_nothing_outlives_the_program(tmp_path: Path, how: str) -> None:
    """Neither when it ends with a reader open nor when it is killed."""
    program = [sys.executable, "-c", PROGRAM, str(good(tmp_path / "1.xlsx")), how]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        nursery = int(running.stdout.readline())
        if how == "stay":
            running.kill()
        running.wait(20)
    for _ in range(200):
        if not _lives(nursery):
            return
        time.sleep(0.05)
    pytest.fail("the nursery lives on")


def _lives(pid: int) -> bool:
    """Does it run? What nobody waits for does not."""
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
