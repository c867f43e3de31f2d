"""The bar above the page of a file that was taken from a stick or a share."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Standing


class MediaBar(QFrame):
    """Hidden for files of this computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.give_back = QPushButton("Записать на носитель", self)
        self.give_back.setToolTip("Ctrl+Shift+S")
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
        mark = theme.state_mark("changed" if standing.unreturned else "done")
        state = "на носителе ещё нет последних правок" if standing.unreturned else "на носителе то же самое"
        self.text.setText(
            f"{mark.glyph} Файл взят с носителя ({standing.source.parent}), работа идёт на этом компьютере: {state}."
        )
        self.text.setToolTip(str(standing.source))
        self.give_back.setEnabled(standing.unreturned)
