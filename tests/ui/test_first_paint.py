"""The first frame needs Qt only: nothing heavy may be imported before it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from shnor_desktop import app
from shnor_desktop.ui.window import Window
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
