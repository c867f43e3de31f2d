"""Who works on this machine: asked once, kept on the machine, named in the history of every file."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from shnor_desktop.ui import theme
from shnor_desktop.ui.jobs import Jobs


def ask_person(jobs: Jobs, owner: QObject, done: Callable[[str], None]) -> None:
    """Tell `done` who works with the open file: «Иванова А.П., ИМЦ»."""
    jobs.ask(
        owner,
        lambda document, progress: ", ".join(
            part for part in (document.who.person, document.who.office) if part
        ),
        done,
    )


class PersonDialog(QDialog):
    """Name and office of the user of this machine."""

    def __init__(self, person: str, office: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Кто работает на этом компьютере")
        self.setMinimumWidth(460)
        text = QLabel("Это имя увидят в истории изменений и те, кому вы передадите файл.", self)
        text.setWordWrap(True)
        self.person = QLineEdit(person, self)
        self.office = QLineEdit(office, self)
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
