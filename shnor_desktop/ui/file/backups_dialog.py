"""The list of verified backups, from which one is chosen to be restored."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.messages import Messages

if TYPE_CHECKING:
    from shnor_desktop.document.file.backup import Backup


class BackupsDialog(QDialog):
    """Newest first; Enter restores."""

    def __init__(self, backups: "tuple[Backup, ...]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Восстановить из резервной копии")
        theme.give_size(self, 520, 380)
        self._backups = backups
        text = QLabel(
            "Выберите, к какому дню вернуться. Нынешний файл не пропадёт: он останется рядом под другим именем.",
            self,
        )
        text.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Резервные копии")
        for one in backups:
            self.list.addItem(f"{one.at:%d.%m.%Y  %H:%M:%S}   {max(one.size // 1024, 1)} КБ   проверена")
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        restore = buttons.addButton("Восстановить", QDialogButtonBox.ButtonRole.AcceptRole)
        restore.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)

    def chosen(self) -> "Backup":
        """The selected backup."""
        return self._backups[self.list.currentRow()]


def choose_backup(messages: Messages, backups: "tuple[Backup, ...]", use: "Callable[[Backup], None]") -> None:
    """Show the list and pass on what was chosen; say so when there is none."""
    if not backups:
        messages.warn("Резервных копий ещё нет.", "Сделайте копию: меню «Файл», «Сделать резервную копию».")
        return
    dialog = BackupsDialog(backups, messages.window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: use(dialog.chosen()))
    dialog.open()
