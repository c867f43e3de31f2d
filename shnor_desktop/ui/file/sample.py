"""The invented district to look at and to try things on: one file among the program's own, never among those of the office."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from shnor_desktop import places, system
from shnor_desktop.errors import DocumentError, DocumentLocked
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Progress, Standing
from shnor_desktop.ui.kit.laying.boxes import BAR, lay_row

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

_NAME = "ПРИМЕР — вымышленный округ.shnor"
"""It stands in the title of the window, at the foot and over the first screen."""


def sample_path() -> Path:
    """Where the sample of this user lies."""
    return places.user_data() / "sample" / _NAME


def is_sample(standing: Standing) -> bool:
    """Whether the sample is open."""
    return standing.path is not None and standing.path == sample_path()


def open_sample(progress: Progress, *, anew: bool = False) -> "Document":
    """As it was left, or made anew; for the worker."""
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.office import offices

    path = sample_path()
    if anew and path.exists():
        _refuse_held(path)
    if anew or not path.exists():
        _make(path, progress)
    try:
        return Document.open(path, offices.who())
    except DocumentLocked:
        raise
    except DocumentError:  # Damaged, or of a newer program; nobody's work is in it.
        _make(path, progress)
        return Document.open(path, offices.who())


def _refuse_held(path: Path) -> None:
    """DocumentLocked while another window works in it: it is not taken away from there."""
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.office import offices

    try:
        Document.open(path, offices.who(), back_up=False).close()
    except DocumentLocked:
        raise
    except DocumentError:  # To be made anew is what it needs.
        return


def _make(path: Path, progress: Progress) -> None:
    progress(0, 0, "Составляется пример: вымышленный округ с результатами за три года")
    from shnor_desktop.document.file.faults import told
    from shnor_desktop.operations.office import offices
    from shnor_desktop.operations.program.sample import create_sample

    path.parent.mkdir(exist_ok=True)
    with places.private_folder("sample", path.parent) as folder:
        made = folder / path.name
        create_sample(made, offices.who(), progress.step)
        with told(path):
            system.take_name(made, path)


class SampleBar(QFrame):
    """Hidden for every other file."""

    create_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.create_button = QPushButton("Создать файл района…", self)
        self.create_button.clicked.connect(self.create_wanted)
        self.anew_button = QPushButton("Начать пример заново", self)
        self.anew_button.setToolTip("Всё, что вы изменили в примере, пропадёт.")
        self.anew_button.clicked.connect(self.anew_wanted)
        lay_row(self, (self.text, 1), self.create_button, self.anew_button, around=BAR, gap=None)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """What the file that was just opened is."""
        self.setVisible(is_sample(standing))
        mark = theme.state_mark("changed").glyph
        self.text.setText(
            f"{mark} Это пример: школы и цифры вымышлены. Пробуйте всё: файлов вашего района это не касается."
        )
