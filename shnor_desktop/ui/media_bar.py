"""The bar above the page of a file that was taken from a stick or a share."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Standing

_PLACES = {
    "NETWORK": ("взят из сетевой папки", "в папке", "Записать в сетевую папку"),
    "REMOVABLE": ("взят с носителя", "на носителе", "Записать на носитель"),
}
"""Where the file came from, where the edits are to be, and the button."""


class MediaBar(QFrame):
    """Hidden for files of this computer."""

    copy_wanted = Signal()
    """Nothing can be written where the file lies: the edits are handed over as a copy."""
    return_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.give_back = QPushButton(self)
        self.give_back.clicked.connect(self._on_clicked)
        self._read_only = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.addWidget(self.text, 1)
        row.addWidget(self.give_back)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Where the file came from, and whether its source has everything."""
        self.setVisible(standing.source is not None)
        if standing.source is None:
            return
        self._read_only = standing.medium == "READ_ONLY"
        self.text.setToolTip(str(standing.source))
        mark = theme.state_mark("changed" if standing.unreturned else "done").glyph
        if self._read_only:
            self.text.setText(
                f"{mark} Там, где лежит файл ({standing.source.parent}), писать нельзя: работа идёт в копии на этом "
                "компьютере. Передайте правки копией."
            )
            self.give_back.setText("Копия для другой организации…")
            self.give_back.setToolTip("")
            self.give_back.setEnabled(True)
            return
        taken, there, button = _PLACES.get(standing.medium, _PLACES["REMOVABLE"])
        state = f"{there} {'ещё нет последних правок' if standing.unreturned else 'то же самое'}"
        self.text.setText(
            f"{mark} Файл {taken} ({standing.source.parent}), работа идёт на этом компьютере: {state}."
        )
        self.give_back.setText(button)
        self.give_back.setToolTip("Ctrl+Shift+S")
        self.give_back.setEnabled(standing.returnable)

    def _on_clicked(self) -> None:
        (self.copy_wanted if self._read_only else self.return_wanted).emit()
