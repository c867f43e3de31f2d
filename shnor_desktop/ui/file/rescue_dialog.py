"""A damaged file: what happened to it, and the ways out, best first."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from shnor_desktop.errors import DocumentForged, UserError
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from shnor_desktop.ui.kit.messages import DOCUMENT_FILES, Messages

if TYPE_CHECKING:
    from shnor_desktop.document.rescue.recovery import Recovered, Way
    from shnor_desktop.document.rescue.renewal import Renewed

_ABOUT = {
    "backup": "Повреждённый файл останется рядом под другим именем. Правок после этой копии в ней нет.",
    "partner": "Рядом появится новый файл со всем, что есть в выбранной копии; потом объедините его с другими.",
    "renew": "Рядом появится новый файл со всеми записями и без прежней истории. Это другой файл: с копиями прежнего, в том "
    "числе у других организаций, он не объединится. Прежний останется как есть.",
    "view": "Файл откроется для просмотра: его можно печатать и выгружать, но не изменять.",
    "recover": "Рядом появится новый файл. Результат всегда нужно просмотреть; начинайте с этого в последнюю очередь.",
}


class RescueDialog(QDialog):
    """Enter takes the first way, which is the best."""

    def __init__(self, error: UserError, ways: "tuple[Way, ...]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways = ways
        forged = isinstance(error, DocumentForged)
        self.setWindowTitle("Истории файла нельзя доверять" if forged else "Файл повреждён")
        theme.give_size(self, 620, 380)
        heading = QLabel(error.what_happened, self)
        heading.setObjectName("subheading")
        heading.setWordWrap(True)
        text = QLabel("Что можно сделать, начиная с лучшего:", self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Что можно сделать")
        self.list.setWordWrap(True)
        for number, one in enumerate(ways, start=1):
            item = QListWidgetItem(f"{number}. {one.title}", self.list)
            item.setToolTip(_ABOUT[one.kind])
            item.setSizeHint(QSize(0, theme.row_height()))
        self.about = QLabel(self)
        self.about.setObjectName("muted")
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(2 * self.about.fontMetrics().lineSpacing())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        go = buttons.addButton("Выполнить", QDialogButtonBox.ButtonRole.AcceptRole)
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        for widget in (heading, text):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addWidget(buttons)
        self.list.currentRowChanged.connect(lambda row: self.about.setText(_ABOUT[ways[row].kind]))
        self.list.itemActivated.connect(self.accept)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def chosen(self) -> "Way":
        """The selected way."""
        return self._ways[max(self.list.currentRow(), 0)]


def offer_ways(
    jobs: Jobs,
    messages: Messages,
    path: Path,
    error: UserError,
    open_path: Callable[[Path], None],
    view: Callable[[Path], None],
) -> None:
    """Show the ways out for a damaged file and take the chosen one; what comes of it is opened, or the file itself for
    looking at."""
    forged = isinstance(error, DocumentForged)

    def work(progress: Progress) -> "tuple[Way, ...]":
        from shnor_desktop.document.rescue import recovery

        return recovery.ways(path, forged=forged)

    def show(ways: "tuple[Way, ...]") -> None:
        dialog = RescueDialog(error, ways, messages.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: (
                view(path)
                if dialog.chosen().kind == "view"
                else _take(jobs, messages, path, dialog.chosen(), open_path)
            )
        )
        dialog.open()

    jobs.alone(messages, work, show)


def _take(jobs: Jobs, messages: Messages, path: Path, way: "Way", open_path: Callable[[Path], None]) -> None:
    if way.kind == "backup" and way.path is not None:
        copy = way.path

        def restore(progress: Progress) -> Path:
            from shnor_desktop.document.file import backup

            backup.restore(path, copy)
            return path

        jobs.alone(messages, restore, open_path)
    elif way.kind == "partner":
        for partner in messages.open_files("Файл другой организации", DOCUMENT_FILES):
            _from_partner(jobs, messages, path, partner, open_path)
    elif way.kind == "renew":
        _renew(jobs, messages, path, open_path)
    else:
        _recover(jobs, messages, path, open_path)


def _from_partner(
    jobs: Jobs, messages: Messages, path: Path, partner: Path, open_path: Callable[[Path], None]
) -> None:
    def work(progress: Progress) -> Path:
        from shnor_desktop.operations.sharing import repair as rescue

        progress(0, 0, f"Проверяется «{partner.name}»")
        return rescue.from_partner(path, partner, progress.cancelled)

    jobs.alone(messages, work, open_path)


def _renew(jobs: Jobs, messages: Messages, path: Path, open_path: Callable[[Path], None]) -> None:
    def work(progress: Progress) -> "Renewed":
        from shnor_desktop.document.rescue import renewal
        from shnor_desktop.operations.office import offices
        from shnor_desktop.operations.sharing import repair as rescue

        return renewal.renew(path, rescue.free_name(path, "история заново"), offices.who(), progress)

    def done(made: "Renewed") -> None:
        open_path(made.path)
        kept = f" Нерешённых вопросов было {made.lost_questions}: остались показанные значения."
        messages.tell(
            f"Создан новый файл «{made.path.name}»: записей {made.records}.{kept if made.lost_questions else ''} Раздайте "
            "его копии тем, с кем работаете: с прежними он не объединяется."
        )

    jobs.alone(messages, work, done)


def _recover(jobs: Jobs, messages: Messages, path: Path, open_path: Callable[[Path], None]) -> None:
    def work(progress: Progress) -> "Recovered":
        from shnor_desktop.document.rescue import recovery
        from shnor_desktop.operations.office import offices
        from shnor_desktop.operations.sharing import repair as rescue

        return recovery.recover(path, rescue.free_name(path, "восстановлен"), offices.who(), progress)

    def done(found: "Recovered") -> None:
        open_path(found.path)
        messages.warn("Файл собран из того, что читается.", found.warning)

    jobs.alone(messages, work, done)
