"""A document that is gone from its place: its copies that are near, one of which can take the place again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from shnor_desktop.ui.kit.messages import Messages

if TYPE_CHECKING:
    from shnor_desktop.document.opening.missing import Copy


class MissingDialog(QDialog):
    """The most complete copy first; Enter puts it back."""

    def __init__(
        self, path: Path, copies: "tuple[Copy, ...]", lines: list[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._copies = copies
        self.setWindowTitle("Файла нет на месте")
        theme.give_size(self, 620, 380)
        heading = QLabel(f"Файл «{path.name}» не найден, но есть его копии.", self)
        heading.setObjectName("subheading")
        heading.setWordWrap(True)
        text = QLabel(
            f"Папка: {path.parent}. Выберите копию: она будет проверена и станет на место файла, сама копия "
            "останется. Сверху та, в которой больше правок. Не создавайте новый файл: с копиями других организаций "
            "он не объединится.",
            self,
        )
        text.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Копии файла")
        self.list.setWordWrap(True)
        self.list.addItems(lines)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self.accept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton("Вернуть на место", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(heading)
        column.addWidget(text)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.list.setFocus()

    def chosen(self) -> "Copy":
        """The selected copy."""
        return self._copies[max(self.list.currentRow(), 0)]


def offer_copies(
    jobs: Jobs,
    messages: Messages,
    path: Path,
    open_path: Callable[[Path], None],
    nothing: Callable[[], None],
) -> None:
    """Look for copies of the missing file and show them; the chosen one takes its place and is opened. `nothing` is called
    when there are none."""

    def work(progress: Progress) -> "tuple[tuple[Copy, ...], list[str]]":
        from shnor_desktop.document.opening import missing

        found = missing.copies(path)
        return found, [missing.called(path, one) for one in found]

    def show(found: "tuple[tuple[Copy, ...], list[str]]") -> None:
        if not found[0]:
            nothing()
            return
        dialog = MissingDialog(path, *found, messages.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: _take(jobs, messages, path, dialog.chosen(), open_path))
        dialog.open()

    jobs.alone(messages, work, show)


def _take(
    jobs: Jobs, messages: Messages, path: Path, copy: "Copy", open_path: Callable[[Path], None]
) -> None:
    def work(progress: Progress) -> Path:
        from shnor_desktop.document.opening import missing

        missing.take_place(copy.path, path)
        return path

    jobs.alone(messages, work, open_path)
