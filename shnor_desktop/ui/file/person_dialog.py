"""Who works on this machine: asked once, kept on the machine, named in the history of every file."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.field_editor import TextLine
from shnor_desktop.ui.kit.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.office.offices import Machine
    from shnor_desktop.ui.kit.jobs import Progress


class PersonDialog(QDialog):
    """Name and office of the user of this machine."""

    def __init__(self, person: str, office: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Кто работает на этом компьютере")
        self.setMinimumWidth(theme.wide(460))
        text = QLabel("Это имя увидят в истории изменений и те, кому вы передадите файл.", self)
        text.setWordWrap(True)
        self.person, self.office = TextLine(person, self), TextLine(office, self)
        for line in (self.person, self.office):
            line.setCursorPosition(0)
        form = QFormLayout()
        form.addRow("&Фамилия и инициалы", self.person)
        form.addRow("&Организация кратко", self.office)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(text)
        column.addLayout(form)
        column.addWidget(buttons)


def introduce(context: Context, parent: QWidget) -> None:
    """Ask who works on this machine and keep the answer; the file is opened anew under that name."""

    def read(document: "Document", progress: "Progress") -> "Machine":
        from shnor_desktop.operations.office import offices

        return offices.machine()

    def show(known: "Machine") -> None:
        dialog = PersonDialog(known.person, known.office, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: keep(dialog.person.text().strip(), dialog.office.text().strip()))
        dialog.open()

    def keep(person: str, office: str) -> None:
        def write(document: "Document", progress: "Progress") -> None:
            from shnor_desktop.operations.office import offices

            offices.remember(offices.Machine(person, office))

        context.jobs.ask(parent, write, lambda _: context.command("file.reopen"))

    context.jobs.ask(parent, read, show)
