"""Process start to the first painted window, and to the sample district's schools on the screen."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from shnor_desktop.document.document import Document
from shnor_desktop.operations.program import sample
from shnor_desktop.operations.records import export
from tests.benchmarks.measuring import Measurement, once
from tests.benchmarks.region import WHO, folder

CHILD = Path(__file__).with_name("start_child.py")
ROOT = Path(__file__).resolve().parents[2]
TIMES = 7


def start() -> Iterator[Measurement]:
    """The real window with no file, beside a bare PySide6 window with menu, toolbar and table."""
    ours, bare = _in_turn(("window",), ("bare",))
    yield Measurement("start to the first painted window", ours, bare, "bare PySide6 window", 1.5)


def content() -> Iterator[Measurement]:
    """The sample district's schools, beside a bare window and LibreOffice with the same figures."""
    path = folder() / "content.shnor"
    sample.create_sample(path, WHO)
    book = folder() / "content.xlsx"
    with Document.open(path, WHO) as document:
        export.export_workbook(document, book)
    ours, bare = _in_turn(("schools", str(path)), ("bare",))
    yield Measurement("start to the schools on the screen", ours, bare, "bare PySide6 window", 4)
    office = shutil.which("soffice")
    if office is None:
        print("          LibreOffice is not installed: its time is not measured")
        return
    _office(office, book)
    calc = median(once(lambda: _office(office, book)) for _ in range(3))
    yield Measurement("start to the schools on the screen", ours, calc, "LibreOffice, no window", 0.5)


def _in_turn(ours: tuple[str, ...], bare: tuple[str, ...]) -> tuple[float, float]:
    _child(*ours), _child(*bare)
    pairs = [(_child(*ours), _child(*bare)) for _ in range(TIMES)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


def _child(*words: str) -> float:
    """Seconds from starting the process until it says that it has painted."""
    home = {"HOME": str(folder()), "XDG_DATA_HOME": str(folder()), "LOCALAPPDATA": str(folder())}
    environment = {"QT_QPA_PLATFORM": "offscreen"} | dict(os.environ) | home
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # Whoever installs the program has it compiled.
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(CHILD), *words], stdout=subprocess.PIPE, cwd=ROOT, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        passed = time.perf_counter() - started
        process.stdout.read()
    assert said == "painted\n", said
    return passed


def _office(office: str, book: Path) -> None:
    profile = (folder() / "office").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv"]
    subprocess.run([*command, "--outdir", str(folder()), str(book)], check=True, capture_output=True)
