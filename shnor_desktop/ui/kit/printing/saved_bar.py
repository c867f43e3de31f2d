"""The line of a dialog that tells where something was saved, with «Открыть» and «Показать в папке»."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import lay_row
from shnor_desktop.ui.kit.messages import Messages
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.texts import shortened


class SavedBar(QWidget):
    """Of a dialog, in which no note of the window is seen."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._path: Path | None = None
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.open = QPushButton("&Открыть", self)
        self.open.clicked.connect(lambda: self._show(self._path))
        self.folder = QPushButton("Показать в &папке", self)
        self.folder.clicked.connect(lambda: self._show(self._path.parent if self._path else None))
        lay_row(self, (self.label, 1), self.open, self.folder)
        self.hide()

    def tell(self, path: Path) -> None:
        """A file was written there."""
        self._path = path
        self.label.setText(f"{theme.state_mark('done').glyph} Сохранено: {shortened(path.name)}")
        self.label.setToolTip(str(path))
        self.show()

    def _show(self, path: Path | None) -> None:
        if path is not None:
            open_written(self._context.messages, path)


def open_written(messages: Messages, path: Path) -> None:
    """Open a file or a folder in the program of the system."""
    if not path.exists():
        messages.warn(f"«{path.name}» уже нет на месте.", "Сохраните документ ещё раз.")
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        messages.warn(f"Не нашлось программы, чтобы открыть «{path.name}».", f"Откройте сами: {path}")
