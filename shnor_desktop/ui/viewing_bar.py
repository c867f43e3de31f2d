"""The bar above the page of a file that cannot be worked on as usual: opened for viewing, or a part of another."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Jobs, Standing

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.jobs import Progress


class ViewingBar(QFrame):
    """Hidden for an ordinary file."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warning")
        self._jobs = jobs
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.addWidget(self.text)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """What the file that was just opened is."""
        self.setVisible(standing.read_only)
        self._say("Файл открыт только для просмотра: изменить его можно там, где он открыт для работы.")
        if standing.path is not None and not standing.read_only:
            self._ask_part()

    def _ask_part(self) -> None:
        """A part of somebody's file says so as long as it is open."""

        def work(document: "Document", progress: "Progress") -> str:
            from shnor_desktop.operations import part_names

            with document.read() as session:
                return part_names.part_of(session)

        def show(told: str) -> None:
            self.setVisible(bool(told))
            self._say(f"Это {told}. Исправьте и верните файл тому, кто прислал: он объединит его со своим.")

        self._jobs.ask(self, work, show)

    def _say(self, text: str) -> None:
        self.text.setText(f"{theme.state_mark('changed').glyph} {text}")
