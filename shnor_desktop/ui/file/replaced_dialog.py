"""What happened to a file that was deleted or replaced while it was open, where the edits are, and the ways on."""

from dataclasses import dataclass

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

from shnor_desktop.errors import DocumentReplaced
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.widgets import plain_label


@dataclass(frozen=True, slots=True)
class Way:
    """One way on."""

    code: str
    title: str
    about: str


_MERGE = Way(
    "merge",
    "Объединить с тем, что лежит на этом месте",
    "Откроется файл, который там лежит, и ваши правки войдут в него. Что двое изменили по-разному, программа покажет "
    "и спросит. Перед объединением делается резервная копия.",
)
_SAVE = Way(
    "save",
    "Сохранить как…",
    "Копия с вашими правками получит имя и место, которые вы выберете, и откроется. Что лежит на прежнем месте, "
    "останется как есть.",
)
_SAVE_ANYWHERE = Way(
    "save",
    "Сохранить как…",
    "Копия с вашими правками получит имя и место, которые вы выберете, и откроется.",
)
_OPEN = Way(
    "open",
    "Открыть то, что лежит на этом месте",
    "Ваши правки останутся в копии. Взять их можно и потом: «Обмен», «Объединить с файлом».",
)
_RESCUE = Way(
    "rescue",
    "Взять резервную копию или файл другой организации",
    "Правок, сделанных после этой копии, в ней нет.",
)


def ways(error: DocumentReplaced) -> tuple[Way, ...]:
    """What can be done, best first."""
    if error.kept is None:
        return (_RESCUE, _OPEN) if error.there else (_RESCUE,)
    return (_MERGE, _SAVE, _OPEN) if error.there else (_SAVE_ANYWHERE,)


class ReplacedDialog(QDialog):
    """Enter takes the first way, which is the best."""

    def __init__(self, error: DocumentReplaced, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways = ways(error)
        self.setWindowTitle("Файл изменился не здесь")
        theme.give_size(self, 620, 400)
        heading = plain_label("", self, error.what_happened)
        heading.setObjectName("subheading")
        text = plain_label("", self, _where(error))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Что сделать")
        self.list.setWordWrap(True)
        for number, way in enumerate(self._ways, start=1):
            item = QListWidgetItem(f"{number}. {way.title}", self.list)
            item.setSizeHint(QSize(0, theme.row_height()))
        self.about = plain_label("", self)
        self.about.setObjectName("muted")
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setMinimumHeight(3 * self.about.fontMetrics().lineSpacing())
        buttons = QDialogButtonBox(self)
        go = buttons.addButton("Выполнить", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("Позже", QDialogButtonBox.ButtonRole.RejectRole)
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(heading)
        column.addWidget(text)
        column.addWidget(QLabel("Что сделать, начиная с лучшего:", self))
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addWidget(buttons)
        self.list.currentRowChanged.connect(lambda row: self.about.setText(self._ways[row].about))
        self.list.itemActivated.connect(self.accept)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def chosen(self) -> Way:
        """The selected way."""
        return self._ways[max(self.list.currentRow(), 0)]


def _where(error: DocumentReplaced) -> str:
    """Where the edits are. Long names of folders may be broken after each of them."""
    if error.kept is None:
        return error.what_to_do
    folder = str(error.kept.parent).replace("/", "/\u200b").replace("\\", "\\\u200b")
    return (
        f"На прежнее место ничего не записывается. Ваши правки целы, они в копии «{error.kept.name}» "
        f"в папке {folder}. Если последнее действие не записалось, повторите его потом."
    )
