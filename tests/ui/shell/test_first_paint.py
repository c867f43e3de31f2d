"""What is loaded before the first frame and before the schools are on the screen: nothing that they do not need."""

import os
import subprocess
import sys
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication
from shnor_desktop import app
from shnor_desktop.ui.shell.window import Window
application = QApplication([])
settings = QSettings({settings!r}, QSettings.Format.IniFormat)
app.dress(application, settings)
window = Window(settings)
window.begun.connect(application.quit)

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            print(sorted(heavy & set(sys.modules)), "Qt" in vars(QtCore), flush=True)
        return False

heavy = {{"sqlalchemy", "sqlite3", "openpyxl", "reportlab", "docx", "python_calamine", "lxml", "pypdfium2", "numpy"}}
painted = Painted()
window.installEventFilter(painted)
window.present()
application.exec()
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
    # Making the enumerations of `Qt` known takes a tenth of the start, and nothing of the first frame needs them.
    assert done.stdout.split("\n")[0] == "[] False"


SCHOOLS = """
import sys
from importlib.util import find_spec
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtWidgets import QApplication
from shnor_desktop import app
from shnor_desktop.ui.shell import screens
from shnor_desktop.ui.shell.window import Window
application = QApplication([])
settings = QSettings(sys.argv[2], QSettings.Format.IniFormat)
app.dress(application, settings)
window = Window(settings)
screens.Preload(window.jobs, screens.MODULES, window)

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and window.shown_screen().rows.rowCount():
            watched.removeEventFilter(self)
            tell(set(sys.modules))
        return False

def tell(loaded):
    heavy = {"sqlalchemy", "openpyxl", "reportlab", "docx", "python_calamine", "lxml", "pypdfium2", "numpy", "apsw"}
    later = {
        "document.merge.union", "document.merge.part", "document.rescue.outside_edits", "document.state.check",
        "document.state.derivation", "document.state.reopening", "document.foreign.intake", "models.kinds",
        "rules.words.school_names",
    }
    assert all(find_spec(f"shnor_desktop.{name}") for name in later)
    names = {name for name in loaded if not name.startswith("shnor_desktop.")}
    own = {name.removeprefix("shnor_desktop.") for name in loaded - names}
    print(sorted(heavy & names), sorted(later & own), flush=True)
    application.quit()

painted = Painted()

def opened(standing):
    window.go("schools")
    window.shown_screen().table.viewport().installEventFilter(painted)

window.jobs.document_opened.connect(opened)
window.show()
window.open_file(Path(sys.argv[1]))
application.exec()
window.jobs.stop()
"""


def test_schools_are_on_the_screen_before_records_merging_and_writing_are_loaded(
    document: Document, tmp_path: Path
) -> None:
    """By way of the first screen, as people come to them."""
    with document.write("Школы") as session:
        for name in ("Заречная СОШ", "Ключевская ООШ"):
            records.save(session, "school", None, {"name": name})
    path = document.path
    document.close()
    done = subprocess.run(
        [sys.executable, "-c", SCHOOLS, path, tmp_path / "settings.ini"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        check=False,
        env={
            **os.environ,
            "XDG_DATA_HOME": str(tmp_path),
            "LOCALAPPDATA": str(tmp_path),
            "HOME": str(tmp_path),
        },
    )
    assert (done.returncode, done.stdout) == (0, "[] []\n"), done.stderr
