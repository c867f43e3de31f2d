"""The first frame needs Qt only: nothing heavy may be imported before it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from shnor_desktop import app
from shnor_desktop.ui.shell.window import Window
application = QApplication([])
settings = QSettings({settings!r}, QSettings.Format.IniFormat)
app.dress(application, settings)
window = Window(settings)
window.show()
application.processEvents()
assert window.grab().width() > 0
heavy = {{"sqlalchemy", "sqlite3", "openpyxl", "reportlab", "docx", "python_calamine", "lxml", "pypdfium2", "numpy"}}
print(sorted(heavy & set(sys.modules)))
window.jobs.stop()
"""


def test_the_first_frame_is_painted_before_heavy_libraries_are_loaded(tmp_path: Path) -> None:
    program = PROGRAM.format(root=str(ROOT), settings=str(tmp_path / "settings.ini"))
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[0] == "[]"


OPENING = """
import sys
from importlib.util import find_spec
from pathlib import Path
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.cards import overview, school_card
from shnor_desktop.operations.sharing import parts, question_marks
with Document.open(Path(sys.argv[1]), Who()) as document, document.read() as session:
    assert parts.part_of(session) == ""
    question_marks.waiting(session), overview.overview(session), school_card.lines(session)
before = set(sys.modules)
for_later = {
    "merge.merge", "merge.part", "rescue.external", "state.check", "state.derivation", "state.reopening",
    "state.rebuild", "foreign.intake",
}
assert all(find_spec(f"shnor_desktop.document.{name}") for name in for_later)
loaded = [name for name in for_later if f"shnor_desktop.document.{name}" in before]
print(sorted(loaded))
"""


def test_a_file_is_shown_before_what_merging_and_writing_need_is_loaded(
    new_path: Callable[[str], Path],
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPENING, new_path("Заречный район.shnor")],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
